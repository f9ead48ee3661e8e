"""How much one visitor may send: the size of a body, counted as it streams, and requests a second."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from headwater.errors import TooLarge, TooMany
from headwater.settings import Settings
from headwater.web.errors import answer
from headwater.web.sessions import visit_of

BODY_BYTES = 1024 * 1024
UPLOAD_PATHS = frozenset({"/api/v1/imports", "/imports"})
SMALL_UPLOAD_PATHS = frozenset({"/agreements"})
"""Forms with a file that is no larger than any other body."""
SIGN_IN_PATHS = frozenset({"/api/v1/session", "/sign-in", "/start"})
_UNCOUNTED = ("/static/", "/healthz")


@dataclass(frozen=True)
class Rate:
    """A token bucket: `per_s` requests a second for long, `burst` at once."""

    per_s: float
    burst: int


@dataclass(frozen=True)
class Limits:
    """The limits of an app; the defaults leave a fast reader alone."""

    requests: Rate = Rate(per_s=20, burst=60)
    sign_ins: Rate = Rate(per_s=0.2, burst=10)


@dataclass
class Buckets:
    """A bucket for each visitor. The least recently seen visitors are forgotten beyond `most`."""

    rate: Rate
    clock: Callable[[], float] = time.monotonic
    most: int = 10_000
    _full: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, visitor: str) -> bool:
        """Take one request out of the visitor's bucket; False if it is empty."""
        now = self.clock()
        left, seen = self._full.pop(visitor, (float(self.rate.burst), now))
        left = min(float(self.rate.burst), left + (now - seen) * self.rate.per_s)
        taken = left >= 1
        self._full[visitor] = (left - 1 if taken else left, now)
        if len(self._full) > self.most:
            self._full.popitem(last=False)
        return taken


class RateLimit:
    """Refuses what comes faster than a person reads, by session, else by address; signing in by address only."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._requests = Buckets(limits.requests)
        self._sign_ins = Buckets(limits.sign_ins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its visitor has requests left.

        Raises:
            TooMany: They have none.
        """
        if scope["type"] == "http" and not scope["path"].startswith(_UNCOUNTED):
            self._count(Request(scope))
        await self._app(scope, receive, send)

    def _count(self, request: Request) -> None:
        address = request.client.host if request.client else ""
        visitor = visit_of(request).key or address
        if not self._requests.take(visitor):
            raise TooMany(
                "Too many requests in a short time.", remedy="Wait a few seconds and try again.", retry_after_s=3
            )
        if request.method == "POST" and request.url.path in SIGN_IN_PATHS and not self._sign_ins.take(address):
            raise TooMany(
                "Too many sign-ins from this address.", remedy="Wait half a minute and try again.", retry_after_s=30
            )


class _BodyTooLarge(Exception):
    """Ends the reading of a body that is over its limit."""


class BodyLimit:
    """Refuses a body over its limit, by what it says and then by what really comes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._upload_bytes = settings.max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a body that ends in an error at its limit.

        Raises:
            TooLarge: The request says itself that it is over the limit.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._upload_bytes if scope["path"] in UPLOAD_PATHS else BODY_BYTES
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdigit() and int(said) > limit:
            raise _too_large(limit)
        counted = _Counted(scope, receive, send, limit)
        try:
            await self._app(scope, counted.receive, counted.send)
        except Exception:
            if not counted.over:
                raise
        await counted.finish()


class _Counted:
    """A request whose body is counted; once over, its answer is 413, whatever the route makes of it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._limit = limit
        self._bytes = 0
        self._started = False
        self.over = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._bytes += len(message.get("body", b""))
            if self._bytes > self._limit:
                self.over = True
                raise _BodyTooLarge
        return message

    async def send(self, message: Message) -> None:
        if not self.over or self._started:
            self._started = True
            await self._send(message)

    async def finish(self) -> None:
        if self.over and not self._started:
            response = answer(Request(self._scope), _too_large(self._limit))
            response.headers["Connection"] = "close"
            await response(self._scope, self._receive, self._send)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"More was sent than the node takes in at once: {limit / 1024 / 1024:,.0f} MiB.",
        remedy="Send less, or import a large file on the command line: headwater import FILE.",
    )
