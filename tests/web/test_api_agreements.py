"""Agreements over the API and in an open browser: kept, signed, explained, and closed at midnight."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.desk.agreed import PASSWORD, opened, text
from tests.web.conftest import UNHURRIED, browser

from headwater.agreements import make_key, read, sign
from headwater.web import create_app, create_local_app
from headwater.web.sessions import cookie_name

LATER = "2027-12-31"
CASE = "investigate:SYN-014"
REPORT = (
    '{"format":"headwater-reports","version":1,"list":"TEST-1","edition":"1","edition_date":"2026-01-01"}\n'
    '{"agency":"AL","list_id":"TEST-1","reference":"SYN-AL-1","synthetic":true,"case":"SYN-014","assertions":['
    '{"entity":"a","schema":"Person","prop":"name","value":"Primjer Uzorak","category":"suspect"},'
    '{"entity":"a","schema":"Person","prop":"birthDate","value":"1984-03-14","category":"suspect"}]}\n'
    '{"agency":"GB","list_id":"TEST-1","reference":"SYN-GB-1","synthetic":true,"case":"SYN-014","assertions":['
    '{"entity":"b","schema":"Person","prop":"name","value":"Primjer Uzorak","category":"suspect"},'
    '{"entity":"b","schema":"Person","prop":"birthDate","value":"1984-03-14","category":"suspect"}]}\n'
)


@pytest.fixture
def desk(settings, clock, tmp_path):
    clock.now = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)
    with opened(settings, clock, text()) as desk:
        path = tmp_path / "reports.jsonl"
        path.write_text(REPORT)
        desk.import_file(desk.operator(), path, format="headwater", agency="GB")
        yield desk


@pytest.fixture
def app(desk, settings):
    return create_app(desk, settings, limits=UNHURRIED)


@pytest.fixture
def enter(app, desk, settings):
    """A function that signs an account in, for a purpose."""

    def entered(name, purpose=""):
        made, actor = browser(app), desk.actor_named(name, purpose, via="api")
        token, session = app.state.sessions.begin(actor.account_id)
        session.purpose_id = actor.purpose_id
        made.cookies.set(cookie_name(settings), token)
        made.headers["X-CSRF-Token"] = app.state.sessions.form_token(token)
        return made

    return entered


def test_an_open_session_is_closed_at_midnight(enter, clock):
    ana = enter("ana", CASE)
    (one, other) = ana.get("/api/v1/search", params={"q": "Primjer Uzorak"}).json()["hits"]
    partners = next(hit["id"] for hit in (one, other) if hit["agencies"] == ["AL"])
    own = next(hit["id"] for hit in (one, other) if hit["agencies"] == ["GB"])
    while ana.get("/api/v1/resolve/suggestions").json()["fraction"] < 1:
        pass
    assert ana.get("/api/v1/resolve/suggestions").json()["total"] == 1
    page = ana.get("/review").text
    assert '<span class="count">1<span class="sr"> waiting</span></span>' in page
    assert ana.get(f"/entities/{partners}").status_code == 200
    judged = ana.post(f"/review/{own}/{partners}", data={"verdict": "unsure", "_csrf": ana.headers["X-CSRF-Token"]})
    assert judged.status_code == 303
    said = judged.headers["location"]

    clock.advance(minutes=10)
    assert ana.get("/api/v1/search", params={"q": "Primjer Uzorak"}).json()["total"] == 1
    for address in (f"/entities/{partners}", f"/api/v1/entities/{partners}"):
        assert ana.get(address).status_code == 404
    assert ana.get(f"/review/{own}/{partners}").status_code == 404
    assert 'class="count"' not in ana.get("/groups").text
    queue = ana.get("/api/v1/resolve/suggestions").json()
    while queue["fraction"] < 1:
        queue = ana.get("/api/v1/resolve/suggestions").json()
    assert (queue["total"], queue["waiting"]) == (0, 0)
    assert "Uzorak" not in ana.get(said).text
    assert ana.get("/api/v1/resolve/judgements").json()["total"] == 0


def test_an_agreement_is_proposed_signed_and_in_force(enter, clock):
    adam, ana = enter("adam"), enter("ana", CASE)
    proposed = adam.post("/api/v1/agreements", json={"text": text(2, LATER).decode(), "file_name": "second.yaml"})
    assert (proposed.status_code, proposed.json()["state"]) == (201, "proposed")
    compared = ana.get("/api/v1/agreements/GB-AL/comparison", params={"old": 1, "new": 2}).json()
    assert compared["new_version"] == 2
    signature = adam.post("/api/v1/agreements/GB-AL/versions/2/sign").json()["signature"]
    assert signature.count(".") == 2
    key = make_key()
    trusted = adam.post("/api/v1/party-keys", json={"party": "AL", "jwk": key.public().jwk, "origin": "By hand"})
    assert trusted.status_code == 201
    jws = sign(read(text(2, LATER), "second.yaml"), key, "AL", clock())
    assert adam.post("/api/v1/signatures", json={"signature": jws}).json()["state"] == "good"
    assert ana.get("/api/v1/agreements/GB-AL", params={"version": 2}).json()["state"] == "in-force"
    clock.advance(days=1)
    assert ana.get("/api/v1/search", params={"q": "Primjer Uzorak"}).json()["total"] == 2
    key_id = trusted.json()["key_id"]
    assert adam.post(f"/api/v1/party-keys/{key_id}/revoke").json()["revoked_at"]
    assert ana.get("/api/v1/search", params={"q": "Primjer Uzorak"}).json()["total"] == 1
    assert {one["party"] for one in ana.get("/api/v1/party-keys").json()} == {"AL", "GB"}
    assert adam.delete("/api/v1/agreements/GB-AL/versions/2").status_code == 204
    assert ana.get("/api/v1/agreements/GB-AL", params={"version": 2}).status_code == 404


def test_reading_agreements_and_profiles(enter):
    ana = enter("ana", CASE)
    matrix = ana.get("/api/v1/agreements").json()
    assert {(cell["sender"], cell["recipient"]) for cell in matrix["cells"]} == {("AL", "GB"), ("GB", "AL")}
    view = ana.get("/api/v1/agreements/GB-AL", params={"from": "AL", "to": "GB", "purpose": "investigate"}).json()
    assert (view["sender"], view["recipient"], view["purpose"]) == ("AL", "GB", "investigate")
    assert ana.get("/api/v1/profiles/GB").json()["party"] == "GB"
    assert ana.get("/api/v1/profiles/ZZ").status_code == 404
    assert ana.get("/api/v1/agreements/NONE").status_code == 404
    texts = {"old": text(2).decode(), "new": text(3, LATER).decode()}
    assert [one["kind"] for one in ana.post("/api/v1/comparisons", json=texts).json()["changes"]]
    assert enter("adam").post("/api/v1/party-keys/own").json()["key"]["own"]


def test_why_and_what_may_be_shared(enter, desk):
    ana, alba = enter("ana", CASE), enter("alba", CASE)
    entities = [ana.get(f"/api/v1/entities/{hit['id']}").json() for hit in hits(ana)]
    sources = [one["groups"][0]["properties"][0]["values"][0]["sources"][0] for one in entities]
    theirs = next(source for source in sources if source["agency"] == "AL")
    ours = next(source for source in sources if source["agency"] == "GB")
    fact = ana.get(f"/api/v1/reports/{theirs['report_id']}/why", params={"assertion": theirs["assertion_id"]}).json()
    assert {clause["number"] for clause in fact["read_under"]} >= {"4.1", "2.1"}
    own = ana.get(f"/api/v1/reports/{ours['report_id']}/why", params={"assertion": ours["assertion_id"]}).json()
    assert [(other["recipient"], other["outcome"]) for other in own["others"]] == [("AL", "goes")]
    asked = {"from": "GB", "to": "AL", "purpose": "investigate"}
    shared = ana.get(f"/api/v1/reports/{ours['report_id']}/sharing", params=asked).json()
    assert (shared["goes"], shared["stays"]) == (2, 0)
    assert alba.get(f"/api/v1/reports/{'0' * 24}/sharing", params=asked).status_code == 404
    assert ana.get(f"/api/v1/reports/{ours['report_id']}/why").status_code == 400


def hits(who):
    return who.get("/api/v1/search", params={"q": "Primjer Uzorak"}).json()["hits"]


def test_the_operator_explains_over_the_socket_without_values(desk, settings):
    local = browser(create_local_app(desk, settings))
    report = next(iter(desk._parts.store.due(99999998)[0])).report_id
    asked = {"from": "AL", "to": "GB", "purpose": "investigate"}
    answer = local.get(f"/api/v1/reports/{report}/sharing", params=asked)
    assert answer.status_code == 200
    assert answer.json()["lines"]
    assert "Uzorak" not in answer.text


def test_an_account_of_another_agency(enter, desk):
    adam = enter("adam")
    made = {"name": "rita", "password": PASSWORD, "roles": ["liaison"], "agency": "RS"}
    assert adam.post("/api/v1/accounts", json=made).json()["agency"] == "RS"
    assert adam.post("/api/v1/accounts", json=made | {"name": "rolf", "roles": ["protection"]}).status_code == 400
    assert adam.post("/api/v1/accounts", json=made | {"name": "ria", "agency": "rs"}).status_code == 400
    rita = enter("rita", CASE)
    assert rita.get("/api/v1/session").json()["agency"] == "RS"
    assert rita.get("/api/v1/search", params={"q": "Primjer Uzorak"}).json()["total"] == 0
    assert rita.get("/api/v1/imports").status_code == 403
    changed = adam.put(f"/api/v1/accounts/{desk.actor_named('rita', '', via='api').account_id}", json={"roles": []})
    assert (changed.json()["agency"], changed.json()["roles"]) == ("RS", [])
