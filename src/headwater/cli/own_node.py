"""A node that nobody runs: this process opens its folder and does what the command says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from headwater.cli.agreeing import Agreeing, OwnAgreeing
from headwater.cli.node import Answer, Progress, start_address
from headwater.cli.options import Choices
from headwater.cli.supervising import OwnSupervision, Supervision
from headwater.desk import Actor, Desk, roles_named


@contextmanager
def own_node(choices: Choices, progress: Progress | None = None) -> Iterator[OwnNode]:
    """The node in the chosen folder, open as long as the command runs."""
    desk = Desk.open(choices.settings(), progress=progress)
    try:
        yield OwnNode(desk, choices)
    finally:
        desk.close()


def _plain(view: Any) -> Answer:
    return msgspec.to_builtins(dataclasses.asdict(view) if dataclasses.is_dataclass(view) else view)  # type: ignore[arg-type]


def _silent(fraction: float, words: str) -> None:
    """A progress that tells nobody: nothing but the command waits for the first pass."""


class OwnNode:
    """A folder that this process opened itself.

    Args:
        desk: The open desk.
        choices: As whom and for which purpose.
    """

    def __init__(self, desk: Desk, choices: Choices) -> None:
        self._desk = desk
        self._choices = choices

    @property
    def _actor(self) -> Actor:
        if not self._choices.name:
            return self._desk.operator()
        return self._desk.actor_named(self._choices.name, self._choices.purpose, via="command line")

    def status(self) -> Answer:
        """See `Node`."""
        return _plain(self._desk.status())

    def search(self, query: str, **asked: Any) -> Answer:
        """See `Node`."""
        return _plain(self._desk.search(self._actor, query, **asked))

    def show(self, kind: str, record_id: str) -> Answer:
        """See `Node`."""
        shows: dict[str, Callable[[Actor, str], Any]] = {
            "entity": self._desk.entity,
            "group": self._desk.group,
            "report": self._desk.report,
        }
        return _plain(shows[kind](self._actor, record_id))

    def groups(self, offset: int, limit: int) -> Answer:
        """See `Node`."""
        lines, total = self._desk.groups(self._actor, offset=offset, limit=limit)
        return {"groups": [_plain(line) for line in lines], "total": total, "offset": offset, "limit": limit}

    def suggestions(self, progress: Progress, **asked: Any) -> Answer:
        """See `Node`."""
        return _plain(self._desk.suggestions(self._actor, progress=progress, **asked))

    def comparison(self, left: str, right: str) -> Answer:
        """See `Node`."""
        return _plain(self._desk.comparison(self._actor, left, right, progress=_silent))

    def judge(self, left: str, right: str, verdict: str, reason: str) -> Answer:
        """See `Node`."""
        return _plain(self._desk.judge(self._actor, left, right, verdict, reason, progress=_silent))

    def withdraw_judgement(self, judgement_id: str) -> Answer:
        """See `Node`."""
        return _plain(self._desk.withdraw(self._actor, judgement_id))

    def import_file(self, path: Path, progress: Progress, **said: Any) -> Answer:
        """See `Node`."""
        return _plain(self._desk.import_file(self._actor, path, progress=progress, **said))

    def imports(self) -> Answer:
        """See `Node`."""
        return [_plain(view) for view in self._desk.imports(self._actor)]

    def undo(self, import_id: str) -> Answer:
        """See `Node`."""
        return _plain(self._desk.undo_import(self._actor, import_id))

    def erase(self, report_ids: list[str]) -> int:
        """See `Node`."""
        return self._desk.erase_reports(self._actor, report_ids)

    def export(self, format: str, entity_ids: list[str], query: str) -> tuple[str, int, Iterator[bytes]]:
        """See `Node`."""
        view = self._desk.export(self._actor, format, entity_ids=entity_ids, query=query)
        return view.file_name, view.count, view.chunks

    def audit(self, **asked: Any) -> Answer:
        """See `Node`."""
        return _plain(self._desk.audit_page(self._actor, **asked))

    def accounts(self) -> Answer:
        """See `Node`."""
        return [_plain(view) for view in self._desk.accounts(self._actor)]

    def add_account(self, name: str, password: str, roles: list[str], agency: str) -> Answer:
        """See `Node`."""
        return _plain(self._desk.add_account(self._actor, name, password, roles_named(tuple(roles)), agency))

    def link(self) -> str:
        """See `Node`."""
        settings = self._choices.settings()
        return start_address(settings.host, settings.port, self._desk.first_link())

    def rebuild(self, progress: Progress) -> None:
        """See `Node`."""
        self._desk.rebuild_index(self._actor, progress)

    def supervision(self) -> Supervision:
        """See `Node`."""
        return OwnSupervision(self._desk, self._actor)

    def agreeing(self) -> Agreeing:
        """See `Node`."""
        return OwnAgreeing(self._desk, self._actor)
