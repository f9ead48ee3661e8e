"""An analyst reviews on a real desk: a decision opens the next pair, is told, undone, and shown on the entity."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from tests.web import review_cases as cases
from tests.web.conftest import PASSWORD, UNHURRIED, Browser, actor_named, entered, open_desk
from tests.web.test_pages import send, text_of

from headwater.desk import Actor, Desk, Role
from headwater.settings import Settings
from headwater.web import create_app

Pair = tuple[str, str]
AL, MK = "SYN-AL-2026-0201", "SYN-MK-2026-0202"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A node of this module's own, with the synthetic group, records to review and a second analyst."""
    folder = tmp_path_factory.mktemp("review")
    settings = Settings(data=folder / "node", port=0, demo=False)
    desk = open_desk(settings)
    cases.seed(desk, actor_named(desk, "analyst"), folder)
    admin = actor_named(desk, "admin")
    desk.add_account(admin, "colleague", PASSWORD, frozenset({Role.ANALYST}))
    desk.add_account(admin, "liaison", PASSWORD, frozenset({Role.LIAISON}))
    made = create_app(desk, settings, limits=UNHURRIED)
    desk.suggestions(actor_named(desk, "analyst"), progress=lambda fraction, words: None)
    yield made
    desk.close()


@pytest.fixture(scope="module")
def desk(app: FastAPI) -> Desk:
    """The node's desk."""
    found: Desk = app.state.desk
    return found


@pytest.fixture(scope="module")
def actor(desk: Desk) -> Actor:
    """The analyst of the desk."""
    return actor_named(desk, "analyst")


@pytest.fixture(scope="module")
def dragan(desk: Desk, actor: Actor) -> Pair:
    """Two records of one man, from two agencies."""
    return cases.record(desk, actor, "Dragan Primeroviq", AL), cases.record(desk, actor, "Драган Примеровиќ", MK)


@pytest.fixture(autouse=True)
def nothing_decided(desk: Desk, actor: Actor) -> None:
    """Every decision of an earlier test is withdrawn."""
    for judgement in desk.judgements(actor)[0]:
        if not judgement.withdrawn_at:
            desk.withdraw(actor, judgement.id)


def path_of(pair: Pair) -> str:
    return f"/review/{pair[0]}/{pair[1]}"


def follow(who: Browser, answer: httpx.Response) -> httpx.Response:
    """The page that a form's answer leads to."""
    assert answer.status_code == 303, text_of(answer)
    return who.get(answer.headers["location"])


def decide(who: Browser, pair: Pair, verdict: str, reason: str = "") -> httpx.Response:
    """Send the form of a pair as its buttons do; returns the page that comes next."""
    return follow(who, send(who, path_of(pair), verdict=verdict, reason=reason))


def test_a_decision_opens_the_next_pair_and_says_what_was_said(analyst, desk, actor):
    first, second = (desk.suggestions(actor).lines[place] for place in (0, 1))
    page = decide(analyst, (first.left.id, first.right.id), "negative", "two people")
    words = re.sub(" +([:.])", r"\1", text_of(page))  # a name in another script stands in an element of its own
    assert re.search(f"You said different: {first.left.caption} +and +{first.right.caption}[.]", words)
    assert '<h1 tabindex="-1" autofocus>' in page.text
    assert f'action="/review/{second.left.id}/{second.right.id}"' in page.text
    assert 'id="told" role="status"' in page.text
    assert "Judged by you: 1." in words
    assert desk.judgements(actor)[0][0].reason == "two people"


def test_what_was_said_is_told_only_where_it_was_said(app, analyst, dragan):
    answer = send(analyst, path_of(dragan), verdict="unsure")
    address = answer.headers["location"]
    assert "You said cannot say" in text_of(analyst.get(address))
    assert 'id="told"' in analyst.get(address).text
    assert 'id="told"' not in analyst.get("/review").text
    assert 'id="told"' not in analyst.get(address).text, "names are kept as long as they are told"
    address = send(analyst, path_of(dragan), verdict="unsure").headers["location"]
    assert 'id="told"' not in entered(app, "analyst").get(address).text
    analyst.state("develop", "")
    assert 'id="told"' not in analyst.get(address).text


def test_undo_withdraws_the_last_decision_and_restores_both_records_exactly(analyst, dragan):
    analyst.get("/review")  # from now on the header counts what waits
    before = [analyst.get(f"/entities/{record}").text for record in dragan]
    decide(analyst, dragan, "positive")
    joined = [analyst.get(f"/entities/{record}").text for record in dragan]
    assert all("2 records, joined by 1 decision." in text for text in joined)
    page = follow(analyst, send(analyst, "/review/undo"))
    told = re.search("Withdrawn: same person , for (.*?) and (.*?)[.] ", text_of(page))
    assert {told[1].strip(), told[2].strip()} == {"Dragan Primeroviq", "Драган Примеровиќ"}
    assert f'action="{path_of(dragan)}"' in page.text or f'action="{path_of(dragan[::-1])}"' in page.text
    assert [analyst.get(f"/entities/{record}").text for record in dragan] == before


def test_undo_without_a_decision_says_so(app):
    other = entered(app, "colleague", purpose=False)
    other.state()
    page = follow(other, send(other, "/review/undo"))
    assert "There is no decision of yours to undo." in text_of(page)


