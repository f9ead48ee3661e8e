"""The pages of agreements, with hand-made answers: what stands where, in words and not by colour alone, for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from tests.web import agreement_cases as cases
from tests.web import test_pages
from tests.web.conftest import PASSWORD, Browser, actor_named, entered
from tests.web.test_pages import send

from headwater.desk import Desk
from headwater.errors import BadInput, Conflict
from headwater.web.frame import Frame
from headwater.web.opening_table import (
    BOUND,
    COMING,
    ENDED,
    NONE,
    PASSES,
    THINGS,
    Answer,
    closing_of,
    laws_that_bind,
    mark_of,
    opening_table,
)
from headwater.web.rendering import render_part


def text_of(answer: httpx.Response) -> str:
    """The words of a page, with a comma where it is read."""
    return test_pages.text_of(answer).replace(" ,", ",")


BANNER = "Illustrative: not the treaty."


@pytest.fixture
def hand_made(app: FastAPI, desk: Desk) -> Iterator[cases.HandMade]:
    """The node's desk with hand-made answers about agreements."""
    made = app.state.desk = cases.HandMade.over(desk)
    yield made
    app.state.desk = desk


@pytest.fixture
def admin(app: FastAPI) -> Browser:
    return entered(app, "admin")


# -- the matrix


@pytest.mark.parametrize(
    ("pair", "state"),
    [
        (("GB", "AL"), PASSES),
        (("FRONTEX", "AL"), THINGS),
        (("AL", "XK"), BOUND),
        (("GB", "MK"), COMING),
        (("GB", "RS"), ENDED),
        (("GB", "BA"), NONE),
    ],
)
def test_a_cell_has_the_state_of_its_agreements_and_of_both_laws(pair, state):
    assert mark_of(cases.cell(*pair)).state == state


def test_an_agreement_in_force_counts_before_one_that_is_proposed_or_ended():
    cell = replace(cases.cell("GB", "AL"), agreements=(cases.GB_RS, cases.GB_MK, cases.GB_AL))
    assert [one.id for one in mark_of(cell).agreements] == ["GB-AL"]
    assert mark_of(replace(cell, agreements=(cases.GB_RS, cases.GB_MK))).first.id == "GB-MK"


def test_the_matrix_names_each_pair_in_words_and_by_a_mark_of_its_own(analyst, hand_made):
    page = analyst.get("/agreements")
    cells = re.findall(r'<td class="(\w+)">(.*?)</td>', page.text)
    assert len(cells) == 8 * 8
    words = text_of(page)
    assert "FRONTEX → AL: In force, and only things pass, nothing on a person" in words
    assert "AL → XK: In force, and yet nothing passes" in words
    assert "GB → AL: In force" in words
    assert "GB → MK: Not in force yet: nothing passes" in words
    assert "GB → BA: No agreement: nothing passes" in words
    shapes = {
        state: re.sub(r' class="[^"]*"', "", re.search("<svg.*?</svg>", cell, re.S)[0])
        for state, cell in cells
        if state != "self"
    }
    assert len(set(shapes.values())) == 6
    assert "No profile is held here of: XK." in words
    assert BANNER in words


def test_the_chosen_pair_is_explained_and_one_in_force_may_still_pass_nothing(analyst, hand_made):
    words = text_of(analyst.get("/agreements?from=FRONTEX&to=AL"))
    assert "Selected: Frontex to Albania" in words
    assert "In force, and yet nothing on a person passes." in words
    assert "Whose law keeps persons' data back Data of suspects pass to Europol, Eurojust and" in words
    assert "Every kind of data Stays law of FRONTEX Some may pass" in words
    words = text_of(analyst.get("/agreements?from=AL&to=XK"))
    assert "In force, and yet nothing passes." in words
    assert cases.NO_PROFILE in words
    assert "Profile of FRONTEX, Art. 90(2) Data of suspects pass to Europol" in words


def test_an_empty_cell_says_what_it_would_need(analyst, hand_made):
    words = text_of(analyst.get("/agreements?from=GB&to=XK"))
    assert "Nothing passes from GB to XK, but for what was published to everyone." in words
    assert "What it would need An agreement between GB and XK that both have signed." in words
    assert cases.NO_PROFILE in words
    assert "Kind of data" not in words


def test_a_pair_of_nobody_is_no_pair(analyst, hand_made):
    page = analyst.get("/agreements?from=GB&to=QQ")
    assert page.status_code == 200
    assert "Selected" not in text_of(page)


def test_a_node_without_agreements_says_what_that_means(analyst, hand_made):
    hand_made.answers.matrix = replace(cases.MATRIX, parties=(), cells=())
    page = analyst.get("/agreements")
    words = text_of(page)
    assert "No agreement is held here" in words
    assert BANNER not in words


# -- the table of what may pass


