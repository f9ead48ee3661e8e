"""Erasure: no file of the node holds a value afterwards. The bytes are searched."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import PostgresServer
from tests.store.worlds import index_rows, person, plan, take_in, view

from headwater.errors import NotFound
from headwater.model import DraftReport, NewJudgement, Verdict
from headwater.settings import Settings
from headwater.store import KeptRefusal, Store

LETTERS = "bcdfghjklmnpqrstvwxz"


def marked_names(count: int, mark: str) -> list[str]:
    """Names that occur nowhere else, each of two words that begin with the same mark."""
    draw = random.Random(count)
    return [
        f"{mark}{''.join(draw.choices(LETTERS, k=9))} {mark}{''.join(draw.choices(LETTERS, k=9))}" for _ in range(count)
    ]


def files_of(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def traces(folder: Path, marks: list[str]) -> list[str]:
    """Files in which one of the marks stands, in any case."""
    found = []
    for path, content in files_of(folder):
        low = content.lower()
        found += [f"{path.name}: {mark}" for mark in marks if mark.lower().encode() in low]
    return found


def load_in_small_chunks(store: Store, drafts: list[DraftReport]) -> None:
    for start in range(0, len(drafts), 100):
        take_in(store, drafts[start : start + 100])


def test_erasing_five_thousand_reports_leaves_none_of_their_values(settings: Settings) -> None:
    store = Store.open(settings)
    gone = [person(f"gone{i}", name, born="1911-11-11") for i, name in enumerate(marked_names(5000, "Zqxuoqa"))]
    stay = [person(f"stay{i}", name) for i, name in enumerate(marked_names(2000, "Wvjuoia"))]
    mixed = gone + stay
    random.Random(1).shuffle(mixed)
    load_in_small_chunks(store, mixed)
    everyone = view(store)
    before = store.search(everyone, "wvjuoia").total
    assert traces(settings.data, ["zqxuoqa"]) != []
    hits = store.search(everyone, "zqxuoqa", limit=6000).hits
    reports = [hit.rows[0].report_id for hit in hits]
    assert len(reports) == 5000
    kept = store.search(everyone, "wvjuoia").hits[0].entity_id
    for hit in hits[:20]:
        labels = everyone.numbers_of(row.label for row in hit.rows)
        said = NewJudgement(hit.entity_id, kept, Verdict.UNSURE, "ana", "Zqxuoqa has the scar of Ktrbdpm.", labels)
        store.withdraw_judgement(store.judge(said).id, "ben")
        store.judge(said)
    assert store.erase_reports(reports) == 5000
    assert store.search(everyone, "zqxuoqa").total == 0
    assert store.search(everyone, "wvjuoia").total == before == 2000
    # The node still runs: its files are searched as they lie there, write-ahead logs included.
    assert traces(settings.data, ["zqxuoqa", "1911-11-11", "xgone1", "ktrbdpm"]) == []
    assert store.judgements(everyone, withdrawn=True) == []
    assert store.vault.all("judgement") == []
    store.close()
    assert traces(settings.data, ["zqxuoqa", "1911-11-11", "xgone1", "ktrbdpm"]) == []


def test_erasing_on_postgresql_leaves_no_value_in_any_file_of_the_server(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    address = postgres.new_database()
    settings = Settings(data=tmp_path / "node", database=address)
    store = Store.open(settings)
    gone = [person(f"gone{i}", name) for i, name in enumerate(marked_names(1500, "Zqyuoqa"))]
    stay = [person(f"stay{i}", name) for i, name in enumerate(marked_names(500, "Wvkuoia"))]
    mixed = gone + stay
    random.Random(2).shuffle(mixed)
    load_in_small_chunks(store, mixed)
    with store.writer.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    everyone = view(store)
    hits = store.search(everyone, "zqyuoqa", limit=3000).hits
    reports = [hit.rows[0].report_id for hit in hits]
    labels = everyone.numbers_of(row.label for row in hits[0].rows)
    said = NewJudgement(
        hits[0].entity_id, hits[1].entity_id, Verdict.UNSURE, "ana", "Zqyuoqa has the scar of Ktrbdpm.", labels
    )
    store.judge(said)
    store.withdraw_judgement(store.judge(said).id, "ben")
    assert store.erase_reports(reports) == 1500
    assert store.judgements(everyone, withdrawn=True) == []
    store.close()
    postgres.restart()
    assert traces(postgres.folder, ["zqyuoqa", "ktrbdpm"]) == []
    assert traces(settings.data, ["zqyuoqa", "ktrbdpm"]) == []
    again = Store.open(settings)
    assert again.search(view(again), "wvkuoia").total == 500
    again.close()
    postgres.drop_database(address)


def test_every_version_goes_with_the_report(store: Store) -> None:
    take_in(store, [person("a", born="1980")], "2025-01-01")
    take_in(store, [person("a", born="1981")], "2025-02-01")
    report = store.search(view(store), "Ana").hits[0].rows[0].report_id
    assert store.erase_reports([report]) == 2
    assert all(rows == [] for rows in index_rows(store).values())
    store.rebuild_index()
    assert all(rows == [] for rows in index_rows(store).values())
    assert store.erase_reports([report]) == 0


def test_an_erased_entry_may_come_again_as_new(store: Store) -> None:
    take_in(store, [person("a")])
    everyone = view(store)
    first = store.search(everyone, "Ana").hits[0]
    store.erase_reports([first.rows[0].report_id])
    assert take_in(store, [person("a")]).body.made == 1
    assert store.search(everyone, "Ana").hits[0].entity_id != first.entity_id


def test_what_a_mended_entry_said_goes_with_its_report(store: Store) -> None:
    run = store.begin_import(plan())
    run.refuse(KeptRefusal(entry="b", line=1, field="name", reason="No name.", remedy="Write one.", raw="b;Petar"))
    info = run.finish()
    (kept,) = store.refusals(info.id)
    report = store.mend(kept.id, person("b", "Petar Primer"))
    store.erase_reports([report])
    assert store.refusals(info.id) == []
    with pytest.raises(NotFound):
        store.refusal(kept.id)


def test_an_erasure_that_was_cut_short_is_finished_at_the_next_start(settings: Settings) -> None:
    store = Store.open(settings)
    take_in(store, [person("a"), person("b", "Petar Primer")])
    report = store.search(view(store), "Ana").hits[0].rows[0].report_id
    with store.ledger.database.writing() as session:
        session.run("UPDATE report SET erased = 1 WHERE ext = ?", (report,))
        store.note_applied(session)
    store.close()
    again = Store.open(settings)
    assert again.search(view(again), "Ana").total == 0
    assert again.search(view(again), "Petar").total == 1
    again.close()
    assert traces(settings.data, ["exemplo"]) == []
