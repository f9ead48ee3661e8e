"""Dates: prefixes of ISO 8601, in words, and the day by which somebody is surely eighteen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import BadInput
from headwater.model.dates import adult_on, check_prefix, in_words, latest_day

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9900, 12, 31))


def prefixes(day: date) -> list[str]:
    return [f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"]


@given(DAYS)
def test_every_prefix_of_a_day_is_a_date_that_day_can_lie_in(day):
    for prefix in prefixes(day):
        assert check_prefix(prefix) == prefix
        last = latest_day(prefix)
        assert last is not None
        assert last >= day
        assert last.isoformat().startswith(prefix)


@given(DAYS)
def test_the_day_after_the_latest_day_is_outside_the_prefix(day):
    for prefix in prefixes(day):
        last = latest_day(prefix)
        assert last is not None
        assert not (last + timedelta(days=1)).isoformat().startswith(prefix)


@pytest.mark.parametrize(
    "value",
    ["", "84", "1984-", "1984-13", "1984-00", "1984-2", "1984-02-30", "1984-03-00", "1900-02-29", "0000", "-1984"],
)
def test_a_broken_prefix_is_refused(value):
    is_refused_everywhere(value)


@pytest.mark.parametrize(
    "value",
    ["14/03/1984", "about 1984", " 1984", "1984\n", "1984-03-14T00", "１９８４", "١٩٨٤"],
)
def test_what_a_person_might_read_as_a_date_is_not_guessed(value):
    is_refused_everywhere(value)


def is_refused_everywhere(value: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_prefix(value)
    assert refused.value.remedy
    assert latest_day(value) is None
    assert adult_on(value) is None
    assert in_words(value) == value


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text):
    try:
        check_prefix(text)
    except BadInput:
        assert latest_day(text) is None
    else:
        assert latest_day(text) is not None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1984", "1984"),
        ("1984-03", "March 1984"),
        ("1984-03-04", "4 March 1984"),
        ("2000-12-31", "31 December 2000"),
        ("circa 1984", "circa 1984"),
    ],
)
def test_in_words(value, words):
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("born", "surely_eighteen"),
    [
        ("2008-03-14", date(2026, 3, 14)),
        ("2008-03", date(2026, 3, 31)),
        ("2008", date(2026, 12, 31)),
        ("2008-02-29", date(2026, 3, 1)),  # no 29 February in 2026: the day after, never the day before
        ("2008-02", date(2026, 3, 1)),
        ("2002-02-29", None),
        ("9990", None),  # beyond the calendar
    ],
)
def test_surely_eighteen(born, surely_eighteen):
    assert adult_on(born) == surely_eighteen


@given(DAYS)
def test_nobody_is_called_adult_before_the_eighteenth_birthday(day):
    for prefix in prefixes(day):
        adult = adult_on(prefix)
        assert adult is not None
        assert (adult.year - day.year, adult.month, adult.day) >= (18, day.month, day.day)
