"""Dates as lists write them, into ISO 8601 prefixes.

A list says `26 Feb. 2011`, `2.3.2021` (day before month, as the Union's journal writes), `circa 1970`,
`1929 to 1930`, `between 1.1.1961 and 31.12.1963`. Every date that is written is handed on as one value; a range gives
its two ends and never a middle. What makes them uncertain stays in the words, which the caller keeps beside them.
"""

from __future__ import annotations

import re
from datetime import date

from headwater.model.dates import MONTHS

_MONTH_NUMBER = {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)}
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    "|".join(
        (
            r"(?<![\d./-])(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})(?!\d)",
            r"(?<![\d./-])(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})[./](?P<y2>\d{4})(?!\d)",
            r"(?<![\d./-])(?P<d3>\d{1,2})(?:st|nd|rd|th)?[ -]?" + _MONTH.format("m3") + r",?[ -]?(?P<y3>\d{4})(?!\d)",
            r"(?<![a-z])" + _MONTH.format("m4") + r" (?P<d4>\d{1,2}),? (?P<y4>\d{4})(?!\d)",
            r"(?<![a-z])" + _MONTH.format("m5") + r",?[ -]?(?P<y5>\d{4})(?!\d)",
            r"(?<![\d./-])(?P<y6>\d{4})-(?P<m6>\d{2})(?![\d/.-])",
            r"(?<![\d./])(?P<y7>(?:1[89]|20)\d{2})(?![\d/.]*\d)",
        )
    ),
    re.IGNORECASE,
)
_TWO_MONTHS = re.compile(
    r"(?<!\d )(?<![a-z])"
    + _MONTH.format("a")
    + r" (?:and|or|to|-|\u2013) "
    + _MONTH.format("b")
    + r" (?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_HIJRI = re.compile(r"hijri", re.IGNORECASE)


def find_dates(text: str) -> tuple[str, ...]:
    """The dates written in a text, as ISO prefixes in their order, each once.

    A year alone counts from 1800 to 2099. A date that is none of the calendar (`31.2.1970`) and everything in a text
    that speaks of the Hijri calendar is left out: the caller keeps the words.
    """
    if len(text) > 400 or _HIJRI.search(text):
        return ()
    text = _TWO_MONTHS.sub(r"\g<a> \g<year> and \g<b> \g<year>", text)
    found = (_prefix(match) for match in _DATE.finditer(text))
    return tuple(dict.fromkeys(value for value in found if value))


def _prefix(match: re.Match[str]) -> str:
    parts = {name[0]: value for name, value in match.groupdict().items() if value}
    month = parts.get("m", "")
    number = int(month) if month.isdigit() else _MONTH_NUMBER.get(month[:3].lower(), 0)
    year, day = int(parts["y"]), int(parts.get("d", 0))
    try:
        date(year, number or 1, day or 1)
    except ValueError:
        return ""
    if not number:
        return f"{year:04}" if not month else ""
    return f"{year:04}-{number:02}-{day:02}" if day else f"{year:04}-{number:02}"


def only_date(text: str) -> str:
    """The one date of a text, "" if it has none or several."""
    found = find_dates(text)
    return found[0] if len(found) == 1 else ""
