"""What the page on weights says is what a comparison does."""

from __future__ import annotations

import pytest

from headwater.desk.weights import SUMS, weights
from headwater.resolve import Record
from headwater.resolve.scoring import THRESHOLD, compare


def test_a_sum_is_worth_what_a_comparison_with_that_sum_gives():
    worth = dict(weights().worth)
    assert list(worth) == list(SUMS)
    assert sorted(worth.values()) == list(worth.values())
    left = Record.of("a", "Person", [("name", "Primer Probni"), ("birthDate", "1984-03-14")])
    found = compare(left, Record.of("b", "Person", [("name", "Marko Uzorak"), ("birthDate", "1984-03-14")]))
    below = max((p for bits, p in worth.items() if bits <= found.sum), default=0.0)
    above = min((p for bits, p in worth.items() if bits >= found.sum), default=1.0)
    assert below == pytest.approx(min(below, found.p_match), abs=0.02)
    assert above == pytest.approx(max(above, found.p_match), abs=0.02)


def test_every_feature_is_explained_and_nationality_is_never_counted():
    view = weights()
    assert view.threshold == THRESHOLD
    assert all(words and explanation.endswith(".") for words, explanation in view.features)
    assert "never counted" in dict(view.features)["Nationality"]
