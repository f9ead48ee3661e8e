"""Where two versions of a document answer otherwise, found by asking both about every kind of data there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from headwater.agreements.compiling import Answer, Compiled, compiled
from headwater.agreements.decision import Change, Probe
from headwater.agreements.openings import Kind, kinds, label_of, named_schemata, sorts
from headwater.agreements.questions import Question, question
from headwater.agreements.terms import ABOUT, PURPOSES, THING, Agreement, Document, Never, Profile, Share
from headwater.agreements.words import PURPOSE_WORDS, data_words, many, plural

ANYONE = "-"
"""Stands for whoever no clause of a profile names; no code is written like this."""


class Way(NamedTuple):
    """A way that data can take: the action asked of the document, and from whom to whom for what."""

    action: str
    sender: str
    recipient: str
    purpose: str


class Difference(NamedTuple):
    """One kind of data on one way, and the sorts of schemata in which the answer differs."""

    way: Way
    about: str
    group: str
    names: tuple[str, ...]
    whole: bool


def differences(old: Document, new: Document) -> Iterator[Change]:
    """What passes under one and not under the other, put together by the clause that makes it so."""
    found: dict[tuple[str, str], list[Difference]] = {}
    before, after = compiled(old), compiled(new)
    named = named_schemata([before, after])
    for way in _ways(old, new):
        for kind in kinds():
            for clause, opened, difference in _asked(before, after, way, kind, named):
                found.setdefault(("opened" if opened else "closed", clause), []).append(difference)
    ways = set(_ways(old, new))
    for (kind_of_change, clause), each in sorted(found.items(), key=lambda one: (one[0][1], one[0][0])):
        yield _change(kind_of_change, clause, each, ways, new.id if isinstance(new, Agreement) else "")


def _asked(
    before: Compiled, after: Compiled, way: Way, kind: Kind, named: frozenset[str]
) -> Iterator[tuple[str, bool, Difference]]:
    about, group, all_names = kind
    for names in sorts(all_names, named):
        put = _question(way, about, group, names[0])
        was, now = before.answer(put), after.answer(put)
        if was.allows != now.allows:
            whole = len(names) == len(all_names)
            yield _clause(was, now), now.allows, Difference(way, about, group, names, whole)


def _question(way: Way, about: str, group: str, schema: str) -> Question:
    return question(way.action, label_of(way.sender, about, group, schema), way.recipient, way.purpose, False)


def _clause(was: Answer, now: Answer) -> str:
    """The clause that opens or closes it now, else the one that opened it before and is gone."""
    return next(policy.clause for policy in (*now.policies, *was.policies))


def _ways(old: Document, new: Document) -> Iterator[Way]:
    if isinstance(old, Agreement) and isinstance(new, Agreement):
        served = {one.purpose for one in (*old.purposes, *new.purposes)}
        for sender, recipient in permutations(dict.fromkeys((*old.parties, *new.parties)), 2):
            yield from (Way("share", sender, recipient, purpose) for purpose in PURPOSES if purpose in served)
    elif isinstance(old, Profile) and isinstance(new, Profile):
        passing: list[Share | Never] = [*old.may_pass, *new.may_pass, *old.never_pass, *new.never_pass]
        holding: list[Share | Never] = [*old.may_hold, *new.may_hold, *old.never_hold, *new.never_hold]
        recipients = dict.fromkeys(party for one in passing for party in one.to)
        senders = dict.fromkeys(party for one in holding for party in one.from_)
        yield from (Way("send", new.party, other, "") for other in (*recipients, ANYONE))
        yield from (Way("hold", other, new.party, "") for other in (*senders, ANYONE))


def _change(kind: str, clause: str, found: list[Difference], ways: set[Way], agreement: str) -> Change:
    data = list(dict.fromkeys(_data(one) for one in sorted(found, key=lambda one: ABOUT.index(one.about))))
    may = "may pass now" if kind == "opened" else "may no longer pass"
    if found[0].way.action == "hold":
        may = "may be held now" if kind == "opened" else "may no longer be held"
    sentence = f"{many(data)} {may}{_on_which_ways([one.way for one in found], ways)}."
    probes = tuple(dict.fromkeys(_probe(one, agreement) for one in found))
    return Change(kind, clause, sentence[:1].upper() + sentence[1:], probes)


def _data(difference: Difference) -> str:
    if difference.whole or difference.about != THING:
        return data_words(difference.about, difference.group)
    return data_words(difference.about, difference.group).replace("things", many([plural(n) for n in difference.names]))


def _on_which_ways(found: list[Way], ways: set[Way]) -> str:
    if set(found) == ways:
        return ""
    senders, recipients = dict.fromkeys(way.sender for way in found), dict.fromkeys(way.recipient for way in found)
    purposes = [PURPOSE_WORDS[purpose] for purpose in PURPOSES if purpose in {way.purpose for way in found}]
    if found[0].action == "send":
        return f" to {_whom(list(recipients))}"
    if found[0].action == "hold":
        return f" when it comes from {_whom(list(senders))}"
    every = {party for way in ways for party in (way.sender, way.recipient)}
    between = f" from {many(list(senders))} to {many(list(recipients))}"
    if len({(way.sender, way.recipient) for way in found}) == len(every) * (len(every) - 1):
        between = " between any two parties"
    return between if len(purposes) == len({way.purpose for way in ways}) else f"{between} {many(purposes)}"


def _whom(parties: list[str]) -> str:
    return many([party for party in parties if party != ANYONE] + (["anyone else"] if ANYONE in parties else []))


def _probe(difference: Difference, agreement: str) -> Probe:
    sender = difference.way.sender
    return Probe(
        senders=() if sender == ANYONE else (sender,),
        about=(difference.about,),
        groups=(difference.group,),
        schemata=() if difference.whole else difference.names,
        agreement=agreement,
    )
