"""What a reader may see, decided over labels: their own agency's, what is published, and what an agreement opens."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from headwater.agreements import Asked
from headwater.desk.actors import OPERATOR, READING_ROLES, Actor, Role, demand_purpose
from headwater.errors import Forbidden, PurposeNeeded
from headwater.model import Classification, Label

NOT_FOR_READING = frozenset({"supervise", "administer"})


class Word(Enum):
    """What can be said of a label before any agreement is asked."""

    OPEN = "open"
    CLOSED = "closed"
    BY_AGREEMENT = "by agreement"


class Decides(Protocol):
    """What decides by agreements: a register."""

    def decide(self, asked: Asked, labels: Sequence[Label]) -> list[bool]:
        """Whether what carries each label may be read."""
        ...  # a protocol


@dataclass(frozen=True)
class Reach:
    """How far one reader sees for one purpose; names the class of all who see the same.

    Attributes:
        reads: Whether any role of the reader reads at all.
        case: The case whose victims and witnesses are open to the reader, "" for none.
        ceiling: Nothing classified higher is seen.
        agency: The reader's agency.
        node: The agency whose node it is.
        roles: Codes of the reader's roles.
        purpose: The kind of purpose.
        register: What every decision by agreement follows from at this moment.
    """

    reads: bool
    case: str
    ceiling: Classification
    agency: str
    node: str
    roles: frozenset[str]
    purpose: str
    register: Hashable

    def asked(self, at: datetime) -> Asked:
        """The question to the register about what other agencies' reports say, at a moment."""
        return Asked(self.agency, self.purpose, at, holder=self.node, roles=self.roles)


@dataclass(frozen=True)
class Deciding:
    """What the store asks for a view: the decision over labels, its name in caches, and the cases that are open."""

    policy: Callable[[Sequence[Label]], Sequence[bool]]
    key: Hashable
    cases: frozenset[str]
    agency: str


def word_on(reach: Reach, label: Label) -> Word:
    """What this reach says of a label, agreements aside.

    Victims and witnesses (Directive (EU) 2016/680, Art. 6 (c), (d)) are there for the case they belong to, and within
    their own agency: only its analyst who states that case sees what is said of them. Persons under 18, and persons who
    are a victim in any report, are withheld by the store for the same cases.
    """
    if not reach.reads or label.classification > reach.ceiling:
        return Word.CLOSED
    own = label.agency == reach.agency
    if label.category is not None and label.category.protected:
        return Word.OPEN if own and label.case and label.case == reach.case else Word.CLOSED
    return Word.OPEN if own or label.published else Word.BY_AGREEMENT


def allowed(reach: Reach, register: Decides, at: datetime, labels: Sequence[Label]) -> list[bool]:
    """Whether this reach opens what carries each of these labels, at a moment."""
    words = [word_on(reach, label) for label in labels]
    open_questions = [label for label, word in zip(labels, words, strict=True) if word is Word.BY_AGREEMENT]
    answers = iter(register.decide(reach.asked(at), open_questions) if open_questions else ())
    return [next(answers) if word is Word.BY_AGREEMENT else word is Word.OPEN for word in words]


def reach_of(actor: Actor, ceiling: Classification, node: str, register: Hashable, *, onward: bool = False) -> Reach:
    """The reach of an actor for the stated purpose; `onward`: of what leaves the desk, never victims or witnesses.

    Raises:
        Forbidden: No role of the actor reads.
        PurposeNeeded: No purpose was stated, or one that is not for reading.
    """
    if actor.account_id == OPERATOR:
        raise Forbidden("The node's operator reads nothing.", remedy="Say who reads and why: --as USER --purpose P.")
    if not actor.roles & READING_ROLES:
        raise Forbidden("Your role reads no intelligence.", remedy="Ask an administrator for a role that does.")
    purpose = demand_purpose(actor)
    if purpose.kind in NOT_FOR_READING:
        raise PurposeNeeded(
            "Your purpose is not one for reading intelligence.", remedy="State the purpose for which you read."
        )
    case = purpose.case if Role.ANALYST in actor.roles and not onward else ""
    roles = frozenset(role.value for role in actor.roles)
    return Reach(True, case, ceiling, actor.agency or node, node, roles, purpose.kind, register)


def deciding(reach: Reach, register: Decides, at: datetime) -> Deciding:
    """The decision of a reach for the store, by the register and at the moment that the reach names."""

    def decide(labels: Sequence[Label]) -> Sequence[bool]:
        return allowed(reach, register, at, labels)

    return Deciding(decide, reach, frozenset({reach.case} if reach.case else ()), reach.agency)
