"""Pages and API of data protection on a real desk: a request answered by its forms alone, the retention room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from tests.web.conftest import UNHURRIED, Browser, actor_named, entered, open_desk
from tests.web.test_pages import send, text_of

from headwater.desk import Desk
from headwater.settings import Settings
from headwater.web import create_app

API = "/api/v1"
ARTA = "Arta Mostra"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A node of this module's own, since what is erased stays erased."""
    settings = Settings(data=tmp_path_factory.mktemp("supervising") / "node", port=0, demo=False)
    desk = open_desk(settings)
    yield create_app(desk, settings, limits=UNHURRIED)
    desk.close()


@pytest.fixture(scope="module")
def desk(app: FastAPI) -> Desk:
    """The node's desk."""
    found: Desk = app.state.desk
    return found


@pytest.fixture
def officer(app: FastAPI) -> Browser:
    """A browser of the data protection officer, who supervises."""
    return entered(app, "officer")


@pytest.fixture
def analyst(app: FastAPI) -> Browser:
    """A browser of the analyst."""
    return entered(app, "analyst")


def opened(who: Browser, reference: str, name: str = ARTA) -> str:
    """Write down a request in its form; returns the address of its page."""
    answer = send(who, "/requests", reference=reference, name=name, asked_on="2026-11-02", words="She asks.")
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["location"])


def chosen(who: Browser, reference: str) -> str:
    """Choose the first record that was found; returns the address of the request's page."""
    there = opened(who, reference)
    (record,) = re.findall(r'name="record" value="([0-9a-f]{24})"', who.get(there).text)
    path = there.partition("?")[0]
    answer = send(who, f"{path}/records", record=[record])
    assert answer.headers["location"] == f"{path}?done=chosen"
    return path


def fields_of(page: str) -> dict[str, list[str]]:
    """The fields of the form of decisions as the page has them, in their order."""
    rows = re.findall(r'name="assertion" value="([0-9a-f]{16})"', page)
    choices = re.findall(r'<select class="input" form="decisions" id="d-.*?</select>', page, re.DOTALL)
    return {
        "assertion": rows,
        "decision": [re.findall(r'value="([a-z-]+)" selected', one)[0] for one in choices],
        "correction": [""] * len(rows),
        "left_out": [""] * len(rows),
    }


def value_rows(page: str) -> list[str]:
    """The words of each value's row."""
    table = page.partition('<table class="table stacks held">')[2].partition("</table>")[0]
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row))) for row in table.split("<tr>")[2:]]


# -- one request, by its forms


def test_a_request_is_answered_by_its_forms_alone(officer, analyst):
    path = chosen(officer, "SYN-DSR-1")
    page = officer.get(path).text
    fields, rows = fields_of(page), value_rows(page)
    assert set(fields["decision"]) == {"keep"}
    assert "Keep your decisions first" in page
    own = next(place for place, row in enumerate(rows) if "Use, since" in row and "GB" in row)
    fields["decision"][own] = "erase"
    assert send(officer, f"{path}/decisions", **fields, then="save").headers["location"] == f"{path}?done=saved"
    page = officer.get(path).text
    assert "Erase 1 value and answer" in page
    assert "We have erased one entry." in page
    assert "You can complain to the Information Commissioner" in page
    told = re.search(r'<textarea hidden name="drafted".*?>(.*?)</textarea>', page, re.DOTALL)
    assert told
    words = unescape(told[1]).replace("\n", "\r\n")
    answer = send(
        officer,
        f"{path}/decisions",
        **fields_of(page),
        drafted=words,
        answer=words,
        reason="Not needed.",
        then="answer",
    )
    assert answer.headers["location"] == f"{path}?done=answered"
    page = officer.get(path).text
    assert len(value_rows(page)) == len(rows) - 1
    assert "Not needed." in page
    assert "Open it again" in page


def test_the_button_does_nothing_but_what_it_said(officer):
    path = chosen(officer, "SYN-DSR-2")
    page = officer.get(path).text
    fields = fields_of(page)
    send(officer, f"{path}/decisions", **fields, then="save")
    place = next(place for place, row in enumerate(value_rows(page)) if "GB" in row)
    fields["decision"][place] = "erase"
    answer = send(officer, f"{path}/decisions", **fields, reason="why", then="answer")
    assert answer.headers["location"] == f"{path}?done=read#answer"
    page = officer.get(path).text
    assert len(value_rows(page)) == len(fields["assertion"])
    assert "Erase 1 value and answer" in page
    assert "Your decisions had changed" in officer.get(answer.headers["location"]).text


