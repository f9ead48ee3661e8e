"""The data protection officer's questions, and a log that cannot be quietly rewritten."""

from __future__ import annotations

import pytest

from headwater.desk.auditing import verification
from headwater.errors import BadInput, Forbidden, PurposeNeeded


def test_only_data_protection_reads_the_audit(desk, acting, analyst):
    for actor in (analyst, acting("adam", "administer"), acting("lia", "test"), acting("nobody"), desk.operator()):
        with pytest.raises(Forbidden):
            desk.audit_page(actor)
        with pytest.raises(Forbidden):
            desk.verify_audit(actor)
    with pytest.raises(PurposeNeeded):
        desk.audit_page(acting("dora"))


def test_one_s_own_look_is_written_too(desk, protection):
    first = desk.audit_page(protection)
    second = desk.audit_page(protection)
    assert second.total == first.total + 1
    assert (second.entries[0].by, second.entries[0].reason) == ("dora", "Looked at the audit")


def test_who_saw_an_entity_is_found_by_its_id(desk, analyst, protection):
    person = desk.search(analyst, "Besnik Shembulli").hits[0].id
    page = desk.audit_page(protection, record=person)
    assert page.total == 1
    assert page.entries[0].by == "ana"
    assert desk.audit_page(protection, record=person).total == 2  # the question itself is a look at the record
    assert desk.audit_page(protection, record=person, by="ANA").total == 1
    assert desk.audit_page(protection, record="no such id, and no id at all").total == 0


def test_entries_hold_no_value(desk, analyst, settings):
    desk.search(analyst, "Besnik Shembulli")
    desk.close()
    log = (settings.data / "audit" / "log.jsonl").read_bytes()
    for word in (b"Besnik", b"Shembulli", b"SYN-014", b"investigate", b"brook_group"):
        assert word not in log


def test_questions_that_cannot_be_asked_are_refused(desk, protection):
    for asked in ({"operation": "gossip"}, {"since": "yesterday"}, {"limit": 0}, {"offset": -1}):
        with pytest.raises(BadInput):
            desk.audit_page(protection, **asked)


def test_a_changed_line_shows(desk, analyst, protection, settings):
    desk.search(analyst, "Besnik")
    assert desk.verify_audit(protection).ok
    desk.close()
    path = settings.data / "audit" / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"consultation"', b'"collection"  ', 1))
    found = verification(settings.data)
    assert not found.ok
    assert found.problem
