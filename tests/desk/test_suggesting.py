"""Pools: what is kept of a class of viewers is what would be worked out anew, and nobody waits long for it."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from contextlib import contextmanager

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk.conftest import PASSWORD

from headwater.desk import Desk, Role
from headwater.desk.pool import Pool, Rounded, two_digits
from headwater.desk.suggesting import CLASSES_AT_MOST, NotWorkedOut, Suggesting
from headwater.errors import Unavailable
from headwater.model import DraftAssertion, DraftReport, SubjectCategory, Verdict
from headwater.settings import Settings
from headwater.store import ImportPlan

NAMES = ("Besnik Shembullari", "Бесник Шембулари", "Marko Uzorak", "Marco Uzorac", "Dragan Primerović", "D. Primerovic")
NUMBERS = ("X000142S7", "X000155S4", "X000199S1")
NOTHING_TOLD = lambda fraction: None  # noqa: E731


def drafts_of(people, agency="GB"):
    """A report for each (reference, name, passport, phone) of a list."""
    drafts = []
    for reference, name, passport, phone in people:
        man, book, handset, use = (f"{reference}#{what}" for what in ("man", "passport", "phone", "use"))
        said = [DraftAssertion(man, "Person", "name", name, category=SubjectCategory.SUSPECT)]
        if passport:
            said += [
                DraftAssertion(book, "Passport", "holder", man),
                DraftAssertion(book, "Passport", "passportNumber", passport),
            ]
        if phone:
            said += [
                DraftAssertion(handset, "Phone", "number", phone),
                DraftAssertion(use, "Use", "user", man),
                DraftAssertion(use, "Use", "item", handset),
            ]
        drafts.append(DraftReport(agency, "", reference, tuple(said), reported_at="2026-01-01", synthetic=True))
    return drafts


class Node:
    """A node that is changed step by step, and the pool of one class of viewers beside it."""

    def __init__(self, desk):
        self.desk = desk
        self.store = desk._parts.store
        self.actor = desk.actor_named("ana", "develop", via="api")
        self.runs = []
        self.kept = Pool()
        self.editions = 0

    @property
    def view(self):
        return self.desk._view(self.actor, onward=True)

    def take_in(self, list_id, people, agency="GB"):
        self.editions += 1
        day = f"2026-01-{self.editions:02}"
        plan = ImportPlan("headwater", "f", f"{self.editions:064}", agency, list_id, day, day, True, "operator", "")
        run = self.store.begin_import(plan)
        unique = {one[0]: one for one in people}
        drafts = drafts_of(unique.values(), agency)
        run.add([msgspec.structs.replace(draft, list_id=list_id) for draft in drafts])
        self.runs.append(run.finish().id)

    def undo(self, place):
        if self.runs:
            self.store.undo_import(self.runs.pop(place % len(self.runs)))

    def judge(self, place, verdict):
        ids = sorted(id_ for id_, unit in self.fresh().units.items() if unit.record.is_person)
        if len(ids) > 1:
            left, right = ids[place % len(ids)], ids[(place * 7 + 1) % len(ids)]
            if left != right:
                self.desk.judge(self.actor, left, right, verdict)

    def withdraw(self):
        for one in self.store.judgements(self.view)[:1]:
            self.store.withdraw_judgement(one.id, self.actor.account_id)

    def fresh(self):
        pool = Pool()
        pool.refresh(self.store, self.view, NOTHING_TOLD)
        return pool

    def refreshed(self):
        self.kept.refresh(self.store, self.view, NOTHING_TOLD)
        return self.kept


@contextmanager
def new_node(folder):
    desk = Desk.open(Settings(data=folder, port=0, demo=False))
    try:
        desk.add_account(desk.operator(), "ana", PASSWORD, frozenset({Role.ANALYST}))
        yield Node(desk)
    finally:
        desk.close()


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2", "R3", "R4"]),
        st.sampled_from(NAMES),
        st.sampled_from(("", *NUMBERS)),
        st.sampled_from(("", "+447700900142", "+447700900155")),
    ),
    min_size=1,
    max_size=4,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take_in"), st.sampled_from(["L1", "L2", "L3"]), PEOPLE),
        st.tuples(st.just("undo"), st.integers(0, 3)),
        st.tuples(st.just("judge"), st.integers(0, 20), st.sampled_from([one.value for one in Verdict])),
        st.tuples(st.just("withdraw")),
    ),
    min_size=1,
    max_size=7,
)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(steps=STEPS)
def test_what_is_kept_is_what_would_be_worked_out_anew(tmp_path_factory, steps):
    with new_node(tmp_path_factory.mktemp("pool") / "node") as node:
        node.refreshed()
        for name, *arguments in steps:
            getattr(node, name)(*arguments)
            kept, fresh = node.refreshed(), node.fresh()
            assert kept.units == fresh.units
            assert kept.scores == fresh.scores
            assert kept.clusters.in_question == fresh.clusters.in_question


def test_a_new_report_costs_its_own_candidates_only(tmp_path, monkeypatch):
    with new_node(tmp_path / "node") as node:
        syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
        people = [
            (f"R{place}", f"{one}{other}{one}nik {other}{one}{other}vski", "", "")
            for place, (one, other) in enumerate(zip(syllables * 2, syllables[7:] * 3, strict=False))
        ]
        node.take_in("L1", people[:110])
        node.refreshed()
        asked = []
        looked = node.kept._index.of

        def counted(record):
            asked.append(record.id)
            return looked(record)

        monkeypatch.setattr(node.kept._index, "of", counted)
        node.take_in("L2", people[7:8])
        node.refreshed()
        assert 2 <= len(set(asked)) < 40 < len(node.kept.units)
        assert node.kept.scores == node.fresh().scores


def test_nothing_is_read_again_when_nothing_changed(tmp_path):
    with new_node(tmp_path / "node") as node:
        node.take_in("L1", [("R1", NAMES[0], "", "")])
        version = node.refreshed().version
        assert node.refreshed().version == version


def test_a_phone_that_changes_reaches_the_record_of_its_user(tmp_path):
    with new_node(tmp_path / "node") as node:
        node.take_in("L1", [("R1", NAMES[0], NUMBERS[0], "+447700900142")])
        (before,) = [one.record for one in node.refreshed().units.values() if one.record.is_person]
        assert before.get("phone", "passportNumber") == ("+447700900142", "X000142S7")
        node.take_in("L1", [("R1", NAMES[0], NUMBERS[1], "+447700900155")])
        (after,) = [one.record for one in node.refreshed().units.values() if one.record.is_person]
        assert after.get("phone", "passportNumber") == ("+447700900155", "X000155S4")


def test_counts_are_taken_to_two_digits():
    assert [two_digits(number) for number in (0, 7, 99, 101, 51_234)] == [0, 7, 99, 100, 51_000]

    class Exact:
        records = 1234

        def count(self, word):
            return len(word)

    rounded = Rounded(Exact())
    assert (rounded.records, rounded.count("a" * 123)) == (1200, 120)


# -- who waits


def test_a_reader_is_told_how_far_a_first_pass_is_and_does_not_wait_for_it(tmp_path):
    with new_node(tmp_path / "node") as node:
        node.take_in("L1", [("R1", NAMES[0], "", ""), ("R2", NAMES[1], "", "")])
        suggesting = node.desk._parts.suggesting
        suggesting._patience_s = 0.01
        pool, _ = suggesting._begun(node.view)
        with pool.turn:
            queue = node.desk.suggestions(node.actor)
            assert (queue.total, queue.lines) == (0, ())
            assert queue.fraction < 1
            with pytest.raises(Unavailable, match="worked out"):
                node.desk.comparison(node.actor, "a" * 24, "b" * 24)
            assert node.desk.search(node.actor, "Shembullari").total >= 1
        suggesting._patience_s = 60
        told = []
        assert node.desk.suggestions(node.actor, progress=lambda *said: told.append(said)).fraction == 1


def test_who_comes_after_a_change_sees_it_though_an_earlier_pass_still_runs(tmp_path):
    with new_node(tmp_path / "node") as node:
        suggesting = node.desk._parts.suggesting
        began, go_on = threading.Event(), threading.Event()
        real = Pool.refresh

        def slow(pool, store, view, told):
            real(pool, store, view, told)
            began.set()
            assert go_on.wait(20)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Pool, "refresh", slow)
            pool, first = suggesting._begun(node.view)
            assert began.wait(20)
            node.take_in("L1", [("R1", NAMES[0], "", "")])
            same, second = suggesting._begun(node.view)
            assert same is pool
            assert second is not first
            go_on.set()
            second.result(20)
        assert len(pool.units) == 1


def test_the_number_of_classes_kept_is_bounded(tmp_path):
    with new_node(tmp_path / "node") as node:
        suggesting = node.desk._parts.suggesting
        for number in range(CLASSES_AT_MOST + 5):
            view = node.store.view(lambda labels: [True] * len(labels), ("class", number))
            with suggesting.pool(view):
                pass
        assert len(suggesting._pools) == CLASSES_AT_MOST


def test_a_failing_pass_tells_its_reason_to_who_waits(tmp_path, monkeypatch):
    with new_node(tmp_path / "node") as node:

        def refuse(*_):
            raise Unavailable("The index is being rebuilt.")

        node.take_in("L1", [("R1", NAMES[0], "", "")])
        assert len(node.refreshed().units) == 1
        with monkeypatch.context() as patch:
            patch.setattr(node.store, "clusters", refuse)
            with pytest.raises(Unavailable, match="rebuilt"):
                node.desk.comparison(node.actor, "a" * 24, "b" * 24)
            with pytest.raises(Unavailable, match="rebuilt"):
                node.refreshed()
        assert node.refreshed().units == node.fresh().units


def test_nothing_begins_once_a_node_is_stopped(tmp_path):
    with new_node(tmp_path / "node") as node:
        stopped = Suggesting(node.store)
        stopped.stop()
        with pytest.raises(Unavailable), stopped.pool(node.view):
            pass
        assert issubclass(NotWorkedOut, Unavailable)


# -- what a class sees


class Named:
    """Random bytes that follow from what they are drawn for: two worlds draw the same ids for the same."""

    def __init__(self):
        self.drawn: Counter[str] = Counter()

    def __call__(self, what, count):
        self.drawn[what] += 1
        return hashlib.shake_128(f"{what}:{self.drawn[what]}".encode()).digest(count)


@settings(FEW, max_examples=6)
@given(steps=st.lists(st.tuples(st.sampled_from(["L1", "L2"]), PEOPLE, st.booleans()), min_size=1, max_size=5))
def test_what_a_class_may_not_see_changes_neither_its_records_nor_its_scores(tmp_path_factory, steps):
    """Two worlds, of which one holds reports of another agency; a class that may not see those keeps one pool."""
    kept = []
    for hidden in (True, False):
        with new_node(tmp_path_factory.mktemp("world") / "node") as node:
            node.store.random = node.store.ledger.random = Named()
            pool = Pool()
            for list_id, people, is_hidden in steps:
                if is_hidden:
                    if hidden:
                        node.take_in(f"X{list_id}", people, agency="XK")
                else:
                    node.take_in(list_id, people)
                view = node.store.view(lambda labels: [label.agency != "XK" for label in labels], "without XK")
                pool.refresh(node.store, view, NOTHING_TOLD)
            kept.append((pool.units, pool.scores))
    assert kept[0] == kept[1]


def test_an_erasure_empties_what_was_read(tmp_path):
    with new_node(tmp_path / "node") as node:
        node.take_in("L1", [("R1", NAMES[0], "", ""), ("R2", NAMES[1], "", "")])
        node.desk.suggestions(node.actor)
        (pool,) = node.desk._parts.suggesting._pools.values()
        (hit,) = [hit for hit in node.desk.search(node.actor, NAMES[0]).hits if hit.caption == NAMES[0]]
        view = node.desk.entity(node.actor, hit.id)
        report_id = view.groups[0].properties[0].values[0].sources[0].report_id
        assert len(pool.units) == 2
        node.desk.erase_reports(node.desk.operator(), [report_id])
        assert (pool.units, pool.scores, len(node.desk._parts.suggesting._pools)) == ({}, {}, 0)
        assert node.desk.suggestions(node.actor).total == 0
