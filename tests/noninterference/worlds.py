"""Two worlds: everything that happened at a node, and the same without whatever some viewers may not see.

The second world is the least one in which these viewers see what they see: of each entry the version that stands, of
each report the rows that one of them may read, no entity that is protected from all of them, no judgement whose labels
are not all open to one of them; never what was taken back, erased, superseded, restricted or has run out.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from headwater.desk import Actor, Desk
from headwater.errors import BadInput, Forbidden, NotFound
from headwater.model import (
    DraftAssertion,
    DraftReport,
    Judgement,
    Label,
    NewJudgement,
    Report,
    SubjectCategory,
    Verdict,
)
from headwater.model import dates as days
from headwater.model.schema import group_of, is_reference
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
    restricted: dict[int, tuple[str, tuple[int, ...]]] = field(default_factory=dict)
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


# -- the world in which everything happens


def play(played: Played, history: History, acting: Callable[[Desk, str], Actor], look: Callable[[], None]) -> None:
    """Let a history happen, judgements by the accounts that its steps name.

    Args:
        played: A new node.
        history: What happens.
        acting: Gives the actor of an account's name.
        look: What viewers do in between, so that whatever is remembered is remembered by then.
    """
    for place, step in enumerate(history.steps):
        played.begin(place, history.moment(place))
        _DO[step.what](played, place, step, acting)
        if step.what == "look":
            look()
    played.begin(len(history.steps), history.at)


Acting = Callable[[Desk, str], Actor]


def _import(played: Played, place: int, step: Step, acting: Acting) -> None:
    played.runs[place] = played.take_in(place, step.drafts, full=step.full)


def _undo(played: Played, place: int, step: Step, acting: Acting) -> None:
    there = [run for run in played.runs if run not in played.undone]
    if there:
        chosen = there[step.number % len(there)]
        played.desk._parts.store.undo_import(played.runs[chosen])
        played.undone.add(chosen)


def _erase(played: Played, place: int, step: Step, acting: Acting) -> None:
    for report in _chosen_report(played, step):
        played.desk._parts.store.erase_reports([report.id])
        played.erased[place] = (report.list_id, report.reference)


def _erase_value(played: Played, place: int, step: Step, acting: Acting) -> None:
    for report in _chosen_report(played, step):
        line = step.number % len(report.assertions)
        played.desk._parts.store.erase_values(report.id, [report.assertions[line].id])
        played.valued[place] = ((report.list_id, report.reference), line)


def _restrict(played: Played, place: int, step: Step, acting: Acting) -> None:
    for report in _chosen_report(played, step):
        lines = tuple(range(len(report.assertions)))[step.number % 3 - 1 :: 3] if step.number % 3 else ()
        ids = [report.assertions[line].id for line in lines]
        played.desk._parts.store.restrict(report.id, ids, ground="contested", reason="An example.", by="operator")
        played.restricted[place] = (report.id, lines)


def _chosen_report(played: Played, step: Step) -> list[Report]:
    """A report of the node that is of no public list, if there is any."""
    private = [one for one in live_reports(played) if one.list_id != PUBLIC_LIST]
    return private[step.number % len(private) :][:1] if private else []


def live_reports(played: Played) -> list[Report]:
    """The reports that stand, whoever may see them."""
    store = played.desk._parts.store
    with store.ledger.database.reading() as session:
        kept = store.ledger.open_reports(session, store.ledger.live_numbers(session))
    return sorted((one.report for one in kept.values()), key=lambda report: report.id)


def _judge(played: Played, place: int, step: Step, acting: Acting) -> None:
    before = {one.id: one.stands for one in played.judgements()}
    left, right = id_of(step.left), id_of(step.right)
    try:
        played.desk.judge(acting(played.desk, step.by), left, right, step.verdict.value, f"Said at step {place}.")
    except (NotFound, Forbidden, BadInput):
        return
    _note(played, place, before)


def _withdraw(played: Played, place: int, step: Step, acting: Acting) -> None:
    before = {one.id: one.stands for one in played.judgements()}
    try:
        played.desk.withdraw(acting(played.desk, step.by))
    except NotFound:
        return
    _note(played, place, before)


def _note(played: Played, place: int, before: Mapping[str, bool]) -> None:
    for one in played.judgements():
        if one.id not in before:
            played.judged[place] = one.id
        elif before[one.id] and not one.stands:
            played.withdrawn.setdefault(place, []).append(one.id)


def _nothing(played: Played, place: int, step: Step, acting: Acting) -> None:
    """A step in which only the viewers look."""


_DO = {
    "import": _import,
    "undo": _undo,
    "erase": _erase,
    "erase-value": _erase_value,
    "restrict": _restrict,
    "judge": _judge,
    "withdraw": _withdraw,
    "look": _nothing,
}


# -- what stands at the end


@dataclass
class Version:
    """What an entry said, the imports that brought it or saw it again, and what of it was not erased since."""

    draft: DraftReport
    runs: set[int]
    left: DraftReport

    def without(self, gone: DraftAssertion) -> None:
        """Leave out a line that was erased, and with it the words of the report."""
        kept = tuple(one for one in self.left.assertions if one != gone)
        if kept != self.left.assertions:
            self.left = msgspec.structs.replace(self.left, assertions=kept, narrative="")


def standing(history: History, played: Played) -> dict[Entry, Version]:
    """The version of each entry that stands at the end, with the runs that hold it up."""
    entries: dict[Entry, list[Version]] = {}
    ended: dict[int, list[Version]] = {}
    undone: set[int] = set()
    for place, step in enumerate(history.steps):
        if step.what == "import":
            present = _take(entries, ended, undone, place, step)
            if step.full:
                ended[place] = [
                    live
                    for entry, live in _live(entries, undone).items()
                    if entry[0] == step.drafts[0].list_id and entry not in present and not _ended(live, ended, undone)
                ]
        elif step.what == "undo":
            there = [run for run in played.runs if run < place and run not in undone]
            undone |= {there[step.number % len(there)]} if there else set()
        elif place in played.erased:
            entries.pop(played.erased[place], None)
        elif place in played.valued:
            _take_value(entries, undone, *played.valued[place])
    return _live(entries, undone)


def _take(
    entries: dict[Entry, list[Version]], ended: dict[int, list[Version]], undone: set[int], place: int, step: Step
) -> set[Entry]:
    present: set[Entry] = set()
    live = _live(entries, undone)
    for draft in step.drafts:
        entry = (draft.list_id, draft.reference)
        if entry in present:
            continue
        present.add(entry)
        known = live.get(entry)
        if known and known.draft == draft and not _ended(known, ended, undone):
            known.runs.add(place)
        else:
            entries.setdefault(entry, []).append(Version(draft, {place}, draft))
    return present


def _take_value(entries: dict[Entry, list[Version]], undone: set[int], entry: Entry, line: int) -> None:
    gone = _live(entries, undone)[entry].left.assertions[line]
    for version in entries[entry]:
        version.without(gone)
    if not _live(entries, undone)[entry].left.assertions:
        del entries[entry]


def _live(entries: Mapping[Entry, Sequence[Version]], undone: set[int]) -> dict[Entry, Version]:
    up = {entry: [one for one in versions if one.runs - undone] for entry, versions in entries.items()}
    return {entry: versions[-1] for entry, versions in up.items() if versions}


def _ended(version: Version, ended: Mapping[int, Sequence[Version]], undone: set[int]) -> bool:
    return any(version is one for place, some in ended.items() if place not in undone for one in some)


# -- who is protected


Sources = dict[Entity, set[Entity]]


@dataclass
class Protection:
    """The protected entities, the persons that each is protected for, and what is said of those persons."""

    sources: Sources
    said: dict[Entity, list[Label]]

    def hidden(self, rule: Rule, viewer: Viewer) -> set[Entity]:
        """The entities that are kept from a viewer: one of those they are protected for is not of the viewer's case."""
        shut = {one for one, labels in self.said.items() if not any(rule.open_case(viewer, label) for label in labels)}
        return {entity for entity, of in self.sources.items() if of & shut}


