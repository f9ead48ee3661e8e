"""The pages on a real desk with the synthetic group in it: what they show, to whom, and what they write down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from tests.web.conftest import PASSWORD, Browser, actor_named, browser, entered

from headwater.desk import Desk
from headwater.desk.views import ImportView
from headwater.errors import Unavailable
from headwater.settings import Settings
from headwater.web.pages import groups, imports

BANNER = "Synthetic demonstration data"
HOSTILE = "Primer <script>alert(1)</script> & 'Probni'"


def text_of(answer: httpx.Response) -> str:
    """The words of a page, without its tags."""
    assert answer.headers["content-type"].startswith("text/html"), answer.text[:200]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.text)))


def send(who: Browser, address: str, **fields: str | list[str]) -> httpx.Response:
    """Send a form as a browser without script does: the token in its field, nothing in a header."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": ""}
    return who.post(address, content=urlencode({**fields, "_csrf": who.csrf}, doseq=True), headers=headers)


@pytest.fixture(scope="module")
def officer(app: FastAPI) -> Browser:
    return entered(app, "officer")


@pytest.fixture(scope="module")
def admin(app: FastAPI) -> Browser:
    return entered(app, "admin")


@pytest.fixture(scope="module")
def person(desk: Desk) -> str:
    """The id of the group's organiser."""
    return desk.search(actor_named(desk, "analyst"), "Besnik Shembulli").hits[0].id


@pytest.fixture(scope="module")
def group(desk: Desk) -> str:
    return desk.groups(actor_named(desk, "analyst"))[0][0].id


# -- the way in


def test_signing_in_leads_to_the_purpose_and_then_to_where_one_wanted(visitor):
    page = visitor.get("/sign-in?next=/groups")
    token = re.search(r'name="_csrf" value="([^"]+)"', page.text)
    assert token
    visitor.csrf = token[1]
    answer = send(visitor, "/sign-in", name="analyst", password=PASSWORD, next="/groups")
    assert (answer.status_code, answer.headers["location"]) == (303, "/purpose?next=/groups")
    page = visitor.get("/purpose?next=/groups")
    visitor.csrf = re.search(r'name="_csrf" value="([^"]+)"', page.text)[1]
    answer = send(visitor, "/purpose", kind="investigate", case="SYN-014", note="", next="/groups")
    assert (answer.status_code, answer.headers["location"]) == (303, "/groups")
    assert "investigate case SYN-014" in text_of(visitor.get("/groups"))


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_leads_nowhere_else(app, elsewhere):
    visitor = browser(app)
    page = visitor.get("/sign-in", params={"next": elsewhere})
    assert "elsewhere.example" not in page.text
    visitor.csrf = re.search(r'name="_csrf" value="([^"]+)"', page.text)[1]
    answer = send(visitor, "/sign-in", name="analyst", password=PASSWORD, next=elsewhere)
    assert answer.headers["location"] == "/purpose?next=/"
    answer = send(entered(app, "analyst"), "/purpose", kind="develop", case="", note="", next=elsewhere)
    assert answer.headers["location"] == "/"


def test_an_empty_name_is_asked_for_beside_its_field(visitor):
    visitor.csrf = re.search(r'name="_csrf" value="([^"]+)"', visitor.get("/sign-in").text)[1]
    answer = send(visitor, "/sign-in", name=" ", password="x")
    assert answer.status_code == 400
    assert "Enter your user name" in text_of(answer)
    assert 'aria-invalid="true"' in answer.text


def test_a_form_of_another_site_is_refused_with_a_page(analyst):
    answer = analyst.post("/password", data={"old": "x", "new": "y", "_csrf": "made up"}, headers={"X-CSRF-Token": ""})
    assert answer.status_code == 403
    assert "Open the page again" in text_of(answer)


def test_the_first_start_is_only_for_the_nodes_own_machine(app):
    far = browser(app, client=("198.51.100.7", 50000))
    assert far.get("/start?token=x").status_code == 403


