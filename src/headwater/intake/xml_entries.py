"""Splitting an XML list into its entries, as a stream and within bounds.

XML 1.0 (Fifth Edition), read by expat in the encoding it declares. A DOCTYPE is refused before anything in it is
read: without one there are no entities of the file's own and nothing to fetch. Depth, one tag and one entry are
bounded; memory holds one entry. Names are taken without their prefix: lists put all in one namespace.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake.reader import MAX_ENTRY_BYTES, Refusal

MAX_DEPTH = 40
_CHUNK = 64 * 1024


class XMLEntry(NamedTuple):
    """One entry of the file: its first line and its text, written anew without prefixes and declarations."""

    line: int
    raw: str


class XMLEntries:
    """The entries of an XML file, one after the other.

    Args:
        path: The file.
        root: Name the root element must have.
        entries: Names of the elements that are entries.

    Raises:
        UnreadableFile: The file cannot be opened, is no XML, or its root is another.
    """

    def __init__(self, path: Path, root: str, entries: frozenset[str]) -> None:
        self.path = path
        self.attributes: dict[str, str] = {}
        self._root = root
        self._names = entries
        self._done: list[XMLEntry | Refusal] = []
        self._parts: list[str] = []
        self._depth = self._entry_depth = self._line = self._size = self._read = 0
        self._total = 0
        self._rooted = False
        self._parser = self._new_parser()
        self._chunks = self._feed()
        self._to_root()

    def __iter__(self) -> Iterator[XMLEntry | Refusal]:
        """The entries in the file's order; can be gone through once."""
        yield from self._taken()
        for _ in self._chunks:
            yield from self._taken()

    def fraction(self) -> float:
        """The part of the file's bytes read so far."""
        return min(1.0, self._read / self._total) if self._total else 1.0

    def _taken(self) -> list[XMLEntry | Refusal]:
        done, self._done = self._done, []
        return done

    def _to_root(self) -> None:
        for _ in self._chunks:
            if self._rooted:
                return
        raise self._unreadable("The file is empty.")

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def _feed(self) -> Iterator[None]:
        try:
            with self.path.open("rb") as file:
                self._total = os.fstat(file.fileno()).st_size
                yield from self._parse(file)
        except expat.ExpatError as error:
            raise self._unreadable(f"The XML breaks off or is broken: {expat.ErrorString(error.code)}.") from None
        except (OSError, ValueError, LookupError) as error:
            raise UnreadableFile(f"The file cannot be read: {error}.", where=self.path.name) from None

    def _parse(self, file: BinaryIO) -> Iterator[None]:
        while chunk := file.read(_CHUNK):
            self._parser.Parse(chunk, False)
            self._read += len(chunk)
            if self._read - self._parser.CurrentByteIndex > MAX_ENTRY_BYTES:
                raise self._unreadable("One tag of the file is larger than a whole entry may be.")
            yield
        self._parser.Parse(b"", True)
        yield

    def _unreadable(self, detail: str) -> UnreadableFile:
        where = f"{self.path.name}, line {self._parser.CurrentLineNumber}"
        return UnreadableFile(detail, where=where, remedy="Get the file again from its publisher.")

    def _doctype(self, *_: object) -> None:
        raise self._unreadable("The file declares a document type (DOCTYPE), which a list never needs.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._unreadable(f"The XML is nested deeper than {MAX_DEPTH} elements.")
        if self._depth == 1:
            self._check_root(name, attributes)
        if not self._entry_depth and name in self._names:
            self._entry_depth, self._line, self._size = self._depth, self._parser.CurrentLineNumber, 0
        if self._entry_depth:
            written = (f" {_local(key)}={quoteattr(value)}" for key, value in attributes.items())
            self._keep(f"<{name}{''.join(written)}>")

    def _check_root(self, name: str, attributes: dict[str, str]) -> None:
        if name != self._root:
            raise self._unreadable(f"The file begins with <{name}>, not with <{self._root}>.")
        self._rooted, self.attributes = True, dict(attributes)

    def _end(self, name: str) -> None:
        if self._entry_depth:
            self._keep(f"</{_local(name)}>")
        if self._entry_depth == self._depth:
            self._close()
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._entry_depth:
            self._keep(escape(text))

    def _keep(self, part: str) -> None:
        self._size += len(part)
        if self._size <= MAX_ENTRY_BYTES:
            self._parts.append(part)
        else:
            self._parts.clear()

    def _close(self) -> None:
        if self._size <= MAX_ENTRY_BYTES:
            self._done.append(XMLEntry(self._line, "".join(self._parts)))
        else:
            self._done.append(too_large(f"line {self._line}", self._line))
        self._parts.clear()
        self._entry_depth = 0


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def parse_entry(raw: str) -> etree._Element:
    """The element of one entry's text, which a person may have edited.

    Raises:
        EntryRefused: It is no XML, or declares a document type.
    """
    remedy = "Mend the entry's XML."
    if "<!" in raw or len(raw) > MAX_ENTRY_BYTES:
        raise EntryRefused("An entry holds no declarations, comments or CDATA sections.", field="", remedy=remedy)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return etree.fromstring(raw.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EntryRefused(f"The entry's XML is broken: {error}.", field="", remedy=remedy) from None


def too_large(entry: str, line: int) -> Refusal:
    """The refusal of an entry that is over the bound; its text is not kept."""
    return Refusal(
        entry,
        line,
        "",
        f"The entry is larger than {MAX_ENTRY_BYTES // (1024 * 1024)} MiB.",
        "Look at the file in an editor; an entry of a list is a few KiB.",
        "",
    )
