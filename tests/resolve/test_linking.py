"""Linking: the same links whatever the order and the number of processes, each pair scored once."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import Unavailable
from headwater.resolve.candidates import BIT, Candidates
from headwater.resolve.linking import Link, linked, worth_scoring
from headwater.resolve.rarity import Rarity
from headwater.resolve.record import Record

NAMES = ["Hashim Thaçi", "Хашим Тачи", "Hasim Taci", "Agim Shembull", "Agim Shembuli", "Primer Example", "Example"]
worlds = st.dictionaries(st.integers(0, 40), st.sampled_from(NAMES), max_size=25)


def people(world: dict[int, str]) -> list[Record]:
    return [Record.of(f"r{number:02d}", "Person", [("name", name)]) for number, name in world.items()]


def likeness(left: Record, right: Record, rarity: Rarity) -> float:
    """Share of keys in common: enough of a score to see which pairs are asked."""
    return len(left.name_keys & right.name_keys) / len(left.name_keys | right.name_keys)


@given(worlds, st.integers(1, 4))
def test_it_links_the_pairs_of_the_index(world: dict[int, str], limit: int) -> None:
    index = Candidates(limit=limit)
    index.add(people(world))
    scored: list[tuple[str, str]] = []

    def score(left: Record, right: Record, rarity: Rarity) -> float:
        scored.append((left.id, right.id))
        return likeness(left, right, rarity)

    links = linked(people(world), score, threshold=0.5, limit=limit, thorough=True)
    assert sorted(scored) == sorted((left, right) for left, right, _ in index.pairs())
    by_id = {record.id: record for record in people(world)}
    alike = {pair for pair in scored if likeness(by_id[pair[0]], by_id[pair[1]], index) >= 0.5}
    assert [(link.left, link.right) for link in links] == sorted(alike)


def test_bulk_scores_the_closest_and_what_is_beyond_chance() -> None:
    crowd = [(number, 20 * BIT - number) for number in range(8)]
    assert worth_scoring([(99, 25 * BIT), *crowd], 2**20) == [(99, 25 * BIT), *crowd[:4]]
    assert worth_scoring([(99, 40 * BIT), *crowd], 2**20) == [(99, 40 * BIT)]
    assert worth_scoring([(99, 40 * BIT), *crowd], 2**17) == [(99, 40 * BIT), *crowd]
    assert worth_scoring([(99, 17 * BIT)], 2**20) == []
    assert worth_scoring([], 2**20) == []


@settings(max_examples=10, deadline=None)
@given(worlds, st.randoms())
def test_order_and_processes_change_nothing(world: dict[int, str], order) -> None:
    records = people(world)
    alone = linked(records, likeness, threshold=0.1)
    order.shuffle(records)
    assert linked(records, likeness, threshold=0.1, processes=3) == alone


def test_of_two_records_with_one_id_the_last_counts() -> None:
    former, last, other = (Record.of(id_, "Person", [("name", name)])
                           for id_, name in (("a", "Primer"), ("a", "Agim"), ("b", "Agim")))  # fmt: skip
    assert linked([former, other, last], likeness, threshold=0.9) == [Link("a", "b", 1.0)]


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    linked(people(dict(enumerate(NAMES))), likeness, threshold=0.5, progress=lambda *one: told.append(one))
    assert told == [(stage, len(NAMES), len(NAMES)) for stage in ("index", "candidates", "scores")]


def test_a_process_that_ends_early_is_said() -> None:
    here = os.getpid()

    def ends(left: Record, right: Record, rarity: Rarity) -> float:
        if os.getpid() != here:
            os._exit(3)
        return 0.0

    with pytest.raises(Unavailable, match="ended before its work was done"):
        linked(people(dict(enumerate(NAMES * 3))), ends, threshold=0.5, processes=2)
