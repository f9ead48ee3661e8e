"""The chart's places: inside the square, each its own, the same each time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.chart import layout

NODES = st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True, max_size=40)


@given(NODES, st.integers(0, 40), st.data())
def test_every_node_has_a_place_of_its_own_in_the_square(names, cut, data):
    persons, things = [f"p{n}" for n in names[:cut]], [f"t{n}" for n in names[cut:]]
    ends = st.sampled_from(["g", *persons, *things])
    edges = data.draw(st.lists(st.tuples(ends, ends), max_size=40))
    places = layout("g", persons, things, edges)
    assert set(places) == {"g", *persons, *things}
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places.values())
    assert len(set(places.values())) == len(places)
    assert layout("g", persons, things, edges) == places


def test_a_thing_stands_beside_its_person():
    places = layout("g", ["a", "b", "c", "d"], ["van"], [("c", "van")])
    near = {p: (places[p][0] - places["van"][0]) ** 2 + (places[p][1] - places["van"][1]) ** 2 for p in "abcd"}
    assert min(near, key=near.__getitem__) == "c"
