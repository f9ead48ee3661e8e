"""Who asks: the desk and the actor of a request, as dependencies of a route.

Both may wait for the disk, so they are plain functions, which FastAPI runs beside its event loop.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from headwater.desk import Actor, Desk
from headwater.errors import SignInNeeded
from headwater.settings import Settings
from headwater.web.sessions import Visit, visit_of

AS_HEADER = "X-Headwater-As"
PURPOSE_HEADER = "X-Headwater-Purpose"


def desk_of(request: Request) -> Desk:
    """The desk that this app serves."""
    desk: Desk = request.app.state.desk
    return desk


def settings_of(request: Request) -> Settings:
    """The settings that this app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def via_of(request: Request) -> str:
    """How the request came, as the audit calls it: `page` or `api`."""
    return "api" if request.url.path.startswith("/api/") else "page"


def actor_of(request: Request) -> Actor:
    """The actor of a request: of its session, or on the node's socket of its headers.

    Raises:
        SignInNeeded: Nobody is signed in, or their account was disabled meanwhile.
    """
    if request.app.state.local:
        return _named_actor(request)
    visit = visit_of(request)
    if visit.session is None:
        raise SignInNeeded("Nobody is signed in.", remedy="Sign in and try again.")
    try:
        return desk_of(request).actor(
            visit.session.account_id, via=via_of(request), purpose_id=visit.session.purpose_id
        )
    except SignInNeeded:
        visit.sign_out()
        raise


def _named_actor(request: Request) -> Actor:
    name = request.headers.get(AS_HEADER, "")
    if not name:
        return desk_of(request).operator()
    purpose = request.headers.get(PURPOSE_HEADER, "")
    return desk_of(request).actor_named(_utf8(name), _utf8(purpose), via="command line")


def _utf8(header: str) -> str:
    # Header values arrive as Latin-1; the command line sends UTF-8.
    return header.encode("latin-1").decode("utf-8", "replace")


def seen_as(request: Request, actor: Actor) -> Hashable:
    """As whom a request is answered now: what is kept of an answer is of no use to anyone else, nor later to the same.

    It is another one when the actor states another purpose, and when an agreement begins or ends.
    """
    return actor.purpose_id, desk_of(request).seen_as(actor)


TheDesk = Annotated[Desk, Depends(desk_of)]
TheActor = Annotated[Actor, Depends(actor_of)]
TheSettings = Annotated[Settings, Depends(settings_of)]
TheVisit = Annotated[Visit, Depends(visit_of)]
