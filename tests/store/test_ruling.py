"""Retention, extensions, restrictions: what is past its day or restricted is answered nowhere, and nothing else is."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import msgspec
import pytest
from tests.store.worlds import index_rows, judge, person, plan, take_in, view, who, with_index_of

from headwater.errors import BadInput, Conflict, NotFound
from headwater.model import DraftReport, Retention, RetentionRule, SubjectCategory
from headwater.settings import Settings
from headwater.store import Store, ruling
from headwater.store.following import Mark
from headwater.store.importing import CHUNK, CHUNKS_ALONE
from headwater.store.tables import NEVER

VICTIM = SubjectCategory.VICTIM
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Killed(BaseException):
    """Stands for a process that ends here; nothing handles it."""


class Clocked:
    """A store whose clock stands until it is moved."""

    def __init__(self, settings: Settings) -> None:
        self.at = NOON
        self.store = Store.open(settings, now=lambda: self.at)


@pytest.fixture
def clocked(engine: Settings) -> Iterator[Clocked]:
    made = Clocked(engine)
    yield made
    made.store.close()


def said(reference: str, name: str = "Ana Exemplo", **fields: object) -> DraftReport:
    """A report of Albania, under no agreement, said a month before it came."""
    draft = person(reference, name, agency="AL", group="Brook")
    return msgspec.structs.replace(draft, **({"reported_at": "2026-02-02"} | fields))


def rule(keep: str, *about: str, review: str = "") -> RetentionRule:
    return RetentionRule(
        "GB-AL 1", "8.1", "It is not kept for ever.", about, keep, review, agreement="GB-AL", parties=("GB", "AL")
    )


def rules(*those: RetentionRule) -> Retention:
    return Retention(those, "GB")


def report_of(store: Store, reference: str) -> str:
    return next(hit.rows[0].report_id for hit in store.search(view(store), reference).hits if hit.schema == "Person")


def line_of(store: Store, report_id: str, prop: str) -> str:
    return next(one.id for one in store.opened([report_id])[report_id].report.assertions if one.prop == prop)


def made_anew(store: Store) -> dict[str, list[tuple[object, ...]]]:
    store.rebuild_index()
    return index_rows(store)


def shown(store: Store, reference: str) -> set[str]:
    """Properties of what a reader who may see everything sees of a report's person, document and membership."""
    everyone = view(store)
    found = store.search(everyone, reference).hits
    ids = [hit.entity_id for hit in found]
    ids += [link for id_ in ids for link in store.referencing(everyone, id_)]
    return {row.prop for rows in store.assertions(everyone, ids).values() for row in rows}


# -- retention


def test_rules_date_what_is_held_and_what_comes(clocked: Clocked) -> None:
    store = clocked.store
    take_in(store, [said("m1"), person("m2")])
    assert store.set_retention(rules(rule("P1Y", "suspect"), rule("P90D", "thing"))) == 1
    take_in(store, [said("m3")])
    dates = {row[-1] for row in index_rows(store)["assertion"]}
    assert dates == {20270202, 20260503, NEVER}
    assert index_rows(store) == made_anew(store)
    clocked.at = datetime(2026, 5, 3, tzinfo=UTC)
    assert shown(store, "m1") == {"name", "birthDate"}
    assert shown(store, "m2") == {"name", "birthDate", "holder", "number"}
    clocked.at = datetime(2027, 2, 2, tzinfo=UTC)
    assert store.search(view(store), "m3").total == 0
    assert store.reports(view(store), [one.report.id for one in store.opened(_all(store)).values()]).keys() == {
        report_of(store, "m2")
    }


def _all(store: Store) -> list[str]:
    with store.ledger.database.reading() as session:
        return [ext for (ext,) in session.rows("SELECT ext FROM report")]


def test_rules_that_go_let_go_of_the_days_they_set(clocked: Clocked) -> None:
    store = clocked.store
    take_in(store, [said("m1"), said("m2", erase_by="2030-01-01")])
    before = index_rows(store)
    assert store.set_retention(rules(rule("P3Y"))) == 2
    assert store.set_retention(rules(rule("P3Y"))) == 0
    assert index_rows(store) != before
    assert store.set_retention(rules(rule("P5Y"))) == 2
    assert store.retention() == rules(rule("P5Y"))
    assert {row[-1] for row in index_rows(store)["assertion"]} == {20310202, 20300101}
    assert store.set_retention(Retention()) == 1
    assert index_rows(store) == before


