"""Values as long as an entry may be: read or refused, never a pattern that does not come back."""

from __future__ import annotations

import contextlib
from xml.sax.saxutils import escape, quoteattr

import pytest

from headwater.errors import EntryRefused
from headwater.intake import Entry, Source, reader_for
from headwater.intake.draft import MAX_ASSERTIONS

LENGTH = 50_000
UNITS = ["(", ")", "a; ", "a.k.a. '; ", "1", "1 ", " ", "( 1:", "no. 1", "A 1 ", "; ", '"', "1 May 1970 ", "x", ", "]
UNITS += ["pursuant to paragraph ", "original script: ", "Linked To: a; ", "Passport 1 (", "+4", "A(", "1/1/1"]
LONG = {unit: (unit * LENGTH)[:LENGTH] for unit in UNITS}

long_values = pytest.mark.parametrize("value", LONG.values(), ids=[repr(unit) for unit in UNITS])


def read(format: str, list_id: str, raw: str) -> None:
    with contextlib.suppress(EntryRefused):
        draft = reader_for(format).read(Entry("1", 1, raw), Source(format, "XX", list_id, "", "", full=True))
        assert draft.assertions


@long_values
def test_un(value: str) -> None:
    text = escape(value)
    for tag in ("COMMENTS1", "NAME_ORIGINAL_SCRIPT"):
        fields = f"<FIRST_NAME>Primer</FIRST_NAME><REFERENCE_NUMBER>1</REFERENCE_NUMBER><{tag}>{text}</{tag}>"
        read("un", "UN", f"<INDIVIDUAL>{fields}</INDIVIDUAL>")
    for part in ("ALIAS", "DOCUMENT", "DATE_OF_BIRTH", "ADDRESS"):
        inner = "".join(
            f"<{tag}>{text}</{tag}>" for tag in ("ALIAS_NAME", "NOTE", "NUMBER", "TYPE_OF_DOCUMENT", "COUNTRY", "YEAR")
        )
        fields = f"<FIRST_NAME>Primer</FIRST_NAME><REFERENCE_NUMBER>1</REFERENCE_NUMBER><INDIVIDUAL_{part}>{inner}"
        read("un", "UN", f"<INDIVIDUAL>{fields}</INDIVIDUAL_{part}></INDIVIDUAL>")


@long_values
def test_eu_rows(value: str) -> None:
    plain = {"celex": "32016R0044", "recordId": "1", "annex": "A", "schema": "Person", "name": "Primer"}
    for column in (
        "name",
        "alias",
        "birthDate",
        "nationality",
        "passportNumber",
        "phone",
        "address",
        "notes",
        "reason",
    ):
        cells = {**plain, column: value}
        quoted = ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells.values())
        read("eu", "EU:32016R0044", f"{','.join(cells)}\n{quoted}")


@long_values
def test_eu_elements(value: str) -> None:
    text = quoteattr(value)
    inner = f"<nameAlias wholeName={text}/><birthdate birthdate={text} city={text}/><remark>{escape(value)}</remark>"
    inner += f"<identification number={text}/><address street={text} countryIso2Code={text}/>"
    read("eu", "EU:FSF", f'<sanctionEntity logicalId="1"><subjectType code="person"/>{inner}</sanctionEntity>')


@long_values
def test_ofac(value: str) -> None:
    quoted = value.replace('"', '""')
    read("ofac", "OFAC-SDN", f'1,"PRIMER, Shembull",individual,TCO,-0-,-0-,-0-,-0-,-0-,-0-,-0-,"{quoted}"')
    read("ofac", "OFAC-SDN", f'1,"{quoted}",-0-,"{quoted}","{quoted}",-0-,-0-,-0-,-0-,-0-,-0-,-0-')


def test_an_entry_that_says_too_much_is_refused() -> None:
    dates = "".join(f"<VALUE>Post {number}</VALUE>" for number in range(MAX_ASSERTIONS))
    fields = f"<FIRST_NAME>Primer</FIRST_NAME><REFERENCE_NUMBER>1</REFERENCE_NUMBER><DESIGNATION>{dates}</DESIGNATION>"
    with pytest.raises(EntryRefused, match="more than 20,000 things"):
        reader_for("un").read(
            Entry("1", 1, f"<INDIVIDUAL>{fields}</INDIVIDUAL>"), Source("un", "UN", "UN", "", "", full=True)
        )
