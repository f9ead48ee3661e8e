"""The rules of one moment: agreements in force and profiles, and whether what carries a label passes under them.

The order of the questions (whatever fails first settles it):

1. what its source published passes; 2. an agency's own data passes to it; 3. victims and witnesses pass to nobody else;
4. without a purpose that agreements know, or with a code that nobody knows, nothing passes; 5. what its originator
released to named parties passes to them alone; 6. some agreement in force between originator and recipient must open
it, and so must the profile of each party that sends it on the way, and the recipient's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from headwater.agreements.compiling import Answer, Compiled
from headwater.agreements.decision import Asked
from headwater.agreements.questions import Question, question, unknown_in
from headwater.agreements.terms import PURPOSES, Agreement, Document
from headwater.model import Label


class Put(NamedTuple):
    """A question put to one document."""

    document: Compiled
    question: Question


class Case(NamedTuple):
    """All that one label's decision needs: any of `ways` allows, and every one of `profiles`.

    `missing` are parties whose profile is needed and not held.
    """

    ways: tuple[Put, ...]
    senders: tuple[Put, ...]
    recipient: tuple[Put, ...]
    missing: tuple[str, ...]


class Rules:
    """Agreements in force and profiles at one moment.

    Args:
        agreements: The version in force of each agreement.
        profiles: By party.
        profiles_aside: Whether agreements decide alone, as they do over their own examples.
    """

    def __init__(
        self,
        agreements: Iterable[Compiled] = (),
        profiles: Mapping[str, Compiled] | None = None,
        *,
        profiles_aside: bool = False,
    ) -> None:
        self.agreements = tuple(agreements)
        self.profiles = dict(profiles or {})
        self.profiles_aside = profiles_aside
        self._between: dict[tuple[str, str, str], tuple[Compiled, ...]] = {}

    def decide(self, asked: Asked, labels: Sequence[Label]) -> list[bool]:
        """Whether what carries each label passes; each document is asked once, for all of them."""
        seen = [_seen(label) for label in labels]
        cases = {key: self._settled(asked, label) for key, label in dict(zip(seen, labels, strict=True)).items()}
        answers = self._answers([case for case in cases.values() if not isinstance(case, bool)])
        passes = {key: case if isinstance(case, bool) else _passes(case, answers) for key, case in cases.items()}
        return [passes[key] for key in seen]

    def ask(self, case: Case) -> dict[Put, Answer]:
        """The answers to everything that a case puts."""
        return self._answers([case])

    def case(self, asked: Asked, label: Label, protected: bool = False) -> Case:
        """What is put to which document for one label."""
        holder, purpose = passing_on(asked, label), purpose_of(asked)
        protected = protected or (label.category is not None and label.category.protected)
        base = question("share", label, asked.recipient, purpose, protected)._replace(holder=holder, roles=asked.roles)
        ways = tuple(Put(one, one.seen(base)) for one in self.between(label.agency, asked.recipient, label.agreement))
        if self.profiles_aside:
            return Case(ways, (), (), ())
        senders = [(label.agency, base._replace(action="send"))]
        if holder:
            senders.append((holder, base._replace(action="send", holder="")))
        hold = [(asked.recipient, base._replace(action="hold"))]
        missing = tuple(party for party, _ in [*senders, *hold] if party not in self.profiles)
        return Case(ways, self._put(senders), self._put(hold), missing)

    def between(self, origin: str, recipient: str, agreement: str = "") -> tuple[Compiled, ...]:
        """The agreements in force that name both; only the given one, where the data came under one."""
        asked = (origin, recipient, agreement)
        if asked not in self._between:
            self._between[asked] = tuple(one for one in self.agreements if _names(one.document, *asked))
        return self._between[asked]

    def _put(self, asked: Sequence[tuple[str, Question]]) -> tuple[Put, ...]:
        return tuple(
            Put(self.profiles[party], self.profiles[party].seen(put)) for party, put in asked if party in self.profiles
        )

    def _settled(self, asked: Asked, label: Label) -> bool | Case:
        if opens_by_itself(asked, label):
            return True
        if closes_by_itself(asked, label):
            return False
        return self.case(asked, label)

    def _answers(self, cases: Sequence[Case]) -> dict[Put, Answer]:
        by_document: dict[Compiled, set[Question]] = {}
        for case in cases:
            for document, put in (*case.ways, *case.senders, *case.recipient):
                by_document.setdefault(document, set()).add(put)
        return {
            Put(document, put): answer
            for document, puts in by_document.items()
            for put, answer in document.answers(puts).items()
        }


def _names(document: Document, origin: str, recipient: str, agreement: str) -> bool:
    if not isinstance(document, Agreement) or agreement not in ("", document.id):
        return False
    return origin in document.parties and recipient in document.parties


def _seen(label: Label) -> tuple[Hashable, ...]:
    """What any rule looks at in a label: hundreds of labels that differ in their case or legal basis are one."""
    return (
        label.agency,
        label.schema,
        label.group,
        label.category,
        label.releasable_to,
        label.handling,
        label.classification,
        label.agreement,
        label.published,
    )


def _passes(case: Case, answers: Mapping[Put, Answer]) -> bool:
    if case.missing or not any(answers[put].allows for put in case.ways):
        return False
    return all(answers[put].allows for put in (*case.senders, *case.recipient))


def passing_on(asked: Asked, label: Label) -> str:
    """Who would pass on what it was given: the sender if it is not the originator, else the holder; "" for nobody."""
    holder = asked.sender if asked.sender not in ("", label.agency) else asked.holder
    return "" if holder in ("", label.agency, asked.recipient) else holder


def purpose_of(asked: Asked) -> str:
    """The purpose that agreements are asked for; "" for one that they do not know."""
    return asked.purpose if asked.purpose in PURPOSES else ""


def published_to(asked: Asked, label: Label) -> bool:
    """Whether it was published and may be read there: everywhere, of victims and witnesses only where it is held."""
    return label.published and (not is_protected(label) or asked.recipient == asked.holder)


def is_protected(label: Label) -> bool:
    """Whether a label is of a victim or a witness (Directive (EU) 2016/680, Art. 6 (c), (d))."""
    return label.category is not None and label.category.protected


def opens_by_itself(asked: Asked, label: Label) -> bool:
    """Whether no agreement is needed: own data, or published to everyone."""
    return bool(asked.recipient) and (label.agency == asked.recipient or published_to(asked, label))


def closes_by_itself(asked: Asked, label: Label) -> bool:
    """Whether no agreement could open it."""
    return (
        is_protected(label)
        or not purpose_of(asked)
        or bool(unknown_in(label))
        or bool(label.releasable_to and asked.recipient not in label.releasable_to)
    )
