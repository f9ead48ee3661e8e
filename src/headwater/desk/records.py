"""What is compared of an entity: its own values, and what its documents, phones, accounts and vehicles say of it.

A linked entity's number comes under the property one would look for on the entity itself: a passport's under
`passportNumber`, a phone's under `phone`. Links and intervals are no records of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from headwater.desk.links import Link
from headwater.desk.reading import Reading, is_reference
from headwater.desk.words import value_words
from headwater.model import schema
from headwater.resolve import Record
from headwater.resolve.record import LISTED_BY

if TYPE_CHECKING:
    from headwater.store import Row

THING_NUMBER = "thingNumber"
"""Where plates, hull numbers, IMEIs and serial numbers of things in use stand: a thing may be shared, and one may have
several, so they are no registrations of the user."""

_ACCOUNT = {"username": "username", "accountNumber": "accountNumber", "email": "email", "phone": "phone"}
_WALLET = {"publicKey": "publicKey", "cryptoAddress": "cryptoAddress", "accountId": "accountId"}
_THINGS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Phone", {"number": "phone", "imei": THING_NUMBER, "imsi": THING_NUMBER}),
    ("UserAccount", _ACCOUNT),
    ("BankAccount", {"iban": "iban", "accountNumber": "accountNumber"}),
    ("CryptoWallet", _WALLET),
    ("Vehicle", dict.fromkeys(("registrationNumber", "imoNumber", "mmsi", "hullNumber"), THING_NUMBER)),
    ("Engine", {"serialNumber": THING_NUMBER}),
    ("Address", {"full": "address"}),
)
"""Which values of a thing are evidence about its user, and under which property they are compared."""

_NO_RECORDS = ("Address", "Territory", "Position", "Security")
_NOT_COMPARED = frozenset({"text", "url", "html", "topic", "checksum", "json", "mimetype", "entity"})
_NEVER = frozenset({"ethnicity", "religion", "political", "indexText", "modifiedAt", "retrievedAt", "createdAt"})
"""What says nothing of who somebody is, and what is never compared (a belief, an origin)."""


@dataclass(frozen=True)
class Said:
    """One value of a record, under the property it is compared as, with the rows that say it."""

    prop: str
    value: str
    rows: tuple[Row, ...]

    @cached_property
    def text(self) -> str:
        """The value in words (dates, countries)."""
        return value_words(self.rows[0].schema, self.rows[0].prop, self.value)


@dataclass(frozen=True)
class Unit:
    """What is compared as one: a record, or the records that were judged to be one.

    Attributes:
        record: Its values; the id is the canonical one.
        cases: Cases of the reports that speak of it.
        gangs: Groups it is a member of.
        things: Links and things whose values stand in the record.
    """

    record: Record
    cases: frozenset[str]
    gangs: frozenset[str]
    things: frozenset[str]


@cache
def is_record(schema_name: str) -> bool:
    """Whether entities of this schema are compared at all: what is matchable, and no link, place or post."""
    found = schema.schema_of(schema_name)
    return found.matchable and not schema.is_link(schema_name) and not any(map(found.is_a, _NO_RECORDS))


RECORD_SCHEMATA = tuple(name for name in schema.schemata() if is_record(name))
"""Every schema whose entities are compared."""


@cache
def _compared(schema_name: str, prop: str) -> bool:
    return prop not in _NEVER and schema.type_of(schema_name, prop) not in _NOT_COMPARED


def unit_of(reading: Reading, entity_id: str) -> Unit | None:
    """The unit of an entity for this reader; None if nothing of it is there, or it is of no kind that is compared."""
    if not reading.there(entity_id) or not is_record(reading.schema(entity_id)):
        return None
    links = [Link(reading, link_id) for link_id in reading.links(entity_id)]
    gangs = (
        group
        for link in links
        if schema.is_a(link.schema, "Membership") and entity_id in link.ends("member")
        for group in link.ends("organization")
    )
    rows = (*reading.rows(entity_id), *(row for link in links for row in link.rows))
    things = {row.value for row in rows if is_reference(row)} | {link.id for link in links}
    cases = {row.label.case for row in reading.rows(entity_id)} - {""}
    return Unit(record_of(reading, entity_id), frozenset(cases), frozenset(gangs), frozenset(things - {entity_id}))


def record_of(reading: Reading, entity_id: str, *, only: str = "") -> Record:
    """The record of an entity; `only` names one of the records it is made of."""
    return recorded(reading, entity_id, said_of(reading, entity_id, only=only), only)


def recorded(reading: Reading, entity_id: str, said: Iterable[Said], only: str = "") -> Record:
    """The record of values that were read already."""
    rows = _own(reading, entity_id, only)
    kind = schema_of_rows(rows) if only else reading.schema(entity_id)
    return Record.of(only or entity_id, kind, sorted((one.prop, one.value) for one in said))


def schema_of_rows(rows: Iterable[Row]) -> str:
    """The most particular schema of some rows; "Thing" for none."""
    from headwater.desk.captions import schema_among

    return schema_among({row.schema for row in rows})


def said_of(reading: Reading, entity_id: str, *, only: str = "") -> list[Said]:
    """Every value that is compared of an entity, with the rows that say it.

    Args:
        reading: What the reader may see.
        entity_id: The entity.
        only: One of the records it is made of: its own rows, and what the same reports say of its things.
    """
    rows = _own(reading, entity_id, only)
    reports = frozenset(row.report_id for row in rows) if only else frozenset()
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for prop, value, behind in (*_of_rows(reading, rows), *_of_links(reading, entity_id, reports)):
        found.setdefault((prop, value), {}).update((row.id, row) for row in behind)
    return [Said(prop, value, tuple(behind.values())) for (prop, value), behind in found.items()]


def _own(reading: Reading, entity_id: str, only: str) -> list[Row]:
    rows = reading.rows(entity_id)
    return [row for row in rows if row.record_id == only] if only else rows


_Values = Iterator[tuple[str, str, tuple["Row", ...]]]


def _of_rows(reading: Reading, rows: Iterable[Row]) -> _Values:
    for row in rows:
        if row.prop == "addressEntity":
            yield from _of_thing(reading, row.value, (row,))
        elif _compared(row.schema, row.prop):
            yield row.prop, row.value, (row,)


def _of_links(reading: Reading, entity_id: str, reports: frozenset[str]) -> _Values:
    for link_id in reading.links(entity_id):
        link = Link(reading, link_id)
        pointing = tuple(
            row for row in link.rows if row.value == entity_id and (not reports or row.report_id in reports)
        )
        if not pointing:
            continue
        if schema.is_a(link.schema, "Sanction"):
            yield LISTED_BY, pointing[0].label.agency, pointing
        elif schema.is_a(link.schema, "Identification"):
            yield from _of_document(link, pointing)
        elif schema.is_a(link.schema, "Use"):
            yield from _of_items(link, entity_id, pointing)
        elif any(row.prop in ("owner", "holder") for row in pointing):
            yield from _of_thing(reading, link.id, pointing)


def _of_document(link: Link, pointing: tuple[Row, ...]) -> _Values:
    """A document's number: a passport's as such, any other's as a number of an identity document."""
    if not any(row.prop == "holder" for row in pointing):
        return
    kind = " ".join(link.said("type")).casefold()
    is_passport = schema.is_a(link.schema, "Passport") or "passport" in kind
    for row in link.rows:
        if row.prop in ("number", "passportNumber"):
            yield "passportNumber" if is_passport else "idNumber", row.value, (row, *pointing)
        elif row.prop == "personalNumber":
            yield "idNumber", row.value, (row, *pointing)


def _of_items(link: Link, entity_id: str, pointing: tuple[Row, ...]) -> _Values:
    if entity_id in link.ends("user"):
        for item, rows in link.ends("item").items():
            yield from _of_thing(link.reading, item, (*pointing, *rows))


def _of_thing(reading: Reading, thing: str, pointing: tuple[Row, ...]) -> _Values:
    kind = reading.schema(thing)
    props = next((props for ancestor, props in _THINGS if schema.is_a(kind, ancestor)), {})
    for row in reading.rows(thing):
        if row.prop in props:
            yield props[row.prop], row.value, (row, *pointing)
