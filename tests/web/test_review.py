"""The review pages, with and without pairs: what stands where, in words and not by colour alone, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from fastapi import FastAPI
from tests.web import review_cases as cases
from tests.web.conftest import PASSWORD, Browser, actor_named, entered
from tests.web.test_pages import BANNER, send, text_of

from headwater.desk import Desk, Role
from headwater.desk.review_views import ComparedView
from headwater.desk.weights import weights


@pytest.fixture
def hand_made(app: FastAPI, desk: Desk) -> Iterator[cases.HandMade]:
    """The node's desk with hand-made answers of the review."""
    made = app.state.desk = cases.HandMade.over(desk)
    yield made
    app.state.desk = desk


# -- two records side by side


def test_the_first_pair_of_the_queue_is_open_beside_the_queue(analyst, hand_made):
    hand_made.answer(cases.queue(cases.lines(), judged=12, waiting=42, total=42))
    page = analyst.get("/review")
    words = text_of(page)
    assert "<h1>Are these the same person?</h1>" in page.text
    assert "Match 0.91 , above the 0.50 at which we suggest. The figure says how alike the two records are." in words
    assert "It says nothing about the person." in words
    assert "42 pairs" in words
    assert "The pair whose answer would teach most comes first." in words
    assert "If you say same, 2 more pairs settle themselves." in words
    assert "Judged by you: 12. Waiting: 42." in words
    assert cases.AGREEMENT.words in words
    assert page.text.count('aria-current="true"') == 1
    assert '<a href="/review/left-1/right-1">' in page.text


def test_each_feature_has_its_values_with_sources_its_number_its_word_and_its_sentence(analyst, hand_made):
    hand_made.answer(cases.queue(cases.lines()))
    page = analyst.get("/review/left-1/right-1")
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', page.text, re.DOTALL)
    assert len(rows) == len(cases.FINDINGS)
    for row, finding in zip(rows, cases.FINDINGS, strict=True):
        assert finding.sentence in unescape(row)
        assert len(re.findall('class="source"', row)) == len(finding.left) + len(finding.right)
    assert "Besnik <mark>Shembuli</mark>" in rows[0]
    name, passport, sex = (text_of_part(rows[place]) for place in (0, 3, 4))
    assert "+6.2 for The same name" in name
    assert "−2.8 against Two valid numbers" in passport
    assert "Not stated 0 Nothing to compare." in sex
    assert 'class="against"' in rows[3]
    assert "Sum +22.6 , which is a match of 0.91." in text_of(page)


