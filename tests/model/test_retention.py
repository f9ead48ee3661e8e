"""How long what is held may be held: periods, which rules apply, and which day wins."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import BadInput
from headwater.model import DraftReport, Retention, RetentionRule, SubjectCategory
from headwater.model.retention import after, counted_from, parts_of

SUSPECT, VICTIM, LISTED = SubjectCategory.SUSPECT, SubjectCategory.VICTIM, SubjectCategory.LISTED
CAME = date(2026, 3, 2)


def report(**fields: object) -> DraftReport:
    given_ = {"agency": "AL", "list_id": "L", "reference": "r1", "assertions": (), "reported_at": "2026-01-31"}
    return DraftReport(**(given_ | fields))  # type: ignore[arg-type]


def rule(**fields: object) -> RetentionRule:
    given_ = {"document": "GB-AL 1", "clause": "8.1", "sentence": "Kept for three years.", "agreement": "GB-AL"}
    return RetentionRule(**(given_ | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "period", "day"),
    [
        (date(2026, 1, 31), "P1M", "2026-02-28"),
        (date(2024, 2, 29), "P1Y", "2025-02-28"),
        (date(2024, 2, 29), "P4Y", "2028-02-29"),
        (date(2026, 11, 30), "P3M", "2027-02-28"),
        (date(2026, 3, 28), "P1D", "2026-03-29"),
        (date(2026, 12, 31), "P90D", "2027-03-31"),
        (date(2026, 1, 1), "P1Y1M1W1D", "2027-02-09"),
        (date(2026, 1, 1), "P8000Y", ""),
        (date(9999, 12, 31), "P1D", ""),
    ],
)
def test_a_period_ends_on_its_day_or_on_the_last_of_a_shorter_month(start: date, period: str, day: str) -> None:
    assert after(start, period) == day


@pytest.mark.parametrize("text", ["", "P", "3Y", "P3", "PT3H", "P1.5Y", "P-1Y", "P1D1Y", "p1y", "P1Y\n", "P\u0661Y"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parts_of(text)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 50), st.integers(0, 50), st.integers(0, 500))
def test_a_longer_period_never_ends_earlier(start: date, years: int, months: int, days: int) -> None:
    shorter = after(start, f"P{years}Y{months}M{days}D")
    assert start.isoformat() <= shorter <= after(start, f"P{years}Y{months}M{days + 1}D")
    assert (
        shorter <= after(start, f"P{years}Y{months + 1}M{days}D") <= after(start, f"P{years + 1}Y{months + 1}M{days}D")
    )


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31T23:59:59+00:00", date(2026, 1, 31)),
        ("2026-01", CAME),
        ("", CAME),
        ("2026-02-30", CAME),
        ("about 2026", CAME),
        ("2206-01-31", CAME),
    ],
)
def test_periods_run_from_the_day_it_was_said_and_never_from_one_after_it_came(said: str, start: date) -> None:
    assert counted_from(said, CAME) == start


def test_the_earliest_day_wins_the_reports_own_included() -> None:
    rules = Retention((rule(keep="P3Y", review="P1Y"), rule(clause="8.2", keep="P2Y")), "GB")
    held = rules.dates(report(agreement="GB-AL"), SUSPECT, CAME)
    assert (held.erase_by, held.review_by) == ("2028-01-31", "2027-01-31")
    assert held.rule is not None
    assert held.rule.clause == "8.2"
    own = rules.dates(report(agreement="GB-AL", erase_by="2027-06-30", review_by="2029-01-01"), SUSPECT, CAME)
    assert (own.erase_by, own.rule) == ("2027-06-30", None)
    assert own.review_by == "2027-01-31"


def test_a_rule_is_for_the_categories_it_names() -> None:
    rules = Retention((rule(about=("suspect",), keep="P1Y"), rule(about=("thing",), keep="P90D")), "GB")
    head = report(agreement="GB-AL")
    assert rules.dates(head, SUSPECT, CAME).erase_by == "2027-01-31"
    assert rules.dates(head, None, CAME).erase_by == "2026-05-01"
    assert rules.dates(head, VICTIM, CAME).erase_by == ""


def test_an_agreements_rule_is_for_what_came_under_it() -> None:
    rules = Retention((rule(keep="P3Y", parties=("GB", "AL")),), "GB")
    assert rules.applying(report(agreement="GB-AL"), SUSPECT) != []
    assert rules.applying(report(), SUSPECT) != [], "a party's report that names no agreement came under it"
    assert rules.applying(report(agreement="GB-XK"), SUSPECT) == []
    assert rules.applying(report(agency="RS"), SUSPECT) == []
    assert rules.applying(report(agency="GB"), SUSPECT) == [], "the node's own reports came under none"
    assert Retention(rules.rules, "RS").applying(report(), SUSPECT) == []


def test_a_partys_rule_is_for_its_reports_and_for_all_that_its_node_holds() -> None:
    rules = (rule(agreement="", party="FRONTEX", keep="P90D"),)
    assert Retention(rules, "GB").applying(report(agency="FRONTEX"), SUSPECT) != []
    assert Retention(rules, "GB").applying(report(agency="AL"), SUSPECT) == []
    assert Retention(rules, "FRONTEX").applying(report(agency="AL"), SUSPECT) != []


def test_what_is_published_follows_only_its_own_day() -> None:
    rules = Retention((rule(agreement="", party="GB", keep="P1D"),), "GB")
    assert rules.dates(report(published=True), LISTED, CAME).erase_by == ""
    assert rules.dates(report(published=True, erase_by="2030-01-01"), LISTED, CAME).erase_by == "2030-01-01"


def test_a_rule_of_nobody_applies_to_nothing() -> None:
    assert Retention((rule(agreement="", keep="P1D"),), "GB").applying(report(), SUSPECT) == []
