"""The consolidated list of the United Nations Security Council, in its XML.

Source: https://www.un.org/sc/resources/sc-sanctions.xsd. An entry is an `INDIVIDUAL` or an `ENTITY`. It gives up to
four parts of a name without saying which is the family's, so that a person gets one `name` and no first or last
name. `GB` in `UN_LIST_TYPE` is the list for Guinea-Bissau and no agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from headwater.errors import EntryRefused
from headwater.intake.dates import only_date
from headwater.intake.draft import DraftBuilder, one_line
from headwater.intake.reader import Entry, Given, Refusal, Source
from headwater.intake.un_parts import add_addresses, add_aliases, add_births, add_documents
from headwater.intake.unique import once_each
from headwater.intake.xml_entries import XMLEntries, XMLEntry, parse_entry
from headwater.model.report import DraftReport

LIST_ID = "UN"
AUTHORITY = "United Nations Security Council"
LIST_TYPES = {
    "CAR": "Central African Republic",
    "DPRK": "Democratic People's Republic of Korea",
    "DRC": "Democratic Republic of the Congo",
    "GB": "Guinea-Bissau",
    "SouthSudan": "South Sudan",
}
_SCHEMATA = {"INDIVIDUAL": "Person", "ENTITY": "Organization"}
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")
_REFERENCE_ELEMENT = re.compile(r"<REFERENCE_NUMBER>([^<]{1,200})</REFERENCE_NUMBER>")
_INTERPOL = re.compile(r"https?://www\.interpol\.int/[^\s,;)]+")
_PROVISIONS = re.compile(
    r"pursuant to (paragraphs? [\d ,and()a-h]+ of resolution \d+(?: \(\d{4}\))?(?: ?\([A-Z ][A-Za-z, ]+\))?)"
)


class OpenedUN:
    """The list, opened: its source is read from the root element's `dateGenerated`."""

    def __init__(self, path: Path, agency: str, given: Given) -> None:
        self._entries = XMLEntries(path, "CONSOLIDATED_LIST", frozenset(_SCHEMATA))
        generated = self._entries.attributes.get("dateGenerated", "")
        edition_date = given.edition_date or only_date(generated[:10])
        full = True if given.full is None else given.full
        self.source = Source("un", agency, LIST_ID, edition_date, edition_date, full, given.category)

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """The entries in the file's order; a reference that comes twice is refused the second time."""
        return once_each(_entry(found) for found in self._entries)

    def fraction(self) -> float:
        """The part of the file's bytes read so far."""
        return self._entries.fraction()


def _entry(found: XMLEntry | Refusal) -> Entry | Refusal:
    if isinstance(found, Refusal):
        return found
    reference = _REFERENCE_ELEMENT.search(found.raw)
    name = one_line(reference[1]) if reference else f"line {found.line}"
    return Entry(name, found.line, found.raw)


class UNReader:
    """Reads the consolidated list of the Security Council."""

    format = "un"

    def open(self, path: Path, agency: str, given: Given) -> OpenedUN:
        """Open the list.

        Raises:
            UnreadableFile: It is no consolidated list, or no XML.
        """
        return OpenedUN(path, agency, given)

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one entry.

        Raises:
            EntryRefused: It has no name or no reference, or is no XML.
        """
        element = parse_entry(entry.raw)
        tag = str(element.tag)
        if tag not in _SCHEMATA:
            raise EntryRefused(f"<{tag}> is no entry of the list.", field=tag, remedy="Use INDIVIDUAL or ENTITY.")
        builder = DraftBuilder(source, text_of(element, "REFERENCE_NUMBER"), _SCHEMATA[tag])
        _add_names(builder, element)
        _add_person(builder, element)
        add_aliases(builder, element)
        add_births(builder, element)
        add_addresses(builder, element)
        add_documents(builder, element)
        comments = text_of(element, "COMMENTS1")
        builder.note(comments)
        _add_sanction(builder, element, comments)
        _add_references(builder, comments)
        listed, updated = text_of(element, "LISTED_ON"), values_of(element, "LAST_DAY_UPDATED")
        return builder.build(narrative=comments, reported_at=only_date((updated or [listed])[-1][:10]))


def text_of(element: etree._Element, tag: str) -> str:
    """The text of a child, white space folded; "" where there is none."""
    return one_line(element.findtext(tag) or "")


def values_of(element: etree._Element, tag: str) -> list[str]:
    """The texts of all `VALUE` elements of a child."""
    return [one_line(value.text or "") for value in element.iterfind(f"{tag}/VALUE") if (value.text or "").strip()]


def _add_names(builder: DraftBuilder, element: etree._Element) -> None:
    parts = [text_of(element, tag) for tag in _NAME_PARTS]
    builder.add_name("name", " ".join(part for part in parts if part and part != "na"))
    builder.add_name("name", text_of(element, "NAME_ORIGINAL_SCRIPT"))


def _add_person(builder: DraftBuilder, element: etree._Element) -> None:
    if builder.schema != "Person":
        return
    for title in values_of(element, "TITLE"):
        builder.add("title", title)
    for position in values_of(element, "DESIGNATION"):
        builder.add("position", position)
    for country in values_of(element, "NATIONALITY"):
        builder.add_country("nationality", country, words="Nationality")
    builder.add_gender(text_of(element, "GENDER"))


def _add_sanction(builder: DraftBuilder, element: etree._Element, comments: str) -> None:
    sanction = builder.thing("sanction", "Sanction", key=f"{builder.reference}#sanction")
    list_type = text_of(element, "UN_LIST_TYPE")
    builder.add("entity", builder.reference, entity=sanction)
    builder.add("authority", AUTHORITY, entity=sanction)
    builder.add("unscId", builder.reference, entity=sanction)
    builder.add("program", LIST_TYPES.get(list_type, list_type), original=list_type, entity=sanction)
    listed = text_of(element, "LISTED_ON")
    builder.add_date("listingDate", listed[:10], words="Listed on", original=listed, entity=sanction)
    for day in values_of(element, "LAST_DAY_UPDATED"):
        builder.add_date("modifiedAt", day[:10], words="Updated on", original=day, entity=sanction)
    for provisions in _PROVISIONS.findall(comments):
        builder.add("provisions", provisions, entity=sanction)
    link = _INTERPOL.search(comments)
    builder.add("sourceUrl", link[0].rstrip(".") if link else "", entity=sanction)


def _add_references(builder: DraftBuilder, comments: str) -> None:
    for other in dict.fromkeys(_REFERENCE.findall(comments)):
        if other == builder.reference:
            continue
        link = builder.thing("link", "UnknownLink", key=f"{builder.reference}#link-{other}")
        builder.add("subject", builder.reference, entity=link)
        builder.add("object", other, entity=link)
        builder.add("role", "named in the entry", entity=link)


READER = UNReader()
