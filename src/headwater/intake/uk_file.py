"""The file of the UK Sanctions List, cut into entries: an entry is one Unique ID over many lines.

The lines of an entry need not stand together, and the file must not be held in memory. So it is read twice: once to
note where the lines of each Unique ID lie, once to fetch them, entry by entry. A line with another number of cells
than the header spoils its whole entry: half of one must not pass for all of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake.csv_rows import rows_of, written
from headwater.intake.reader import MAX_ENTRY_BYTES, Entry, Refusal

BOM = b"\xef\xbb\xbf"
MAX_BROKEN = 10_000
"""With more lines than this that belong to no entry, the file is not the list."""
_MAX_FOLDED = 1024 * 1024
_REMEDY = "Give every line the cells of the header, and close every quotation mark."


class Spot(NamedTuple):
    """Where a record lies in the file."""

    offset: int
    length: int
    line: int


class Records:
    """The records of a CSV file, whose cells may hold line ends, with their places.

    A record goes on over line ends while a quotation mark is open. Where it then has not the cells of the header, or
    does not end within 1 MiB, only its first line is taken to be broken and the next line is looked at for itself.
    """

    def __init__(self, file: BinaryIO, cells: int, line: int) -> None:
        self._file, self._cells, self._line = file, cells, line

    def __iter__(self) -> Iterator[tuple[Spot, list[str], str]]:
        """Each record's place, its cells, and what is wrong with it."""
        while True:
            offset = self._file.tell()
            first = self._file.readline(MAX_ENTRY_BYTES + 1)
            if not first:
                return
            self._line += 1
            spot = Spot(offset, len(first), self._line)
            if len(first) > MAX_ENTRY_BYTES:
                _to_line_end(self._file, first)
                yield spot, [], f"The line is longer than {MAX_ENTRY_BYTES // 2**20} MiB."
            elif first.count(b'"') % 2:
                yield self._folded(spot, first)
            elif first.strip(b" ,\t\r\n"):
                yield spot, *self._parsed(first)

    def _folded(self, spot: Spot, first: bytes) -> tuple[Spot, list[str], str]:
        after, record, lines = self._file.tell(), [first], 0
        size = len(first)
        while size < _MAX_FOLDED and (more := self._file.readline(_MAX_FOLDED)):
            record.append(more)
            size, lines = size + len(more), lines + 1
            if more.count(b'"') % 2:
                cells, problem = self._parsed(b"".join(record))
                if not problem:
                    self._line += lines
                    return Spot(spot.offset, size, spot.line), cells, ""
                break
        self._file.seek(after)
        cells, _ = self._parsed(first.rstrip(b"\r\n") + b'"')
        return spot, cells, "A quotation mark is opened and not closed, or cells are missing."

    def _parsed(self, record: bytes) -> tuple[list[str], str]:
        try:
            rows = rows_of(record.decode())
        except UnicodeDecodeError as error:
            cells = record.decode(errors="replace").split(",")
            return cells, f"Byte {error.start + 1} of the line is not UTF-8."
        except EntryRefused as error:
            return record.decode(errors="replace").split(","), error.detail
        cells = rows[0] if len(rows) == 1 else []
        wrong = len(cells) != self._cells
        return cells, f"The line has {len(cells)} cells where {self._cells} are due." if wrong else ""


def _to_line_end(file: BinaryIO, read: bytes) -> None:
    while read and not read.endswith(b"\n"):
        read = file.readline(MAX_ENTRY_BYTES)


class Grouped:
    """The entries of the list, by where their lines lie.

    Args:
        path: The file.
        header: Its columns.
        key: Number of the column that holds the Unique ID.
        start: Offset of the first line under the header.
        line: Number of the header's line.
    """

    def __init__(self, path: Path, header: Sequence[str], key: int, start: int, line: int) -> None:
        self._path, self._header, self._key = path, list(header), key
        self._start, self._line = start, line
        self._size = max(path.stat().st_size, 1)
        self._first_pass = self._second_pass = 0

    def fraction(self) -> float:
        """The part of the two readings that is done, 0 to 1."""
        return min((self._first_pass + self._second_pass) / (2 * self._size), 1.0)

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """First the lines that belong to no entry, as refusals; then the entries in the order of their first lines.

        Raises:
            UnreadableFile: Too many lines belong to no entry.
        """
        with self._path.open("rb") as file:
            file.seek(self._start)
            yield from self._group(file)
            self._first_pass = self._size
            for unique_id, places in self._places.items():
                yield self._entry(file, unique_id, _spots(places))
        self._second_pass = self._size

    def _group(self, file: BinaryIO) -> Iterator[Refusal]:
        broken = 0
        self._places: dict[str, array[int]] = {}
        self._problems: dict[str, str] = {}
        for spot, cells, problem in Records(file, len(self._header), self._line):
            self._first_pass = spot.offset
            unique_id = self._unique_id(cells, problem)
            if unique_id:
                self._places.setdefault(unique_id, array("Q")).extend(spot)
                if problem:
                    self._problems.setdefault(unique_id, f"Line {spot.line}: {problem}")
                continue
            broken += 1
            if broken > MAX_BROKEN:
                reason = f"More than {MAX_BROKEN} lines belong to no entry."
                raise UnreadableFile(reason, where=f"line {spot.line}", remedy=_REMEDY)
            yield self._loose(file, spot, problem or "The line has no Unique ID.")

    def _unique_id(self, cells: list[str], problem: str) -> str:
        """The Unique ID of a record; of a broken one only what is surely an ID, for its cells may have moved."""
        unique_id = cells[self._key].strip() if len(cells) > self._key else ""
        if problem and unique_id not in self._places and not _looks_like_id(unique_id):
            return ""
        return unique_id

    def _loose(self, file: BinaryIO, spot: Spot, problem: str) -> Refusal:
        here = file.tell()
        raw = self._raw(file, [spot])
        file.seek(here)
        return Refusal(f"line {spot.line}", spot.line, "", problem, _REMEDY, raw)

    def _entry(self, file: BinaryIO, unique_id: str, spots: list[Spot]) -> Entry | Refusal:
        self._second_pass += sum(spot.length for spot in spots)
        raw, line = self._raw(file, spots), spots[0].line
        problem = self._problems.get(unique_id, "")
        if not raw:
            problem = problem or f"The entry is longer than {MAX_ENTRY_BYTES // 2**20} MiB."
        return Refusal(unique_id, line, "", problem, _REMEDY, raw) if problem else Entry(unique_id, line, raw)

    def _raw(self, file: BinaryIO, spots: list[Spot]) -> str:
        """The header and the lines at these places; "" if they are too long to be kept."""
        if sum(spot.length for spot in spots) > MAX_ENTRY_BYTES:
            return ""
        lines = [written([self._header])]
        for spot in spots:
            file.seek(spot.offset)
            lines.append(file.read(spot.length).decode(errors="replace").rstrip("\r\n") + "\n")
        return "".join(lines)


def _spots(places: array[int]) -> list[Spot]:
    return [Spot(*places[start : start + 3]) for start in range(0, len(places), 3)]


def _looks_like_id(text: str) -> bool:
    """Whether a cell of a broken line is surely a Unique ID: three or more capitals, then digits (`AFG0001`)."""
    letters = text.rstrip("0123456789")
    return 2 <= len(letters) <= 8 and letters.isascii() and letters.isalpha() and letters.isupper() and letters != text