def test_a_link_that_is_used_up_says_so_and_makes_nothing(visitor, desk):
    page = visitor.get("/start?token=x")
    assert page.status_code == 403
    assert "This link does not work" in text_of(page)
    visitor.csrf = re.search(r'name="_csrf" value="([^"]+)"', visitor.get("/sign-in").text)[1]
    pair = {"administrator_name": "a", "administrator_password": PASSWORD, "analyst_name": "b"}
    answer = send(visitor, "/start", token="x", analyst_password=PASSWORD, **pair)
    assert answer.status_code in (403, 409)
    assert "a" not in [account.name for account in desk.accounts(actor_named(desk, "admin"))]


def test_a_purpose_that_does_not_go_with_the_role_is_refused_on_the_form(analyst):
    answer = send(analyst, "/purpose", kind="supervise", case="SYN-9", note="kept words")
    assert answer.status_code == 403
    assert "does not go with the purpose" in text_of(answer)
    assert 'value="kept words"' in answer.text


def test_signing_out_makes_the_cookie_worthless(app):
    leaver = entered(app, "analyst")
    assert send(leaver, "/sign-out").headers["location"] == "/sign-in?done=out"
    assert leaver.get("/groups").headers["location"] == "/sign-in?next=%2Fgroups"


def test_a_password_is_changed_and_other_sessions_end(app, admin, desk):
    name = "changer"
    send(admin, "/accounts", name=name, password=PASSWORD, role="border")
    here, there = browser(app), browser(app)
    here.sign_in(name)
    there.sign_in(name)
    assert "too short" in text_of(send(here, "/password", old=PASSWORD, new="short"))
    wrong = send(here, "/password", old="not it at all", new="another set of words")
    assert wrong.status_code == 400
    assert send(here, "/password", old=PASSWORD, new="another set of words").headers["location"] == "/password?done=yes"
    assert here.get("/password?done=yes").status_code == 200
    assert there.get("/password").status_code == 303


# -- reading


def test_a_search_shows_the_exact_count_and_what_matched(analyst):
    page = analyst.get("/search", params={"q": "Бесник Шембули"})
    words = text_of(page)
    assert "1 result , best match first" in words
    assert '<mark lang="mk" dir="auto">Бесник Шембули</mark>' in page.text
    assert BANNER in words


def test_filters_are_a_form_and_narrow_the_count(analyst):
    page = analyst.get("/search", params={"q": "Shembulli"})
    codes = re.findall(r'name="kind" value="([^"]+)"', page.text)
    assert len(codes) > 1
    total = int(re.search(r"<b>(\d+) results", page.text)[1])
    parts = [analyst.get("/search", params={"q": "Shembulli", "kind": code}) for code in codes]
    counts = [int(re.search(r"<b>(\d+) result", part.text)[1]) for part in parts]
    assert sum(counts) == total
    assert all(f'value="{code}" checked' in part.text for code, part in zip(codes, parts, strict=True))


def test_a_filter_that_leaves_nothing_offers_to_show_all(analyst):
    page = analyst.get("/search", params={"q": "Besnik Shembulli", "kind": "Phone"})
    assert "Show all" in text_of(page)


def test_a_search_for_nothing_leads_home(analyst):
    assert analyst.get("/search?q=%20").headers["location"] == "/"


def test_what_was_asked_is_shown_and_not_run(analyst):
    page = analyst.get("/search", params={"q": HOSTILE})
    assert "<script>alert" not in page.text
    assert HOSTILE in unescape(page.text)


def test_values_that_disagree_stand_under_one_heading_each_with_its_sources(analyst, person):
    page = analyst.get(f"/entities/{person}")
    block = re.search(r'<div class="prop disagree">.*?</dl>', page.text, re.DOTALL)[0]
    values = re.findall(r'<div class="v">(?:<[^>]*>)?([^<]+)', block)
    assert {"14 March 1984", "14 March 1985", "1984"} <= {value.strip() for value in values}
    first = re.search(r'<div class="value .*?</button>', block, re.DOTALL)[0]
    assert 'class="agency"' in first
    assert 'class="grading"' in first
    assert "<time" in first


def test_a_pressed_source_opens_its_report_on_the_server(analyst, person):
    page = analyst.get(f"/entities/{person}")
    assertion, report = re.search(r'value="(\w{16})" data-report="(\w{24})"', page.text).groups()
    opened = analyst.get(f"/entities/{person}", params={"source": assertion})
    panel = re.search(r'<aside class="panel sticky stack source-panel".*?</aside>', opened.text, re.DOTALL)[0]
    assert f"/reports/{report}" in panel
    assert f'value="{assertion}" data-report="{report}"' in opened.text
    assert opened.text.count('aria-pressed="true"') == 1


