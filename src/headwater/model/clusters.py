"""Which entities are one, derived from judgements; nothing is ever merged, so nothing has to be taken apart again.

Positive judgements join. Where a chain of them would join two entities between which a negative judgement stands, the
chain is in question: those of its judgements that lie on a way from one to the other join nothing until a person has
decided. What follows does not depend on the order in which the judgements came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from headwater.model.judgement import Judgement, Verdict

Pair = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """Where positive judgements meet negative ones: the negative ones on one pair, and the positive ones questioned."""

    negatives: tuple[Judgement, ...]
    positives: tuple[Judgement, ...]


@dataclass(frozen=True)
class Clusters:
    """The entities that are one. An id that is in no cluster stands for itself.

    Attributes:
        in_question: Positive judgements that join nothing because a negative one stands against them.
    """

    in_question: tuple[Question, ...] = ()
    _members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _canonical: Mapping[str, str] = field(default_factory=dict)
    _joined_by: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)
    _apart: frozenset[Pair] = frozenset()

    def canonical(self, id: str) -> str:
        """The id of the cluster: the smallest of its members', in sort order."""
        return self._canonical.get(id, id)

    def members(self, id: str) -> tuple[str, ...]:
        """The ids of the cluster that `id` is in, itself included, sorted."""
        return self._members.get(self.canonical(id), (id,))

    def joined_by(self, id: str) -> tuple[Judgement, ...]:
        """The positive judgements that hold the cluster of `id` together, oldest first."""
        return self._joined_by.get(self.canonical(id), ())

    def separated(self, left: str, right: str) -> bool:
        """Whether a negative judgement stands between the clusters of two ids."""
        return _pair(self.canonical(left), self.canonical(right)) in self._apart

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """The members of each cluster of two or more, by canonical id."""
        return iter(self._members.values())

    def __len__(self) -> int:
        """How many clusters of two or more there are."""
        return len(self._members)


def clusters_of(judgements: Iterable[Judgement]) -> Clusters:
    """The clusters that judgements make, whatever the order they come in.

    Of each reviewer's judgements on a pair only the last one counts, withdrawn ones left out.

    Args:
        judgements: Those a viewer may see, or all.
    """
    for_pair, against_pair = _by_pair(last_words(judgements))
    joining = [pair for pair in for_pair if pair not in against_pair]
    ways = Blocks(joining)
    in_question, suspended = [], set()
    for pair, negatives in sorted(against_pair.items()):
        between = ways.between(*pair)
        suspended |= between
        positives = [one for edge in (pair, *between) for one in for_pair.get(edge, ())]
        if positives:
            in_question.append(Question(_oldest_first(negatives), _oldest_first(positives)))
    held = {pair: for_pair[pair] for pair in joining if pair not in suspended}
    return _made(held, against_pair, tuple(in_question))


