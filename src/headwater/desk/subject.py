"""What is held on one person: every value of every report that speaks of them, restricted and protected ones included.

A value of the person is what a report says of their own record, and what it says of the links, documents and phones
that point to it. The line by which such a thing points to the person (`holder`, `member`) is not shown beside its
values: it goes where they all go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

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
    from headwater.store import Opened, Store

LISTED = "Designated"


@dataclass(frozen=True)
class Part:
    """What one report says of the person.

    Attributes:
        opened: The report, whole.
        shown: Assertions that are values of the person.
        pointing: By the id of a thing: assertions by which it points to the person, and that are not shown.
        beside: By the id of a shown reference to an address: the assertions of that address, if nothing else needs it.
    """

    opened: Opened
    shown: tuple[Assertion, ...]
    pointing: Mapping[str, tuple[str, ...]]
    beside: Mapping[str, tuple[str, ...]]

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.opened.report

    @property
    def shown_ids(self) -> list[str]:
        """Ids of the values."""
        return [said.id for said in self.shown]

    def with_followers(self, chosen: Iterable[str]) -> list[str]:
        """Ids of shown assertions, and of those that go where they go."""
        ids = set(chosen)
        things: dict[str, set[str]] = {}
        for said in self.shown:
            things.setdefault(said.entity_id, set()).add(said.id)
        for thing, back in self.pointing.items():
            if things.get(thing) and things[thing] <= ids:
                ids.update(back)
        for reference, address in self.beside.items():
            if reference in ids:
                ids.update(address)
        return [said.id for said in self.report.assertions if said.id in ids]


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


def subject_of(store: Store, ids: frozenset[str]) -> Subject:
    """Everything that is held on a person, by the ids of their records; nothing for none."""
    if not ids:
        return Subject(ids, ())
    found = sorted(store.held_on(sorted(ids)), key=lambda one: (one.report.agency, one.report.reference, one.report.id))
    standing = {_said(one.report, said) for one in found if one.stands for said in one.report.assertions}
    parts = tuple(part for part in (_part(opened, ids, standing) for opened in found) if part.shown)
    rows: dict[str, list[Row]] = {}
    for part in parts:
        for row in rows_of(part.opened):
            rows.setdefault(row.entity_id, []).append(row)
    persons = frozenset(id_ for id_, said in rows.items() if any(schema.is_person(row.schema) for row in said))
    return Subject(ids, parts, {id_: caption_of(said) for id_, said in rows.items()}, persons)


Said = tuple[str, str, str, str, str, str]


def _said(report: Report, said: Assertion) -> Said:
    """What makes the same line of two versions of one entry the same."""
    return report.agency, report.list_id, report.reference, said.entity_id, said.prop, said.value


def _part(opened: Opened, ids: frozenset[str], standing: set[Said]) -> Part:
    said = opened.report.assertions
    back: dict[str, list[str]] = {}
    for one in said:
        if one.value in ids and one.entity_id not in ids and schema.is_reference(one.schema, one.prop):
            back.setdefault(one.entity_id, []).append(one.id)
    things = {one.entity_id for one in said if one.entity_id in back and _belongs(one.schema)}
    pointers = {id_ for ids_ in back.values() for id_ in ids_}
    own = [one for one in said if one.entity_id in ids]
    about = [one for one in said if one.entity_id in things and one.id not in pointers]
    described = {one.entity_id for one in about}
    lone = [one for one in said if one.id in pointers and one.entity_id not in described]
    pointing = {thing: tuple(pointing) for thing, pointing in back.items() if thing in described}
    # An erasure takes the line out of every version of the entry: what the version in use says too stands once.
    shown = [one for one in (*own, *about, *lone) if opened.stands or _said(opened.report, one) not in standing]
    return Part(opened, tuple(shown), pointing, _addresses(said, own))


def _belongs(schema_name: str) -> bool:
    """Whether what is said of a thing that points to a person is said of the person: not of another person."""
    return schema.is_link(schema_name) or not schema.is_a(schema_name, "LegalEntity")


def _addresses(said: Sequence[Assertion], own: Sequence[Assertion]) -> dict[str, tuple[str, ...]]:
    """Assertions of addresses that only the person's own record leads to."""
    found = {}
    for reference in own:
        target = reference.value
        address = [one for one in said if one.entity_id == target and schema.is_a(one.schema, "Address")]
        others = [one for one in said if one.value == target and one.id != reference.id]
        if address and not others:
            found[reference.id] = tuple(one.id for one in address)
    return found


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
