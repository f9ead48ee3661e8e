"""A node and what happens at it: steps, histories, and ids that are the same in two worlds for the same things."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from headwater.desk import Desk
from headwater.model import DraftAssertion, DraftReport, Judgement, Label, Report, SubjectCategory, Verdict
from headwater.settings import Settings
from headwater.store import ImportPlan

NODE = "GB"
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
Entity = tuple[str, str]
"""The list and the key under which a report names an entity."""
Entry = tuple[str, str]
"""A list and a reference in it."""
Said = tuple[DraftAssertion, ...]
PUBLIC_LIST = "UN-1"
PROTECTED = (SubjectCategory.VICTIM, SubjectCategory.WITNESS)


class StepDraws:
    """Random bytes that follow from what is being done and what they are for.

    An entity's number follows from its key alone, whoever speaks of it first; a report's id from the step that brings
    it and not from its version, the ids of its lines from what they say; everything else from the step and how often
    it was drawn there.

    Attributes:
        about: The step.
        lines: What the reports say that are about to be taken in, by list and reference.
    """

    def __init__(self) -> None:
        self.about = ""
        self.lines: dict[Entry, Said] = {}
        self._drawn: Counter[str] = Counter()

    def __call__(self, what: str, count: int) -> bytes:
        if what.startswith("entity:"):
            return hashlib.shake_128(what.encode()).digest(count)
        if what.startswith("report:"):
            return self._of_report(*what.split(":")[1:3])[:count]
        name = f"{self.about}|{what}"
        self._drawn[name] += 1
        return hashlib.shake_128(f"{name}|{self._drawn[name]}".encode()).digest(count)

    def _of_report(self, list_id: str, reference: str) -> bytes:
        name = f"{self.about}|{list_id}|{reference}"
        lines = self.lines[list_id, reference]
        drawn = [hashlib.shake_128(f"{name}|{line}".encode()).digest(8) for line in lines]
        return hashlib.shake_128(name.encode()).digest(12) + b"".join(drawn)


def id_of(entity: Entity) -> str:
    """The public id that `StepDraws` gives an entity."""
    return StepDraws()(f"entity:{entity[0]}:{entity[1]}", 16)[4:].hex()


@dataclass(frozen=True)
class Viewer:
    """Who reads, of which agency, for which purpose."""

    name: str
    agency: str
    roles: frozenset[str]
    kind: str
    case: str = ""

    @property
    def purpose(self) -> str:
        """The purpose in the words of a command line."""
        return f"{self.kind}:{self.case}" if self.case else self.kind


class Rule(Protocol):
    """The rule of reading, written down a second time."""

    def reads(self, viewer: Viewer, label: Label, at: datetime) -> bool:
        """Whether the viewer may read what carries the label, protection aside."""

    def open_case(self, viewer: Viewer, label: Label) -> bool:
        """Whether what the label says of a protected person is open to the viewer's case."""


@dataclass(frozen=True)
class Step:
    """One thing that happens; `number` chooses among what is there then."""

    what: str
    drafts: tuple[DraftReport, ...] = ()
    full: bool = False
    by: str = ""
    left: Entity = ("", "")
    right: Entity = ("", "")
    verdict: Verdict = Verdict.POSITIVE
    number: int = 0


@dataclass(frozen=True)
class History:
    """What happens at a node, and on which later day the viewers look."""

    steps: tuple[Step, ...]
    days: int = 0

    @property
    def at(self) -> datetime:
        """When the viewers look."""
        return self.moment(len(self.steps)) + timedelta(days=self.days)

    @staticmethod
    def moment(place: int) -> datetime:
        """When the step of this place happens."""
        return START + timedelta(minutes=place)


@dataclass
class Played:
    """A node after a history, and what a second node needs to know of it."""

    desk: Desk
    clock: list[datetime]
    draws: StepDraws
    runs: dict[int, str] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    erased: dict[int, Entry] = field(default_factory=dict)
    restricted: dict[int, tuple[Entry, tuple[int, ...]]] = field(default_factory=dict)
    valued: dict[int, tuple[Entry, int]] = field(default_factory=dict)
    judged: dict[int, str] = field(default_factory=dict)
    withdrawn: dict[int, list[str]] = field(default_factory=dict)

    def begin(self, place: int, moment: datetime) -> None:
        """Set clock and draws to a step."""
        self.clock[0], self.draws.about = moment, str(place)

    def take_in(self, place: int, drafts: Sequence[DraftReport], *, full: bool = False, by: str = "operator") -> str:
        """Run an import from its beginning to its end."""
        list_id = drafts[0].list_id if drafts else ""
        return self.take_in_list(place, list_id, drafts, full=full, by=by)

    def take_in_list(
        self, place: int, list_id: str, drafts: Sequence[DraftReport], *, full: bool, by: str = "operator"
    ) -> str:
        """The same for a list that may have no draft left."""
        self.draws.lines = {(one.list_id, one.reference): one.assertions for one in reversed(drafts)}
        edition = (START.date() + timedelta(days=place)).isoformat()
        plan = ImportPlan("headwater", f"{place}.jsonl", f"{place:064}", NODE, list_id, edition, edition, full, by, "")
        run = self.desk._parts.store.begin_import(plan)
        run.add(drafts)
        return run.finish().id

    def judgements(self) -> list[Judgement]:
        """Every judgement of the node, whoever may see it."""
        return sorted(self.desk._parts.store.judging.standing().judgements, key=lambda one: one.decided_at)

    def labels(self) -> dict[int, Label]:
        """Every label of the node by its number."""
        ledger = self.desk._parts.store.ledger
        with ledger.database.reading() as session:
            return dict(ledger.labels_after(session, 0))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of the ledger, whoever may see them."""
        with self.desk._parts.store.ledger.database.reading() as session:
            return session.rows(sql)

    def close(self) -> None:
        """Close the node and remove its folder."""
        folder = self.desk._settings.data
        self.desk.close()
        shutil.rmtree(folder)


def opened(template: Path, folder: Path) -> Played:
    """A node made of a closed one's folder; its ids follow from its steps."""
    shutil.copytree(template, folder)
    clock, draws = [START], StepDraws()
    desk = Desk.open(Settings(data=folder, port=0, node=NODE, demo=False), random=draws, now=lambda: clock[0])
    return Played(desk, clock, draws)


def live_reports(played: Played) -> list[Report]:
    """The reports that stand, whoever may see them."""
    store = played.desk._parts.store
    with store.ledger.database.reading() as session:
        kept = store.ledger.open_reports(session, store.ledger.live_numbers(session))
    return sorted((one.report for one in kept.values()), key=lambda report: report.id)
