"""What is due for erasure or review, what is kept longer and what is kept and not used. For data protection only."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Desk
from headwater.desk.restricting import GROUND_WORDS
from headwater.errors import BadInput, Conflict, HeadwaterError, NotFound
from headwater.i18n import mark
from headwater.web.addresses import query
from headwater.web.frame import READING, frame_of, highest
from headwater.web.identity import TheActor, TheDesk
from headwater.web.rendering import page

router = APIRouter()
PAGE = 50
ROOM = "/retention"
Short = Annotated[str, Form(max_length=64)]
Text = Annotated[str, Form(max_length=5000)]
_STATES = (("", mark("Due within 30 days")), ("overdue", mark("Overdue")), ("extended", mark("Kept longer")))
_DONE = {
    "extended": mark("The report is kept until the new day; the reason stands with it."),
    "restricted": mark("It is kept, and nothing shows or uses it any more. You can lift the restriction."),
    "lifted": mark("The restriction is lifted; what it hid is used again."),
    "nothing": mark("Nothing was due."),
}


@router.get(ROOM)
def retention(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    state: Annotated[str, Query(max_length=20)] = "",
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    done: Annotated[str, Query(max_length=20)] = "",
    erased: Annotated[int, Query(ge=0)] = 0,
    values: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """The queue and the restrictions."""
    return _page(request, actor, desk, state, offset, done=_DONE.get(done, ""), erased=(erased, values))


@router.post(ROOM + "/run")
def run(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """Erase what is due now."""
    try:
        made = desk.run_retention(actor)
    except Conflict as error:
        return _page(request, actor, desk, "", 0, error=error)
    told = [("erased", str(made.reports)), ("values", str(made.values))]
    return RedirectResponse(f"{ROOM}?{query(told if made.reports or made.values else [('done', 'nothing')])}", 303)


@router.post(ROOM + "/extend")
def extend(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    report: Short = "",
    kind: Short = "",
    until: Short = "",
    reason: Text = "",
) -> Response:
    """Keep a report longer."""
    try:
        desk.extend(actor, report, kind, until, reason)
    except (BadInput, Conflict, NotFound) as error:
        return _page(request, actor, desk, "", 0, error=error)
    return RedirectResponse(f"{ROOM}?done=extended", 303)


@router.post(ROOM + "/restrict")
def restrict(
    request: Request, actor: TheActor, desk: TheDesk, report: Short = "", ground: Short = "", reason: Text = ""
) -> Response:
    """Hide a report from every use, and keep it."""
    try:
        desk.restrict(actor, report.strip(), ground=ground, reason=reason)
    except (BadInput, Conflict, NotFound) as error:
        return _page(request, actor, desk, "", 0, error=error, said=(report, ground, reason))
    return RedirectResponse(f"{ROOM}?done=restricted#restrictions", 303)


@router.post(ROOM + "/restrictions/{restriction_id}/lift")
def lift(request: Request, restriction_id: str, actor: TheActor, desk: TheDesk) -> Response:
    """Let a report be used again."""
    try:
        desk.lift(actor, restriction_id)
    except (Conflict, NotFound) as error:
        return _page(request, actor, desk, "", 0, error=error)
    return RedirectResponse(f"{ROOM}?done=lifted#restrictions", 303)


def _page(  # noqa: PLR0913 (what the page shows besides the queue, each by its name)
    request: Request,
    actor: Actor,
    desk: Desk,
    state: str,
    offset: int,
    *,
    done: str = "",
    erased: tuple[int, int] = (0, 0),
    error: HeadwaterError | None = None,
    said: tuple[str, str, str] = ("", "", ""),
) -> Response:
    queue = desk.retention_queue(actor, state=state, offset=offset, limit=PAGE)
    restrictions = desk.restrictions(actor)
    shown = [line.synthetic for line in queue.lines] + [one.synthetic for one in restrictions]
    marking = highest([queue.marking, *(one.marking for one in restrictions)])
    return page(
        "retention.html",
        replace(frame_of(request, actor), marking=marking, synthetic=bool(shown) and all(shown), logged=READING),
        status=error.status if error else 200,
        queue=queue,
        restrictions=restrictions,
        states=_STATES,
        state=state,
        grounds=GROUND_WORDS.items(),
        done=done,
        erased=erased,
        error=error,
        said=said,
        before=query([("state", state)]),
    )
