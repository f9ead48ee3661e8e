"""What is held, whoever may see it."""

from __future__ import annotations

import msgspec
from tests.store.worlds import judge, person, plan, take_in, view, who

from headwater.model import Label, SubjectCategory, Verdict
from headwater.store import KeptRefusal, Opened, Store

VICTIM = SubjectCategory.VICTIM


def held(store: Store, *ids: str) -> list[tuple[str, int, bool]]:
    """(reference, version, whether it stands) of what is held on entities."""
    found = [(one.report.reference, one.report.version, one.stands) for one in store.held_on(ids)]
    assert len(found) == len(set(found))
    return sorted(found)


def report_of(store: Store, text: str) -> str:
    return next(hit.rows[0].report_id for hit in store.search(view(store), text).hits if hit.schema == "Person")


def test_a_report_is_opened_whole_with_what_is_known_of_it(store: Store) -> None:
    take_in(store, [person("m1", group="Brook", erase_by="2030-01-01")])
    report = report_of(store, "m1")
    take_in(store, [msgspec.structs.replace(person("m1", category=VICTIM, agency="AL"), reference="v1")])
    everyone = view(store)
    (opened,) = store.opened([report, "0" * 24]).values()
    assert isinstance(opened, Opened)
    assert len(opened.report.assertions) == 7
    spoken = {said.schema: said.entity_id for said in opened.report.assertions}
    assert opened.protected == {spoken["Person"], spoken["Passport"], spoken["GangMembership"]}
    assert opened.stands
    assert opened.restricted == frozenset()
    assert set(opened.days.values()) == {(20300101, 99999999)}
    assert opened.labels.keys() == {said.id for said in opened.report.assertions}
    assert set(opened.labels.values()) <= set(everyone.labels.values())


def test_all_that_is_held_on_a_person_is_found(store: Store) -> None:
    take_in(store, [person("m1", group="Brook"), person("m2", "Vera Primer"), person("m3", "Petar", group="Brook")])
    everyone = view(store)
    first, second, third = who(store, everyone, "m1", "m2", "m3")
    assert held(store, first) == [("m1", 1, True)]
    tie = judge(store, everyone, first, second)
    assert held(store, first) == held(store, second) == [("m1", 1, True), ("m2", 1, True)]
    store.withdraw_judgement(tie.id, "ana")
    judge(store, everyone, first, second, Verdict.UNSURE)
    assert held(store, first, third) == [("m1", 1, True), ("m3", 1, True)]
    assert held(store, "0" * 24) == []


def test_what_says_something_of_a_link_to_a_person_is_held_on_them(store: Store) -> None:
    take_in(store, [person("m1")])
    (first,) = who(store, view(store), "m1")
    passport = tuple(said for said in person("m1").assertions if said.prop == "number")
    take_in(store, [msgspec.structs.replace(person("m9"), assertions=passport)])
    assert held(store, first) == [("m1", 1, True), ("m9", 1, True)]


def test_what_is_out_of_sight_is_held_too(store: Store) -> None:
    take_in(store, [person("m1")], "2025-01-01")
    (first,) = who(store, view(store), "m1")
    report = report_of(store, "m1")
    other = msgspec.structs.replace(person("m1", "Vera Primer"), reference="m9")
    info = take_in(store, [person("m1", born="1999"), other], "2025-02-01")
    newest = next(row.report_id for row in store.assertions(view(store), [first])[first] if row.value == "1999")
    store.restrict(newest, ground="contested", reason="", by="petra")
    assert held(store, first) == [("m1", 1, False), ("m1", 2, True), ("m9", 1, True)]
    store.undo_import(info.id)
    assert held(store, first) == [("m1", 1, True), ("m1", 2, False), ("m9", 1, False)]
    assert len(store.opened([newest])[newest].restricted) == 4
    store.erase_reports([report])
    assert held(store, first) == [("m9", 1, False)]


def test_lines_are_counted_by_label(store: Store) -> None:
    take_in(store, [person("m1"), person("m2", agency="AL"), person("m3", erase_by="2020-01-01")])
    labels = store.labels()
    counts = store.label_counts(labels)
    assert {(label.agency, label.schema, counts[label]) for label in labels} == {
        ("GB", "Person", 2),
        ("GB", "Passport", 2),
        ("AL", "Person", 2),
        ("AL", "Passport", 2),
    }
    assert store.label_counts([Label("XK", "Person", "identity")]) == {}
    take_in(store, [person("m4", agency="AL")])
    again = store.label_counts(labels)
    assert sorted(again.values()) != sorted(counts.values())
    with store.moment():
        assert store.label_counts(labels) == again


def test_an_import_says_whose_reports_it_brought_and_whether_all_are_published(store: Store) -> None:
    public = msgspec.structs.replace(person("p1"), published=True)
    body = take_in(store, [public, msgspec.structs.replace(person("p2", agency="UN"), published=True)]).body
    assert (body.published, body.agencies) == (True, ("GB", "UN"))
    body = take_in(store, [public, person("m1", agency="AL")]).body
    assert (body.published, body.agencies) == (False, ("AL", "GB"))
    body = take_in(store, [person("m2"), msgspec.structs.replace(person("p3"), published=True)]).body
    assert not body.published
    assert not take_in(store, []).body.published


def test_a_mended_entry_that_is_not_published_makes_its_import_so(store: Store) -> None:
    run = store.begin_import(plan())
    run.add([msgspec.structs.replace(person("p1"), published=True)])
    run.refuse(KeptRefusal(entry="b", line=1, field="name", reason="No name.", remedy="Write one.", raw="b"))
    info = run.finish()
    assert store.import_info(info.id).body.published
    (kept,) = store.refusals(info.id)
    store.mend(kept.id, person("b", agency="RS"))
    body = store.import_info(info.id).body
    assert (body.published, body.agencies) == (False, ("GB", "RS"))


def test_what_is_published_has_a_label_of_its_own_and_what_is_not_the_one_it_had(store: Store) -> None:
    take_in(store, [person("m1"), msgspec.structs.replace(person("p1"), published=True)])
    with store.ledger.database.reading() as session:
        bodies = [body for (body,) in session.rows("SELECT body FROM label")]
    assert sorted('"published"' in body for body in bodies) == [False, False, True, True]
    everyone = view(store)
    assert len(store.search(view(store, lambda label: label.published, key="public"), "Ana").hits) == 1
    assert store.search(everyone, "Ana").total == 2
