"""The audit: who did what, for which purpose, and whether the log is whole. For data protection only."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Desk
from headwater.desk.views import VerificationView
from headwater.i18n import mark
from headwater.web.addresses import query
from headwater.web.frame import NO_VALUES, WATCHING, ceiling_of, frame_of
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


class Filters(BaseModel):
    """What of the log is shown; empty fields leave everything in. `record` asks who saw one record."""

    operation: str = Field(default="", max_length=30)
    by: str = Field(default="", max_length=64)
    record: str = Field(default="", max_length=100)
    since: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    until: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    offset: int = Field(default=0, ge=0, le=100_000_000)


@router.get("/audit")
def entries(request: Request, actor: TheActor, desk: TheDesk, filters: Annotated[Filters, Query()]) -> Response:
    """A page of the log."""
    return _page(request, actor, desk, filters, None)


@router.post("/audit/verify")
def verify(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """Read the whole log and say whether it is as it was written."""
    return _page(request, actor, desk, Filters(), desk.verify_audit(actor))


@router.get("/audit/verify")
def verified(actor: TheActor) -> Response:
    """A check is asked for by its button; its address alone leads to the log."""
    return RedirectResponse("/audit", 303)


def _page(request: Request, actor: Actor, desk: Desk, filters: Filters, checked: VerificationView | None) -> Response:
    given = {name: value.strip() for name, value in filters.model_dump(exclude={"offset"}).items()}
    view = desk.audit_page(actor, **given, offset=filters.offset, limit=PAGE)
    return page(
        "audit.html",
        replace(frame_of(request, actor), marking=ceiling_of(request), logged=WATCHING, foot=NO_VALUES),
        page=view,
        filters=filters,
        operations=OPERATIONS,
        checked=checked,
        seers=sorted({entry.by for entry in view.entries if entry.by}),
        before=query(given.items()),
    )
