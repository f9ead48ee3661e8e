"""A kept report as the ledger holds it, and the rows it puts into the index.

`rows_of` is the one place that knows which words of a report are searched under which label.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from headwater import names
from headwater.errors import StoreDamaged
from headwater.model import Assertion, Basis, DraftReport, Label, Report, SubjectCategory, dates, schema
from headwater.store.rulings import Days, Rulings, day_number
from headwater.store.tables import NEVER, SHUT

BASIS_CODE = {Basis.FACT: 0, Basis.ASSESSMENT: 1}
PROTECTED = frozenset(category for category in SubjectCategory if category.protected)
ANYTHING = "*"
"""The token that every searchable entity has, for browsing without a word."""

LENT = "^"
"""What a token begins with that an entity has of another's row, of which its reader may see more than of the entity."""

CALLING = frozenset({"name", "identifier", "phone", "address", "string"})
"""Types of the properties under whose labels an entity is listed when no word is asked for."""

IDENTIFIERS = frozenset({"identifier", "phone", "email", "url", "iban", "ip"})


class Kept(msgspec.Struct, frozen=True):
    """A report with the index number of each entity it speaks of, by its public id."""

    report: Report
    eids: dict[str, int]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Kept)

_FORM = b"\x01"
"""First byte of a body: how the rest is written. Never change what a form means; add another."""

_COMMON = (
    b'"handling":{},"classification":2,"purpose":"investigate","legal_basis":"","releasable_to":[],"case":"",'
    b'"review_by":"20","erase_by":"20","narrative":"","synthetic":true,"press":true,"grading":{"scheme":"not graded"},'
    b'"schema":"Sanction","prop":"listingDate","schema":"Address","prop":"full","schema":"Passport","prop":"number",'
    b'"schema":"GangMembership","prop":"organization","prop":"member","prop":"scriptRole","schema":"Phone","prop":"holder",'
    b'"schema":"Organization","prop":"name","value":"","original_value":"","lang":"","basis":"assessment",'
    b'"category":"suspect"},{"id":"","entity_id":"","schema":"Person","prop":"birthDate","value":"19","category":"listed"},'
    b'{"id":"","entity_id":"","schema":"Person","prop":"alias","value":"","category":"listed"},'
    b'{"report":{"id":"","version":1,"import_id":"","received_at":"2026-11-24T00:00:00+00:00","agency":"","list_id":"",'
    b'"reference":"","reported_at":"20","edition":"20","edition_date":"20","assertions":[{"id":"","entity_id":"'
)
"""What most bodies have in common, for the compressor (RFC 1950, preset dictionary): smaller and faster."""


def encode(kept: Kept) -> bytes:
    """The bytes that are sealed into the ledger."""
    press = zlib.compressobj(1, zlib.DEFLATED, -12, 8, zlib.Z_DEFAULT_STRATEGY, _COMMON)
    return _FORM + press.compress(_encoder.encode(kept)) + press.flush()


def decode(body: bytes) -> Kept:
    """What `encode` was given.

    Raises:
        StoreDamaged: The body is of a form this version does not know.
    """
    if body[:1] != _FORM:
        raise StoreDamaged("A report was written by a later version of Headwater.", remedy="Install that version.")
    loose = zlib.decompressobj(-12, _COMMON)
    return _decoder.decode(loose.decompress(body[1:]) + loose.flush())


def content_of(draft: DraftReport) -> bytes:
    """The bytes that say whether two editions' entries are the same: the draft without its edition."""
    return _encoder.encode(msgspec.structs.replace(draft, edition=""))


@dataclass
class Rows:
    """Rows for the index, each in the order of its table's columns. Every row names the report it comes from."""

    assertion: list[tuple[object, ...]] = field(default_factory=list)
    tok: set[tuple[int, str, int, int, int]] = field(default_factory=set)
    nkey: set[tuple[int, str, int, int, int]] = field(default_factory=set)
    ref: set[tuple[int, int, int, int, int]] = field(default_factory=set)
    protected: dict[tuple[int, int, int, int], tuple[int, int]] = field(default_factory=dict)
    due: list[tuple[int, int, int, int]] = field(default_factory=list)

    def ready(self, stamp: str = "") -> ReadyRows:
        """The rows sorted by their keys, as they are written."""
        return ReadyRows(
            sorted(self.assertion),
            sorted(self.tok),
            sorted(self.nkey),
            sorted(self.ref),
            dict(self.protected),
            sorted(self.due),
            stamp,
        )


