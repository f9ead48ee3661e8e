"""A protected person of a case is seen by their own agency by what it said itself: no partner's word passes along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from tests.store.worlds import index_rows, judge, person, take_in, view

from headwater.model import DraftAssertion, DraftReport, SubjectCategory
from headwater.settings import Settings
from headwater.store import Store, View

VICTIM, SUSPECT = SubjectCategory.VICTIM, SubjectCategory.SUSPECT


def of_gb(store: Store, cases: Sequence[str] = ("C1",)) -> View:
    """An analyst of GB, who may see all labels, working on a case."""
    return store.view(lambda labels: [True] * len(labels), ("GB", *cases), cases=frozenset(cases), agency="GB")


def victim(name: str = "Ana Exemplo") -> DraftReport:
    return person("m1", name, category=VICTIM, case="C1")


def of_al(*, published: bool = False) -> DraftReport:
    """Albania's word on the same person, a suspect there, with a membership and a car of theirs."""
    draft = person("m1", "Vera Primer", born="1999", agency="AL", group="Brook", category=SUSPECT)
    car = (
        DraftAssertion("car", "Vehicle", "registrationNumber", "EX12345"),
        DraftAssertion("car", "Vehicle", "owner", "m1"),
    )
    return msgspec.structs.replace(
        draft, reference="a1", assertions=(*draft.assertions[:2], *draft.assertions[4:], *car), published=published
    )


def seen(store: Store, looking: View) -> dict[str, Any]:
    """All that the analyst can learn by every question there is."""
    words = ["Ana", "Vera", "Primer", "m1", "a1", "Brook", "EX12345", "Xm1"]
    found = {word: store.search(looking, word) for word in words}
    ids = sorted({hit.entity_id for result in found.values() for hit in result.hits})
    reports = sorted({report for (report,) in _reports(store)})
    return {
        "found": {word: (one.total, one.hits, one.by_schema, one.by_agency) for word, one in found.items()},
        "browsed": store.browse(looking),
        "rows": store.assertions(looking, ids),
        "links": store.referencing_many(looking, ids),
        "heads": store.reports(looking, reports),
        "reports": {id_: store.report_rows(looking, id_) for id_ in reports if store.reports(looking, [id_])},
        "judgements": store.judgements(looking),
        "clusters": list(store.clusters(looking)),
    }


def _reports(store: Store) -> list[tuple[str]]:
    with store.ledger.database.reading() as session:
        return [(ext,) for (ext,) in session.rows("SELECT ext FROM report WHERE erased = 0")]


def test_what_a_partner_said_of_a_protected_person_of_ones_case_is_shown_nowhere(store: Store) -> None:
    take_in(store, [victim()])
    before = seen(store, of_gb(store))
    assert before["found"]["Ana"][0] == 1
    info = take_in(store, [of_al()], list_id="L")
    after = seen(store, of_gb(store))
    group = after["found"]["Brook"]
    assert group[0] == 1, "the group itself is nobody protected"
    assert after["rows"].keys() - before["rows"].keys() == {group[1][0].entity_id}
    for word in ("Ana", "Vera", "Primer", "m1", "EX12345", "Xm1"):
        assert after["found"][word] == before["found"][word]
    for id_, rows in before["rows"].items():
        assert after["rows"][id_] == rows
        assert after["links"][id_] == before["links"][id_]
    assert after["links"][group[1][0].entity_id] == []
    store.undo_import(info.id)
    again = seen(store, of_gb(store))
    assert {what: again[what] for what in ("found", "browsed", "rows", "links")} == {
        what: before[what] for what in ("found", "browsed", "rows", "links")
    }


def test_only_a_partners_report_on_nobody_else_has_no_head(store: Store) -> None:
    alone = msgspec.structs.replace(of_al(), assertions=of_al().assertions[:2])
    take_in(store, [victim(), alone])
    heads = store.reports(of_gb(store), [report for (report,) in _reports(store)])
    assert {info.head.agency for info in heads.values()} == {"GB"}
    assert store.reports(of_gb(store, []), [report for (report,) in _reports(store)]) == {}


def test_what_is_published_is_shown_of_them_too(store: Store) -> None:
    take_in(store, [victim(), of_al(published=True)])
    assert store.search(of_gb(store), "Vera").total == 1
    assert store.search(of_gb(store), "EX12345").total == 1


def test_the_same_person_under_two_keys_is_kept_apart_by_whose_word_it_is(store: Store) -> None:
    take_in(store, [victim(), person("m2", "Vera Primer", agency="AL")])
    everyone = view(store, cases=["C1"])
    ana, vera = (store.search(everyone, name).hits[0].entity_id for name in ("Ana", "Vera"))
    assert store.search(of_gb(store), "Vera").total == 1
    judge(store, everyone, ana, vera)
    assert store.search(of_gb(store), "Vera").total == 0
    assert store.assertions(of_gb(store), [vera]) == {}
    assert store.judgements(of_gb(store)) == []
    assert list(store.clusters(of_gb(store))) == []
    assert [row.label.agency for row in store.assertions(of_gb(store), [ana])[ana]] == ["GB", "GB"]


@pytest.mark.parametrize("cases", [(), ("C2",)])
def test_outside_the_case_nothing_at_all_is_there(engine: Settings, cases: Sequence[str]) -> None:
    store = Store.open(engine)
    take_in(store, [victim(), of_al()])
    found = {word: store.search(of_gb(store, cases), word).total for word in ("Ana", "Vera", "EX12345", "m1")}
    assert found == {"Ana": 0, "Vera": 0, "EX12345": 0, "m1": 0}
    assert index_rows(store)["protected"] != []
    store.close()


def paper_of_the_victim(agency: str) -> DraftReport:
    """A link to the passport of the victim of `victim`: it points to no protected person, so it is not protected."""
    said = (
        DraftAssertion("m2", "Person", "name", "Petar Obrazec", category=SUSPECT),
        DraftAssertion("k", "GangLink", "subject", "m2"),
        DraftAssertion("k", "GangLink", "object", "m1#passport-1"),
        DraftAssertion("k", "GangLink", "role", "supplied document to"),
    )
    return DraftReport(agency=agency, list_id="L", reference=f"{agency}7", assertions=said)


@pytest.mark.parametrize(("agency", "cases", "shown"), [("AL", ("C1",), 0), ("GB", ("C1",), 1), ("GB", (), 0)])
def test_a_line_that_points_to_what_a_protected_person_has_is_neither_shown_nor_counted(
    store: Store, agency: str, cases: Sequence[str], shown: int
) -> None:
    take_in(store, [victim(), paper_of_the_victim(agency)])
    looking = of_gb(store, cases)
    (person_id,) = (hit.entity_id for hit in store.search(looking, "Obrazec").hits)
    (link,) = store.referencing(looking, person_id)
    props = sorted(row.prop for row in store.assertions(looking, [link])[link])
    assert props == sorted(["role", "subject", *["object"] * shown])
    of_links = [label for label in store.labels() if label.schema == "GangLink"]
    assert sum(store.label_counts(of_links, view=looking).values()) == 2 + shown
    assert sum(store.label_counts(of_links).values()) == 3
