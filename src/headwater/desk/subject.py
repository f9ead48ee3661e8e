"""What is held on one person: every value of every report that speaks of them, restricted and protected ones included.

Read `belonging` for what of a report is a value of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from headwater.desk.belonging import Part, parts_of
from headwater.desk.captions import Caption, caption_of
from headwater.desk.links import GANG_ROLE
from headwater.desk.requests import Decision
from headwater.desk.retention import day_of
from headwater.desk.retention_views import HeldValueView
from headwater.desk.sources import CATEGORY_WORDS, grading_view
from headwater.desk.words import property_place, property_words, value_words
from headwater.model import Assertion, Report, SubjectCategory, schema
from headwater.store.reading import Row
from headwater.store.tables import NEVER

if TYPE_CHECKING:
    from headwater.store import Opened

LISTED = "Designated"


@dataclass(frozen=True)
class Subject:
    """A person as the node holds them.

    Attributes:
        ids: Every record that was chosen, and every record judged to be one with them.
        parts: The reports, by agency and reference.
        names: What other entities in these reports are called.
        persons: Which of them are persons.
    """

    ids: frozenset[str]
    parts: tuple[Part, ...]
    names: Mapping[str, Caption] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()

    @cached_property
    def by_assertion(self) -> dict[str, tuple[Part, Assertion]]:
        """Where each value stands."""
        return {said.id: (part, said) for part in self.parts for said in part.shown}

    @property
    def report_ids(self) -> tuple[str, ...]:
        """Ids of the reports."""
        return tuple(part.report.id for part in self.parts)

    def categories(self) -> tuple[str, ...]:
        """Why the person stands in the picture, in words."""
        found = {said.category for _, said in self.by_assertion.values() if said.entity_id in self.ids}
        return tuple(category_words(one) for one in SubjectCategory if one in found)


def subject_of(held: Iterable[Opened], ids: frozenset[str]) -> Subject:
    """Everything that is held on a person.

    Args:
        held: The reports that speak of them.
        ids: Every record that is theirs.
    """
    found = sorted(held, key=lambda one: (one.report.agency, one.report.reference, one.report.id))
    parts = parts_of(found, ids)
    rows: dict[str, list[Row]] = {}
    for part in parts:
        for row in rows_of(part.opened):
            rows.setdefault(row.entity_id, []).append(row)
    persons = frozenset(id_ for id_, said in rows.items() if any(schema.is_person(row.schema) for row in said))
    return Subject(ids, parts, {id_: caption_of(said) for id_, said in rows.items()}, persons)


def rows_of(opened: Opened) -> Iterator[Row]:
    """The assertions of a report as rows of the index would be, each record apart."""
    report = opened.report
    for said in report.assertions:
        yield Row(
            id=said.id,
            entity_id=said.entity_id,
            record_id=said.entity_id,
            report_id=report.id,
            schema=said.schema,
            prop=said.prop,
            value=said.value,
            original_value=said.original_value,
            lang=said.lang,
            basis=said.basis,
            category=said.category,
            information_grade=said.information_grade,
            label=opened.labels[said.id],
        )


# -- values


def held_values(subject: Subject, decisions: Mapping[str, Decision], node: str) -> tuple[HeldValueView, ...]:
    """Every value with its source, grading, basis and dates, and what is decided on it; the person's own first.

    Args:
        subject: The person.
        decisions: By the id of the assertion.
        node: Code of the node's own agency.
    """
    ordered = sorted(subject.by_assertion.values(), key=lambda one: _place(subject, *one))
    return tuple(_value(subject, part, said, decisions.get(said.id), node) for part, said in ordered)


def _place(subject: Subject, part: Part, said: Assertion) -> tuple[object, ...]:
    """The person's own values come first, property by property; then each link and thing with its lines together."""
    report, place = part.report, property_place(said.prop)
    if said.entity_id in subject.ids:
        return (0, place, said.value, report.agency, report.reference, said.id)
    return (1, schema.schema_words(said.schema), report.agency, report.reference, said.entity_id, place, said.value)


def _value(subject: Subject, part: Part, said: Assertion, decision: Decision | None, node: str) -> HeldValueView:
    report = part.report
    decision = decision or Decision(report.id, "")
    text, lang = _text(subject, said)
    return HeldValueView(
        assertion_id=said.id,
        report_id=report.id,
        entity_id=said.entity_id,
        label=_label(subject, said),
        text=text,
        lang=lang,
        basis=said.basis.value,
        agency=report.agency,
        grading=grading_view(report.grading, said.information_grade),
        legal_basis=legal_basis(report),
        erase_by=_day(part.opened.days[said.id][0]),
        restricted=said.id in part.opened.restricted,
        own=report.agency == node,
        decision=decision.what,
        correction=decision.correction,
        synthetic=report.synthetic,
        ground=decision.ground,
        left_out=decision.left_out,
        reference=report.reference,
        reported_on=(report.reported_at or report.received_at)[:10],
        category=category_words(said.category),
        stands=part.opened.stands,
        names_other=said.value in subject.persons - subject.ids,
    )


def _label(subject: Subject, said: Assertion) -> str:
    words = property_words(said.schema, said.prop)
    if said.entity_id in subject.ids:
        return words
    kind = schema.schema_words(said.schema)
    return kind if said.prop in GANG_ROLE else f"{kind}, {words[:1].lower()}{words[1:]}"


def _text(subject: Subject, said: Assertion) -> tuple[str, str]:
    if schema.is_reference(said.schema, said.prop):
        caption = subject.names.get(said.value, Caption("a record that no report here names"))
        return caption.text, caption.lang
    return value_words(said.schema, said.prop, said.value), said.lang


def category_words(category: SubjectCategory | None) -> str:
    """A category in words, "" for things."""
    return CATEGORY_WORDS.get(category, LISTED) if category else ""


def legal_basis(report: Report) -> str:
    """On which basis a report is held, as far as it says: its own, else its agreement, else that it was published."""
    if report.legal_basis or not (report.agreement or report.published):
        return report.legal_basis
    if report.agreement:
        return f"Agreement {report.agreement}, version {report.agreement_version}".removesuffix(", version 0")
    return "Published by its source"


def _day(number: int) -> str:
    return day_of(number).isoformat() if number < NEVER else ""
