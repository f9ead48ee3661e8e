"""The European Union's lists: the consolidated XML (`eu_xml`) and a regulation's annex as a table (`eu_csv`).

Which of the two a file is, its first character tells; which an entry is, too.
"""

from __future__ import annotations

from pathlib import Path

from headwater.errors import UnreadableFile
from headwater.intake.eu_csv import OpenedAnnex, read_row
from headwater.intake.eu_xml import OpenedEUList, read_element
from headwater.intake.reader import Entry, Given, Opened, Source
from headwater.model.report import DraftReport


class EUReader:
    """Reads the lists of the European Union."""

    format = "eu"

    def open(self, path: Path, agency: str, given: Given) -> Opened:
        """Open a list.

        Raises:
            UnreadableFile: It is neither the consolidated XML nor the table of an annex.
        """
        try:
            with path.open("rb") as file:
                start = file.read(256)
        except OSError as error:
            raise UnreadableFile(f"The file cannot be read: {error.strerror}.", where=path.name) from None
        if _is_xml(start):
            return OpenedEUList(path, agency, given)
        return OpenedAnnex(path, agency, given)

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one entry.

        Raises:
            EntryRefused: It cannot be used.
        """
        if entry.raw.lstrip().startswith("<"):
            return read_element(entry, source)
        return read_row(entry, source)


def _is_xml(start: bytes) -> bool:
    # UTF-16 begins with its own mark and has a NUL beside each Latin letter.
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


READER = EUReader()