class ReadyRows(NamedTuple):
    """Rows for the index, sorted by key; `stamp` is that of the rulings they were made by."""

    assertion: list[tuple[object, ...]]
    tok: list[tuple[int, str, int, int, int]]
    nkey: list[tuple[int, str, int, int, int]]
    ref: list[tuple[int, int, int, int, int]]
    protected: dict[tuple[int, int, int, int], tuple[int, int]]
    due: list[tuple[int, int, int, int]]
    stamp: str


class Place(NamedTuple):
    """What is known of a property once and for all: its type, its group, and how its values are searched.

    `called`: its entity is found by the reference of a report, under the property's label.
    """

    kind: str
    group: str
    searchable: bool
    spoken: bool
    called: bool


@cache
def place_of(name: str, prop: str) -> Place:
    """The place of a property. Things and documents are found by a search, the links between them are not."""
    kind, searchable = schema.type_of(name, prop), _is_searchable(name, prop)
    spoken = _is_spoken(kind, prop)
    group = schema.group_of(name, prop).value
    called = not schema.is_a(name, "Address") and "tok" in words_under(name, group)
    return Place(kind, group, searchable, spoken, called)


def _is_searchable(name: str, prop: str) -> bool:
    return not schema.is_reference(name, prop) and (schema.is_a(name, "Identification") or not schema.is_link(name))


def _is_spoken(kind: str, prop: str) -> bool:
    return kind == "address" or prop in ("birthPlace", "city")


@cache
def words_under(name: str, group: str) -> frozenset[str]:
    """What a label of this schema and group may hold for a search: of `tok` and `nkey` those with rows under it."""
    tables = set()
    for prop in schema.properties_of(name):
        if schema.group_of(name, prop).value == group and _is_searchable(name, prop):
            kind = schema.type_of(name, prop)
            if kind == "name":
                tables |= {"tok", "nkey"}
            if kind in IDENTIFIERS or _is_spoken(kind, prop):
                tables.add("tok")
    return frozenset(tables)


