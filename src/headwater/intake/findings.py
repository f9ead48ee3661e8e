"""Headwater's own file of reports: what an instrument found, or what another desk wrote.

UTF-8 JSON lines. The first line is the header, each further line one `DraftReport`:

    {"format":"headwater-reports","version":1,"list":"SYN-07","edition":"1","edition_date":"2026-10-20"}
    {"agency":"GB","list_id":"SYN-07","reference":"SYN-GB-2026-0101","assertions":[…],…}

Decoding is strict: a field that is not known is refused by its name, for what it would have said must not be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from headwater.errors import BadInput, EntryRefused, UnreadableFile
from headwater.intake.checking import check_report
from headwater.intake.lines import LineFile, first_line
from headwater.intake.reader import Entry, Given, Opened, Source
from headwater.model import DraftAssertion, DraftReport, Grading, Handling
from headwater.model.dates import check_prefix
from headwater.model.schema import is_person

FORMAT = "headwater-reports"
VERSION = 1


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of the file.

    Attributes:
        list: The list or series of the reports; each report's `list_id` is the same.
        edition: Name of the edition, "" where there are none.
        edition_date: Its ISO date.
        name: The list in words, "" where its id says enough.
        format: Always `headwater-reports`.
        version: 1.
    """

    list: str
    edition: str = ""
    edition_date: str = ""
    name: str = ""
    format: str = FORMAT
    version: int = VERSION


class _Version(msgspec.Struct):
    format: str = ""
    version: int = 0


class _Reference(msgspec.Struct):
    reference: str = ""


_REMEDY = "Correct the line; the fields are those of headwater.model.report.DraftReport."
_NESTED: dict[str, type[msgspec.Struct]] = {"grading": Grading, "handling": Handling}


def lines_of(header: Header, reports: Iterable[DraftReport]) -> Iterator[bytes]:
    """The lines of a file of reports, header first, each with its line end."""
    yield _written({"format": header.format, "version": header.version} | msgspec.structs.asdict(header))
    for report in reports:
        yield _written(report)


def _written(value: object) -> bytes:
    return msgspec.json.encode(value) + b"\n"


class FindingsReader:
    """Reads files of `DraftReport`s."""

    format = "headwater"

    def open(self, path: Path, agency: str, given: Given) -> Opened:
        """Open a file of reports and read its header.

        Raises:
            UnreadableFile: There is no header of a version that is known here.
        """
        header = _header(first_line(path))
        source = Source(
            format=self.format,
            agency=agency,
            list_id=header.list,
            edition=header.edition,
            edition_date=given.edition_date or header.edition_date,
            full=bool(given.full),
            category=given.category,
        )
        return LineFile(path, source, _reference, skip=1)

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one report; the agency it names stands, whoever hands the file over.

        Raises:
            EntryRefused: It is no report, or says what cannot be kept.
        """
        draft = _decoded(entry.raw)
        if draft.list_id != source.list_id:
            reason = f"The report is of the list {draft.list_id[:80]!r}, the file of {source.list_id!r}."
            raise EntryRefused(reason, field="list_id", remedy="Write the list of the file's header.")
        draft = msgspec.structs.replace(
            draft,
            edition=draft.edition or source.edition,
            assertions=tuple(_with_category(assertion, source) for assertion in draft.assertions),
        )
        check_report(draft)
        return draft


def _header(line: str) -> Header:
    remedy = f'Begin the file with {{"format":"{FORMAT}","version":{VERSION},"list":"…"}}.'
    try:
        version = msgspec.json.decode(line, type=_Version)
        if version.format != FORMAT:
            raise UnreadableFile(f"The file is not of the format {FORMAT}.", where="line 1", remedy=remedy)
        if version.version != VERSION:
            reason = f"The file is of version {version.version}; this desk reads version {VERSION}."
            raise UnreadableFile(reason, where="line 1", remedy="Have it written again in that version.")
        header = msgspec.json.decode(line, type=Header)
        if header.edition_date:
            check_prefix(header.edition_date)
    except (ValueError, RecursionError, BadInput) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"The header cannot be read: {error}.", where="line 1", remedy=remedy) from None
    if not header.list.strip():
        raise UnreadableFile("The header names no list.", where="line 1", remedy=remedy)
    return header


def _reference(line: str) -> str:
    try:
        return msgspec.json.decode(line, type=_Reference).reference
    except (ValueError, RecursionError):
        return ""


def _decoded(raw: str) -> DraftReport:
    try:
        given = msgspec.json.decode(raw)
        _check_fields(given, DraftReport, "")
        return msgspec.convert(given, DraftReport)
    except EntryRefused:
        raise
    except BadInput as error:
        raise EntryRefused(error.detail, field=error.where, remedy=error.remedy) from None
    except RecursionError:
        raise EntryRefused("The line is nested too deep.", field="", remedy=_REMEDY) from None
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise EntryRefused(f"{reason}.", field=place.strip("`.") or "", remedy=_REMEDY) from None
    except ValueError as error:
        raise EntryRefused(f"The line is no JSON: {error}.", field="", remedy=_REMEDY) from None


def _check_fields(given: object, kind: type[msgspec.Struct], place: str) -> None:
    """Refuse what is no object or has a field that `kind` does not have, and look into the nested ones."""
    if not isinstance(given, dict):
        return  # convert() says what it should have been
    for name, value in given.items():
        if name not in kind.__struct_fields__:
            raise EntryRefused(f"There is no field {name[:80]!r}.", field=f"{place}{name[:80]}", remedy=_REMEDY)
        if name in _NESTED:
            _check_fields(value, _NESTED[name], f"{name}.")
        elif name == "assertions" and isinstance(value, list):
            for number, assertion in enumerate(value):
                _check_fields(assertion, DraftAssertion, f"assertions[{number}].")


def _with_category(assertion: DraftAssertion, source: Source) -> DraftAssertion:
    """The assertion with the importer's category, if it is on a person and has none."""
    if assertion.category is not None or source.category is None:
        return assertion
    try:
        person = is_person(assertion.schema)
    except BadInput:
        return assertion  # check_report says what is wrong with the schema
    return msgspec.structs.replace(assertion, category=source.category) if person else assertion


READER = FindingsReader()
