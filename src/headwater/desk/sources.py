"""A report as it stands by a value: who says it, when, how it is graded, and whether it still stands on its list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from headwater.desk.source_views import CategoryView, GradingView, SourceView
from headwater.desk.words import is_public_list, joined, list_words
from headwater.model import Basis, Classification, Grading, SubjectCategory

if TYPE_CHECKING:
    from headwater.desk.reading import Reading
    from headwater.store import ReportInfo, Row

CATEGORY_WORDS = {
    SubjectCategory.SUSPECT: "Suspect",
    SubjectCategory.CONVICTED: "Convicted",
    SubjectCategory.VICTIM: "Victim",
    SubjectCategory.WITNESS: "Witness",
    SubjectCategory.CONTACT: "Contact or associate",
}


def grading_view(grading: Grading, information: str = "") -> GradingView:
    """A grading in words; `information` is a statement's own grade where it differs from its report's."""
    own = Grading(grading.scheme, grading.source, information) if information else grading
    return GradingView(own.scheme.value, own.sign, own.source, own.information, own.source_words, own.information_words)


def listed(info: ReportInfo, row: Row | None = None) -> bool:
    """Whether the report is an entry of a public list."""
    return is_public_list(info.head.list_id) or (row is not None and row.category is SubjectCategory.LISTED)


def said_on(info: ReportInfo) -> str:
    """The date a report is known by: of the statement, else of the edition, else of its arrival."""
    return info.head.reported_at or info.seen_edition_date or info.head.edition_date or info.head.received_at


def source_view(row: Row, info: ReportInfo) -> SourceView:
    """The report as it stands by this row."""
    head = info.head
    return SourceView(
        report_id=head.id,
        assertion_id=row.id,
        agency=head.agency,
        reference=head.reference,
        list_id=head.list_id,
        list_words=list_words(head.list_id),
        reported_at=head.reported_at,
        received_at=head.received_at,
        edition=info.seen_edition or head.edition,
        edition_date=info.seen_edition_date or head.edition_date,
        listed=listed(info, row),
        ended_on=info.ended_on,
        grading=grading_view(head.grading, row.information_grade),
        basis=row.basis,
        original_value=row.original_value,
        synthetic=head.synthetic,
        press=head.press,
    )


def source_views(reading: Reading, rows: Iterable[Row]) -> tuple[SourceView, ...]:
    """The reports behind these rows, one each, newest first, then by agency, then by their random ids."""
    best: dict[str, Row] = {}
    for row in rows:
        other = best.get(row.report_id)
        # A report that states a thing twice stands by it with the firmer of its words.
        if other is None or (row.basis is Basis.FACT, other.id) > (other.basis is Basis.FACT, row.id):
            best[row.report_id] = row
    infos = [(row, reading.report(row.report_id)) for row in best.values()]
    infos.sort(key=lambda pair: (pair[1].head.agency, pair[1].head.id))
    infos.sort(key=lambda pair: said_on(pair[1])[:10], reverse=True)
    return tuple(source_view(row, info) for row, info in infos)


def basis_of(rows: Iterable[Row]) -> Basis:
    """Fact if one row states it as fact, else assessment."""
    return Basis.FACT if any(row.basis is Basis.FACT for row in rows) else Basis.ASSESSMENT


def categories(reading: Reading, rows: Sequence[Row]) -> tuple[CategoryView, ...]:
    """Why the person stands in the picture, by category and case: `Suspect in case SYN-014`, `Designated by EU, UN`."""
    agencies: dict[tuple[SubjectCategory, str], set[str]] = {}
    for row in rows:
        if row.category is not None:
            head = reading.report(row.report_id).head
            case = "" if row.category is SubjectCategory.LISTED else head.case
            agencies.setdefault((row.category, case), set()).add(head.agency)
    order = list(SubjectCategory)
    return tuple(
        CategoryView(category.value, _category_words(category, case, sorted(by)), tuple(sorted(by)), case)
        for (category, case), by in sorted(agencies.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    )


def _category_words(category: SubjectCategory, case: str, agencies: list[str]) -> str:
    if category is SubjectCategory.LISTED:
        return f"Designated by {joined(agencies)}"
    return f"{CATEGORY_WORDS[category]} in case {case}" if case else CATEGORY_WORDS[category]


def agencies_of(reading: Reading, rows: Iterable[Row]) -> tuple[str, ...]:
    """Codes of the agencies behind these rows, sorted."""
    return tuple(sorted({reading.report(row.report_id).head.agency for row in rows}))


def last_reported(reading: Reading, rows: Iterable[Row]) -> str:
    """ISO date of the newest report behind these rows."""
    return max((said_on(reading.report(row.report_id))[:10] for row in rows), default="")


def marking_of(rows: Iterable[Row]) -> str:
    """The highest classification among these rows, as it is printed."""
    return max((Classification(row.label.classification) for row in rows), default=Classification.OFFICIAL).mark
