"""What the commands of data protection ask of a node, over its socket or with its folder open."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import msgspec

if TYPE_CHECKING:
    from headwater.desk import Actor, Desk

Answer = Any


class Supervision(Protocol):
    """The retention queue and the requests of persons; every answer is plain data, as the API gives it."""

    def queue(self, **asked: Any) -> Answer:
        """A page of what is due."""

    def run(self) -> Answer:
        """Erase what is due."""

    def extend(self, report: str, kind: str, until: str, reason: str) -> Answer:
        """Keep a report longer."""

    def restrictions(self, lifted: bool) -> Answer:
        """What is kept and not used."""

    def restrict(self, report: str, assertions: list[str], ground: str, reason: str) -> Answer:
        """Hide a report, or values of it, from use."""

    def lift(self, restriction: str) -> Answer:
        """End a restriction."""

    def requests(self) -> Answer:
        """Every request."""

    def open_request(self, **said: str) -> Answer:
        """Write down a request."""

    def request(self, request: str) -> Answer:
        """One request."""

    def find(self, request: str, query: str, offset: int, limit: int) -> Answer:
        """Records that may be the person's."""

    def choose(self, request: str, records: list[str]) -> Answer:
        """Say which records are theirs."""

    def decide(self, request: str, decisions: dict[str, dict[str, str]], answer: str | None) -> Answer:
        """Decide on values."""

    def answer(self, request: str, answer: str, reason: str) -> Answer:
        """Carry out and answer."""

    def set_state(self, request: str, what: str) -> Answer:
        """`withdraw` or `reopen` a request."""


def plain(view: Any) -> Answer:
    """A view of the desk as JSON decodes it."""
    return msgspec.to_builtins(dataclasses.asdict(view) if dataclasses.is_dataclass(view) else view)  # type: ignore[arg-type]


class OwnSupervision:
    """The same with a folder that this process opened itself.

    Args:
        desk: The open desk.
        actor: As whom and for which purpose.
    """

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._desk = desk
        self._actor = actor

    def queue(self, **asked: Any) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.retention_queue(self._actor, **asked))

    def run(self) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.run_retention(self._actor))

    def extend(self, report: str, kind: str, until: str, reason: str) -> Answer:
        """See `Supervision`."""
        self._desk.extend(self._actor, report, kind, until, reason)
        return {"report": report, "kind": kind, "until": until}

    def restrictions(self, lifted: bool) -> Answer:
        """See `Supervision`."""
        return [plain(view) for view in self._desk.restrictions(self._actor, lifted=lifted)]

    def restrict(self, report: str, assertions: list[str], ground: str, reason: str) -> Answer:
        """See `Supervision`."""
        made = self._desk.restrict(self._actor, report, assertion_ids=assertions, ground=ground, reason=reason)
        return plain(made)

    def lift(self, restriction: str) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.lift(self._actor, restriction))

    def requests(self) -> Answer:
        """See `Supervision`."""
        return [plain(view) for view in self._desk.requests(self._actor)]

    def open_request(self, **said: str) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.open_request(self._actor, **said))

    def request(self, request: str) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.request(self._actor, request))

    def find(self, request: str, query: str, offset: int, limit: int) -> Answer:
        """See `Supervision`."""
        found, total = self._desk.find_records(self._actor, request, query, offset=offset, limit=limit)
        return {"records": [plain(one) for one in found], "total": total, "offset": offset, "limit": limit}

    def choose(self, request: str, records: list[str]) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.choose_records(self._actor, request, records))

    def decide(self, request: str, decisions: dict[str, dict[str, str]], answer: str | None) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.decide_request(self._actor, request, decisions, answer=answer))

    def answer(self, request: str, answer: str, reason: str) -> Answer:
        """See `Supervision`."""
        return plain(self._desk.answer_request(self._actor, request, answer=answer, reason=reason))

    def set_state(self, request: str, what: str) -> Answer:
        """See `Supervision`."""
        change = self._desk.withdraw_request if what == "withdraw" else self._desk.reopen_request
        return plain(change(self._actor, request))


class RunningSupervision:
    """The same over the socket of a node that another process runs.

    Args:
        ask: Asks the node: method, path, and what httpx takes besides.
    """

    def __init__(self, ask: Callable[..., Answer]) -> None:
        self._ask = ask

    def queue(self, **asked: Any) -> Answer:
        """See `Supervision`."""
        return self._ask("GET", "/retention", params=asked)

    def run(self) -> Answer:
        """See `Supervision`."""
        return self._ask("POST", "/retention/run")

    def extend(self, report: str, kind: str, until: str, reason: str) -> Answer:
        """See `Supervision`."""
        said = {"report": report, "kind": kind, "until": until, "reason": reason}
        return self._ask("POST", "/retention/extensions", json=said)

    def restrictions(self, lifted: bool) -> Answer:
        """See `Supervision`."""
        return self._ask("GET", "/retention/restrictions", params={"lifted": lifted})

    def restrict(self, report: str, assertions: list[str], ground: str, reason: str) -> Answer:
        """See `Supervision`."""
        said = {"report": report, "assertions": assertions, "ground": ground, "reason": reason}
        return self._ask("POST", "/retention/restrictions", json=said)

    def lift(self, restriction: str) -> Answer:
        """See `Supervision`."""
        return self._ask("POST", f"/retention/restrictions/{quote(restriction, safe='')}/lift")

    def requests(self) -> Answer:
        """See `Supervision`."""
        return self._ask("GET", "/requests")

    def open_request(self, **said: str) -> Answer:
        """See `Supervision`."""
        return self._ask("POST", "/requests", json=said)

    def request(self, request: str) -> Answer:
        """See `Supervision`."""
        return self._ask("GET", _path(request))

    def find(self, request: str, query: str, offset: int, limit: int) -> Answer:
        """See `Supervision`."""
        return self._ask("GET", _path(request, "/found"), params={"q": query, "offset": offset, "limit": limit})

    def choose(self, request: str, records: list[str]) -> Answer:
        """See `Supervision`."""
        return self._ask("PUT", _path(request, "/records"), json={"records": records})

    def decide(self, request: str, decisions: dict[str, dict[str, str]], answer: str | None) -> Answer:
        """See `Supervision`."""
        listed = [{"assertion": id_} | said for id_, said in decisions.items()]
        return self._ask("PUT", _path(request, "/decisions"), json={"decisions": listed, "answer": answer})

    def answer(self, request: str, answer: str, reason: str) -> Answer:
        """See `Supervision`."""
        return self._ask("POST", _path(request, "/answer"), json={"answer": answer, "reason": reason})

    def set_state(self, request: str, what: str) -> Answer:
        """See `Supervision`."""
        return self._ask("POST", _path(request, f"/{what}"))


def _path(request: str, rest: str = "") -> str:
    return f"/requests/{quote(request, safe='')}{rest}"
