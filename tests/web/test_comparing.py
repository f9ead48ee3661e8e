"""How scores, weights and differing parts are written: their published form, and that no text breaks out of it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from headwater.web import comparing


@pytest.mark.parametrize(
    ("p_match", "written"),
    [(0.0, "under 0.01"), (0.0099, "under 0.01"), (0.5, "0.50"), (0.908, "0.91"), (0.99, "0.99"), (1.0, "over 0.99")],
)
def test_a_score_is_never_written_as_certainty(p_match, written):
    assert comparing.score(p_match) == written


@pytest.mark.parametrize(
    ("bits", "written"), [(6.24, "+6.2"), (-2.8, "−2.8"), (0.0, "0"), (0.04, "0"), (-0.04, "0"), (12.0, "+12.0")]
)
def test_a_weight_has_its_sign_and_nothing_has_none(bits, written):
    assert comparing.signed(bits) == written


@given(st.floats(-1000, 1000))
def test_a_bar_stays_in_its_half_for_to_the_right_and_against_to_the_left(bits):
    drawn = comparing.bar(bits)
    found = re.search(r'class="(for|against)"(?: fill="[^"]*")? x="([\d.]+)" y="0" width="([\d.]+)"', drawn)
    if found is None:
        assert abs(bits) < 0.1
        return
    kind, start, width = found[1], float(found[2]), float(found[3])
    middle = comparing.BAR_WIDTH / 2
    assert kind == ("for" if bits > 0 else "against")
    assert 0 <= start <= start + width <= comparing.BAR_WIDTH + 0.1
    assert start == middle if bits > 0 else abs(start + width - middle) < 0.11


def test_the_differing_part_is_marked_and_the_rest_is_not():
    assert comparing.marked("Besnik Shembuli", ["Shembuli"]) == "Besnik <mark>Shembuli</mark>"
    assert comparing.marked("one two one", ["one", "one"]) == "<mark>one</mark> two <mark>one</mark>"
    assert comparing.marked("abc", ["x", ""]) == "abc"


@given(st.text(max_size=40), st.lists(st.text(max_size=5), max_size=5))
def test_marking_keeps_the_text_and_escapes_it(text, parts):
    marked = comparing.marked(text, parts)
    bare = re.sub(r"</?mark>", "", marked)
    assert "<" not in bare
    assert unescape(bare) == unescape(str(escape(text)))