def protection(live: Iterable[DraftReport], judgements: Sequence[Judgement], at: datetime) -> Protection:
    """Who is protected by everything that stands, whoever may read it."""
    said: dict[Entity, list[Label]] = {}
    links: dict[Entity, set[Entity]] = {}
    known: dict[str, Entity] = {}
    for draft in live:
        for one in draft.assertions:
            entity = (draft.list_id, one.entity)
            known[id_of(entity)] = entity
            if is_reference(one.schema, one.prop):
                links.setdefault((draft.list_id, one.value), set()).add(entity)
            elif protects(one, at):
                said.setdefault(entity, []).append(label_of(draft, one))
            if one.category in PROTECTED:
                said.setdefault(entity, []).append(label_of(draft, one))
    sources: Sources = {}
    for person in said:
        for entity in (person, *links.get(person, ())):
            sources.setdefault(entity, set()).add(person)
    _spread(sources, links, _ties(judgements, known))
    return Protection(sources, said)


def protects(one: DraftAssertion, at: datetime) -> bool:
    """Whether a statement says that a person is under 18."""
    adult = days.adult_on(one.value) if one.schema == "Person" and one.prop == "birthDate" else None
    return adult is not None and adult > at.date()


def _ties(judgements: Sequence[Judgement], known: Mapping[str, Entity]) -> list[set[Entity]]:
    """What positive judgements tie together, the ones left out that their author took back for all who know of them."""
    groups: list[set[Entity]] = []
    for place, one in enumerate(judgements):
        later = [
            other for other in judgements[place + 1 :] if other.stands and (other.by, other.pair) == (one.by, one.pair)
        ]
        revised = any(set(other.labels) <= set(one.labels) for other in later)
        if one.stands and one.verdict is Verdict.POSITIVE and not revised and set(one.pair) <= known.keys():
            group = {known[end] for end in one.pair}
            group |= {entity for other in groups if other & group for entity in other}
            groups = [other for other in groups if not other & group] + [group]
    return groups


