"""Two worlds that differ only in what a reader may not see give the reader the same answers.

Ids are random in each world, so they are struck out, and what is ordered by them alone is sorted; all else is
compared as it is.
"""

from __future__ import annotations

import re
from dataclasses import asdict

import msgspec
import pytest

from headwater.desk import Desk, Role
from headwater.errors import NotFound
from headwater.model import DraftAssertion, DraftReport, SubjectCategory
from headwater.settings import Settings
from headwater.store import ImportPlan

PASSWORD = "four words for tests"
ID = re.compile(r"\b(?:[0-9a-f]{24}|[0-9a-f]{16})\b")
SUSPECT, VICTIM, WITNESS = SubjectCategory.SUSPECT, SubjectCategory.VICTIM, SubjectCategory.WITNESS


def person(key, category, **values):
    return [DraftAssertion(key, "Person", prop, value, category=category) for prop, value in values.items()]


def link(key, schema, **ends):
    return [DraftAssertion(key, schema, prop, value) for prop, value in ends.items()]


def report(reference, *assertions):
    said = tuple(one for some in assertions for one in some)
    return DraftReport("GB", "TEST-1", reference, said, reported_at="2026-01-01", case="SYN-099", synthetic=True)


GANG = [DraftAssertion("gang", "SmugglingGroup", "name", "Example Ford group")]
BOTH = [
    report("R1", GANG, person("a", SUSPECT, name="Primjer Uzorak", birthDate="1984-03-14")),
    report("R2", GANG, link("m", "GangMembership", member="a", organization="gang", scriptRole="driver")),
    report("R3", [DraftAssertion("van", "Vehicle", "registrationNumber", "ZZ 101 SY")]),
    report("R4", link("u", "Use", user="a", item="van", role="Driver", startDate="2026-01")),
]
HIDDEN = [
    report("H1", person("v", VICTIM, name="Primjer Uzorak", birthDate="1990-01-01", nationality="xk")),
    report("H2", person("w", WITNESS, name="Uzorak Svjedok", phone="+447700900111")),
    report("H3", person("child", SUSPECT, name="Primjer Dijete", birthDate="2015-01-01")),
    report("H4", link("k1", "GangLink", subject="a", object="v", role="carried")),
    report("H5", link("k2", "GangLink", subject="w", object="gang", role="saw")),
    report("H6", link("m2", "GangMembership", member="child", organization="gang", scriptRole="skipper")),
    report("H7", link("u2", "Use", user="v", item="van", role="Passenger")),
    # The person of R1 and R2 is no one's victim; this one is a suspect in one report and a victim in another.
    report("H8", person("both", SUSPECT, name="Uzorak Oboje")),
    report("H9", person("both", VICTIM, notes="Held in a house.")),
]


@pytest.fixture
def worlds(tmp_path):
    opened = []
    for name, drafts in (("one", BOTH), ("other", [*HIDDEN[:4], *BOTH, *HIDDEN[4:]])):
        desk = Desk.open(Settings(data=tmp_path / name, demo=False))
        run = desk._parts.store.begin_import(
            ImportPlan("headwater", "f", "0" * 64, "GB", "TEST-1", "1", "2026-01-01", False, "operator", "")
        )
        run.add(drafts)
        run.finish()
        desk.add_account(desk.operator(), "ana", PASSWORD, frozenset({Role.ANALYST}))
        opened.append(desk)
    yield opened
    for desk in opened:
        desk.close()


def same_words(value):
    """The answer without ids, and with lists that only random ids put in order sorted by what they say."""
    if isinstance(value, dict):
        kept = {name: same_words(one) for name, one in value.items() if name not in ("x", "y", "received_at")}
        return sorted(kept.items())
    if isinstance(value, (list, tuple)):
        return sorted((same_words(one) for one in value), key=repr)
    return ID.sub("id", value) if isinstance(value, str) else value


def export_of(desk, actor, entity_id):
    """How many lines an export of the entity has; 0 for one that is not handed on."""
    try:
        return b"".join(desk.export(actor, "csv", entity_ids=[entity_id]).chunks).count(b"\n")
    except NotFound:
        return 0


def answers(desk, purpose):
    """Everything a reader can get at, by searches and then by following every id."""
    actor = desk.actor_named("ana", purpose, via="api")
    found = [desk.search(actor, words) for words in ("Uzorak", "Primjer", "ZZ 101 SY", "driver", "+447700900111", "xk")]
    lines, total = desk.groups(actor)
    ids = {hit.id for view in found for hit in view.hits} | {line.id for line in lines}
    pages, reports = [], set()
    seen: set[str] = set()
    while ids - seen:
        entity_id = min(ids - seen)
        seen.add(entity_id)
        page = desk.entity(actor, entity_id)
        pages.append(page)
        values = [value for group in page.groups for prop in group.properties for value in prop.values]
        ids |= {value.reference for value in values if value.reference}
        reports |= {source.report_id for value in values for source in value.sources}
    opened = [desk.report(actor, report_id) for report_id in sorted(reports)]
    groups = [desk.group(actor, line.id) for line in lines]
    exports = sorted(export_of(desk, actor, entity_id) for entity_id in seen)
    told = [[asdict(view) for view in some] for some in (found, lines, pages, opened, groups)]
    return same_words([*told, total, exports])


@pytest.mark.parametrize("purpose", ["develop", "investigate case SYN-014"])
def test_what_is_hidden_changes_no_answer(worlds, purpose):
    one, other = (answers(desk, purpose) for desk in worlds)
    assert one == other
    assert "Primjer Uzorak" in repr(one)
    assert "ZZ 101 SY" in repr(one)


def test_the_worlds_do_differ_for_whoever_may_see(worlds):
    one, other = (answers(desk, "investigate case SYN-099") for desk in worlds)
    assert one != other
    assert "Uzorak Svjedok" in repr(other)


def test_a_report_s_size_is_never_told(worlds):
    for desk in worlds:
        actor = desk.actor_named("ana", "develop", via="api")
        hit = desk.search(actor, "Primjer Uzorak").hits[0]
        assert "size" not in msgspec.json.encode(asdict(desk.entity(actor, hit.id))).decode()
