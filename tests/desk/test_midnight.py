"""An agreement that ends at midnight is closed at midnight, for whoever has something open too."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import msgspec
import pytest
from tests.desk.agreed import opened, text

from headwater.errors import NotFound
from headwater.model import DraftAssertion, DraftReport, SubjectCategory

BEFORE = datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)
CASE = "investigate case SYN-014"


def partner(draft, agency="AL"):
    return msgspec.structs.replace(draft, agency=agency)


@pytest.fixture
def desk(settings, clock):
    clock.now = BEFORE
    with opened(settings, clock, text()) as desk:
        yield desk


@pytest.fixture
def ana(desk):
    return desk.actor_named("ana", CASE, via="page")


def take_in(desk, path):
    return desk.import_file(desk.operator(), path, format="headwater", agency="GB")


def test_a_search_a_page_and_a_report_are_closed_at_midnight(desk, ana, clock, write_reports, draft_of):
    take_in(desk, write_reports([partner(draft_of(1)), draft_of(2)]))
    (hit,) = desk.search(ana, "Uzorak1").hits
    source = desk.entity(ana, hit.id).groups[0].properties[0].values[0].sources[0]
    assert desk.why(ana, source.report_id, source.assertion_id).read_under
    clock.advance(seconds=1)
    assert desk.search(ana, "Uzorak1").total == 0
    asks = (
        lambda: desk.entity(ana, hit.id),
        lambda: desk.report(ana, source.report_id),
        lambda: desk.export(ana, "ftm", entity_ids=[hit.id]),
        lambda: desk.why(ana, source.report_id, source.assertion_id),
        lambda: desk.explain_sharing(ana, "GB", "AL", "investigate", source.report_id),
    )
    for ask in asks:
        with pytest.raises(NotFound):
            ask()
    assert desk.search(ana, "Uzorak2").total == 1


def test_a_clock_that_is_set_back_opens_nothing_again(desk, ana, clock, write_reports, draft_of):
    take_in(desk, write_reports([partner(draft_of(1))]))
    clock.advance(seconds=1)
    assert desk.search(ana, "Uzorak1").total == 0
    clock.advance(days=-1)
    assert desk.search(ana, "Uzorak1").total == 0


@pytest.mark.parametrize(
    ("zone", "until", "last"),
    [
        ("UTC", "2026-03-02", datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)),
        ("Europe/London", "2026-06-30", datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC)),
        ("Europe/London", "2026-03-29", datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)),  # summer time begins that day
        ("Europe/London", "2026-10-25", datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),  # and ends on this
        ("Pacific/Kiritimati", "2026-03-02", datetime(2026, 3, 2, 9, 59, 59, tzinfo=UTC)),
        ("Etc/GMT+12", "2026-03-02", datetime(2026, 3, 3, 11, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_day_ends_where_the_agreement_counts_its_days(settings, clock, write_reports, draft_of, zone, until, last):
    clock.now = datetime(2026, 3, 1, tzinfo=UTC)
    with opened(settings, clock, text(until=until, zone=zone)) as desk:
        take_in(desk, write_reports([partner(draft_of(1))]))
        ana = desk.actor_named("ana", CASE, via="page")
        clock.now = last
        assert desk.search(ana, "Uzorak1").total == 1
        clock.advance(seconds=1)
        assert desk.search(ana, "Uzorak1").total == 0


# -- the review


def twins(draft_of):
    """Two records of one man, one of them a partner's."""
    said = {"name": "Besnik Shembullari", "birthDate": "1984-03-14"}
    own = msgspec.structs.replace(draft_of(1, **said), case="SYN-014")
    return own, partner(msgspec.structs.replace(draft_of(2, **said), case="SYN-014"))


def test_a_queue_is_empty_after_midnight_and_its_pool_is_gone(desk, ana, clock, write_reports, draft_of):
    take_in(desk, write_reports(twins(draft_of)))
    (line,) = desk.suggestions(ana, progress=lambda *_: None).lines
    ids = (line.left.id, line.right.id)
    judged = desk.judge(ana, *ids, "unsure", "At a quarter to midnight.", progress=lambda *_: None)
    (pool,) = desk._parts.suggesting._pools.values()
    assert pool.units
    clock.advance(seconds=1)
    queue = desk.suggestions(ana, progress=lambda *_: None)
    assert (queue.total, queue.waiting, queue.judged, queue.lines, queue.cases) == (0, 0, 0, (), ())
    assert desk.judgements(ana) == ((), 0)
    assert pool.units == {}
    assert pool not in desk._parts.suggesting._pools.values()
    for ask in (
        lambda: desk.comparison(ana, *ids),
        lambda: desk.judge(ana, *ids, "positive"),
        lambda: desk.withdraw(ana, judged.id),
        lambda: desk.withdraw(ana),
    ):
        with pytest.raises(NotFound):
            ask()


def test_midnight_strikes_while_a_queue_is_worked_out(desk, ana, clock, write_reports, draft_of, monkeypatch):
    take_in(desk, write_reports(twins(draft_of)))
    suggesting = desk._parts.suggesting
    begun, go_on = threading.Event(), threading.Event()
    refresh = suggesting._refresh

    def slowly(pool, view):
        begun.set()
        assert go_on.wait(60)
        refresh(pool, view)

    monkeypatch.setattr(suggesting, "_refresh", slowly)
    answers = []
    asking = threading.Thread(target=lambda: answers.append(desk.suggestions(ana, progress=lambda *_: None)))
    asking.start()
    assert begun.wait(60)
    clock.advance(seconds=1)
    go_on.set()
    asking.join(60)
    (queue,) = answers
    assert (queue.total, queue.lines, queue.waiting) == (0, (), 0)


def test_as_whom_one_sees_changes_at_midnight(desk, ana, clock):
    before = desk.seen_as(ana)
    assert before == desk.seen_as(ana)
    assert desk.seen_as(desk.operator()) == ""
    clock.advance(seconds=1)
    assert desk.seen_as(ana) != before


# -- protected


def test_a_victim_in_one_report_is_no_suspect_of_another_for_a_partner(settings, clock, write_reports):
    clock.now = BEFORE
    victim = DraftAssertion("p", "Person", "name", "Primjer Uzorak", category=SubjectCategory.VICTIM)
    suspect = msgspec.structs.replace(victim, category=SubjectCategory.SUSPECT)
    with opened(settings, clock, text()) as desk:
        ours = DraftReport("GB", "TEST-1", "A", (victim,), case="SYN-014", synthetic=True)
        theirs = DraftReport("AL", "TEST-1", "B", (suspect,), case="SYN-014", synthetic=True)
        take_in(desk, write_reports([ours, theirs]))
        found = desk.search(desk.actor_named("ana", CASE, via="page"), "Uzorak")
        # The analyst of the case that the victim is of reads the own agency's report, and nothing of the partner's.
        assert (found.total, found.hits[0].agencies) == (1, ("GB",))
        for name, purpose in (("alba", CASE), ("ana", "investigate"), ("ana", "investigate case SYN-015")):
            reader = desk.actor_named(name, purpose, via="page")
            assert desk.search(reader, "Uzorak").total == 0