def test_rules_that_reach_nothing_here_open_no_report(store: Store) -> None:
    take_in(store, [person("m1")])
    with mock.patch.object(store.ledger, "live_numbers", side_effect=AssertionError("looked at every report")):
        assert store.set_retention(rules(rule("P3Y"))) == 0


def test_another_process_goes_by_the_rules_of_now(engine: Settings) -> None:
    store = Store.open(engine)
    worker = Store.open(engine, worker=True)
    store.set_retention(rules(rule("P9Y")))
    take_in(worker, [said("m1", reported_at="")])
    store.set_retention(rules(rule("P8Y")))
    take_in(worker, [said("m2", reported_at="")])
    store.set_retention(rules(rule("P9Y")))
    take_in(worker, [said("m3", reported_at="")])
    worker.close()
    dates = {row[-1] for row in index_rows(store)["assertion"]}
    assert len(dates) == 1
    assert index_rows(store) == made_anew(store)
    store.close()


@pytest.mark.parametrize("chunks", [1, CHUNKS_ALONE + 2])
def test_rules_and_restrictions_that_come_while_an_import_runs_hold_for_all_of_it(
    settings: Settings, chunks: int
) -> None:
    store = Store.open(settings)
    worker = Store.open(settings, worker=True)
    run = worker.begin_import(plan())
    for start in range(chunks):
        run.add([said(f"m{number}") for number in range(start * CHUNK, (start + 1) * CHUNK)])
    assert store.set_retention(rules(rule("P3Y"))) == chunks * CHUNK
    with store.ledger.database.reading() as session:
        ((last,),) = session.rows("SELECT ext FROM report ORDER BY rid DESC LIMIT 1")
    store.restrict(last, ground="contested", reason="", by="petra")
    run.add([said("z1")])
    run.finish()
    worker.close()
    assert {row[-1] for row in index_rows(store)["assertion"]} == {20290202}
    rows = index_rows(store)
    assert rows == made_anew(store)
    store.close()


# -- what is due


def test_what_is_due_is_told_by_its_day_with_its_clause(clocked: Clocked) -> None:
    store = clocked.store
    take_in(store, [said("m1"), said("m2", review_by="2026-06-01"), person("m3")])
    store.set_retention(rules(rule("P3M", "thing"), rule("P1Y", "suspect", review="P6M")))
    found, total = store.due(20260501)
    assert (found, total) == ([], 0)
    found, total = store.due(20261231)
    assert [(one.kind, one.day, one.lines, one.whole) for one in found] == [
        ("erase", 20260502, 5, False),
        ("erase", 20260502, 5, False),
        ("review", 20260601, 7, True),
        ("review", 20260802, 2, False),
    ]
    assert total == 4
    assert found[0].rule == rule("P3M", "thing")
    assert found[2].rule is None
    assert found[3].rule == rule("P1Y", "suspect", review="P6M")
    assert store.due(20261231, kinds=["review"], offset=1, limit=1) == ([found[3]], 2)
    lines = {one.id for one in found[0].report.assertions if one.category is None}
    assert set(found[0].assertion_ids) == lines
    store.erase_values_of({one.report_id: one.assertion_ids for one in found[:2]})
    assert [one.kind for one in store.due(20261231)[0]] == ["review", "review"]


def test_a_day_that_is_put_off_comes_later(clocked: Clocked) -> None:
    store = clocked.store
    take_in(store, [said("m1", erase_by="2026-04-01"), said("m2", erase_by="2026-04-01")])
    first = report_of(store, "m1")
    made = store.extend(first, "erase", 20260601, "A trial is open.", "petra")
    assert [(one.report_id == first, one.day) for one in store.due(20261231)[0]] == [
        (False, 20260401),
        (True, 20260601),
    ]
    assert store.extensions() == [made]
    clocked.at = datetime(2026, 4, 1, tzinfo=UTC)
    assert shown(store, "m2") == set()
    assert "name" in shown(store, "m1")
    shorter = store.extend(first, "erase", 20260501, "The trial is over.", "petra")
    assert store.due(20261231, kinds=["erase"])[0][-1].day == 20260501
    assert store.extensions() == [made, shorter]
    assert index_rows(store) == made_anew(store)
    with pytest.raises(NotFound):
        store.extend("0" * 24, "erase", 20260601, "", "petra")
    with pytest.raises(BadInput):
        store.extend(first, "keep", 20260601, "", "petra")


