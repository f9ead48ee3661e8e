"""Restrictions in words: what is kept and not used, on which ground, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from headwater.desk.requests import GROUNDS
from headwater.desk.retention import day_of, marking_of_reports
from headwater.desk.retention_views import RestrictionView
from headwater.errors import BadInput
from headwater.i18n import mark
from headwater.store.tables import NEVER

if TYPE_CHECKING:
    from headwater.store import Opened, Restriction

GROUND_WORDS = {
    "contested": mark("Its accuracy is contested"),
    "evidence": mark("It may be needed as evidence"),
}
"""Directive (EU) 2016/680, Art. 16(3); Data Protection Act 2018, s.46(4), s.47(2) and (3)."""


def checked_ground(ground: str) -> str:
    """Return a ground of restriction.

    Raises:
        BadInput: There is none of that name.
    """
    if ground not in GROUNDS:
        raise BadInput(f"{ground[:40]!r} is no ground.", where="ground", remedy=f"Use one of: {', '.join(GROUNDS)}.")
    return ground


def restriction_view(restriction: Restriction, opened: Opened | None, names: Mapping[str, str]) -> RestrictionView:
    """A restriction as the officer sees it; `opened` is its report, None if that was erased."""
    report = opened.report if opened else None
    whole = len(report.assertions) if report else 0
    return RestrictionView(
        id=restriction.id,
        report_id=restriction.report_id,
        agency=report.agency if report else "",
        reference=report.reference if report else "",
        lines=len(restriction.assertion_ids) or whole,
        ground=restriction.ground,
        ground_words=GROUND_WORDS.get(restriction.ground, restriction.ground),
        reason=restriction.reason,
        by_name=names.get(restriction.by, restriction.by),
        since=restriction.at,
        lifted_at=restriction.lifted_at,
        synthetic=report.synthetic if report else False,
        marking=marking_of_reports([report] if report else []),
        erase_by=_kept_past(restriction, opened),
    )


def _kept_past(restriction: Restriction, opened: Opened | None) -> str:
    """The ISO day on which the first of the restricted values would have been erased, "" for none."""
    if opened is None:
        return ""
    ids = restriction.assertion_ids or tuple(opened.days)
    first = min((opened.days[id_][0] for id_ in ids if id_ in opened.days), default=NEVER)
    return day_of(first).isoformat() if first < NEVER else ""
