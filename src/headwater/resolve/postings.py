"""Which records stand under a key, in little memory, and which tokens of the records differ by a slip."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TypeAlias

from pyroaring import BitMap

from headwater.resolve.blocking import slips_of

LARGE = 64
"""Records under a key from which they are kept as a compressed bitmap (Lemire et al., Roaring Bitmaps, 2018)."""

Posting: TypeAlias = "tuple[int, ...] | array[int] | BitMap"


class Postings:
    """Record numbers by key, and the keys by number: most keys stand in one record and cost little more than a name."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.keys: list[str] = []
        self._lists: list[int | array[int] | BitMap] = []
        self._free: list[int] = []
        self._slips: dict[int, str | tuple[str, ...]] = {}

    def add(self, key: str, record: int) -> int:
        """Put a record under a key.

        Returns:
            The number of the key.
        """
        at = self.numbers.get(key, -1)
        if at < 0:
            return self._new(key, record)
        held = self._lists[at]
        if isinstance(held, int):
            self._lists[at] = array("I", (held, record))
        elif isinstance(held, BitMap):
            held.add(record)
        else:
            held.append(record)
            if len(held) >= LARGE:
                self._lists[at] = BitMap(held)
        return at

    def _new(self, key: str, record: int) -> int:
        if self._free:
            at = self._free.pop()
            self.keys[at], self._lists[at] = key, record
        else:
            at = len(self.keys)
            self.keys.append(key)
            self._lists.append(record)
        self.numbers[key] = at
        for left in map(hash, slips_of(key)):
            held = self._slips.get(left)
            self._slips[left] = key if held is None else (*_several(held), key)
        return at

    def remove(self, at: int, record: int) -> None:
        """Take a record away from the key of this number."""
        held = self._lists[at]
        if isinstance(held, int):
            self._forget(at)
            return
        held.remove(record)
        if isinstance(held, BitMap) and len(held) < LARGE:
            self._lists[at] = array("I", held)
        elif len(held) == 1:
            self._lists[at] = held[0]

    def _forget(self, at: int) -> None:
        key = self.keys[at]
        for left in map(hash, slips_of(key)):
            rest = tuple([one for one in _several(self._slips[left]) if one != key])
            if rest:
                self._slips[left] = rest[0] if len(rest) == 1 else rest
            else:
                del self._slips[left]
        del self.numbers[key]
        self.keys[at], self._lists[at] = "", 0
        self._free.append(at)

    def count(self, at: int) -> int:
        """How many records stand under the key of this number."""
        held = self._lists[at]
        return 1 if isinstance(held, int) else len(held)

    def under(self, key: str) -> Posting:
        """The numbers of the records under a key."""
        at = self.numbers.get(key, -1)
        held = self._lists[at] if at >= 0 else ()
        return (held,) if isinstance(held, int) else held

    def near(self, key: str) -> list[str]:
        """The other keys that differ from one by a slip, sorted."""
        found = {other for left in map(hash, slips_of(key)) for other in _several(self._slips.get(left, ()))}
        found.discard(key)
        return sorted(found)


def _several(held: str | tuple[str, ...]) -> Iterable[str]:
    return (held,) if isinstance(held, str) else held
