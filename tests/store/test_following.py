"""What changed since a mark: all that did, and for an ordinary change not much more."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from tests.store.worlds import judge, person, plan, take_in, view, who

from headwater.model import SubjectCategory, Verdict
from headwater.settings import Settings
from headwater.store import KeptRefusal, Store, following

VICTIM = SubjectCategory.VICTIM


def test_at_first_everything_has_changed_and_then_nothing(store: Store) -> None:
    take_in(store, [person("m1")])
    mark, changed = store.changed_since(None)
    assert changed is None
    mark, changed = store.changed_since(mark)
    assert changed == frozenset()


def test_an_import_changes_what_it_adds_and_what_it_replaces(store: Store) -> None:
    take_in(store, [person("m1"), person("m2"), person("m3")])
    first, second, third = who(store, view(store), "m1", "m2", "m3")
    mark, _ = store.changed_since(None)
    take_in(store, [person("m1"), person("m2", "Vera Primer"), person("m4")])
    (fourth,) = who(store, view(store), "m4")
    mark, changed = store.changed_since(mark)
    assert changed is not None
    assert {second, fourth} <= changed
    assert not {first, third} & changed
    assert store.changed_since(mark)[1] == frozenset()


def test_taking_an_import_back_changes_what_it_had_changed(store: Store) -> None:
    take_in(store, [person("m1"), person("m2")])
    info = take_in(store, [person("m2", "Vera Primer"), person("m3")])
    everyone = view(store)
    first, second, third = who(store, everyone, "m1", "m2", "m3")
    mark, _ = store.changed_since(None)
    store.undo_import(info.id)
    _, changed = store.changed_since(mark)
    assert changed is not None
    assert {second, third} <= changed
    assert first not in changed


def test_what_stood_only_because_an_import_saw_it_again_changes_when_that_is_taken_back(store: Store) -> None:
    first = take_in(store, [person("m1")])
    second = take_in(store, [person("m1")])
    (known,) = who(store, view(store), "m1")
    store.undo_import(first.id)
    mark, _ = store.changed_since(None)
    store.undo_import(second.id)
    assert known in (store.changed_since(mark)[1] or ())
    assert who(store, view(store), "m1") == []


def test_a_running_import_is_told_when_it_ends_and_a_failed_one_too(store: Store) -> None:
    mark, _ = store.changed_since(None)
    run = store.begin_import(plan())
    run.add([person("m1")])
    (first,) = who(store, view(store), "m1")
    mark, changed = store.changed_since(mark)
    assert changed == frozenset()
    run.finish()
    mark, changed = store.changed_since(mark)
    assert first in (changed or ())
    run = store.begin_import(plan())
    run.add([person("m2")])
    (second,) = who(store, view(store), "m2")
    mark, _ = store.changed_since(mark)
    run.fail("stopped")
    assert second in (store.changed_since(mark)[1] or ())


def test_a_mended_entry_is_told(store: Store) -> None:
    run = store.begin_import(plan())
    run.add([person("m1")])
    run.refuse(KeptRefusal(entry="m2", line=1, field="name", reason="No name.", remedy="Write one.", raw="m2"))
    info = run.finish()
    (kept,) = store.refusals(info.id)
    mark, _ = store.changed_since(None)
    store.mend(kept.id, person("m2"))
    mark, changed = store.changed_since(mark)
    assert set(who(store, view(store), "m2")) <= (changed or frozenset())
    assert store.changed_since(mark)[1] == frozenset()


def test_an_erasure_and_a_rebuild_change_everything(store: Store) -> None:
    take_in(store, [person("m1"), person("m2")])
    everyone = view(store)
    mark, _ = store.changed_since(None)
    store.erase_reports([store.search(everyone, "m1").hits[0].rows[0].report_id])
    mark, changed = store.changed_since(mark)
    assert changed is None
    store.rebuild_index()
    assert store.changed_since(mark)[1] is None


def test_who_becomes_protected_has_changed_and_so_has_what_points_to_them(store: Store) -> None:
    take_in(store, [person("m1"), person("m2", group="Brook"), person("m3")])
    everyone = view(store)
    first, second, third = who(store, everyone, "m1", "m2", "m3")
    links = store.referencing(everyone, second)
    tie = judge(store, everyone, first, second)
    mark, changed = store.changed_since(store.changed_since(None)[0])
    assert changed == frozenset(), "a judgement alone changes no record"
    said = person("m1", category=VICTIM, case="C1", agency="AL")
    take_in(store, [msgspec.structs.replace(said, reference="m1-victim")])
    mark, changed = store.changed_since(mark)
    assert changed is not None
    assert {first, second, *links} <= changed
    assert third not in changed
    store.withdraw_judgement(tie.id, "ana")
    mark, changed = store.changed_since(mark)
    assert set(changed or ()) == {second, *links}
    judge(store, view(store, cases=["C1"]), first, second, Verdict.UNSURE)
    assert store.changed_since(mark)[1] == frozenset()


def test_a_day_that_passes_changes_who_comes_of_age_and_what_is_past_its_date(engine: Settings) -> None:
    now = [datetime(2028, 1, 1, tzinfo=UTC)]
    store = Store.open(engine, now=lambda: now[0])
    take_in(store, [person("m1", born="2010-01-02"), person("m2", erase_by="2028-01-02"), person("m3")])
    (second,) = who(store, view(store), "m2")
    mark, _ = store.changed_since(None)
    now[0] = datetime(2028, 1, 2, tzinfo=UTC)
    (first,) = who(store, view(store), "m1")
    mark, changed = store.changed_since(mark)
    assert changed is not None
    assert {first, second} <= changed
    assert not {*who(store, view(store), "m3")} & changed
    assert store.changed_since(mark)[1] == frozenset()
    store.close()


def test_a_very_large_change_is_everything(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "REPORTS_AT_MOST", 2)
    mark, _ = store.changed_since(None)
    take_in(store, [person("m1"), person("m2")])
    mark, changed = store.changed_since(mark)
    assert changed is not None
    take_in(store, [person(f"n{number}") for number in range(3)])
    assert store.changed_since(mark)[1] is None


def test_a_reader_whose_index_is_older_than_its_ledger_claims_nothing(settings: Settings) -> None:
    """On SQLite the two are read one after the other; what came in between is told the next time."""
    store = Store.open(settings)
    take_in(store, [person("m1")])
    mark, _ = store.changed_since(None)
    with store.moment():
        assert store.search(view(store), "m1").total == 1
        other = Store.open(settings, worker=True)
        take_in(other, [person("m2")])
        other.close()
        same, changed = store.changed_since(mark)
        assert (same, changed) == (mark, frozenset())
        begun, changed = store.changed_since(None)
        assert changed is None
    assert set(who(store, view(store), "m2")) <= (store.changed_since(mark)[1] or frozenset())
    assert set(who(store, view(store), "m2")) <= (store.changed_since(begun)[1] or frozenset())
    store.close()
