"""Who is withheld because they are protected: victims, witnesses, minors, and whoever a judgement says is one of them.

Protection is worked out over everything the node holds, whatever its reader may see: it is the one thing by which what
a reader may not see changes an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap

from headwater.model import Judgement, Verdict
from headwater.model.clusters import components_of
from headwater.store.database import Session

Sources = dict[int, dict[int, bool]]
"""By entity: the persons that protect it (itself, or one that a link points to), and whether each may be seen."""


@dataclass(frozen=True, eq=False)
class Ties:
    """Groups of entities that positive judgements tie together, by entity number."""

    groups: tuple[frozenset[int], ...] = ()
    tied: BitMap = field(default_factory=BitMap)

    @classmethod
    def of(cls, judgements: Iterable[Judgement], eids: dict[str, int]) -> Ties:
        """The ties of the judgements that stand, anybody's; `eids` are the numbers of their ends."""
        pairs = {one.pair for one in protecting(judgements) if one.left in eids and one.right in eids}
        groups = tuple(frozenset(eids[id_] for id_ in group) for group in components_of(pairs))
        return cls(groups, BitMap([eid for group in groups for eid in group]))


def protecting(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The positive judgements that may count for some viewer.

    One that its author has gone back on counts for whoever may not see the later one, so it protects until every viewer
    of the one is a viewer of the other.
    """
    by_author: dict[tuple[str, str, str], list[Judgement]] = {}
    for one in judgements:
        if one.stands:
            by_author.setdefault((one.by, *one.pair), []).append(one)
    found = []
    for said in by_author.values():
        said.sort(key=lambda one: (one.decided_at, one.id))
        for place, one in enumerate(said):
            revised = any(set(later.labels) <= set(one.labels) for later in said[place + 1 :])
            if one.verdict is Verdict.POSITIVE and not revised:
                found.append(one)
    return found


def hidden_entities(index: Session, ties: Ties, in_case: frozenset[int], today: int) -> BitMap:
    """Entities that are protected and not of a case that is open to the reader.

    An entity is seen if each person that protects it (itself, the one a link points to, or one it is judged to be) is.

    Args:
        index: A session of the index.
        ties: What is judged to be one.
        in_case: Numbers of the labels whose case is open.
        today: The day as YYYYMMDD.
    """
    found = index.rows("SELECT eid, source, label, erase_by FROM protected WHERE until > ?", (today,))
    # What is restricted or past its day protects until it is erased, and opens nothing: no label has the number 0.
    rows = [(eid, source, label if erase_by > today else 0) for eid, source, label, erase_by in found]
    if ties.tied and not ties.tied.isdisjoint(BitMap([eid for eid, _, _ in rows])):
        return _hidden_by_ties(index, ties, rows, in_case)
    open_to: dict[tuple[int, int], bool] = {}
    for eid, source, label in rows:
        key = (eid, source)
        open_to[key] = open_to.get(key, False) or label in in_case
    return BitMap([eid for (eid, _), seen in open_to.items() if not seen])


def _hidden_by_ties(
    index: Session, ties: Ties, rows: Sequence[tuple[int, int, int]], in_case: frozenset[int]
) -> BitMap:
    sources: Sources = {}
    for eid, source, label in rows:
        of = sources.setdefault(eid, {})
        of[source] = of.get(source, False) or label in in_case
    spread(index, ties, sources)
    return BitMap([eid for eid, of in sources.items() if not all(of.values())])


def spread(index: Session, ties: Ties, sources: Sources) -> None:
    """Protect what is tied to the protected, and the links that point to it, until nothing more is reached."""
    links: dict[frozenset[int], list[int]] = {}
    grown = True
    while grown:
        grown = False
        for group in ties.groups:
            together: dict[int, bool] = {}
            for eid in group.intersection(sources):
                together.update(sources[eid])
            own = {source: seen for source, seen in together.items() if source in group}
            if own and group not in links:
                found = index.rows_in("SELECT DISTINCT eid FROM ref WHERE target IN {in}", sorted(group))
                links[group] = [eid for (eid,) in found]
            for eids, given in ((group, together), (links.get(group, ()), own)):
                for eid in eids if given else ():
                    of = sources.setdefault(eid, {})
                    grown |= not given.keys() <= of.keys()
                    of.update(given)