def test_what_is_answered_alike_shares_a_row_and_a_column_and_nothing_is_lost():
    table = opening_table((*cases.OPEN, *cases.OTHER), "investigate")
    assert table.purposes == ("investigate", "risk-analysis")
    assert table.columns[0].abouts == ("suspect", "convicted")
    shown = {
        (kind, about): answer.outcome
        for row in table.rows
        for column, answer in zip(table.columns, row.answers, strict=True)
        for kind in row.kinds
        for about in column.abouts
    }
    assert shown == {(one.kind, one.about): one.outcome for one in cases.OPEN}


def test_an_unknown_purpose_shows_the_first_there_is():
    table = opening_table(cases.OPEN, "harvest")
    assert (table.purpose, table.opens) == ("investigate", True)
    assert opening_table((), "investigate").rows == ()


def test_an_answer_names_the_clause_that_closes_and_not_one_that_comes_near():
    near = cases.opening("contact", "role", "stays", ("agreement", "recipient"), cases.SHARED)
    closed = cases.opening("thing", "special", "stays", ("agreement",), cases.SPECIAL)
    protected = cases.opening("victim", "role", "stays", ("headwater", "agreement"), cases.OWN, cases.NEVER)
    table = opening_table((near, closed, protected), "investigate", closing_of(cases.AGREEMENT))
    answers = {answer for row in table.rows for answer in row.answers} - {Answer("none")}
    assert answers == {
        Answer("stays", (), ("agreement", "recipient")),
        Answer("stays", ("6.4",)),
        Answer("stays", (), ("headwater",)),
    }


def test_a_law_is_named_only_where_it_keeps_back_all_that_is_said_of_persons():
    assert laws_that_bind(cases.LEFT, "FRONTEX", "AL") == (cases.ONLY,)
    assert laws_that_bind((*cases.LEFT, cases.OPEN[0]), "FRONTEX", "AL") == ()
    assert laws_that_bind(cases.LEFT, "AL", "FRONTEX") == ()


# -- one agreement


def test_an_agreement_is_explained_clause_by_clause(analyst, hand_made):
    words = text_of(analyst.get("/agreements/GB-AL"))
    assert "What may pass from United Kingdom to Albania" in words
    assert "Anyone under 18, and victims and witnesses, stay. clause 6.3" in words
    assert "Convicted 5 years, review after 1 year clause 8.1" in words
    assert "On recall What is recalled is erased within 24 hours. clause 9.1" in words
    assert "Passing on Passed on only with the word of whoever reported it. clause 7.1" in words
    assert "1 January 2026 to 31 December 2028 days of Europe/London" in words
    assert "Passed A suspect's phone goes from AL to GB Goes, by 4.1." in words
    assert "sha256 9c1e 44d0 7ab2" in words
    assert "What version 2 would change Proposed, signed by nobody." in words
    assert BANNER in words
    assert "Sign version" not in words


def test_a_proposal_says_first_what_signing_it_would_change(admin, hand_made):
    hand_made.answers.agreement = cases.PROPOSAL
    words = text_of(admin.get("/agreements/GB-AL?version=2"))
    assert words.index("What signing it would change") < words.index("What could pass from")
    assert "Touches 212 lines of this node." in words
    assert "Touches no line of this node." in words
    assert "Touches 1 line of this node." in words
    assert "GB Missing Not signed yet" in words
    assert "AL Not good Signed with a key that is revoked" in words
    assert "Sign version 2 for GB" in words


def test_nobody_but_an_administrator_is_offered_to_sign(analyst, hand_made):
    hand_made.answers.agreement = cases.PROPOSAL
    page = analyst.get("/agreements/GB-AL?version=2")
    assert 'method="post" action="/agreements' not in page.text
    assert "/agreements/new" not in analyst.get("/agreements").text


def test_the_file_is_shown_as_it_was_written_and_can_be_kept(analyst, hand_made):
    page = analyst.get("/agreements/GB-AL/text")
    assert "# &lt;b&gt;not markup&lt;/b&gt;" in page.text
    kept = analyst.get("/agreements/GB-AL/file")
    assert kept.text == cases.AGREEMENT.text
    assert kept.headers["content-disposition"] == "attachment; filename*=UTF-8''GB-AL-1.yaml"
    assert kept.headers["content-type"].startswith("application/yaml")


def test_two_versions_are_compared_and_the_last_two_unless_asked(analyst, hand_made):
    words = text_of(analyst.get("/agreements/GB-AL/compare"))
    assert "What version 2 would change" in words
    assert "Opens: Roles of contacts may pass, marked as assessment. clause 4.4" in words
    assert "Kept shorter: Contacts are kept 1 year; it was 18 months. clause 8.2" in words
    assert "version 1 against version 2" in text_of(analyst.get("/agreements/GB-AL/compare?old=2&new=1"))
    hand_made.answers.comparison = replace(cases.COMPARISON, changes=())
    assert "The two say the same" in text_of(analyst.get("/agreements/GB-AL/compare"))
    hand_made.answers.agreement = replace(cases.AGREEMENT, versions=cases.AGREEMENT.versions[:1])
    assert analyst.get("/agreements/GB-AL/compare").status_code == 404


