"""A Council regulation's annex as a table: one row an entry, the layout of an extract from the Official Journal.

The columns are those of FollowTheMoney's properties, with several values in a cell parted by semicolons. An
amendment's table begins with `amendedCelex` and `amendmentCelex` in place of `celex`: it belongs to the list it
amends and is no whole edition of it. Numbers begin anew in each annex, so an entry's reference is annex and number.

The column `ethnicity` is not taken in: ethnicity is a special category (Directive (EU) 2016/680, Art. 10), and
nothing here needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake.cells import add_address, add_countries, add_phone, split_cell, without_bracket
from headwater.intake.dates import only_date
from headwater.intake.documents import Document, add_document, expiry_in
from headwater.intake.draft import DraftBuilder
from headwater.intake.reader import Entry, Given, Refusal, Source
from headwater.intake.rows import Row, Rows, split_record
from headwater.intake.unique import once_each
from headwater.intake.written_names import add_aliases, add_main_name
from headwater.model.report import DraftReport
from headwater.model.schema import schema_of

AUTHORITY = "Council of the European Union"
PROGRAMMES = {"EU-LBY": "Libya", "EU-HR": "Global human rights sanctions regime"}
_COLUMNS = frozenset({"recordId", "annex", "schema", "name", "startDate", "reason"})
_SCHEMATA = frozenset({"Person", "LegalEntity", "Organization", "Company", "PublicBody", "Vessel", "Airplane"})
_TEXTS = ("position", "fatherName", "motherName", "appearance", "legalForm", "sector", "ticker", "email", "website")
_NUMBERS = (
    *("registrationNumber", "taxNumber", "innCode", "ogrnCode", "kppCode", "okpoCode", "leiCode", "swiftBic"),
    *("imoNumber", "mmsi"),
)
_CELEX = re.compile(r"\d{5}[A-Z]\d{4}")
_INTERPOL = re.compile(r"https?://www\.interpol\.int/[^\s,;)]+")


class OpenedAnnex:
    """An annex, opened: its list is named by the CELEX number in its first row."""

    def __init__(self, path: Path, agency: str, given: Given) -> None:
        self._rows = Rows(path)
        self._names = self._rows.first.cells
        self._celex_column = "amendedCelex" if "amendedCelex" in self._names else "celex"
        if not {*_COLUMNS, self._celex_column} <= set(self._names):
            raise UnreadableFile(
                "The first line does not name the columns of an annex.", where=path.name, remedy="Use the whole table."
            )
        celex, amendment = self._first_celex(path)
        self._rows.rewind()
        full = not amendment if given.full is None else given.full
        edition = amendment or given.edition_date or celex
        self.source = Source("eu", agency, f"EU:{celex}", edition, given.edition_date, full, given.category)

    def _first_celex(self, path: Path) -> tuple[str, str]:
        for row in self._rows:
            if isinstance(row, Row) and row.line != self._rows.first.line:
                values = dict(zip(self._names, row.cells, strict=True))
                celex, amendment = values[self._celex_column], values.get("amendmentCelex", "")
                if _CELEX.fullmatch(celex):
                    return celex, amendment
        raise UnreadableFile("No row names its regulation by a CELEX number.", where=f"{path.name}, column celex")

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """The entries in the file's order; a reference that comes twice is refused the second time."""
        rows = (row for row in self._rows if row.line != self._rows.first.line)
        return once_each(self._entry(row) for row in rows)

    def _entry(self, row: Row | Refusal) -> Entry | Refusal:
        if isinstance(row, Refusal):
            return row
        values = dict(zip(self._names, row.cells, strict=True))
        return Entry(reference_of(values) or f"line {row.line}", row.line, f"{self._rows.first.text}\n{row.text}")

    def fraction(self) -> float:
        """The part of the file's bytes read so far."""
        return self._rows.fraction()


def reference_of(values: dict[str, str]) -> str:
    """An entry's reference, `I.A/126`; its name stands in for a number that is missing; "" where both are."""
    annex, number = values.get("annex", ""), values.get("recordId", "") or values.get("name", "")
    return f"{annex}/{number}" if annex and number else number


def read_row(entry: Entry, source: Source) -> DraftReport:
    """Read one row, which stands under the names of its columns.

    Raises:
        EntryRefused: It has no name or number, its kind is not known, or it belongs to another regulation.
    """
    values = split_record(entry.raw)
    _check(values, source)
    builder = DraftBuilder(source, reference_of(values), values["schema"])
    _add_names(builder, values)
    _add_person(builder, values)
    _add_plain(builder, values)
    _add_contact(builder, values)
    _add_documents(builder, values)
    _add_sanction(builder, values)
    return builder.build(narrative=values.get("reason", ""), reported_at=only_date(values.get("startDate", "")))


