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
from headwater.model import Assertion, Basis, DraftReport, Label, Report, dates, schema
from headwater.store.tables import NEVER

BASIS_CODE = {Basis.FACT: 0, Basis.ASSESSMENT: 1}
ANYTHING = "*"
"""The token that every searchable entity has, for browsing without a word."""

IDENTIFIERS = frozenset({"identifier", "phone", "email", "url", "iban", "ip"})


class Kept(msgspec.Struct, frozen=True):
    """A report with the index number of each entity it speaks of, by its public id."""

    report: Report
    eids: dict[str, int]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Kept)


def encode(kept: Kept) -> bytes:
    """The bytes that are sealed into the ledger."""
    return zlib.compress(_encoder.encode(kept), 1)


def decode(body: bytes) -> Kept:
    """What `encode` was given."""
    return _decoder.decode(zlib.decompress(body))


def content_of(draft: DraftReport) -> bytes:
    """The bytes that say whether two editions' entries are the same: the draft without its edition."""
    return _encoder.encode(msgspec.structs.replace(draft, edition=""))


@dataclass
class Rows:
    """Rows for the index, as sets of tuples in the order of the tables' columns.

    `tok` and `nkey` map (label, token, eid) to the latest date of erasure; `protected` maps (eid, source, label) to
    the last date of protection; `pointed_at` are the entities that a link of these reports points to.
    """

    assertion: list[tuple[object, ...]] = field(default_factory=list)
    tok: dict[tuple[int, str, int], int] = field(default_factory=dict)
    nkey: dict[tuple[int, str, int], int] = field(default_factory=dict)
    report_entity: set[tuple[int, int]] = field(default_factory=set)
    protected: dict[tuple[int, int, int], int] = field(default_factory=dict)
    pointed_at: set[int] = field(default_factory=set)


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


@lru_cache(maxsize=200_000)
def _words(kind: str, spoken: bool, value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens and the key classes under which a value is found."""
    if kind == "name":
        return names.name_index(value)
    if kind in IDENTIFIERS:
        return names.identifier_tokens(kind, value), ()
    return (names.tokens(value) if spoken else ()), ()


def day_number(iso: str) -> int:
    """`2029-09-03` as 20290903; "" as `NEVER`."""
    return int(iso.replace("-", "")[:8]) if iso else NEVER


def label_of(report: Report | DraftReport, assertion: Assertion) -> Label:
    """The label an assertion carries."""
    return Label(
        agency=report.agency,
        schema=assertion.schema,
        group=place_of(assertion.schema, assertion.prop).group,
        category=assertion.category,
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
    )


def rows_of(kept: Kept, rid: int, label_number: Callable[[Label], int], rows: Rows | None = None) -> Rows:
    """The index rows of one kept report, added to `rows` if given."""
    rows = rows if rows is not None else Rows()
    report, eids = kept.report, kept.eids
    erase_by = day_number(report.erase_by)
    labels: dict[tuple[str, str, str | None], int] = {}
    add, tok, nkey = rows.assertion.append, rows.tok, rows.nkey
    for said in report.assertions:
        place = place_of(said.schema, said.prop)
        labelled = (said.schema, place.group, said.category)
        number = labels.get(labelled)
        if number is None:
            number = labels[labelled] = label_number(label_of(report, said))
        eid = eids[said.entity_id]
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
        if place.kind == "entity":
            _put(tok, (number, "@" + said.value, eid), erase_by)
            rows.pointed_at.add(eids[said.value])
        elif place.searchable:
            _put(tok, (number, ANYTHING, eid), erase_by)
            tokens, keys = _words(place.kind, place.spoken, said.value)
            for token in tokens:
                _put(tok, (number, token, eid), erase_by)
            for key in keys:
                _put(nkey, (number, key, eid), erase_by)
        if said.category is not None:
            _protect(rows, said, number, eid)
    _lent_tokens(rows, kept, label_number, erase_by)
    rows.report_entity.update((eid, rid) for eid in eids.values())
    return rows


def _put(table: dict[tuple[int, str, int], int], row: tuple[int, str, int], erase_by: int) -> None:
    if table.get(row, 0) < erase_by:
        table[row] = erase_by


def _lent_tokens(rows: Rows, kept: Kept, label_number: Callable[[Label], int], erase_by: int) -> None:
    """A document's number finds its holder too, and a report's reference the entity it speaks of first."""
    report, eids = kept.report, kept.eids
    holders = {said.entity_id: said.value for said in report.assertions if said.prop == "holder"}
    for said in report.assertions if holders else ():
        holder = holders.get(said.entity_id)
        if holder and place_of(said.schema, said.prop).kind == "identifier":
            number = label_number(label_of(report, said))
            for token in names.identifier_tokens("identifier", said.value):
                _put(rows.tok, (number, token, eids[holder]), erase_by)
    first = report.assertions[0] if report.assertions else None
    if first is not None and place_of(first.schema, first.prop).searchable:
        number = label_number(label_of(report, first))
        for token in names.identifier_tokens("identifier", report.reference):
            _put(rows.tok, (number, token, eids[first.entity_id]), erase_by)


def _protect(rows: Rows, assertion: Assertion, number: int, eid: int) -> None:
    """Note what protects an entity: being a victim or a witness, for good; being under 18, until a day."""
    until = 0
    if assertion.category is not None and assertion.category.protected:
        until = NEVER
    elif assertion.prop == "birthDate":
        adult = dates.adult_on(assertion.value)
        until = day_number(adult.isoformat()) if adult else 0
    if until:
        key = (eid, eid, number)
        rows.protected[key] = max(rows.protected.get(key, 0), until)
