"""The parts of an entry of the UK Sanctions List: names, facts, documents, other parties, the designation itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from headwater.intake.cells import add_phone, split_cell
from headwater.intake.documents import Document, add_document
from headwater.intake.draft import DraftBuilder, one_line
from headwater.intake.uk_columns import (
    ADDRESS_LINES,
    COUNTRIES,
    DOCUMENTS,
    GIVEN_NAMES,
    LANGUAGES,
    NOTES,
    PLAIN,
    RELATED,
)
from headwater.model.schema import is_a, is_person, schema_of

AUTHORITY = "Foreign, Commonwealth & Development Office"
Row = dict[str, str]
_NUMBERED = re.compile(r"(?:\A|\s)\(\d{1,2}\)\s")
_PARTIAL = re.compile(r"(?:dd|00|\d{1,2})/(?P<month>mm|00|\d{1,2})/(?P<year>[12]\d{3})\Z", re.IGNORECASE)
_UNKNOWN_DAY = re.compile(r"(?:dd|00)/", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,. ]*\Z")


def values_of(cell: str) -> list[str]:
    """The values of a cell, parted by bars, by semicolons, or by numbers in brackets (`(1) … (2) …`)."""
    if not cell:
        return []
    pieces = (part for piece in cell.split("|") for part in _NUMBERED.split(piece))
    return [value for piece in pieces for value in split_cell(one_line(piece))]


def partial_date(text: str) -> str:
    """A day/month/year with parts not known (`dd/mm/1975`, `dd/03/1975`) as an ISO prefix, "" if it is none."""
    match = _PARTIAL.match(text.strip())
    if match is None or not _UNKNOWN_DAY.match(text.strip()):
        return ""
    month = match["month"]
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return match["year"]
    return f"{match['year']}-{int(month):02}"


def add_names(builder: DraftBuilder, row: Row) -> None:
    """A name of the entry: the primary one `name`, others `alias`, of low quality `weakAlias`."""
    given = [row[column] for column in GIVEN_NAMES if row[column]]
    whole = one_line(" ".join([*given, row["Name 6"]]))
    prop = _name_prop(row["Name type"], row["Alias strength"])
    builder.add_name(prop, whole)
    if prop == "name" and is_person(builder.schema) and given:
        builder.add("firstName", given[0])
        builder.add("lastName", row["Name 6"])
    other = row["Name non-latin script"]
    if other:
        _add_other_script(builder, prop, other, row)


def _name_prop(kind: str, strength: str) -> str:
    kind = kind.casefold()
    if "primary" in kind and "variation" not in kind:
        return "name"
    if "former" in kind or "f.k.a" in kind:
        return "previousName"
    return "weakAlias" if "low" in strength.casefold() else "alias"


def _add_other_script(builder: DraftBuilder, prop: str, name: str, row: Row) -> None:
    script, language = row["Non-latin script type"], row["Non-latin script language"]
    code = LANGUAGES.get(language.casefold(), "")
    builder.add(prop, name, lang=code) if code else builder.add_name(prop, name)
    said = ", ".join(part for part in (script, language) if part)
    if said and not code:
        builder.note(f"Script and language of {name}: {said}")


def add_facts(builder: DraftBuilder, row: Row) -> None:
    """What a line says of the entry itself; a value that its schema has no property for becomes a note."""
    for column, prop in PLAIN:
        for value in values_of(row[column]):
            _say(builder, prop, value, column)
    for column, prop in COUNTRIES:
        for value in values_of(row[column]):
            if has_prop(builder, prop):
                builder.add_country(prop, value, words=column)
            else:
                builder.note(f"{column}: {value}")
    for value in values_of(row["D.O.B"]):
        _add_birth_date(builder, value)
    for town, country in zip_longest(values_of(row["Town of birth"]), values_of(row["Country of birth"]), fillvalue=""):
        _say(builder, "birthPlace", ", ".join(part for part in (town, country) if part), "Town of birth")
    _add_gender(builder, row["Gender"])
    _add_ship(builder, row)
    _add_address(builder, row)
    for value in values_of(row["Phone number"]):
        add_phone(builder, value) if has_prop(builder, "phone") else builder.note(f"Phone number: {value}")
    for column in NOTES:
        builder.note(f"{column}: {row[column]}" if row[column] else "")
    builder.note(row["Other Information"])


def has_prop(builder: DraftBuilder, prop: str) -> bool:
    """Whether the entry's schema has a property."""
    return schema_of(builder.schema).get(prop) is not None


