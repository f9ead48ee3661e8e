"""The audit: who did what, for which purpose, and whether the log is whole. For data protection only."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import Actor, Desk
from headwater.desk.views import VerificationView
from headwater.i18n import mark
from headwater.web.addresses import query
from headwater.web.frame import NO_VALUES, WATCHING, frame_of
from headwater.web.identity import TheActor, TheDesk
from headwater.web.rendering import page

router = APIRouter()
PAGE = 50
OPERATIONS = (
    ("collection", mark("Collection")),
    ("alteration", mark("Alteration")),
    ("consultation", mark("Consultation")),
    ("disclosure", mark("Disclosure")),
    ("combination", mark("Combination")),
    ("erasure", mark("Erasure")),
    ("administration", mark("Administration")),
)
Filter = Annotated[str, Query(max_length=100)]


@router.get("/audit")
def entries(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    operation: Filter = "",
    by: Filter = "",
    record: Filter = "",
    since: Filter = "",
    until: Filter = "",
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Response:
    """A page of the log; `record` asks who saw one record."""
    filters = SimpleNamespace(operation=operation, by=by.strip(), record=record.strip(), since=since, until=until)
    return _page(request, actor, desk, filters, offset, None)


@router.post("/audit/verify")
def verify(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """Read the whole log and say whether it is as it was written."""
    checked = desk.verify_audit(actor)
    nothing = SimpleNamespace(operation="", by="", record="", since="", until="")
    return _page(request, actor, desk, nothing, 0, checked)


def _page(
    request: Request,
    actor: Actor,
    desk: Desk,
    filters: SimpleNamespace,
    offset: int,
    checked: VerificationView | None,
) -> Response:
    given = vars(filters)
    view = desk.audit_page(actor, **given, offset=offset, limit=PAGE)
    return page(
        "audit.html",
        replace(frame_of(request, actor), logged=WATCHING, foot=NO_VALUES),
        page=view,
        filters=filters,
        operations=OPERATIONS,
        checked=checked,
        seers=sorted({entry.by for entry in view.entries if entry.by}),
        before=query(given.items()),
    )
