"""What was decided about pairs: every judgement the reader may see, withdrawn ones too, and how to withdraw one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Desk
from headwater.errors import Conflict, HeadwaterError
from headwater.web.addresses import query
from headwater.web.frame import frame_of, highest
from headwater.web.identity import TheActor, TheDesk
from headwater.web.pages.review import all_synthetic, remember, told
from headwater.web.rendering import page
from headwater.web.security import same_site_path

router = APIRouter()
PAGE = 50
LIST = "/review/judgements"


@router.get(LIST)
def judgements(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    said: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """A page of the judgements, newest first."""
    return _page(request, actor, desk, offset, said=said)


@router.post(LIST + "/{judgement_id}/withdraw")
def withdraw(
    request: Request,
    judgement_id: str,
    actor: TheActor,
    desk: TheDesk,
    back: Annotated[str, Form(max_length=300)] = LIST,
) -> Response:
    """Withdraw a judgement and go back to where it was read."""
    try:
        withdrawn = desk.withdraw(actor, judgement_id)
    except Conflict as error:
        return _page(request, actor, desk, 0, error=error)
    remember(request, actor, withdrawn)
    path, _, fields = same_site_path(back).partition("?")
    return RedirectResponse(f"{path}?{fields}{'&' if fields else ''}{query([('said', withdrawn.id)])}", 303)


def _page(
    request: Request, actor: Actor, desk: Desk, offset: int, *, said: str = "", error: HeadwaterError | None = None
) -> Response:
    found, total = desk.judgements(actor, offset=offset, limit=PAGE)
    ends = [end for judgement in found for end in (judgement.left, judgement.right)]
    markings = (end.marking for end in ends if end.marking)
    return page(
        "judgements.html",
        replace(frame_of(request, actor), marking=highest(markings), synthetic=all_synthetic(ends)),
        status=error.status if error else 200,
        judgements=found,
        total=total,
        offset=offset,
        limit=PAGE,
        told=told(request, actor, said),
        error=error,
    )
