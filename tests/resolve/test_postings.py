"""Postings: whatever form a list takes as it grows and shrinks, it holds what was put in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.resolve import postings
from headwater.resolve.postings import Postings

KEYS = ["thaci", "taci", "haci", "TCa", "MKLFC", "NKLFC"]
steps = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 9)), max_size=60)


@pytest.mark.parametrize("large", [2, 5, 64])
@given(steps)
def test_lists_hold_what_was_put_in(large: int, taken: list[tuple[str, int]]) -> None:
    former, postings.LARGE = postings.LARGE, large
    try:
        index = Postings()
        held: dict[str, set[int]] = {}
        for key, record in taken:  # a pair for the second time takes it out again
            there = held.setdefault(key, set())
            if record in there:
                there.discard(record)
                index.remove(index.numbers[key], record)
            else:
                there.add(record)
                index.add(key, record)
            assert {key: set(index.under(key)) for key in KEYS} == {key: held.get(key, set()) for key in KEYS}
            assert all(len(index.under(key)) == len(held.get(key, set())) for key in KEYS)
        assert set(index.numbers) == {key for key, there in held.items() if there}
    finally:
        postings.LARGE = former


def test_near_keys_are_those_in_the_index() -> None:
    index = Postings()
    index.add("thaci", 1)
    at = index.add("taci", 2)
    assert index.near("thaci") == ["taci"]
    assert index.near("tachi") == ["taci", "thaci"]
    index.remove(at, 2)
    assert index.near("thaci") == []