def test_what_has_no_day_gets_none_by_an_extension(store: Store) -> None:
    take_in(store, [person("m1")])
    store.extend(report_of(store, "m1"), "review", 20260601, "", "petra")
    assert store.due(20991231) == ([], 0)


# -- restriction


def test_a_restricted_report_is_answered_nowhere_and_comes_back_as_it_was(store: Store) -> None:
    draft = said("m1", erase_by="2030-01-01", review_by="2029-01-01", narrative="Seen at the ferry.")
    info = take_in(store, [draft, said("m2", "Vera Primer")])
    everyone = view(store)
    before = index_rows(store)
    report = report_of(store, "m1")
    (known,) = who(store, everyone, "m1")
    made = store.restrict(report, ground="contested", reason="He says it is not him.", by="petra")
    assert store.search(everyone, "m1").total == store.search(everyone, "Ana").total == 0
    assert store.search(everyone, "Xm1").total == 0
    assert store.assertions(everyone, [known]) == {}
    assert store.reports(everyone, [report]) == {}
    assert store.report_rows(everyone, report) == []
    assert known not in {id_ for id_, _ in store.all_records(everyone)}
    assert store.browse(everyone, schemata=["Person"]).total == 1
    assert report not in {one.report_id for one in store.changes(info.id)}
    assert sum(store.label_counts(store.labels()).values()) == 7
    group = store.search(everyone, "Brook").hits[0].entity_id
    assert len(store.referencing(everyone, group)) == 1
    assert [one.kind for one in store.due(20991231)[0]] == ["review"], "it is kept, and reviewed"
    assert store.restrictions() == [made]
    assert index_rows(store) == made_anew(store)
    lifted = store.lift(made.id, "petra")
    assert index_rows(store) == before
    assert store.restrictions() == []
    assert store.restrictions(lifted=True) == [lifted]
    assert (lifted.reason, lifted.lifted_by) == ("He says it is not him.", "petra")
    with pytest.raises(Conflict):
        store.lift(made.id, "petra")


def test_restricted_lines_are_answered_nowhere_and_the_others_are(store: Store) -> None:
    take_in(store, [said("m1")])
    everyone = view(store)
    before = index_rows(store)
    report = report_of(store, "m1")
    (known,) = who(store, everyone, "m1")
    for prop, lost in {
        "name": {"Ana", "exemplo"},
        "birthDate": set(),
        "holder": set(),
        "number": {"Xm1"},
        "member": set(),
    }.items():
        made = store.restrict(report, [line_of(store, report, prop)], ground="evidence", reason="", by="petra")
        rows = store.report_rows(everyone, report)
        assert prop not in {row.prop for row in rows if row.schema != "SmugglingGroup"}
        assert len(rows) == len(before["assertion"]) - 1
        assert [word for word in ("Ana", "exemplo", "Xm1") if not store.search(everyone, word).total] == sorted(lost)
        assert index_rows(store) == made_anew(store)
        assert store.opened([report])[report].restricted == set(made.assertion_ids)
        assert store.reports(everyone, [report])[report].size == len(before["assertion"])
        if prop in ("holder", "member"):
            assert len(store.referencing(everyone, known)) == 1
        store.lift(made.id, "petra")
    assert index_rows(store) == before


def test_a_number_is_lent_to_its_holder_only_while_both_lines_are_in_use(store: Store) -> None:
    take_in(store, [said("m1")])
    report = report_of(store, "m1")
    assert len(store.search(view(store), "Xm1").hits) == 2
    store.restrict(report, [line_of(store, report, "holder")], ground="contested", reason="", by="petra")
    assert [hit.schema for hit in store.search(view(store), "Xm1").hits] == ["Passport"]


