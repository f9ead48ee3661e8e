"""Import runs and refused entries in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headwater.desk.views import ImportView, RefusalView
from headwater.desk.words import list_words

if TYPE_CHECKING:
    from headwater.store import ImportInfo, RefusalRecord

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
