"""The API's description at `/api/v1/openapi.json`, as it really answers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from headwater.web.sessions import cookie_name

ABOUT = """\
The joint desk of an operation against people-smuggling gangs.

Sign in with `POST /api/v1/session`; the answer sets a cookie and gives `csrf`, which every request that changes
something carries as `X-CSRF-Token`. State a purpose with `PUT /api/v1/session/purpose` before you read: each answer
that carries intelligence has its entry in the audit first. Every error has one form: what was wrong, where, and what
to do. What a reader may not see is simply not there."""


def describe(app: FastAPI) -> None:
    """Give the app its description, made once when it is first asked for."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
    for path in made["paths"].values():
        for operation in path.values():
            # Errors of form are told like all others, with 400.
            operation["responses"].pop("422", None)
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    if not app.state.local:
        _secure(made, cookie_name(app.state.settings))
    return made


def _secure(made: dict[str, Any], cookie: str) -> None:
    made["components"]["securitySchemes"] = {"session": {"type": "apiKey", "in": "cookie", "name": cookie}}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            if "401" in operation["responses"] and not (path.endswith("/session") and method == "post"):
                operation["security"] = [{"session": []}]
