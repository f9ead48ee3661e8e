"""Exports: a file that leaves the node, written into the audit as a disclosure before its first byte goes out."""

from __future__ import annotations

import re
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import StreamingResponse

from headwater.desk import Export
from headwater.web.api.answers import Form, errors
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(tags=["exports"])
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_FILE: dict[str, Any] = {
    "description": "The file: one FollowTheMoney entity a line, or a table",
    "content": {"application/x-ndjson": {}, "application/json+ftm": {}, "text/csv": {}},
}


class ExportForm(Form):
    """Which entities, by their ids or by a search, and in which form."""

    format: Literal["ftm", "csv"]
    entity_ids: list[str] = Field(default=[], max_length=10_000)
    query: str = Field("", max_length=200)


def file_answer(export: Export) -> StreamingResponse:
    """The export as a file to keep."""
    name = _UNSAFE.sub("_", export.file_name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Headwater-Count": str(export.count)}
    return StreamingResponse(export.chunks, media_type=export.media_type, headers=headers)


@router.post("/exports", responses={200: _FILE, **errors(401, 403, 404)}, response_class=StreamingResponse)
def export(form: ExportForm, actor: TheActor, desk: TheDesk) -> StreamingResponse:
    """Hand entities over as a file: handling on every record, the exporter named inside."""
    return file_answer(desk.export(actor, form.format, entity_ids=form.entity_ids, query=form.query))
