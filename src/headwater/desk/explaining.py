"""Why a line goes or stays: what a register says of one report, line by line, and of one fact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headwater.agreements import Asked, Clause, Decision, Register
from headwater.desk.agreement_views import LineView, WhyView
from headwater.desk.agreement_words import why_view
from headwater.desk.words import property_words, value_words
from headwater.model import Assertion, Label, Report, schema

if TYPE_CHECKING:
    from headwater.store.holding import Opened

HEADWATER = "Headwater"
PUBLISHED = "Its source published it to everyone: anyone may read it and pass it on."
RESTRICTED = "It is restricted: kept, and not used until that is lifted."


@dataclass(frozen=True)
class Said:
    """One line of a report as a decision sees it.

    Attributes:
        protected: The line is of a victim, a witness or a person under 18, or points to one.
        restricted: It is kept and not used.
    """

    assertion: Assertion
    label: Label
    protected: bool
    restricted: bool


def lines_of(opened: Opened) -> tuple[Said, ...]:
    """Every line of a report, in the report's order."""
    return tuple(
        Said(one, opened.labels[one.id], _protected(one, opened.protected), one.id in opened.restricted)
        for one in opened.report.assertions
    )


def _protected(said: Assertion, entities: frozenset[str]) -> bool:
    points = schema.is_reference(said.schema, said.prop) and said.value in entities
    category = said.category is not None and said.category.protected
    return points or category or said.entity_id in entities


def decided(register: Register, asked: Asked, said: Said) -> Decision:
    """Whether a line may go, and what says so."""
    label = said.label
    if said.restricted:
        return _ours(False, RESTRICTED)
    if asked.recipient == label.agency:
        return _ours(True, f"It is {label.agency}'s own report.")
    if label.published and not said.protected:
        return _ours(True, PUBLISHED)
    return register.explain(asked, label, protected=said.protected)


def _ours(goes: bool, sentence: str) -> Decision:
    return Decision(goes, () if goes else ("headwater",), (Clause(HEADWATER, "", sentence),), sentence)


def line_view(register: Register, asked: Asked, said: Said, text: str) -> LineView:
    """A line with its decision; `text` is "" for whoever may not read it."""
    one = said.assertion
    return LineView(
        assertion_id=one.id,
        entity_id=one.entity_id,
        schema=one.schema,
        prop=one.prop,
        label=property_words(one.schema, one.prop),
        text=text,
        category=one.category.value if one.category else "",
        why=why_view(register, asked.recipient, decided(register, asked, said)),
    )


def texts_of(report: Report) -> dict[str, str]:
    """The value of each line in words, by its id; a reference is called what the report calls the other."""
    names = {one.entity_id: one.value for one in reversed(report.assertions) if one.prop == "name"}
    return {
        one.id: names.get(one.value, "")
        if schema.is_reference(one.schema, one.prop)
        else value_words(one.schema, one.prop, one.value)
        for one in report.assertions
    }


def others_of(register: Register, agency: str) -> tuple[str, ...]:
    """The parties with which an agency has any agreement here, in force or not."""
    with_it = (one.parties for one in register.agreements() if agency in one.parties)
    return tuple(sorted({party for parties in with_it for party in parties} - {agency}))


def others_may(register: Register, asked: Asked, said: Said, parties: Iterable[str]) -> tuple[WhyView, ...]:
    """Whether each of these parties may have a line."""
    views = []
    for party in parties:
        to_party = Asked(party, asked.purpose, asked.at)
        views.append(why_view(register, party, decided(register, to_party, said)))
    return tuple(views)
