"""The list of Specially Designated Nationals of the Office of Foreign Assets Control, as SDN.CSV.

Source: OFAC, "SDN list data formats". Twelve columns without a header: `ent_num, SDN_Name, SDN_Type, Program, Title,
Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner, Remarks`; `-0-` is empty. An extract with a header line
(`ID,Name,Type,Country,…,Details`) has the same columns in the same order, the programmes under `Country`; it is
never taken for the whole list. The remarks are read in `ofac_remarks`.

An entry is linked to others by name only. The file is gone through once to learn which name is whose; an entry's
text then begins with a line `# NAME = number` for each name it is linked to, so that it can still be read alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake.draft import DraftBuilder
from headwater.intake.ofac_remarks import add_remarks, linked_names
from headwater.intake.reader import Entry, Given, Refusal, Source
from headwater.intake.rows import Row, Rows, split_row
from headwater.intake.unique import once_each
from headwater.intake.written_names import add_main_name
from headwater.model.report import DraftReport

LIST_ID = "OFAC-SDN"
AUTHORITY = "Office of Foreign Assets Control"
_WIDTH = 12
_EMPTY = frozenset({"", "-0-"})
_SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
_COMPANY = re.compile(
    r"\b(?:L\.?L\.?C|LTD|LIMITED|INC|CORP|CORPORATION|COMPANY|CO|OOO|OAO|ZAO|AO|K\.K|GMBH|B\.V|S\.A|S\.L|S\.R\.L"
    r"|S\.P\.A|SDN\.? BHD|PTE|PVT|FZE|FZCO|EXCHANGE|TRADING)\b\.?(?:\s*\([^)]*\))?\.?\Z"
)
_SMUGGLING = re.compile(r"\b(?:human|people|migrant|alien) smuggling\b", re.IGNORECASE)
_KNOWN = re.compile(r"\A# (?P<name>.+) = (?P<number>[^=]+)\Z")


class OpenedSDN:
    """The list, opened: whether it is whole is told by the header line, which only extracts have."""

    def __init__(self, path: Path, agency: str, given: Given) -> None:
        self._rows = Rows(path)
        first = self._rows.first.cells
        if len(first) != _WIDTH:
            raise UnreadableFile(
                f"The first line has {len(first)} columns, not {_WIDTH}.", where=path.name, remedy="Use SDN.CSV."
            )
        self._has_header = not first[0].isdigit()
        if self._has_header and first[0].upper() not in ("ID", "ENT_NUM"):
            raise UnreadableFile("The first line is neither an entry nor a header.", where=path.name)
        self._numbers = self._learn_names()
        self._rows.rewind()
        full = not self._has_header if given.full is None else given.full
        self.source = Source("ofac", agency, LIST_ID, given.edition_date, given.edition_date, full, given.category)

    def _learn_names(self) -> dict[str, str]:
        """The number of each name that exactly one entry of the file has."""
        numbers: dict[str, str] = {}
        for row in self._entries():
            if isinstance(row, Row):
                name = _folded(row.cells[1])
                numbers[name] = "" if name in numbers else row.cells[0]
        return numbers

    def _entries(self) -> Iterator[Row | Refusal]:
        skip = self._rows.first.line if self._has_header else 0
        return (row for row in self._rows if row.line != skip)

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """The entries in the file's order; a number that comes twice is refused the second time."""
        return once_each(self._entry(row) for row in self._entries())

    def _entry(self, row: Row | Refusal) -> Entry | Refusal:
        if isinstance(row, Refusal):
            return row
        known = []
        for name in linked_names(_value(row.cells, 11)):
            if self._numbers.get(_folded(name)):
                known.append(f"# {name} = {self._numbers[_folded(name)]}\n")
        return Entry(row.cells[0] or f"line {row.line}", row.line, "".join(known) + row.text)

    def fraction(self) -> float:
        """The part of the file's bytes read so far."""
        return self._rows.fraction()


