"""The United Kingdom's designations as press reported them, where the official list itself was not to be had.

A CSV with the columns `COLUMNS`, one designation a row. Everything in it is press: graded 3x5x2 source 2 (untested),
information D (not known), `press=True`, with the pages it is from. There is no reference and no date of birth; the
name is the reference. `country_context` is where the press sets the story and no nationality: it stays a note.

The whole file is needed for one thing: whether a name in `linked_to` is a row of its own. What the file says of it
goes with the row, in an added column `linked_rows`, so that a row can be read again alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake.csv_rows import records_of, rows_of, written
from headwater.intake.draft import DraftBuilder, one_line
from headwater.intake.reader import Entry, Given, Opened, Refusal, Source
from headwater.intake.unique import once_each
from headwater.model import DraftReport, Grading, Scheme
from headwater.model.schema import is_person

LIST_ID = "UK-press"
COLUMNS = ("designated", "name", "type", "role", "country_context", "linked_to", "name_status", "sources")
LINKED = "linked_rows"
GRADING = Grading(Scheme.UK_3X5X2, "2", "D")
REGIME = "Global Irregular Migration"
_SCHEMATA = ("Person", "Organization", "Company")
_MAX_BYTES = 16 * 1024 * 1024
_WITH_WORDS = re.compile(r"(?P<name>[^()]*?)\s*(?:\((?P<words>[^()]*)\))?\Z")


class OpenedPress:
    """The table, opened and read whole: it is made by hand and small."""

    def __init__(self, path: Path, agency: str, given: Given) -> None:
        self._header, *self._rows = _table(path)
        if tuple(self._header) != COLUMNS:
            reason = f"The columns are {', '.join(self._header)[:400]}."
            raise UnreadableFile(reason, where="line 1", remedy=f"They must be {', '.join(COLUMNS)}.")
        self._done = 0
        self._given, self._agency = given, agency

    @property
    def source(self) -> Source:
        """The source; the edition is the importer's, for the table states none."""
        day = self._given.edition_date
        return Source("uk-press", self._agency, LIST_ID, day, day, bool(self._given.full), self._given.category)

    def fraction(self) -> float:
        """The part of the rows handed out so far."""
        return self._done / max(len(self._rows), 1)

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """The rows in the file's order; a name that comes twice is refused the second time."""
        return once_each(self._entries())

    def _entries(self) -> Iterator[Entry | Refusal]:
        names = Counter(row[1].strip() for row in self._rows if len(row) == len(COLUMNS))
        for number, row in enumerate(self._rows, 1):
            self._done = number
            linked = "; ".join(name for name, _ in _links(row[5]) if names[name] == 1) if len(row) > 5 else ""
            raw = written([[*COLUMNS, LINKED], [*row, linked]])
            name = one_line(row[1]) if len(row) == len(COLUMNS) else ""
            yield Entry(name or f"line {number + 1}", number + 1, raw)


def _table(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableFile("The table is larger than 16 MiB.", where=path.name, remedy="Split it.")
        return rows_of(path.read_text("utf-8-sig")) or [[]]
    except UnicodeDecodeError as error:
        reason = f"Byte {error.start + 1} of the file is not UTF-8."
        raise UnreadableFile(reason, where=path.name, remedy="Write the table in UTF-8.") from None
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror}.", where=path.name) from error
    except EntryRefused as error:
        raise UnreadableFile(error.detail, where=path.name, remedy=error.remedy) from None


class UKPressReader:
    """Reads the table of designations from press."""

    format = "uk-press"

    def open(self, path: Path, agency: str, given: Given) -> Opened:
        """Open the table.

        Raises:
            UnreadableFile: It is no CSV with these columns.
        """
        return OpenedPress(path, agency, given)

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one row.

        Raises:
            EntryRefused: It is no row of the table, or of a type that is not known.
        """
        records = records_of(entry.raw, (*COLUMNS, LINKED))
        if len(records) > 1:
            raise EntryRefused("An entry is one row.", field="", remedy="Give the second row as its own entry.")
        row = records[0]
        if row["type"] not in _SCHEMATA:
            reason = f"There is no type {row['type'][:80]!r}."
            raise EntryRefused(reason, field="type", remedy=f"Use one of: {', '.join(_SCHEMATA)}.")
        builder = DraftBuilder(source, one_line(row["name"]), row["type"])
        builder.add_name("name", row["name"])
        builder.add("position" if is_person(row["type"]) else "notes", row["role"])
        builder.note(f"Country in the press reports: {row['country_context']}" if row["country_context"] else "")
        builder.note(f"Spelling of the name: {row['name_status']}" if row["name_status"] else "")
        _add_designation(builder, row)
        _add_links(builder, row)
        draft = builder.build(narrative=row["role"], reported_at=row["designated"])
        return msgspec.structs.replace(draft, grading=GRADING, press=True)


def _add_designation(builder: DraftBuilder, row: dict[str, str]) -> None:
    sanction = builder.thing("sanction", "Sanction", key=f"{builder.reference}#sanction")
    builder.add("entity", builder.reference, entity=sanction)
    builder.add("country", "gb", entity=sanction)
    builder.add("program", REGIME, entity=sanction)
    builder.add_date("listingDate", row["designated"], words="Designated on", entity=sanction)
    for page in row["sources"].split("|"):
        builder.add("sourceUrl", page, entity=builder.reference)
        builder.add("sourceUrl", page, entity=sanction)


def _add_links(builder: DraftBuilder, row: dict[str, str]) -> None:
    rows = {name.strip() for name in row[LINKED].split(";")}
    for name, words in _links(row["linked_to"]):
        other = name
        if name not in rows:
            other = builder.thing("linked", "LegalEntity", key=f"{builder.reference}#linked-{name}")
            builder.add_name("name", name, entity=other)
        link = builder.thing("link", "UnknownLink", key=f"{builder.reference}#link-{name}")
        builder.add("subject", builder.reference, entity=link)
        builder.add("object", other, entity=link)
        builder.add("role", words or "linked to", entity=link)


def _links(cell: str) -> list[tuple[str, str]]:
    """The names of a `linked_to` cell, each with the words in its bracket."""
    found = []
    for part in cell.split(";"):
        match = _WITH_WORDS.match(one_line(part))
        name, words = (match["name"], match["words"] or "") if match else (one_line(part), "")
        if name:
            found.append((name, words))
    return found


READER = UKPressReader()
