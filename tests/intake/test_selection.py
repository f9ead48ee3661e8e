"""What a new desk opens with, taken from the files that ship."""

from __future__ import annotations

import re

import pytest

from headwater.intake import Entry, Given, detect, reader_for
from headwater.intake.selection import SELECTED, SHIPPED, WHOLE, selected
from headwater.model import DraftReport

COUNTS = {
    "un": 7,
    "eu-libya": 8,
    "eu-human-rights": 2,
    "eu-human-rights-2026": 10,
    "ofac-tco": 142,
    "uk-press": 29,
    "synthetic": 41,
}
SMUGGLING = re.compile(r"smuggl|traffick|organised crime|criminal group|scam cent", re.IGNORECASE)


@pytest.fixture(scope="module")
def taken() -> dict[str, list[DraftReport]]:
    """Every shipped file as a new desk takes it in."""
    drafts = {}
    for name, shipped in SHIPPED.items():
        reader = reader_for(shipped.format)
        opened = reader.open(shipped.path, shipped.agency, Given(edition_date=shipped.edition_date, full=shipped.full))
        assert opened.source.list_id == shipped.list_id
        assert not opened.source.full
        entries = [entry for entry in opened if isinstance(entry, Entry) and shipped.takes(entry)]
        drafts[name] = [reader.read(entry, opened.source) for entry in entries]
    return drafts


def test_how_many_of_each_list(taken: dict[str, list[DraftReport]]) -> None:
    assert {name: len(drafts) for name, drafts in taken.items()} == COUNTS


def test_what_is_of_a_public_list_is_published_and_nothing_else_is(taken: dict[str, list[DraftReport]]) -> None:
    published = {name: {draft.published for draft in drafts} for name, drafts in taken.items()}
    assert published == {name: {name != "synthetic"} for name in COUNTS}


def test_every_selected_reference_is_in_its_file(taken: dict[str, list[DraftReport]]) -> None:
    found = {(draft.list_id, draft.reference) for drafts in taken.values() for draft in drafts}
    assert {(list_id, reference) for list_id, references in SELECTED.items() for reference in references} <= found


def test_the_reasons_of_the_union_speak_of_it(taken: dict[str, list[DraftReport]]) -> None:
    for name in ("eu-libya", "eu-human-rights", "eu-human-rights-2026"):
        for draft in taken[name]:
            assert SMUGGLING.search(draft.narrative), draft.reference


def test_no_other_entry_of_the_libya_annexes_speaks_of_smuggling_people() -> None:
    shipped, reader = SHIPPED["eu-libya"], reader_for("eu")
    opened = reader.open(shipped.path, "EU", Given())
    for entry in opened:
        if isinstance(entry, Entry) and not shipped.takes(entry):
            assert not re.search("smuggl|traffick", reader.read(entry, opened.source).narrative, re.IGNORECASE)


def test_the_rest_is_not_selected() -> None:
    assert not selected("UN", "QDi.001")
    assert not selected("EU:32016R0044", "I.A/21")
    assert not selected("FTM:anything", "LYi.021")
    assert WHOLE.isdisjoint(SELECTED)


def test_an_amendment_comes_after_what_it_amends() -> None:
    seen: dict[str, str] = {}
    for shipped in SHIPPED.values():
        assert shipped.edition_date > seen.get(shipped.list_id, "")
        seen[shipped.list_id] = shipped.edition_date


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_is_known_for_what_it_is(name: str) -> None:
    assert detect(SHIPPED[name].path) == SHIPPED[name].format