def test_a_report_shows_no_head_to_whom_only_restricted_lines_would_show_it(store: Store) -> None:
    take_in(store, [said("m1")])
    report = report_of(store, "m1")
    persons = view(store, lambda label: label.schema == "Person", key="persons")
    assert store.reports(persons, [report]).keys() == {report}
    lines = [one.id for one in store.opened([report])[report].report.assertions if one.schema == "Person"]
    store.restrict(report, lines, ground="contested", reason="", by="petra")
    assert store.reports(persons, [report]) == {}
    assert store.reports(view(store), [report]).keys() == {report}


def protected(store: Store) -> list[tuple[object, ...]]:
    return [row[:-1] for row in index_rows(store)["protected"]]


def test_what_is_restricted_opens_nobody_to_those_who_work_on_its_case(store: Store) -> None:
    take_in(store, [person("m1"), msgspec.structs.replace(person("m1", category=VICTIM, case="C1"), reference="v1")])
    assert who(store, view(store), "m1") == []
    (known,) = who(store, view(store, cases=["C1"]), "m1")
    report = store.assertions(view(store, cases=["C1"]), [known])[known]
    victim = next(row.report_id for row in report if row.category is VICTIM)
    made = store.restrict(victim, ground="contested", reason="", by="petra")
    assert who(store, view(store, cases=["C1"]), "m1") == []
    store.lift(made.id, "petra")
    assert who(store, view(store, cases=["C1"]), "m1") == [known]


def test_a_report_past_its_day_protects_and_opens_nobody(clocked: Clocked) -> None:
    store = clocked.store
    victim = person("m1", category=VICTIM, case="C1", erase_by="2026-04-01")
    take_in(store, [person("m1"), msgspec.structs.replace(victim, reference="v1")])
    assert len(who(store, view(store, cases=["C1"]), "m1")) == 1
    clocked.at = datetime(2026, 4, 1, tzinfo=UTC)
    assert who(store, view(store, cases=["C1"]), "m1") == []


def test_what_is_restricted_protects_as_before(store: Store) -> None:
    take_in(store, [person("m1", group="Brook"), person("m2", group="Brook")])
    everyone = view(store)
    victim = msgspec.structs.replace(person("m1", category=VICTIM, agency="AL"), reference="v1")
    take_in(store, [victim])
    hidden = protected(store)
    with store.ledger.database.reading() as session:
        ((report,),) = session.rows("SELECT ext FROM report ORDER BY rid DESC LIMIT 1")
    made = store.restrict(report, ground="contested", reason="", by="petra")
    assert protected(store) == hidden
    assert who(store, everyone, "m1") == []
    assert index_rows(store) == made_anew(store)
    # The passport's holder is said by the first report alone; restricted, it is still the passport of a victim.
    first = next(one.report.id for one in store.opened(_all(store)).values() if one.report.reference == "m1")
    store.restrict(first, [line_of(store, first, "holder")], ground="contested", reason="", by="petra")
    assert store.search(everyone, "Xm1").total == 0
    store.lift(made.id, "petra")
    assert protected(store) == hidden


def test_a_restriction_is_of_one_version(store: Store) -> None:
    take_in(store, [said("m1")], "2026-01-01")
    everyone = view(store)
    report = report_of(store, "m1")
    store.restrict(report, ground="contested", reason="", by="petra")
    take_in(store, [said("m1")], "2026-01-15")
    assert store.search(everyone, "m1").total == 0, "seen again as it was, it is the same version"
    later = take_in(store, [said("m1", "Vera Primer")], "2026-02-01")
    assert store.search(everyone, "Vera").total == 1
    store.undo_import(later.id)
    assert store.search(everyone, "m1").total == 0
    assert index_rows(store) == made_anew(store)


def test_an_import_with_restricted_reports_can_be_taken_back(store: Store) -> None:
    take_in(store, [said("m1")])
    before = index_rows(store)
    info = take_in(store, [said("m2", "Vera Primer"), said("m3")])
    made = store.restrict(report_of(store, "m2"), ground="evidence", reason="", by="petra")
    store.undo_import(info.id)
    assert index_rows(store) == before
    store.lift(made.id, "petra")
    assert index_rows(store) == before


