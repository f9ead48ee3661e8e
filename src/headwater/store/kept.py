"""A kept report as the ledger holds it, and the rows it puts into the index.

`rows_of` is the one place that knows which words of a report are searched under which label.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
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
    protected: dict[tuple[int, int, int, int], int] = field(default_factory=dict)
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
    protected: dict[tuple[int, int, int, int], int]
    due: list[tuple[int, int, int, int]]
    stamp: str


class Place(NamedTuple):
    """What is known of a property once and for all: its type, its group, and how its values are searched."""

    kind: str
    group: str
    searchable: bool
    spoken: bool


@cache
def place_of(name: str, prop: str) -> Place:
    """The place of a property. Things and documents are found by a search, the links between them are not."""
    kind = schema.type_of(name, prop)
    searchable = kind != "entity" and (schema.is_a(name, "Identification") or not schema.is_link(name))
    spoken = kind == "address" or prop in ("birthPlace", "city")
    return Place(kind, schema.group_of(name, prop).value, searchable, spoken)


@cache
def words_under(name: str, group: str) -> frozenset[str]:
    """What a label of this schema and group may hold for a search: of `tok` and `nkey` those with rows under it."""
    tables = set()
    for prop in schema.properties_of(name):
        place = place_of(name, prop)
        if place.group == group and place.searchable:
            if place.kind == "name":
                tables |= {"tok", "nkey"}
            if place.kind in IDENTIFIERS or place.spoken:
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

    Of what is restricted there are none but those that protect: who is a victim or under age, and what points to whom.
    """
    rows = rows if rows is not None else Rows()
    report, eids = kept.report, kept.eids
    days, shut = rulings.days(report), rulings.shut(report) if rulings.restrictions else frozenset()
    label_number = labelling.of(report)
    add, tok, nkey, ref = rows.assertion.append, rows.tok.add, rows.nkey.add, rows.ref.add
    for said in report.assertions:
        kind, group, searchable, spoken = place_of(said.schema, said.prop)
        number = label_number(said.schema, group, said.category)
        eid = eids[said.entity_id]
        if said.category in PROTECTED or said.prop == "birthDate":
            _protect(rows, said, number, eid, rid)
        if shut and said.id in shut:
            if kind == "entity":
                ref((eids[said.value], number, eid, rid, SHUT))
            continue
        erase_by = days[said.category][0]
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
    _lent_tokens(rows, kept, label_number, rid, days, shut)
    _fall_due(rows, report, rid, days, shut)
    return rows


def _lent_tokens(
    rows: Rows,
    kept: Kept,
    label_number: Callable[[str, str, SubjectCategory | None], int],
    rid: int,
    days: Days,
    shut: frozenset[str],
) -> None:
    """A document's number finds its holder too, and a report's reference the entity it speaks of first."""
    report, eids = kept.report, kept.eids
    open_ = [said for said in report.assertions if said.id not in shut] if shut else report.assertions
    holders = {said.entity_id: said.value for said in open_ if said.prop == "holder"}
    for said in open_ if holders else ():
        holder = holders.get(said.entity_id)
        place = place_of(said.schema, said.prop)
        if holder and place.kind == "identifier":
            number = label_number(said.schema, place.group, said.category)
            for token in names.identifier_tokens("identifier", said.value):
                rows.tok.add((number, token, eids[holder], rid, days[said.category][0]))
    subject = report.assertions[0].entity_id if report.assertions else ""
    for said in open_:
        group = place_of(said.schema, said.prop).group
        if said.entity_id == subject and "tok" in words_under(said.schema, group):
            number = label_number(said.schema, group, said.category)
            for token in names.identifier_tokens("identifier", report.reference):
                rows.tok.add((number, token, eids[subject], rid, days[said.category][0]))
            break


def _fall_due(rows: Rows, report: Report, rid: int, days: Days, shut: frozenset[str]) -> None:
    """On which days how many lines are to be erased (not what is restricted: it is kept) and reviewed."""
    if not shut and all(both == (NEVER, NEVER) for both in days.values()):
        return
    in_use = [said for said in report.assertions if said.id not in shut] if shut else report.assertions
    for kind, said_then in enumerate((in_use, report.assertions)):
        lines: dict[int, int] = {}
        for said in said_then:
            day = days[said.category][kind]
            lines[day] = lines.get(day, 0) + 1
        rows.due += [(rid, kind, day, count) for day, count in lines.items() if day != NEVER]


def _protect(rows: Rows, assertion: Assertion, number: int, eid: int, rid: int) -> None:
    """Note what protects an entity: being a victim or a witness, for good; being under 18, until a day."""
    until = 0
    if assertion.category in PROTECTED:
        until = NEVER
    elif schema.is_person(assertion.schema):
        adult = dates.adult_on(assertion.value)
        until = day_number(adult.isoformat()) if adult else 0
    if until:
        key = (eid, eid, number, rid)
        rows.protected[key] = max(rows.protected.get(key, 0), until)
