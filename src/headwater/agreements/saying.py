"""What one document says to one question, in a sentence that names its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from headwater.agreements.compiling import Answer
from headwater.agreements.decision import Asked, Clause, Part
from headwater.agreements.nearest import Near, nearest
from headwater.agreements.policies import Policy
from headwater.agreements.rules import Put, purpose_of
from headwater.agreements.terms import Agreement, Document
from headwater.agreements.words import PURPOSE_WORDS, as_sentence, label_words, many, whose_words
from headwater.model import Label

HOUSE = "Headwater"


def clause_of(document: Document, number: str, sentence: str) -> Clause:
    """A clause of a document, marked where the document only illustrates."""
    return Clause(document.name, number, sentence, document.illustrative)


def part_of(who: str, put: Put, answer: Answer, asked: Asked, label: Label) -> Part:
    """What a document says: the clauses that open it, those that keep it, or which comes nearest to opening it."""
    document = put.document.document
    clauses = [clause_of(document, policy.clause, policy.sentence) for policy in answer.policies]
    if answer.policies:
        if answer.allows:
            clauses += _serving(document, purpose_of(asked))
        sentence = " ".join(dict.fromkeys(_said(document, policy) for policy in answer.policies[:2]))
    else:
        near = put.document.kept(put.question, nearest)
        sentence = _nothing_opens(who, document, near, asked, label)
        clauses += _nearest_clauses(document, near, purpose_of(asked))
    id = document.id if isinstance(document, Agreement) else ""
    return Part(who, document.name, answer.allows, sentence, tuple(dict.fromkeys(clauses)), id)


def _serving(document: Document, purpose: str) -> Iterator[Clause]:
    if isinstance(document, Agreement):
        for one in document.purposes:
            if one.purpose == purpose:
                yield clause_of(document, one.clause, one.sentence)


def _said(document: Document, policy: Policy) -> str:
    sentence = f"{short_name(document)} {policy.clause}: {as_sentence(policy.sentence)}"
    if not isinstance(document, Agreement) or document.onward.rule != "consent":
        return sentence
    return f"{sentence} Nobody has given that word." if policy.sentence == document.onward.sentence else sentence


def short_name(document: Document) -> str:
    """How a document is called in a sentence: `GB-AL`, `Profile of XK,`."""
    return document.id if isinstance(document, Agreement) else f"{document.name},"


def _nothing_opens(who: str, document: Document, near: Sequence[Near], asked: Asked, label: Label) -> str:
    misses = near[0].misses if near else ()
    if isinstance(document, Agreement):
        return _agreement_opens_nothing(document, misses, asked, label)
    if who == "recipient":
        return f"Nothing in the profile of {document.party} lets it hold {label_words(label)} from {label.agency}."
    whose = whose_words(label) if not near or set(misses) <= {"to", "about"} else label_words(label)
    sentence = f"Nothing in the profile of {document.party} lets {whose} pass to {asked.recipient}."
    if near and misses == ("to",):
        sentence += f" {near[0].share.clause} lets it pass to {many(near[0].share.to)} only."
    return sentence


def _agreement_opens_nothing(document: Agreement, misses: Sequence[str], asked: Asked, label: Label) -> str:
    purpose = purpose_of(asked)
    served = [one.purpose for one in document.purposes]
    if purpose not in served:
        serves = many([PURPOSE_WORDS[one] for one in served])
        return f"{document.id} does not serve the purpose {PURPOSE_WORDS[purpose]}; it serves {serves}."
    sentence = f"No clause of {document.id} lets {label_words(label)} pass"
    if set(misses) & {"from", "to"} and not set(misses) & {"about", "groups", "schemata"}:
        return f"{sentence} from {label.agency} to {asked.recipient}."
    return f"{sentence} {PURPOSE_WORDS[purpose]}." if set(misses) == {"purposes"} else f"{sentence}."


def _nearest_clauses(document: Document, near: Sequence[Near], purpose: str) -> list[Clause]:
    if isinstance(document, Agreement) and purpose not in [one.purpose for one in document.purposes]:
        return [clause_of(document, one.clause, one.sentence) for one in document.purposes]
    return [clause_of(document, one.share.clause, one.share.sentence) for one in near]
