"""The European Union's consolidated list of financial sanctions, in its XML (export schema 1.1).

Written from the schema's element and attribute names (`xmlFullSanctionsList_1_1`) and tested on rows of our own:
NEVER YET SEEN AGAINST A REAL FILE. Values are attributes; an unknown country is `00`; an entity may have many
regulations, the first is the one that lists it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from headwater.errors import EntryRefused
from headwater.intake.cells import add_phone
from headwater.intake.dates import only_date
from headwater.intake.documents import Document, add_document
from headwater.intake.draft import DraftBuilder, one_line
from headwater.intake.eu_csv import AUTHORITY
from headwater.intake.reader import Entry, Given, Refusal, Source
from headwater.intake.unique import once_each
from headwater.intake.xml_entries import XMLEntries, XMLEntry, parse_entry
from headwater.model.report import DraftReport
from headwater.model.schema import schema_of

LIST_ID = "EU:FSF"
_SCHEMATA = {"person": "Person", "enterprise": "Organization", "P": "Person", "E": "Organization"}
_NO_COUNTRY = frozenset({"", "00"})
_DOCUMENTS = {"passport": True, "travel": True, "id": False}


class OpenedEUList:
    """The list, opened: its source is read from the root element's `generationDate`."""

    def __init__(self, path: Path, agency: str, given: Given) -> None:
        self._entries = XMLEntries(path, "export", frozenset({"sanctionEntity"}))
        generated = self._entries.attributes.get("generationDate", "")
        edition_date = given.edition_date or only_date(generated[:10])
        edition = self._entries.attributes.get("globalFileId", "") or edition_date
        full = True if given.full is None else given.full
        self.source = Source("eu", agency, LIST_ID, edition, edition_date, full, given.category)

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """The entries in the file's order; a reference that comes twice is refused the second time."""
        return once_each(_entry(found) for found in self._entries)

    def fraction(self) -> float:
        """The part of the file's bytes read so far."""
        return self._entries.fraction()


def _entry(found: XMLEntry | Refusal) -> Entry | Refusal:
    if isinstance(found, Refusal):
        return found
    try:
        name = _reference(parse_entry(found.raw))
    except EntryRefused:
        name = ""
    return Entry(name or f"line {found.line}", found.line, found.raw)


def _reference(element: etree._Element) -> str:
    return _get(element, "euReferenceNumber") or _get(element, "logicalId")


def _get(element: etree._Element, name: str) -> str:
    return one_line(element.get(name) or "")


def read_element(entry: Entry, source: Source) -> DraftReport:
    """Read one `sanctionEntity`.

    Raises:
        EntryRefused: It has no name or reference, or its kind is not known.
    """
    element = parse_entry(entry.raw)
    builder = DraftBuilder(source, _reference(element), _schema(element))
    for alias in element.iterfind("nameAlias"):
        _add_name(builder, alias)
    for birth in element.iterfind("birthdate"):
        _add_birth(builder, birth)
    for citizenship in element.iterfind("citizenship"):
        prop = "nationality" if builder.schema == "Person" else "country"
        _add_country(builder, prop, citizenship, words="Citizenship")
    for address in element.iterfind("address"):
        _add_address(builder, address)
    for document in element.iterfind("identification"):
        _add_document(builder, document)
    remarks = [one_line(remark.text or "") for remark in element.iterfind("remark")]
    for remark in (*remarks, _get(element, "designationDetails")):
        builder.note(remark)
    listed = _add_sanction(builder, element)
    return builder.build(narrative=" ".join(remarks), reported_at=listed)


def _schema(element: etree._Element) -> str:
    kind = element.find("subjectType")
    code = "" if kind is None else _get(kind, "code") or _get(kind, "classificationCode")
    if code not in _SCHEMATA:
        raise EntryRefused(f"{code!r} is no kind of entry.", field="subjectType", remedy="Use person or enterprise.")
    return _SCHEMATA[code]


def _add_name(builder: DraftBuilder, alias: etree._Element) -> None:
    first = not builder.has("name")
    weak = _get(alias, "strong") == "false"
    builder.add_name("name" if first else "weakAlias" if weak else "alias", _get(alias, "wholeName"))
    if builder.schema == "Person":
        for prop in ("firstName", "middleName", "lastName", "title"):
            builder.add(prop, _get(alias, prop))
        builder.add("position", _get(alias, "function"))
        builder.add_gender(_get(alias, "gender"))
    _add_remarks(builder, alias, f"Name {_get(alias, 'wholeName')}")


def _add_remarks(builder: DraftBuilder, element: etree._Element, words: str) -> None:
    for remark in element.iterfind("remark"):
        if (remark.text or "").strip():
            builder.note(f"{words}: {remark.text}")


