"""The terms of agreements read by plain Python, clause by clause: what the decisions are timed against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from headwater.agreements import PURPOSES, Agreement, Asked, Profile
from headwater.agreements.terms import ABOUT_UNLESS_SAID, TLP_ORDER, Ceiling, Never, Selector, Share
from headwater.classification import Classification
from headwater.model import Label
from headwater.model.schema import schema_of


class PlainTerms:
    """Agreements in force and profiles.

    Args:
        agreements: Those in force.
        profiles: One a party.
    """

    def __init__(self, agreements: Iterable[Agreement], profiles: Iterable[Profile]) -> None:
        self._agreements = tuple(agreements)
        self._profiles = {one.party: one for one in profiles}

    def decide(self, asked: Asked, labels: Sequence[Label]) -> list[bool]:
        """Whether what carries each label passes to the recipient, at a node of the recipient's own."""
        return [self._passes(asked, label) for label in labels]

    def _passes(self, asked: Asked, label: Label) -> bool:
        if label.published or label.agency == asked.recipient:
            return True
        if asked.purpose not in PURPOSES or (label.category is not None and label.category.protected):
            return False
        if label.releasable_to and asked.recipient not in label.releasable_to:
            return False
        opening = (one for one in self._agreements if label.agreement in ("", one.id))
        return self._lawful(asked, label) and any(self._opens(one, asked, label) for one in opening)

    def _lawful(self, asked: Asked, label: Label) -> bool:
        sender, recipient = self._profiles.get(label.agency), self._profiles.get(asked.recipient)
        if sender is None or recipient is None:
            return False
        sends = _law(sender.may_pass, sender.never_pass, asked.recipient, label)
        return sends and _law(recipient.may_hold, recipient.never_hold, asked.recipient, label)

    def _opens(self, agreement: Agreement, asked: Asked, label: Label) -> bool:
        if not {label.agency, asked.recipient} <= set(agreement.parties):
            return False
        every = tuple(one.purpose for one in agreement.purposes)
        shares = [one for one in agreement.may_share if asked.purpose in (one.purposes or every)]
        if not _law(shares, agreement.never, asked.recipient, label):
            return False
        if any(_above(one, label) for one in agreement.ceilings):
            return False
        return not asked.roles or all(asked.roles & set(one.roles) for one in agreement.readers)


def _law(may: Iterable[Share], never: Iterable[Never], recipient: str, label: Label) -> bool:
    if not any(_between(one, recipient, label) and _opened(one, label) for one in may):
        return False
    return not any(_between(one, recipient, label) and not one.protected and _selects(one, label) for one in never)


def _between(clause: Share | Never, recipient: str, label: Label) -> bool:
    return label.agency in (clause.from_ or (label.agency,)) and recipient in (clause.to or (recipient,))


def _opened(share: Share, label: Label) -> bool:
    about = share.about or ABOUT_UNLESS_SAID
    return _about(label) in about and (bool(share.groups) or label.group != "special") and _selects(share, label)


def _selects(clause: Selector, label: Label) -> bool:
    if clause.about and _about(label) not in clause.about:
        return False
    if clause.groups and label.group not in clause.groups:
        return False
    return not clause.schemata or not _kinds(label.schema).isdisjoint(clause.schemata)


def _about(label: Label) -> str:
    return label.category.value if label.category is not None else "thing"


@lru_cache(maxsize=1000)
def _kinds(schema: str) -> frozenset[str]:
    return frozenset(one.name for one in schema_of(schema).schemata)


def _above(ceiling: Ceiling, label: Label) -> bool:
    codes = label.handling.split()
    if ceiling.classification:
        return label.classification > next(one for one in Classification if one.mark == ceiling.classification)
    if ceiling.tlp:
        marks = [TLP_ORDER.index(code[4:]) for code in codes if code.startswith("TLP:")]
        return any(mark > TLP_ORDER.index(ceiling.tlp) for mark in marks)
    return not set(ceiling.not_handling).isdisjoint(codes)
