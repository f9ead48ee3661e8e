"""A person's request as the officer sees it, from what is kept, what is held and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from headwater.desk.drafting import button_words
from headwater.desk.requests import DECISIONS, DUE_BY, SubjectRequest, due_on
from headwater.desk.retention import marking_of_reports
from headwater.desk.retention_views import (
    FoundView,
    HeldValueView,
    LookedView,
    ReceivedView,
    RequestLineView,
    RequestView,
)
from headwater.desk.subject import Subject


def line_view(request_id: str, request: SubjectRequest, today: date) -> RequestLineView:
    """A request in the list of requests."""
    due = due_on(request.asked_on)
    return RequestLineView(
        id=request_id,
        reference=request.reference,
        name=request.name,
        asked_on=request.asked_on,
        due=due.isoformat(),
        days_left=(due - today).days if request.state == "open" else 0,
        state=request.state,
    )


def request_view(  # noqa: PLR0913 (what a page shows, each by its name)
    request_id: str,
    request: SubjectRequest,
    today: date,
    *,
    values: tuple[HeldValueView, ...],
    subject: Subject,
    received: tuple[ReceivedView, ...],
    looked: tuple[LookedView, ...],
    drafted: str,
    authority: str,
    answered_by: str,
    records: tuple[FoundView, ...],
) -> RequestView:
    """A request with everything that is held on the person."""
    line = line_view(request_id, request, today)
    counts = counts_of(request, values)
    reports = [part.report for part in subject.parts]
    return RequestView(
        id=request_id,
        reference=request.reference,
        name=request.name,
        asked_on=request.asked_on,
        due=line.due,
        days_left=line.days_left,
        words=request.words,
        state=request.state,
        reason=request.reason,
        answer=request.answer,
        drafted=drafted,
        entity_ids=request.entity_ids,
        values=values,
        report_count=len(reports),
        categories=subject.categories(),
        received=received,
        looked=looked,
        counts=counts,
        synthetic=bool(reports) and all(report.synthetic for report in reports),
        marking=marking_of_reports(reports),
        due_by=DUE_BY,
        undecided=sum(not value.decision for value in values),
        button=button_words(counts),
        authority=authority,
        answered_at=request.answered_at,
        answered_by=answered_by,
        records=records,
    )


def counts_of(request: SubjectRequest, values: Sequence[HeldValueView]) -> tuple[tuple[str, int], ...]:
    """How many values each decision has; once it is answered, how many it had then."""
    decided = Counter(value.decision for value in values)
    counts = request.counts if request.state == "answered" else decided
    return tuple((what, counts.get(what, 0)) for what in DECISIONS)
