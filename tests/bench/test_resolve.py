"""The benches of resolve: the sets are what they say, and quality is counted right."""

import json
from pathlib import Path

import pytest
from bench import listed_names, resolve, resolve_recall, resolve_set
from bench.listed_names import NamePair

COUNT = 2_000


@pytest.fixture(scope="module")
def said() -> list[resolve_set.Said]:
    return list(resolve_set.records(COUNT))


def test_the_same_seed_gives_the_same_set(said: list[resolve_set.Said]) -> None:
    assert list(resolve_set.records(COUNT)) == said
    assert list(resolve_set.records(COUNT, seed=1)) != said


def test_ids_are_distinct_and_agency_a_knows_each_person_once(said: list[resolve_set.Said]) -> None:
    assert len({one.id for one in said}) == COUNT
    assert [one.person for one in said[: COUNT // 2]] == list(range(COUNT // 2))


def test_six_in_ten_of_agency_b_are_known_to_a(said: list[resolve_set.Said]) -> None:
    shared = [one for one in said[COUNT // 2 :] if one.person < COUNT // 2]
    assert 0.55 < len(shared) / (COUNT // 2) < 0.65


def test_variants_are_written_otherwise(said: list[resolve_set.Said]) -> None:
    names = {one.person: one.values["name"] for one in said[: COUNT // 2]}
    shared = [one for one in said[COUNT // 2 :] if one.person < COUNT // 2]
    other = [one for one in shared if one.values["name"] != names[one.person]]
    assert len(other) / len(shared) > 0.55
    assert sum(not name.isascii() for one in other for name in one.values["name"]) / len(shared) > 0.2


def test_the_truth_of_a_file_is_that_of_the_set(tmp_path: Path, said: list[resolve_set.Said]) -> None:
    path = resolve_set.write(tmp_path / "set.jsonl", COUNT)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == [one.id for one in said]
    persons = {one.id: one.person for one in said}
    true = resolve.truth(path)
    assert len(true) == COUNT - len(set(persons.values()))
    assert all(persons[left] == persons[right] and left < right for left, right in true)


def test_decoys_are_recombined_at_the_frequency_of_words_among_persons() -> None:
    names = listed_names.decoys(["Agim Shembull", "Agim Primer", "Besnik Shembull", "Mononym"], 4_000)
    assert {tuple(name.split()) for name in names} == {
        (given, family) for given in ("Agim", "Besnik") for family in ("Shembull", "Primer")
    }
    assert 0.6 < sum(name.startswith("Agim") for name in names) / 4_000 < 0.73
    assert listed_names.decoys(["Agim Shembull", "Besnik Primer"], 9) != listed_names.decoys(
        ["Agim Shembull", "Besnik Primer"], 9, seed=1
    )


def test_a_person_of_two_lists_counts_once() -> None:
    pairs = [NamePair(f"{of} 1", name, "Other", "LATIN", "LATIN") for of, name in (("UN", "A B"), ("EU", "B A"))]
    assert len(listed_names.persons(pairs)) == 1


@pytest.mark.parametrize(("left", "right", "expected"), [("", "abc", 3), ("abc", "abc", 0), ("thaci", "taqi", 2)])
def test_edits(left: str, right: str, expected: int) -> None:
    assert resolve_recall.edits(left, right) == resolve_recall.edits(right, left) == expected


@pytest.mark.parametrize(
    ("left", "right", "script", "group"),
    [
        ("Agim Shembull", "Агим Шембул", "CYRILLIC", "two scripts"),
        ("Agim Shembull", "Agim Shembul", "LATIN", "one script, a similar word that at most 2 have"),
        ("Agim Shembull", "Agim Zog", "LATIN", "one script, only similar words that more than 2 have"),
        ("Agim Shembull", "Beni", "LATIN", "one script, no similar word (another name, a nickname)"),
    ],
)
def test_groups(left: str, right: str, script: str, group: str) -> None:
    pair = NamePair("UN 1", left, right, "LATIN", script)
    names = {"a": left, "b": right, **{f"c{number}": f"Agim Ox{number}" for number in range(3)}}
    frequency = resolve_recall.frequency_of(names.values())
    world = resolve_recall.World({("UN 1", left): "a", ("UN 1", right): "b"}, names, frequency)
    assert resolve_recall.group_of(pair, world, 2) == group


def test_quality() -> None:
    pairs = [("a", "b", 0.9), ("d", "c", 0.8), ("a", "c", 0.7)]
    one = resolve.quality(pairs, {("a", "b"), ("c", "d"), ("e", "f")}, 0.8)
    assert one.precision == 1
    assert one.recall == pytest.approx(2 / 3)
    best = resolve.best_quality(pairs, {("a", "b"), ("c", "d"), ("e", "f")})
    assert best.precision == 1
    assert best.recall == pytest.approx(2 / 3)
    assert 0.7 < best.threshold <= 0.8
