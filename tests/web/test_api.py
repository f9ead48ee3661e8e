"""The operations of the API: what they ask of the desk, what they answer, and how they refuse."""

from __future__ import annotations

import json
import time
from dataclasses import fields, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.web.conftest import PASSWORD, PURPOSES, SYNTHETIC, Browser, browser, entered

from headwater import errors
from headwater.desk import Desk
from headwater.desk.views import SearchView
from headwater.settings import Settings
from headwater.web import create_app, create_local_app
from headwater.web.uploads import incoming

API = "/api/v1"


# -- the description


@pytest.fixture
def description(app: FastAPI) -> dict[str, Any]:
    """The API as it describes itself."""
    return app.openapi()


def operations(description: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = [(f"{verb} {path}", op) for path, verbs in description["paths"].items() for verb, op in verbs.items()]
    assert len(found) > 20
    return found


def test_every_operation_says_what_it_does_and_which_errors_it_ends_in(description: dict[str, Any]):
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
    for name, operation in operations(description):
        assert operation["description"], name
        refusals = {status: body for status, body in operation["responses"].items() if status >= "400"}
        assert {"400", "413", "421", "429", "503"} <= set(refusals), name
        assert "422" not in refusals, name
        assert all(body["content"] == error for body in refusals.values()), name


def test_what_needs_a_session_says_so(description: dict[str, Any]):
    for name, operation in operations(description):
        open_to_all = name in (f"post {API}/session", f"get {API}/status")
        assert bool(operation.get("security")) != open_to_all, name


def test_only_the_api_is_described(description: dict[str, Any]):
    assert all(path.startswith(f"{API}/") for path in description["paths"])


def test_the_socket_describes_an_import_by_path_and_no_session(desk: Desk, node: Settings):
    paths = create_local_app(desk, node).openapi()["paths"]
    body = paths[f"{API}/imports"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json"}
    assert not any("session" in path for path in paths)


# -- errors


@pytest.mark.parametrize(
    "error",
    [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, errors.HeadwaterError)],
)
def test_every_error_becomes_json_with_its_status_in_one_form(
    app: FastAPI, desk: Desk, error: type[errors.HeadwaterError], monkeypatch: pytest.MonkeyPatch
):
    told = {"field" if error is errors.EntryRefused else "where": "here"}

    def status() -> None:
        raise error("What was wrong.", remedy="What to do.", **told)

    monkeypatch.setattr(desk, "status", status)
    answer = browser(app).get(f"{API}/status")
    assert answer.status_code == error.status
    assert answer.json() == {"error": {"detail": "What was wrong.", "where": "here", "remedy": "What to do."}}


def test_an_unknown_address_is_json_under_the_api_and_a_page_elsewhere(visitor: Browser):
    answer = visitor.get(f"{API}/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")
    page = visitor.get("/nowhere")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1" in page.text


def test_another_method_is_told_which_ones_there_are(visitor: Browser):
    answer = visitor.patch(f"{API}/accounts")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["error"]["detail"]


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({}, "query.q"),
        ({"q": ""}, "query.q"),
        ({"q": "x" * 201}, "query.q"),
        ({"q": "x", "limit": "0"}, "query.limit"),
        ({"q": "x", "limit": "a"}, "query.limit"),
        ({"q": "x", "offset": "-1"}, "query.offset"),
        ({"q": "x", "agancy": "GB"}, "query.agancy"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_without_its_value(
    analyst: Browser, query: dict[str, str], where: str
):
    answer = analyst.get(f"{API}/search", params=query)
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == where
    assert "x" * 201 not in answer.text


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b'{"kind": 1}', b'{"kind": "test", "more": 1}', b"\xff", b'{"kind": "\\ud800"}']
)
def test_a_body_that_is_no_such_form_is_refused(analyst: Browser, body: bytes):
    answer = analyst.put(f"{API}/session/purpose", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["detail"]


# -- pages lead on


def test_a_page_leads_to_the_sign_in_and_to_the_purpose_and_back(app: FastAPI, visitor: Browser):
    answer = visitor.get("/search", params={"q": "a b"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fsearch%3Fq%3Da%2Bb")
    visitor.sign_in("analyst")
    answer = visitor.get("/search", params={"q": "a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/purpose?next=%2Fsearch%3Fq%3Da")


# -- session


def test_a_session_says_who_is_in_for_which_purpose(visitor: Browser):
    signed_in = visitor.sign_in("analyst").json()
    assert (signed_in["name"], signed_in["roles"], signed_in["purpose"]) == ("analyst", ["analyst"], None)
    assert "investigate" in signed_in["purposes"]
    assert "supervise" not in signed_in["purposes"]
    visitor.state("investigate", "SYN-014")
    now = visitor.get(f"{API}/session").json()
    assert (now["purpose"]["kind"], now["purpose"]["case"]) == ("investigate", "SYN-014")
    assert now["csrf"] == signed_in["csrf"]


def test_an_unknown_name_and_a_wrong_password_are_told_alike(visitor: Browser):
    guesses = [{"name": "analyst", "password": "wrong"}, {"name": "nobody-here", "password": PASSWORD}]
    answers = [visitor.post(f"{API}/session", json=guess) for guess in guesses]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text == answers[1].text


def test_a_purpose_is_needed_before_reading(app: FastAPI):
    unsaid = entered(app, "analyst", purpose=False)
    for path in ("search?q=x", "entities/a", "groups", "groups/a", "reports/a"):
        answer = unsaid.get(f"{API}/{path}")
        assert answer.status_code == 403, path
        assert "purpose" in answer.json()["error"]["detail"], path


# -- who may do what


def asked() -> list[tuple[str, str, dict[str, Any], set[str]]]:
    return [
        ("GET", "search?q=x", {}, {"analyst"}),
        ("GET", "groups", {}, {"analyst"}),
        ("GET", "imports", {}, {"analyst"}),
        ("POST", "imports/a/undo", {}, {"analyst"}),
        ("POST", "refusals/a/mend", {"raw": "x"}, {"analyst"}),
        ("DELETE", "refusals/a", {}, {"analyst"}),
        ("POST", "exports", {"format": "csv"}, {"analyst"}),
        ("GET", "audit/entries", {}, {"officer"}),
        ("POST", "audit/verify", {}, {"officer"}),
        ("GET", "retention", {}, {"officer"}),
        ("POST", "retention/run", {}, {"officer"}),
        ("GET", "requests", {}, {"officer"}),
        ("GET", "accounts", {}, {"admin"}),
        ("POST", "accounts", {"name": "new", "password": PASSWORD}, {"admin"}),
        ("PUT", "accounts/a", {"roles": []}, {"admin"}),
    ]


@pytest.mark.parametrize(("method", "path", "body", "who"), asked(), ids=[f"{m} {p}" for m, p, _, _ in asked()])
def test_a_role_opens_what_it_is_for_and_nothing_else(
    app: FastAPI, method: str, path: str, body: dict[str, Any], who: set[str]
):
    for name in (*PURPOSES, "nobody"):
        answer = entered(app, name).request(method, f"{API}/{path}", json=body or None)
        assert (answer.status_code != HTTPStatus.FORBIDDEN) == (name in who), f"{name}: {answer.text}"


# -- what the desk is asked and what goes out


def test_a_search_hands_on_what_was_asked_and_answers_the_desks_view(
    analyst: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    seen: dict[str, Any] = {}
    view = SearchView("Хашим", 0, 20, 5, (), (), (), "OFFICIAL")

    def search(actor: Any, query: str, **options: Any) -> SearchView:
        seen.update(options, query=query, via=actor.via)
        return view

    monkeypatch.setattr(desk, "search", search)
    params = {"q": "Хашим", "schema": ["Person", "Organization"], "agency": "GB", "offset": 20, "limit": 5}
    answer = analyst.get(f"{API}/search", params=params)
    assert set(answer.json()) == {field.name for field in fields(SearchView)}
    assert answer.json()["query"] == seen["query"] == "Хашим"
    assert (seen["schemata"], seen["agencies"]) == (["Person", "Organization"], ["GB"])
    assert (seen["offset"], seen["limit"], seen["via"]) == (20, 5, "api")


def test_an_export_is_a_file_with_its_name_and_count(analyst: Browser):
    answer = analyst.post(f"{API}/exports", json={"format": "csv", "query": "x"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert int(answer.headers["x-headwater-count"]) >= 0
    assert answer.headers["cache-control"] == "no-store"


def test_an_upload_runs_until_it_is_done_and_leaves_no_copy(analyst: Browser, node: Settings):
    files = {"file": (SYNTHETIC.name, SYNTHETIC.read_bytes())}
    answer = analyst.post(f"{API}/imports", files=files, data={"agency": "SYN"})
    assert answer.status_code == 202, answer.text
    run = answer.json()
    assert (run["file_name"], run["agency"]) == (SYNTHETIC.name, "SYN")
    for _ in range(600):
        run = analyst.get(f"{API}/imports/{run['id']}").json()
        if run["state"] != "running":
            break
        time.sleep(0.05)
    assert (run["state"], run["made"], run["refused"]) == ("done", 0, 0)
    assert run["unchanged"] == run["read"] > 10
    assert not list(incoming(node).glob("*"))


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ({}, "agency"),
        ({"agency": "UN", "edition_date": "soon"}, "edition_date"),
        ({"agency": "UN", "full": "perhaps"}, "full"),
        ({"agency": "UN", "nonsense": "1"}, "nonsense"),
    ],
)
def test_what_is_wrong_in_an_uploads_form_is_named(analyst: Browser, node: Settings, form: dict[str, str], where: str):
    answer = analyst.post(f"{API}/imports", files={"file": ("list.xml", b"<a/>")}, data=form)
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, where)
    assert not list(incoming(node).glob("*"))


def test_an_import_over_the_socket_names_the_file_by_its_whole_path(desk: Desk, node: Settings):
    local = browser(create_local_app(desk, node), base_url="http://node.sock")
    form = {"path": str(SYNTHETIC), "agency": "SYN", "format": "headwater", "wait": True}
    answer = local.post(f"{API}/imports", json=form)
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "done"
    answer = local.post(f"{API}/imports", json={"path": "list.xml", "agency": "UN"})
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, "path")


# -- ready or not


def test_healthz_says_ok_or_how_far_the_index_is(node: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch):
    one = browser(create_app(desk, node))
    assert (one.get("/healthz").status_code, one.get("/healthz").text) == (200, "ok\n")
    ready = desk.status()
    monkeypatch.setattr(desk, "status", lambda: replace(ready, index_ready=False, index_fraction=0.43))
    answer = one.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "The index is being rebuilt: 43%\n")
    assert int(answer.headers["retry-after"]) > 0


def test_the_apps_answers_are_json_that_any_reader_takes(analyst: Browser):
    text = analyst.get(f"{API}/status").content
    assert json.loads(text.decode("utf-8"))["node"]


def test_a_node_that_is_not_ready_says_so_everywhere(tmp_path: Path):
    settings = Settings(data=tmp_path / "node", port=0, demo=False)
    one = browser(create_app(Desk(settings), settings))
    assert one.get("/healthz").status_code == 503
    assert one.get(f"{API}/status").json()["index_ready"] is False
    answer = one.post(f"{API}/session", json={"name": "analyst", "password": PASSWORD})
    assert (answer.status_code, answer.json()["error"]["remedy"]) == (503, "Try again in a moment.")
    assert one.get("/sign-in").status_code in (200, 503)
