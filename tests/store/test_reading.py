"""Reading: by labels, in any script, with an exact count, and without a trace of what is hidden."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.worlds import NamedDraws, found, person, take_in, view

from headwater.errors import Unavailable
from headwater.model import Classification, DraftAssertion, DraftReport, SubjectCategory
from headwater.settings import Settings
from headwater.store import Store


@pytest.mark.parametrize("asked", ["Хашим Тачи", "Hashim Thaçi", "Hasim Taci", "TAÇI, Hashim", "taci hasim"])
@pytest.mark.parametrize("written", ["Хашим Тачи", "Hashim Thaçi", "Hasim Taci"])
def test_a_search_in_any_script_finds_the_name_in_any_other(store: Store, written: str, asked: str) -> None:
    take_in(store, [person("a", written), person("b", "Petar Primer")])
    assert found(store, view(store), asked) == [written]


def test_what_is_written_so_comes_before_what_only_sounds_so(store: Store) -> None:
    take_in(store, [person(str(i), "Hasim Taci") for i in range(3)] + [person("x", "Hashim Thaçi")])
    hits = store.search(view(store), "Hashim Thaçi").hits
    assert (hits[0].matched, hits[0].loose) == ("Hashim Thaçi", False)
    assert [hit.loose for hit in hits[1:]] == [True] * 3


def test_the_last_word_may_be_begun(store: Store) -> None:
    take_in(store, [person("a", "Besnik Shembulli")])
    assert found(store, view(store), "besnik shemb") == ["Besnik Shembulli"]
    assert found(store, view(store), "besn shembulli") == []


def test_a_document_number_finds_the_document_and_its_holder(store: Store) -> None:
    take_in(store, [person("a7")])
    assert store.search(view(store), "XA7").by_schema == {"Passport": 2}
    assert sorted(hit.schema for hit in store.search(view(store), "x-a7").hits) == ["Passport", "Person"]


def test_a_report_is_found_by_its_reference(store: Store) -> None:
    take_in(store, [person("SYN-GB-0142")])
    assert store.search(view(store), "SYN-GB-0142").total == 1


def test_pages_are_disjoint_and_the_count_exact(store: Store) -> None:
    take_in(store, [person(f"r{i}") for i in range(53)])
    everyone = view(store)
    pages = [store.search(everyone, "Ana Exemplo", offset=start, limit=20) for start in (0, 20, 40, 60)]
    ids = [hit.entity_id for page in pages for hit in page.hits]
    assert [page.total for page in pages] == [53] * 4
    assert [len(page.hits) for page in pages] == [20, 20, 13, 0]
    assert len(set(ids)) == 53


def test_facets_count_within_the_view_and_filters_keep_to_them(store: Store) -> None:
    take_in(store, [person("a", agency="GB"), person("b", agency="AL"), person("c", agency="AL")])
    everyone = view(store)
    assert store.search(everyone, "Ana").by_agency == {"AL": 2, "GB": 1}
    assert store.search(everyone, "Ana", agencies=("AL",)).total == 2
    assert store.search(everyone, "Ana", schemata=("Organization",)).total == 0
    only_gb = view(store, lambda label: label.agency == "GB", key="gb")
    assert store.search(only_gb, "Ana").by_agency == {"GB": 1}


@pytest.mark.parametrize("text", ["", "  ", "!!!", "\u202e", "a" * 100_000, "a " * 5000, "%_'\";--", "\ud800", "\x00"])
def test_odd_questions_find_nothing_and_break_nothing(store: Store, text: str) -> None:
    take_in(store, [person("b", "Petar Primer")])
    assert store.search(view(store), text).total == 0


def test_what_is_past_its_date_of_erasure_is_not_read(engine: Settings) -> None:
    store = Store.open(engine, now=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    take_in(store, [person("a", erase_by="2026-03-02"), person("b", "Petar Primer", erase_by="2026-03-03")])
    everyone = view(store)
    assert found(store, everyone, "Ana") == []
    assert found(store, everyone, "Petar") == ["Petar Primer"]
    assert store.browse(everyone, schemata=("Person",)).total == 1
    store.close()


VICTIM, WITNESS = SubjectCategory.VICTIM, SubjectCategory.WITNESS


@pytest.mark.parametrize("category", [VICTIM, WITNESS])
def test_a_protected_person_is_seen_only_for_the_case_of_the_report(store: Store, category: SubjectCategory) -> None:
    take_in(store, [person("v", "Vera Primer", category=category, case="C1", group="Brook")])
    assert found(store, view(store), "Vera") == []
    assert found(store, view(store, cases=["C2"]), "Vera") == []
    assert found(store, view(store, cases=["C1"]), "Vera") == ["Vera Primer"]


def test_a_person_is_protected_by_any_report_also_one_the_viewer_may_not_see(store: Store) -> None:
    take_in(store, [person("p", "Vera Primer", agency="GB", case="C1")])
    assert found(store, view(store), "Vera") == ["Vera Primer"]
    second = msgspec.structs.replace(
        person("p", "Vera Primer", category=VICTIM, case="C2"), reference="p2", agency="AL"
    )
    info = take_in(store, [second])
    only_gb = view(store, lambda label: label.agency == "GB", key="gb", cases=["C1"])
    assert found(store, only_gb, "Vera") == []
    store.undo_import(info.id)
    assert found(store, only_gb, "Vera") == ["Vera Primer"]


def test_links_to_a_protected_person_leave_no_mark(store: Store) -> None:
    take_in(store, [person("a", group="Brook"), person("v", "Vera Primer", category=VICTIM, case="C1", group="Brook")])
    (group,) = store.search(view(store), "Brook").hits
    assert len(store.referencing(view(store), group.entity_id)) == 1
    in_case = view(store, cases=["C1"])
    links = store.referencing(in_case, group.entity_id)
    assert len(links) == 2
    assert len(store.assertions(view(store), links)) == 1
    assert store.search(view(store), "Xv").total == 0


def test_a_minor_is_protected_until_the_day_of_majority(engine: Settings) -> None:
    now = [datetime(2028, 1, 1, tzinfo=UTC)]
    store = Store.open(engine, now=lambda: now[0])
    take_in(store, [person("m", "Mira Primer", "2010-01-02", case="C1"), person("n", "Nada Primer", "2010", case="C1")])
    assert found(store, view(store), "Primer") == []
    now[0] = datetime(2028, 1, 2, tzinfo=UTC)
    assert found(store, view(store), "Primer") == ["Mira Primer"]
    assert sorted(found(store, view(store, cases=["C1"]), "Primer")) == ["Mira Primer", "Nada Primer"]
    store.close()


def test_a_report_of_which_nothing_may_be_seen_has_no_head(store: Store) -> None:
    take_in(store, [person("a", agency="AL")])
    report = store.search(view(store), "Ana").hits[0].rows[0].report_id
    nobody = view(store, lambda label: False, key="nobody")
    assert store.reports(nobody, [report]) == {}
    assert store.report_rows(nobody, report) == []
    assert len(store.report_rows(view(store), report)) == 4


def test_an_index_that_is_being_rebuilt_answers_nothing(store: Store) -> None:
    take_in(store, [person("a")])
    everyone = view(store)
    asked: list[str] = []

    def meanwhile(fraction: float, words: str) -> None:
        with pytest.raises(Unavailable, match="rebuilt"):
            store.search(everyone, "Ana")
        asked.append(words)

    store.rebuild_index(meanwhile)
    assert asked
    assert store.search(everyone, "Ana").total == 1


def test_a_label_that_comes_later_is_decided_when_it_comes(store: Store) -> None:
    take_in(store, [person("a", agency="GB")])
    assert store.search(view(store, lambda label: label.agency != "AL", key="v"), "Ana").total == 1
    take_in(store, [person("b", agency="AL"), person("c", agency="MK")])
    assert store.search(view(store, lambda label: label.agency != "AL", key="v"), "Ana").total == 2


visible = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["Ana Exemplo", "Hashim Thaçi", "Хашим Тачи"])),
    unique_by=lambda pair: pair[0],
    max_size=6,
)
hidden = st.lists(
    st.tuples(st.sampled_from("stuvwxyz"), st.sampled_from(["Ana Exemplo", "Хашим Тачи", "Exempla Anić"])),
    unique_by=lambda pair: pair[0],
    min_size=1,
    max_size=6,
)


def answers(folder: Settings, batches: list[list[DraftReport]]) -> bytes:
    """Everything a viewer of GB's OFFICIAL reports is answered, as bytes."""
    store = Store.open(folder, random=NamedDraws(), now=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    try:
        for batch in batches:
            take_in(store, batch)
        seen = view(store, lambda label: label.agency == "GB" and label.classification == Classification.OFFICIAL)
        told: list[object] = []
        for text in ("Ana", "exem", "Hashim Taci", "Brook", "Xa", "Xs"):
            result = store.search(seen, text, limit=3)
            told.append(dataclasses.asdict(result))
            for hit in result.hits:
                told.append(store.referencing(seen, hit.entity_id))
                told.append([dataclasses.asdict(row) for row in store.assertions(seen, [hit.entity_id])[hit.entity_id]])
        told.append(dataclasses.asdict(store.browse(seen, schemata=("Person", "SmugglingGroup"))))
        return msgspec.json.encode(told)
    finally:
        store.close()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visible=visible, hidden=hidden, before=st.booleans(), secret=st.booleans())
