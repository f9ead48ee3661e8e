"""Rows of a CSV as text that stands alone: a header line and the rows under it.

Lists whose entries are rows hand out each entry with its header, so that a person who mends it sees which cell is
which, and so that it can be read again without its file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from headwater.errors import EntryRefused
from headwater.intake.reader import MAX_ENTRY_BYTES

# The module's own limit on a cell (128 KiB) is less than what an entry may have; it is one number for the process.
csv.field_size_limit(MAX_ENTRY_BYTES)

_REMEDY = "Keep the header line and give every row one cell for each column."


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text (RFC 4180, a line feed after each row)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def rows_of(raw: str) -> list[list[str]]:
    """The rows of a CSV text, blank ones left out.

    Raises:
        EntryRefused: It is no CSV: a quotation mark is not closed, a cell is too long, a NUL is in it.
    """
    if "\0" in raw:
        raise EntryRefused("The entry has a NUL character.", field="", remedy="Take it out.")
    try:
        return [row for row in csv.reader(io.StringIO(raw, newline=""), strict=True) if any(row)]
    except csv.Error as error:
        raise EntryRefused(f"The entry is no CSV: {error}.", field="", remedy=_REMEDY) from None


def records_of(raw: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of an entry as records by column, white space at the ends of cells left out.

    Args:
        raw: Header line and rows.
        columns: Columns that the header must have; it may have others.

    Raises:
        EntryRefused: A column is missing, a row has another number of cells than the header, or there is no row.
    """
    header, *rows = rows_of(raw) or [[]]
    header = [name.strip() for name in header]
    missing = [name for name in columns if name not in header]
    if missing:
        raise EntryRefused(f"The column {missing[0]!r} is missing.", field=missing[0], remedy=_REMEDY)
    if not rows:
        raise EntryRefused("The entry has no row.", field="", remedy=_REMEDY)
    for row in rows:
        if len(row) != len(header):
            reason = f"A row has {len(row)} cells where {len(header)} are due."
            raise EntryRefused(reason, field="", remedy=_REMEDY)
    return [dict(zip(header, (cell.strip() for cell in row), strict=True)) for row in rows]