def test_a_source_that_is_not_on_the_page_opens_nothing(analyst, person):
    page = analyst.get(f"/entities/{person}?source=0000000000000000")
    assert page.status_code == 200
    assert 'aria-pressed="true"' not in page.text
    assert analyst.get(f"/entities/{person}?source=<b>").status_code == 400


def test_the_panel_alone_is_a_part_without_a_frame_and_says_what_it_is_of(analyst, person):
    page = analyst.get(f"/entities/{person}")
    assertion, report = re.search(r'value="(\w{16})" data-report="(\w{24})"', page.text).groups()
    part = analyst.get(f"/reports/{report}/panel", params={"assertion": assertion, "of": HOSTILE})
    assert "<html" not in part.text
    assert "<script" not in part.text
    assert HOSTILE in unescape(part.text)


def test_a_report_page_lists_what_it_says(analyst, person):
    report = re.search(r'data-report="(\w{24})"', analyst.get(f"/entities/{person}").text)[1]
    words = text_of(analyst.get(f"/reports/{report}"))
    assert "Besnik Shembulli" in words
    assert BANNER in words


def test_a_group_shows_roles_links_and_their_number(analyst, group):
    page = analyst.get(f"/groups/{group}")
    words = text_of(page)
    assert "12 members" in words
    shown, total = re.search(r"Showing (\d+) of (\d+) items", words).groups()
    assert page.text.count('class="chart-mark"') == int(shown) <= int(total)
    assert "Boat or engine supplier" in words


def test_the_strip_has_a_mark_for_each_stage_somebody_serves(desk, group):
    view = desk.group(actor_named(desk, "analyst"), group)
    rows = groups.strip_of(view)
    for column, (_, _, count) in enumerate(view.stages):
        assert sum(bool(cells[column]) for _, cells in rows) == count


@pytest.mark.parametrize("path", ["/entities", "/groups", "/reports"])
def test_what_is_not_there_is_a_page_that_tells_nothing(analyst, path):
    page = analyst.get(f"{path}/{'0' * 24}")
    assert page.status_code == 404
    assert "There is nothing here for you" in text_of(page)


def test_each_page_that_was_read_is_in_the_log_with_its_purpose(app, officer, person):
    reader = entered(app, "analyst")
    for address in (f"/entities/{person}", f"/search?q={'Besnik'}", "/groups"):
        before = officer.get("/audit?operation=consultation&by=analyst").text
        assert reader.get(address).status_code == 200
        after = officer.get("/audit?operation=consultation&by=analyst").text
        count = [int(re.search(r"of ([\d,]+)</span>", page)[1].replace(",", "")) for page in (before, after)]
        assert count[1] == count[0] + 1, address
    assert "investigate case SYN-014" in text_of(officer.get(f"/audit?record={person}"))


def test_a_page_that_was_refused_is_no_reading(app, officer):
    nobody = entered(app, "nobody", purpose=False)
    answer = nobody.get("/groups")
    assert answer.status_code in (303, 403)
    assert "Brook" not in answer.text


# -- importing

LINES = '{"id": "SYN-P-1", "schema": "Person", "properties": {"name": ["%s"]}}\n{"id": "SYN-P-2", "schema"\n'


def bring_in(who: Browser, name: str, text: str, **fields: str) -> httpx.Response:
    form = {"format": "ftm", "agency": "GB", "list_name": name, "category": "contact", "full": "part", **fields}
    file = {"file": (f"{name}.jsonl", text.encode(), "application/json")}
    return who.post("/imports", data={**form, "_csrf": who.csrf}, files=file, headers={"X-CSRF-Token": ""})


def finished(who: Browser, address: str) -> httpx.Response:
    """The page of a run when it has ended."""
    for _ in range(600):
        page = who.get(address)
        if 'data-polling="true"' not in page.text:
            return page
    raise AssertionError("the import does not end")