def test_worlds_that_differ_in_what_is_hidden_give_the_same_bytes(
    visible: list[tuple[str, str]],
    hidden: list[tuple[str, str]],
    before: bool,
    secret: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shown = [person(reference, name, group="Brook") for reference, name in visible]
    others = [
        msgspec.structs.replace(
            person(reference, name, group="Brook", agency="GB" if secret else "AL"),
            classification=Classification.SECRET if secret else Classification.OFFICIAL,
        )
        for reference, name in hidden
    ]
    batches = [others, shown] if before else [shown, others]
    left = answers(Settings(data=tmp_path_factory.mktemp("left")), [shown])
    right = answers(Settings(data=tmp_path_factory.mktemp("right")), batches)
    assert left == right


def test_a_link_to_a_hidden_thing_of_another_label_is_itself_a_matter_of_its_label(store: Store) -> None:
    said = DraftAssertion(entity="van", schema="Vehicle", prop="registrationNumber", value="ZZ 142 SY")
    take_in(store, [DraftReport(agency="AL", list_id="L", reference="van", assertions=(said,))])
    only_gb = view(store, lambda label: label.agency == "GB", key="gb")
    assert store.search(only_gb, "ZZ 142 SY").total == 0
    assert store.search(view(store), "zz142sy").total == 1