def test_a_pair_keeps_the_filters_through_a_decision(analyst, dragan):
    fields = {"verdict": "unsure", "case": "SYN-014"}
    assert "case=SYN-014" in send(analyst, path_of(dragan), **fields).headers["location"]
    assert "case=SYN-014" in send(analyst, "/review/undo", case="SYN-014").headers["location"]


def test_the_queue_is_filtered_by_case_and_by_gang(analyst, desk, actor):
    page = analyst.get("/review")
    gang = re.search(r'<select class="input" id="gang".*?<option value="(\w+)">(.*?) \((\d+)\)', page.text, re.DOTALL)
    assert gang[2] == "Brook group"
    page = analyst.get(f"/review?gang={gang[1]}")
    assert f"{gang[3]} of {desk.suggestions(actor).waiting} pairs" in text_of(page)
    assert "No pair waits with this filter" in text_of(analyst.get("/review?case=SYN-099"))


def test_a_word_that_is_none_is_refused_on_the_page_with_the_reason_kept(analyst, desk, actor, dragan):
    answer = send(analyst, path_of(dragan), verdict="perhaps", reason="kept words")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="kept words"' in answer.text
    assert all(judgement.withdrawn_at for judgement in desk.judgements(actor)[0])


def test_a_pair_that_is_not_there_looks_like_one_that_is_hidden(analyst, dragan):
    page = analyst.get(f"/review/{dragan[0]}/000000000000000000000000")
    assert page.status_code == 404
    assert "There is nothing here for you" in text_of(page)


def test_without_script_a_source_opens_its_report_under_its_row(analyst, dragan):
    page = analyst.get(path_of(dragan))
    assertion, report = re.search(r'value="(\w{16})" data-report="(\w{24})"', page.text).groups()
    opened = analyst.get(path_of(dragan), params={"source": assertion})
    row = re.search(r'<tr class="opened">.*?</tr>', opened.text, re.DOTALL)[0]
    assert f"/reports/{report}" in row
    assert opened.text.count('aria-pressed="true"') == 1
    assert 'aria-pressed="true"' not in analyst.get(path_of(dragan), params={"source": "0" * 16}).text


# -- what an entity is made of


def test_an_entity_shows_its_records_why_and_who_joined_them(app, analyst, dragan):
    decide(analyst, dragan, "positive", "the same number")
    page = analyst.get(f"/entities/{dragan[0]}")
    section = re.search(r'aria-labelledby="records".*?</section>', page.text, re.DOTALL)[0]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", section))
    assert AL in words
    assert MK in words
    assert "the same number" in words
    assert re.search(r"Match (over )?0\.\d\d\.", words)
    links = re.findall(r'href="(/review/\w+/\w+)"', section)
    assert {frozenset(link.split("/")[2:]) for link in links} == {frozenset(dragan)}
    assert "Withdraw “same person”" in words
    compared = analyst.get(links[0])
    assert "What was said of these two" in text_of(compared)
    reader = entered(app, "liaison", purpose=False)
    reader.state("develop", "")
    seen = reader.get(f"/entities/{dragan[0]}")
    assert "2 records, joined by 1 decision." in text_of(seen)
    assert "/withdraw" not in seen.text
    assert "/review/" not in seen.text


def test_a_decision_is_withdrawn_on_the_entitys_page(analyst, dragan):
    decide(analyst, dragan, "positive")
    page = analyst.get(f"/entities/{dragan[0]}")
    form = re.search(r'action="(/review/judgements/\w+/withdraw)">.*?name="back" value="([^"]+)"', page.text, re.DOTALL)
    page = follow(analyst, send(analyst, form[1], back=form[2]))
    assert "The decision is withdrawn" in text_of(page)
    assert 'aria-labelledby="records"' not in page.text


# -- several reviewers


def test_a_decision_of_a_colleague_is_seen_and_withdrawn_and_stays_in_the_list(app, analyst, dragan):
    other = entered(app, "colleague", purpose=False)
    other.state()
    decide(other, dragan, "positive", "seen by a colleague")
    page = analyst.get("/review/judgements")
    row = re.findall(r"<tr.*?</tr>", page.text, re.DOTALL)[1]
    assert "colleague" in row
    assert "seen by a colleague" in row
    address = re.search(r'action="(/review/judgements/\w+/withdraw)"', row)[1]
    page = follow(analyst, send(analyst, address, back="/review/judgements"))
    assert "Withdrawn: same person" in text_of(page)
    row = re.findall(r"<tr.*?</tr>", page.text, re.DOTALL)[1]
    assert re.search(r"Withdrawn.*by analyst", row, re.DOTALL)
    again = send(analyst, address, back="/review/judgements")
    assert again.status_code == 409
    assert "withdrawn before" in text_of(again)


def test_two_who_contradict_each_other_put_the_pair_in_question(app, analyst, desk, actor, dragan):
    other = entered(app, "colleague", purpose=False)
    other.state()
    decide(other, dragan, "positive")
    decide(analyst, dragan, "negative", "another birthplace")
    page = analyst.get(path_of(dragan))
    words = text_of(page)
    assert "In question: the answers contradict each other" in words
    chain = re.search(r'<ol class="chain">.*?</ol>', page.text, re.DOTALL)[0]
    assert re.search(r"same person.*colleague.*different.*analyst.*another birthplace", chain, re.DOTALL)
    assert "records, joined by" not in text_of(analyst.get(f"/entities/{dragan[0]}"))
    agreement = desk.suggestions(actor).agreement
    assert (agreement.pairs, agreement.agreed) == (1, 0)
    assert agreement.words in words
    assert "In question" in text_of(other.get("/review"))