def test_a_partners_value_has_no_erasure_in_its_choices(officer):
    path = chosen(officer, "SYN-DSR-3")
    page = officer.get(path).text
    choices = re.findall(r'<select class="input" form="decisions" id="d-.*?</select>', page, re.DOTALL)
    by_owner = {("GB" in row): ('value="erase"' in one) for row, one in zip(value_rows(page), choices, strict=True)}
    assert by_owner == {True: True, False: False}
    fields = fields_of(page)
    alien = next(place for place, row in enumerate(value_rows(page)) if "GB" not in row)
    fields["decision"][alien] = "erase"
    answer = send(officer, f"{path}/decisions", **fields, then="save")
    assert answer.status_code == 400
    assert "a partner" in text_of(answer)


def test_nothing_is_answered_without_a_reason_for_the_file(officer):
    path = chosen(officer, "SYN-DSR-4")
    fields = fields_of(officer.get(path).text)
    send(officer, f"{path}/decisions", **fields, then="save")
    answer = send(officer, f"{path}/decisions", **fields, then="answer")
    assert answer.status_code == 400
    assert "reason is empty" in text_of(answer)


def test_a_form_that_is_not_whole_changes_nothing(officer):
    path = chosen(officer, "SYN-DSR-5")
    fields = fields_of(officer.get(path).text)
    answer = send(officer, f"{path}/decisions", **(fields | {"decision": fields["decision"][1:]}), then="save")
    assert answer.status_code == 400
    assert "Keep your decisions first" in officer.get(path).text


def test_a_request_is_set_aside_and_opened_again(officer):
    path = opened(officer, "SYN-DSR-6", "Nobody Example").partition("?")[0]
    assert "Set aside" in text_of(officer.get(send(officer, f"{path}/withdraw").headers["location"]))
    assert send(officer, f"{path}/withdraw").status_code == 409
    assert "Look" in text_of(officer.get(send(officer, f"{path}/reopen").headers["location"]))


def test_what_was_typed_wrong_stays_in_the_form(officer):
    answer = send(officer, "/requests", reference="SYN-DSR-7", name="", asked_on="2026-11-02", words="Her words")
    assert answer.status_code == 400
    assert "The name is empty." in text_of(answer)
    assert 'value="SYN-DSR-7"' in answer.text
    assert "Her words" in answer.text


@pytest.mark.parametrize("path", ["/requests", "/retention", "/requests/000000000000000000000000"])
def test_the_rooms_are_the_officers_alone(app, analyst, path):
    assert analyst.get(path).status_code == 403
    assert entered(app, "admin").get(path).status_code == 403
    assert entered(app, "officer", purpose=False).get(path).status_code in (303, 403)


def test_forms_without_their_token_change_nothing(officer, desk):
    before = desk.requests(actor_named(desk, "officer"))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": ""}
    for path in ("/requests", "/retention/run", "/retention/restrict"):
        assert officer.post(path, content="reference=x&name=y&asked_on=2026-11-02", headers=headers).status_code == 403
    assert desk.requests(actor_named(desk, "officer")) == before


# -- the retention room


def test_the_queue_stands_with_its_numbers_and_its_clauses(officer, desk):
    queue = desk.retention_queue(actor_named(desk, "officer"))
    page = text_of(officer.get("/retention"))
    assert f"{queue.total} lines in the queue" in page
    assert queue.lines[0].reference in page
    assert "The report's own date" in page
    assert "Nothing was due." in text_of(officer.get(send(officer, "/retention/run").headers["location"]))


def test_a_review_is_put_off_in_its_row_and_stands_among_those_kept_longer(officer, desk):
    line = desk.retention_queue(actor_named(desk, "officer")).lines[-1]
    form = {"report": line.report_id, "kind": line.kind, "reason": "The trial is later."}
    refused = send(officer, "/retention/extend", **form, until="2020-01-01")
    assert refused.status_code == 400
    assert "not later" in text_of(refused)
    assert send(officer, "/retention/extend", **form, until="2030-01-01").status_code == 303
    page = text_of(officer.get("/retention?state=extended"))
    assert line.reference in page
    assert "The trial is later." in page


