"""What decides over a report's rows besides the report itself: retention, extensions of a day, restrictions.

Dates and restrictions are no part of what a row is found by when it is taken out again (`index.take_out`), so that an
interrupted change is simply done once more. `docket` says how rulings are kept, `ruling` how they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import msgspec

from headwater.model import Dates, Report, Retention, SubjectCategory
from headwater.store.tables import DUE_KINDS, NEVER

ERASE, REVIEW = DUE_KINDS
DAYS_AT_MOST = 50_000

Category = SubjectCategory | None


class Restriction(msgspec.Struct, frozen=True):
    """What is kept and not used: a whole report, or some of its assertions.

    Attributes:
        assertion_ids: Empty for the whole report.
        ground: `contested` or `evidence` (Directive (EU) 2016/680, Art. 16(3)).
        at: Aware UTC datetime, ISO 8601; `lifted_at` is "" while it stands.
    """

    id: str
    report_id: str
    assertion_ids: tuple[str, ...]
    ground: str
    reason: str
    by: str
    at: str
    lifted_at: str = ""
    lifted_by: str = ""


class Extension(msgspec.Struct, frozen=True):
    """A day of erasure or of review that was put off: of a report, the last one given counts.

    `kind` is `erase` or `review`, `until` the day as YYYYMMDD.
    """

    id: str
    report_id: str
    kind: str
    until: int
    reason: str
    by: str
    at: str


class Days(dict[Category, tuple[int, int]]):
    """By category: the days of erasure and of review as YYYYMMDD, worked out when first asked for."""

    def __init__(self, work_out: Callable[[Category], tuple[int, int]]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, category: Category) -> tuple[int, int]:
        found = self[category] = self._work_out(category)
        return found


@dataclass(frozen=True, eq=False)
class Rulings:
    """All rulings at one moment.

    Attributes:
        retention: The rules in force.
        restrictions: Those that stand, by report.
        extensions: The days put off, by report and kind.
        stamp: Another one for other rulings.
        busy: One of them is being carried through: rows of any report may be written meanwhile.
    """

    retention: Retention = field(default_factory=Retention)
    restrictions: Mapping[str, tuple[Restriction, ...]] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    stamp: str = ""
    busy: bool = False

    @cached_property
    def _known(self) -> dict[tuple[object, ...], Days]:
        return {}

    def days(self, report: Report) -> Days:
        """The days of what a report says, by category; worked out once for reports that share what they depend on."""
        key: tuple[str | bool, ...] = (report.erase_by, report.review_by)
        if self.retention.rules:
            since = (report.reported_at[:10], report.received_at[:10])
            key = (*key, *since, report.agency, report.agreement, report.published)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= DAYS_AT_MOST:
                self._known.clear()
            known = self._known[key] = Days(self._worked_out(report))
        return self._extended(report.id, known) if self.extensions else known

    def dates(self, report: Report, category: Category) -> Dates:
        """The days of a category of a report with the clauses that set them, extensions left out."""
        return self.retention.dates(report, category, date.fromisoformat(report.received_at[:10]))

    def _worked_out(self, report: Report) -> Callable[[Category], tuple[int, int]]:
        def days_of(category: Category) -> tuple[int, int]:
            dates = self.dates(report, category)
            return day_number(dates.erase_by), day_number(dates.review_by)

        return days_of

    def _extended(self, report_id: str, days: Days) -> Days:
        erase, review = (self.extensions.get((report_id, kind), 0) for kind in (ERASE, REVIEW))
        if not erase and not review:
            return days
        return Days(lambda category: (max(days[category][0], erase), max(days[category][1], review)))

    def shut(self, report: Report) -> frozenset[str]:
        """The ids of the assertions of a report that are restricted."""
        found = self.restrictions.get(report.id, ())
        if any(not one.assertion_ids for one in found):
            return frozenset(said.id for said in report.assertions)
        return frozenset(id_ for one in found for id_ in one.assertion_ids)

    @property
    def whole(self) -> list[str]:
        """The ids of the reports that are restricted as a whole."""
        return [id_ for id_, found in self.restrictions.items() if any(not one.assertion_ids for one in found)]


NO_RULINGS = Rulings()
"""Rules nothing: every row that a report has can be worked out by it."""


def day_number(iso: str) -> int:
    """`2029-09-03` as 20290903; "" as `NEVER`."""
    return int(iso.replace("-", "")[:8]) if iso else NEVER
