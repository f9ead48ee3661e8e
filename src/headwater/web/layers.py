"""The layers around every request, from the outside in: log, headers, errors, the host it names, the visitor's cookie.

The order is in `app`. All are plain ASGI, so that a streamed answer stays streamed.
"""

from __future__ import annotations

import logging
import time
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from headwater.errors import HeadwaterError
from headwater.settings import Settings
from headwater.web.errors import Unexpected, WrongHost, answer, log_broken
from headwater.web.security import scheme_of
from headwater.web.sessions import Sessions, Visit, cookie_name

access = logging.getLogger("headwater.web.access")

POLLING_HEADER = "x-headwater-polling"
"""Sent by a script that asks again by itself: such a request does not keep a session alive."""

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
_FEATURES = "camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb", "browsing-topics"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
}


class AccessLog:
    """One line a request: method, path, status, time. A path holds ids; what stands after `?` is never written."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            took_ms = (time.perf_counter() - began) * 1000
            access.info("%s %s %s %.0f ms", scope["method"], quote(scope["path"])[:200], status, took_ms)


class SecurityHeaders:
    """Every answer carries `HEADERS`, and `Cache-Control: no-store` unless it says otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, completed)


class ErrorBoundary:
    """Whatever was raised further in becomes an answer; what nobody foresaw is logged without its values."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer with the error it ended in."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is there to be told
        except Exception as error:
            told = error if isinstance(error, HeadwaterError) else Unexpected(log_broken(error))
            if started:
                # The client must see that the answer is not whole: the server cuts the connection on an exception.
                raise RuntimeError("an answer broke off") from None
            await answer(Request(scope), told)(scope, receive, send)


class Hosts:
    """Requests that name another host are turned away: a page elsewhere cannot reach the node by a name it owns."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._allowed = frozenset(host.lower() for host in settings.allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its Host is known.

        Raises:
            WrongHost: It is not.
        """
        if scope["type"] == "http" and host_of(Headers(scope=scope)) not in self._allowed:
            raise WrongHost(
                "This node does not answer for the host that the request names.",
                where="Host",
                remedy="Use the node's own address, or have the name added to HEADWATER_ALLOWED_HOSTS.",
            )
        await self._app(scope, receive, send)


def host_of(headers: Headers) -> str:
    """The host of the Host header without its port, in lower case; IPv6 in brackets; "" if there is not exactly one."""
    named = headers.getlist("host")
    if len(named) != 1:
        return ""
    name = named[0].strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


class Visits:
    """Reads the node's cookie into a `Visit` and sets or takes the cookie away with the answer."""

    def __init__(self, app: ASGIApp, settings: Settings, sessions: Sessions) -> None:
        self._app = app
        self._name = cookie_name(settings)
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its visit in `scope["state"]`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = self._visit(Headers(scope=scope))
        scope.setdefault("state", {})["visit"] = visit

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and (visit.cookie or visit.clear):
                MutableHeaders(scope=message).append("Set-Cookie", self._cookie(visit, scheme_of(scope) == "https"))
            await send(message)

        await self._app(scope, receive, marked)

    def _visit(self, headers: Headers) -> Visit:
        token = _cookie(headers, self._name)
        touch = POLLING_HEADER not in headers
        return Visit(self._sessions, token, self._sessions.find(token, touch=touch) if token else None)

    def _cookie(self, visit: Visit, https: bool) -> str:
        end = "; Max-Age=0" if visit.clear else ""
        secure = "; Secure" if https else ""
        return f"{self._name}={visit.token}; Path=/; HttpOnly; SameSite=Strict{secure}{end}"


def _cookie(headers: Headers, name: str) -> str:
    # Not the standard library's parser: it gives up at the first cookie it does not like, and other programs on the
    # same host set theirs beside ours.
    found = ""
    for header in headers.getlist("cookie"):
        found = cookie_parser(header).get(name, found)
    return found if len(found) <= 100 and found.isascii() else ""
