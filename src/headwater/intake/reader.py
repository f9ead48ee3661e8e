"""What a reader of a list is: a file is split into entries, and each entry is read alone.

The two steps are apart so that one refused entry can be mended by a person and read again without its file. A
reader never holds more than one entry of the file; what it hands out is drafts, which `store` keeps or refuses.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol, cast

import msgspec

from headwater.errors import BadInput, EntryRefused
from headwater.model.category import SubjectCategory
from headwater.model.report import DraftReport

MAX_ENTRY_BYTES = 8 * 1024 * 1024
"""An entry larger than this is refused, the file goes on."""


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the importer says about a file; it goes before what the file says about itself.

    Attributes:
        edition_date: ISO date of the edition, "" where the importer does not say.
        list_name: Name of the list or data set, where a format has many.
        category: Category of every person in the file who has none of their own.
        full: True for a whole edition (what is absent has ended), False for an extract, None to ask the reader.
    """

    edition_date: str = ""
    list_name: str = ""
    category: SubjectCategory | None = None
    full: bool | None = None


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a whole file says about itself, completed by what its importer says.

    Attributes:
        format: Key of the reader (`un`, `eu`, …).
        agency: Code of the agency that publishes or hands over the list.
        list_id: The list, namespace of references: `UN`, `EU:32016R0044`, `OFAC-SDN`, `UK`, `UK-press`, `FTM:name`.
        edition: Name of the edition; "" where there is none.
        edition_date: ISO date of the edition; "" where neither the file nor the importer says.
        full: Whether the file is a whole edition, so that what is absent has ended.
        category: Category of the persons who have none of their own, stated by the importer.
    """

    format: str
    agency: str
    list_id: str
    edition: str
    edition_date: str
    full: bool
    category: SubjectCategory | None = None


class Entry(msgspec.Struct, frozen=True):
    """One entry of a file, split off and unread.

    Attributes:
        name: Its reference as far as known (`LYi.025`), else where it stands (`line 17`).
        line: 1-based line of its beginning in the file.
        raw: Its text, enough to be read again alone after a person has edited it.
    """

    name: str
    line: int
    raw: str


class Refusal(msgspec.Struct, frozen=True):
    """One entry that was not taken in, and why.

    Attributes:
        entry: The entry's reference, or where it stands.
        line: 1-based line of its beginning.
        field: The field at fault, as the file names it; "" for the whole entry.
        reason: What was wrong, one sentence.
        remedy: What the importer can do.
        raw: Its text as far as it can be kept; "" where it cannot be mended alone.
    """

    entry: str
    line: int
    field: str
    reason: str
    remedy: str
    raw: str


class Opened(Protocol):
    """A file that was opened: its source, and its entries one after the other."""

    @property
    def source(self) -> Source:
        """What the whole file says about itself."""

    def __iter__(self) -> Iterator[Entry | Refusal]:
        """The entries in the file's order; raises UnreadableFile where the file cannot be followed any further."""

    def fraction(self) -> float:
        """The part of the file's bytes read so far, 0 to 1."""


class Reader(Protocol):
    """A reader of one format."""

    format: str

    def open(self, path: Path, agency: str, given: Given) -> Opened:
        """Open a file and read what it says about itself; raises UnreadableFile if it is not of this format."""

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one entry; raises EntryRefused if it cannot be used."""


def refusal_of(entry: Entry, error: EntryRefused) -> Refusal:
    """The refusal of an entry whose reading raised `error`."""
    return Refusal(entry.name, entry.line, error.field, error.detail, error.remedy, entry.raw)


MODULES = {
    "un": "headwater.intake.un",
    "eu": "headwater.intake.eu",
    "uk": "headwater.intake.uk",
    "ofac": "headwater.intake.ofac",
    "ftm": "headwater.intake.ftm",
    "headwater": "headwater.intake.findings",
    "uk-press": "headwater.intake.uk_press",
}
"""Format to the module whose `READER` reads it; a module is loaded when its format is first asked for."""


class _Readers(Mapping[str, Reader]):
    def __getitem__(self, format: str) -> Reader:
        return cast(Reader, importlib.import_module(MODULES[format]).READER)

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


READERS: Mapping[str, Reader] = _Readers()


def reader_for(format: str) -> Reader:
    """The reader of a format.

    Raises:
        BadInput: There is none of that name.
    """
    if format not in MODULES:
        raise BadInput(f"There is no format {format!r}.", where="format", remedy=f"Use one of: {', '.join(MODULES)}.")
    return READERS[format]
