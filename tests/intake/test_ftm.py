"""FollowTheMoney entities, one JSON object a line."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import EntryRefused, HeadwaterError, UnreadableFile
from headwater.intake import MAX_ENTRY_BYTES, Entry, Given, Refusal, Source, reader_for
from headwater.model import DraftReport, SubjectCategory

READER = reader_for("ftm")
SOURCE = Source("ftm", "GB", "FTM:synthetic", "", "", full=False)
OF_SUSPECTS = msgspec.structs.replace(SOURCE, category=SubjectCategory.SUSPECT)
BOAT = {"id": "syn-boat", "schema": "Vessel", "properties": {"name": ["Specimen"]}}


def read(entity: object, source: Source = SOURCE) -> DraftReport:
    raw = entity if isinstance(entity, str) else json.dumps(entity)
    return READER.read(Entry("line 1", 1, raw), source)


def refused(entity: object, source: Source = SOURCE) -> EntryRefused:
    with pytest.raises(EntryRefused) as error:
        read(entity, source)
    assert error.value.detail
    return error.value


def opened(tmp_path: Path, *lines: str | bytes) -> list[Entry | Refusal]:
    path = tmp_path / "entities.ftm.json"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    return list(READER.open(path, "GB", Given()))


def test_an_entity_of_whatever_file_is_not_published() -> None:
    assert not read(BOAT).published


def test_an_entity_becomes_a_report() -> None:
    entity = {
        "id": "syn-1",
        "schema": "Person",
        "datasets": ["synthetic"],
        "first_seen": "2026-02-01T08:00:00",
        "last_change": "2026-03-01T08:00:00",
        "last_seen": "2026-11-01T08:00:00",
        "properties": {
            "name": ["Petar Obrazec", "Петар Образец"],
            "birthDate": ["1976-04", "1976-04-11T00:00:00"],
            "nationality": ["MK"],
            "phone": ["07700 900142"],
        },
    }
    draft = read(entity, OF_SUSPECTS)
    assert [(a.prop, a.value, a.original_value) for a in draft.assertions] == [
        ("name", "Petar Obrazec", ""),
        ("name", "Петар Образец", ""),
        ("birthDate", "1976-04", ""),
        ("birthDate", "1976-04-11", "1976-04-11T00:00:00"),
        ("nationality", "mk", "MK"),
        ("phone", "07700 900142", ""),
    ]
    assert {a.category for a in draft.assertions} == {SubjectCategory.SUSPECT}
    assert (draft.reference, draft.reported_at, draft.list_id) == ("syn-1", "2026-03-01", "FTM:synthetic")


def test_references_stay_the_ids_of_the_file() -> None:
    entity = {"id": "syn-2", "schema": "Ownership", "properties": {"owner": ["syn-1"], "asset": ["syn-boat"]}}
    assert [(a.prop, a.value) for a in read(entity).assertions] == [("owner", "syn-1"), ("asset", "syn-boat")]


def test_a_person_without_a_category_is_refused() -> None:
    error = refused({"id": "syn-1", "schema": "Person", "properties": {"name": ["Petar Obrazec"]}})
    assert error.field == "category"
    assert "whole file" in error.remedy


def test_what_is_no_person_has_no_category_whatever_the_importer_says() -> None:
    assert {a.category for a in read(BOAT, OF_SUSPECTS).assertions} == {None}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"schema": "Robot"}, "schema"),
        ({"schema": "Interval"}, "schema"),
        ({"id": ""}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"properties": {}}, "properties"),
        ({"properties": {"nose": ["long"]}}, "properties.nose"),
        ({"properties": {"ownershipOwner": ["x"]}}, "properties.ownershipOwner"),
        ({"properties": {"name": [""]}}, "properties.name"),
        ({"properties": {"name": ["a\u0000b"]}}, "properties.name"),
        ({"properties": {"buildDate": ["spring 1998"]}}, "properties.buildDate"),
        ({"properties": {"buildDate": ["2026-02-30"]}}, "properties.buildDate"),
        ({"properties": {"flag": ["Utopia"]}}, "properties.flag"),
        ({"properties": {"tonnage": ["many"]}}, "properties.tonnage"),
        ({"properties": {"tonnage": ["inf"]}}, "properties.tonnage"),
        ({"properties": {"owner": [" "]}}, "properties.owner"),
    ],
)
def test_a_value_that_cannot_be_kept_refuses_the_entity_by_its_field(change: dict[str, object], field: str) -> None:
    error = refused(BOAT | change)
    assert error.field == field
    assert error.remedy


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "[]",
        "nothing",
        '{"id": "x"}',
        '{"id": 5, "schema": "Vessel", "properties": {"name": ["x"]}}',
        '{"id": "x", "schema": "Vessel", "properties": {"name": [5]}}',
        '{"id": "x", "schema": "Vessel", "properties": {"name": [NaN]}}',
        '{"id": "x", "schema": "Vessel", "properties": {"name": [1e9999]}}',
        '{"id": "x", "schema": "Vessel", "properties": {"name": [' + "9" * 100_000 + "]}}",
        '{"id": "x", "schema": "Vessel", "properties": {"owner": [{"id": "y"}]}}',
        '{"id": "x", "schema": "Vessel", "properties": ' + "[" * 100_000 + "}",
        '{"id": "x", "y": ' + '{"a":' * 100_000,
        '{"id": "x", "schema": "Vessel", "properties": {"name": ["\\ud800"]}}',
    ],
)
def test_what_is_no_entity_is_refused(raw: str) -> None:
    refused(raw)


def test_the_list_is_named_by_the_importer_else_by_the_first_entity(tmp_path: Path) -> None:
    path = tmp_path / "some.ftm.json"
    path.write_text(json.dumps(BOAT | {"datasets": ["syn_set", "other"]}))
    assert READER.open(path, "GB", Given()).source.list_id == "FTM:syn_set"
    assert READER.open(path, "GB", Given(list_name="mine")).source.list_id == "FTM:mine"
    path.write_text(json.dumps(BOAT))
    assert READER.open(path, "GB", Given()).source.list_id == "FTM:some"


def test_a_file_is_a_whole_edition_only_if_the_importer_says_so(tmp_path: Path) -> None:
    path = tmp_path / "some.ftm.json"
    path.write_text(json.dumps(BOAT))
    assert not READER.open(path, "GB", Given()).source.full
    assert READER.open(path, "GB", Given(full=True)).source.full


def test_the_second_of_the_same_id_is_refused(tmp_path: Path) -> None:
    first, second = opened(tmp_path, json.dumps(BOAT), json.dumps(BOAT))
    assert isinstance(first, Entry)
    assert isinstance(second, Refusal)
    assert "line 1" in second.reason


def test_each_line_is_an_entry_whatever_stands_beside_it(tmp_path: Path) -> None:
    good = json.dumps(BOAT)
    found = opened(
        tmp_path,
        b"\xef\xbb\xbf" + good.encode() + b"\r",
        "",
        b'{"id": "\xff"}',
        "{" + " " * (MAX_ENTRY_BYTES + 1) + "}",
        '{"id": "nul\0"}',
        good.replace("syn-boat", "syn-other"),
    )
    assert [(entry.line, isinstance(entry, Entry)) for entry in found] == [
        (1, True),
        (3, False),
        (4, False),
        (5, False),
        (6, True),
    ]
    assert [entry.reason for entry in found if isinstance(entry, Refusal)] == [
        "Byte 9 of the line is not UTF-8.",
        "The line is longer than 8 MiB.",
        "The line has a NUL character.",
    ]
    assert [entry.name for entry in found if isinstance(entry, Entry)] == ["syn-boat", "syn-other"]


@pytest.mark.parametrize("body", [b"", b"\n\n", b"id,schema\n", b"[{}]", b"\xff\xfe{\0", b"\0"])
def test_a_file_of_something_else_is_unreadable(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(body)
    with pytest.raises(UnreadableFile):
        READER.open(path, "GB", Given())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


@given(
    st.fixed_dictionaries(
        {
            "id": st.text(max_size=20) | JSON,
            "schema": st.sampled_from(["Person", "Vessel", "Ownership", "Thing"]) | JSON,
            "properties": JSON
            | st.dictionaries(
                st.sampled_from(["name", "birthDate", "flag", "owner", "tonnage"]), st.lists(st.text(max_size=20))
            ),
        }
    )
)
def test_any_object_is_read_or_refused(entity: object) -> None:
    with contextlib.suppress(EntryRefused):
        draft = read(entity, OF_SUSPECTS)
        assert all(a.value.strip() for a in draft.assertions)


@given(st.binary(max_size=300))
def test_any_bytes_as_a_file(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("ftm") / "x.json"
    path.write_bytes(b"{" + body)
    with contextlib.suppress(HeadwaterError):
        for entry in READER.open(path, "GB", Given()):
            if isinstance(entry, Entry):
                refused(entry.raw)