def _check(values: dict[str, str], source: Source) -> None:
    celex = values.get("amendedCelex", values.get("celex", ""))
    if f"EU:{celex}" != source.list_id:
        raise EntryRefused(
            f"The row belongs to {celex or 'no regulation'}, the file to {source.list_id[3:]}.",
            field="celex",
            remedy="Import each regulation from a file of its own.",
        )
    if values.get("schema", "") not in _SCHEMATA:
        raise EntryRefused(
            f"{values.get('schema', '')!r} is no kind of entry.", field="schema", remedy="Use Person or LegalEntity."
        )


def _add_names(builder: DraftBuilder, values: dict[str, str]) -> None:
    name = values.get("name", "")
    add_main_name(builder, name)
    for prop in ("alias", "weakAlias", "previousName"):
        for cell in split_cell(values.get(prop, "")):
            add_aliases(builder, prop, cell, main_name=name)


def _add_person(builder: DraftBuilder, values: dict[str, str]) -> None:
    for prop, words in (
        ("nationality", "Nationality"),
        ("country", "Country"),
        ("jurisdiction", "Jurisdiction"),
        ("flag", "Flag"),
    ):
        add_countries(builder, prop if _has(builder, prop) else "country", values.get(prop, ""), words=words)
    for cell in split_cell(values.get("birthDate", "")):
        builder.add_date(
            "birthDate" if _has(builder, "birthDate") else "incorporationDate", cell, words="Date of birth"
        )
    for cell in split_cell(values.get("incorporationDate", "")):
        builder.add_date("incorporationDate", cell, words="Founded")
    for cell in split_cell(values.get("birthPlace", "")):
        if _has(builder, "birthPlace"):
            builder.add("birthPlace", without_bracket(cell) or cell.strip("()"), original=cell)
        else:
            builder.note(f"Place of birth: {cell}")
    builder.add_gender(values.get("gender", ""))


def _has(builder: DraftBuilder, prop: str) -> bool:
    return schema_of(builder.schema).get(prop) is not None


def _add_plain(builder: DraftBuilder, values: dict[str, str]) -> None:
    for prop in (*_TEXTS, *_NUMBERS):
        for cell in split_cell(values.get(prop, "")):
            value = (without_bracket(cell) or cell) if prop in _NUMBERS else cell
            if _has(builder, prop):
                builder.add(prop, value, original=cell)
            else:
                builder.note(f"{prop}: {cell}")
    builder.note(values.get("notes", ""))


def _add_contact(builder: DraftBuilder, values: dict[str, str]) -> None:
    for cell in split_cell(values.get("address", "")):
        add_address(builder, cell)
    for cell in split_cell(values.get("phone", "")):
        add_phone(builder, cell)


def _add_documents(builder: DraftBuilder, values: dict[str, str]) -> None:
    for column, kind in (("passportNumber", "Passport"), ("idNumber", "Identification")):
        for cell in split_cell(values.get(column, "")):
            passport = column == "passportNumber" or "passport" in cell.lower()
            note = cell if expiry_in(cell) or "issued" in cell else ""
            words = "Passport" if passport else kind
            add_document(builder, Document(kind=words, number=cell, passport=passport, note=note))


def _add_sanction(builder: DraftBuilder, values: dict[str, str]) -> None:
    sanction = builder.thing("sanction", "Sanction", key=f"{builder.reference}#sanction")
    celex, programme = builder.source.list_id[3:], values.get("programKey", "")
    amendment = values.get("amendmentCelex", "")
    for prop, value, original in (
        ("entity", builder.reference, ""),
        ("authority", AUTHORITY, ""),
        ("program", PROGRAMMES.get(programme, programme), programme),
        ("programId", programme, ""),
        ("recordId", f"Annex {builder.reference.replace('/', ', entry ', 1)}", ""),
        ("provisions", values.get("measure", ""), ""),
        ("reason", values.get("reason", ""), ""),
    ):
        builder.add(prop, value, original=original, entity=sanction)
    builder.add_date("listingDate", values.get("startDate", ""), words="Listed on", entity=sanction)
    for number in (celex, amendment):
        if _CELEX.fullmatch(number):
            builder.add(
                "sourceUrl", f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{number}", entity=sanction
            )
    link = _INTERPOL.search(values.get("notes", ""))
    builder.add("sourceUrl", link[0].rstrip(".") if link else "", entity=sanction)
