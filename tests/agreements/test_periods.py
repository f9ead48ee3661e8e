"""When an agreement is in force, to the second, in its own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.agreements.worlds import agreement_of, asked, label, register_of, signed

from headwater.agreements.periods import NEVER_ENDS, begins_at, ends_at, first_instant, instant
from headwater.errors import BadInput

SECOND = timedelta(seconds=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def opens(begins: str, ends: str, zone: str, at: datetime) -> bool:
    """Whether a signed agreement of these days lets a suspect's name pass at a moment."""
    days = {"from": begins, "until": ends} if ends else {"from": begins}
    agreement = agreement_of(in_force=days, time_zone=zone)
    return register_of(signed(agreement)).decide(asked(at=at), [label()]) == [True]


def edges(begins: str, ends: str, zone: str) -> tuple[datetime, datetime]:
    """The first moment it opens and the first it is closed again, each checked a second before and at."""
    agreement = agreement_of(in_force={"from": begins, "until": ends}, time_zone=zone)
    first, last = begins_at(agreement), ends_at(agreement)
    assert not opens(begins, ends, zone, first - SECOND)
    assert opens(begins, ends, zone, first)
    assert opens(begins, ends, zone, last - SECOND)
    assert not opens(begins, ends, zone, last)
    return first, last


def test_in_utc_from_midnight_to_midnight():
    assert edges("2026-01-01", "2026-12-31", "UTC") == (utc("2026-01-01T00:00"), utc("2027-01-01T00:00"))


def test_one_day():
    assert edges("2026-06-01", "2026-06-01", "UTC") == (utc("2026-06-01T00:00"), utc("2026-06-02T00:00"))


def test_london_on_the_day_summer_time_begins_is_23_hours_long():
    first, last = edges("2026-03-29", "2026-03-29", "Europe/London")
    assert (first, last) == (utc("2026-03-29T00:00"), utc("2026-03-29T23:00"))


def test_london_on_the_day_summer_time_ends_is_25_hours_long():
    first, last = edges("2026-10-25", "2026-10-25", "Europe/London")
    assert (first, last) == (utc("2026-10-24T23:00"), utc("2026-10-26T00:00"))


def test_london_in_summer_begins_an_hour_before_utc():
    assert edges("2026-07-01", "2026-07-31", "Europe/London") == (utc("2026-06-30T23:00"), utc("2026-07-31T23:00"))


def test_belgrade_ends_when_its_clocks_show_midnight():
    assert edges("2026-01-01", "2026-06-30", "Europe/Belgrade")[1] == utc("2026-06-30T22:00")


def test_cairo_on_a_day_that_has_no_midnight_begins_at_the_change():
    """Egypt's clocks went from 00:00 to 01:00 on 28 April 2023 (tzdata, africa)."""
    first, last = edges("2023-04-28", "2023-04-28", "Africa/Cairo")
    assert first == utc("2023-04-27T22:00")
    assert first.astimezone(ZoneInfo("Africa/Cairo")).hour == 1
    assert last == utc("2023-04-28T21:00")


def test_cairo_ends_before_a_day_that_has_no_midnight():
    assert edges("2023-04-01", "2023-04-27", "Africa/Cairo")[1] == utc("2023-04-27T22:00")


def test_sao_paulo_on_a_day_that_has_no_midnight_begins_at_the_change():
    """Brazil's clocks went from 00:00 to 01:00 on 4 November 2018 (tzdata, southamerica)."""
    assert edges("2018-11-04", "2018-11-04", "America/Sao_Paulo")[0] == utc("2018-11-04T03:00")


def test_sao_paulo_on_the_day_before_clocks_go_back_over_midnight_lasts_25_hours():
    """They went back from 00:00 to 23:00 at the end of 17 February 2018."""
    first, last = edges("2018-02-17", "2018-02-17", "America/Sao_Paulo")
    assert last - first == timedelta(hours=25)
    assert last == utc("2018-02-18T03:00")


def test_havana_where_midnight_comes_twice_begins_the_first_time():
    """Cuba's clocks go back from 01:00 to 00:00 on 1 November 2026 (tzdata, northamerica)."""
    first, last = edges("2026-11-01", "2026-11-01", "America/Havana")
    assert (first, last) == (utc("2026-11-01T04:00"), utc("2026-11-02T05:00"))


def test_apia_on_a_day_that_was_left_out_is_never_in_force():
    """Samoa had no 30 December 2011; an agreement of that day lets none of its examples pass, and does not load."""
    assert first_instant(date(2011, 12, 30), "Pacific/Apia") == first_instant(date(2011, 12, 31), "Pacific/Apia")
    with pytest.raises(BadInput, match="A suspect's name goes"):
        agreement_of(in_force={"from": "2011-12-30", "until": "2011-12-30"}, time_zone="Pacific/Apia")


def test_a_leap_day_is_a_day():
    assert edges("2028-02-29", "2028-02-29", "UTC") == (utc("2028-02-29T00:00"), utc("2028-03-01T00:00"))


def test_29_february_of_no_leap_year_is_refused():
    with pytest.raises(BadInput, match="no day of the calendar"):
        agreement_of(in_force={"from": "2027-02-29"})


def test_without_until_it_does_not_end():
    agreement = agreement_of(in_force={"from": "2026-01-01"})
    assert ends_at(agreement) == NEVER_ENDS
    assert opens("2026-01-01", "", "UTC", utc("2999-01-01T00:00"))


def test_from_after_until_is_refused():
    with pytest.raises(BadInput, match="ends before it begins"):
        agreement_of(in_force={"from": "2026-02-01", "until": "2026-01-31"})


def test_the_moment_counts_and_not_the_zone_it_is_told_in():
    at = utc("2026-12-31T23:30").astimezone(ZoneInfo("Europe/Belgrade"))
    assert at.day == 1
    assert opens("2026-01-01", "2026-12-31", "UTC", at)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(BadInput, match="without a time zone"):
        instant(datetime(2026, 1, 1))  # noqa: DTZ001 - that it has none is the point


ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Belgrade",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Kathmandu",
)


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.sampled_from(ZONES))
def test_a_day_begins_at_the_first_moment_that_shows_it(day, zone):
    first = first_instant(day, zone)
    assert first.astimezone(ZoneInfo(zone)).date() == day
    assert (first - SECOND).astimezone(ZoneInfo(zone)).date() < day


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.sampled_from(ZONES))
def test_days_follow_each_other_without_gap_or_overlap(day, zone):
    length = first_instant(day + timedelta(days=1), zone) - first_instant(day, zone)
    assert timedelta(hours=23) <= length <= timedelta(hours=25)
