"""What is due for erasure or review, and which clause sets the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from headwater.desk.retention_views import DueView, QueueOfDatesView
from headwater.desk.words import list_words
from headwater.errors import BadInput
from headwater.model import Classification, Report, SubjectCategory
from headwater.model.retention import Dates, Retention, RetentionRule

if TYPE_CHECKING:
    from headwater.store import Extension, Store

AHEAD_DAYS = 30
KINDS = ("erase", "review")
STATES = ("", "overdue", "extended")
OWN_DATE = "The report's own date"


@dataclass(frozen=True)
class Asked:
    """What of the queue is asked for: a state, and a page."""

    state: str
    offset: int
    limit: int


def checked_state(state: str) -> str:
    """Return a state of the queue, "" for all that is due.

    Raises:
        BadInput: There is none of that name.
    """
    if state not in STATES:
        raise BadInput(f"{state[:40]!r} is no such state.", where="state", remedy="Use overdue or extended.")
    return state


def checked_kind(kind: str) -> str:
    """Return what is due: `erase` or `review`.

    Raises:
        BadInput: It is neither.
    """
    if kind not in KINDS:
        raise BadInput(f"{kind[:40]!r} cannot be extended.", where="kind", remedy="Use erase or review.")
    return kind


def number_of(day: date) -> int:
    """A day as the store counts it, YYYYMMDD."""
    return int(day.strftime("%Y%m%d"))


def day_of(number: int) -> date:
    """The day of such a number."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def received_on(report: Report) -> date:
    """The day, in UTC, on which a report was received."""
    return datetime.fromisoformat(report.received_at).astimezone(UTC).date()


def dates_of(report: Report, category: SubjectCategory | None, retention: Retention) -> Dates:
    """The days of what a report says of a category."""
    return retention.dates(report, category, received_on(report))


def rule_words(rule: RetentionRule | None) -> str:
    """A clause that sets a day, in words.

    `GB-AL 1, 8.1: Suspects are kept for three years.`
    """
    return f"{rule.document}, {rule.clause}: {rule.sentence}" if rule else OWN_DATE


def first_date(report: Report, kind: str, retention: Retention) -> tuple[str, RetentionRule | None]:
    """The earliest day of erasure or review that a report has by itself and by the rules, "" for none; and its rule."""
    found = [dates_of(report, category, retention) for category in {said.category for said in report.assertions}]
    days = [(one.erase_by, one.rule) if kind == "erase" else (one.review_by, one.review_rule) for one in found]
    return min(((day, rule) for day, rule in days if day), key=lambda one: one[0], default=("", None))


# -- the queue


def queue_view(
    store: Store, today: date, asked: Asked, *, last_run: str, problem: str, values: bool
) -> QueueOfDatesView:
    """A page of the queue with the exact number of each state.

    Args:
        store: The node's store.
        today: The day, in UTC.
        asked: State and page.
        last_run: When the retention run last came to its end here, ISO.
        problem: Why it did not since, "" if it did.
        values: Whether agency and reference are shown; the operator sees ids and numbers.
    """
    extended = {(one.report_id, one.kind): one for one in store.extensions()}
    standing = [one for one in extended.values() if one.until >= number_of(today)]
    _, ahead = store.due(number_of(today + timedelta(days=AHEAD_DAYS)), limit=1)
    _, overdue = store.due(number_of(today - timedelta(days=1)), limit=1)
    page, total = _page(store, today, asked, standing)
    lines = [_line(one, extended.get((one.report.id, one.kind)), today) for one in page]
    return QueueOfDatesView(
        lines=tuple(lines if values else map(without_values, lines)),
        total=total,
        offset=asked.offset,
        limit=asked.limit,
        due=ahead - overdue,
        overdue=overdue,
        extended=len(standing),
        last_run=last_run,
        days=AHEAD_DAYS,
        problem=problem,
        marking=marking_of_reports([one.report for one in page] if values else []),
    )


@dataclass(frozen=True)
class Coming:
    """What of one report comes due on one day, and the clause that set it."""

    report: Report
    kind: str
    day: date
    lines: int
    rule: RetentionRule | None


def _page(store: Store, today: date, asked: Asked, standing: Sequence[Extension]) -> tuple[list[Coming], int]:
    if asked.state == "extended":
        return _extended(store, asked, standing)
    until = today - timedelta(days=1) if asked.state == "overdue" else today + timedelta(days=AHEAD_DAYS)
    found, total = store.due(number_of(until), offset=asked.offset, limit=asked.limit)
    return [Coming(one.report, one.kind, day_of(one.day), one.lines, one.rule) for one in found], total


def _extended(store: Store, asked: Asked, standing: Sequence[Extension]) -> tuple[list[Coming], int]:
    ordered = sorted(standing, key=lambda one: (one.until, one.report_id, one.kind))
    page = ordered[asked.offset : asked.offset + asked.limit]
    opened, retention = store.opened([one.report_id for one in page]), store.retention()
    return [
        Coming(
            report=opened[one.report_id].report,
            kind=one.kind,
            day=day_of(one.until),
            lines=len(opened[one.report_id].report.assertions),
            rule=first_date(opened[one.report_id].report, one.kind, retention)[1],
        )
        for one in page
        if one.report_id in opened
    ], len(ordered)


def _line(coming: Coming, extension: Extension | None, today: date) -> DueView:
    report, day = coming.report, coming.day
    return DueView(
        report_id=report.id,
        agency=report.agency,
        reference=report.reference,
        list_words=list_words(report.list_id),
        kind=coming.kind,
        state="overdue" if day < today else "extended" if extension else "due",
        day=day.isoformat(),
        days=(day - today).days,
        lines=coming.lines,
        why=rule_words(coming.rule),
        extended_until=day_of(extension.until).isoformat() if extension else "",
        extended_reason=extension.reason if extension else "",
        synthetic=report.synthetic,
    )


def without_values(line: DueView) -> DueView:
    """A line as the node's operator sees it: which report, what is due and when."""
    return replace(line, agency="", reference="", list_words="", extended_reason="", synthetic=False)


def marking_of_reports(reports: Iterable[Report]) -> str:
    """The highest classification among reports, as it is printed."""
    return max((report.classification for report in reports), default=Classification.OFFICIAL).mark


# -- extending


def checked_until(until: str, today: date, now_due: date) -> int:
    """Return the day to which something is extended.

    Raises:
        BadInput: It is no day, not to come, or not later than the clause's own.
    """
    try:
        day = date.fromisoformat(until.strip())
    except ValueError:
        raise BadInput(f"{until[:40]!r} is no day.", where="until", remedy="Write YYYY-MM-DD.") from None
    if day <= today or day <= now_due:
        later = max(today, now_due).isoformat()
        raise BadInput("The new day is not later.", where="until", remedy=f"Choose a day after {later}.")
    return number_of(day)
