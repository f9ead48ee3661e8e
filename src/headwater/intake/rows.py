"""A CSV file split into its rows (RFC 4180), as a stream and within bounds.

A row may span lines inside quotes. Where a quote is not closed, or a row has too few or too many columns because of
it, only the line it begins in is refused and reading goes on in the next: the rest of the file is not lost to one
quote. A row of any size passes through a bounded memory.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake.reader import MAX_ENTRY_BYTES, Refusal
from headwater.intake.xml_entries import too_large

# The module's own limit on a field (128 KiB) is less than what an entry may have; it is one number for the process.
csv.field_size_limit(MAX_ENTRY_BYTES)

_BOM = b"\xef\xbb\xbf"
_END_OF_FILE_MARK = b"\x1a"
_REMEDY = "Mend the row: one value a column, in UTF-8, quotes inside a value doubled."


class Row(NamedTuple):
    """One row: its first line, its text without the line end, and its values without outer white space."""

    line: int
    text: str
    cells: tuple[str, ...]


class Rows:
    """The rows of a CSV file; `first` is read at once, the number of its columns is what every row must have.

    Args:
        path: The file.

    Raises:
        UnreadableFile: The file cannot be opened, is empty, or its first row is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._width = self._read = 0
        try:
            self._total = path.stat().st_size
            first = next(iter(self._walk()), None)
        except OSError as error:
            raise UnreadableFile(f"The file cannot be read: {error.strerror}.", where=path.name) from None
        if not isinstance(first, Row):
            reason = first.reason if first else "The file is empty."
            raise UnreadableFile(reason, where=f"{path.name}, line 1", remedy="Use the file as it is published.")
        self.first = first
        self._width = len(first.cells)
        self.rewind()

    def __iter__(self) -> Iterator[Row | Refusal]:
        """Every row from the first on, in the file's order; what is no row comes as a refusal."""
        return self._walk()

    def rewind(self) -> None:
        """Forget how far the file was read, after a look through it that is not the reading itself."""
        self._read = 0

    def fraction(self) -> float:
        """The part of the file's bytes read so far."""
        return min(1.0, self._read / self._total) if self._total else 1.0

    def _walk(self) -> Iterator[Row | Refusal]:
        with self._path.open("rb") as file:
            line = 1
            while start := file.readline(MAX_ENTRY_BYTES + 1):
                found, lines = self._row(file, start, line)
                self._read = file.tell()
                if found is not None:
                    yield found
                line += lines

    def _row(self, file: BinaryIO, start: bytes, line: int) -> tuple[Row | Refusal | None, int]:
        if _overflows(file, start):
            return too_large(f"line {line}", line), 1
        after = file.tell()
        raw, lines = _joined(file, start)
        found = self._checked(raw, line)
        if lines > 1 and isinstance(found, Refusal):
            file.seek(after)
            return self._checked(start, line), 1
        return found, lines

    def _checked(self, raw: bytes, line: int) -> Row | Refusal | None:
        raw = raw.removeprefix(_BOM) if line == 1 else raw
        raw = raw.rstrip(b"\r\n")
        if not raw.strip() or raw.strip() == _END_OF_FILE_MARK:
            return None
        try:
            text = raw.decode()
            cells = split_row(text)
            _check_width(cells, self._width)
        except UnicodeDecodeError as error:
            return _refused(line, f"Byte {error.start + 1} of the row is not UTF-8.", raw)
        except EntryRefused as error:
            return _refused(line, error.detail, raw)
        return Row(line, text, cells)


def _overflows(file: BinaryIO, start: bytes) -> bool:
    """Whether a line is over the bound; the rest of it is then passed over."""
    if len(start) <= MAX_ENTRY_BYTES:
        return False
    while start and not start.endswith(b"\n"):
        start = file.readline(MAX_ENTRY_BYTES)
    return True


def _joined(file: BinaryIO, start: bytes) -> tuple[bytes, int]:
    """A line and those after it that its open quote reaches into, up to the bound."""
    parts, size, quotes = [start], len(start), start.count(b'"')
    while quotes % 2 and size <= MAX_ENTRY_BYTES:
        more = file.readline(MAX_ENTRY_BYTES - size + 1)
        if not more:
            break
        parts.append(more)
        size, quotes = size + len(more), quotes + more.count(b'"')
    return b"".join(parts), len(parts)


def _check_width(cells: tuple[str, ...], width: int) -> None:
    if width and len(cells) != width:
        raise EntryRefused(
            f"The row has {len(cells)} columns, the file has {width}.", field="", remedy="A quote may not be closed."
        )


def _refused(line: int, reason: str, raw: bytes) -> Refusal:
    return Refusal(f"line {line}", line, "", reason, _REMEDY, raw.decode(errors="backslashreplace"))


def split_row(text: str) -> tuple[str, ...]:
    """The values of the one row in a text, without outer white space.

    Raises:
        EntryRefused: It is no row, or more than one, or has a NUL character.
    """
    if "\0" in text:
        raise EntryRefused("The row has a NUL character.", field="", remedy=_REMEDY)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise EntryRefused(f"The row cannot be split: {error}.", field="", remedy=_REMEDY) from None
    if len(rows) != 1:
        raise EntryRefused(f"The text holds {len(rows)} rows, not one.", field="", remedy=_REMEDY)
    return tuple(cell.strip() for cell in rows[0])


def split_record(text: str) -> dict[str, str]:
    """The values of a row by the names of its columns; the first line of the text names them.

    Raises:
        EntryRefused: There is no row under the names, or it has another number of columns.
    """
    header, _, row = text.partition("\n")
    names, cells = split_row(header), split_row(row)
    _check_width(cells, len(names))
    return dict(zip(names, cells, strict=True))