def text_of_part(part: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", part)))


def test_a_pair_below_the_threshold_says_so(analyst, hand_made):
    hand_made.answer(cases.queue(), replace(cases.PAIR, p_match=0.31))
    assert "Match 0.31 , below the 0.50 at which we suggest." in text_of(analyst.get("/review/left-1/right-1"))


def test_a_sum_that_does_not_begin_at_nothing_says_where_it_begins(analyst, hand_made):
    hand_made.answer(cases.queue(), replace(cases.PAIR, findings=cases.FINDINGS[1:], sum=14.4))
    words = text_of(analyst.get("/review/left-1/right-1"))
    assert "Sum +14.4 , which is a match of 0.91. It begins at −2.0, for no names are compared." in words
    total = sum(finding.weight for finding in cases.FINDINGS)
    hand_made.answer(cases.queue(), replace(cases.PAIR, sum=round(total, 1)))
    assert "It begins at" not in text_of(analyst.get("/review/left-1/right-1"))


def test_how_weights_are_set_is_explained_by_feature_and_by_sum(analyst):
    page = analyst.get("/help/weights")
    words = text_of(page)
    view = weights()
    assert "A pair with a match of 0.50 or more is suggested." in words
    assert all(f"{name} {explanation}" in words for name, explanation in view.features)
    assert len(re.findall(r'<th scope="row" class="n num">', page.text)) == 6 + len(view.worth)
    assert "Nationality is shown and never counted." in words


def test_many_values_and_sources_stand_one_key_press_away(analyst, hand_made):
    many = cases.values(*(f"Name {n}" for n in range(9)), number=20)
    one = ComparedView("Primer", "", "", tuple(cases.source(n) for n in range(40, 47)))
    finding = replace(cases.FINDINGS[0], left=many, right=(one,), right_marks=())
    hand_made.answer(cases.queue(), replace(cases.PAIR, findings=(finding,)))
    words = text_of(analyst.get("/review/left-1/right-1"))
    assert "6 more values" in words
    assert "5 more reports say so" in words
    assert "Name 8" in words


def test_a_value_cannot_break_out_of_the_page(analyst, hand_made):
    hostile = "<script>alert(1)</script>"
    left = (ComparedView(f"A {hostile}", "", hostile, (cases.source(1),)),)
    finding = replace(cases.FINDINGS[0], left=left, left_marks=(hostile,), sentence=hostile, words=hostile)
    end = replace(cases.LEFT, caption=hostile)
    hand_made.answer(cases.queue(), replace(cases.PAIR, left=end, findings=(finding,)))
    assert "<script>alert" not in analyst.get("/review/left-1/right-1").text


def test_the_keys_stand_on_the_buttons_and_enter_in_the_field_decides_nothing(analyst, hand_made):
    hand_made.answer(cases.queue(cases.lines()))
    form = re.search(r'<form class="decide".*?</form>', analyst.get("/review").text, re.DOTALL)[0]
    assert re.findall(r'data-key="(\w)" aria-keyshortcuts="(\w)"', form) == [(key, key) for key in "ynuz"]
    assert re.findall(r"<button[^>]*>", form)[0] == "<button disabled hidden>"


def test_the_keys_are_switched_off_and_stay_so_while_one_is_signed_in(app, hand_made):
    hand_made.answer(cases.queue(cases.lines()))
    mine, other = entered(app, "analyst"), entered(app, "analyst")
    assert 'data-keys="on"' in mine.get("/review").text
    answer = send(mine, "/review/keys", keys="off", back="/review/left-1/right-1?case=SYN-014")
    assert answer.headers["location"] == "/review/left-1/right-1?case=SYN-014"
    page = mine.get("/review")
    assert 'data-keys="off"' in page.text
    assert "The keys y, n, u and z are off." in text_of(page)
    assert 'data-keys="on"' in other.get("/review").text
    assert send(mine, "/review/keys", keys="on", back="//elsewhere.example").headers["location"] == "/"
    assert 'data-keys="on"' in mine.get("/review").text


def test_a_pair_in_question_shows_who_said_what_along_the_chain(analyst, hand_made):
    hand_made.answer(cases.queue(cases.lines()), cases.QUESTION)
    page = analyst.get("/review/left-1/right-1")
    chain = re.search(r'<ol class="chain">.*?</ol>', page.text, re.DOTALL)[0]
    said = [text_of_part(line) for line in re.findall(r"<li>.*?</li>", chain, re.DOTALL)]
    assert ["same person A. Analyst" in said[0], "same person B. Reviewer" in said[1]] == [True, True]
    assert "different B. Reviewer, 24 November 2026, 09:03 UTC" in said[2]
    assert "Withdraw “different”" in text_of(page)


# -- the queue


def test_the_queue_says_why_a_pair_waits_and_keeps_its_filters(analyst, hand_made):
    hand_made.answer(cases.queue(cases.lines(), total=5, waiting=42))
    page = analyst.get("/review?case=SYN-014")
    words = text_of(page)
    assert "5 of 42 pairs" in words
    assert "Match 0.64. In question" in words
    assert "Match 0.71. Another reviewer could not say" in words
    assert "Match over 0.99" in words
    assert '<option value="SYN-014" selected>' in page.text
    assert page.text.count("/review/left-2/right-2?case=SYN-014") == 1
    assert page.text.count('<input type="hidden" name="case" value="SYN-014">') == 2


def test_the_header_counts_what_waits_once_the_review_was_looked_at(app, hand_made):
    hand_made.answer(cases.queue(cases.lines(), waiting=1042, total=1042))
    reader = entered(app, "analyst")
    assert 'class="count"' not in reader.get("/groups").text
    reader.get("/review")
    assert '<span class="count">1,042<span class="sr"> waiting</span></span>' in reader.get("/groups").text
    reader.state("develop", "")
    assert 'class="count"' not in reader.get("/groups").text


@pytest.mark.parametrize(
    ("address", "queue", "said"),
    [
        ("/review", cases.queue(), "No pairs yet"),
        ("/review", cases.queue(judged=3), "The review queue is empty"),
        ("/review?case=SYN-099", cases.queue(waiting=7), "No pair waits with this filter"),
        ("/review?offset=24", cases.queue(waiting=7), "This page of the queue is empty"),
        ("/review", cases.queue(fraction=0.43), "43 in 100."),
        ("/review/left-1/right-1", cases.queue(fraction=0.43), "43 in 100."),
    ],
)
def test_an_empty_queue_says_what_is_so_why_and_what_next(analyst, hand_made, address, queue, said):
    hand_made.answer(queue)
    page = analyst.get(address)
    assert page.status_code == 200
    assert said in text_of(page)
    assert ('data-polling="true"' in page.text) == (queue.fraction < 1)


def test_the_banner_stands_over_synthetic_records_only(analyst, hand_made):
    hand_made.answer(cases.queue(cases.lines()))
    assert BANNER in text_of(analyst.get("/review"))
    listed = replace(cases.lines()[1], left=replace(cases.LEFT, id="listed", synthetic=False))
    hand_made.answer(cases.queue((cases.lines()[0], listed)))
    assert BANNER not in text_of(analyst.get("/review"))


def test_the_page_carries_the_higher_marking_of_pair_and_queue(analyst, hand_made):
    hand_made.answer(replace(cases.queue(cases.lines()), marking="OFFICIAL"))
    assert "<b>OFFICIAL-SENSITIVE</b>" in analyst.get("/review").text


# -- what was decided


def test_the_decisions_show_withdrawn_ones_as_such(analyst, hand_made):
    at = "2026-11-24T10:00:00+00:00"
    standing = cases.judgement(3, "negative", cases.LEFT, cases.RIGHT)
    gone = replace(
        cases.judgement(4, "positive", cases.LEFT, cases.RIGHT), withdrawn_at=at, withdrawn_by_name="C. Third"
    )
    hand_made.answer(cases.queue(), judged=(standing, gone))
    page = analyst.get("/review/judgements")
    rows = [text_of_part(row) for row in re.findall(r"<tr.*?</tr>", page.text, re.DOTALL)[1:]]
    assert "2 decisions that you may see" in text_of(page)
    assert "Withdraw “different” : Besnik Shembulli and Besnik Shembuli" in rows[0]
    assert "Withdrawn by C. Third, 24 Nov 2026, 10:00 UTC" in rows[1]
    assert page.text.count("/withdraw") == 1


def test_no_decision_yet_leads_to_the_first_pair(analyst, hand_made):
    hand_made.answer(cases.queue())
    page = analyst.get("/review/judgements")
    assert "Nothing was decided yet" in text_of(page)
    assert 'class="btn" href="/review"' in page.text


# -- who may


@pytest.fixture(scope="module")
def roles(app: FastAPI, desk: Desk) -> dict[str, Browser]:
    """Browsers of those who do not review."""
    admin = actor_named(desk, "admin")
    for name, role in (("liaison", Role.LIAISON), ("border", Role.BORDER)):
        desk.add_account(admin, name, PASSWORD, frozenset({role}))
    found = {name: entered(app, name, purpose=False) for name in ("liaison", "border", "admin", "officer", "nobody")}
    found["liaison"].state("develop", "")
    found["border"].state("inspect-documents", "")
    found["admin"].state("administer", "")
    found["officer"].state("supervise", "")
    return found


@pytest.mark.parametrize("who", ["liaison", "border", "admin", "officer", "nobody"])
@pytest.mark.parametrize("address", ["/review", "/review/aaaa/bbbb", "/review/judgements"])
def test_who_does_not_review_is_told_who_does(roles, who, address):
    page = roles[who].get(address)
    assert page.status_code == 403
    words = text_of(page)
    assert "This is not open to you" in words
    assert "Ask someone whose role is: analyst." in words
    assert 'href="/review"' not in page.text


@pytest.mark.parametrize("who", ["liaison", "admin"])
@pytest.mark.parametrize("address", ["/review/aaaa/bbbb", "/review/undo", "/review/judgements/aaaa/withdraw"])
def test_who_does_not_review_decides_and_withdraws_nothing(roles, who, address):
    assert send(roles[who], address, verdict="positive").status_code == 403


def test_a_reader_without_a_purpose_is_asked_for_one(app):
    answer = entered(app, "analyst", purpose=False).get("/review?case=SYN-014")
    assert answer.headers["location"] == "/purpose?next=%2Freview%3Fcase%3DSYN-014"


def test_a_visitor_is_asked_to_sign_in(visitor):
    for address in ("/review", "/review/judgements", "/help/weights"):
        assert visitor.get(address).headers["location"].startswith("/sign-in?next=")


def test_a_decision_without_the_forms_token_is_refused(analyst, hand_made):
    hand_made.answer(cases.queue(cases.lines()))
    analyst.csrf = "made up"
    assert send(analyst, "/review/left-1/right-1", verdict="positive").status_code == 403