def _spread(sources: Sources, links: Mapping[Entity, set[Entity]], groups: Sequence[set[Entity]]) -> None:
    before = -1
    while before != sum(map(len, sources.values())):
        before = sum(map(len, sources.values()))
        for group in groups:
            together = {source for entity in group for source in sources.get(entity, ())}
            for entity in group if together else ():
                sources.setdefault(entity, set()).update(together)
            own = together & group
            for link in {link for entity in group for link in links.get(entity, ())} if own else ():
                sources.setdefault(link, set()).update(own)


def label_of(draft: DraftReport, one: DraftAssertion) -> Label:
    """The label of a statement, put together from the draft."""
    words = {name: getattr(draft, name) for name in Label.__struct_fields__ if hasattr(draft, name)}
    words |= {"schema": one.schema, "group": group_of(one.schema, one.prop).value, "category": one.category}
    return Label(**(words | {"handling": " ".join(draft.handling.codes)}))


# -- the world without what is hidden


@dataclass
class Seen:
    """What a group of viewers may see of a played history."""

    rule: Rule
    viewers: Sequence[Viewer]
    history: History
    played: Played

    def __post_init__(self) -> None:
        self.at = self.history.at
        self.live = standing(self.history, self.played)
        drafts = [version.left for version in self.live.values()]
        self.judgements = self.played.judgements()
        self.protection = protection(drafts, self.judgements, self.at)
        self.hidden = {viewer: self.protection.hidden(self.rule, viewer) for viewer in self.viewers}
        self.restricted = self._restricted()
        self._reads: dict[tuple[Viewer, Label], bool] = {}
        self._there: dict[Viewer, set[str]] = {}

    def _restricted(self) -> dict[Entry, set[DraftAssertion]]:
        """The lines of each entry that are kept and not used."""
        found: dict[Entry, set[DraftAssertion]] = {}
        entries = {one.id: (one.list_id, one.reference) for one in live_reports(self.played)}
        for id_, lines in self.played.restricted.values():
            if id_ in entries and entries[id_] in self.live:
                said = self.live[entries[id_]].draft.assertions
                found.setdefault(entries[id_], set()).update(said[line] for line in lines or range(len(said)))
        return found

    def reads(self, viewer: Viewer, label: Label) -> bool:
        """The rule, asked once for each label."""
        known = self._reads.get((viewer, label))
        if known is None:
            known = self._reads[viewer, label] = self.rule.reads(viewer, label, self.at)
        return known

    def row(self, viewer: Viewer, draft: DraftReport, one: DraftAssertion) -> bool:
        """Whether a viewer may see a statement."""
        if draft.erase_by and draft.erase_by <= self.at.date().isoformat():
            return False
        named = {(draft.list_id, one.entity)}
        if is_reference(one.schema, one.prop):
            named.add((draft.list_id, one.value))
        label = label_of(draft, one)
        if named & self.protection.sources.keys() and label.agency != viewer.agency and not label.published:
            return False  # nothing of a protected person passes to another agency, one's own case or not
        return not named & self.hidden[viewer] and self.reads(viewer, label)

    def projected(self, draft: DraftReport) -> DraftReport:
        """A report as if its agency had not said what none of the viewers may see; its words only if that is all."""
        used = [one for one in draft.assertions if one not in self.restricted.get((draft.list_id, draft.reference), ())]
        kept = tuple(one for one in used if any(self.row(who, draft, one) for who in self.viewers))
        narrative = draft.narrative if kept == draft.assertions else ""
        return msgspec.structs.replace(draft, assertions=kept, narrative=narrative)

    def judgement(self, viewer: Viewer, one: Judgement, labels: Mapping[int, Label]) -> bool:
        """Whether a viewer may see a judgement: every label its author saw is open, and both ends are there."""
        return set(one.pair) <= self.there(viewer) and all(self.reads(viewer, labels[number]) for number in one.labels)

    def there(self, viewer: Viewer) -> set[str]:
        """The ids of the entities of which a viewer may see something."""
        if viewer not in self._there:
            self._there[viewer] = {
                id_of((draft.list_id, one.entity))
                for draft in map(self.projected, (version.left for version in self.live.values()))
                for one in draft.assertions
                if self.row(viewer, draft, one)
            }
        return self._there[viewer]

    @property
    def public_is_whole(self) -> bool:
        """Whether nothing of a public list is protected from any of the viewers."""
        return not any(entity[0] == PUBLIC_LIST for hidden in self.hidden.values() for entity in hidden)


