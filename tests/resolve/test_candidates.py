"""Candidates: found across scripts and slips, bounded, and the same whatever was added before."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.resolve import candidates
from headwater.resolve.candidates import Candidate, Candidates
from headwater.resolve.record import Record

GIVEN = ["Hashim", "Хашим", "Hasim", "Agim", "Example", "محمد", "Muhammad", "Mohamed", "Shembull"]
FAMILY = ["Thaçi", "Тачи", "Taci", "Primer", "Пример", "al-Amin", "Abdelrazak", "Abd al-Razzaq", "Sampel"]
YEARS = ["1970", "1970-02-03", "1981-01-01", "unknown"]


def person(id_: str, name: str, *said: tuple[str, str], schema: str = "Person") -> Record:
    return Record.of(id_, schema, [("name", name), *said])


@st.composite
def records(draw: st.DrawFn) -> Record:
    name = f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(FAMILY))}"
    said = [("birthDate", draw(st.sampled_from(YEARS)))]
    said += [("phone", f"+44770090000{draw(st.integers(0, 3))}")] if draw(st.booleans()) else []
    schema = draw(st.sampled_from(["Person", "Person", "LegalEntity", "Company"]))
    return person(f"r{draw(st.integers(0, 30)):02d}", name, *said, schema=schema)


worlds = st.lists(records(), max_size=25)


def filled(held: Iterable[Record], limit: int = 50) -> Candidates:
    index = Candidates(limit=limit)
    index.add(held)
    return index


def answers(index: Candidates, asked: Iterable[Record]) -> list[object]:
    return [[index.of(record) for record in asked], sorted(index.pairs()), index.records, index.count("HSM")]


@given(worlds, st.randoms())
def test_the_order_of_arrival_changes_nothing(held: list[Record], order) -> None:
    last = list({record.id: record for record in held}.values())
    shuffled = order.sample(last, len(last))
    assert answers(filled(held, 3), held) == answers(filled(shuffled, 3), held)


@given(worlds, worlds, worlds)
def test_adding_and_letting_go_leaves_what_was_there(
    held: list[Record], gone: list[Record], asked: list[Record]
) -> None:
    kept = list({record.id: record for record in held}.values())
    others = [Record(f"x{record.id}", record.schema, record.values) for record in gone]
    index = filled([*kept, *others], 3)
    index.discard([record.id for record in others])
    assert answers(index, asked) == answers(filled(kept, 3), asked)


@given(worlds)
def test_letting_go_of_all_leaves_nothing(held: list[Record]) -> None:
    index = filled(held)
    index.discard([record.id for record in held])
    index.discard(["never there"])
    assert (index.records, list(index.pairs()), len(index._postings.numbers)) == (0, [], 0)
    assert not index._postings._slips


@given(worlds, st.integers(1, 5))
def test_answers_are_bounded_ordered_and_never_the_record_itself(held: list[Record], limit: int) -> None:
    index = filled(held, limit)
    for record in held:
        found = index.of(record)
        assert len(found) <= limit
        assert found == sorted(found, key=lambda one: (-one.weight, one.id))
        assert record.id not in {one.id for one in found}
        assert all(one.weight > 0 for one in found)


@given(worlds, st.integers(1, 5))
def test_pairs_are_those_that_one_of_the_two_finds(held: list[Record], limit: int) -> None:
    last = {record.id: record for record in held}
    index = filled(held, limit)
    found = {tuple(sorted((record.id, one.id))) for record in last.values() for one in index.of(record)}
    pairs = [(left, right) for left, right, _ in index.pairs()]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == found


@given(worlds)
def test_a_record_that_is_not_in_the_index_is_answered_as_one_that_is(held: list[Record]) -> None:
    last = {record.id: record for record in held}
    index = filled(held)
    for record in last.values():
        stranger = Record("stranger", record.schema, record.values)
        assert [one for one in index.of(stranger) if one.id != record.id] == index.of(record)[:50]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hashim Thaçi", "Хашим Тачи"),
        ("Abd al-Razzaq Primer", "عبدالرزاق پریمر"),
        ("Agim Shembulli", "SHEMBULI, Agim"),
        ("Aleh Mikalaevich Shuliakouski", "Oleg Nikolaevich Shuliakovski"),
        ("Sech1n", "Igor Sechin"),
        ("Example Kashlaf", "Koshlaf"),
    ],
)
def test_one_person_is_found_across_scripts_and_slips(one: str, other: str) -> None:
    crowd = [person(f"c{number}", f"{chr(97 + number % 26) * 4}um Moorin{number}") for number in range(100)]
    index = filled([*crowd, person("one", one)])
    assert index.of(person("other", other))[0].id == "one"


def test_a_rare_word_says_more_than_a_frequent_one() -> None:
    index = filled([*(person(f"m{number:03d}", f"Muhammad {chr(97 + number % 26)}ox{number}") for number in range(99)),
                    person("rare", "Besnik Shembull")])  # fmt: skip
    found = index.of(person("asked", "Muhammad Shembull"))
    assert found[0].id == "rare"
    assert found[0].weight > 2 * found[1].weight
    assert len(found) == 50


def test_terms_too_common_alone_are_asked_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "LOOKED_AT", 1)
    crowd = [person(f"a{number:02d}", f"Agim Ox{number}") for number in range(30)]
    crowd += [person(f"s{number:02d}", f"Ox{number} Shembull", ("birthDate", "1970")) for number in range(30)]
    index = filled([*crowd, person("both", "Shembull Agim"), person("year", "Agim Zog", ("birthDate", "1970"))], 10)
    found = index.of(person("asked", "Agim Shembull", ("birthDate", "1970-05-05")))
    assert {one.id for one in found} == {"both", "year"}


def test_more_namesakes_than_the_budget_are_told_apart_by_what_else_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "LOOKED_AT", 1)
    crowd = [person(f"c{number:02d}", "Agim Shembull", ("birthDate", f"{1930 + number}")) for number in range(40)]
    found = filled(crowd, 10).of(person("asked", "Agim Shembull", ("birthDate", "1935-05-05")))
    assert [one.id for one in found] == ["c05"]


def test_a_shared_birth_date_alone_makes_no_candidate() -> None:
    index = filled([person("a", "Agim Zog", ("birthDate", "1970-02-03"))])
    assert index.of(person("b", "Besnik Shembull", ("birthDate", "1970-02-03"))) == []


def test_a_shared_number_alone_makes_one() -> None:
    index = filled([person("a", "Agim Zog", ("passportNumber", "SYN 12345"))])
    assert index.of(person("b", "Besnik Shembull", ("idNumber", "syn12345"))) == [Candidate("a", 1.0)]


def test_what_cannot_be_one_thing_takes_no_place() -> None:
    companies = [person(f"c{number}", "Shembull", schema="Company") for number in range(9)]
    index = filled([*companies, person("a", "Shembull"), person("b", "Shembull", schema="LegalEntity")], limit=2)
    assert {one.id for one in index.of(person("x", "Shembull"))} == {"a", "b"}


def test_an_alias_in_two_spellings_counts_once() -> None:
    crowd = [person(f"c{number}", f"{chr(97 + number)}in Dule") for number in range(20)]
    index = filled([*crowd, person("a", "Mohamed")])
    (once,) = index.of(person("x", "Mohamed"))
    (twice,) = index.of(person("y", "Mohamed", ("alias", "Muhammad"), ("alias", "Mehmet")))
    assert twice.weight == once.weight


@settings(max_examples=30)
@given(worlds)
def test_words_are_counted_by_record(held: list[Record]) -> None:
    last = {record.id: record for record in held}
    index = filled(held)
    for word in ("thaci", "TCa", "HSM", "never"):
        assert index.count(word) == sum(word in record.name_keys | record.name_tokens for record in last.values())
