"""Two records, one probability: the bits of all features summed and calibrated."""

from __future__ import annotations

from math import exp, log

from headwater.resolve import best_names, features, name_evidence, person_names, scripts, thing_names, words
from headwater.resolve.features import FEATURES, PROPS_OF, feature_explanation, feature_words
from headwater.resolve.finding import Comparison, Finding
from headwater.resolve.rarity import Rarity
from headwater.resolve.record import Record
from headwater.resolve.shipped import SHIPPED

__all__ = ["SHIPPED", "THRESHOLD", "compare", "feature_explanation", "feature_words", "forget", "p_of", "quick"]

THRESHOLD = 0.5
"""Least probability at which a pair is suggested, and called a match."""

SLOPE, OFFSET = 1.0, 0.0
"""Calibration (Platt 1999): the probability is 1 / (1 + 2^-(SLOPE * bits + OFFSET))."""

NAMELESS = -2.0
"""Bits to begin with where no names are compared: numbers alone must carry it."""

CONTRADICTED = 0.35
"""What a date that agrees counts for when the names contradict each other: brothers share families, twins dates."""

_SHARED_BY_BROTHERS = frozenset({"birth_date", "birth_place", "parents", "address", "phone"})


def compare(left: Record, right: Record, rarity: Rarity = SHIPPED) -> Comparison:
    """Compare two records.

    Args:
        left: A record.
        right: Another, of a schema that can be the same thing.
        rarity: How rare words are among what the viewer may see.

    Returns:
        The probability that they are one, the sum of bits behind it, and a finding for each feature that had something
        to compare or to show.
    """
    found = [one for _, feature in FEATURES.values() if (one := feature(left, right, rarity)) is not None]
    found = _weighed(found)
    total = sum(one.weight for one in found) + (0.0 if any(one.feature == "name" for one in found) else NAMELESS)
    return Comparison(p_of(total), round(total, 1), tuple(found))


def quick(left: Record, right: Record, rarity: Rarity = SHIPPED) -> float:
    """The probability of `compare` alone, several times as fast."""
    total = NAMELESS
    contradicted = False
    if left.names and right.names:
        total = round(best_names.best_names(left, right, rarity)[1], 1)
        contradicted = total < 0
    props = left.values.keys() & right.values.keys()
    for code, (_, feature) in FEATURES.items():
        if code != "name" and not props.isdisjoint(PROPS_OF[code]):
            found = feature(left, right, rarity)
            if found is not None:
                less = contradicted and found.weight > 0 and code in _SHARED_BY_BROTHERS
                total += found.weight * (CONTRADICTED if less else 1.0)
    return p_of(total)


def _weighed(found: list[Finding]) -> list[Finding]:
    """The findings, what brothers share counted less where the names contradict each other."""
    if not found or found[0].feature != "name" or found[0].weight >= 0:
        return found
    return [
        Finding(
            one.feature,
            one.weight * CONTRADICTED,
            one.sentence + " Counted a third: the names are two.",
            one.left,
            one.right,
        )
        if one.feature in _SHARED_BY_BROTHERS and one.weight > 0
        else one
        for one in found
    ]


def p_of(bits: float) -> float:
    """The calibrated probability of a sum of bits."""
    return 1 / (1 + exp(-log(2) * max(-60.0, min(60.0, SLOPE * bits + OFFSET))))


def forget() -> None:
    """Empty every cache that holds values of records; after an erasure nothing of them stays in memory here."""
    for module in (words, person_names, thing_names, name_evidence, best_names, scripts, features):
        module.forget()
