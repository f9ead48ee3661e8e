"""What a reader may see, decided over labels: one function, to be replaced by agreements when they come."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from headwater.desk.actors import OPERATOR, READING_ROLES, Actor, Role, demand_purpose
from headwater.errors import Forbidden, PurposeNeeded
from headwater.model import Classification, Label

NOT_FOR_READING = frozenset({"supervise", "administer"})


@dataclass(frozen=True)
class Reach:
    """How far one reader sees for one purpose.

    Attributes:
        reads: Whether any role of the reader reads at all.
        case: The case whose victims and witnesses are open to the reader, "" for none.
        ceiling: Nothing classified higher is seen.
    """

    reads: bool
    case: str
    ceiling: Classification


def allowed(reach: Reach, label: Label) -> bool:
    """Whether this reach opens what carries this label.

    Within one node all who read see all of the node: what it holds is its agency's own or was given to the agency.
    Victims and witnesses (Directive (EU) 2016/680, Art. 6 (c), (d)) are there for the case they belong to: only an
    analyst who states that case sees what is said of them. Persons under 18, and persons who are a victim in any
    report, are withheld by the store for the same cases.
    """
    if not reach.reads or label.classification > reach.ceiling:
        return False
    if label.category is not None and label.category.protected:
        return bool(label.case) and label.case == reach.case
    return True


def reach_of(actor: Actor, ceiling: Classification, *, onward: bool = False) -> Reach:
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
    return Reach(True, case, ceiling)


def deciding(reach: Reach) -> tuple[Callable[[Sequence[Label]], Sequence[bool]], Hashable, frozenset[str]]:
    """The three things the store asks for a view: the decision over labels, its cache key, and the open cases."""

    def decide(labels: Sequence[Label]) -> Sequence[bool]:
        return [allowed(reach, label) for label in labels]

    return decide, reach, frozenset({reach.case} if reach.case else ())
