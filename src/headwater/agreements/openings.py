"""What may pass from one party to another, kind by kind, asked of the same rules as any decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache

from headwater.agreements.compiling import Compiled
from headwater.agreements.decision import Asked, Opening
from headwater.agreements.explaining import explain
from headwater.agreements.questions import extended_by
from headwater.agreements.rules import Rules
from headwater.agreements.terms import ABOUT, PURPOSES, THING, Agreement
from headwater.agreements.words import as_sentence, data_words
from headwater.model import Label, SubjectCategory
from headwater.model.schema import Group, group_of, is_person, properties_of, schema_of, schemata


@cache
def kinds() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Every kind of data that there is: category or `thing`, property group, and the schemata that have such data."""
    found: dict[tuple[bool, str], list[str]] = {}
    for schema in schemata():
        if schema_of(schema).abstract:
            continue
        for group in sorted({group_of(schema, prop).value for prop in properties_of(schema)}):
            found.setdefault((is_person(schema), group), []).append(schema)
    return tuple(
        (about, group.value, tuple(found[about != THING, group.value]))
        for about in ABOUT
        for group in Group
        if (about != THING, group.value) in found
    )


def sorts(names: Iterable[str], named: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Schemata put together where documents that name `named` cannot tell them apart."""
    alike: dict[frozenset[str], list[str]] = {}
    for name in names:
        alike.setdefault(extended_by(name) & named, []).append(name)
    return tuple(tuple(group) for group in alike.values())


def named_schemata(documents: Iterable[Compiled]) -> frozenset[str]:
    """Every schema that some clause of the documents names."""
    return frozenset(name for document in documents for name in document.schemata)


def label_of(agency: str, about: str, group: str, schema: str) -> Label:
    """A label of a kind of data with no mark on it."""
    return Label(agency, schema, group, None if about == THING else SubjectCategory(about))


def openings(rules: Rules, sender: str, recipient: str, at: datetime) -> tuple[Opening, ...]:
    """Each kind of data for each purpose that some agreement between the two serves, the sender passing its own."""
    between = rules.between(sender, recipient)
    served = {one.purpose for each in between if isinstance(each.document, Agreement) for one in each.document.purposes}
    named = named_schemata([*between, *(rules.profiles[one] for one in (sender, recipient) if one in rules.profiles)])
    asked = [(kind, [names[0] for names in sorts(kind[2], named)]) for kind in kinds()]
    return tuple(
        opening
        for purpose in PURPOSES
        if purpose in served
        for opening in _for_purpose(rules, Asked(recipient, purpose, at, holder=sender), sender, asked)
    )


Kind = tuple[str, str, tuple[str, ...]]


def _for_purpose(
    rules: Rules, asked: Asked, sender: str, kinds_asked: Sequence[tuple[Kind, Sequence[str]]]
) -> Iterator[Opening]:
    labels = [label_of(sender, kind[0], kind[1], name) for kind, names in kinds_asked for name in names]
    passes = iter(rules.decide(asked, labels))
    for (about, group, _), names in kinds_asked:
        outcomes = {name: next(passes) for name in names}
        yield _opening(rules, asked, sender, (about, group), outcomes)


def _opening(rules: Rules, asked: Asked, sender: str, kind: tuple[str, str], outcomes: dict[str, bool]) -> Opening:
    goes = [name for name, passes in outcomes.items() if passes]
    stays = [name for name, passes in outcomes.items() if not passes]
    shown = explain(rules, asked, label_of(sender, *kind, (goes or stays)[0]))
    bound = shown.bound_by
    if goes and stays:
        bound = explain(rules, asked, label_of(sender, *kind, stays[0])).bound_by
    outcome = "stays" if not goes else "some" if stays else "goes"
    sentence = shown.sentence if outcome != "some" else f"{as_sentence(data_words(*kind))} By schema: {shown.sentence}"
    return Opening(asked.purpose, *kind, outcome, sentence, bound, shown.clauses)