def play_without(other: Played, seen: Seen) -> None:
    """Let happen, at a second node, what the viewers may see of the first."""
    history, first = seen.history, seen.played
    for place, step in enumerate(history.steps):
        other.begin(place, history.moment(place))
        if step.what == "import" and _is_public(step) and seen.public_is_whole:
            other.runs[place] = other.take_in(place, step.drafts, full=step.full)
        elif step.what == "import" and place not in first.undone:
            drafts = [draft for draft in map(seen.projected, _standing_of(seen, place, step)) if draft.assertions]
            if drafts or step.full:
                other.take_in_list(place, step.drafts[0].list_id, drafts, full=step.full)
        elif step.what == "undo":
            _undo_public(other, first, place, history)
        _judge_again(other, seen, place)
    other.begin(len(history.steps), history.at)


def _is_public(step: Step) -> bool:
    return step.drafts[0].list_id == PUBLIC_LIST


def _standing_of(seen: Seen, place: int, step: Step) -> Iterator[DraftReport]:
    """The drafts of a step that stand at the end."""
    given: set[Entry] = set()
    for draft in step.drafts:
        entry = (draft.list_id, draft.reference)
        version = seen.live.get(entry)
        if entry not in given and version and place in version.runs:
            yield version.left
        given.add(entry)


def _undo_public(other: Played, first: Played, place: int, history: History) -> None:
    """Take back the public run that was taken back at this step; it stays in the list of imports."""
    there = [run for run in first.runs if run < place and run not in other.undone]
    if there:
        chosen = there[history.steps[place].number % len(there)]
        other.undone.add(chosen)
        if chosen in other.runs:
            other.desk._parts.store.undo_import(other.runs[chosen])


def _judge_again(other: Played, seen: Seen, place: int) -> None:
    """Repeat a judgement as it was made, with what of it some viewer may see; and withdrawals of such."""
    first, store = seen.played, other.desk._parts.store
    labels, numbers = first.labels(), {label: number for number, label in other.labels().items()}
    by_id = {one.id: one for one in seen.judgements}
    made = by_id.get(first.judged.get(place, ""))
    if made and any(seen.judgement(viewer, made, labels) for viewer in seen.viewers):
        own = any(_account(other.desk, viewer) == made.by for viewer in seen.viewers)
        told = tuple(numbers[labels[number]] for number in made.labels if labels[number] in numbers)
        p_match = made.p_match if own else 0.0
        again = NewJudgement(made.left, made.right, made.verdict, made.by, made.reason, told, p_match)
        other.judged[place] = store.judge(again).id
        assert other.judged[place] == made.id
    for gone in first.withdrawn.get(place, ()):
        if gone in other.judged.values():
            store.withdraw_judgement(gone, by_id[gone].withdrawn_by)


def _account(desk: Desk, viewer: Viewer) -> str:
    return desk._parts.accounts.named(viewer.name, "api").account_id