def _say(builder: DraftBuilder, prop: str, value: str, column: str) -> None:
    if not value:
        return
    builder.add(prop, value) if has_prop(builder, prop) else builder.note(f"{column}: {value}")


def _add_birth_date(builder: DraftBuilder, text: str) -> None:
    prefix = partial_date(text)
    if not has_prop(builder, "birthDate"):
        builder.note(f"D.O.B: {text}")
    elif prefix:
        builder.add("birthDate", prefix, original=text)
    else:
        builder.add_date("birthDate", text, words="D.O.B")


def _add_gender(builder: DraftBuilder, text: str) -> None:
    builder.add_gender(text) if is_person(builder.schema) else builder.note(f"Gender: {text}" if text else "")


def _add_ship(builder: DraftBuilder, row: Row) -> None:
    tonnage, built = row["Tonnage of ship"], row["Year Built"]
    if is_a(builder.schema, "Vessel") and _NUMBER.match(tonnage):
        builder.add("tonnage", re.sub(r"[, ]", "", tonnage).rstrip("."), original=tonnage)
    else:
        _say(builder, "", tonnage, "Tonnage of ship")
    if is_a(builder.schema, "Vessel"):
        builder.add_date("buildDate", built, words="Year Built")
    else:
        _say(builder, "", built, "Year Built")


def _add_address(builder: DraftBuilder, row: Row) -> None:
    lines = _joined(row, *ADDRESS_LINES, "Address Postal Code")
    country = row["Address Country"]
    builder.add("address", f"{lines}, {country}".rstrip(", ") if lines else "")
    builder.add_country("country", country, words="Address Country")


def _joined(row: Row, *columns: str) -> str:
    return ", ".join(one_line(row[column]).strip(" ,") for column in columns if row[column])


def add_things(builder: DraftBuilder, rows: list[Row]) -> None:
    """The entry's documents, each once, and the other parties it names, each as an entity with a link."""
    said: dict[tuple[str, str, str, bool], None] = {}
    for row in rows:
        for number, more, kind, passport in DOCUMENTS:
            for value, note in _paired(row[number], row[more]):
                said.setdefault((kind, value, note, passport))
    for kind, value, note, passport in said:
        if is_a(builder.schema, "LegalEntity"):
            add_document(builder, Document(kind=kind, number=value, passport=passport, note=note))
        else:
            builder.note(f"{kind}: {value} {note}".strip())
    for row in rows:
        for column, words in RELATED:
            for name in values_of(row[column]):
                _add_party(builder, name, words)


def _paired(numbers: str, more: str) -> Iterator[tuple[str, str]]:
    """Each number with its own remark where there are as many remarks, else with all of them."""
    values, remarks = values_of(numbers), values_of(more)
    if len(values) == len(remarks):
        yield from zip(values, remarks, strict=True)
    else:
        yield from ((value, one_line(more)) for value in values or ([""] if more else []))


def _add_party(builder: DraftBuilder, name: str, words: str) -> None:
    other = builder.thing("party", "LegalEntity", key=f"{builder.reference}#party-{name}")
    link = builder.thing("link", "UnknownLink", key=f"{builder.reference}#{words}-{name}")
    builder.add_name("name", name, entity=other)
    builder.add("subject", builder.reference, entity=link)
    builder.add("object", other, entity=link)
    builder.add("role", words, entity=link)


def add_sanction(builder: DraftBuilder, rows: list[Row]) -> None:
    """The designation: its regime, measures, reasons, dates and the numbers it has elsewhere."""
    sanction = builder.thing("sanction", "Sanction", key=f"{builder.reference}#sanction")
    builder.add("entity", builder.reference, entity=sanction)
    builder.add("authority", AUTHORITY, entity=sanction)
    builder.add("authorityId", builder.reference, entity=sanction)
    builder.add("country", "gb", entity=sanction)
    for row in rows:
        builder.add("program", row["Regime Name"], entity=sanction)
        builder.add("unscId", row["UN Reference Number"], entity=sanction)
        builder.add("recordId", row["OFSI Group ID"], entity=sanction)
        builder.add("reason", row["UK Statement of Reasons"], entity=sanction)
        for measure in values_of(row["Sanctions Imposed"]):
            builder.add("provisions", measure, entity=sanction)
        builder.add_date("listingDate", row["Date Designated"], words="Date Designated", entity=sanction)
        builder.add_date("modifiedAt", row["Last Updated"], words="Last Updated", entity=sanction)
        source = row["Designation source"]
        builder.note(f"Designation source: {source}" if source else "", entity=sanction)
