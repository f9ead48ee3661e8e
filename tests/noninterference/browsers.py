"""Browsers in process: one app and one session a viewer, whatever node is behind it."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from tests.noninterference.worlds import Viewer

from headwater.desk import Actor, Desk
from headwater.settings import Settings
from headwater.web import create_app
from headwater.web.limits import Limits, Rate
from headwater.web.sessions import Sessions, cookie_name

UNHURRIED = Limits(requests=Rate(per_s=1e6, burst=1_000_000), sign_ins=Rate(per_s=1e6, burst=1_000_000))


class Browsers:
    """One app and one session a viewer, whatever node is behind it: what differs is the node's."""

    def __init__(self, settings: Settings) -> None:
        # In a thread of its own: where a browser is driven in the same process, that loop runs in the main one.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="browsers", daemon=True)
        self._thread.start()
        self._sessions = Sessions()
        self._app: FastAPI | None = None
        self._settings = settings
        self._tokens: dict[str, str] = {}

    def close(self) -> None:
        """End the loop."""
        asyncio.run_coroutine_threadsafe(self._loop.shutdown_default_executor(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def of(self, desk: Desk, viewer: Viewer, actor: Actor) -> Browser:
        """A browser in which the viewer is signed in and has stated the purpose, as if for the first time."""
        if self._app is None:
            self._app = create_app(desk, self._settings, sessions=self._sessions, limits=UNHURRIED)
        self._app.state.desk = desk
        token = self._tokens.get(viewer.name)
        if token is None:
            token = self._tokens[viewer.name] = self._sessions.begin(actor.account_id)[0]
        session = self._sessions.find(token)
        assert session is not None
        assert session.account_id == actor.account_id
        session.purpose_id, session.decided, session.waiting = actor.purpose_id, None, (-1, "")
        return Browser(self._loop, self._app, self._cookie(token), self._sessions.form_token(token))

    def _cookie(self, token: str) -> str:
        return f"{cookie_name(self._settings)}={token}"


class Browser:
    """Asks the app in process and gives status, headers and body as they came."""

    def __init__(self, loop: asyncio.AbstractEventLoop, app: FastAPI, cookie: str, csrf: str) -> None:
        self._loop = loop
        self._app = app
        self.csrf = csrf
        self._headers = [
            (b"host", b"127.0.0.1:8700"),
            (b"cookie", cookie.encode()),
            (b"x-csrf-token", csrf.encode()),
        ]

    def get(self, path: str, **asked: object) -> bytes:
        """The answer to a question."""
        return self._ask("GET", path, urlencode(asked, doseq=True), b"", b"")

    def send(self, path: str, form: dict[str, object]) -> bytes:
        """The answer to a form of a page."""
        body = urlencode(form | {"_csrf": self.csrf}, doseq=True).encode()
        return self._ask("POST", path, "", body, b"application/x-www-form-urlencoded")

    def post(self, path: str, what: object) -> bytes:
        """The answer to a call of the API that carries something."""
        return self._ask("POST", path, "", json.dumps(what).encode(), b"application/json")

    def _ask(self, method: str, path: str, asked: str, body: bytes, kind: bytes) -> bytes:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": asked.encode(),
            "root_path": "",
            "headers": [*self._headers, *([(b"content-type", kind)] if kind else [])],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8700),
        }
        told: list[bytes] = []
        status = 0
        given = False

        async def receive() -> dict[str, Any]:
            nonlocal given
            if given:
                await asyncio.sleep(3600)
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                told.append(repr((status, sorted(message["headers"]))).encode())
            told.append(message.get("body", b""))

        answered = self._app(scope, receive, send)  # type: ignore[arg-type]
        asyncio.run_coroutine_threadsafe(answered, self._loop).result()
        assert status < 500, (path, asked, b"".join(told))
        return b"\n".join(told)
