"""Dates as sources give them: whole or partial, and in words.

A value of a date property is an ISO 8601 prefix: `1984`, `1984-03` or `1984-03-14`. What the source wrote besides
("approximately", "between") stays in `original_value`.
"""

from __future__ import annotations

import re
from datetime import date

from headwater.errors import BadInput

_PREFIX = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
MONTHS = (
    "January February March April May June July August September October November December".split()
)


def check_prefix(value: str) -> str:
    """Return an ISO date prefix unchanged.

    Raises:
        BadInput: It is no date of the calendar, or not in the form `YYYY[-MM[-DD]]`.
    """
    match = _PREFIX.match(value)
    if match:
        year, month, day = match.groups()
        try:
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            match = None
    if not match:
        raise BadInput(f"{value!r} is no date.", where="date", remedy="Write YYYY, YYYY-MM or YYYY-MM-DD.")
    return value


def in_words(value: str) -> str:
    """`1984-03-14` as `14 March 1984`, `1984-03` as `March 1984`; anything else unchanged."""
    match = _PREFIX.match(value)
    if not match:
        return value
    year, month, day = match.groups()
    if not month:
        return year
    words = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {words}" if day else words


def latest_day(value: str) -> date | None:
    """The last day a date prefix can mean, or None if it is no date."""
    match = _PREFIX.match(value)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            return date(year, month, day)
        if month == 12 or not month:
            return date(year, 12, 31)
        return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
    except ValueError:
        return None


def adult_on(birth_date: str) -> date | None:
    """The day by which a person born on a (partial) date is surely eighteen, or None if it is no date."""
    last = latest_day(birth_date)
    if last is None or last.year + 18 > 9999:
        return None
    try:
        return last.replace(year=last.year + 18)
    except ValueError:  # 29 February
        return date(last.year + 18, 3, 1)
