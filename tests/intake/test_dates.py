"""Dates as lists write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake.dates import find_dates, only_date
from headwater.model.dates import check_prefix


@pytest.mark.parametrize(
    ("written", "values"),
    [
        # The Union's annexes.
        ("26 Feb. 2011", ("2011-02-26",)),
        ("11 Sept. 2018", ("2018-09-11",)),
        ("2.3.2021", ("2021-03-02",)),
        ("28.08.1986", ("1986-08-28",)),
        ("2 December 1985", ("1985-12-02",)),
        ("January 1958", ("1958-01",)),
        ("1980-1990", ("1980", "1990")),
        ("1954 or 1955", ("1954", "1955")),
        ("19.9.1981 or 29.9.1981", ("1981-09-19", "1981-09-29")),
        ("between 1.1.1961 and 31.12.1963", ("1961-01-01", "1963-12-31")),
        ("around 1970", ("1970",)),
        ("Approximately 1980", ("1980",)),
        ("1 July 1985 or 1986", ("1985-07-01", "1986")),
        # The Security Council's list.
        ("1985-12-02", ("1985-12-02",)),
        ("approximately between 1945 and 1950", ("1945", "1950")),
        ("Between Aug. and Sep. 1977", ("1977-08", "1977-09")),
        # OFAC's remarks.
        ("03 Aug 1974", ("1974-08-03",)),
        ("circa 1970", ("1970",)),
        ("1929 to 1930", ("1929", "1930")),
        ("26 Sep 1946 to 07 Dec 1946", ("1946-09-26", "1946-12-07")),
        ("Nov 1970", ("1970-11",)),
    ],
)
def test_every_date_that_is_written_is_found(written: str, values: tuple[str, ...]) -> None:
    assert find_dates(written) == values


@pytest.mark.parametrize(
    "written",
    [
        "30-35 years old",
        "Approximately (29 years old)",
        "31.2.1970",
        "24/06/1402 (Hijri Calendar)",
        "in the 1402nd year (hijri)",
        "0001234",
        "7010705",
        "",
    ],
)
def test_what_is_no_date_of_the_calendar_gives_none(written: str) -> None:
    assert find_dates(written) == ()


def test_a_range_is_never_averaged_into_a_year_between() -> None:
    assert "1974" not in find_dates("between 1973 and 1975")


def test_only_date_refuses_to_choose() -> None:
    assert only_date("2 March 2021") == "2021-03-02"
    assert only_date("1954 or 1955") == ""


@given(st.text(max_size=60))
def test_whatever_is_found_is_a_date_prefix(text: str) -> None:
    for value in find_dates(text):
        assert check_prefix(value) == value


@given(
    st.dates(min_value=date(1800, 1, 1)), st.sampled_from(["%d %b %Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y"])
)
def test_a_whole_date_comes_back_the_same(day: date, form: str) -> None:
    assert find_dates(day.strftime(form)) == (day.isoformat(),)
