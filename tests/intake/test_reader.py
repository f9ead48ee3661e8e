"""What every reader has in common, and the registry."""

from __future__ import annotations

from pathlib import Path

import pytest

import headwater.intake
from headwater.errors import BadInput, EntryRefused
from headwater.intake import READERS, Entry, Given, Refusal, Source, reader_for, refusal_of
from headwater.intake.draft import DraftBuilder
from headwater.model import Basis, SubjectCategory

SOURCE = Source("un", "UN", "UN", "2026", "2026-01-01", full=True)


def test_every_format_has_a_reader_of_its_name() -> None:
    for format in READERS:
        assert reader_for(format).format == format


def test_an_unknown_format_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(BadInput, match="un, eu, uk, ofac, ftm, headwater, uk-press"):
        reader_for("xls")


@pytest.mark.parametrize("format", list(READERS))
def test_no_reader_opens_a_file_that_is_not_there_or_empty(format: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    for path in (tmp_path / "none", empty):
        with pytest.raises(BadInput):
            list(reader_for(format).open(path, "XX", Given(list_name="test", category=SubjectCategory.SUSPECT)))


def test_what_is_exported_is_there() -> None:
    assert all(hasattr(headwater.intake, name) for name in headwater.intake.__all__)


def test_a_refusal_keeps_all_that_is_needed_to_mend() -> None:
    error = EntryRefused("Wrong.", field="name", remedy="Mend it.")
    assert refusal_of(Entry("a", 3, "raw"), error) == Refusal("a", 3, "name", "Wrong.", "Mend it.", "raw")


def test_a_builder_says_a_thing_once_and_gives_persons_a_category() -> None:
    builder = DraftBuilder(SOURCE, "1", "Person")
    builder.add("name", " Shembull \n Primer ")
    builder.add("name", "Shembull Primer", original="again")
    builder.add("position", "Driver", basis=Basis.ASSESSMENT)
    link = builder.thing("link", "UnknownLink")
    builder.add("subject", "1", entity=link)
    name, position, subject = builder.build(narrative="said").assertions
    assert (name.value, name.original_value, name.category) == ("Shembull Primer", "", SubjectCategory.LISTED)
    assert position.basis == Basis.ASSESSMENT
    assert (subject.entity, subject.category) == ("1#link-1", None)


def test_a_builder_puts_what_it_cannot_read_where_the_entity_keeps_notes() -> None:
    builder = DraftBuilder(SOURCE, "1", "Person")
    passport = builder.thing("passport", "Passport")
    builder.add("name", "Shembull Primer")
    builder.add_date("startDate", "some day", words="Issued on", entity=passport)
    builder.add_country("nationality", "Atlantis", words="Nationality")
    builder.add_gender("unknown")
    kept = {(a.entity, a.prop, a.value) for a in builder.build().assertions}
    assert ("1#passport-1", "summary", "Issued on, as written: some day") in kept
    assert ("1", "notes", "Nationality, as written: Atlantis") in kept
    assert ("1", "notes", "Gender, as written: unknown") in kept


def test_an_entry_without_reference_or_name_is_refused() -> None:
    with pytest.raises(EntryRefused, match="no reference"):
        DraftBuilder(SOURCE, "", "Person")
    with pytest.raises(EntryRefused, match="no name"):
        DraftBuilder(SOURCE, "1", "Person").build()
