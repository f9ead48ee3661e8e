"""How long what is held may be held: rules of agreements and of parties' own law, and the days that follow from them.

Directive (EU) 2016/680, Art. 5: a limit for erasure, or for a periodic review of the need to keep. What everybody may
read (`published`) is kept as long as its source publishes it and follows no rule; a report's own dates always count.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

import msgspec

from headwater.errors import BadInput
from headwater.model.category import SubjectCategory

THING = "thing"
"""In `about`: what is said of no person."""

_PERIOD = re.compile(r"P(?=[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?\Z", re.ASCII)


class Origin(Protocol):
    """What it depends on which rules apply: a report, its head, a draft and a label all are one."""

    @property
    def agency(self) -> str:
        """Code of the reporting agency."""

    @property
    def agreement(self) -> str:
        """Id of the agreement it came under, "" where it names none."""

    @property
    def published(self) -> bool:
        """Whether its source published it to everyone."""


class Held(Origin, Protocol):
    """What dates depend on of a report: `ReportHead`, `Report` and `DraftReport` all are one."""

    @property
    def reported_at(self) -> str:
        """ISO date or datetime of the statement, or a part of one, or ""."""

    @property
    def erase_by(self) -> str:
        """The report's own date of erasure, ISO, "" for none."""

    @property
    def review_by(self) -> str:
        """The report's own date of review, ISO, "" for none."""


class RetentionRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """One clause on how long something is kept.

    Attributes:
        document: The file the clause stands in, as a person reads it (`GB-AL 1`, `FRONTEX 1`).
        clause: Its number there.
        sentence: Its words.
        about: Subject categories, and `thing` for what is said of no person; empty for everything.
        keep: ISO 8601 period of years, months, weeks and days after which it is erased; "" for no limit.
        review: The same after which it is reviewed; "" for none.
        agreement: Applies to reports that came under this agreement: those that name it, and those of one of `parties`
            that name none, at a node of another of them.
        party: Applies to reports of this party, and to all that a node of this party holds.
        parties: The parties of `agreement`.
    """

    document: str
    clause: str
    sentence: str
    about: tuple[str, ...] = ()
    keep: str = ""
    review: str = ""
    agreement: str = ""
    party: str = ""
    parties: tuple[str, ...] = ()


class Dates(msgspec.Struct, frozen=True):
    """The days of one category of one report, ISO, "" for none: from `erase_by` on nothing of it is shown.

    `rule` is the clause that set `erase_by`, `review_rule` the one that set `review_by`; None where there is no day, or
    where the report's own date is the earliest.
    """

    erase_by: str = ""
    review_by: str = ""
    rule: RetentionRule | None = None
    review_rule: RetentionRule | None = None


class Retention(msgspec.Struct, frozen=True, omit_defaults=True):
    """All rules of a node.

    Attributes:
        rules: In any order; the earliest day wins.
        agency: Code of the agency whose node it is.
    """

    rules: tuple[RetentionRule, ...] = ()
    agency: str = ""

    def applying(self, head: Origin, category: SubjectCategory | None) -> list[RetentionRule]:
        """The rules that a report is under in what it says of one category."""
        if head.published:
            return []
        about = category.value if category else THING
        return [one for one in self.rules if (not one.about or about in one.about) and self._reaches(one, head)]

    def _reaches(self, rule: RetentionRule, head: Origin) -> bool:
        if rule.party and rule.party not in (self.agency, head.agency):
            return False
        if not rule.agreement or rule.agreement == head.agreement:
            return bool(rule.agreement or rule.party)
        passed_on = head.agency != self.agency and {head.agency, self.agency} <= set(rule.parties)
        return passed_on and not head.agreement

    def dates(self, head: Held, category: SubjectCategory | None, received_on: date) -> Dates:
        """The days of what a report says of one category, the earliest of its own and those of the rules.

        Args:
            head: The report, or its head.
            category: Category of the person; None for things.
            received_on: The day it came; counted from where the report gives no whole date of its own, or a later one.
        """
        start = counted_from(head.reported_at, received_on)
        rules = self.applying(head, category)
        erase = _earliest(head.erase_by, ((after(start, one.keep), one) for one in rules if one.keep))
        review = _earliest(head.review_by, ((after(start, one.review), one) for one in rules if one.review))
        return Dates(erase[0], review[0], erase[1], review[1])


def counted_from(reported_at: str, received_on: date) -> date:
    """The day from which periods run: when it was said, if that is a whole date, and never later than it was received.

    >>> counted_from("2026-03", date(2026, 4, 1)), counted_from("2026-03-02T10:00:00+00:00", date(2026, 4, 1))
    (datetime.date(2026, 4, 1), datetime.date(2026, 3, 2))
    """
    try:
        return min(date.fromisoformat(reported_at[:10]), received_on) if len(reported_at) >= 10 else received_on
    except ValueError:
        return received_on


def after(start: date, period: str) -> str:
    """The ISO day that is a period after another; "" beyond the year 9999.

    Where a month has no such day its last one counts: the earlier, since it is a limit.

    >>> after(date(2024, 2, 29), "P1Y"), after(date(2026, 1, 31), "P1M"), after(date(2026, 1, 1), "P1Y2W3D")
    ('2025-02-28', '2026-02-28', '2027-01-18')

    Raises:
        BadInput: It is no period of years, months, weeks and days.
    """
    years, months, weeks, days = parts_of(period)
    ahead = start.year * 12 + start.month - 1 + years * 12 + months
    year, month = ahead // 12, ahead % 12 + 1
    if year > date.max.year:
        return ""
    try:
        moved = date(year, month, min(start.day, monthrange(year, month)[1]))
        return (moved + timedelta(weeks=weeks, days=days)).isoformat()
    except OverflowError:
        return ""


def parts_of(period: str) -> tuple[int, int, int, int]:
    """Years, months, weeks and days of an ISO 8601 period.

    >>> parts_of("P3Y"), parts_of("P90D")
    ((3, 0, 0, 0), (0, 0, 0, 90))

    Raises:
        BadInput: It is none.
    """
    match = _PERIOD.match(period)
    if not match:
        raise BadInput(f"{period!r} is no period.", where="period", remedy="Write P3Y, P18M, P6W or P90D.")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return years, months, weeks, days


def _earliest(own: str, ruled: Iterable[tuple[str, RetentionRule]]) -> tuple[str, RetentionRule | None]:
    """The earliest day and the rule that set it; the report's own day before a rule's that is the same."""
    days: list[tuple[str, int, RetentionRule | None]] = [(own[:10], -1, None)] if own else []
    days += [(day, place, rule) for place, (day, rule) in enumerate(ruled) if day]
    if not days:
        return "", None
    day, _, rule = min(days, key=lambda one: one[:2])
    return day, rule
