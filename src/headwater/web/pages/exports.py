"""Export: what will be written, for which purpose, and the file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import Actor, Capability
from headwater.desk.actors import demand, demand_purpose
from headwater.errors import BadInput, HeadwaterError, NotFound
from headwater.web.api.exports import file_answer
from headwater.web.frame import frame_of
from headwater.web.identity import TheActor, TheDesk
from headwater.web.rendering import page

router = APIRouter()
Ids = Annotated[list[str], Query(max_length=1000)]


@router.get("/export")
def export_form(
    request: Request,
    actor: TheActor,
    id: Ids = [],  # noqa: B006 - FastAPI copies it
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The form: which records, in which form, and what the file will hold."""
    demand(actor, Capability.EXPORT)
    demand_purpose(actor)
    return _page(request, actor, id, q, "csv", None)


@router.post("/export")
def export(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    format: Annotated[str, Form()] = "",
    id: Annotated[list[str], Form(max_length=1000)] = [],  # noqa: B006
    q: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """The file; the disclosure is in the log before its first line."""
    try:
        return file_answer(desk.export(actor, format, entity_ids=id, query=q.strip()))
    except (BadInput, NotFound) as error:
        return _page(request, actor, id, q, format, error)


def _page(
    request: Request, actor: Actor, ids: list[str], query: str, format: str, error: HeadwaterError | None
) -> Response:
    return page(
        "export.html",
        frame_of(request, actor),
        status=error.status if error else 200,
        ids=ids,
        query_text=query,
        format=format,
        error=error,
    )
