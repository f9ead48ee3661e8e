"""A report as the source panel shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headwater.desk.entities import not_found
from headwater.desk.reading import Reading, is_reference
from headwater.desk.sources import grading_view, marking_of, source_view
from headwater.desk.views import ReportView
from headwater.desk.words import list_words, property_words, value_words
from headwater.model.handling import HANDLING_WORDS

if TYPE_CHECKING:
    from headwater.store import Row


def report_view(reading: Reading, report_id: str, assertion_id: str) -> ReportView:
    """A report with the assertions the reader may see; `assertion_id` chooses the one it was opened from.

    The narrative stands in it only if the reader may see every assertion of the report: free text cannot be cut to
    what a reader may see.

    Raises:
        NotFound: It is not there, or nothing of it is for this reader.
    """
    rows = reading.store.report_rows(reading.view, report_id)
    if not rows:
        raise not_found("report")
    reading.load_reports((report_id,))
    reading.load(id_ for row in rows for id_ in ((row.entity_id, row.value) if is_reference(row) else (row.entity_id,)))
    chosen = next((row for row in rows if row.id == assertion_id), rows[0])
    info = reading.report(report_id)
    head, source = info.head, source_view(chosen, info)
    return ReportView(
        source=source,
        agency=head.agency,
        list_words=list_words(head.list_id),
        reference=head.reference,
        grading=grading_view(head.grading),
        handling=tuple((code, HANDLING_WORDS[code]) for code in head.handling.codes),
        conditions=head.handling.conditions,
        marking=marking_of(rows),
        purpose=head.purpose,
        legal_basis=head.legal_basis,
        case=head.case,
        reported_at=head.reported_at,
        received_at=head.received_at,
        edition=source.edition,
        edition_date=source.edition_date,
        ended_on=info.ended_on,
        review_by=head.review_by,
        erase_by=head.erase_by,
        narrative=head.narrative if reading.sees_whole(report_id, len(rows)) else "",
        synthetic=head.synthetic,
        press=head.press,
        lines=_lines(reading, rows),
    )


def _lines(reading: Reading, rows: list[Row]) -> tuple[tuple[str, str, str], ...]:
    shown = [row for row in rows if not is_reference(row) or reading.there(row.value)]
    shown.sort(key=lambda row: (reading.caption(row.entity_id).text, row.entity_id, row.prop, row.value, row.id))
    lines = [
        (reading.caption(row.entity_id).text, property_words(row.schema, row.prop), _value(reading, row))
        for row in shown
    ]
    return tuple(dict.fromkeys(lines))


def _value(reading: Reading, row: Row) -> str:
    if is_reference(row):
        return reading.caption(row.value).text
    return value_words(row.schema, row.prop, row.value)