def test_a_profile_says_what_the_law_of_a_party_allows(analyst, hand_made):
    words = text_of(analyst.get("/agreements/parties/FRONTEX"))
    assert "What the law lets European Border and Coast Guard Agency (Frontex) hold and pass on" in words
    assert "Data of suspects pass to Europol, Eurojust and the police of member states only. Art. 90(2)" in words
    assert "Complaints to European Data Protection Supervisor" in words
    assert BANNER in words
    assert analyst.get("/agreements/parties/XK").status_code == 404


def test_words_of_an_agreement_cannot_break_out_of_the_page(analyst, hand_made):
    hostile = "<script>alert(1)</script>"
    clause = replace(cases.SHARED, sentence=hostile, number=hostile)
    opening = replace(cases.OPEN[0], words=hostile, clauses=(clause,), kind_words=hostile, about_words=hostile)
    cell = replace(cases.cell("GB", "AL"), openings=(opening,), needs=(hostile,))
    hand_made.answers.matrix = replace(cases.MATRIX, cells=(cell, *cases.MATRIX.cells))
    hand_made.answers.agreement = replace(cases.AGREEMENT, title=hostile, never=(clause,), table=(opening,))
    for address in ("/agreements?from=GB&to=AL", "/agreements/GB-AL"):
        page = analyst.get(address)
        assert "&lt;script&gt;" in page.text
        assert "<script>alert" not in page.text


# -- what administrators do


def test_a_file_is_proposed_from_a_form_and_only_with_its_token(admin, hand_made):
    page = admin.get("/agreements/new")
    assert 'enctype="multipart/form-data"' in page.text
    files = {"file": ("gb-al.yaml", b"format: headwater-agreement/1\n")}
    refused = admin.post("/agreements", files=files, data={"_csrf": "made up"}, headers={"X-CSRF-Token": ""})
    assert refused.status_code == 403
    taken = admin.post("/agreements", files=files, data={"_csrf": admin.csrf}, headers={"X-CSRF-Token": ""})
    assert (taken.status_code, taken.headers["location"]) == (303, "/agreements/GB-AL?version=2&done=proposed")
    assert hand_made.answers.asked == [("propose", b"format: headwater-agreement/1\n", "gb-al.yaml")]
    taken = admin.post("/agreements", files=files, data={"kind": "profile"})
    assert taken.headers["location"] == "/agreements/parties/FRONTEX?done=profile"
    assert not list((hand_made._settings.data / "incoming").glob("*/*"))


def test_a_refused_file_says_in_which_line(admin, hand_made, monkeypatch):
    def refuse(*_: object) -> None:
        raise BadInput("There is no clause 4.9.", where="gb-al.yaml:12", remedy="Name one that the file has.")

    monkeypatch.setattr(cases.HandMade, "propose", refuse)
    page = admin.post("/agreements", files={"file": ("gb-al.yaml", b"x: 1\n")})
    assert page.status_code == 400
    assert "There is no clause 4.9. Name one that the file has. Where: gb-al.yaml:12" in text_of(page)


def test_who_may_not_agree_is_turned_away_before_the_file_is_read(analyst, hand_made):
    files = {"file": ("gb-al.yaml", b"format: headwater-agreement/1\n")}
    assert analyst.get("/agreements/new").status_code == 403
    assert analyst.post("/agreements", files=files).status_code == 403
    assert hand_made.answers.asked == []


def test_a_version_is_signed_and_the_signature_stands_on_the_page(admin, hand_made, monkeypatch):
    hand_made.answers.agreement = cases.PROPOSAL
    monkeypatch.setattr(cases.HandMade, "sign", lambda *_: "e30..c2ln", raising=False)
    page = send(admin, "/agreements/GB-AL/sign", version="2")
    assert page.status_code == 200
    assert re.search(r"<textarea[^>]*readonly[^>]*>e30\.\.c2ln</textarea>", page.text)
    assert "Signed. The signature stands below" in text_of(page)


def test_a_signature_that_is_not_good_is_refused_on_the_page_of_its_agreement(admin, hand_made, monkeypatch):
    hand_made.answers.agreement = cases.PROPOSAL

    def refuse(*_: object) -> None:
        raise Conflict("A newer version is signed by every party.", remedy="Propose a newer one.")

    for name, address in (("add_signature", "signatures"), ("sign", "sign"), ("withdraw_proposal", "withdraw")):
        monkeypatch.setattr(cases.HandMade, name, refuse, raising=False)
        page = send(admin, f"/agreements/GB-AL/{address}", version="2", signature="e30..e30")
        assert page.status_code == 409
        assert "A newer version is signed by every party." in text_of(page)