def last_words(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The last judgement of each reviewer on each pair, of those that stand."""
    last: dict[tuple[str, Pair], Judgement] = {}
    for one in judgements:
        key = (one.by, one.pair)
        if one.stands and (key not in last or _when(last[key]) < _when(one)):
            last[key] = one
    return list(last.values())


def components_of(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """The ids that pairs hold together, each group sorted, by its first."""
    near = _neighbours(pairs)
    groups, seen = [], set()
    for start in sorted(near):
        if start not in seen:
            group = _reached(near, start)
            seen |= group
            groups.append(tuple(sorted(group)))
    return groups


class Blocks:
    """The two-connected parts (blocks) of a graph, for asking what lies between two of its ends.

    An edge lies on a simple path between two ends exactly if its block is one of those on the path between them in the
    tree of blocks and cut vertices. Blocks: Hopcroft and Tarjan, Algorithm 447, CACM 16 (1973), without recursion.

    Args:
        edges: Pairs of ids; no pair occurs twice.
    """

    def __init__(self, edges: Iterable[Pair]) -> None:
        self._near = _neighbours(edges)
        self._edges: list[list[Pair]] = []
        self._above: dict[str | int, str | int] = {}
        self._depth: dict[str | int, int] = {}
        placed: set[str] = set()
        for root in sorted(self._near):
            if root not in placed:
                placed |= self._split(root)

    def between(self, left: str, right: str) -> set[Pair]:
        """The edges that lie on a simple path from one end to the other; none if there is no path."""
        if left not in self._depth or right not in self._depth:
            return set()
        found: set[Pair] = set()
        one: str | int = left
        other: str | int = right
        while one != other:
            if self._depth[one] < self._depth[other]:
                one, other = other, one
            if self._depth[one] == 0:
                return set()
            one = self._above[one]
            found.update(self._edges[one] if isinstance(one, int) else ())
        return found

    def _split(self, root: str) -> set[str]:
        """Find the blocks of the part of the graph that `root` is in, and hang them below it; returns its vertices."""
        number = {root: 0}
        low = {root: 0}
        walked: list[Pair] = []
        blocks: list[tuple[str, list[Pair]]] = []
        path = [(root, root, 0, iter(self._near[root]))]
        while path:
            vertex, parent, start, rest = path[-1]
            for near in rest:
                if near not in number:
                    number[near] = low[near] = len(number)
                    path.append((near, vertex, len(walked), iter(self._near[near])))
                    walked.append((vertex, near))
                    break
                if near != parent and number[near] < number[vertex]:
                    walked.append((vertex, near))
                    low[vertex] = min(low[vertex], number[near])
            else:
                path.pop()
                if path:
                    low[parent] = min(low[parent], low[vertex])
                    if low[vertex] >= number[parent]:
                        blocks.append((parent, walked[start:]))
                        del walked[start:]
        self._hang(root, blocks)
        return set(number)

    def _hang(self, root: str, blocks: list[tuple[str, list[Pair]]]) -> None:
        """Hang blocks below the vertex each was entered by; a walk ends the deepest block first."""
        self._depth[root] = 0
        for top, edges in reversed(blocks):
            block = len(self._edges)
            self._edges.append([_pair(*edge) for edge in edges])
            self._above[block], self._depth[block] = top, self._depth[top] + 1
            for vertex in {end for edge in edges for end in edge} - {top}:
                self._above[vertex], self._depth[vertex] = block, self._depth[block] + 1


def _by_pair(judgements: Iterable[Judgement]) -> tuple[dict[Pair, list[Judgement]], dict[Pair, list[Judgement]]]:
    for_pair: dict[Pair, list[Judgement]] = {}
    against_pair: dict[Pair, list[Judgement]] = {}
    for one in judgements:
        if one.verdict is Verdict.POSITIVE:
            for_pair.setdefault(one.pair, []).append(one)
        elif one.verdict is Verdict.NEGATIVE:
            against_pair.setdefault(one.pair, []).append(one)
    return for_pair, against_pair


def _made(held: Mapping[Pair, list[Judgement]], against: Iterable[Pair], in_question: tuple[Question, ...]) -> Clusters:
    members = {group[0]: group for group in components_of(held)}
    canonical = {id_: first for first, group in members.items() for id_ in group}
    joined: dict[str, list[Judgement]] = {}
    for (left, _), positives in held.items():
        joined.setdefault(canonical[left], []).extend(positives)
    return Clusters(
        in_question,
        members,
        canonical,
        {first: _oldest_first(positives) for first, positives in joined.items()},
        frozenset(_pair(canonical.get(left, left), canonical.get(right, right)) for left, right in against),
    )


def _neighbours(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for left, right in pairs:
        near.setdefault(left, []).append(right)
        near.setdefault(right, []).append(left)
    return near


def _reached(near: Mapping[str, list[str]], start: str) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for id_ in near[waiting.pop()]:
            if id_ not in reached:
                reached.add(id_)
                waiting.append(id_)
    return reached


def _pair(left: str, right: str) -> Pair:
    return (left, right) if left <= right else (right, left)


def _when(judgement: Judgement) -> tuple[str, str]:
    return judgement.decided_at, judgement.id


def _oldest_first(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    return tuple(sorted(judgements, key=_when))
