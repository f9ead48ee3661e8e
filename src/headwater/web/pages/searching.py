"""Search: the first page of a reader, results with their exact count, filters that work without script."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Capability, may
from headwater.desk.actors import demand_purpose
from headwater.desk.views import SearchView
from headwater.web.addresses import query
from headwater.web.frame import Frame, frame_of
from headwater.web.identity import TheActor, TheDesk
from headwater.web.pages.entrance import home_of
from headwater.web.rendering import page

router = APIRouter()
PAGE = 20
_ALL = SimpleNamespace(schemata=(), agencies=())
Codes = Annotated[list[str], Query(max_length=50)]


@router.get("/")
def home(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """The search field and what the node holds; a role that reads nothing goes to its own first room."""
    if not may(actor, Capability.READ):
        return RedirectResponse(home_of(actor), 303)
    demand_purpose(actor)
    return _page(request, actor, desk, frame_of(request, actor), None)


@router.get("/search")
def search(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    kind: Codes = [],  # noqa: B006 - FastAPI copies it
    agency: Codes = [],  # noqa: B006
    q: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Response:
    """A page of results."""
    if not q.strip():
        return RedirectResponse("/", 303)
    found = desk.search(actor, q, schemata=kind, agencies=agency, offset=offset, limit=PAGE)
    frame = replace(
        frame_of(request, actor),
        marking=found.marking,
        synthetic=bool(found.hits) and all(hit.synthetic for hit in found.hits),
    )
    chosen = SimpleNamespace(schemata=kind, agencies=agency)
    return _page(request, actor, desk, frame, found, chosen)


def _page(
    request: Request,
    actor: Actor,
    desk: TheDesk,
    frame: Frame,
    found: SearchView | None,
    chosen: SimpleNamespace = _ALL,
) -> Response:
    kinds, agencies = (("kind", code) for code in chosen.schemata), (("agency", code) for code in chosen.agencies)
    return page(
        "search.html",
        frame,
        found=found,
        chosen=chosen,
        before=query([("q", found.query if found else ""), *kinds, *agencies]),
        status_view=desk.status(),
        may_import=may(actor, Capability.IMPORT),
        may_export=may(actor, Capability.EXPORT),
    )
