"""Looking up: which records are looked at for one, and what each shares with it.

Records are looked at under each term alone, the shortest list first, within a budget; a list is read to its end or not
at all, so that no order of arrival shows. Terms whose lists are too long for that are asked two, three and four
together. What was looked at is then weighed by all terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyroaring import BitMap

from headwater.resolve.postings import Posting

MAX_TOGETHER = 6
"""Terms too common to be asked alone that are asked together: the rarest of them."""

MOST_TOGETHER = 4
"""So many of them at a time."""


class Found(NamedTuple):
    """Records that have a word in one spelling, or in one that differs by a slip.

    Attributes:
        bits: What it says to be among them, in 1/256 bit.
        size: How many they are.
        name: The spelling, `~` before it where it stands for those that differ by a slip.
        records: Their numbers.
    """

    bits: int
    size: int
    name: str
    records: Posting


class Question(NamedTuple):
    """One term of a record, as the index answers it.

    Attributes:
        lists: The records that have it, the list that says least first.
        within: Places of other terms of the question that say the same in part.
        alone: Whether a record may be found by it alone.
    """

    lists: list[Found]
    within: tuple[int, ...]
    alone: bool


def shared_bits(questions: Sequence[Question], budget: int) -> dict[int, int]:
    """What each record that was looked at shares with the one that asks, by its number, in 1/256 bit.

    Args:
        questions: The terms of the record that asks.
        budget: Records looked at, at most, under terms alone; and as many again under terms together.
    """
    looked_at, whole = _alone(questions, budget)
    if len(whole) < sum(len(one.lists) for one in questions):
        looked_at |= _together(questions, whole, budget)
    return _weighed(questions, looked_at, whole)


def _alone(questions: Sequence[Question], left: int) -> tuple[set[int], set[str]]:
    """The records under the shortest lists, and the names of these."""
    lists = {one.name: one for asked in questions if asked.alone for one in asked.lists}
    looked_at: set[int] = set()
    whole: set[str] = set()
    for one in sorted(lists.values(), key=_by_size):
        left -= one.size
        if left < 0:
            break
        looked_at.update(one.records)
        whole.add(one.name)
    return looked_at, whole


def _by_size(one: Found) -> tuple[int, str]:
    return one.size, one.name


def _together(questions: Sequence[Question], whole: set[str], left: int) -> set[int]:
    """Records that have two of the terms too common to be asked alone; where those are too many, three, and four."""
    common = _common(questions, whole)
    looked_at: set[int] = set()
    asked = [(records, place) for place, records in enumerate(common)]
    for _ in range(MOST_TOGETHER - 1):
        asked = [(records & common[place], place) for records, last in asked for place in range(last + 1, len(common))]
        asked.sort(key=lambda one: len(one[0]))
        fitting = 0
        while fitting < len(asked) and len(asked[fitting][0]) <= left:
            left -= len(asked[fitting][0])
            looked_at.update(asked[fitting][0])
            fitting += 1
        asked = asked[fitting:]
    return looked_at


def _common(questions: Sequence[Question], whole: set[str]) -> list[BitMap]:
    """The records that have each term whose lists were not all read, the rarest terms first."""
    common = []
    for asked in questions:
        rest = [one for one in asked.lists if one.name[0] != "~" and one.name not in whole]
        classes = [one for one in rest if not (one.name.isalnum() and one.name.islower())]
        lists = [_bitmap(one.records) for one in classes or rest]  # who has a token has a class of it
        if lists:
            common.append(lists[0] if len(lists) == 1 else BitMap.union(*lists))
    return sorted(common, key=len)[:MAX_TOGETHER]


def _bitmap(records: Posting) -> BitMap:
    return records if isinstance(records, BitMap) else BitMap(records)


def _weighed(questions: Sequence[Question], looked_at: set[int], whole: set[str]) -> dict[int, int]:
    """The best spelling of each term counts; a compound counts for what it says more than its words."""
    inside = BitMap(looked_at)
    by_place: list[dict[int, int]] = []
    weights: dict[int, int] = {}
    for asked in questions:
        best: dict[int, int] = {}
        for one in asked.lists:
            best.update(dict.fromkeys(one.records if one.name in whole else _inside(one.records, inside), one.bits))
        by_place.append(best)
        if asked.within:
            best = _beyond(best, [by_place[place] for place in asked.within])
        for number, bits in best.items():
            weights[number] = weights.get(number, 0) + bits
    return weights


def _beyond(best: dict[int, int], said: list[dict[int, int]]) -> dict[int, int]:
    """What a compound says more than its words, where it does."""
    for each in said:
        best = {number: bits - each.get(number, 0) for number, bits in best.items()}
    return {number: bits for number, bits in best.items() if bits > 0}


def _inside(records: Posting, inside: BitMap) -> Iterable[int]:
    return records & inside if isinstance(records, BitMap) else [number for number in records if number in inside]
