"""Dates as sources give them: whole or partial, and in words.

A value of a date property is an ISO 8601 prefix: `1984`, `1984-03` or `1984-03-14`. What the source wrote besides
("approximately", "between") stays in `original_value`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from headwater.errors import BadInput

_PREFIX = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
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
    """Say a date as a person reads it; anything else comes back unchanged.

    >>> in_words("1984-03-14"), in_words("1984-03"), in_words("about 1984")
    ('14 March 1984', 'March 1984', 'about 1984')
    """
    match = _PREFIX.match(value)
    if not match or latest_day(value) is None:
        return value
    year, month, day = match.groups()
    if not month:
        return year
    words = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {words}" if day else words


def latest_day(value: str) -> date | None:
    """The last day a date prefix can mean, or None if it is no date.

    >>> latest_day("1984-02")
    datetime.date(1984, 2, 29)
    """
    match = _PREFIX.match(value)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 12), int(day or 1))
    except ValueError:
        return None
    return first if day else first.replace(day=monthrange(first.year, first.month)[1])


def adult_on(birth_date: str) -> date | None:
    """The day by which a person born on a (partial) date is surely eighteen, or None if it is no date."""
    last = latest_day(birth_date)
    if last is None or last.year + 18 > 9999:
        return None
    try:
        return last.replace(year=last.year + 18)
    except ValueError:  # 29 February
        return date(last.year + 18, 3, 1)