def test_only_what_a_report_says_can_be_restricted_and_on_a_ground(store: Store) -> None:
    take_in(store, [said("m1"), said("m2")])
    first, second = report_of(store, "m1"), report_of(store, "m2")
    with pytest.raises(NotFound):
        store.restrict(first, [line_of(store, second, "name")], ground="contested", reason="", by="petra")
    with pytest.raises(NotFound):
        store.restrict("0" * 24, ground="contested", reason="", by="petra")
    with pytest.raises(BadInput):
        store.restrict(first, ground="because", reason="", by="petra")
    with pytest.raises(NotFound):
        store.lift("0" * 24, "petra")


# -- what changed


def test_what_is_ruled_on_has_changed(clocked: Clocked) -> None:
    store = clocked.store
    take_in(store, [said("m1"), said("m2"), person("m3")])
    everyone = view(store)
    first, second, third = who(store, everyone, "m1", "m2", "m3")
    report = report_of(store, "m1")
    mark, _ = store.changed_since(None)
    made = store.restrict(report, ground="contested", reason="", by="petra")
    mark = _changed(store, mark, {first}, {second, third})
    store.lift(made.id, "petra")
    mark = _changed(store, mark, {first}, {second, third})
    store.extend(report, "erase", 20300101, "", "petra")
    mark = _changed(store, mark, {first}, {second, third})
    store.set_retention(rules(rule("P1D")))
    mark = _changed(store, mark, {first, second}, {third})
    store.set_retention(rules(rule("P1D"), RetentionRule("GB-RS 1", "1", "", keep="P1D", agreement="GB-RS")))
    mark = _changed(store, mark, set(), {first, second, third})
    store.erase_values(report, [line_of(store, report, "name")])
    assert store.changed_since(mark)[1] is None


def _changed(store: Store, before: Mark, those: set[str], not_those: set[str]) -> Mark:
    mark, changed = store.changed_since(before)
    assert changed is not None
    assert those <= changed
    assert not not_those & changed
    assert store.changed_since(mark)[1] == frozenset()
    return mark


def test_very_many_new_days_change_everything(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruling, "NAMED_AT_MOST", 1)
    take_in(store, [said("m1"), said("m2")])
    mark, _ = store.changed_since(None)
    store.set_retention(rules(rule("P3Y")))
    mark, changed = store.changed_since(mark)
    assert changed is None
    assert store.changed_since(mark)[1] == frozenset()


# -- crashes


def changes(store: Store) -> dict[str, Callable[[], object]]:
    """What can be ruled on the report m1, each ready to be done."""
    report = report_of(store, "m1")
    return {
        "restrict": lambda: store.restrict(report, ground="contested", reason="", by="petra"),
        "restrict a line": lambda: store.restrict(
            report, [line_of(store, report, "name")], ground="contested", reason="", by="petra"
        ),
        "extend": lambda: store.extend(report, "erase", 20310101, "", "petra"),
        "rules": lambda: store.set_retention(rules(rule("P2Y"))),
    }


PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "before the index": ("headwater.store.index.IndexWriter.take_out", {"side_effect": Killed}),
    "within the index's transaction": ("headwater.store.index.IndexWriter.add", {"side_effect": Killed}),
    "after the index": ("headwater.store.index.IndexWriter.mark_visible", {"side_effect": Killed}),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", ["restrict", "restrict a line", "extend", "rules"])
def test_a_ruling_that_was_cut_short_is_carried_through_at_the_next_start(
    engine: Settings, what: str, place: str
) -> None:
    store = Store.open(engine, now=lambda: NOON)
    take_in(store, [said("m1", erase_by="2030-01-01"), said("m2", "Vera Primer")])
    target, how = PLACES[place]
    ready = changes(store)[what]
    with mock.patch(target, **how), pytest.raises(Killed):
        ready()
    store.close()
    with mock.patch.object(Store, "rebuild_index", side_effect=AssertionError("rebuilt")):
        store = Store.open(engine, now=lambda: NOON)
    assert not store.docket.now().busy
    rows = index_rows(store)
    assert rows == made_anew(store)
    dates = {row[-1] for row in rows["assertion"]}
    assert {
        "restrict": len(rows["assertion"]) == 7,
        "restrict a line": len(rows["assertion"]) == 13,
        "extend": 20310101 in dates,
        "rules": dates == {20280202},
    }[what]
    store.close()
    with mock.patch.object(Store, "rebuild_index", side_effect=AssertionError("rebuilt")):
        Store.open(engine).close()


