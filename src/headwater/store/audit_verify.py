"""The check of a whole audit log: every line, its number, its chain and its end.

A log comes in; whether it is whole goes out, and if not, the first entry that is wrong and how. It needs no writer and
can run beside one: it reads up to the last whole line.

The chain shows a change to whoever holds a later hash; one who may rewrite the log and its head together can make a
new chain. `root` is the Merkle tree hash over the same lines: a hash that others hold puts an end to that.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path

import msgspec

from headwater.errors import StoreDamaged
from headwater.store.audit_entry import NO_HASH, LoggedEntry, hash_of, read_line
from headwater.store.audit_log import LOG, Head, read_head


class Verification(msgspec.Struct, frozen=True):
    """The outcome of a check.

    Attributes:
        ok: Nothing is wrong.
        entries: Whole lines that were checked and found right.
        head: Hash of the last of them; write it down elsewhere, and a later log can be held against it.
        problem: What is wrong in words, "" if nothing is.
        entry: Number of the first wrong entry, 0 if nothing is wrong.
        damage: `changed`, `missing`, `reordered`, `cut` or `head`, "" if nothing is wrong.
    """

    ok: bool
    entries: int
    head: str
    problem: str = ""
    entry: int = 0
    damage: str = ""


_WORDS = {
    "changed": "Entry {n} was changed.",
    "missing": "Entry {n} is missing.",
    "reordered": "Entry {n} is not in its place.",
    "cut": "The log ends too early: entry {n} and what followed it are missing.",
    "head": "The head of the log is missing or cannot be read: whether entries after {n} were cut off cannot be told.",
}


class _Wrong(Exception):
    """The first damage met, at an entry."""

    def __init__(self, damage: str, number: int) -> None:
        self.damage = damage
        self.number = number


def verify(data: Path, progress: Callable[[float, str], None] | None = None) -> Verification:
    """Read the audit of a data folder from its first byte and recompute every hash.

    Args:
        data: The data folder; the log is `audit/log.jsonl` in it.
        progress: Called now and then with the part done, 0 to 1, and what is being done.
    """
    folder = data / "audit"
    try:
        head: Head | None = read_head(folder)  # before the log, which then holds at least as much
    except StoreDamaged:
        head = None
    number, digest = 0, NO_HASH
    try:
        for sound in _sound(folder, head, progress):
            number, digest = sound
        _check_end(number, head, (folder / LOG).exists())
    except _Wrong as wrong:
        problem = _WORDS[wrong.damage].format(n=wrong.number)
        return Verification(False, number, digest, problem, wrong.number, wrong.damage)
    return Verification(True, number, digest)


def _sound(folder: Path, head: Head | None, progress: Callable[[float, str], None] | None) -> Iterator[tuple[int, str]]:
    """Number and hash of each line, as long as they are right."""
    number, digest, last = 0, NO_HASH, head or Head()
    read = ((line, _entry_in(line)) for line in _lines(folder / LOG, progress))
    for (line, entry), (_, following) in pairwise(chain(read, ((b"", None),))):
        expected, before, digest = number + 1, digest, hash_of(line)
        remembered = last.hash if expected == last.n else following.previous if following else ""
        if entry is None:
            raise _Wrong("changed", expected)
        if entry.number != expected:
            raise _misplaced(folder, entry, following, expected, last)
        if entry.previous != before:
            # Broken between two lines: if what comes later still holds the second one's hash, the first was changed.
            raise _Wrong("changed", number if number and remembered == digest else expected)
        if expected == last.n and digest != last.hash:
            raise _Wrong("changed", expected)
        number = expected
        yield number, digest


def _misplaced(folder: Path, entry: LoggedEntry, following: LoggedEntry | None, expected: int, last: Head) -> _Wrong:
    found = map(_entry_in, _lines(folder / LOG, None))
    if any(other is not None and other.number == expected for other in found):
        return _Wrong("reordered", expected)
    if expected == (following.number - 1 if following else last.n):
        return _Wrong("changed", expected)  # its neighbours are in place: it is the number that was changed
    return _Wrong("missing" if entry.number > expected else "reordered", expected)


def _check_end(number: int, head: Head | None, there: bool) -> None:
    if head is None:
        if there:
            raise _Wrong("head", number)
    elif number < head.n:
        raise _Wrong("cut", number + 1)


def _entry_in(line: bytes) -> LoggedEntry | None:
    try:
        return read_line(line)
    except StoreDamaged:
        return None


def _lines(path: Path, progress: Callable[[float, str], None] | None) -> Iterator[bytes]:
    """The whole lines, without their newlines; a half line at the end is the next entry being written."""
    if not path.exists():
        return
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        for count, line in enumerate(file):
            if progress is not None and count % 10_000 == 0:
                progress(min(1.0, file.tell() / size) if size else 1.0, "checking the audit")
            if line.endswith(b"\n"):
                yield line[:-1]
    if progress is not None:
        progress(1.0, "checked")


def leaf_hash(line: bytes) -> bytes:
    """The hash of one leaf: SHA-256 over 0x00 and the line (RFC 6962, clause 2.1)."""
    return hashlib.sha256(b"\x00" + line).digest()


def root(lines: Iterable[bytes]) -> bytes:
    """The Merkle tree hash over all lines (RFC 6962, clause 2.1); that of no line is the hash of nothing."""
    # One hash for each full subtree, the largest first: sizes are the powers of two in the number of leaves.
    subtrees: list[bytes] = []
    for count, line in enumerate(lines, start=1):
        subtrees.append(leaf_hash(line))
        for _ in range((count & -count).bit_length() - 1):  # as often as two divides the count
            subtrees[-2:] = [_node_hash(*subtrees[-2:])]
    if not subtrees:
        return hashlib.sha256().digest()
    while len(subtrees) > 1:
        subtrees[-2:] = [_node_hash(*subtrees[-2:])]
    return subtrees[0]


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
