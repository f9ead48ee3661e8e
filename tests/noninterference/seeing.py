"""The world without what is hidden: the least one in which some viewers see what they see.

Of each entry it has the version that stands, of each report the rows that one of them may read, no entity that is
protected from all of them, no judgement whose labels are not all open to one of them; never what was taken back,
erased, superseded, restricted or has run out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from tests.noninterference.protecting import label_of, protection
from tests.noninterference.standing import standing
from tests.noninterference.worlds import (
    PUBLIC_LIST,
    Entry,
    History,
    Played,
    Rule,
    Step,
    Viewer,
    id_of,
)

from headwater.desk import Desk
from headwater.model import DraftAssertion, DraftReport, Judgement, Label, NewJudgement
from headwater.model.schema import is_reference


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
        self.restricted = {entry: version.restricted for entry, version in self.live.items()}
        self.protection = protection(drafts, self.judgements, self.at, self.in_use)
        self.hidden = {viewer: self.protection.hidden(self.rule, viewer) for viewer in self.viewers}
        self._reads: dict[tuple[Viewer, Label], bool] = {}
        self._there: dict[Viewer, set[str]] = {}

    def reads(self, viewer: Viewer, label: Label) -> bool:
        """The rule, asked once for each label."""
        known = self._reads.get((viewer, label))
        if known is None:
            known = self._reads[viewer, label] = self.rule.reads(viewer, label, self.at)
        return known

    def in_use(self, draft: DraftReport, one: DraftAssertion) -> bool:
        """Whether a statement is neither restricted nor past its day of erasure."""
        if one in self.restricted.get((draft.list_id, draft.reference), ()):
            return False
        return not draft.erase_by or draft.erase_by > self.at.date().isoformat()

    def row(self, viewer: Viewer, draft: DraftReport, one: DraftAssertion) -> bool:
        """Whether a viewer may see a statement."""
        if not self.in_use(draft, one):
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
        kept = tuple(one for one in draft.assertions if any(self.row(who, draft, one) for who in self.viewers))
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
    def comparable(self) -> bool:
        """Whether the world without what is hidden protects whom the full one protects, of those who are in it.

        It does not where a viewer's case opens an entity and only something hidden says for whom it is protected: then
        it is withheld from those without the case, and from what leaves the node, though no world without the hidden
        would. Protection is the declared exception.
        """
        labels = self.played.labels()
        drafts = [self.projected(version.left) for version in self.live.values()]
        judged = [one for one in self.judgements if any(self.judgement(who, one, labels) for who in self.viewers)]
        less = protection(drafts, judged, self.at, lambda draft, one: True).sources
        there = {id_ for viewer in self.viewers for id_ in self.there(viewer)}
        return all(less.get(entity) == of for entity, of in self.protection.sources.items() if id_of(entity) in there)

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
        elif step.what == "import":
            drafts = [draft for draft in map(seen.projected, _standing_of(seen, place, step)) if draft.assertions]
            if drafts or (step.full and place not in first.undone):
                other.runs[place] = other.take_in_list(place, step.drafts[0].list_id, drafts, full=step.full)
        elif step.what == "undo":
            _undo_again(other, first, place, history)
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


def _undo_again(other: Played, first: Played, place: int, history: History) -> None:
    """Take back the run that was taken back at this step, if it brought what stands by another or is a public one."""
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
