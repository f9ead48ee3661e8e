"""Agreements, profiles and decisions in words, as the desk answers them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from headwater.agreements import (
    Agreement,
    Cell,
    Clause,
    Decision,
    Document,
    Opening,
    PartyKey,
    Profile,
    Register,
)
from headwater.agreements.terms import Example, Keeping, Statement
from headwater.desk.agreement_views import (
    CellView,
    ClauseView,
    ExampleView,
    FactView,
    InForceView,
    KeptForView,
    KeyView,
    MatrixView,
    OpeningView,
    PartyView,
    ProfileView,
    SignatureView,
    VersionView,
    WhyView,
)
from headwater.desk.words import GROUP_WORDS, counted, joined
from headwater.errors import NotFound
from headwater.i18n import mark
from headwater.model.retention import parts_of

ABOUT_WORDS: dict[str, str] = {
    "suspect": mark("Suspect"),
    "convicted": mark("Convicted"),
    "contact": mark("Contact or associate"),
    "listed": mark("On a public list"),
    "victim": mark("Victim"),
    "witness": mark("Witness"),
    "thing": mark("No person"),
}


def clause_view(clause: Clause) -> ClauseView:
    """A clause that a decision rests on."""
    return ClauseView(clause.document, clause.number, clause.sentence, clause.illustrative)


def clause_of(document: Document, number: str, sentence: str) -> ClauseView:
    """A clause of a document."""
    return ClauseView(document.name, number, sentence, document.illustrative)


def clauses_of(document: Document, stated: Iterable[Statement]) -> tuple[ClauseView, ...]:
    """Clauses of a document in words only."""
    return tuple(clause_of(document, one.clause, one.sentence) for one in stated)


def name_of(register: Register, party: str) -> str:
    """A party's name as its profile has it, else its code."""
    try:
        return register.profile(party).called
    except NotFound:
        return party


def party_view(register: Register, party: str) -> PartyView:
    """A party, and whether its profile is held here."""
    profiled = any(one.party == party for one in register.profiles())
    return PartyView(party, name_of(register, party), profiled)


def in_force_view(register: Register, agreement: Agreement, at: datetime) -> InForceView:
    """Where one version stands at a moment."""
    standing = register.standing(agreement.id, agreement.version, at)
    return InForceView(
        id=agreement.id,
        version=agreement.version,
        title=agreement.title,
        state=standing.state,
        state_words=standing.words,
        signed=len(standing.signed),
        parties=len(agreement.parties),
        illustrative=agreement.illustrative,
        begins=agreement.begins,
        ends=agreement.ends,
    )


def opening_view(opening: Opening) -> OpeningView:
    """One kind of data: whether it may pass."""
    return OpeningView(
        purpose=opening.purpose,
        about=opening.about,
        about_words=ABOUT_WORDS.get(opening.about, opening.about),
        kind=opening.kind,
        kind_words=GROUP_WORDS.get(opening.kind, opening.kind),
        outcome=opening.outcome,
        words=opening.sentence,
        bound_by=opening.bound_by,
        clauses=tuple(map(clause_view, opening.clauses)),
    )


def cell_view(register: Register, cell: Cell, at: datetime) -> CellView:
    """From one party to another."""
    agreements = (register.agreement(id_, version) for id_, version in cell.agreements)
    return CellView(
        sender=cell.sender,
        recipient=cell.recipient,
        agreements=tuple(in_force_view(register, one, at) for one in agreements),
        opens=cell.opens,
        openings=tuple(map(opening_view, cell.openings)),
        needs=cell.needs,
    )


def matrix_view(register: Register, at: datetime) -> MatrixView:
    """Who may share what with whom at a moment."""
    matrix = register.matrix(at)
    return MatrixView(
        at=matrix.at.isoformat(timespec="seconds"),
        parties=tuple(party_view(register, party) for party in matrix.parties),
        cells=tuple(cell_view(register, cell, at) for cell in matrix.cells),
        held=tuple(in_force_view(register, one, at) for one in register.agreements()),
    )


def why_view(register: Register, recipient: str, decision: Decision) -> WhyView:
    """A decision on one line."""
    return WhyView(
        recipient=recipient,
        recipient_name=name_of(register, recipient),
        outcome="goes" if decision.goes else "stays",
        sentence=decision.sentence,
        bound_by=decision.bound_by,
        clauses=tuple(map(clause_view, decision.clauses)),
    )


def period_words(period: str) -> str:
    """An ISO 8601 period in words, "" for none.

    >>> period_words("P3Y"), period_words("P1Y6M"), period_words("P90D")
    ('3 years', '1 year and 6 months', '90 days')
    """
    if not period:
        return ""
    names = (("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days"))
    said = [counted(number, *names[place]) for place, number in enumerate(parts_of(period)) if number]
    return joined(said)


def kept_for(document: Document, keeping: Iterable[Keeping]) -> tuple[KeptForView, ...]:
    """How long each kind of data is kept."""
    return tuple(
        KeptForView(
            joined([ABOUT_WORDS.get(about, about) for about in one.about]) or mark("Everything"),
            period_words(one.keep),
            period_words(one.review),
            clause_of(document, one.clause, one.sentence),
        )
        for one in keeping
    )


def example_view(example: Example) -> ExampleView:
    """An example; one that failed would have kept its file out."""
    said = "Goes" if example.outcome == "goes" else "Stays"
    return ExampleView(example.what, True, f"{said}, clause {example.clause}." if example.clause else f"{said}.")


def fact_views(document: Agreement) -> tuple[FactView, ...]:
    """The public facts behind an agreement."""
    return tuple(FactView(one.date, one.fact, one.source) for one in document.facts)


def signature_views(register: Register, agreement: Agreement, keys: Iterable[PartyKey]) -> tuple[SignatureView, ...]:
    """Each party's signature."""
    origins = {key.kid: key.origin for key in keys}
    return tuple(
        SignatureView(one.party, one.state, one.words, one.key_id, origins.get(one.key_id, ""), one.signed_at)
        for one in register.signings(agreement.id, agreement.version)
    )


def version_view(register: Register, agreement: Agreement, at: datetime, added_at: str) -> VersionView:
    """A version that is held here."""
    standing = register.standing(agreement.id, agreement.version, at)
    return VersionView(agreement.version, standing.state, standing.words, added_at)


def profile_view(profile: Profile) -> ProfileView:
    """What a party's own law lets it hold and pass on."""
    return ProfileView(
        party=profile.party,
        version=profile.version,
        name=profile.called,
        illustrative=profile.illustrative,
        law=tuple(clause_of(profile, one.clause, one.fact) for one in profile.law),
        sources=tuple(one.source for one in profile.law),
        may_hold=tuple(clause_of(profile, one.clause, one.sentence) for one in profile.may_hold),
        may_pass=tuple(clause_of(profile, one.clause, one.sentence) for one in profile.may_pass),
        never_hold=tuple(clause_of(profile, one.clause, one.sentence) for one in profile.never_hold),
        never_pass=tuple(clause_of(profile, one.clause, one.sentence) for one in profile.never_pass),
        conditions=clauses_of(profile, profile.conditions),
        onward=tuple(clause_of(profile, one.clause, one.sentence) for one in profile.onward),
        kept_for=kept_for(profile, profile.retention),
        authority=profile.authority,
        digest=profile.digest,
        text=profile.text,
    )


def key_view(key: PartyKey, own: frozenset[str]) -> KeyView:
    """A public key of the directory; `own` are the thumbprints of the node's own keys."""
    return KeyView(key.kid, key.party, key.fingerprint, key.origin, key.added_at, key.revoked_at, key.kid in own)
