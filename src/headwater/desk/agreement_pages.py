"""One agreement clause by clause, and what another version of it would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from headwater.agreements import Agreement, Change, Document, Opening, Register, changes
from headwater.desk.agreement_views import AgreementView, ChangeLineView, ComparisonView
from headwater.desk.agreement_words import (
    clause_of,
    clauses_of,
    example_view,
    fact_views,
    in_force_view,
    kept_for,
    opening_view,
    party_view,
    signature_views,
    version_view,
)
from headwater.desk.register import NodeRegister, fully_signed, has_signed
from headwater.errors import BadInput, Conflict
from headwater.model import Label

Counting = Callable[[Change], int]


@dataclass(frozen=True)
class Pair:
    """Who shares with whom."""

    sender: str
    recipient: str

    @classmethod
    def of(cls, agreement: Agreement, node: str, sender: str, recipient: str) -> Pair:
        """Two parties of an agreement; where none is named, the node's own agency first.

        Raises:
            BadInput: One is no party of it, or the two are one.
        """
        parties = sorted(agreement.parties, key=lambda party: party != node)
        sender = sender or next(party for party in parties if party != recipient)
        recipient = recipient or next(party for party in parties if party != sender)
        if sender == recipient or not {sender, recipient} <= set(parties):
            raise BadInput(
                f"{sender} and {recipient} are not two parties of {agreement.name}.",
                where="sender, recipient",
                remedy=f"Choose two of: {', '.join(agreement.parties)}.",
            )
        return cls(sender, recipient)


@dataclass(frozen=True)
class Shown:
    """How an agreement is asked for.

    Attributes:
        pair: Between whom its table is shown.
        purpose: One that the agreement serves, "" for the first.
        at: The moment of its standing.
        node: Code of the node's own agency.
        may_agree: Whether the reader may sign and withdraw.
    """

    pair: Pair
    purpose: str
    at: datetime
    node: str
    may_agree: bool


def agreement_view(
    register: NodeRegister, document: Agreement, shown: Shown, table: Sequence[Opening]
) -> AgreementView:
    """One version of one agreement for a pair of its parties.

    Args:
        register: What the node holds.
        document: The version.
        shown: How it is asked for.
        table: What it opens between the two, as if every party had signed and it were in force.
    """
    held, pair, at = register.current, shown.pair, shown.at
    standing = in_force_view(held, document, at)
    served = [one.purpose for one in document.purposes]
    return AgreementView(
        id=document.id,
        version=document.version,
        title=document.title,
        illustrative=document.illustrative,
        state=standing.state,
        state_words=standing.state_words,
        parties=tuple(party_view(held, party) for party in document.parties),
        sender=pair.sender,
        recipient=pair.recipient,
        begins=document.begins,
        ends=document.ends,
        time_zone=document.time_zone,
        purposes=tuple(clause_of(document, one.clause, one.sentence) for one in document.purposes),
        purpose=shown.purpose if shown.purpose in served else served[0],
        table=tuple(map(opening_view, table)),
        never=tuple(clause_of(document, one.clause, one.sentence) for one in document.never),
        conditions=clauses_of(document, document.conditions),
        ceilings=tuple(clause_of(document, one.clause, one.sentence) for one in document.ceilings),
        onward=clause_of(document, document.onward.clause, document.onward.sentence),
        kept_for=kept_for(document, document.retention),
        examples=tuple(map(example_view, document.examples)),
        facts=fact_views(document),
        signatures=signature_views(held, document, register.ring.directory()),
        versions=tuple(
            version_view(held, one, at, register.added_at(one)) for one in held.agreements() if one.id == document.id
        ),
        digest=document.digest,
        text=document.text,
        recall=tuple(clause_of(document, one.clause, one.sentence) for one in document.recall),
        readers=tuple(clause_of(document, one.clause, one.sentence) for one in document.readers),
        needs=held.needs(pair.sender, pair.recipient, at),
        own_party=shown.node if shown.node in document.parties else "",
        may_sign=shown.may_agree and _signable(held, document, shown.node),
        may_withdraw=shown.may_agree and not fully_signed(held, document),
    )


def _signable(register: Register, document: Agreement, party: str) -> bool:
    if party not in document.parties or has_signed(register, document, party):
        return False
    try:
        register.require_signable(document.id, document.version)
    except Conflict:
        return False
    return True


def comparison_view(
    register: Register, was: Agreement, will: Agreement, at: datetime, lines: Counting
) -> ComparisonView:
    """What a version says otherwise than another; `lines` counts what a change touches here, -1 for not counted."""
    return ComparisonView(
        id=will.id,
        old_version=was.version,
        new_version=will.version,
        new_state_words=in_force_view(register, will, at).state_words,
        changes=change_lines(changes(was, will), lines),
        title=will.title,
        illustrative=will.illustrative,
    )


def comparison_of(was: Document, will: Document, lines: Counting) -> ComparisonView:
    """The same for two documents that are not held here."""
    id_, title = (will.id, will.title) if isinstance(will, Agreement) else (will.party, will.called)
    found = change_lines(changes(was, will), lines)
    return ComparisonView(id_, was.version, will.version, "", found, title, will.illustrative)


def change_lines(found: Sequence[Change], lines: Counting) -> tuple[ChangeLineView, ...]:
    """Changes in words, each with how much it touches."""
    return tuple(ChangeLineView(one.kind, one.clause, one.sentence, lines(one)) for one in found)


def uncounted(change: Change) -> int:
    """For whoever is not told how much is held here."""
    return -1


def touched(change: Change, labels: Sequence[Label]) -> list[Label]:
    """The labels that a change is about."""
    return [label for label in labels if change.touches(label)]