def test_keys_stand_with_where_they_came_from_and_only_administrators_change_them(admin, analyst, hand_made):
    words = text_of(admin.get("/agreements/keys"))
    assert "AL Revoked 11aa 22bb 33cc 44dd By courier, 3 January 2026" in words
    assert "Revoke the key of GB" in words
    assert "Revoke the key of AL" not in words
    words = text_of(analyst.get("/agreements/keys"))
    assert "By courier" in words
    assert "Trust this key" not in words


def test_a_key_that_is_refused_leaves_what_was_typed(admin, hand_made, monkeypatch):
    def refuse(*_: object) -> None:
        raise BadInput("That is no Ed25519 key.", where="key", remedy="Ask the party for its key as a JWK.")

    monkeypatch.setattr(cases.HandMade, "trust", refuse, raising=False)
    page = send(admin, "/agreements/keys", party="AL", key="{}", origin="By courier <today>")
    assert page.status_code == 400
    assert "That is no Ed25519 key." in text_of(page)
    assert 'value="By courier &lt;today&gt;"' in page.text


# -- why one can see a fact


def test_a_fact_of_ones_own_agency_says_who_else_may_see_it(analyst, hand_made):
    words = text_of(analyst.get("/reports/report-1/why?assertion=assertion-1"))
    assert "Phone: 07700 900142 Your own agency said it." in words
    assert "AL, Albania Goes. Who suspects and convicted persons are may pass. GB-AL, version 1, 4.1" in words
    assert "FRONTEX, Frontex Stays. Data of suspects pass to Europol" in words
    assert BANNER in words


def test_a_fact_of_another_agency_says_under_which_clause_and_nothing_of_others(analyst, hand_made):
    hand_made.answers.fact = replace(
        cases.FACT,
        own=False,
        others=(),
        read_under=(replace(cases.SHARED, illustrative=False),),
        read_words="AL lets GB.",
    )
    words = text_of(analyst.get("/reports/report-1/why?assertion=assertion-1"))
    assert "AL lets GB. GB-AL, version 1, 4.1 Who suspects and convicted persons are may pass." in words
    assert "Who may see this" not in words
    assert BANNER not in words


def test_a_report_says_line_by_line_what_goes_and_what_stays(analyst, hand_made):
    words = text_of(analyst.get("/reports/report-1/sharing"))
    assert "Choose who would get it" in words
    assert hand_made.answers.asked == []
    words = text_of(analyst.get("/reports/report-1/sharing?to=AL"))
    assert hand_made.answers.asked == [("explain", "GB", "AL", "investigate", "report-1")]
    assert "From GB to AL: 1 would go, 1 would stay." in words
    assert "Goes Phone : 07700 900142 Suspect Who suspects and convicted persons are may pass." in words
    assert "Stays Name Witness Anyone under 18, and victims and witnesses, stay." in words
    assert BANNER in words


def test_the_source_panel_leads_to_why_and_for_own_data_to_who_else(analyst, desk):
    person = desk.search(actor_named(desk, "analyst"), "Besnik Shembulli").hits[0].id
    page = analyst.get(f"/entities/{person}").text
    sources = re.findall(r'value="([^"]+)" data-report="([^"]+)"[^>]*>\s*<span class="agency">GB</span>', page)
    assertion, report = sources[0]
    for panel in (
        analyst.get(f"/entities/{person}?source={assertion}").text,
        analyst.get(f"/reports/{report}/panel?assertion={assertion}").text,
    ):
        assert re.findall(rf'href="/reports/{report}/why\?assertion={assertion}(#others)?"', panel) == ["", "#others"]
    view = desk.report(actor_named(desk, "analyst"), report, assertion_id=assertion)
    elsewhere = render_part("panel.html", "inside", Frame(agency="AL"), view, "")
    assert "Why you can see this" in elsewhere
    assert "Who may see this" not in elsewhere


# -- accounts of other agencies


def test_an_account_of_another_agency_is_shown_with_it(admin, desk):
    answer = send(admin, "/accounts", name="guest", password=PASSWORD, role="liaison", agency="FRONTEX")
    assert answer.headers["location"] == "/accounts?done=added"
    row = re.search(r'<th scope="row">guest.*?</tr>', admin.get("/accounts").text, re.S)[0]
    assert '<span class="agency">FRONTEX</span>' in row
    page = send(admin, "/accounts", name="other", password=PASSWORD, role="liaison", agency="not a code")
    assert page.status_code == 400
    assert 'value="not a code"' in page.text
