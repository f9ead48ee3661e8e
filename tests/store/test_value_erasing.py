"""Erasure of single values: no file of the node holds them afterwards, and the rest of the report stands."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import msgspec
import pytest
from tests.conftest import Clock, PostgresServer
from tests.store.test_erasing import load_in_small_chunks, marked_names, traces
from tests.store.worlds import index_rows, judge, person, plan, take_in, view, who

from headwater.errors import NotFound
from headwater.model import DraftAssertion, DraftReport, SubjectCategory, Verdict
from headwater.settings import Settings
from headwater.store import KeptRefusal, Store
from headwater.store.database import Database
from headwater.store.reading import Row

VICTIM = SubjectCategory.VICTIM
MARKS = ["zqxuoqa", "1911-11-11", "ktrbdpm"]


class Killed(BaseException):
    """Stands for a process that ends here; nothing handles it."""


def marked(count: int) -> list[DraftReport]:
    """Reports whose name, birth date, original values and narrative are to go; the passport is to stay."""
    drafts = []
    for number, name in enumerate(marked_names(count, "Zqxuoqa")):
        draft = person(f"m{number}", name, born="1911-11-11")
        lines = tuple(
            msgspec.structs.replace(said, original_value=f"{said.value}, called Ktrbdpm")
            if said.schema == "Person"
            else said
            for said in draft.assertions
        )
        drafts.append(msgspec.structs.replace(draft, assertions=lines, narrative=f"{name} has the scar of Ktrbdpm."))
    return drafts


def report_of(store: Store, text: str) -> str:
    return next(hit.rows[0].report_id for hit in store.search(view(store), text).hits if hit.schema == "Person")


def lines_of(store: Store, report_id: str, *props: str) -> list[str]:
    return [one.id for one in store.opened([report_id])[report_id].report.assertions if one.prop in props]


def fill(store: Store, count: int) -> dict[str, list[str]]:
    """Take in marked reports between others; returns what of them is to go."""
    mixed = marked(count) + [person(f"s{number}", name) for number, name in enumerate(marked_names(200, "Wvjuoia"))]
    random.Random(1).shuffle(mixed)
    load_in_small_chunks(store, mixed)
    hits = store.search(view(store), "zqxuoqa", limit=count).hits
    reports = store.opened([hit.rows[0].report_id for hit in hits])
    assert len(reports) == count
    return {id_: [one.id for one in held.report.assertions if one.schema == "Person"] for id_, held in reports.items()}


def test_erased_values_are_in_no_file_and_what_was_said_besides_stands(settings: Settings) -> None:
    store = Store.open(settings)
    lines = fill(store, 1500)
    assert traces(settings.data, MARKS[:1]) != []
    assert store.erase_values_of(lines) == 3000
    everyone = view(store)
    assert store.search(everyone, "zqxuoqa").total == 0
    assert store.search(everyone, "wvjuoia").total == 200
    assert store.search(everyone, "Xm7").total >= 1
    assert len(store.opened(list(lines))) == 1500
    # The node still runs: its files are searched as they lie there, write-ahead logs included.
    assert traces(settings.data, MARKS) == []
    rows = index_rows(store)
    store.rebuild_index()
    assert index_rows(store) == rows
    store.close()
    assert traces(settings.data, MARKS) == []


def test_erased_values_are_in_no_file_of_a_postgresql_server(postgres: PostgresServer, tmp_path: Path) -> None:
    address = postgres.new_database()
    settings = Settings(data=tmp_path / "node", database=address)
    store = Store.open(settings)
    lines = fill(store, 400)
    with store.writer.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    assert store.erase_values_of(lines) == 800
    store.close()
    postgres.restart()
    assert traces(postgres.folder, MARKS) == []
    assert traces(settings.data, MARKS) == []
    again = Store.open(settings)
    assert again.search(view(again), "wvjuoia").total == 200
    assert again.search(view(again), "zqxuoqa").total == 0
    again.close()
    postgres.drop_database(address)


def test_the_key_under_which_the_values_lay_is_destroyed(store: Store) -> None:
    """A copy of the ledger from before does not open without a copy of the key file."""
    take_in(store, [person("m1")])
    report = report_of(store, "m1")
    with store.ledger.database.reading() as session:
        ((before,),) = session.rows("SELECT slot FROM report WHERE ext = ?", (report,))
    store.erase_values(report, lines_of(store, report, "name"))
    with store.ledger.database.reading() as session:
        ((after,),) = session.rows("SELECT slot FROM report WHERE ext = ?", (report,))
    assert after != before
    with pytest.raises(NotFound):
        store.keys.read(before)
    assert store.vault.all("erasure") == []


def test_the_same_entry_imported_again_brings_nothing_back(store: Store) -> None:
    draft = msgspec.structs.replace(person("m1"), narrative="Ana was seen.")
    take_in(store, [draft], "2026-01-01", full=True)
    report = report_of(store, "m1")
    assert store.erase_values(report, lines_of(store, report, "name")) == 1
    assert store.opened([report])[report].report.narrative == ""
    again = take_in(store, [draft], "2026-02-01", full=True).body
    assert (again.made, again.changed, again.unchanged) == (0, 0, 1)
    assert store.search(view(store), "Ana").total == 0
    changed = msgspec.structs.replace(draft, narrative="Ana was seen again.")
    assert take_in(store, [changed], "2026-03-01").body.changed == 1


def test_every_version_loses_the_value_and_what_is_past_its_day(store: Store) -> None:
    old = take_in(store, [person("m1", born="1980", erase_by="2020-01-01")], "2025-01-01")
    take_in(store, [person("m1", "Vera Primer", born="1980")], "2025-02-01")
    newest = take_in(store, [person("m1", "Vera Primer", born="1981")], "2025-03-01")
    report = report_of(store, "Vera")
    # The middle version loses one line; of the first, past its day in all it says, nothing is left.
    assert store.erase_values(report, lines_of(store, report, "name")) == 2 + 4
    store.undo_import(newest.id)
    assert store.search(view(store), "Vera").total == 0
    (stands,) = {row.report_id for row in _rows(store, "m1")}
    assert lines_of(store, stands, "birthDate") != []
    assert not {one.kind for one in store.changes(old.id)}
    rows = index_rows(store)
    store.rebuild_index()
    assert index_rows(store) == rows


def _rows(store: Store, text: str) -> list[Row]:
    return [row for hit in store.search(view(store), text).hits for row in hit.rows]


def test_what_does_not_stand_is_erased_on_its_own_day_and_alone(clock: Clock, engine: Settings) -> None:
    store = Store.open(engine, now=clock)
    take_in(store, [person("m1", erase_by="2026-05-01"), person("m2")], "2026-01-01")
    take_in(store, [person("m1", erase_by="2027-01-01")], "2026-02-01")
    back = take_in(store, [person("m3", erase_by="2026-04-01")], "2026-02-15", list_id="other")
    store.undo_import(back.id)
    report = report_of(store, "m1")
    rows = index_rows(store)
    assert store.dormant_due(20260331) == {}
    past = store.dormant_due(20260501)
    assert [len(ids) for ids in past.values()] == [4, 4]
    assert store.erase_values_of(past, alone=True) == 8
    assert store.dormant_due(20260501) == {}
    assert index_rows(store) == rows
    assert store.opened([*past, report]).keys() == {report}
    store.rebuild_index()
    assert index_rows(store) == rows
    store.close()


def test_a_value_erased_from_an_older_version_goes_from_the_live_one_too(store: Store) -> None:
    take_in(store, [person("m1", born="1980")], "2025-01-01")
    first = report_of(store, "m1")
    take_in(store, [person("m1", born="1981")], "2025-02-01")
    assert store.erase_values(first, lines_of(store, first, "name")) == 2
    assert store.search(view(store), "Ana").total == 0
    assert {row.prop for row in _rows(store, "m1") if row.schema == "Person"} == {"birthDate"}


def test_a_report_that_loses_its_last_value_is_erased_whole(store: Store) -> None:
    take_in(store, [person("m1", born="1980")], "2025-01-01")
    take_in(store, [person("m1")], "2025-02-01")
    report = report_of(store, "m1")
    every = [one.id for one in store.opened([report])[report].report.assertions]
    store.erase_values(report, every[:2])
    store.erase_values(report, every[2:])
    assert store.opened([report]) == {}
    assert all(rows == [] for rows in index_rows(store).values())
    store.rebuild_index()
    assert all(rows == [] for rows in index_rows(store).values())
    assert take_in(store, [person("m1")]).body.made == 1


def test_who_nobody_speaks_of_any_more_goes_with_every_judgement_on_them(store: Store) -> None:
    take_in(store, [person("m1", group="Brook"), person("m2", "Vera Primer")])
    everyone = view(store)
    first, second = who(store, everyone, "m1", "m2")
    judge(store, everyone, first, second, Verdict.UNSURE)
    report = report_of(store, "m1")
    said = store.opened([report])[report].report.assertions
    store.erase_values(report, [one.id for one in said if one.schema == "Person"])
    assert len(store.judgements(everyone)) == 1, "the passport still says whose it is"
    store.erase_values(report, lines_of(store, report, "holder", "member"))
    assert store.judgements(everyone, withdrawn=True) == []
    assert store.vault.all("judgement") == []
    with store.ledger.database.reading() as session:
        assert store.ledger.eids(session, [first]) == {}
    assert store.search(everyone, "Brook").total == 1
    assert store.search(everyone, "Xm1").total == 1


@pytest.mark.parametrize("how", ["restricted", "superseded", "taken back"])
def test_who_is_spoken_of_out_of_sight_stays(store: Store, how: str) -> None:
    """What may come to be used again needs its entities."""
    take_in(store, [person("m1")], "2025-01-01")
    everyone = view(store)
    (first,) = who(store, everyone, "m1")
    other = msgspec.structs.replace(person("m1"), reference="m9")
    lines = tuple(DraftAssertion("m5", "Person", "name", "Petar", category=SubjectCategory.SUSPECT) for _ in range(1))
    info = take_in(store, [other], "2025-01-02")
    (second,) = {id_ for id_ in store.opened(_reports(store)) if _reference(store, id_) == "m9"}
    undo: Callable[[], object] = lambda: None  # noqa: E731
    if how == "restricted":
        made = store.restrict(second, ground="evidence", reason="", by="petra")
        undo = lambda: store.lift(made.id, "petra")  # noqa: E731
    elif how == "superseded":
        later = take_in(store, [msgspec.structs.replace(other, assertions=lines)], "2025-01-03")
        undo = lambda: store.undo_import(later.id)  # noqa: E731
    else:
        store.undo_import(info.id)
    report = next(id_ for id_ in store.opened(_reports(store)) if _reference(store, id_) == "m1")
    store.erase_reports([report])
    with store.ledger.database.reading() as session:
        assert store.ledger.eids(session, [first]).keys() == {first}
    undo()
    assert store.assertions(everyone, [first]).keys() == (set() if how == "taken back" else {first})


def _reports(store: Store) -> list[str]:
    with store.ledger.database.reading() as session:
        return [ext for (ext,) in session.rows("SELECT ext FROM report")]


def _reference(store: Store, report_id: str) -> str:
    return store.opened([report_id])[report_id].report.reference


def test_protection_goes_with_the_values_that_gave_it(store: Store) -> None:
    take_in(store, [person("m1")])
    take_in(store, [msgspec.structs.replace(person("m1", category=VICTIM, agency="AL"), reference="v1")])
    everyone = view(store)
    assert store.search(everyone, "m1").total == 0
    report = next(id_ for id_ in _reports(store) if _reference(store, id_) == "v1")
    store.erase_values(report, lines_of(store, report, "name"))
    assert store.search(everyone, "m1").total == 0, "another line still calls them a victim"
    store.erase_values(report, lines_of(store, report, "birthDate"))
    assert store.search(everyone, "m1").total >= 1
    assert index_rows(store)["protected"] == []


def test_restricted_values_can_be_erased_and_stay_restricted_besides(store: Store) -> None:
    take_in(store, [person("m1")])
    report = report_of(store, "m1")
    store.restrict(report, ground="contested", reason="", by="petra")
    store.erase_values(report, lines_of(store, report, "name"))
    assert index_rows(store)["assertion"] == []
    assert len(store.opened([report])[report].restricted) == 3
    store.erase_reports([report])
    assert store.restrictions(lifted=True) == []
    assert store.vault.all("restriction") == []


def test_what_a_mended_entry_said_goes_with_its_first_value(store: Store) -> None:
    run = store.begin_import(plan())
    run.refuse(KeptRefusal(entry="b", line=1, field="name", reason="No name.", remedy="Write one.", raw="b;Petar"))
    info = run.finish()
    (kept,) = store.refusals(info.id)
    report = store.mend(kept.id, person("b", "Petar Primer"))
    store.erase_values(report, lines_of(store, report, "name"))
    assert store.refusals(info.id) == []


def test_what_is_not_said_cannot_be_erased_and_then_nothing_is(store: Store) -> None:
    take_in(store, [person("m1"), person("m2")])
    first, second = report_of(store, "m1"), report_of(store, "m2")
    name = lines_of(store, second, "name")
    with pytest.raises(NotFound):
        store.erase_values_of({second: name, first: name})
    with pytest.raises(NotFound):
        store.erase_values("0" * 24, name)
    assert lines_of(store, second, "name") == name


PLACES = [
    "headwater.store.index.IndexWriter.take_out",
    "headwater.store.index.IndexWriter.mark_ended",
    "headwater.store.value_erasing._rewrite",
    "headwater.store.value_erasing._seal_anew",
    "headwater.store.keys.KeyFile.destroy",
    "headwater.store.database.Database.compact",
    "headwater.store.vault.Vault.remove",
]


@pytest.mark.parametrize("place", PLACES)
def test_an_erasure_of_values_that_was_cut_short_is_finished_at_the_next_start(engine: Settings, place: str) -> None:
    store = Store.open(engine)
    take_in(store, [*marked(1), person("s1", "Petar Primer")])
    report = report_of(store, "zqxuoqa")
    with store.ledger.database.reading() as session:
        ((slot,),) = session.rows("SELECT slot FROM report WHERE ext = ?", (report,))
    with mock.patch(place, side_effect=Killed), pytest.raises(Killed):
        store.erase_values(report, lines_of(store, report, "name", "birthDate"))
    store.close()
    with mock.patch.object(Database, "compact", autospec=True, side_effect=Database.compact) as compacted:
        store = Store.open(engine)
    assert compacted.call_count == 1
    assert [said.prop for said in store.opened([report])[report].report.assertions] == ["holder", "number"]
    with pytest.raises(NotFound):
        store.keys.read(slot)
    assert store.vault.all("erasure") == []
    rows = index_rows(store)
    store.rebuild_index()
    assert index_rows(store) == rows
    assert store.search(view(store), "Petar").total == 1
    store.close()
    assert traces(engine.data, MARKS) == []


@pytest.mark.parametrize("place", PLACES[-3:])
def test_an_erasure_of_reports_is_not_done_before_keys_and_files_are(engine: Settings, place: str) -> None:
    store = Store.open(engine)
    take_in(store, marked(1))
    report = report_of(store, "zqxuoqa")
    with store.ledger.database.reading() as session:
        ((slot,),) = session.rows("SELECT slot FROM report WHERE ext = ?", (report,))
    with mock.patch(place, side_effect=Killed), pytest.raises(Killed):
        store.erase_reports([report])
    store.close()
    store = Store.open(engine)
    with pytest.raises(NotFound):
        store.keys.read(slot)
    assert store.vault.all("erasure") == []
    store.close()
    assert traces(engine.data, MARKS) == []
