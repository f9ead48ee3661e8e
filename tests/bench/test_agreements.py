"""The plain reading that decisions are timed against comes to the same answers, and the labels are as many as said."""

from __future__ import annotations

import pytest
from bench.agreements import AT, labels, signed
from bench.plain_terms import PlainTerms

from headwater.agreements import Asked


@pytest.mark.parametrize("recipient", ["GB", "AL", "XK", "FRONTEX"])
@pytest.mark.parametrize("purpose", ["investigate", "risk-analysis", "test"])
def test_the_plain_reading_decides_alike(recipient, purpose):
    register, of = signed(), labels(1500)
    asked = Asked(recipient, purpose, AT, holder=recipient, roles=frozenset({"analyst"}))
    plain = PlainTerms(register.in_force(AT), register.profiles())
    assert plain.decide(asked, of) == register.decide(asked, of)


def test_there_are_three_thousand_labels_and_no_two_are_one():
    assert len(set(labels(3000))) == 3000
