"""What one class of viewers may see, as records that can be compared: candidates and scores, kept up to date.

A change costs what it touches: the records that changed, those they are candidates of, and pairs that share a word
whose rarity changed. Whoever sees the same has the same scores, however they came about.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from headwater.desk.reading import Reading, is_reference
from headwater.desk.records import RECORD_SCHEMATA, Unit, unit_of
from headwater.model.clusters import Clusters
from headwater.resolve import Rarity, Record
from headwater.resolve.candidates import BIT, Candidates
from headwater.resolve.linking import worth_scoring
from headwater.resolve.scoring import quick

if TYPE_CHECKING:
    from headwater.store import Store, View
    from headwater.store.following import Mark

Pair = tuple[str, str]
Telling = Callable[[float], None]
AT_ONCE = 500
"""Entities read together."""
_READ, _FOUND = 0.5, 0.8
"""How far a first pass is when its records are read, and when their candidates are found."""


def _silent(fraction: float) -> None:
    """A progress that tells nobody."""


class Rounded:
    """The rarity of words to two digits: what a new record changes little does not change every score.

    Args:
        counted: Exact counts.
    """

    def __init__(self, counted: Rarity) -> None:
        self._counted = counted

    @property
    def records(self) -> int:
        """How many records were counted, to two digits."""
        return two_digits(self._counted.records)

    def count(self, word: str) -> int:
        """In how many records the word stands, to two digits."""
        return two_digits(self._counted.count(word))


def two_digits(number: int) -> int:
    """A count to two digits: 51,234 is 51,000.

    Examples:
        >>> two_digits(51_234), two_digits(17), two_digits(0)
        (51000, 17, 0)
    """
    step: int = 10 ** max(0, len(str(number)) - 2)
    return number // step * step


def pair_of(one: str, other: str) -> Pair:
    """Two ids in sort order."""
    return (one, other) if one <= other else (other, one)


class Pool:
    """The records of one class of viewers, their candidates and scores.

    Attributes:
        units: What is compared, by canonical id.
        scores: Probability that the two are one, by pair of candidates.
        clusters: Which records are one.
        fraction: How far a first pass is, 0 to 1.
        version: Grows with each change of units, scores or clusters.
        memory: What was worked out from the pool, each with the state it holds for.
        turn: Held by whoever changes the pool or reads it.
    """

    def __init__(self) -> None:
        self.turn = threading.RLock()
        self.version = 0
        self.forget()

    def forget(self) -> None:
        """Let go of everything; the next refresh reads it anew."""
        self.version += 1
        self.fraction = 0.0
        self.units: dict[str, Unit] = {}
        self.scores: dict[Pair, float] = {}
        self.clusters = Clusters()
        self.memory: dict[str, tuple[Any, Any]] = {}
        self._mark: Mark | None = None
        self._index = Candidates()
        self._found: dict[str, frozenset[str]] = {}
        self._near: dict[str, set[str]] = {}
        self._folded: dict[str, set[str]] = {}

    @property
    def rarity(self) -> Rarity:
        """How rare a word is among the records of this class."""
        return Rounded(self._index)

    def score(self, left: str, right: str) -> float:
        """The score of two units, candidates or not; 0 if one of them is none."""
        known = self.scores.get(pair_of(left, right))
        if known is not None:
            return known
        if left not in self.units or right not in self.units:
            return 0.0
        return quick(self.units[left].record, self.units[right].record, self.rarity)

    # -- keeping up

    def refresh(self, store: Store, view: View, told: Telling) -> None:
        """Take in what changed since the last time; everything, the first time."""
        try:
            self._refresh(store, view, told)
        except BaseException:
            # Half a change is none: the next time everything is read.
            self.forget()
            raise

    def _refresh(self, store: Store, view: View, told: Telling) -> None:
        # The mark is no younger than what is read: what comes in between is told again the next time.
        mark, changed = store.changed_since(self._mark)
        if changed is None:
            self.forget()
            self.clusters = store.clusters(view)
            self._take_all(store, view, told)
        else:
            with store.moment():
                clusters = store.clusters(view)
                moved = set(_moved(self.clusters, clusters))
                self.version += clusters is not self.clusters
                self.clusters = clusters
                self._take(Reading(store, view), {*changed, *moved})
        self._mark = mark
        self.fraction = 1.0

    def _take_all(self, store: Store, view: View, told: Telling) -> None:
        total = max(1, store.browse(view, limit=1).total)
        for read, ids in enumerate(_pieces(self._first_ids(store, view), AT_ONCE), 1):
            now = self._units(Reading(store, view), ids)
            self._index.add(unit.record for unit in now.values())
            self._keep(now, now)
            told(min(_READ, _READ * read * AT_ONCE / total))
        fresh = self._link(self.units, lambda done: told(_READ + (_FOUND - _READ) * done))
        self._rescore(fresh, lambda done: told(_FOUND + (1 - _FOUND) * done))
        self.version += 1

    def _first_ids(self, store: Store, view: View) -> Iterator[str]:
        """The canonical ids of everything that can be a record, each once."""
        seen: set[str] = set()
        for record_id, _ in store.all_records(view, RECORD_SCHEMATA):
            canonical = self.clusters.canonical(record_id)
            if canonical not in seen:
                seen.add(canonical)
                yield canonical

    def _take(self, reading: Reading, ids: set[str]) -> None:
        """Read some entities anew, and whatever they say something of: a new document touches its holder."""
        ids |= {self.clusters.canonical(id_) for id_ in ids}
        ids |= {unit for id_ in ids for unit in self._folded.get(id_, ())}
        reading.load(sorted(ids))
        ids |= {row.value for id_ in tuple(ids) for row in reading.rows(id_) if is_reference(row)}
        now: dict[str, Unit] = {}
        for piece in _pieces(iter(sorted(ids)), AT_ONCE):
            now |= self._units(reading, piece)
        changed = {id_ for id_ in ids if now.get(id_) != self.units.get(id_)}
        if changed:
            self._replace(changed, now)
            self.version += 1

    def _units(self, reading: Reading, ids: Sequence[str]) -> dict[str, Unit]:
        """The units of these ids; an id that stands in another's cluster has none."""
        own = [id_ for id_ in ids if self.clusters.canonical(id_) == id_]
        reading.load_with_links(own)
        found = ((id_, unit_of(reading, id_)) for id_ in own)
        return {id_: unit for id_, unit in found if unit is not None}

    def _replace(self, changed: set[str], now: dict[str, Unit]) -> None:
        """Put the new units in the place of the old, and mend candidates and scores."""
        units = [unit for id_ in changed for unit in (self.units.get(id_), now.get(id_)) if unit is not None]
        before = {word: self.rarity.count(word) for unit in units for word in _words(unit.record)}
        records = self.rarity.records
        beside = {near for id_ in changed for near in self._near.get(id_, ())}
        self._index.discard([id_ for id_ in changed if id_ in self.units])
        self._index.add(now[id_].record for id_ in sorted(changed) if id_ in now)
        self._keep(changed, now)
        if self.rarity.records != records:
            fresh = self._link(self.units.keys() | changed)
            self._rescore({*self.scores, *fresh})
            return
        stale = changed | self._having({word for word, count in before.items() if self.rarity.count(word) != count})
        beside |= {one.id for id_ in changed if id_ in now for one in self._index.of(now[id_].record)}
        fresh = self._link(stale | beside)
        fresh |= {pair_of(id_, near) for id_ in stale for near in self._near.get(id_, ())}
        self._rescore(fresh)

    def _having(self, words: set[str]) -> set[str]:
        """Units that have one of these words in a name."""
        if not words:
            return set()
        return {id_ for id_, unit in self.units.items() if not words.isdisjoint(_words(unit.record))}

    def _keep(self, ids: Iterable[str], now: dict[str, Unit]) -> None:
        for id_ in ids:
            former, unit = self.units.pop(id_, None), now.get(id_)
            for thing in former.things if former else ():
                self._folded[thing].discard(id_)
            for thing in unit.things if unit else ():
                self._folded.setdefault(thing, set()).add(id_)
            if unit is not None:
                self.units[id_] = unit

    # -- candidates and scores

    def _link(self, ids: Collection[str], told: Telling = _silent) -> set[Pair]:
        """Find the candidates of some units; a pair stands while either finds the other. Returns the new pairs."""
        fresh: set[Pair] = set()
        for done, id_ in enumerate(sorted(ids)):
            unit = self.units.get(id_)
            found = self._worth(unit.record) if unit else frozenset()
            former = self._found.pop(id_, frozenset())
            if found:
                self._found[id_] = found
            for other in former - found:
                if id_ not in self._found.get(other, ()):
                    self._part(id_, other)
            for other in found - self._near.get(id_, set()):
                self._near.setdefault(id_, set()).add(other)
                self._near.setdefault(other, set()).add(id_)
                fresh.add(pair_of(id_, other))
            if done % AT_ONCE == 0:
                told(done / len(ids))
        return fresh

    def _worth(self, record: Record) -> frozenset[str]:
        """The candidates of a record whose score is worth the while."""
        named = self._index.of(record)
        weights = [(place, round(one.weight * BIT)) for place, one in enumerate(named)]
        return frozenset(named[place].id for place, _ in worth_scoring(weights, self._index.records))

    def _part(self, one: str, other: str) -> None:
        self._near[one].discard(other)
        self._near[other].discard(one)
        self.scores.pop(pair_of(one, other), None)

    def _rescore(self, pairs: Collection[Pair], told: Telling = _silent) -> None:
        rarity = self.rarity
        for done, (one, other) in enumerate(sorted(pairs)):
            self.scores[one, other] = quick(self.units[one].record, self.units[other].record, rarity)
            if done % AT_ONCE == 0:
                told(done / len(pairs))


def _words(record: Record) -> frozenset[str]:
    return record.name_keys | record.name_tokens


def _moved(before: Clusters, after: Clusters) -> Iterator[str]:
    """Ids whose cluster is another than before."""
    if before is after:
        return
    for id_ in {id_ for clusters in (before, after) for members in clusters for id_ in members}:
        if before.members(id_) != after.members(id_):
            yield id_


def _pieces(ids: Iterator[str], size: int) -> Iterator[list[str]]:
    while piece := list(islice(ids, size)):
        yield piece
