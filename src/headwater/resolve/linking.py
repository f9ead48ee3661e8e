"""Linking many records at once: all candidates, each pair scored once, over one process or several.

The three stages are those of `blocking`: records to keys, keys to pairs, pairs to scores. Between processes only
numbers move: each writes the candidates of its share of the records into one table that all can read, and then scores
its share of the pairs.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import log2
from mmap import mmap
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Generic, NamedTuple, TypeVar

from headwater.errors import Unavailable
from headwater.resolve.candidates import BIT, Candidates
from headwater.resolve.rarity import Rarity
from headwater.resolve.record import Record

LIMIT = 20
"""Candidates of one record in bulk."""

CLOSEST = 5
"""Of a record's candidates so many are scored though chance may have made them alike, if they share nearly as much as
the first; and any that share what chance hardly gives."""

NEARLY = 0.7
"""Least share of what the first candidate shares."""

CHANCE_BITS = (-2, 2)
"""Bits, from log2(records), between which chance may have made two records alike: what is shared by chance with four
records, and what with a quarter of one."""

PIECE = 1_000
"""Records between two words to whoever waits."""

PREPARED = 20_000
"""Records whose names stay read while pairs are scored."""

Score = Callable[[Record, Record, Rarity], float]
Progress = Callable[[str, int, int], None]
R = TypeVar("R")
_NOBODY = 0xFFFF_FFFF


class Link(NamedTuple):
    """Two records that may be one.

    Attributes:
        left: The lesser id.
        right: The other.
        p_match: Probability that the two are one.
    """

    left: str
    right: str
    p_match: float


class _Scored(NamedTuple):
    """Pairs above the threshold, as numbers that a pipe carries well."""

    lefts: array[int]
    rights: array[int]
    scores: array[float]


def linked(
    records: Iterable[Record],
    score: Score,
    *,
    threshold: float,
    limit: int = LIMIT,
    thorough: bool = False,
    processes: int = 1,
    progress: Progress = lambda stage, done, total: None,
) -> list[Link]:
    """The pairs of records that score at least the threshold, in the order of their ids.

    Args:
        records: Any number of records; of two with one id the last counts.
        score: Gives the probability that two records are one.
        threshold: Least score of a pair that is handed on.
        limit: Candidates of one record at most.
        thorough: Whether all candidates are scored, and not only those that bulk can afford (`worth_scoring`).
        processes: Processes that share the work; others than this one are forked, so a program with threads has one.
        progress: Told the stage ("index", "candidates", "scores"), how many records are done, and how many there are.

    Raises:
        Unavailable: Another process ended before its work was done.
    """
    held = sorted({record.id: record for record in records}.values(), key=lambda record: record.id)
    linking = _Linking(held, score, threshold, limit, thorough, progress)
    shares = linking.shares(processes)
    _each(linking.candidates, shares)
    found = _each(linking.scored, shares)
    return sorted(
        Link(held[left].id, held[right].id, p_match)
        for part in found
        for left, right, p_match in zip(*part, strict=True)
    )


def worth_scoring(named: Sequence[tuple[int, int]], records: int) -> list[tuple[int, int]]:
    """The candidates of a record that bulk scores: the closest, and all that share more than chance would.

    Args:
        named: Numbers of the candidates and what each shares in 1/256 bit, best first.
        records: How many records there are.
    """
    by_chance, beyond_chance = [(log2(records + 1) + bits) * BIT for bits in CHANCE_BITS]
    least = max(by_chance, NEARLY * named[0][1]) if named else 0
    return [
        (other, bits)
        for place, (other, bits) in enumerate(named)
        if bits >= beyond_chance or (place < CLOSEST and bits >= least)
    ]


class _Linking:
    """The records and their index; number and place in the order of ids are the same here."""

    def __init__(
        self, held: Sequence[Record], score: Score, threshold: float, limit: int, thorough: bool, progress: Progress
    ) -> None:
        self._held, self._score, self._threshold, self._limit, self._progress = held, score, threshold, limit, progress
        self._thorough = thorough
        self._index = Candidates(limit=limit)
        for piece in _pieces(range(len(held))):
            self._index.add(held[piece[0] : piece[-1] + 1])
            progress("index", piece[-1] + 1, len(held))
        self._table = memoryview(mmap(-1, 4 * limit * max(1, len(held)))).cast("I")
        self._copies: dict[int, Record] = {}

    def shares(self, count: int) -> list[Sequence[int]]:
        """The records in as many shares, those that are alike together."""
        alike = self._index.by_likeness()
        size = max(1, -(-len(alike) // count))
        return [alike[start : start + size] for start in range(0, len(alike), size)]

    def candidates(self, share: Sequence[int]) -> None:
        """Write the candidates of a share of the records into the table."""
        for number in self._told("candidates", share):
            named = self._index.of_number(number)
            found = [other for other, _ in (named if self._thorough else worth_scoring(named, len(self._held)))]
            row = array("I", [*found, *[_NOBODY] * (self._limit - len(found))])
            self._table[number * self._limit : (number + 1) * self._limit] = memoryview(row)

    def scored(self, share: Sequence[int]) -> _Scored:
        """Score the pairs of a share: each from its lesser end, or from the other where only that one found it."""
        kept = _Scored(array("I"), array("I"), array("d"))
        for number in self._told("scores", share):
            for other in self._found(number):
                if number < other or number not in self._found(other):
                    left, right = min(number, other), max(number, other)
                    p_match = self._score(self._read(left), self._read(right), self._index)
                    if p_match >= self._threshold:
                        kept.lefts.append(left)
                        kept.rights.append(right)
                        kept.scores.append(p_match)
        return kept

    def _found(self, number: int) -> list[int]:
        row = self._table[number * self._limit : (number + 1) * self._limit].tolist()
        return row[: row.index(_NOBODY)] if row[-1] == _NOBODY else row

    def _read(self, number: int) -> Record:
        """A copy of a record, on which what scoring reads of it stays for a while."""
        copy = self._copies.get(number)
        if copy is None:
            if len(self._copies) >= PREPARED:
                self._copies.clear()
            record = self._held[number]
            copy = self._copies[number] = Record(record.id, record.schema, record.values)
        return copy

    def _told(self, stage: str, share: Sequence[int]) -> Iterator[int]:
        """The records of a share; for each piece of it as many are told done as in all shares by then."""
        done = 0
        for piece in _pieces(share):
            yield from piece
            done += len(piece)
            self._progress(stage, len(self._held) * done // len(share), len(self._held))


def _pieces(share: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(share), PIECE):
        yield share[start : start + PIECE]


def _each(work: Callable[[Sequence[int]], R], shares: list[Sequence[int]]) -> list[R]:
    """What the work gives for each share: the first in this process, each other in one of its own."""
    forked = [_forked(work, share) for share in shares[1:]]
    return [*map(work, shares[:1]), *[other.result() for other in forked]]


def _forked(work: Callable[[Sequence[int]], R], share: Sequence[int]) -> _Awaited[R]:
    context = get_context("fork")
    mine, its = context.Pipe(duplex=False)
    gc.freeze()  # what is there stays where it is: looking through it for rubbish would copy it into each process
    process = context.Process(target=_worked, args=(its, work, share), daemon=True)
    process.start()
    gc.unfreeze()
    its.close()
    return _Awaited(process, mine)


def _worked(its: Connection, work: Callable[[Sequence[int]], object], share: Sequence[int]) -> None:
    its.send(work(share))
    its.close()


class _Awaited(Generic[R]):
    """What another process will send."""

    def __init__(self, process: ForkProcess, mine: Connection) -> None:
        self._process, self._mine = process, mine

    def result(self) -> R:
        """What it sent, once it has."""
        try:
            sent: R = self._mine.recv()
        except EOFError:
            raise Unavailable(
                "A process that compared records ended before its work was done.",
                where="linking",
                remedy="Look for what ended it (memory, mostly) and start again.",
            ) from None
        finally:
            self._process.join()
            self._mine.close()
        return sent
