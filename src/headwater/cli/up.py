"""Serving a node: pages and API over TCP, the same API on the folder's socket, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import click
import uvicorn
from fastapi import FastAPI

from headwater.cli.node import SOCKET, socket_address, start_address
from headwater.desk import Desk
from headwater.errors import Conflict, HeadwaterError, Unavailable
from headwater.settings import Settings
from headwater.web import create_app, create_local_app


def serve(settings: Settings) -> None:
    """Run the node in `settings.data` until SIGINT or SIGTERM; it answers from the first moment, 503 until ready.

    Raises:
        Conflict: Another process has the folder, or the port is taken.
        HeadwaterError: The node cannot be opened.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for name in ("uvicorn", "alembic", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)
    desk = Desk(settings)
    desk.lock()
    try:
        with _listening(settings) as tcp, _local_socket(settings) as local:
            settings = replace(settings, port=tcp.getsockname()[1])
            asyncio.run(_Serving(desk, settings).run(tcp, local))
    finally:
        desk.close()


class _Server(uvicorn.Server):
    """A server that leaves the signals to whoever runs several of them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Serving:
    """Two servers and the thread that makes the desk ready."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings
        self._servers: list[_Server] = []
        self._error: HeadwaterError | None = None

    async def run(self, tcp: socket.socket, local: socket.socket) -> None:
        """Serve until told to stop; raises what kept the node from getting ready."""
        apps = create_app(self._desk, self._settings), _local_app(self._desk, self._settings)
        self._servers = [_server(app) for app in apps]
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        threading.Thread(target=self._prepare, daemon=True).start()
        sockets = [tcp], [local]
        await asyncio.gather(*(server.serve(own) for server, own in zip(self._servers, sockets, strict=True)))
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Finish what is being answered and end."""
        for server in self._servers:
            server.should_exit = True

    def _prepare(self) -> None:
        at = f"http://{self._settings.host}:{self._settings.port}"
        try:
            click.echo(f"Headwater is starting at {at}", err=True)
            self._desk.prepare(_told, demo=self._settings.demo)
            click.echo(f"Headwater is ready at {at}")
            if self._desk.status().first_start:
                click.echo(f"Sign in once, within ten minutes: {_first_address(self._desk, self._settings)}")
        except HeadwaterError as error:
            self._error = error
            self.stop()
        except BaseException:
            self._error = Unavailable("The node could not be opened.", where=str(self._settings.data))
            self.stop()
            raise


def _told(fraction: float, words: str) -> None:
    done = f" {fraction:.0%}" if fraction >= 0 else ""
    click.echo(f"{words}{done}", err=True)


def _first_address(desk: Desk, settings: Settings) -> str:
    return start_address(settings.host, settings.port, desk.first_link())


def _server(app: FastAPI) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
            lifespan="off",
        )
    )


def _local_app(desk: Desk, settings: Settings) -> FastAPI:
    """The app of the socket, with what only the operator may ask of a running node."""
    app = create_local_app(desk, settings)

    def link() -> dict[str, str]:
        return {"address": _first_address(desk, settings)}

    def rebuild() -> None:
        desk.rebuild_index(desk.operator())

    app.add_api_route("/api/v1/link", link, methods=["POST"])
    app.add_api_route("/api/v1/rebuild", rebuild, methods=["POST"])
    return app


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tcp:
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tcp.bind((settings.host.strip("[]"), settings.port))
        except OSError as error:
            raise Conflict(
                f"The node cannot listen there: {error.strerror}.",
                where=f"{settings.host}:{settings.port}",
                remedy="Stop what uses the port, or choose another with --port.",
            ) from None
        yield tcp


@contextlib.contextmanager
def _local_socket(settings: Settings) -> Iterator[socket.socket]:
    """The node's own socket, for its owner only; one that a crash left is replaced, since we hold the lock."""
    path = settings.data / SOCKET
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local, socket_address(settings.data) as address:
        mask = os.umask(0o177)
        try:
            local.bind(address)
        finally:
            os.umask(mask)
        try:
            yield local
        finally:
            path.unlink(missing_ok=True)