@lru_cache(maxsize=200_000)
def _words(kind: str, spoken: bool, value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens and the key classes under which a value is found."""
    if kind == "name":
        return names.name_index(value)
    if kind in IDENTIFIERS:
        return names.identifier_tokens(kind, value), ()
    return (names.tokens(value) if spoken else ()), ()


def forget_words() -> None:
    """Forget the words of values that may have been erased."""
    _words.cache_clear()


def label_of(report: Report | DraftReport, schema_name: str, group: str, category: SubjectCategory | None) -> Label:
    """The label of what a report says in one property group of one schema and category."""
    return Label(
        agency=report.agency,
        schema=schema_name,
        group=group,
        category=category,
        case=report.case,
        purpose=report.purpose,
        legal_basis=report.legal_basis,
        releasable_to=report.releasable_to,
        handling=" ".join(report.handling.codes),
        classification=report.classification,
        agreement=report.agreement,
        agreement_version=report.agreement_version,
        synthetic=report.synthetic,
        press=report.press,
        published=report.published,
    )


class Labelling:
    """Label numbers of reports, worked out once for reports that share all a label has of its report."""

    def __init__(self, number: Callable[[Label], int]) -> None:
        self._number = number
        self._known: dict[tuple[object, ...], dict[tuple[str, str, SubjectCategory | None], int]] = {}

    def of(self, report: Report) -> Callable[[str, str, SubjectCategory | None], int]:
        """A function from (schema, property group, category) to the label's number, for one report."""
        shared = (
            report.agency,
            report.case,
            report.purpose,
            report.legal_basis,
            report.releasable_to,
            report.handling.codes,
            report.classification,
            report.agreement,
            report.agreement_version,
            report.synthetic,
            report.press,
            report.published,
        )
        known = self._known.setdefault(shared, {})

        def number(schema_name: str, group: str, category: SubjectCategory | None) -> int:
            found = known.get((schema_name, group, category))
            if found is None:
                found = self._number(label_of(report, schema_name, group, category))
                known[schema_name, group, category] = found
            return found

        return number


def rows_of(kept: Kept, rid: int, labelling: Labelling, rulings: Rulings, rows: Rows | None = None) -> Rows:
    """The index rows of one kept report, added to `rows` if given.

    The report's reference finds what it speaks of: documents only if their holder is not said, and addresses never. It
    is lent under every label of an entity that has words, so that nobody misses it for what they may not see besides.
    """
    rows = rows if rows is not None else Rows()
    report, eids = kept.report, kept.eids
    days, shut = rulings.days(report), rulings.shut(report) if rulings.restrictions else frozenset()
    in_use = _shut_away(rows, kept, rid, labelling, shut) if shut else report.assertions
    label_number = labelling.of(report)
    lent: set[tuple[int, int, int]] = set()
    add, tok, nkey, ref = rows.assertion.append, rows.tok.add, rows.nkey.add, rows.ref.add
    for said in in_use:
        kind, group, searchable, spoken, called = place_of(said.schema, said.prop)
        number = label_number(said.schema, group, said.category)
        eid, erase_by = eids[said.entity_id], days[said.category][0]
        aid = int(said.id, 16)
        add(
            (
                eid,
                rid,
                aid - (1 << 64) if aid >> 63 else aid,
                number,
                said.prop,
                said.value,
                said.original_value,
                said.lang,
                BASIS_CODE[said.basis],
                said.information_grade,
                erase_by,
            )
        )
        if kind == "entity":
            ref((eids[said.value], number, eid, rid, erase_by))
        elif searchable:
            if kind in CALLING:
                tok((number, ANYTHING, eid, rid, erase_by))
            tokens, keys = _words(kind, spoken, said.value)
            for token in tokens:
                tok((number, token, eid, rid, erase_by))
            for key in keys:
                nkey((number, key, eid, rid, erase_by))
        if called:
            lent.add((number, eid, erase_by))
        if said.category in PROTECTED or said.prop == "birthDate":
            _protect(rows, said, (eid, eid, number, rid), erase_by)
    held = _lend_numbers(rows, kept, in_use, label_number, rid, days)
    for token in names.identifier_tokens("identifier", report.reference):
        rows.tok |= {(number, token, eid, rid, erase_by) for number, eid, erase_by in lent if eid not in held}
    _fall_due(rows, kept, in_use, rid, days)
    return rows


def _shut_away(rows: Rows, kept: Kept, rid: int, labelling: Labelling, shut: frozenset[str]) -> tuple[Assertion, ...]:
    """Of what is restricted only what protects: who is a victim or under age, what points to whom. Returns the rest."""
    label_number = labelling.of(kept.report)
    for said in kept.report.assertions:
        if said.id in shut:
            place, eid = place_of(said.schema, said.prop), kept.eids[said.entity_id]
            number = label_number(said.schema, place.group, said.category)
            if place.kind == "entity":
                rows.ref.add((kept.eids[said.value], number, eid, rid, SHUT))
            if said.category in PROTECTED or said.prop == "birthDate":
                _protect(rows, said, (eid, eid, number, rid), SHUT)
    return tuple(said for said in kept.report.assertions if said.id not in shut)


def _lend_numbers(
    rows: Rows,
    kept: Kept,
    in_use: Sequence[Assertion],
    label_number: Callable[[str, str, SubjectCategory | None], int],
    rid: int,
    days: Days,
) -> set[int]:
    """A document's number finds its holder too. Returns the documents whose holder is said, in use or not.

    Were it only where it is in use, a restriction would put in a row that taking out does not know of.
    """
    holders = {said.entity_id: said.value for said in in_use if said.prop == "holder"}
    for said in in_use if holders else ():
        holder = holders.get(said.entity_id)
        place = place_of(said.schema, said.prop)
        if holder and place.kind == "identifier":
            number = label_number(said.schema, place.group, said.category)
            for token in names.identifier_tokens("identifier", said.value):
                rows.tok.add((number, LENT + token, kept.eids[holder], rid, days[said.category][0]))
    return {kept.eids[said.entity_id] for said in kept.report.assertions if said.prop == "holder"}


def _fall_due(rows: Rows, kept: Kept, in_use: Sequence[Assertion], rid: int, days: Days) -> None:
    """On which days how many lines are to be erased (not what is restricted: it is kept) and reviewed."""
    every = kept.report.assertions
    if len(in_use) == len(every) and all(both == (NEVER, NEVER) for both in days.values()):
        return
    for kind, said_then in enumerate((in_use, every)):
        lines: dict[int, int] = {}
        for said in said_then:
            day = days[said.category][kind]
            lines[day] = lines.get(day, 0) + 1
        rows.due += [(rid, kind, day, count) for day, count in lines.items() if day != NEVER]


def _protect(rows: Rows, said: Assertion, key: tuple[int, int, int, int], erase_by: int) -> None:
    """Note what protects an entity: being a victim or a witness, for good; being under 18, until a day.

    What is restricted or past its own day protects as before, and opens nobody to those who work on its case.
    """
    until = 0
    if said.category in PROTECTED:
        until = NEVER
    elif schema.is_person(said.schema):
        adult = dates.adult_on(said.value)
        until = day_number(adult.isoformat()) if adult else 0
    if until:
        known = rows.protected.get(key, (0, 0))
        rows.protected[key] = (max(known[0], until), max(known[1], erase_by))
