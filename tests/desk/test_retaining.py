"""What is due is erased by itself, once and never beside an import; the queue, extensions and restrictions."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import UTC, datetime, timedelta

import pytest
from tests.desk.supervision import analyst, found, officer, people, person, report, said, take_in

from headwater.desk import Desk
from headwater.desk.retention_run import Schedule
from headwater.errors import BadInput, Conflict, Forbidden, NotFound, PurposeNeeded, Unavailable
from headwater.model import SubjectCategory
from headwater.model.retention import Retention, RetentionRule

TODAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def node(settings, clock):
    """A function that opens the desk of a node in which some reports are, at the time of `clock`."""
    opened: list[Desk] = []

    def open_node(*drafts):
        desk = Desk.open(settings, now=clock)
        if not opened:
            people(desk)
        opened.append(desk)
        if drafts:
            take_in(desk, *drafts)
        return desk

    yield open_node
    for desk in opened:
        desk.close()


def references(desk, state="", **page):
    return [line.reference for line in desk.retention_queue(officer(desk), state=state, **page).lines]


def entries(desk, operation="erasure"):
    return desk.audit_page(officer(desk), operation=operation).entries


# -- the run


def test_what_came_due_while_the_node_was_closed_is_erased_at_its_start(node, clock):
    desk = node(report(1, erase_by="2026-03-05"), report(2, erase_by="2026-04-05"), report(3))
    assert references(desk) == ["SYN-1"]
    assert entries(desk) == ()
    desk.close()
    clock.advance(days=3)
    desk = node()
    assert references(desk) == []
    assert [found(desk, number) for number in (1, 2, 3)] == [0, 1, 1]
    assert [entry.reason for entry in entries(desk)] == [
        "What was due was erased: done",
        "What was due was erased: begun",
    ]


def test_the_day_itself_is_the_first_on_which_it_is_gone(node, clock):
    desk = node(report(1, erase_by="2026-03-03"))
    desk.run_retention(desk.operator())
    assert found(desk, 1) == 1
    clock.now = datetime(2026, 3, 3, tzinfo=UTC)
    made = desk.run_retention(desk.operator())
    assert (made.reports, made.values, made.kept) == (1, 0, 0)


def test_erased_values_are_in_no_file_of_the_node_and_in_no_entry_of_the_audit(node, clock, settings):
    desk = node(report(1, erase_by="2026-03-03"))
    clock.advance(days=2)
    desk.run_retention(desk.operator())
    desk.close()
    for folder, _, files in os.walk(settings.data):
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                body = file.read()
            assert b"Uzorak1" not in body, name
            assert b"number 1" not in body, name


def test_the_audit_names_the_reports_and_nobody_but_the_node(node, clock):
    desk = node(report(1, erase_by="2026-03-03"))
    (line,) = desk.retention_queue(officer(desk)).lines
    desk.close()
    clock.advance(days=2)
    desk = node()
    done, begun = entries(desk)
    assert (begun.by, begun.records, begun.role) == ("node", (line.report_id,), "")
    assert done.by == "node"


def test_only_what_is_due_of_a_report_goes_and_the_rest_stays_with_its_report(node, clock):
    desk = node(report(1, person(1), person(2, SubjectCategory.CONTACT)))
    rule = RetentionRule("GB 1", "8.2", "Contacts are kept for three months.", ("contact",), keep="P3M", party="GB")
    desk._parts.store.set_retention(Retention((rule,), "GB"))
    (line,) = desk.retention_queue(officer(desk)).lines
    assert (line.day, line.lines, line.why) == ("2026-04-01", 1, "GB 1, 8.2: Contacts are kept for three months.")
    clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    desk._parts.retention_run._follow = lambda: None  # the rule stands in no agreement
    made = desk.run_retention(desk.operator())
    assert (made.reports, made.values) == (0, 1)
    assert (found(desk, 1), found(desk, 2)) == (1, 0)


def test_what_is_out_of_use_goes_on_its_own_day_and_what_stands_stays(node, clock):
    desk = node(report(1, erase_by="2026-03-05"), report(2, erase_by="2026-03-05"))
    take_in(desk, report(1, erase_by="2026-04-05"), edition="2")
    store = desk._parts.store
    store.undo_import(store.imports()[0].id)
    take_in(desk, report(1, erase_by="2026-04-06"), edition="3")
    clock.advance(days=3)
    desk.run_retention(desk.operator())
    assert [found(desk, number) for number in (1, 2)] == [1, 0]
    assert list(store.dormant_due(20260404)) == []
    assert len(store.dormant_due(20260405)) == 1
    clock.advance(days=31)
    desk.run_retention(desk.operator())
    assert store.dormant_due(20260405) == {}
    assert found(desk, 1) == 1


def test_a_run_with_nothing_due_writes_nothing(node):
    desk = node(report(1))
    desk.run_retention(officer(desk))
    assert entries(desk) == ()
    assert desk.retention_queue(officer(desk)).last_run == TODAY.isoformat()


def test_a_run_waits_for_the_turn_of_an_import(node, clock):
    desk = node(report(1, erase_by="2026-03-03"))
    clock.advance(days=2)
    with desk._parts.imports.alone():
        with pytest.raises(Conflict, match="under way"):
            desk.run_retention(desk.operator())
        assert desk._schedule.tick() is False
    assert desk._schedule.tick() is True
    assert references(desk) == []


def test_an_erasure_that_was_cut_short_is_finished_at_the_next_start(node, clock, settings, monkeypatch):
    desk = node(report(1, erase_by="2026-03-03"))
    clock.advance(days=2)
    monkeypatch.setattr("headwater.store.erasing._forget", cut)
    with pytest.raises(Cut):
        desk.run_retention(desk.operator())
    monkeypatch.undo()
    desk.close()
    desk = node()
    assert found(desk, 1) == 0
    assert references(desk) == []
    assert [entry.reason for entry in entries(desk)] == [
        "What was due was erased: ended at a later start",
        "What was due was erased: begun",
    ]


def test_an_erasure_that_failed_is_brought_to_its_end_by_the_next_run_and_told_of_meanwhile(node, clock, monkeypatch):
    desk = node(report(1, erase_by="2026-03-03"))
    clock.advance(days=2)
    monkeypatch.setattr("headwater.store.erasing._forget", cut)
    assert desk._schedule.tick() is False
    assert desk.retention_queue(officer(desk)).problem == "Cut."
    monkeypatch.undo()
    assert desk._schedule.tick() is True
    assert desk.retention_queue(officer(desk)).problem == ""
    assert [entry.reason.rpartition(": ")[2] for entry in entries(desk)] == ["done", "begun"]
    desk.close()
    assert entries(node())[0].reason.endswith(": done")


class Cut(Exception):
    """Power is gone."""


def cut(*_):
    raise Cut


def test_on_either_engine_what_is_due_goes_and_what_is_restricted_stays(engine, clock):
    desk = Desk.open(engine, now=clock)
    people(desk)
    take_in(desk, *(report(number, erase_by="2026-03-05") for number in (1, 2, 3)))
    lines = {line.reference: line.report_id for line in desk.retention_queue(officer(desk)).lines}
    desk.restrict(officer(desk), lines["SYN-1"], ground="evidence", reason="Exhibit 4.")
    desk.extend(officer(desk), lines["SYN-2"], "erase", "2026-06-01", "The trial is later.")
    desk.close()
    clock.advance(days=3)
    desk = Desk.open(engine, now=clock)
    assert [found(desk, number) for number in (1, 2, 3)] == [0, 1, 0]
    assert set(desk._parts.store.opened(list(lines.values()))) == {lines["SYN-1"], lines["SYN-2"]}
    desk.close()


# -- the schedule


def schedule_of(clock, task, pause_s=1000.0):
    return Schedule(task, clock, pause_s)


def test_each_full_hour_is_done_once_midnight_among_them(clock):
    times = []
    schedule = schedule_of(clock, lambda: times.append(clock().isoformat()))
    for _ in range(26 * 60):
        schedule.tick()
        clock.advance(minutes=1)
    assert len(times) == 25
    assert times[0] == "2026-03-02T13:00:00+00:00"
    assert "2026-03-03T00:00:00+00:00" in times
    assert all(time.endswith(":00:00+00:00") for time in times)


def test_hours_slept_through_are_made_up_for_once(clock):
    times = []
    schedule = schedule_of(clock, lambda: times.append(clock()))
    clock.advance(days=3, minutes=7)
    assert (schedule.tick(), schedule.tick()) == (True, False)
    assert len(times) == 1


def test_what_could_not_be_done_is_tried_again(clock):
    fails = [Conflict("An import is under way."), Unavailable("The disk is full."), OSError()]

    def task():
        if fails:
            raise fails.pop()

    schedule = schedule_of(clock, task)
    clock.advance(hours=1)
    assert [schedule.tick() for _ in range(5)] == [False, False, False, True, False]


def test_the_thread_does_it_and_stops(clock):
    done = threading.Event()
    schedule = schedule_of(clock, done.set, pause_s=0.001)
    schedule.start(done=True)
    clock.advance(hours=1)
    assert done.wait(20)
    schedule.stop()
    assert not schedule._thread.is_alive()


def test_an_open_node_has_one_such_thread_and_a_closed_one_none(node):
    before = set(threading.enumerate())
    desk = node(report(1))
    begun = [thread for thread in threading.enumerate() if thread.name == "retention" and thread not in before]
    assert len(begun) == 1
    desk.close()
    assert not begun[0].is_alive()


# -- the queue


def test_the_queue_has_thirty_days_and_exact_numbers_page_by_page(node):
    days = [(TODAY + timedelta(days=day)).date().isoformat() for day in (-3, 0, 1, 30, 31)]
    desk = node(*(report(number, review_by=day) for number, day in enumerate(days)))
    queue = desk.retention_queue(officer(desk))
    assert (queue.total, queue.overdue, queue.due, queue.extended) == (4, 1, 3, 0)
    assert [(line.reference, line.state, line.days) for line in queue.lines] == [
        ("SYN-0", "overdue", -3),
        ("SYN-1", "due", 0),
        ("SYN-2", "due", 1),
        ("SYN-3", "due", 30),
    ]
    assert {line.why for line in queue.lines} == {"The report's own date"}
    assert references(desk, offset=1, limit=2) == ["SYN-1", "SYN-2"]
    assert references(desk, "overdue") == ["SYN-0"]


def test_the_operator_sees_ids_and_days_and_no_values(node):
    desk = node(report(1, review_by="2026-03-05"))
    (line,) = desk.retention_queue(desk.operator()).lines
    assert (line.day, line.kind, len(line.report_id)) == ("2026-03-05", "review", 24)
    assert (line.agency, line.reference, line.list_words, line.extended_reason) == ("", "", "", "")


@pytest.mark.parametrize("name", ["ana", "lia", "adam", "nobody"])
def test_nobody_else_sees_the_queue(desk, acting, name):
    purposes = {"ana": "develop", "lia": "develop", "adam": "administer"}
    for ask in (desk.retention_queue, desk.restrictions, desk.requests):
        with pytest.raises(Forbidden):
            ask(acting(name, purposes.get(name, "")))
    with pytest.raises(Forbidden):
        desk.run_retention(acting(name, purposes.get(name, "")))


def test_the_operator_extends_and_restricts_nothing(desk):
    for change in (
        lambda: desk.extend(desk.operator(), "0" * 24, "erase", "2027-01-01", "why"),
        lambda: desk.restrict(desk.operator(), "0" * 24, ground="evidence", reason="why"),
        lambda: desk.restrictions(desk.operator()),
        lambda: desk.requests(desk.operator()),
    ):
        with pytest.raises(Forbidden):
            change()


def test_an_officer_says_first_that_it_is_to_supervise(desk, acting):
    with pytest.raises(PurposeNeeded):
        desk.retention_queue(acting("dora"))


# -- extensions


def test_what_is_kept_longer_has_its_new_day_its_reason_and_is_not_erased_before(node, clock):
    desk = node(report(1, erase_by="2026-03-05"))
    dora = officer(desk)
    (line,) = desk.retention_queue(dora).lines
    desk.extend(dora, line.report_id, "erase", "2026-05-01", " The trial is in April. ")
    assert references(desk) == []
    queue = desk.retention_queue(dora, state="extended")
    (line,) = queue.lines
    assert (queue.extended, queue.total) == (1, 1)
    assert (line.day, line.extended_until, line.extended_reason) == (
        "2026-05-01",
        "2026-05-01",
        "The trial is in April.",
    )
    clock.now = datetime(2026, 4, 30, 23, 59, tzinfo=UTC)
    assert desk.run_retention(dora).reports == 0
    assert found(desk, 1) == 1
    clock.now = datetime(2026, 5, 1, tzinfo=UTC)
    assert desk.run_retention(dora).reports == 1


@pytest.mark.parametrize(
    ("until", "reason", "says"),
    [
        ("2026-03-05", "why", "not later"),
        ("2026-03-02", "why", "not later"),
        ("soon", "why", "no day"),
        ("2026-05-01", "  ", "empty"),
    ],
)
def test_an_extension_needs_a_later_day_and_a_reason(node, until, reason, says):
    desk = node(report(1, erase_by="2026-03-05"))
    (line,) = desk.retention_queue(officer(desk)).lines
    with pytest.raises(BadInput, match=says):
        desk.extend(officer(desk), line.report_id, "erase", until, reason)
    assert desk.retention_queue(officer(desk)).extended == 0


def test_nothing_is_extended_that_is_not_due_or_not_there(node):
    desk = node(report(1, erase_by="2026-03-05"))
    (line,) = desk.retention_queue(officer(desk)).lines
    for report_id, kind in ((line.report_id, "review"), ("0" * 24, "erase")):
        with pytest.raises(NotFound):
            desk.extend(officer(desk), report_id, kind, "2026-05-01", "why")


# -- restrictions


def report_of(desk, number):
    hit = desk.search(analyst(desk), f"Uzorak{number}").hits[0]
    entity = desk.entity(analyst(desk), hit.id)
    return entity.groups[0].properties[0].values[0].sources[0]


def test_a_restricted_report_is_kept_and_found_by_nobody_until_it_is_lifted(node):
    desk = node(report(1))
    source, dora = report_of(desk, 1), officer(desk)
    made = desk.restrict(dora, source.report_id, ground="contested", reason="She says it is not her.")
    assert (made.lines, made.ground_words, made.by_name) == (1, "Its accuracy is contested", "dora")
    assert found(desk, 1) == 0
    with pytest.raises(NotFound):
        desk.report(analyst(desk), source.report_id)
    lifted = desk.lift(dora, made.id)
    assert lifted.lifted_at
    assert found(desk, 1) == 1
    assert desk.restrictions(dora) == ()
    with pytest.raises(Conflict):
        desk.lift(dora, made.id)


def test_what_is_restricted_is_kept_past_its_day_and_erased_when_lifted(node, clock):
    desk = node(report(1, erase_by="2026-03-05"))
    source, dora = report_of(desk, 1), officer(desk)
    made = desk.restrict(dora, source.report_id, ground="evidence", reason="Exhibit 4.")
    assert made.erase_by == "2026-03-05"
    clock.advance(days=30)
    run = desk.run_retention(dora)
    assert (run.reports, run.values, run.kept) == (0, 0, 1)
    assert desk._parts.store.opened([source.report_id])
    desk.lift(dora, made.id)
    run = desk.run_retention(dora)
    assert (run.reports, run.kept) == (1, 0)
    assert not desk._parts.store.opened([source.report_id])


def test_one_value_is_restricted_and_the_others_stay_in_use(node):
    desk = node(report(1, person(1), said("person-1", "nationality", "rs")))
    source, dora = report_of(desk, 1), officer(desk)
    made = desk.restrict(
        dora, source.report_id, assertion_ids=[source.assertion_id], ground="contested", reason="Spelt otherwise."
    )
    assert made.lines == 1
    assert found(desk, 1) == 0
    assert "Serbia" in str(desk.report(analyst(desk), source.report_id).lines)


@pytest.mark.parametrize(
    ("values", "ground", "reason", "error"),
    [
        ((), "because", "why", BadInput),
        ((), "contested", " ", BadInput),
        (("0" * 16,), "contested", "why", NotFound),
    ],
)
def test_a_restriction_needs_a_ground_a_reason_and_a_value_that_is_there(node, values, ground, reason, error):
    desk = node(report(1))
    source = report_of(desk, 1)
    with pytest.raises(error):
        desk.restrict(officer(desk), source.report_id, assertion_ids=values, ground=ground, reason=reason)
    assert desk.restrictions(officer(desk)) == ()
    with pytest.raises(NotFound):
        desk.restrict(officer(desk), "0" * 24, ground="contested", reason="why")


def test_each_change_has_its_intent_before_it_and_its_outcome_after_it_by_ids_only(node):
    desk = node(report(1))
    source, dora = report_of(desk, 1), officer(desk)
    made = desk.restrict(dora, source.report_id, ground="evidence", reason="Exhibit 4, Primjer.")
    desk.lift(dora, made.id)
    told = [(entry.reason, entry.records) for entry in entries(desk, "alteration")]
    assert told == [
        ("Restriction lifted: done", ()),
        ("Restriction lifted: begun", (source.report_id, made.id)),
        ("Use restricted: done", ()),
        ("Use restricted: begun", (source.report_id,)),
    ]


def test_what_is_restricted_survives_a_new_start(node, settings):
    desk = node(report(1))
    source = report_of(desk, 1)
    desk.restrict(officer(desk), source.report_id, ground="evidence", reason="Exhibit 4.")
    desk.close()
    shutil.rmtree(settings.data / "audit" / "index.sqlite", ignore_errors=True)
    desk = node()
    assert found(desk, 1) == 0
    assert [one.report_id for one in desk.restrictions(officer(desk))] == [source.report_id]
