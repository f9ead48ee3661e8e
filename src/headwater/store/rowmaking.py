"""Working out index rows in a process of its own, while this one writes what was worked out before.

Half of an import's and of a rebuild's time goes into words and keys of names. The other process reads the ledger and
hands rows back, sorted; it writes nothing but labels that are new. It ends when its input does.
"""

from __future__ import annotations

import gc
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import IO

from headwater.errors import Unavailable
from headwater.settings import Settings
from headwater.store.docket import Docket
from headwater.store.kept import Kept, ReadyRows, Rows, rows_of
from headwater.store.labels import Labels
from headwater.store.ledger import Ledger

_LENGTH = struct.Struct("<Q")


class RowMaker:
    """A process that turns report numbers into index rows, in the order they are asked for."""

    def __init__(self, settings: Settings) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from headwater.store.rowmaking import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        self._out, self._in = self._process.stdin, self._process.stdout
        self._waiting = 0
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        # A pipe holds little: read on, so that the other process never waits for this one.
        self._reader = threading.Thread(target=self._read_on, daemon=True)
        self._reader.start()
        _send(self._out, settings)

    def _read_on(self) -> None:
        with suppress(OSError, ValueError):  # the pipe was closed here
            while body := _read(self._in):
                self._answers.put(body)
        self._answers.put(b"")

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
        body = self._answers.get()
        if not body:
            self._answers.put(body)
            raise self._gone()
        rows = pickle.loads(body)  # noqa: S301 (our own process wrote it)
        assert isinstance(rows, ReadyRows)  # noqa: S101
        return rows

    @staticmethod
    def _gone() -> Unavailable:
        return Unavailable("The process that works out the index ended.", remedy="Try again.")

    def close(self) -> None:
        """End the process, whatever it was asked for."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._out, self._in):
            with suppress(OSError):  # what was still to be written is of no use any more
                pipe.close()


def rows_of_kept(kept: Mapping[int, Kept], labels: Labels, docket: Docket) -> ReadyRows:
    """The index rows of reports by their numbers, by the rulings in force."""
    rows, labelling, rulings = Rows(), labels.labelling(), docket.now()
    for rid, one in kept.items():
        rows_of(one, rid, labelling, rulings, rows)
    return rows.ready(rulings.stamp)


def rows_of_reports(ledger: Ledger, labels: Labels, docket: Docket, rids: Sequence[int]) -> ReadyRows:
    """The index rows of reports that the ledger holds, by the rulings in force."""
    with ledger.database.reading() as session:
        kept = ledger.open_reports(session, rids)
    return rows_of_kept(kept, labels, docket)


def up_to_date(made: ReadyRows, ledger: Ledger, labels: Labels, docket: Docket, rids: Sequence[int]) -> ReadyRows:
    """The rows as they were made, or made anew if rulings have changed meanwhile; asked within the index's transaction.

    Whoever rules puts it into the ledger first and into the index then: what is written here is either by the new
    ruling, or taken out and put in again by whoever made it.
    """
    return made if made.stamp == docket.now().stamp else rows_of_reports(ledger, labels, docket, rids)


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep the cycle collector from walking a chunk's many small tuples, none of which is in a cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _send(pipe: IO[bytes], what: object) -> None:
    body = pickle.dumps(what, protocol=5)
    pipe.write(_LENGTH.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    """The next message, whole; empty when the pipe has ended."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    body = pipe.read(length)
    return body if len(body) == length else b""


def main() -> None:
    """Answer pieces of report numbers with their rows until the input ends."""
    from headwater.store.store import Store  # the store imports this module

    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    settings = pickle.loads(_read(asked))  # noqa: S301 (our own process wrote it)
    store = Store.open(settings, worker=True)
    try:
        while body := _read(asked):
            with without_collection():
                rids = pickle.loads(body)  # noqa: S301
                _send(answers, rows_of_reports(store.ledger, store.writer.labels, store.docket, rids))
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # nobody waits for the answer any more
    finally:
        store.close()
