"""What is missing before anything passes between two parties, in sentences: an announcement alone opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from headwater.agreements.openings import kinds, label_of, openings
from headwater.agreements.questions import question
from headwater.agreements.rules import Rules
from headwater.agreements.terms import THING, Agreement
from headwater.agreements.versions import Versions
from headwater.agreements.words import many


def naming(versions: Versions, pair: tuple[str, str]) -> tuple[Agreement, ...]:
    """The newest version of each agreement that names both parties: the highest that all signed, else the highest."""
    newest = (versions.get(id).document for id in versions.ids())
    return tuple(one for one in newest if set(pair) <= set(one.parties))


def needs_of(versions: Versions, rules: Rules, pair: tuple[str, str], at: datetime) -> tuple[str, ...]:
    """What is missing, most basic first; nothing if something passes already."""
    if any(opening.outcome != "stays" for opening in openings(rules, *pair, at)):
        return ()
    return missing_between(versions, rules, pair, at)


def missing_between(versions: Versions, rules: Rules, pair: tuple[str, str], at: datetime) -> tuple[str, ...]:
    """What is missing where nothing passes, most basic first."""
    sender, recipient = pair
    return (
        *_agreements(versions, rules, pair, at),
        *_profile(rules, sender, "send", pair),
        *_profile(rules, recipient, "hold", pair),
    )


def _agreements(versions: Versions, rules: Rules, pair: tuple[str, str], at: datetime) -> Iterator[str]:
    found = naming(versions, pair)
    if not found:
        yield f"An agreement that names {many(sorted(pair))} and that all its parties have signed; none is held here."
    elif not rules.between(*pair):
        for one in found:
            yield f"{one.name}, in force. {versions.standing(one.id, one.version, at).words}."


def _profile(rules: Rules, party: str, action: str, pair: tuple[str, str]) -> Iterator[str]:
    if party not in rules.profiles:
        yield f"A profile of {party}; none is held here, so nothing is known of what its law allows."
        return
    persons, things = _allowed(rules, party, action, pair)
    sender, recipient = pair
    does = f"pass to {recipient}" if action == "send" else f"be held when it comes from {sender}"
    if not persons and not things:
        yield f"A basis in the law of {party}: its profile lets nothing {does}."
    elif not persons:
        yield f"For data on persons, a basis in the law of {party}: its profile lets none {does}."


def _allowed(rules: Rules, party: str, action: str, pair: tuple[str, str]) -> tuple[bool, bool]:
    """Whether a profile lets anything on persons, and anything on things, pass or be held."""
    profile = rules.profiles[party]
    asked = {
        profile.seen(question(action, label_of(pair[0], about, group, name), pair[1], "", False)): about == THING
        for about, group, names in kinds()
        for name in names
    }
    answers = profile.answers(asked)
    allowed = {thing for put, thing in asked.items() if answers[put].allows}
    return False in allowed, True in allowed