def test_a_report_is_hidden_and_lifted_again_by_the_page(officer, analyst, desk):
    line = next(one for one in desk.retention_queue(actor_named(desk, "officer")).lines if one.agency == "GB")
    assert analyst.get(f"/reports/{line.report_id}").status_code == 200
    form = {"report": line.report_id, "ground": "evidence", "reason": "Exhibit 4."}
    assert send(officer, "/retention/restrict", **form).headers["location"].startswith("/retention?done=restricted")
    assert analyst.get(f"/reports/{line.report_id}").status_code == 404
    page = officer.get("/retention").text
    assert "Exhibit 4." in page
    (lift,) = re.findall(r'action="(/retention/restrictions/[0-9a-f]{24}/lift)"', page)
    assert send(officer, lift).status_code == 303
    assert analyst.get(f"/reports/{line.report_id}").status_code == 200
    assert send(officer, lift).status_code == 409


# -- the API


def test_the_api_answers_a_request_from_the_asking_to_the_answer(officer):
    asking = {"reference": "SYN-DSR-20", "name": ARTA, "asked_on": "2026-11-02"}
    made = officer.post(f"{API}/requests", json=asking)
    assert made.status_code == 201
    path = f"{API}/requests/{made.json()['id']}"
    found = officer.get(f"{path}/found").json()
    assert found["total"] == 1
    held = officer.put(f"{path}/records", json={"records": [found["records"][0]["id"]]}).json()
    own = next(value for value in held["values"] if value["own"])
    alien = next(value for value in held["values"] if not value["own"])
    assert alien["agency"] == "AL"
    decisions = [{"assertion": value["assertion_id"], "decision": "keep"} for value in held["values"]]
    decided = officer.put(f"{path}/decisions", json={"decisions": decisions}).json()
    assert (decided["undecided"], decided["button"]) == (0, "Answer")
    more = [{"assertion": own["assertion_id"], "decision": "restrict", "ground": "evidence"}]
    decided = officer.put(f"{path}/decisions", json={"decisions": more, "answer": "You are told this."}).json()
    assert decided["button"] == "Restrict 1 value and answer"
    answered = officer.post(f"{path}/answer", json={"reason": "For the file."}).json()
    assert (answered["state"], answered["answer"], answered["reason"]) == (
        "answered",
        "You are told this.",
        "For the file.",
    )
    assert officer.post(f"{path}/answer", json={"reason": "Again."}).status_code == 409
    (restriction,) = [
        one for one in officer.get(f"{API}/retention/restrictions").json() if one["reason"] == "For the file."
    ]
    assert officer.post(f"{API}/retention/restrictions/{restriction['id']}/lift").json()["lifted_at"]
    assert officer.post(f"{path}/reopen").json()["state"] == "open"
    assert "SYN-DSR-20" in {one["reference"] for one in officer.get(f"{API}/requests").json()}


def test_the_api_runs_the_retention_room(officer):
    queue = officer.get(f"{API}/retention", params={"limit": 2}).json()
    assert len(queue["lines"]) == 2 < queue["total"]
    run = officer.post(f"{API}/retention/run").json()
    assert (run["reports"], run["values"]) == (0, 0)
    line = queue["lines"][0]
    form = {"report": line["report_id"], "kind": line["kind"], "until": "2031-01-01", "reason": "why"}
    assert officer.post(f"{API}/retention/extensions", json=form).status_code == 201
    extended = officer.get(f"{API}/retention", params={"state": "extended"}).json()
    assert line["report_id"] in {one["report_id"] for one in extended["lines"]}
    held = {"report": line["report_id"], "ground": "contested", "reason": "why"}
    made = officer.post(f"{API}/retention/restrictions", json=held)
    assert made.status_code == 201
    assert officer.post(f"{API}/retention/restrictions/{made.json()['id']}/lift").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/retention"),
        ("POST", "/retention/run"),
        ("GET", "/retention/restrictions"),
        ("GET", "/requests"),
        ("GET", "/requests/000000000000000000000000"),
        ("POST", "/requests/000000000000000000000000/answer"),
    ],
)
def test_the_api_is_the_officers_alone(analyst, app, method, path):
    body: dict[str, Any] = {"json": {}} if method == "POST" and path.endswith("answer") else {}
    assert analyst.request(method, f"{API}{path}", **body).status_code == 403
    assert entered(app, "nobody").request(method, f"{API}{path}", **body).status_code == 403
