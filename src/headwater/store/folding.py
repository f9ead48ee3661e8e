"""Entities judged to be one, folded into one answer: clusters by entity number, worked out for one view and kept.

A judgement takes part in a view's clusters if the view is allowed every label its author saw, it stands, and the view
sees something of both ends now: when an import is taken back, what held only through it comes apart, and holds again
when the entry comes back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from pyroaring import BitMap

from headwater.model import Clusters, Judgement, clusters_of
from headwater.store.protection import Ties
from headwater.store.views import View

VIEWS_AT_MOST = 500


@dataclass(frozen=True, eq=False)
class Standing:
    """Every judgement at one moment, newest first; the entity numbers of their ends; and what they tie together."""

    judgements: tuple[Judgement, ...] = ()
    eids: dict[str, int] = field(default_factory=dict)
    ties: Ties = field(default_factory=Ties)

    def seen_by(self, view: View) -> list[Judgement]:
        """The judgements whose every label the view is allowed."""
        return [one for one in self.judgements if one.labels and view.allowed.issuperset(one.labels)]


@dataclass(frozen=True, eq=False)
class Folding:
    """Clusters by entity number. What is in none stands for itself.

    Attributes:
        clusters: The same by public id.
        moved: Entities that another one stands for.
        canonical: Who stands for each member.
        members: The members by who stands for them.
        ids: The public id that stands for each member's.
    """

    clusters: Clusters = field(default_factory=Clusters)
    moved: frozenset[int] = frozenset()
    canonical: dict[int, int] = field(default_factory=dict)
    members: dict[int, tuple[int, ...]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, clusters: Clusters, eids: dict[str, int]) -> Folding:
        """The folding of clusters, given the numbers of their members."""
        members = {eids[group[0]]: tuple(eids[id_] for id_ in group) for group in clusters}
        canonical = {eid: first for first, group in members.items() for eid in group}
        ids = {id_: group[0] for group in clusters for id_ in group}
        moved = frozenset(eid for eid, first in canonical.items() if eid != first)
        return cls(clusters, moved, canonical, members, ids)

    def one(self, eid: int) -> int:
        """The number that stands for an entity."""
        return self.canonical.get(eid, eid)

    def fold(self, found: set[int]) -> set[int]:
        """The entities with each cluster once."""
        moved = found.intersection(self.moved) if self.moved else None
        if not moved:
            return found
        return (found - moved).union(self.canonical[eid] for eid in moved)

    def unfold(self, eids: Iterable[int]) -> list[int]:
        """The entities with every member of their clusters."""
        return [member for eid in eids for member in self.members.get(self.one(eid), (eid,))]


UNFOLDED = Folding()
"""Every entity for itself."""


class Foldings:
    """The foldings of views, each kept while judgements, index, day and labels are the same."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[object, ...], Folding]] = {}
        self._lock = threading.Lock()

    def of(
        self, standing: Standing, view: View, mark: tuple[object, ...], present: Callable[[list[int]], BitMap]
    ) -> Folding:
        """The folding of a view.

        Args:
            standing: The judgements at the reader's moment.
            view: What the reader may see.
            mark: What the answer depends on besides judgements and view: the state of the index, and the day.
            present: Tells which entities the view sees something of.
        """
        state = (standing, view.allowed, view.in_case, *mark)
        with self._lock:
            kept = self._kept.get(view.key)
        if kept is not None and kept[0] == state:
            return kept[1]
        folding = self._worked_out(standing, view, present)
        with self._lock:
            if len(self._kept) >= VIEWS_AT_MOST:
                self._kept.clear()
            self._kept[view.key] = (state, folding)
        return folding

    @staticmethod
    def _worked_out(standing: Standing, view: View, present: Callable[[list[int]], BitMap]) -> Folding:
        seen = [one for one in standing.seen_by(view) if one.stands]
        if not seen:
            return UNFOLDED
        there = present(sorted({standing.eids[end] for one in seen for end in one.pair if end in standing.eids}))
        counted = [one for one in seen if all(standing.eids.get(end, 0) in there for end in one.pair)]
        return Folding.of(clusters_of(counted), standing.eids)

    def forget(self) -> None:
        """Work everything out anew."""
        with self._lock:
            self._kept.clear()
