"""The parts of an entry of the Security Council's list that repeat: aliases, births, addresses, documents."""

from __future__ import annotations

import re

from lxml import etree

from headwater.intake.aliases import split_aliases
from headwater.intake.dates import find_dates
from headwater.intake.documents import Document, add_document
from headwater.intake.draft import DraftBuilder, one_line

_ALIAS_PROPS = {"Good": "alias", "Low": "weakAlias", "a.k.a.": "alias", "f.k.a.": "previousName"}
_PASSPORT = re.compile("passport|passeport|pasaporte", re.IGNORECASE)
_FORMERLY = re.compile(r"(?:previously|formerly) listed as", re.IGNORECASE)
_SCRIPT_NOTE = re.compile(r"(?:original script|in arabic(?: script)?)\s*:\s*(?P<name>[^\d.;:]+)\Z", re.IGNORECASE)


def _text(element: etree._Element, tag: str) -> str:
    return one_line(element.findtext(tag) or "")


def _joined(element: etree._Element, *tags: str) -> str:
    parts = dict.fromkeys(_text(element, tag) for tag in tags)
    return ", ".join(part.strip(" ,") for part in parts if part)


def _own_name(element: etree._Element) -> str:
    return " ".join(_text(element, tag) for tag in ("FIRST_NAME", "SECOND_NAME")).strip()


def add_aliases(builder: DraftBuilder, element: etree._Element) -> None:
    """Aliases by their quality: good `alias`, low `weakAlias`, formerly listed or known as `previousName`."""
    own, person = _own_name(element), builder.schema == "Person"
    for alias in element.iterfind(f"{element.tag!s}_ALIAS"):
        written, note = _text(alias, "ALIAS_NAME"), _text(alias, "NOTE")
        prop = _ALIAS_PROPS.get(_text(alias, "QUALITY"), "alias")
        script = _SCRIPT_NOTE.search(note)
        for name, former in split_aliases(written, main_name=own, person=person):
            listed_before = former or bool(_FORMERLY.search(note))
            builder.add_name("previousName" if listed_before else prop, name, original=written)
        if script:
            builder.add_name(prop, script["name"], original=f"{written} ({note})")
        _note_alias(builder, alias, written, note if not script else "")


def _note_alias(builder: DraftBuilder, alias: etree._Element, written: str, note: str) -> None:
    said = [note] if note and not _FORMERLY.fullmatch(note) else []
    for words, tag in (
        ("date of birth", "DATE_OF_BIRTH"),
        ("city of birth", "CITY_OF_BIRTH"),
        ("country of birth", "COUNTRY_OF_BIRTH"),
    ):
        if _text(alias, tag):
            said.append(f"{words}: {_text(alias, tag)}")
    if written and said:
        builder.note(f"Alias {written}: {'; '.join(said)}")


def add_births(builder: DraftBuilder, element: etree._Element) -> None:
    """Dates and places of birth; `BETWEEN` gives its two years, `APPROXIMATELY` stays in the original's words."""
    for birth in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        _add_birth_date(builder, birth)
    for place in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"):
        note = _text(place, "NOTE")
        where = _joined(place, "STREET", "CITY", "STATE_PROVINCE", "COUNTRY")
        whole = f"{where} ({note.strip('()')})" if where and note else where or note
        builder.add("birthPlace", where or note, original=whole)
        builder.add_country("birthCountry", _text(place, "COUNTRY"), words="Country of birth")


def _add_birth_date(builder: DraftBuilder, birth: etree._Element) -> None:
    kind, note = _text(birth, "TYPE_OF_DATE"), _text(birth, "NOTE")
    day, year = _text(birth, "DATE"), _text(birth, "YEAR")
    first, last = _text(birth, "FROM_YEAR"), _text(birth, "TO_YEAR")
    if first or last:
        about = "approximately " if note.lower() == "approximately" else ""
        builder.add_date("birthDate", f"{about}between {first} and {last}", words="Date of birth")
        note = "" if about else note
    elif day or year:
        # A note may be the month that the year lacks: `Sep.` beside 1958.
        closer = find_dates(f"{note} {year}") if note and not day else ()
        about = "approximately " if kind == "APPROXIMATELY" else ""
        written = " ".join(part for part in (f"{about}{day or year}", f"({note})" if note else "") if part)
        when = closer[0] if closer else day[:10] or year
        builder.add_date("birthDate", when, words="Date of birth", original=written)
    elif note:
        builder.add_date("birthDate", note, words="Date of birth")


def add_addresses(builder: DraftBuilder, element: etree._Element) -> None:
    """Addresses in one line each, and the countries they are in; a note stays with what the source wrote."""
    for address in element.iterfind(f"{element.tag!s}_ADDRESS"):
        note, country = _text(address, "NOTE"), _text(address, "COUNTRY")
        where = _joined(address, "STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
        whole = f"{where} ({note})" if where and note else where or note
        if whole != country:
            builder.add("address", where or note, original=whole)
        builder.add_country("country", country, words="Country of address")


def add_documents(builder: DraftBuilder, element: etree._Element) -> None:
    """Documents, each an entity of its own that names its holder."""
    for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
        if not len(document):
            continue
        described = Document(
            kind=_text(document, "TYPE_OF_DOCUMENT2") or _text(document, "TYPE_OF_DOCUMENT"),
            number=_text(document, "NUMBER"),
            country=_text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE"),
            issued=_text(document, "DATE_OF_ISSUE"),
            place=_joined(document, "CITY_OF_ISSUE", "COUNTRY_OF_ISSUE") if _text(document, "CITY_OF_ISSUE") else "",
            note=_text(document, "NOTE"),
            passport=bool(_PASSPORT.search(_text(document, "TYPE_OF_DOCUMENT"))),
        )
        add_document(builder, described)