@pytest.fixture
def run(analyst: Browser) -> Iterator[str]:
    """The address of a finished import with a hostile name in it and one refused line."""
    answer = bring_in(analyst, "synthetic-pages", LINES % HOSTILE)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    finished(analyst, address)
    yield address
    send(analyst, f"{address}/undo")


def test_a_run_shows_its_counts_and_its_refusals_with_their_text(analyst, run):
    page = finished(analyst, run)
    words = text_of(page)
    assert re.search(r"Read 2 Made 1 Changed 0 Unchanged 0 Ended 0 Refused 1", words)
    assert '{"id": "SYN-P-2", "schema"' in unescape(page.text)
    assert "<script>alert" not in page.text
    assert "Take back 1 made, 0 changed and 0 ended" in words


def test_a_hostile_name_is_a_name(analyst, run):
    found = analyst.get("/search", params={"q": "Primer Probni"})
    assert "<script>alert" not in found.text
    entity = re.search(r'href="(/entities/\w{24})"', found.text)[1]
    page = analyst.get(entity)
    assert "<script>alert" not in page.text
    assert HOSTILE in unescape(page.text)


def test_a_refused_line_is_mended_or_says_again_why_not(analyst, run):
    refusal = re.search(r'action="(/imports/\w+/refusals/\w+)"', analyst.get(run).text)[1]
    again = send(analyst, refusal, do="mend", raw='{"still": "broken"')
    assert again.status_code == 400
    assert '{"still": "broken"' in unescape(again.text)
    mended = '{"id": "SYN-P-2", "schema": "Person", "properties": {"name": ["Obrazec Mended"]}}'
    assert send(analyst, refusal, do="mend", raw=mended).headers["location"] == f"{run}?done=mended"
    assert "Obrazec Mended" in text_of(analyst.get("/search?q=Obrazec Mended"))


def test_a_refused_line_is_dropped(analyst, run):
    refusal = re.search(r'action="(/imports/\w+/refusals/\w+)"', analyst.get(run).text)[1]
    assert send(analyst, refusal, do="drop", raw="").headers["location"] == f"{run}?done=dropped"
    assert "1 refused entry is settled" in text_of(analyst.get(run))


def test_an_import_is_taken_back_once(analyst):
    address = bring_in(analyst, "synthetic-undone", LINES % "Primer Undone").headers["location"]
    finished(analyst, address)
    assert send(analyst, f"{address}/undo").headers["location"] == f"{address}?done=undone"
    assert send(analyst, f"{address}/undo").status_code == 409
    assert "Nothing found" in text_of(analyst.get("/search?q=Primer Undone"))


def test_an_import_form_that_is_refused_keeps_what_was_written(analyst):
    answer = bring_in(analyst, "synthetic-kept", LINES % "x", category="no such category")
    assert answer.status_code == 400
    assert 'value="synthetic-kept"' in answer.text


def test_an_import_without_its_token_is_refused(analyst):
    file = {"file": ("x.jsonl", b"{}", "application/json")}
    for token in ("", "made up"):
        form = {"agency": "GB", "_csrf": token}
        assert analyst.post("/imports", data=form, files=file, headers={"X-CSRF-Token": ""}).status_code == 403


def test_the_imports_are_listed(analyst, run):
    assert "synthetic-pages.jsonl" in text_of(analyst.get("/imports"))


def test_changes_are_shown_by_kind_beginning_with_what_there_is():
    view = ImportView(*[""] * 13, *[0] * 6, 0.0, "")  # type: ignore[arg-type,call-arg]
    assert imports.changes_of(view, "added") == ("", [])


# -- export, audit, accounts


def test_an_export_names_purpose_and_exporter_before_it_goes(analyst, person):
    words = text_of(analyst.get(f"/export?id={person}"))
    assert "investigate case SYN-014" in words
    assert "1 chosen record" in words
    answer = send(analyst, "/export", format="csv", id=person, q="")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert "Besnik Shembulli" in answer.text


def test_an_export_of_nothing_stays_on_its_form(analyst):
    answer = send(analyst, "/export", format="csv", q=" ")
    assert answer.status_code in (400, 404)
    assert "Log the disclosure" in text_of(answer)


def test_the_audit_says_whether_the_log_is_whole(officer):
    words = text_of(send(officer, "/audit/verify"))
    assert "The log is whole" in words
    assert "no gap, no change" in words