@pytest.mark.parametrize("place", PLACES)
def test_a_lifting_that_was_cut_short_is_carried_through_at_the_next_start(engine: Settings, place: str) -> None:
    store = Store.open(engine)
    take_in(store, [said("m1")])
    before = index_rows(store)
    made = store.restrict(report_of(store, "m1"), ground="contested", reason="", by="petra")
    target, how = PLACES[place]
    with mock.patch(target, **how), pytest.raises(Killed):
        store.lift(made.id, "petra")
    store.close()
    store = Store.open(engine)
    assert index_rows(store) == before
    assert [one.lifted_by for one in store.restrictions(lifted=True)] == ["petra"]
    assert store.restrictions() == []
    store.close()


def test_rules_set_again_after_they_failed_half_way_leave_no_day_of_those_before(engine: Settings) -> None:
    store = Store.open(engine, now=lambda: NOON)
    take_in(store, [said("m1"), said("m2")])
    undated = index_rows(store)
    with mock.patch.object(store.writer, "mark_visible", side_effect=Killed), pytest.raises(Killed):
        store.set_retention(rules(rule("P2Y")))
    store.set_retention(Retention())
    assert index_rows(store) == undated
    assert not store.docket.now().busy
    store.close()


def test_an_index_that_lost_a_restriction_is_made_again(settings: Settings) -> None:
    store = Store.open(settings)
    take_in(store, [said("m1")])
    report = report_of(store, "m1")
    store.writer.database.checkpoint()
    old = (settings.data / "index.sqlite").read_bytes()
    store.restrict(report, ground="contested", reason="", by="petra")
    before = index_rows(store)
    store.close()
    again = with_index_of(settings, old)
    assert index_rows(again) == before
    again.close()


# -- whatever is done in whatever order


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_the_index_is_what_the_ledger_and_the_rulings_say(engine: Settings, seed: int) -> None:
    draw = random.Random(seed)
    store = Store.open(engine, now=lambda: NOON)
    for step in range(14):
        _do_something(store, draw, step)
        assert not store.docket.now().busy
    rows = index_rows(store)
    assert rows == made_anew(store)
    store.close()


def _do_something(store: Store, draw: random.Random, step: int) -> None:
    reports = list(store.opened(_all(store)).values())
    what = draw.choice(["import", "import", "undo", "restrict", "lift", "extend", "rules", "values", "erase"])
    if what == "import" or not reports:
        born = draw.choice(["1980-01-02", "2015-05-05", "1970"])
        category = draw.choice([SubjectCategory.SUSPECT, VICTIM])
        drafts = [
            msgspec.structs.replace(
                said(f"m{number}"),
                assertions=person(f"m{number}", born=born, category=category, group="Brook").assertions,
            )
            for number in draw.sample(range(5), 2)
        ]
        take_in(store, drafts, f"2026-01-{step + 1:02}", full=draw.random() < 0.3)
        return
    report = draw.choice(reports).report
    line = draw.choice(report.assertions).id
    if what == "undo":
        done = [info.id for info in store.imports() if info.state == "done"]
        if done:
            store.undo_import(draw.choice(done))
    elif what == "restrict":
        store.restrict(report.id, draw.choice([[], [line]]), ground="contested", reason="", by="petra")
    elif what == "lift":
        for one in store.restrictions()[:1]:
            store.lift(one.id, "petra")
    elif what == "extend":
        store.extend(report.id, draw.choice(["erase", "review"]), 20300101, "", "petra")
    elif what == "rules":
        store.set_retention(rules(rule(draw.choice(["P1Y", "P2Y", "P8000Y"]), *draw.choice([(), ("suspect",)]))))
    elif what == "values":
        store.erase_values(report.id, [line])
    else:
        store.erase_reports([report.id])


# -- judgements


def test_what_is_restricted_holds_no_cluster_together(store: Store) -> None:
    take_in(store, [said("m1"), said("m2", "Vera Primer")])
    everyone = view(store)
    first, second = who(store, everyone, "m1", "m2")
    judge(store, everyone, first, second)
    assert len(store.clusters(everyone)) == 1
    made = store.restrict(report_of(store, "Vera"), ground="contested", reason="", by="petra")
    assert len(store.clusters(view(store))) == 0
    store.lift(made.id, "petra")
    assert len(store.clusters(view(store))) == 1
