"""The audit's file: lines are appended in groups, and the head file remembers how far it reached.

`audit/head` holds the number, hash and end of the last line. It is written after each group and reaches the disk with
the system's next flush: after a killed process it is exact, after a power cut it may be older than the log, never
newer. So a log that is shorter than its head was cut.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec

from headwater.errors import StoreDamaged, Unavailable
from headwater.store.audit_entry import NO_HASH, LoggedEntry, State, hash_of, read_line

LOG = "log.jsonl"
HEAD = "head"
_HEAD_BYTES = 256
_REMEDY = "Run the audit's verification; restore the audit folder from a backup."


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the log ends, and from which line a start must read to find every intent without an outcome.

    Attributes:
        n: Number of the last line; 0 for an empty log.
        hash: SHA-256 of the last line, in hex.
        end: Bytes of the log up to and with the last newline.
        from_n: Number of the oldest line still needed at a start.
        from_start: Byte at which that line begins.
    """

    n: int = 0
    hash: str = NO_HASH
    end: int = 0
    from_n: int = 1
    from_start: int = 0


class Placed(msgspec.Struct, frozen=True):
    """An entry and the byte at which its line begins."""

    start: int
    entry: LoggedEntry


def read_head(folder: Path) -> Head:
    """The head of an audit folder.

    Raises:
        StoreDamaged: It is missing or cannot be read.
    """
    try:
        return msgspec.json.decode((folder / HEAD).read_bytes(), type=Head)
    except FileNotFoundError:
        detail = "The head of the audit is missing: whether entries were cut off its end cannot be told."
    except (msgspec.MsgspecError, ValueError):
        detail = "The head of the audit cannot be read."
    raise StoreDamaged(detail, where=str(folder / HEAD), remedy=_REMEDY)


class LogFile:
    """The one writer's hold on the log.

    Attributes:
        number: Number of the last line.
        hash: Its hash.
        end: Length of the log in bytes.
        torn: Bytes of a half line that the last crash left and that were put aside; 0 if there were none.
        headless: There was a log but no head, and a new one was made.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self._fd = _open(folder / LOG)
        head = folder / HEAD
        headed = head.exists() and head.stat().st_size > 0
        self.headless = not headed and os.fstat(self._fd).st_size > 0
        self._head = read_head(folder) if headed else Head()
        self._head_fd = _open(head)
        self.number, self.hash, self.end = 0, NO_HASH, 0
        self.torn = 0

    def recover(self) -> list[Placed]:
        """Read the tail of the log, put a half line aside, and return the intents and outcomes read.

        Raises:
            StoreDamaged: The tail is not what the head says, or its chain does not hold.
        """
        self.number, self.end = self._head.from_n - 1, self._head.from_start
        placed, half = [], b""
        with (self.folder / LOG).open("rb") as file:
            file.seek(self.end)
            for line in file:
                if line.endswith(b"\n"):
                    placed.append(self._follow(line[:-1]))
                else:
                    half = line
                if placed and placed[-1].entry.state is State.PLAIN:
                    placed.pop()
        if self.number < self._head.n:
            raise self._damaged("The audit is shorter than its head says: entries were cut off its end.")
        if half:
            self._put_aside(half)
        self._write_head((self._head.from_n, self._head.from_start))
        os.fsync(self._head_fd)
        _sync_folder(self.folder)
        return placed

    def append(self, lines: list[bytes], resume: tuple[int, int]) -> None:
        """Write lines after the last and return when they are on disk.

        Args:
            lines: Canonical lines that continue the chain.
            resume: Number and first byte of the oldest line still needed at a start.

        Raises:
            Unavailable: The disk is full or failed; none of the lines counts.
        """
        block = b"".join(line + b"\n" for line in lines)
        try:
            _write_all(self._fd, block, self.end)
            os.fdatasync(self._fd)
        except OSError as error:
            self._cut_back()
            raise Unavailable(
                f"The audit cannot be written: {error.strerror}.",
                where=str(self.folder / LOG),
                remedy="Free space on the disk or replace it, then start the node again.",
            ) from error
        self.number, self.hash, self.end = self.number + len(lines), hash_of(lines[-1]), self.end + len(block)
        self._write_head(resume)

    def read(self, start: int, end: int) -> bytes:
        """The bytes of the log from `start` up to `end`."""
        return os.pread(self._fd, end - start, start)

    def close(self) -> None:
        """Bring the head to disk and close."""
        os.fsync(self._head_fd)
        os.close(self._head_fd)
        os.close(self._fd)

    def _follow(self, line: bytes) -> Placed:
        entry = read_line(line)
        chained = self.number >= self._head.from_n or self.number == 0  # the line before the first read is not at hand
        if entry.number != self.number + 1 or (chained and entry.previous != self.hash):
            raise self._damaged(f"Entry {self.number + 1} of the audit does not follow the one before.")
        placed = Placed(self.end, entry)
        self.number, self.hash, self.end = entry.number, hash_of(line), self.end + len(line) + 1
        if self.number == self._head.n and (self.hash, self.end) != (self._head.hash, self._head.end):
            raise self._damaged(f"Entry {self.number} of the audit is not the one its head remembers.")
        return placed

    def _put_aside(self, half: bytes) -> None:
        path = self.folder / f"torn-{self.number + 1}.bin"
        if path.exists():
            path = path.with_name(f"torn-{self.number + 1}-{time.time_ns()}.bin")
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        _write_all(fd, half, 0)
        os.fsync(fd)
        os.close(fd)
        os.ftruncate(self._fd, self.end)
        os.fsync(self._fd)
        self.torn = len(half)

    def _write_head(self, resume: tuple[int, int]) -> None:
        self._head = Head(self.number, self.hash, self.end, *resume)
        _write_all(self._head_fd, msgspec.json.encode(self._head).ljust(_HEAD_BYTES - 1) + b"\n", 0)

    def _cut_back(self) -> None:
        try:
            os.ftruncate(self._fd, self.end)
            os.fdatasync(self._fd)
        except OSError:
            return  # the next start finds what is left and puts a half line aside

    def _damaged(self, detail: str) -> StoreDamaged:
        return StoreDamaged(detail, where=str(self.folder / LOG), remedy=_REMEDY)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _write_all(fd: int, content: bytes, offset: int) -> None:
    view = memoryview(content)
    while view:
        written = os.pwrite(fd, view, offset)
        view, offset = view[written:], offset + written


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
