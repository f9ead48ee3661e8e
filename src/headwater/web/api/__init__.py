"""The API under `/api/v1`: requests come in as JSON, the desk's views go out as JSON.

Read `answers` first (the forms that come in and the errors each operation may end in), then `reading`. The same
operations stand on the node's own socket, without sessions and with files named by their path.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from headwater.web.api import (
    accounts,
    agreements,
    audit,
    exports,
    imports,
    reading,
    requests,
    resolving,
    retention,
    session,
)
from headwater.web.security import require_form_token

PREFIX = "/api/v1"

__all__ = ["PREFIX", "local_router", "node_router"]


def node_router() -> APIRouter:
    """Every operation for a signed-in browser or program."""
    router = APIRouter(prefix=PREFIX)
    router.include_router(session.entrance)
    guarded = [Depends(require_form_token)]
    for part in (session.router, *_shared(), imports.uploading):
        router.include_router(part, dependencies=guarded)
    return router


def local_router() -> APIRouter:
    """Every operation for the command line on the node's own socket."""
    router = APIRouter(prefix=PREFIX)
    for part in (*_shared(), imports.local):
        router.include_router(part)
    return router


def _shared() -> tuple[APIRouter, ...]:
    return (
        reading.router,
        agreements.router,
        resolving.router,
        imports.router,
        exports.router,
        audit.router,
        accounts.router,
        retention.router,
        requests.router,
    )
