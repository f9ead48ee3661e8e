"""Which records may be one with a record: those that share what few others have.

A term (`blocking`) that two records share is worth log2(records / records that have it) bits, the inverse document
frequency of Spärck Jones (1972): two rare words of a name say much, and Muhammad alone next to nothing. A word that
differs by a slip is worth `SLIP_BITS` less. Weights are whole numbers of 1/256 bit, so that no order of adding can
change a sum. What is not in the index moves nothing: no count, no order, no cut.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from math import log2
from typing import NamedTuple

from pyroaring import BitMap

from headwater.resolve.blocking import terms_of
from headwater.resolve.comparable import comparable
from headwater.resolve.lookup import Found, Question, shared_bits
from headwater.resolve.postings import LARGE, Posting, Postings
from headwater.resolve.record import Record

SLIP_BITS = 2
"""How much less a word says that differs by a slip."""

LOOKED_AT = 10
"""Records looked at for each candidate that may be named: more found no more in `bench/resolve_recall.py`."""

FREQUENT = 2_000
"""A word is frequent that more than one in so many records have: two such words that differ by a slip are two words."""

BIT = 256
"""A bit, in the whole numbers that weights are inside."""

_KEPT = 4
"""Records under a key from which what it finds is kept for the next record that asks."""


class Candidate(NamedTuple):
    """A record that may be one with another.

    Attributes:
        id: Its id.
        weight: What the two share, in bits.
    """

    id: str
    weight: float


class Candidates:
    """An index of records that gives for each those that may be one with it.

    It also counts in how many records a word stands (`rarity.Rarity`).

    Args:
        limit: Candidates of one record at most.
    """

    def __init__(self, *, limit: int = 50) -> None:
        self.limit = limit
        self._postings = Postings()
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._terms: list[array[int]] = []
        self._schemata = array("H")
        self._schema_names: list[str] = []
        self._free: list[int] = []
        self._answers: dict[str, list[Found]] = {}

    @property
    def records(self) -> int:
        """How many records there are."""
        return len(self._numbers)

    def count(self, word: str) -> int:
        """In how many records a key or folded token stands."""
        return len(self._postings.under(word))

    def add(self, records: Iterable[Record]) -> None:
        """Take in records; one whose id is known takes the place of the former."""
        self._answers.clear()
        for record in records:
            self.discard([record.id])
            number = self._place(record)
            packed = array("I")
            for term in terms_of(record):
                packed.append(len(term.keys) << 9 | len(term.within) << 1 | term.alone)
                packed.extend([self._postings.add(key, number) for key in term.keys])
                packed.extend(term.within)
            self._terms[number] = packed

    def discard(self, ids: Iterable[str]) -> None:
        """Let go of records; an id that is not known is passed over."""
        self._answers.clear()
        for id_ in ids:
            number = self._numbers.pop(id_, -1)
            if number >= 0:
                for keys, _, _ in _unpacked(self._terms[number]):
                    for key in keys:
                        self._postings.remove(key, number)
                self._ids[number], self._terms[number] = "", array("I")
                self._free.append(number)

    def _place(self, record: Record) -> int:
        if self._free:
            number = self._free.pop()
        else:
            number = len(self._ids)
            self._ids.append("")
            self._terms.append(array("I"))
            self._schemata.append(0)
        if record.schema not in self._schema_names:
            self._schema_names.append(record.schema)
        self._ids[number] = record.id
        self._schemata[number] = self._schema_names.index(record.schema)
        self._numbers[record.id] = number
        return number

    def of(self, record: Record) -> list[Candidate]:
        """The records that may be one with this one, which need not be in the index: best first, ties by id."""
        questions = [self._question(*term) for term in terms_of(record)]
        found = self._best(questions, record.schema, self._numbers.get(record.id, -1))
        return [Candidate(self._ids[number], bits / BIT) for number, bits in found]

    def pairs(self) -> Iterator[tuple[str, str, float]]:
        """Every pair of which one is a candidate of the other, once, the lesser id first.

        The weight is that seen from the lesser id, or from the other where only that one found it.
        """
        found_by: dict[int, frozenset[int]] = {}
        for id_ in sorted(self._numbers):
            number = self._numbers[id_]
            found = self.of_number(number)
            for other, bits in found:
                if other not in found_by:
                    yield id_, self._ids[other], bits / BIT
                elif number not in found_by[other]:
                    yield self._ids[other], id_, bits / BIT
            found_by[number] = frozenset([other for other, _ in found])

    def of_number(self, number: int) -> list[tuple[int, int]]:
        """Numbers of the candidates of a record of the index, each with what it shares in 1/256 bit, best first."""
        name = self._postings.keys
        questions = [
            self._question([name[at] for at in keys], within, alone)
            for keys, within, alone in _unpacked(self._terms[number])
        ]
        return self._best(questions, self._schema_names[self._schemata[number]], number)

    def by_likeness(self) -> list[int]:
        """The numbers of all records, those that share what few others have next to each other."""
        count = self._postings.count
        nearest = {
            number: min(
                [(size, at) for keys, _, alone in _unpacked(self._terms[number]) if alone for at in keys
                 if (size := count(at)) > 1],
                default=(0, 0),
            )
            for number in self._numbers.values()
        }  # fmt: skip
        return sorted(nearest, key=lambda number: (nearest[number][1], number))

    def _best(self, questions: list[Question], schema: str, own: int) -> list[tuple[int, int]]:
        weights = shared_bits(questions, LOOKED_AT * self.limit)
        weights.pop(own, 0)
        allowed = [comparable(schema, other) for other in self._schema_names]
        if not all(allowed):
            weights = {number: bits for number, bits in weights.items() if allowed[self._schemata[number]]}
        least = sorted(weights.values(), reverse=True)[self.limit - 1] if len(weights) > self.limit else 0
        kept = sorted([(-bits, self._ids[number], number) for number, bits in weights.items() if bits >= least])
        return [(number, -bits) for bits, _, number in kept[: self.limit]]

    def _question(self, keys: Iterable[str], within: tuple[int, ...], alone: bool) -> Question:
        lists = [found for key in keys for found in self._answer(key)]
        lists.sort(key=_least_first)
        return Question(lists, within, alone)

    def _answer(self, key: str) -> list[Found]:
        found = self._answers.get(key)
        if found is None:
            found = self._looked_up(key)
            if found and found[0].size >= _KEPT:
                self._answers[key] = found
        return found

    def _looked_up(self, key: str) -> list[Found]:
        """The records under a key and under those that differ by a slip: rare keys together, frequent ones apart."""
        own = self._postings.under(key)
        found = [Found(self._worth(len(own)), len(own), key, own)] if own else []
        frequent = max(LARGE, self.records // FREQUENT)
        rare = BitMap()
        for other in self._postings.near(key):
            records = self._postings.under(other)
            if len(records) < frequent:
                rare.update(records)
            elif len(own) < frequent:
                found.append(Found(self._worth_of_slip(own, records), len(records), other, records))
        if rare:
            found.append(Found(self._worth_of_slip(own, rare), len(rare), "~" + key, rare))
        return [one for one in found if one.bits > 0]

    def _worth_of_slip(self, own: Posting, records: Posting) -> int:
        return self._worth(max(len(own), len(records))) - SLIP_BITS * BIT

    def _worth(self, size: int) -> int:
        return round(BIT * log2((self.records + 1) / size)) or 1


def _least_first(found: Found) -> tuple[int, str]:
    return found.bits, found.name


def _unpacked(packed: array[int]) -> Iterator[tuple[array[int], tuple[int, ...], bool]]:
    """Of each term of a record: numbers of its keys, what it overlaps, and whether it may be asked alone."""
    at = 0
    while at < len(packed):
        head = packed[at]
        keys = at + 1 + (head >> 9)
        end = keys + (head >> 1 & 255)
        yield packed[at + 1 : keys], tuple(packed[keys:end]), bool(head & 1)
        at = end
