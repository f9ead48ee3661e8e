"""How a command reaches a node: over the socket of the one that runs in the folder, else by opening the folder.

Both give the same plain answers: those of the API, as JSON decodes them.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from headwater.cli.agreeing import Agreeing
from headwater.cli.options import Choices

if TYPE_CHECKING:
    from headwater.cli.supervising import Supervision

Answer = Any
Progress = Callable[[float, str], None]
SOCKET = "node.sock"
_SOCKET_PATH_BYTES = 100


class Node(Protocol):
    """What the commands ask of a node; every answer is plain data."""

    def status(self) -> Answer:
        """What anyone may know about the node."""

    def search(self, query: str, **asked: Any) -> Answer:
        """A page of results."""

    def show(self, kind: str, record_id: str) -> Answer:
        """An `entity`, a `group` or a `report`."""

    def groups(self, offset: int, limit: int) -> Answer:
        """A page of groups with their exact number."""

    def suggestions(self, progress: Progress, **asked: Any) -> Answer:
        """A page of the pairs that wait."""

    def comparison(self, left: str, right: str) -> Answer:
        """Two records side by side."""

    def judge(self, left: str, right: str, verdict: str, reason: str) -> Answer:
        """Keep a judgement on a pair."""

    def withdraw_judgement(self, judgement_id: str) -> Answer:
        """Withdraw a judgement, with "" the account's own last one."""

    def import_file(self, path: Path, progress: Progress, **said: Any) -> Answer:
        """Take in a file and return the finished run."""

    def imports(self) -> Answer:
        """The import runs."""

    def undo(self, import_id: str) -> Answer:
        """Take an import back."""

    def erase(self, report_ids: list[str]) -> int:
        """Erase reports; returns how many versions went."""

    def export(self, format: str, entity_ids: list[str], query: str) -> tuple[str, int, Iterator[bytes]]:
        """Name, count and bytes of an export."""

    def audit(self, **asked: Any) -> Answer:
        """A page of the audit."""

    def accounts(self) -> Answer:
        """The accounts."""

    def add_account(self, name: str, password: str, roles: list[str], agency: str) -> Answer:
        """Make an account, with "" of the node's own agency."""

    def link(self) -> str:
        """A new address for the first sign-in."""

    def rebuild(self, progress: Progress) -> None:
        """Make the index anew."""

    def supervision(self) -> Supervision:
        """The retention queue and the requests of persons."""

    def agreeing(self) -> Agreeing:
        """The register of agreements."""


@contextmanager
def node_of(choices: Choices, progress: Progress | None = None) -> Iterator[Node]:
    """The node in the chosen folder.

    Raises:
        Conflict: Another process has the folder and does not answer.
    """
    # A command loads only the way it goes.
    from headwater.cli.own_node import own_node
    from headwater.cli.running_node import RunningNode, client_of, wait_until_ready

    with socket_address(choices.data) as address:
        if address and _listens(address):
            with client_of(address, choices) as client:
                wait_until_ready(client, progress or _silent)
                yield RunningNode(client)
            return
    with own_node(choices, progress) as node:
        yield node


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


def _silent(fraction: float, words: str) -> None:
    """A progress that tells nobody."""


@contextmanager
def socket_address(data: Path) -> Iterator[str]:
    """The address of a node's socket, "" if there is no folder; a path too long for a socket goes by its folder."""
    try:
        folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield ""
        return
    try:
        path = str(data / SOCKET)
        yield path if len(os.fsencode(path)) < _SOCKET_PATH_BYTES else f"/proc/self/fd/{folder}/{SOCKET}"
    finally:
        os.close(folder)


def start_address(host: str, port: int, token: str) -> str:
    """The address of the first sign-in, on the loopback only."""
    loopback = host if host in ("127.0.0.1", "localhost", "::1") else "127.0.0.1"
    return f"http://{f'[{loopback}]' if ':' in loopback else loopback}:{port}/start?token={token}"