def _add_birth(builder: DraftBuilder, birth: etree._Element) -> None:
    when, written = _birth_date(birth)
    person = builder.schema == "Person"
    builder.add_date("birthDate" if person else "incorporationDate", when, words="Date of birth", original=written)
    where = _joined(birth, "place", "city", "region", "zipCode", "countryDescription")
    if person:
        builder.add("birthPlace", where)
        _add_country(builder, "birthCountry", birth, words="Country of birth")
    _add_remarks(builder, birth, "Birth")


def _birth_date(birth: etree._Element) -> tuple[str, str]:
    """The date in ISO form or in words, and what stays in the original's words."""
    about = "circa " if _get(birth, "circa") == "true" else ""
    year, month, day = (_get(birth, name) for name in ("year", "monthOfYear", "dayOfMonth"))
    parts = [year, *(part.zfill(2) for part in (month, day) if part)] if year else []
    when = _get(birth, "birthdate")[:10] or "-".join(parts)
    first, last = _get(birth, "yearRangeFrom"), _get(birth, "yearRangeTo")
    if not when and (first or last):
        when = f"from {first} to {last}" if first and last else f"from {first}" if first else f"to {last}"
    calendar = _get(birth, "calendarType")
    if calendar not in ("", "GREGORIAN") and when:
        when = f"{when} ({calendar.title()} calendar)"
    return when, f"{about}{when}" if when else ""


def _joined(element: etree._Element, *names: str) -> str:
    parts = dict.fromkeys(_get(element, name) for name in names)
    return ", ".join(part.title() if part.isupper() and len(part) > 3 else part for part in parts if part not in _NONE)


_NONE = frozenset({"", "UNKNOWN"})


def _add_country(builder: DraftBuilder, prop: str, element: etree._Element, *, words: str, entity: str = "") -> None:
    code = _get(element, "countryIso2Code")
    name = "" if code in _NO_COUNTRY else code or _get(element, "countryDescription")
    builder.add_country(prop, name, words=words, original=_get(element, "countryDescription"), entity=entity)


def _add_address(builder: DraftBuilder, address: etree._Element) -> None:
    box = _get(address, "poBox")
    where = _joined(address, "street", "place", "city", "region", "zipCode", "countryDescription")
    builder.add("address", f"PO Box {box}, {where}" if box else where)
    _add_country(builder, "country", address, words="Country of address")
    for contact in address.iterfind("contactInfo"):
        _add_contact(builder, _get(contact, "key"), _get(contact, "value"))
    _add_remarks(builder, address, "Address")


def _add_contact(builder: DraftBuilder, key: str, value: str) -> None:
    kind = key.upper()
    if kind in ("PHONE", "FAX", "MOBILE"):
        add_phone(builder, value)
    elif kind in ("EMAIL", "WEB"):
        builder.add("email" if kind == "EMAIL" else "website", value)
    elif value:
        builder.note(f"{key}: {value}")


def _add_document(builder: DraftBuilder, document: etree._Element) -> None:
    kind, number = _get(document, "identificationTypeCode"), _get(document, "number")
    words = _get(document, "identificationTypeDescription") or kind
    if kind == "imo" and schema_of(builder.schema).get("imoNumber") is not None:
        builder.add("imoNumber", number)
        return
    said = [one_line(remark.text or "") for remark in document.iterfind("remark")]
    said += [
        flag for flag in ("knownExpired", "knownFalse", "reportedLost", "revokedByIssuer") if _flag(document, flag)
    ]
    if _get(document, "nameOnDocument"):
        said.append(f"name on the document: {_get(document, 'nameOnDocument')}")
    described = Document(
        kind=words,
        number=_get(document, "latinNumber") or number,
        passport=_DOCUMENTS.get(kind, False),
        issued=_get(document, "issuedDate")[:10],
        place=_get(document, "issuedBy"),
        expires=_get(document, "validTo")[:10],
        note="; ".join(part for part in said if part),
    )
    key = add_document(builder, described)
    _add_country(builder, "country", document, words="Country of issue", entity=key)


def _flag(element: etree._Element, name: str) -> bool:
    return _get(element, name) == "true"


def _add_sanction(builder: DraftBuilder, element: etree._Element) -> str:
    sanction = builder.thing("sanction", "Sanction", key=f"{builder.reference}#sanction")
    regulations = element.findall("regulation")
    listed = _get(element, "designationDate")[:10]
    builder.add("entity", builder.reference, entity=sanction)
    builder.add("authority", AUTHORITY, entity=sanction)
    builder.add("authorityId", _get(element, "euReferenceNumber"), entity=sanction)
    builder.add("unscId", _get(element, "unitedNationId"), entity=sanction)
    builder.add_date("listingDate", listed, words="Designated on", entity=sanction)
    for regulation in regulations:
        builder.add("program", _get(regulation, "programme"), entity=sanction)
        builder.add("recordId", _get(regulation, "numberTitle"), entity=sanction)
        published = _get(regulation, "publicationDate")[:10]
        builder.add_date("modifiedAt", published, words="Published on", entity=sanction)
        builder.add("sourceUrl", one_line(regulation.findtext("publicationUrl") or ""), entity=sanction)
    return only_date(listed)
