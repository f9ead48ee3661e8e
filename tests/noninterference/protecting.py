"""Who is protected by all that stands at a node, worked out a second time and by other means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.noninterference.worlds import PROTECTED, Entity, Rule, Viewer, id_of

from headwater.model import DraftAssertion, DraftReport, Judgement, Label, Verdict
from headwater.model import dates as days
from headwater.model.schema import group_of, is_reference

Sources = dict[Entity, set[Entity]]
InUse = Callable[[DraftReport, DraftAssertion], bool]


@dataclass
class Protection:
    """The protected entities, the persons that each is protected for, and what in use says so of those persons."""

    sources: Sources
    said: dict[Entity, list[Label]]

    def hidden(self, rule: Rule, viewer: Viewer) -> set[Entity]:
        """The entities that are kept from a viewer: one of those they are protected for is not of the viewer's case."""
        shut = {one for one, labels in self.said.items() if not any(rule.open_case(viewer, label) for label in labels)}
        return {entity for entity, of in self.sources.items() if of & shut}


def protection(live: Iterable[DraftReport], judgements: Sequence[Judgement], at: datetime, in_use: InUse) -> Protection:
    """Who is protected by everything that stands, whoever may read it.

    What is kept and not in use, restricted or run out, protects and opens nobody to a case.
    """
    said: dict[Entity, list[Label]] = {}
    links: dict[Entity, set[Entity]] = {}
    known: dict[str, Entity] = {}
    for draft in live:
        for one in draft.assertions:
            entity = (draft.list_id, one.entity)
            known[id_of(entity)] = entity
            if is_reference(one.schema, one.prop):
                links.setdefault((draft.list_id, one.value), set()).add(entity)
            if one.category in PROTECTED or protects(one, at):
                said.setdefault(entity, []).extend([label_of(draft, one)] if in_use(draft, one) else [])
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
