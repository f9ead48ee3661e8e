"""Cedar policies of a document's terms, and the Cedar schema that they are checked against.

A clause that opens is a `permit`, one that closes a `forbid`; each policy carries the clause in its id, `GB-AL/1#4.1`.
The principal is the recipient, the resource the party whose data it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from headwater.agreements.terms import (
    ABOUT_UNLESS_SAID,
    TLP_ORDER,
    Agreement,
    Ceiling,
    Document,
    Never,
    Onward,
    Profile,
    Readers,
    Selector,
    Share,
)
from headwater.classification import Classification
from headwater.model.schema import Group

SCHEMA = """
entity Party;
type Question = {
  "purpose": String,
  "about": String,
  "group": String,
  "schemata": Set<String>,
  "classification": Long,
  "tlp": Long,
  "handling": Set<String>,
  "protected": Bool,
  "holder": String,
  "roles": Set<String>,
};
action "share", "send", "hold" appliesTo { principal: Party, resource: Party, context: Question };
"""
GROUPS_UNLESS_SAID = tuple(group.value for group in Group if group is not Group.SPECIAL)
_MARKS = {one.mark: int(one) for one in Classification}


class Policy(NamedTuple):
    """One policy: its id, the clause that it stands for, and the Cedar text."""

    id: str
    clause: str
    sentence: str
    opens: bool
    text: str


def policies_of(document: Document) -> tuple[Policy, ...]:
    """The policies of a document, in the order of its clauses."""
    drafts = _of_agreement(document) if isinstance(document, Agreement) else _of_profile(document)
    seen: dict[str, int] = {}
    made = []
    for action, opens, clause, sentence, conditions in drafts:
        seen[clause] = seen.get(clause, 0) + 1
        again = f"~{seen[clause]}" if seen[clause] > 1 else ""
        id = f"{document.key}#{clause}{again}"
        made.append(Policy(id, clause, sentence, opens, _text(id, opens, action, conditions)))
    return tuple(made)


Draft = tuple[str, bool, str, str, list[str]]


def _of_agreement(document: Agreement) -> Iterator[Draft]:
    for share in document.may_share:
        purposes = share.purposes or tuple(one.purpose for one in document.purposes)
        sender, recipient = share.from_ or document.parties, share.to or document.parties
        between = [_party("resource", sender), _party("principal", recipient)]
        conditions = [*between, f"{_set(purposes)}.contains(context.purpose)", *_opening(share)]
        yield "share", True, share.clause, share.sentence, conditions
    for never in document.never:
        yield "share", False, never.clause, never.sentence, _closing(never)
    for ceiling in document.ceilings:
        yield "share", False, ceiling.clause, ceiling.sentence, [_above(ceiling)]
    yield "share", False, document.onward.clause, document.onward.sentence, _onward(document.onward, document.parties)
    for readers in document.readers:
        yield "share", False, readers.clause, readers.sentence, _other_readers(readers)


def _of_profile(document: Profile) -> Iterator[Draft]:
    for share in document.may_pass:
        yield "send", True, share.clause, share.sentence, [*_parties(share), *_opening(share)]
    for share in document.may_hold:
        yield "hold", True, share.clause, share.sentence, [*_parties(share), *_opening(share)]
    for never in document.never_pass:
        yield "send", False, never.clause, never.sentence, _closing(never)
    for never in document.never_hold:
        yield "hold", False, never.clause, never.sentence, _closing(never)
    for onward in document.onward:
        if onward.rule != "parties":
            yield "send", False, onward.clause, onward.sentence, _onward(onward, ())


def _opening(share: Share) -> list[str]:
    about, groups = share.about or ABOUT_UNLESS_SAID, share.groups or GROUPS_UNLESS_SAID
    return _selected(Selector(about, groups, share.schemata))


def _closing(never: Never) -> list[str]:
    return [*_parties(never), *_selected(never), *(["context.protected"] if never.protected else [])]


def _selected(selector: Selector) -> list[str]:
    conditions = []
    if selector.about:
        conditions.append(f"{_set(selector.about)}.contains(context.about)")
    if selector.groups:
        conditions.append(f"{_set(selector.groups)}.contains(context.group)")
    if selector.schemata:
        conditions.append(f"context.schemata.containsAny({_set(selector.schemata)})")
    return conditions


def _parties(clause: Share | Never) -> list[str]:
    said = (("resource", clause.from_), ("principal", clause.to))
    return [_party(name, parties) for name, parties in said if parties]


def _above(ceiling: Ceiling) -> str:
    if ceiling.classification:
        return f"context.classification > {_MARKS[ceiling.classification]}"
    if ceiling.tlp:
        return f"context.tlp > {TLP_ORDER.index(ceiling.tlp)}"
    return f"context.handling.containsAny({_set(ceiling.not_handling)})"


def _onward(onward: Onward, parties: tuple[str, ...]) -> list[str]:
    passed_on = 'context.holder != ""'
    return [passed_on, f"!{_set(parties)}.contains(context.holder)"] if onward.rule == "parties" else [passed_on]


def _other_readers(readers: Readers) -> list[str]:
    return ["!context.roles.isEmpty()", f"!context.roles.containsAny({_set(readers.roles)})"]


def _party(name: str, parties: Iterable[str]) -> str:
    return f"[{', '.join(f'Party::{_quoted(party)}' for party in parties)}].contains({name})"


def _set(words: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"


def _text(id: str, opens: bool, action: str, conditions: list[str]) -> str:
    effect = "permit" if opens else "forbid"
    joined = " &&\n  ".join(conditions)
    when = f"\nwhen {{\n  {joined}\n}}" if conditions else ""
    return f'@id({_quoted(id)})\n{effect} (principal, action == Action::"{action}", resource){when};'


def _quoted(words: str) -> str:
    return '"' + "".join(_escaped(letter) for letter in words) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}"
