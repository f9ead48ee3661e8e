"""A decision with its clauses in words: what each document says, who keeps the data back, and what travels with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from headwater.agreements.compiling import Answer
from headwater.agreements.decision import Asked, Clause, Decision, Part
from headwater.agreements.questions import unknown_in
from headwater.agreements.rules import Case, Put, Rules, is_protected, opens_by_itself, purpose_of
from headwater.agreements.saying import HOUSE, clause_of, part_of
from headwater.agreements.words import many
from headwater.model import Label

WhyNone = Callable[[str, str, str], Part]
_PROTECTION = "Victims, witnesses and persons under 18 are not passed to another agency."


def no_agreement(origin: str, recipient: str, agreement: str) -> Part:
    """What is said where no agreement in force names both parties."""
    sentence = f"No agreement in force names both {origin} and {recipient}."
    if agreement:
        sentence = f"It came under {agreement}, which is not in force between {origin} and {recipient} here."
    return Part("agreement", agreement, False, sentence, (Clause(HOUSE, "no agreement", sentence),), agreement)


def explain(
    rules: Rules, asked: Asked, label: Label, protected: bool = False, why_none: WhyNone = no_agreement
) -> Decision:
    """The decision on one label under rules; where nobody is protected it goes exactly where `Rules.decide` says so.

    Args:
        rules: Agreements and profiles of the moment.
        asked: The question.
        label: What the statement carries.
        protected: Whether the person is protected by anything that the node holds.
        why_none: Says what is missing where no agreement in force names both parties.
    """
    guarded = protected or is_protected(label)
    if opens_by_itself(asked, label) and not (protected and _leaves(asked, label)):
        return _opened_by_house(asked, label)
    refusals = tuple(_refusals(asked, label, guarded))
    if refusals and not (guarded and purpose_of(asked)):
        return _decided(refusals, ())
    case = rules.case(asked, label, guarded)
    answers = rules.ask(case)
    parts = tuple(_parts(case, answers, (asked, label, why_none)))
    if guarded:
        return _decided((*refusals, *(part for part in parts if _forbids(part, case, answers))), ())
    return _decided(parts, _conditions(case, parts))


def _leaves(asked: Asked, label: Label) -> bool:
    return asked.recipient not in (label.agency, asked.holder)


def _opened_by_house(asked: Asked, label: Label) -> Decision:
    if label.agency == asked.recipient:
        clause = Clause(HOUSE, "own data", "An agency reads its own data.")
    else:
        clause = Clause(HOUSE, "published", "What its source published to everyone may be read and passed on.")
    return _decided((Part("headwater", HOUSE, True, clause.sentence, (clause,)),), ())


def _refusals(asked: Asked, label: Label, guarded: bool) -> Iterator[Part]:
    if guarded:
        yield _refusal("headwater", HOUSE, "protection", _PROTECTION)
    if not purpose_of(asked):
        said = f"The purpose {asked.purpose!r} opens nothing" if asked.purpose else "Without a purpose nothing is open"
        yield _refusal("headwater", HOUSE, "purpose", f"{said} of another agency's data.")
    if unknown_in(label):
        yield _refusal("headwater", HOUSE, "unknown", f"Nobody here knows {unknown_in(label)}, so it opens nothing.")
    if label.releasable_to and asked.recipient not in label.releasable_to:
        sentence = f"{label.agency} released it to {many(label.releasable_to)} only."
        yield _refusal("sender", f"Report of {label.agency}", "releasable to", sentence)


def _refusal(who: str, document: str, number: str, sentence: str) -> Part:
    return Part(who, document, False, sentence, (Clause(document, number, sentence),))


def _parts(case: Case, answers: Mapping[Put, Answer], about: tuple[Asked, Label, WhyNone]) -> Iterator[Part]:
    asked, label, why_none = about
    if not case.ways:
        yield why_none(label.agency, asked.recipient, label.agreement)
    opening = [put for put in case.ways if answers[put].allows][:1]
    for put in opening or case.ways:
        yield part_of("agreement", put, answers[put], asked, label)
    for put in case.senders:
        yield part_of("sender", put, answers[put], asked, label)
    for put in case.recipient:
        yield part_of("recipient", put, answers[put], asked, label)
    for party in dict.fromkeys(case.missing):
        who = "recipient" if party == asked.recipient else "sender"
        sentence = f"No profile of {party} is held here, so nothing is known of what its law allows."
        yield Part(who, f"Profile of {party}", False, sentence, (Clause(HOUSE, "profile", sentence),))


def _forbids(part: Part, case: Case, answers: Mapping[Put, Answer]) -> bool:
    """Whether a document keeps it by a clause that says so, and not only by opening nothing."""
    said = ((put.document.document.name, answers[put]) for put in (*case.ways, *case.senders, *case.recipient))
    return any(name == part.document and not answer.allows and answer.policies for name, answer in said)


def _conditions(case: Case, parts: Sequence[Part]) -> tuple[Clause, ...]:
    """What travels with it: of the agreement and of those who send it (Directive (EU) 2016/680, Art. 9 (3))."""
    named = {part.document for part in parts if part.allows}
    documents = [put.document.document for put in (*case.ways, *case.senders)]
    return tuple(
        dict.fromkeys(
            clause_of(document, condition.clause, condition.sentence)
            for document in documents
            if document.name in named
            for condition in document.conditions
        )
    )


def _decided(parts: Sequence[Part], conditions: tuple[Clause, ...]) -> Decision:
    binding = [part for part in parts if not part.allows]
    resting = binding or list(parts)
    shown = binding or [part for part in parts if part.who in ("agreement", "headwater")]
    return Decision(
        goes=not binding,
        bound_by=tuple(dict.fromkeys(part.who for part in binding)),
        clauses=tuple(dict.fromkeys(clause for part in resting for clause in part.clauses)),
        sentence=" ".join(dict.fromkeys(part.sentence for part in shown)),
        agreement=next((part.agreement for part in parts if part.agreement), ""),
        parts=tuple(parts),
        conditions=conditions if not binding else (),
    )
