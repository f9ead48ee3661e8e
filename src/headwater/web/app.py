"""The two apps of a node: pages and API for browsers, and the same API without sessions on the node's own socket."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from headwater import __version__
from headwater.desk import Desk
from headwater.settings import Settings
from headwater.web import errors
from headwater.web.api import local_router, node_router
from headwater.web.assets import Assets
from headwater.web.description import describe
from headwater.web.identity import desk_of
from headwater.web.layers import AccessLog, ErrorBoundary, Hosts, SecurityHeaders, Visits
from headwater.web.limits import BodyLimit, Limits, RateLimit
from headwater.web.pages import router as pages
from headwater.web.security import SameOrigin, require_form_token
from headwater.web.sessions import Sessions
from headwater.web.uploads import clear_incoming


def create_app(
    desk: Desk, settings: Settings, *, sessions: Sessions | None = None, limits: Limits | None = None
) -> FastAPI:
    """Make the app that browsers talk to: pages, API under `/api/v1`, static files and `/healthz`.

    Args:
        desk: The open desk; a caller may put another one into `app.state.desk` later.
        settings: The node's settings.
        sessions: Where sessions live; a fresh store by default.
        limits: Requests a second; generous by default.
    """
    sessions = sessions or Sessions()
    around = [
        Middleware(AccessLog),
        Middleware(SecurityHeaders),
        Middleware(ErrorBoundary),
        Middleware(Hosts, settings=settings),
        Middleware(BodyLimit, settings=settings),
        Middleware(Visits, settings=settings, sessions=sessions),
        Middleware(RateLimit, limits=limits or Limits()),
        Middleware(SameOrigin),
    ]
    app = _app(desk, settings, around, local=False)
    app.state.sessions = sessions
    clear_incoming(settings)
    app.include_router(node_router())
    app.mount("/static", Assets(), name="static")
    app.include_router(pages, dependencies=[Depends(require_form_token)], include_in_schema=False)
    return app


def create_local_app(desk: Desk, settings: Settings) -> FastAPI:
    """Make the app of the node's Unix socket: the API for the command line of whoever may open the socket.

    The headers `X-Headwater-As` and `X-Headwater-Purpose` name the account and its purpose; without them the request
    is the node operator's.
    """
    app = _app(desk, settings, [Middleware(AccessLog), Middleware(ErrorBoundary)], local=True)
    app.include_router(local_router())
    return app


def _app(desk: Desk, settings: Settings, around: Sequence[Middleware], *, local: bool) -> FastAPI:
    app = FastAPI(
        title="Headwater",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=around,
    )
    app.state.desk, app.state.settings, app.state.local = desk, settings, local
    errors.install(app)
    describe(app)
    app.add_api_route("/healthz", healthz, methods=["GET"], include_in_schema=False)
    return app


def healthz(request: Request) -> Response:
    """`ok` with 200 when the node can answer, else 503 and how far the index is."""
    status = desk_of(request).status()
    if status.index_ready:
        return PlainTextResponse("ok\n")
    done = f"{status.index_fraction:.0%}" if status.index_fraction >= 0 else "begun"
    return PlainTextResponse(f"The index is being rebuilt: {done}\n", 503, headers={"Retry-After": "2"})
