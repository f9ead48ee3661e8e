"""What a store answers and does for those who supervise it: dates, restrictions, what is held whoever may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from pyroaring import BitMap

from headwater.model import Label, Retention
from headwater.store import ruling
from headwater.store.docket import LIFTED, LIFTING
from headwater.store.holding import Counts, Due, Holding, Opened
from headwater.store.reading import IndexReader
from headwater.store.rulings import Extension, Restriction
from headwater.store.undoing import Progress, silent
from headwater.store.views import View

if TYPE_CHECKING:
    from headwater.store.store import Store


class Supervising:
    """The part of a store that retention, restriction and requests of persons use; no view narrows it."""

    def __init__(self) -> None:
        self._counts = Counts()
        self._dormant: tuple[object, dict[str, tuple[str, ...]]] = ((), {})

    @property
    def _store(self) -> Store:
        return cast("Store", self)

    def retention(self) -> Retention:
        """The retention rules in force."""
        return self._store.docket.now().retention

    def set_retention(self, retention: Retention, progress: Progress = silent) -> int:
        """Put retention rules in force: every date follows from them at once; returns how many reports it changed."""
        return ruling.set_retention(self._store, retention, progress)

    def due(
        self, until: int, *, kinds: Sequence[str] = ("erase", "review"), offset: int = 0, limit: int = 100
    ) -> tuple[list[Due], int]:
        """What comes to its date of erasure or review up to a day (YYYYMMDD), earliest first, and how many in all."""
        with self._store.reader() as reader:
            return self._holding(reader).due(until, kinds, offset, limit)

    def dormant_due(self, until: int) -> dict[str, tuple[str, ...]]:
        """What is past its day of erasure in reports that do not stand (superseded, or their import taken back).

        Ids of assertions by report; erase them with `erase_values_of(..., alone=True)`. Looked for anew only after a
        change or on another day.
        """
        with self._store.reader() as reader:
            state = (until, self._store.docket.now().stamp, self._store.ledger.applied(reader.sessions[1]))
            if self._dormant[0] != state:
                self._dormant = (state, self._holding(reader).dormant_due(until))
        return dict(self._dormant[1])

    def extend(self, report_id: str, kind: str, until: int, reason: str, by: str) -> Extension:
        """Put off a report's erasure or review (`erase`, `review`) to a day (YYYYMMDD); the last one given counts.

        Raises:
            NotFound: There is no such report.
            BadInput: The kind is none.
        """
        return ruling.extend(self._store, report_id, kind, until, reason, by)

    def extensions(self) -> list[Extension]:
        """Every extension on what is not erased, oldest first."""
        with self._store.ledger.database.reading() as session:
            return [one for one, _ in self._store.docket.extensions(session)]

    def restrict(
        self, report_id: str, assertion_ids: Sequence[str] = (), *, ground: str, reason: str, by: str
    ) -> Restriction:
        """Take a report, or some of its assertions, out of use and keep them (ground `contested` or `evidence`).

        No question finds what is restricted; a victim or minor it speaks of stays protected. It holds for this version
        of the report: one that a later edition brings is in use.

        Raises:
            NotFound: There is no such report, or it does not say this.
            BadInput: The ground is none.
        """
        return ruling.restrict(self._store, report_id, assertion_ids, ground, reason, by)

    def lift(self, restriction_id: str, by: str) -> Restriction:
        """Let go of a restriction.

        Raises:
            NotFound: There is none.
            Conflict: It was lifted before.
        """
        return ruling.lift(self._store, restriction_id, by)

    def restrictions(self, *, lifted: bool = False) -> list[Restriction]:
        """The restrictions that stand, oldest first; those lifted too if asked for."""
        with self._store.ledger.database.reading() as session:
            found = self._store.docket.restrictions(session)
        return [one for one, state in found if lifted or state not in (LIFTING, LIFTED)]

    # -- what is held, whoever may see it

    def opened(self, report_ids: Sequence[str]) -> dict[str, Opened]:
        """Reports by id, whole, with who is protected and what is restricted; those that are not there are absent."""
        with self._store.reader() as reader:
            return self._holding(reader).opened(report_ids)

    def held_on(self, entity_ids: Sequence[str]) -> list[Opened]:
        """Every report that speaks of entities, of those judged to be one with them, or of what points to them.

        Restricted and superseded ones and those of imports taken back are among them.
        """
        with self._store.reader() as reader:
            return self._holding(reader).held_on(entity_ids)

    def label_counts(self, labels: Iterable[Label], *, view: View | None = None) -> dict[Label, int]:
        """How many lines the index has under each of some labels, of everything or of what a view may see.

        Counted once for each state of the index and for each set of protected entities that are left out.
        """
        with self._store.reader() as reader:
            hidden, guarded = (reader.hidden(view), reader.guarded(view)) if view else (BitMap(), BitMap())
            own, foreign = self._lines(reader, hidden), self._lines(reader, hidden | guarded)
            numbers = {label: number for number, label in self._store.ledger.labels_after(reader.sessions[1], 0)}
        wanted = [label for label in labels if label in numbers and (view is None or numbers[label] in view.allowed)]
        others = view.foreign if view else frozenset()
        return {
            label: (foreign if number in others else own).get(number, 0)
            for label in wanted
            for number in [numbers[label]]
        }

    def _lines(self, reader: IndexReader, hidden: BitMap) -> dict[int, int]:
        return self._counts.of(
            (reader.index_mark(), reader.today), hidden, lambda: self._holding(reader).label_counts(hidden)
        )

    def _holding(self, reader: IndexReader) -> Holding:
        return Holding(reader, self._store.ledger, self._store.docket.now())
