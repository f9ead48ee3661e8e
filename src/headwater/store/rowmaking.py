"""Working out index rows in a process of its own, while this one writes what was worked out before.

Half of an import's and of a rebuild's time goes into words and keys of names. The other process reads the ledger and
hands rows back, sorted; it writes nothing but labels that are new. It ends when its input does.
"""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

from headwater.errors import Unavailable
from headwater.settings import Settings
from headwater.store.kept import Kept, ReadyRows, Rows, rows_of
from headwater.store.labels import Labels
from headwater.store.ledger import Ledger

_LENGTH = struct.Struct("<Q")


class RowMaker:
    """A process that turns report numbers into index rows, in the order they are asked for."""

    def __init__(self, settings: Settings) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "headwater.store.rowmaking"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        self._out, self._in = self._process.stdin, self._process.stdout
        self._waiting = 0
        _send(self._out, settings)

    @property
    def waiting(self) -> int:
        """How many pieces were asked for and not taken."""
        return self._waiting

    def ask(self, rids: Sequence[int]) -> None:
        """Ask for the rows of these reports; they must be in the ledger for good."""
        try:
            _send(self._out, list(rids))
        except OSError as error:
            raise self._gone() from error
        self._waiting += 1

    def take(self) -> ReadyRows:
        """The rows of the piece that was asked for first.

        Raises:
            Unavailable: The process ended.
        """
        self._waiting -= 1
        try:
            rows = _receive(self._in)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise self._gone() from error
        assert isinstance(rows, ReadyRows)  # noqa: S101
        return rows

    @staticmethod
    def _gone() -> Unavailable:
        return Unavailable("The process that works out the index ended.", remedy="Try again.")

    def close(self) -> None:
        """End the process, whatever it was asked for."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._out, self._in):
            with suppress(OSError):  # what was still to be written is of no use any more
                pipe.close()


def rows_of_kept(kept: Mapping[int, Kept], labels: Labels) -> ReadyRows:
    """The index rows of reports by their numbers."""
    rows, labelling = Rows(), labels.labelling()
    for rid, one in kept.items():
        rows_of(one, rid, labelling, rows)
    return rows.ready()


def rows_of_reports(ledger: Ledger, labels: Labels, rids: Sequence[int]) -> ReadyRows:
    """The index rows of reports that the ledger holds."""
    with ledger.database.reading() as session:
        kept = ledger.open_reports(session, rids)
    return rows_of_kept(kept, labels)


def _send(pipe: IO[bytes], what: object) -> None:
    body = pickle.dumps(what, protocol=5)
    pipe.write(_LENGTH.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> object:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    body = pipe.read(_LENGTH.unpack(head)[0])
    return pickle.loads(body)  # noqa: S301 (our own process wrote it)


def main() -> None:
    """Answer pieces of report numbers with their rows until the input ends."""
    from headwater.store.store import Store  # the store imports this module

    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    settings = _receive(asked)
    assert isinstance(settings, Settings)  # noqa: S101
    store = Store.open(settings, worker=True)
    try:
        while True:
            rids = _receive(asked)
            assert isinstance(rids, list)  # noqa: S101
            _send(answers, rows_of_reports(store.ledger, store.writer.labels, rids))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        pass
    finally:
        store.close()


if __name__ == "__main__":
    main()
