"""Import runs and refused entries in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from headwater.desk.reading import Reading
from headwater.desk.views import ChangeView, ImportView, RefusalView
from headwater.desk.words import list_words

if TYPE_CHECKING:
    from headwater.store import Change, ImportInfo, RefusalRecord

_STATES = {"failing": "failed", "undoing": "undone"}


def import_view(info: ImportInfo, names: dict[str, str], fraction: float) -> ImportView:
    """An import run; `names` are account names by id, `fraction` how far it is while it runs."""
    body = info.body
    return ImportView(
        id=info.id,
        state=_STATES.get(info.state, info.state),
        format=body.format,
        file_name=body.file_name,
        agency=body.agency,
        list_id=body.list_id,
        list_words=list_words(body.list_id),
        edition=body.edition,
        edition_date=body.edition_date,
        full=body.full,
        by=names.get(body.by, body.by),
        started_at=body.started_at,
        finished_at=body.finished_at,
        read=body.read,
        made=body.made,
        changed=body.changed,
        unchanged=body.unchanged,
        ended=body.ended,
        refused=body.refused,
        fraction=fraction if info.state == "running" else 1.0,
        error=body.error,
        may_undo=info.state == "done",
    )


def refusal_view(record: RefusalRecord) -> RefusalView:
    """A refused entry with its reason."""
    refusal = record.refusal
    return RefusalView(
        id=record.id,
        entry=refusal.entry,
        line=refusal.line,
        field=refusal.field,
        reason=refusal.reason,
        remedy=refusal.remedy,
        raw=refusal.raw,
        state=record.state,
    )


def with_details(
    reading: Reading, view: ImportView, refusals: Sequence[RefusalRecord], changes: Sequence[Change]
) -> ImportView:
    """A run with its refusals and those of its changes whose entity the reader may see."""
    reading.load(one.entity_id for one in changes)
    named = [
        ChangeView(one.kind, one.reference, reading.caption(one.entity_id).text, one.entity_id, one.report_id)
        for one in changes
        if reading.there(one.entity_id)
    ]
    return replace(view, refusals=tuple(map(refusal_view, refusals)), changes=tuple(named))


def without_text(view: ImportView, refusals: Sequence[RefusalRecord], changes: Sequence[Change]) -> ImportView:
    """A run for the operator, who reads nothing: reasons and references, no text of an entry and no caption."""
    told = [replace(refusal_view(record), raw="") for record in refusals]
    named = [ChangeView(one.kind, one.reference, "", one.entity_id, one.report_id) for one in changes]
    return replace(view, refusals=tuple(told), changes=tuple(named))
