"""After a crash: what was not finished is taken back, what the index lost is made again."""

from __future__ import annotations

from unittest import mock

import pytest
from tests.store.worlds import index_rows, person, plan, take_in, view, with_index_of

from headwater.model import DraftReport
from headwater.settings import Settings
from headwater.store import Store
from headwater.store.importing import CHUNK, CHUNKS_ALONE


class Killed(BaseException):
    """Stands for a process that ends here; nothing handles it."""


def reopened(store: Store, settings: Settings) -> Store:
    store.close()
    return Store.open(settings)


def test_an_import_that_was_cut_between_ledger_and_index_is_taken_back(engine: Settings) -> None:
    store = Store.open(engine)
    take_in(store, [person("a", group="Brook")], "2025-01-01")
    before = index_rows(store)
    run = store.begin_import(plan("2025-02-01"))
    run.add([person("b", group="Brook")])
    with mock.patch.object(store.writer, "add", side_effect=Killed), pytest.raises(Killed):
        run.add([person("a", born="1990", group="Brook"), person("c")])
    store = reopened(store, engine)
    assert index_rows(store) == before
    assert [info.state for info in store.imports()] == ["failed", "done"]
    assert "stopped" in store.imports()[0].body.error
    assert take_in(store, [person("b"), person("c")], "2025-02-01").body.made == 2
    store.close()


def test_an_index_that_lost_more_than_the_unfinished_import_is_made_again(settings: Settings) -> None:
    """A power cut in the middle of an import may cost the index changes of the import before."""
    store = Store.open(settings)
    take_in(store, [person("a")])
    store.writer.database.checkpoint()
    old = (settings.data / "index.sqlite").read_bytes()
    take_in(store, [person("b", "Petar Primer")])
    before = index_rows(store)
    store.begin_import(plan()).add([person("c")])
    store.close()
    again = with_index_of(settings, old)
    assert index_rows(again) == before
    again.close()


def test_a_long_import_that_was_cut_is_taken_back_without_a_rebuild(settings: Settings) -> None:
    store = Store.open(settings)
    take_in(store, [person("a")])
    before = index_rows(store)
    run = store.begin_import(plan())
    run.add([person(f"r{number}") for number in range(CHUNK * (CHUNKS_ALONE + 2))])
    assert run._maker is not None
    run._maker.close()
    store.close()
    with mock.patch.object(Store, "rebuild_index", side_effect=AssertionError("rebuilt")):
        again = Store.open(settings)
    assert index_rows(again) == before
    again.close()


def test_an_undo_that_was_cut_is_finished_at_the_next_start(engine: Settings) -> None:
    store = Store.open(engine)
    take_in(store, [person("a")], "2025-01-01")
    before = index_rows(store)
    info = take_in(store, [person("a", born="1990"), person("b")], "2025-02-01")
    with mock.patch.object(store.writer, "take_out", side_effect=Killed), pytest.raises(Killed):
        store.undo_import(info.id)
    store = reopened(store, engine)
    assert index_rows(store) == before
    assert store.import_info(info.id).state == "undone"
    store.close()


def test_an_index_that_is_gone_is_made_again_from_the_ledger(settings: Settings) -> None:
    store = Store.open(settings)
    take_in(store, [person("a"), person("b")], "2025-01-01", full=True)
    take_in(store, [person("a")], "2025-02-01", full=True)
    before = index_rows(store)
    store.close()
    for path in settings.data.glob("index.sqlite*"):
        path.unlink()
    again = Store.open(settings)
    assert index_rows(again) == before
    again.close()


def test_an_index_that_lost_its_last_changes_is_made_again(settings: Settings) -> None:
    """After a power cut the index may be older than the ledger: it is not flushed at each commit."""
    store = Store.open(settings)
    take_in(store, [person("a")])
    store.writer.database.checkpoint()
    old = (settings.data / "index.sqlite").read_bytes()
    take_in(store, [person("b", "Petar Primer")])
    before = index_rows(store)
    store.close()
    again = with_index_of(settings, old)
    assert index_rows(again) == before
    again.close()


def test_a_crashed_postgresql_server_empties_the_index_and_it_is_made_again(engine: Settings) -> None:
    """Unlogged tables come back empty; an empty index must never pass for an empty answer."""
    store = Store.open(engine)
    take_in(store, [person("a")])
    before = index_rows(store)
    with store.writer.database.writing() as session:
        for table in (*before, "meta"):
            session.run(f"DELETE FROM {table}")
    store = reopened(store, engine)
    assert index_rows(store) == before
    assert store.search(view(store), "Ana").total == 1
    store.close()


def test_a_healthy_store_is_not_rebuilt(engine: Settings) -> None:
    store = Store.open(engine)
    info = take_in(store, [person("a")])
    take_in(store, [person("a"), person("b")])
    store.undo_import(info.id)
    store.erase_reports([store.search(view(store), "Xb").hits[0].rows[0].report_id])
    store.close()
    with mock.patch.object(Store, "rebuild_index", side_effect=AssertionError("rebuilt")):
        Store.open(engine).close()


def test_a_worker_writes_beside_the_node_and_the_node_sees_it(engine: Settings) -> None:
    store = Store.open(engine)
    everyone = view(store)
    worker = Store.open(engine, worker=True)
    take_in(worker, [person("a")])
    worker.close()
    assert store.search(everyone, "Ana").total == 0
    assert store.search(view(store), "Ana").total == 1
    store.close()


def drafts(count: int) -> list[DraftReport]:
    return [person(f"r{i}") for i in range(count)]


def test_progress_is_told_and_ends_at_the_whole(store: Store) -> None:
    info = take_in(store, drafts(1500))
    told: list[float] = []
    store.undo_import(info.id, lambda fraction, words: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0
