"""When an agreement is in force: from the first instant of a day to the last of another, in its own time zone.

A day begins where the zone's clocks show its first instant: where summer time begins at midnight, 00:00 is not there
and the day begins at 01:00; where clocks go back over midnight, it begins the first time that they show it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from headwater.agreements.terms import Agreement
from headwater.errors import BadInput

NEVER_ENDS = datetime.max.replace(tzinfo=UTC)


def first_instant(day: date, time_zone: str) -> datetime:
    """The UTC instant at which a day begins in a zone.

    With `fold=0`, a local time that is not there is read with the offset before the gap, which is the instant of the
    change itself (PEP 495).
    """
    return datetime.combine(day, time(0), ZoneInfo(time_zone)).astimezone(UTC)


def begins_at(agreement: Agreement) -> datetime:
    """The first instant in force, UTC."""
    return first_instant(date.fromisoformat(agreement.begins), agreement.time_zone)


def ends_at(agreement: Agreement) -> datetime:
    """The first instant after it ended, UTC; `NEVER_ENDS` for an open end."""
    if not agreement.ends:
        return NEVER_ENDS
    return first_instant(date.fromisoformat(agreement.ends) + timedelta(days=1), agreement.time_zone)


def instant(at: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        BadInput: It has no time zone, so that it could be any of a day's moments.
    """
    if at.tzinfo is None:
        raise BadInput("A moment without a time zone decides nothing.", where="at", remedy="Give it in UTC.")
    return at.astimezone(UTC)
