"""Whether a request that changes something was meant by the reader: its origin, its form's token, its machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from headwater.errors import Forbidden, SignInNeeded
from headwater.web.limits import SMALL_UPLOAD_PATHS, UPLOAD_PATHS
from headwater.web.sessions import visit_of

_PROXY_HEADERS = ("forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-real-ip")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOrigin:
    """A method that changes something must come from the node's own pages, or from no page at all.

    Browsers say where a request comes from in `Sec-Fetch-Site` and `Origin`. Our pages send no referrer, so that the
    origin of their forms is `null`: then `Sec-Fetch-Site` decides, and without it the form's token does.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if no other site made the browser send it.

        Raises:
            Forbidden: Another site did.
        """
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            headers = Headers(scope=scope)
            if not _from_here(headers, scheme_of(scope)):
                raise Forbidden(
                    "The request was sent by another site.", where="Origin", remedy="Use the node's own pages."
                )
        await self._app(scope, receive, send)


def _from_here(headers: Headers, scheme: str) -> bool:
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin", "null")
    return origin == "null" or origin.lower() == f"{scheme}://{headers.get('host', '').lower()}"


def scheme_of(scope: Scope) -> str:
    """`https` if the browser's connection is encrypted, by the node itself or by a proxy that says so.

    Who says so without a proxy gains nothing: they get a cookie that only travels encrypted.
    """
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "").strip().lower()
    return "https" if forwarded == "https" else str(scope["scheme"])


def is_loopback(request: Request) -> bool:
    """Whether the client is on the node's own machine and did not come through a proxy."""
    if request.client is None or any(name in request.headers for name in _PROXY_HEADERS):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def require_loopback(request: Request) -> None:
    """Return if the client is on the node's own machine (a dependency of the first-start page).

    Raises:
        Forbidden: It is elsewhere, or came through a proxy.
    """
    if not is_loopback(request):
        raise Forbidden(
            "The sign-in link works on the node's own machine only.",
            remedy="Open it there, or through a tunnel that ends there.",
        )


async def require_form_token(request: Request) -> None:
    """Return if a request that changes something carries the visitor's form token.

    It stands in the header `X-CSRF-Token` or in the form field `_csrf`. A form with a file is read by `uploads`, which
    checks its field itself.

    Raises:
        Forbidden: It is missing or was not made for this visitor.
    """
    if request.method in SAFE_METHODS or request.app.state.local:
        return
    given = request.headers.get("x-csrf-token", "")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not given and request.method == "POST" and request.url.path in UPLOAD_PATHS | SMALL_UPLOAD_PATHS:
        return
    if not given and kind == "application/x-www-form-urlencoded":
        given = str((await request.form()).get("_csrf", ""))
    check_form_token(request, given)


def check_form_token(request: Request, given: str) -> None:
    """Return if the token was made for this visitor.

    Raises:
        Forbidden: It was not.
        SignInNeeded: The API was asked to change something and nobody is signed in.
    """
    visit = visit_of(request)
    if visit.session is None and request.url.path.startswith("/api/"):
        raise SignInNeeded("Nobody is signed in.", remedy="Sign in and try again.")
    if not visit.accepts(given):
        raise Forbidden(
            "The form's token does not fit; the session may have ended meanwhile.",
            where="_csrf",
            remedy="Open the page again and send the form once more.",
        )


def same_site_path(address: str) -> str:
    """The address if it is a path of this node, else "/": where to go after signing in."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return address if ours and address.isprintable() else "/"
