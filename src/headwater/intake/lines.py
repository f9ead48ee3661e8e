"""A file of one JSON object a line, split into entries; never more than one of them is held.

What is no line of text (too long, not UTF-8, a NUL in it) becomes a refusal in its place, and the file goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from headwater.errors import UnreadableFile
from headwater.intake.reader import MAX_ENTRY_BYTES, Entry, Refusal, Source
from headwater.intake.unique import once_each

BOM = b"\xef\xbb\xbf"
_REMEDY = "Write one JSON object a line, in UTF-8."


class Line(NamedTuple):
    """A line of a file: its 1-based number, the bytes read up to its end, and its text or why it has none."""

    number: int
    read: int
    text: str
    problem: str = ""


def split_lines(path: Path) -> Iterator[Line]:
    """The lines of a file that are not blank, without their ends and without a byte order mark."""
    with path.open("rb") as file:
        number = read = 0
        while raw := file.readline(MAX_ENTRY_BYTES + 1):
            number += 1
            problem = _skip_rest(file, raw)
            raw = raw.removeprefix(BOM) if number == 1 else raw
            read = file.tell()
            if problem:
                yield Line(number, read, "", problem)
            elif raw.strip():
                yield _decoded(number, read, raw.strip())


def _skip_rest(file: BinaryIO, raw: bytes) -> str:
    if len(raw) <= MAX_ENTRY_BYTES:
        return ""
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(MAX_ENTRY_BYTES)
    return f"The line is longer than {MAX_ENTRY_BYTES // 2**20} MiB."


def _decoded(number: int, read: int, raw: bytes) -> Line:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return Line(number, read, raw.decode(errors="replace"), f"Byte {error.start + 1} of the line is not UTF-8.")
    return Line(number, read, text, "The line has a NUL character." if "\0" in text else "")


def first_line(path: Path) -> str:
    """The first line of a file that is not blank.

    Raises:
        UnreadableFile: There is none, or it is no text.
    """
    try:
        line = next(split_lines(path), None)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror}.", where=path.name) from error
    if line is None:
        raise UnreadableFile("The file is empty.", where=path.name, remedy=_REMEDY)
    if line.problem or not line.text.startswith("{"):
        reason = line.problem or "The file does not begin with a JSON object."
        raise UnreadableFile(reason, where=f"line {line.number}", remedy=_REMEDY)
    return line.text


class LineFile:
    """An opened file whose lines are its entries; a reference that comes a second time is refused.

    Args:
        path: The file.
        source: What the file says about itself.
        name_of: The reference of a line, "" where it cannot be told.
        skip: How many lines at the beginning (blank ones aside) are no entries.
    """

    def __init__(self, path: Path, source: Source, name_of: Callable[[str], str], *, skip: int = 0) -> None:
        self._path = path
        self._source = source
        self._name_of = name_of
        self._skip = skip
        self._size = max(path.stat().st_size, 1)
        self._read = 0

    @property
    def source(self) -> Source:
        """What the file says about itself."""
        return self._source

    def fraction(self) -> float:
        """The part of the file's bytes read so far, 0 to 1."""
        return min(self._read / self._size, 1.0)

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """The entries in the file's order."""
        return once_each(self._entries())

    def _entries(self) -> Iterator[Entry | Refusal]:
        for position, line in enumerate(split_lines(self._path)):
            self._read = line.read
            if position >= self._skip:
                yield self._entry(line)

    def _entry(self, line: Line) -> Entry | Refusal:
        shown = f"line {line.number}"
        if line.problem:
            return Refusal(shown, line.number, "", line.problem, _REMEDY, line.text)
        return Entry(self._name_of(line.text) or shown, line.number, line.text)