def _folded(name: str) -> str:
    return " ".join(name.upper().split())


def _value(cells: tuple[str, ...], column: int) -> str:
    return "" if cells[column] in _EMPTY else cells[column]


class SDNReader:
    """Reads the list of Specially Designated Nationals."""

    format = "ofac"

    def open(self, path: Path, agency: str, given: Given) -> OpenedSDN:
        """Open the list and learn its names.

        Raises:
            UnreadableFile: It has not the columns of SDN.CSV.
        """
        return OpenedSDN(path, agency, given)

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one entry.

        Raises:
            EntryRefused: It has no number or name, or not twelve columns, or its type is not known.
        """
        cells, known = _split(entry.raw)
        remarks = _value(cells, 11)
        builder = DraftBuilder(source, _value(cells, 0), _schema(cells, remarks))
        add_main_name(builder, _value(cells, 1))
        _add_title(builder, _value(cells, 4))
        _add_craft(builder, cells)
        add_remarks(builder, remarks, known)
        _add_sanction(builder, _value(cells, 3))
        return builder.build(narrative=remarks)


def _split(raw: str) -> tuple[tuple[str, ...], dict[str, str]]:
    lines, known = raw.split("\n"), {}
    while lines and (match := _KNOWN.match(lines[0].rstrip("\r"))):
        known[_folded(match["name"])] = match["number"].strip()
        del lines[0]
    cells = split_row("\n".join(lines))
    if len(cells) != _WIDTH:
        raise EntryRefused(f"The row has {len(cells)} columns, not {_WIDTH}.", field="", remedy="Mend the row.")
    return cells, known


def _schema(cells: tuple[str, ...], remarks: str) -> str:
    kind, name = _value(cells, 2).lower(), _value(cells, 1)
    if kind in _SCHEMATA:
        return _SCHEMATA[kind]
    if kind not in ("", "entity"):
        raise EntryRefused(
            f"{kind!r} is no type of entry.", field="SDN_Type", remedy="Use individual, vessel, aircraft or -0-."
        )
    if _SMUGGLING.search(f"{name} {remarks}"):
        return "SmugglingGroup"
    return "Company" if _COMPANY.search(name) else "Organization"


def _add_title(builder: DraftBuilder, title: str) -> None:
    if builder.schema == "Person":
        builder.add("position", title)
    elif title:
        builder.note(f"Title: {title}")


def _add_craft(builder: DraftBuilder, cells: tuple[str, ...]) -> None:
    if builder.schema == "Vessel":
        builder.add("callSign", _value(cells, 5))
        builder.add("type", _value(cells, 6))
        builder.add("tonnage", _value(cells, 7).replace(",", ""), original=_value(cells, 7))
        builder.add("grossRegisteredTonnage", _value(cells, 8).replace(",", ""), original=_value(cells, 8))
        builder.add_country("flag", _value(cells, 9), words="Flag")
    for words, column in (("Call sign", 5), ("Type", 6), ("Tonnage", 7), ("Gross tonnage", 8), ("Flag", 9)):
        if builder.schema != "Vessel" and _value(cells, column):
            builder.note(f"{words}: {_value(cells, column)}")
    if _value(cells, 10):
        builder.note(f"Owner: {_value(cells, 10)}")


def _add_sanction(builder: DraftBuilder, programmes: str) -> None:
    sanction = builder.thing("sanction", "Sanction", key=f"{builder.reference}#sanction")
    builder.add("entity", builder.reference, entity=sanction)
    builder.add("authority", AUTHORITY, entity=sanction)
    builder.add("authorityId", builder.reference, entity=sanction)
    for programme in programmes.replace("[", "]").split("]"):
        builder.add("program", programme, entity=sanction)
    link = f"https://sanctionssearch.ofac.treas.gov/Details.aspx?id={builder.reference}"
    builder.add("sourceUrl", link if builder.reference.isdigit() else "", entity=sanction)


READER = SDNReader()
