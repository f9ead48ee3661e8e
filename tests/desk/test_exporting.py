"""Exports: every record names its source, handling and exporter; nobody protected is in one; each is a disclosure."""

from __future__ import annotations

import csv
import io
import json

import pytest

from headwater.desk.csv_cells import BOM
from headwater.errors import BadInput, Forbidden, NotFound, PurposeNeeded

PROTECTED = {"Jelena Primerak": "alba", "Samir Mithal": "ana"}


def rows_of(export):
    content = b"".join(export.chunks)
    assert content.startswith(BOM)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def entities_of(export):
    return [json.loads(line) for line in b"".join(export.chunks).splitlines()]


@pytest.fixture
def person(desk, analyst):
    return desk.search(analyst, "Besnik Shembulli").hits[0].id


def test_followthemoney_with_the_links_that_point_to_it(desk, analyst, person):
    export = desk.export(analyst, "ftm", entity_ids=[person])
    entities = {entity["id"]: entity for entity in entities_of(export)}
    assert len(entities) == export.count > 5
    assert export.file_name.endswith(".ftm.json")
    one = entities[person]
    assert one["schema"] == "Person"
    assert one["caption"] == "Besnik Shembulli"
    assert one["properties"]["birthDate"] == ["1984", "1984-03-14", "1985-03-14"]
    assert {entity["schema"] for entity in entities.values()} >= {"GangMembership", "Passport", "Use"}
    for entity in entities.values():
        extra = entity["headwater"]
        assert (extra["exporter"], extra["purpose"]) == ("ana", "investigate case SYN-014")
        assert extra["synthetic"] is True
        for said in extra["statements"]:
            assert said["agency"]
            assert said["handling"]
            assert said["grading"]["scheme"]
            assert said["value"] in entity["properties"][said["property"]]


def test_a_followthemoney_tool_reads_it(desk, analyst, person):
    from followthemoney import model
    from followthemoney.proxy import EntityProxy

    from headwater.model.schema import schema_of

    schema_of("SmugglingGroup")  # loads our schemata into the model
    for entity in entities_of(desk.export(analyst, "ftm", entity_ids=[person])):
        proxy = EntityProxy.from_dict({name: entity[name] for name in ("id", "schema", "properties")}, cleaned=True)
        assert model.get(proxy.schema.name) is not None
        assert proxy.id == entity["id"]


def test_csv_has_a_row_for_each_statement(desk, analyst, person):
    rows = rows_of(desk.export(analyst, "csv", entity_ids=[person]))
    births = [row for row in rows if (row["entity_id"], row["property"]) == (person, "birthDate")]
    assert {(row["value"], row["agency"], row["source_grade"] + row["information_grade"]) for row in births} == {
        ("1984-03-14", "GB", "2B"),
        ("1984-03-14", "AL", "A2"),
        ("1985-03-14", "RS", "B3"),
        ("1984", "MK", "X4"),
    }
    assert {row["exporter"] for row in rows} == {"ana"}
    assert all(row["handling"] and row["exported_at"] and row["synthetic"] == "yes" for row in rows)


def test_phone_numbers_are_no_formulas(desk, analyst):
    (row, *_) = [
        row for row in rows_of(desk.export(analyst, "csv", query="07700 900142")) if row["property"] == "number"
    ]
    assert row["value"] == "'+447700900142"


@pytest.mark.parametrize("format", ["ftm", "csv"])
def test_nobody_protected_is_handed_on(desk, acting, analyst, format):
    everything = [line.id for line in desk.group(analyst, desk.groups(analyst)[0][0].id).nodes]
    content = b"".join(desk.export(analyst, format, entity_ids=everything).chunks).decode()
    assert "Besnik" in content
    for word in ("Jelena", "Samir", "سمير"):
        assert word not in content
    for name, own in PROTECTED.items():
        reader = acting(own, "investigate case SYN-014")
        protected = desk.search(reader, name).hits[0].id
        with pytest.raises(NotFound):
            desk.export(reader, format, entity_ids=[protected])
        assert b"".join(desk.export(reader, "ftm", query=name).chunks) == b""


def test_it_is_a_disclosure_written_before_the_first_byte(desk, analyst, protection, person):
    export = desk.export(analyst, "csv", entity_ids=[person])
    (entry,) = desk.audit_page(protection, operation="disclosure").entries
    assert (entry.by, entry.recipients, entry.reason) == ("ana", ("ana",), "Export, CSV")
    assert len(entry.records) == export.count
    assert set(entry.records) == {row["entity_id"] for row in rows_of(export)}


def test_who_may_export(desk, acting, person):
    assert desk.export(acting("lia", "test"), "ftm", entity_ids=[person]).count
    for name, purpose in (("bo", "test"), ("dora", "supervise"), ("adam", "administer"), ("nobody", "")):
        with pytest.raises(Forbidden):
            desk.export(acting(name, purpose), "ftm", entity_ids=[person])
    with pytest.raises(Forbidden):
        desk.export(desk.operator(), "ftm", entity_ids=[person])
    with pytest.raises(PurposeNeeded):
        desk.export(acting("ana"), "ftm", entity_ids=[person])


def test_what_cannot_be_exported_is_refused(desk, analyst):
    with pytest.raises(BadInput):
        desk.export(analyst, "pdf", query="Besnik")
    with pytest.raises(BadInput):
        desk.export(analyst, "ftm")
    with pytest.raises(NotFound):
        desk.export(analyst, "ftm", entity_ids=["0" * 24])
