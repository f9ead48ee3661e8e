"""The second process of long imports and rebuilds: the same rows, and nothing half done when it dies."""

from __future__ import annotations

import pytest
from tests.store.worlds import index_rows, person, plan, take_in

from headwater.errors import Unavailable
from headwater.settings import Settings
from headwater.store import Store
from headwater.store.importing import CHUNK, CHUNKS_ALONE
from headwater.store.rowmaking import RowMaker, rows_of_reports

MANY = CHUNK * (CHUNKS_ALONE + 2) + 7


def test_a_long_import_has_the_same_rows_as_a_rebuild_and_can_be_undone(engine: Settings) -> None:
    store = Store.open(engine)
    take_in(store, [person("r1", group="Brook"), person("r2", born="1970", group="Brook")], "2025-01-01")
    before = index_rows(store)
    drafts = [person(f"r{number}", f"Ana Exemplo{number}", group="Brook") for number in range(MANY)]
    info = take_in(store, drafts, "2025-02-01")
    assert (info.body.made, info.body.changed, info.body.unchanged) == (MANY - 2, 2, 0)
    standing = index_rows(store)
    store.rebuild_index()
    assert index_rows(store) == standing
    store.undo_import(info.id)
    assert index_rows(store) == before
    store.close()


def test_an_import_whose_second_process_dies_leaves_nothing(settings: Settings) -> None:
    store = Store.open(settings)
    before = index_rows(store)
    run = store.begin_import(plan())
    run.add([person(f"r{number}") for number in range(CHUNK * (CHUNKS_ALONE + 1))])
    assert run._maker is not None
    run._maker._process.kill()
    with pytest.raises(Unavailable, match="process"):
        run.add([person(f"s{number}") for number in range(CHUNK * 3)])
    assert run.fail("The process ended.").state == "failed"
    assert index_rows(store) == before
    store.close()
    again = Store.open(settings)
    assert index_rows(again) == before
    again.close()


def test_the_process_answers_in_the_order_it_was_asked(settings: Settings) -> None:
    store = Store.open(settings)
    take_in(store, [person(f"r{number}") for number in range(30)])
    maker = RowMaker(settings)
    try:
        pieces = [range(1, 11), range(11, 21), range(21, 31)]
        for piece in pieces:
            maker.ask(piece)
        for piece in pieces:
            assert maker.take() == rows_of_reports(store.ledger, store.writer.labels, store.docket, piece)
        assert maker.waiting == 0
    finally:
        maker.close()
        store.close()


def test_a_long_rebuild_makes_the_same_rows(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(settings)
    take_in(store, [person(f"r{number}", group="Brook") for number in range(95)])
    standing = index_rows(store)
    monkeypatch.setattr("headwater.store.settling.REBUILD_AT_ONCE", 10)
    told: list[float] = []
    store.rebuild_index(lambda fraction, words: told.append(fraction))
    assert len(told) == 10
    assert told[-1] == 1.0
    assert index_rows(store) == standing
    store.close()