def test_the_audit_holds_no_values(officer, analyst, person):
    analyst.get(f"/entities/{person}")
    page = officer.get(f"/audit?record={person}")
    assert person in page.text
    assert "Shembulli" not in page.text


def test_the_record_that_was_asked_for_stands_first(officer, analyst, group, person):
    analyst.get(f"/groups/{group}")
    page = officer.get(f"/audit?record={person}&operation=consultation")
    rows = re.findall(r"<tr><td data-label=\"Time\".*?</tr>", page.text, re.DOTALL)
    assert rows
    assert all(re.search(r'<a class="code"[^>]*>(\w+)', row)[1] == person for row in rows)


def test_filters_of_the_audit_stay_in_the_form(officer):
    page = officer.get("/audit?operation=consultation&by=analyst&since=2026-01-01")
    assert '<option value="consultation" selected>' in page.text
    assert 'value="analyst"' in page.text
    assert officer.get("/audit?since=yesterday").status_code == 400


def test_accounts_are_added_given_roles_and_shut_out(admin, app):
    answer = send(admin, "/accounts", name="temp", password=PASSWORD, role=["analyst", "border"])
    assert answer.headers["location"] == "/accounts?done=added"
    page = admin.get("/accounts")
    row = re.search(r"<tr><th scope=\"row\">temp.*?</tr>", page.text, re.DOTALL)[0]
    assert 'value="analyst" checked' in row
    assert 'value="liaison" checked' not in row
    address = re.search(r'action="(/accounts/\w+)/roles"', row)[1]
    assert send(admin, f"{address}/roles", role="liaison").headers["location"] == "/accounts?done=roles"
    temp = browser(app)
    temp.sign_in("temp")
    assert send(admin, f"{address}/disable").headers["location"] == "/accounts?done=shut"
    assert temp.get("/password").status_code == 303


def test_two_roles_that_do_not_go_together_stay_on_the_form(admin):
    answer = send(admin, "/accounts", name="two", password=PASSWORD, role=["protection", "administrator"])
    assert answer.status_code == 400
    assert "Make two accounts" in text_of(answer)
    assert 'value="two"' in answer.text


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("analyst", ["/audit", "/accounts"]),
        ("officer", ["/groups", "/imports", "/imports/new", "/export", "/accounts"]),
        ("admin", ["/groups", "/search?q=x", "/imports", "/imports/new", "/export", "/audit"]),
    ],
)
def test_a_room_that_a_role_does_not_open_is_closed(app, who, paths):
    someone = entered(app, who)
    for path in paths:
        page = someone.get(path)
        assert page.status_code == 403, path
        assert "This is not open to you" in text_of(page)


@pytest.mark.parametrize(("who", "home"), [("officer", "/audit"), ("admin", "/accounts")])
def test_a_role_that_reads_nothing_has_another_first_room(app, who, home):
    assert entered(app, who).get("/").headers["location"] == home


# -- what stands around


def test_the_banner_stands_only_over_synthetic_records(analyst, person):
    assert BANNER in text_of(analyst.get(f"/entities/{person}"))
    for path in ("/", "/imports", "/password", "/purpose", "/export"):
        assert BANNER not in text_of(analyst.get(path)), path


def test_the_marking_stands_at_the_top_and_at_the_bottom(analyst, person):
    page = analyst.get(f"/entities/{person}").text
    assert page.index("OFFICIAL-SENSITIVE") < page.index("<main")
    assert page.rindex("OFFICIAL-SENSITIVE") > page.index("</main>")


def test_while_the_index_is_rebuilt_a_page_says_how_far(app, analyst, monkeypatch):
    desk = app.state.desk
    status = replace(desk.status(), index_ready=False, index_fraction=0.43)

    def not_ready(*_args: object, **_named: object) -> None:
        raise Unavailable("The index is being rebuilt.")

    monkeypatch.setattr(desk, "status", lambda: status)
    monkeypatch.setattr(desk, "groups", not_ready)
    page = analyst.get("/groups")
    assert page.status_code == 503
    assert "43 in 100" in text_of(page)
    assert 'value="43"' in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text


def test_the_node_settings_name_the_node(analyst, node: Settings):
    assert f"{node.node} node" in text_of(analyst.get("/"))
