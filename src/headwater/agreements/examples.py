"""The examples that a document carries, decided on the document alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from headwater.agreements.compiling import Compiled
from headwater.agreements.decision import Asked, Clause, Decision, Part, Tried
from headwater.agreements.explaining import explain
from headwater.agreements.periods import begins_at, ends_at
from headwater.agreements.questions import question
from headwater.agreements.rules import Put, Rules
from headwater.agreements.saying import part_of
from headwater.agreements.terms import Agreement, Example, ExampleData, Profile
from headwater.classification import Classification
from headwater.model import Label, SubjectCategory
from headwater.model.schema import group_of

_MARKS = {one.mark: one for one in Classification}
_WORDS = {"goes": "passes", "stays": "stays"}


def tried(document: Compiled) -> tuple[Tried, ...]:
    """Each example of a document with what came of it, in order.

    An agreement decides as if all had signed it and no profile stood beside it, a profile as if an agreement opened
    everything.
    """
    return tuple(_tried(document, example) for example in document.document.examples)


def failure(example: Tried, clause: str) -> str:
    """What is wrong with an example that came out otherwise, in a sentence. `clause`: the one it should rest on."""
    by = f", but not by {clause}" if example.expected == example.outcome else ""
    return f"The example {example.what!r} {_WORDS[example.outcome]}{by}: {example.sentence}"


def _tried(document: Compiled, example: Example) -> Tried:
    terms = document.document
    if isinstance(terms, Agreement):
        decision = _of_agreement(document, terms, example)
    else:
        decision = _of_profile(document, terms, example)
    outcome = "goes" if decision.goes else "stays"
    own = [clause.number for clause in decision.clauses if clause.document == terms.name]
    rests = example.clause if example.clause in own else next(iter(own), "")
    passed = outcome == example.outcome and example.clause in ("", rests)
    return Tried(example.what, example.outcome, outcome, rests, passed, decision.sentence)


def _of_agreement(document: Compiled, terms: Agreement, example: Example) -> Decision:
    at = noon(example.on) if example.on else begins_at(terms)
    in_force = begins_at(terms) <= at < ends_at(terms)
    rules = Rules([document] if in_force else [], profiles_aside=True)
    label = _label(example.data, example.data.passed_on_from or example.from_)
    asked = Asked(example.to, example.purpose, at, holder=example.from_, sender=example.from_)

    def why_none(origin: str, recipient: str, agreement: str) -> Part:
        until = f" until {terms.ends}" if terms.ends else ""
        sentence = f"{terms.id} is in force from {terms.begins}{until} ({terms.time_zone}) between its parties only."
        clause = Clause(terms.name, "in_force", sentence, terms.illustrative)
        return Part("agreement", terms.name, False, sentence, (clause,), terms.id)

    return explain(rules, asked, label, example.data.protected, why_none)


def _of_profile(document: Compiled, terms: Profile, example: Example) -> Decision:
    party = terms.party
    sends = example.direction == "pass"
    sender, recipient = example.from_ or party, example.to or party
    label = _label(example.data, example.data.passed_on_from or sender)
    asked = Asked(recipient, example.purpose or "investigate", noon(example.on or "2026-01-01"), holder=sender)
    protected = example.data.protected or (label.category is not None and label.category.protected)
    put = question("send" if sends else "hold", label, recipient, "", protected)
    holder = sender if example.data.passed_on_from not in ("", sender) and not sends else ""
    seen = document.seen(put._replace(holder=holder))
    answer = document.answer(seen)
    part = part_of("sender" if sends else "recipient", Put(document, seen), answer, asked, label)
    return Decision(part.allows, () if part.allows else (part.who,), part.clauses, part.sentence, parts=(part,))


def _label(data: ExampleData, agency: str) -> Label:
    return Label(
        agency=agency,
        schema=data.schema,
        group=group_of(data.schema, data.property),
        category=SubjectCategory(data.category) if data.category else None,
        releasable_to=data.releasable_to,
        handling=" ".join(data.handling),
        classification=_MARKS[data.classification],
    )


def noon(day: str) -> datetime:
    """Noon UTC of a day `YYYY-MM-DD`."""
    return datetime.combine(date.fromisoformat(day), time(12), UTC)
