"""The UK Sanctions List, in its CSV of 58 columns.

Source: the list's own header of 8 October 2026. The first line is `Report Date: 08-Oct-2026`, the date of the
edition; then the columns; then one line for each name and address of a designation, joined by its Unique ID. Dates are
day/month/year, parts that are not known are written in letters (`dd/mm/1975`).

Only the header was seen, never the body of the real file: what this reader knows of how cells are filled comes from
the names of the columns and is tested on invented rows alone. What it does not recognise it keeps as a note under
the column's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake.csv_rows import records_of, rows_of
from headwater.intake.dates import only_date
from headwater.intake.draft import DraftBuilder, one_line
from headwater.intake.reader import Entry, Given, Opened, Refusal, Source
from headwater.intake.uk_columns import COLUMNS, SCHEMATA
from headwater.intake.uk_file import BOM, Grouped
from headwater.intake.uk_parts import Row, add_facts, add_names, add_sanction, add_things
from headwater.model import DraftReport

LIST_ID = "UK"
_KEY = "Unique ID"
_KNOWN = frozenset(COLUMNS)
_MAX_LINE = 64 * 1024
_REMEDY = "Use the CSV that the Foreign, Commonwealth & Development Office publishes, unchanged."


class OpenedUK:
    """The list, opened: its edition is the report date in its first line."""

    def __init__(self, path: Path, agency: str, given: Given) -> None:
        try:
            with path.open("rb") as file:
                reported = _report_date(_line(file, 1))
                header = [cell.strip() for cell in _cells(_line(file, 2), 2)]
                start = file.tell()
        except OSError as error:
            raise UnreadableFile(f"The file cannot be read: {error.strerror}.", where=path.name) from None
        _check_header(header)
        full = True if given.full is None else given.full
        day = given.edition_date or reported
        self.source = Source("uk", agency, LIST_ID, day, day, full, given.category)
        self._entries = Grouped(path, header, header.index(_KEY), start, 2)

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """Lines that belong to no entry as refusals, then the entries in the order of their first lines."""
        return iter(self._entries)

    def fraction(self) -> float:
        """The part of the file's two readings that is done."""
        return self._entries.fraction()


def _line(file: BinaryIO, number: int) -> str:
    line = file.readline(_MAX_LINE)
    try:
        return (line.removeprefix(BOM) if number == 1 else line).decode().strip()
    except UnicodeDecodeError:
        raise UnreadableFile("The line is not UTF-8.", where=f"line {number}", remedy=_REMEDY) from None


def _cells(line: str, number: int) -> list[str]:
    try:
        rows = rows_of(line)
    except EntryRefused as error:
        raise UnreadableFile(error.detail, where=f"line {number}", remedy=_REMEDY) from None
    return rows[0] if rows else []


def _report_date(line: str) -> str:
    cell = next(iter(_cells(line, 1)), "")
    date = only_date(cell.partition(":")[2]) if cell.startswith("Report Date") else ""
    if len(date) != 10:
        raise UnreadableFile("The first line is not `Report Date: day-month-year`.", where="line 1", remedy=_REMEDY)
    return date


def _check_header(header: list[str]) -> None:
    """Refuse a file without one of the columns; a column that is new is read and kept in the notes."""
    missing = [name for name in COLUMNS if name not in header]
    twice = [name for name, times in Counter(header).items() if times > 1]
    if missing:
        new = [name for name in header if name not in COLUMNS]
        reason = f"Columns are missing: {', '.join(missing)}."
        reason += f" Columns not known here: {', '.join(new)[:400]}." if new else ""
        raise UnreadableFile(reason, where="line 2", remedy=_REMEDY)
    if twice:
        raise UnreadableFile(f"Columns stand twice: {', '.join(twice)[:400]}.", where="line 2", remedy=_REMEDY)


class UKReader:
    """Reads the UK Sanctions List."""

    format = "uk"

    def open(self, path: Path, agency: str, given: Given) -> Opened:
        """Open the list.

        Raises:
            UnreadableFile: Its first line is no report date, or a column is missing.
        """
        return OpenedUK(path, agency, given)

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one entry: the header and all the lines of one Unique ID.

        Raises:
            EntryRefused: A line has another Unique ID or number of cells, the type is not known, or there is no name.
        """
        rows = records_of(entry.raw, COLUMNS)
        builder = DraftBuilder(source, _single(rows, _KEY), _schema(rows))
        for row in rows:
            add_names(builder, row)
        for row in rows:
            add_facts(builder, row)
            _keep_new_columns(builder, row)
        add_things(builder, rows)
        add_sanction(builder, rows)
        narrative = "\n\n".join(dict.fromkeys(row["UK Statement of Reasons"] for row in rows)).strip()
        updated = max(only_date(row["Last Updated"]) for row in rows)
        return builder.build(narrative=narrative, reported_at=updated or only_date(rows[0]["Date Designated"]))


def _single(rows: list[Row], column: str) -> str:
    """The one value that all lines have in a column."""
    values = dict.fromkeys(one_line(row[column]) for row in rows)
    if len(values) > 1:
        reason = f"The lines differ in {column}: {', '.join(values)[:200]}."
        raise EntryRefused(reason, field=column, remedy="Give them the same, or make two entries of them.")
    return next(iter(values))


def _schema(rows: list[Row]) -> str:
    kind = _single(rows, "Designation Type")
    schema = SCHEMATA.get(kind.casefold(), "")
    if not schema:
        reason = f"There is no designation type {kind[:80]!r}."
        raise EntryRefused(reason, field="Designation Type", remedy="Use Individual, Entity or Ship.")
    return schema


def _keep_new_columns(builder: DraftBuilder, row: Row) -> None:
    for column, value in row.items():
        if value and column not in _KNOWN:
            builder.note(f"{column}: {value}")


READER = UKReader()
