"""Imports: versions, editions, what ends, and that taking back restores what was before."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.worlds import index_rows, person, plan, take_in, view

from headwater.errors import BadInput, Conflict, NotFound
from headwater.model import DraftAssertion, DraftReport, SubjectCategory
from headwater.settings import Settings
from headwater.store import KeptRefusal, Store


def counts(info: object) -> tuple[int, int, int, int, int]:
    body = info.body  # type: ignore[attr-defined]
    return body.read, body.made, body.changed, body.unchanged, body.ended


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    drafts = [person(f"r{i}") for i in range(30)]
    assert counts(take_in(store, drafts, "2025-01-01", full=True)) == (30, 30, 0, 0, 0)
    before = index_rows(store)
    assert counts(take_in(store, drafts, "2025-01-01", full=True)) == (30, 0, 0, 30, 0)
    assert index_rows(store) == before


def test_a_new_edition_shows_added_changed_and_ended_and_deletes_nothing(store: Store) -> None:
    take_in(store, [person("a"), person("b"), person("c")], "2025-01-01", full=True)
    second = take_in(store, [person("a"), person("b", born="1981"), person("d")], "2025-02-01", full=True)
    assert counts(second) == (3, 1, 1, 1, 1)
    assert [(change.kind, change.reference) for change in store.changes(second.id)] == [
        ("added", "d"),
        ("changed", "b"),
        ("ended", "c"),
    ]
    everyone = view(store)
    assert store.search(everyone, "Ana Exemplo").total == 4
    ended = store.search(everyone, "Xc").hits[0].rows[0].report_id
    assert store.reports(everyone, [ended])[ended].ended_on == "2025-02-01"


def test_the_latest_edition_that_has_an_entry_is_told(store: Store) -> None:
    take_in(store, [person("a")], "2025-01-01", full=True)
    take_in(store, [person("a")], "2025-03-01", full=True)
    everyone = view(store)
    report = store.search(everyone, "Ana").hits[0].rows[0].report_id
    info = store.reports(everyone, [report])[report]
    assert (info.head.edition_date, info.seen_edition_date, info.ended_on) == ("2025-01-01", "2025-03-01", "")


def test_an_entry_that_comes_back_stands_again_as_a_new_version(store: Store) -> None:
    take_in(store, [person("a"), person("b")], "2025-01-01", full=True)
    take_in(store, [person("a")], "2025-02-01", full=True)
    third = take_in(store, [person("a"), person("b")], "2025-03-01", full=True)
    assert counts(third) == (2, 0, 1, 1, 0)
    assert index_rows(store)["ended"] == []


def test_absence_from_part_of_a_list_ends_nothing(store: Store) -> None:
    take_in(store, [person("a"), person("b")], "2025-01-01", full=True)
    assert counts(take_in(store, [person("a")], "2025-02-01", full=False))[4] == 0


def test_absence_from_another_list_ends_nothing(store: Store) -> None:
    take_in(store, [person("a")], "2025-01-01", full=True)
    other = [person("z", list_id="M")]
    assert counts(take_in(store, other, "2025-02-01", list_id="M", full=True))[4] == 0


def test_an_entry_that_was_refused_is_not_taken_for_absent(store: Store) -> None:
    take_in(store, [person("a"), person("b")], "2025-01-01", full=True)
    run = store.begin_import(plan("2025-02-01", full=True))
    run.add([person("a")])
    run.refuse(refusal("b"))
    assert run.finish().body.ended == 0


def test_an_entry_that_cannot_be_named_keeps_every_other_from_ending(store: Store) -> None:
    take_in(store, [person("a"), person("b")], "2025-01-01", full=True)
    run = store.begin_import(plan("2025-02-01", full=True))
    run.add([person("a")])
    run.refuse(refusal("line 7"))
    assert run.finish().body.ended == 0


def test_an_older_edition_that_comes_later_is_refused(store: Store) -> None:
    take_in(store, [person("a")], "2025-02-01", full=True)
    with pytest.raises(Conflict, match="2025-02-01") as refused:
        store.begin_import(plan("2025-01-31", full=True))
    assert refused.value.remedy
    assert len(store.imports()) == 1


def test_an_undone_edition_does_not_stand_in_the_way_of_an_older_one(store: Store) -> None:
    late = take_in(store, [person("a")], "2025-02-01", full=True)
    store.undo_import(late.id)
    assert counts(take_in(store, [person("a")], "2025-01-01", full=True))[:2] == (1, 1)


def test_a_reference_twice_in_a_file_is_refused_the_second_time(store: Store) -> None:
    run = store.begin_import(plan())
    run.add([person("a"), person("a", born="1990")])
    info = run.finish()
    assert (info.body.read, info.body.made, info.body.refused) == (2, 1, 1)
    (kept,) = store.refusals(info.id)
    assert kept.refusal.field == "reference"


def test_a_person_without_a_category_is_never_kept(store: Store) -> None:
    said = DraftAssertion(entity="a", schema="Person", prop="name", value="Ana Exemplo")
    run = store.begin_import(plan())
    with pytest.raises(BadInput, match="category"):
        run.add([DraftReport(agency="GB", list_id="L", reference="a", assertions=(said,))])
    assert run.fail("A category is missing.").state == "failed"
    assert index_rows(store)["assertion"] == []


def test_undo_takes_back_new_changed_and_ended_entries(store: Store) -> None:
    take_in(store, [person("a", group="Brook"), person("b", group="Brook"), person("c")], "2025-01-01", full=True)
    before = index_rows(store)
    second = [person("a", "Petar Primer", group="Brook"), person("d", group="Brook")]
    info = take_in(store, second, "2025-02-01", full=True)
    assert index_rows(store) != before
    assert store.undo_import(info.id).state == "undone"
    assert index_rows(store) == before
    assert store.import_info(info.id).state == "undone"


def test_undoing_an_import_that_a_later_one_confirmed_keeps_what_the_later_one_says(store: Store) -> None:
    first = take_in(store, [person("a")], "2025-01-01")
    take_in(store, [person("a")], "2025-02-01")
    before = index_rows(store)
    store.undo_import(first.id)
    assert index_rows(store) == before


def test_undo_happens_once(store: Store) -> None:
    info = take_in(store, [person("a")])
    store.undo_import(info.id)
    with pytest.raises(Conflict, match="undone"):
        store.undo_import(info.id)
    with pytest.raises(NotFound):
        store.undo_import("0" * 24)


def test_a_failed_run_leaves_nothing_but_its_refused_entries(store: Store) -> None:
    before = index_rows(store)
    run = store.begin_import(plan())
    run.add([person("a")])
    run.refuse(refusal("b"))
    info = run.fail("The file ends in the middle of an entry.")
    assert (info.state, info.body.error) == ("failed", "The file ends in the middle of an entry.")
    assert index_rows(store) == before
    assert [kept.refusal.entry for kept in store.refusals(info.id)] == ["b"]


def refusal(entry: str) -> KeptRefusal:
    return KeptRefusal(entry=entry, line=3, field="name", reason="No name.", remedy="Write one.", raw='{"id": "b"}')


def test_a_mended_entry_joins_its_import_and_is_undone_with_it(store: Store) -> None:
    before = index_rows(store)
    run = store.begin_import(plan("2025-01-01", full=True))
    run.add([person("a")])
    run.refuse(refusal("b"))
    info = run.finish()
    (kept,) = store.refusals(info.id)
    report = store.mend(kept.id, person("b", "Petar Primer"))
    assert store.search(view(store), "Petar").hits[0].rows[0].report_id == report
    after = store.import_info(info.id).body
    assert (after.read, after.made, after.refused) == (2, 2, 0)
    assert store.refusals(info.id)[0].state == "mended"
    with pytest.raises(Conflict):
        store.mend(kept.id, person("c"))
    store.undo_import(info.id)
    assert index_rows(store) == before


def test_a_mended_entry_may_not_take_the_place_of_another(store: Store) -> None:
    run = store.begin_import(plan())
    run.add([person("a")])
    run.refuse(refusal("b"))
    info = run.finish()
    (kept,) = store.refusals(info.id)
    with pytest.raises(Conflict, match="already"):
        store.mend(kept.id, person("a", "Petar Primer"))
    assert store.refusals(info.id)[0].state == "open"


def test_a_dropped_entry_stays_with_its_reason(store: Store) -> None:
    run = store.begin_import(plan())
    run.refuse(refusal("b"))
    info = run.finish()
    (kept,) = store.refusals(info.id)
    store.drop_refusal(kept.id)
    (dropped,) = store.refusals(info.id)
    assert (dropped.state, dropped.refusal.reason) == ("dropped", "No name.")


moves = st.lists(
    st.tuples(
        st.sets(st.sampled_from("abcd"), min_size=1),
        st.sampled_from(["1980", "1981"]),
        st.booleans(),
        st.sampled_from([SubjectCategory.SUSPECT, SubjectCategory.VICTIM]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves, data=st.data())
def test_whatever_is_imported_and_undone_the_index_is_what_a_rebuild_makes(
    moves: list[tuple[set[str], str, bool, SubjectCategory]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store.open(Settings(data=tmp_path_factory.mktemp("node")))
    try:
        runs = []
        for number, (references, born, full, category) in enumerate(moves):
            drafts = [person(r, born=born, category=category, group="Brook") for r in sorted(references)]
            runs.append(take_in(store, drafts, f"2025-01-{number + 1:02}", full=full).id)
        for run in data.draw(st.lists(st.sampled_from(runs), unique=True)):
            store.undo_import(run)
        standing = index_rows(store)
        store.rebuild_index()
        assert index_rows(store) == standing
        for run in [info.id for info in store.imports() if info.state == "done"]:
            store.undo_import(run)
        assert all(rows == [] for rows in index_rows(store).values())
    finally:
        store.close()


def test_many_refused_entries_are_all_kept_in_their_order(store: Store) -> None:
    run = store.begin_import(plan())
    names = [f"entry {number}" for number in range(1203)]
    for name in names:
        run.refuse(refusal(name))
    info = run.finish()
    assert info.body.refused == len(names)
    assert [kept.refusal.entry for kept in store.refusals(info.id)] == names
