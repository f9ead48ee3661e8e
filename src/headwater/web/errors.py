"""Errors on their way out: every `HeadwaterError` becomes a page or JSON here and nowhere else.

Under `/api/` and on the node's socket the answer is JSON (`ErrorAnswer`); elsewhere it is a page drawn by
`headwater.web.rendering.error_page(request, error, status)`.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from typing import cast
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match

from headwater.errors import BadInput, HeadwaterError, NotFound, PurposeNeeded, SignInNeeded, TooMany

_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
log = logging.getLogger("headwater.web")


class WrongHost(BadInput):
    """The request names a host that this node does not answer for."""

    status = 421


class WrongMethod(BadInput):
    """The address is there and does not take this method."""

    status = 405


class Unexpected(HeadwaterError):
    """Something broke inside; `reference` finds it in the node's log."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            "Something broke inside the node. Nothing was half written.",
            remedy=f"Try again. If it stays, tell whoever runs the node: reference {reference}.",
        )
        self.reference = reference


class ErrorBody(BaseModel):
    """What was wrong, where, and what to do."""

    detail: str
    where: str
    remedy: str


class ErrorAnswer(BaseModel):
    """The body of every answer that is an error."""

    error: ErrorBody


def wants_json(request: Request) -> bool:
    """Whether an error is to be told as JSON."""
    local: bool = request.app.state.local if "app" in request.scope else False
    return local or request.url.path.startswith("/api/")


def answer(request: Request, error: HeadwaterError) -> Response:
    """Turn an error into what the client can read, with the error's status."""
    response = _json(error) if wants_json(request) else _page(request, error)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Session"
    return response


def _json(error: HeadwaterError) -> Response:
    body = ErrorBody(detail=error.detail, where=error.where, remedy=error.remedy)
    return JSONResponse(ErrorAnswer(error=body).model_dump(), status_code=error.status)


def _page(request: Request, error: HeadwaterError) -> Response:
    if isinstance(error, SignInNeeded) and request.method == "GET":
        return RedirectResponse(_with_next("/sign-in", request), 303)
    if isinstance(error, PurposeNeeded) and request.method == "GET":
        return RedirectResponse(_with_next("/purpose", request), 303)
    try:
        from headwater.web.rendering import error_page  # the pages import this module

        return error_page(request, error, error.status)
    except Exception as broken:
        log_broken(broken)
        return PlainTextResponse(str(error), status_code=error.status)


def _with_next(path: str, request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{path}?next={quote(request.url.path + query, safe='')}"


def log_broken(error: BaseException) -> str:
    """Log where an unforeseen exception came from and return its reference.

    The exception's own words are left out: a database driver writes the values of a statement into them.
    """
    reference = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("reference %s: %s\n%s", reference, type(error).__name__, places)
    return reference


def from_http(error: HTTPException) -> HeadwaterError:
    """The framework's own refusals in our words."""
    if error.status_code == 404:
        return NotFound("There is nothing at this address.", remedy="Check the address.")
    if error.status_code == 405:
        return WrongMethod("This address does not take this method.", remedy="See the Allow header.")
    refused = BadInput(str(error.detail), remedy="Check what was sent.")
    refused.status = error.status_code
    return refused


def from_validation(error: RequestValidationError) -> BadInput:
    """The first thing that does not fit the documented form, without the value that was sent."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ()))
    return BadInput(f"{first['msg']}.", where=where, remedy="Check what was sent against the API's description.")


def _methods_at(request: Request) -> set[str]:
    # The framework names the methods of the first route of a path; several routes may share it.
    return {method for method in _METHODS if _takes(request, method)}


def _takes(request: Request, method: str) -> bool:
    asked = {**request.scope, "method": method}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)


def install(app: FastAPI) -> None:
    """Let every error of the app's routes go through `answer`."""

    def ours(request: Request, error: Exception) -> Response:
        return answer(request, cast(HeadwaterError, error))

    def http(request: Request, error: Exception) -> Response:
        refused = cast(HTTPException, error)
        response = answer(request, from_http(refused))
        response.headers.update(refused.headers or {})
        if refused.status_code == 405:
            response.headers["Allow"] = ", ".join(sorted(_methods_at(request)))
        return response

    def form(request: Request, error: Exception) -> Response:
        return answer(request, from_validation(cast(RequestValidationError, error)))

    app.add_exception_handler(HeadwaterError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, form)
