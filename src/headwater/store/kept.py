"""A kept report as the ledger holds it, and the rows it puts into the index.

`rows_of` is the one place that knows which words of a report are searched under which label.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

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


@cache
def _searchable(name: str) -> bool:
    """Whether entities of this schema are found by a search: things and documents, not the links between them."""
    if schema.is_a(name, "Identification"):
        return True
    return not schema.is_link(name)


@cache
def _kind(name: str, prop: str) -> tuple[str, str]:
    """(type, property group) of a property."""
    return schema.type_of(name, prop), schema.group_of(name, prop).value


def day_number(iso: str) -> int:
    """`2029-09-03` as 20290903; "" as `NEVER`."""
    return int(iso.replace("-", "")[:8]) if iso else NEVER


def label_of(report: Report | DraftReport, assertion: Assertion) -> Label:
    """The label an assertion carries."""
    return Label(
        agency=report.agency,
        schema=assertion.schema,
        group=_kind(assertion.schema, assertion.prop)[1],
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
    report = kept.report
    erase_by = day_number(report.erase_by)
    labels: dict[tuple[str, str, str | None], int] = {}
    first_label: dict[int, int] = {}
    holders: list[tuple[int, int]] = []
    identifiers: dict[int, list[tuple[int, str, str]]] = {}
    for assertion in report.assertions:
        kind, group = _kind(assertion.schema, assertion.prop)
        place = (assertion.schema, group, assertion.category)
        number = labels.get(place)
        if number is None:
            number = labels[place] = label_number(label_of(report, assertion))
        eid = kept.eids[assertion.entity_id]
        first_label.setdefault(eid, number)
        rows.assertion.append(
            (
                eid,
                rid,
                int.from_bytes(bytes.fromhex(assertion.id), signed=True),
                number,
                assertion.prop,
                assertion.value,
                assertion.original_value,
                assertion.lang,
                BASIS_CODE[assertion.basis],
                assertion.information_grade,
                erase_by,
            )
        )
        _tokens(rows, kept, assertion, kind, number, eid, erase_by)
        if kind == "entity":
            rows.pointed_at.add(kept.eids[assertion.value])
            if assertion.prop == "holder":
                holders.append((eid, kept.eids[assertion.value]))
        elif kind == "identifier":
            identifiers.setdefault(eid, []).append((number, kind, assertion.value))
        _protect(rows, assertion, number, eid)
    for document, holder in holders:
        for number, kind, value in identifiers.get(document, ()):
            for token in names.identifier_tokens(kind, value):
                _put(rows.tok, (number, token, holder), erase_by)
    _reference_tokens(rows, kept, first_label, erase_by)
    for eid in kept.eids.values():
        rows.report_entity.add((eid, rid))
    return rows


def _put(table: dict[tuple[int, str, int], int], row: tuple[int, str, int], erase_by: int) -> None:
    if table.get(row, 0) < erase_by:
        table[row] = erase_by


def _tokens(rows: Rows, kept: Kept, assertion: Assertion, kind: str, number: int, eid: int, erase_by: int) -> None:
    tok = rows.tok
    if kind == "entity":
        _put(tok, (number, "@" + assertion.value, eid), erase_by)
        return
    if not _searchable(assertion.schema):
        return
    _put(tok, (number, ANYTHING, eid), erase_by)
    if kind == "name":
        tokens, keys = names.name_index(assertion.value)
        for token in tokens:
            _put(tok, (number, token, eid), erase_by)
        for key in keys:
            _put(rows.nkey, (number, key, eid), erase_by)
    elif kind in IDENTIFIERS:
        for token in names.identifier_tokens(kind, assertion.value):
            _put(tok, (number, token, eid), erase_by)
    elif kind == "address" or assertion.prop in ("birthPlace", "city"):
        for token in names.tokens(assertion.value):
            _put(tok, (number, token, eid), erase_by)


def _reference_tokens(rows: Rows, kept: Kept, first_label: dict[int, int], erase_by: int) -> None:
    """A report's own reference finds the entity it speaks of first."""
    if not kept.report.assertions:
        return
    first = kept.report.assertions[0]
    if not _searchable(first.schema):
        return
    eid = kept.eids[first.entity_id]
    for token in names.identifier_tokens("identifier", kept.report.reference):
        _put(rows.tok, (first_label[eid], token, eid), erase_by)


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
