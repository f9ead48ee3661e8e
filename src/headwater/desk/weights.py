"""How weights are set, for the page that explains it: what each feature looks at, and what a sum is worth."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.resolve.features import FEATURES, feature_explanation, feature_words
from headwater.resolve.scoring import THRESHOLD, p_of

SUMS = (-6.0, -3.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)


@dataclass(frozen=True)
class WeightsView:
    """How weights are set.

    Attributes:
        threshold: Pairs at or above it are suggested.
        features: Name and explanation of each feature, in the order of the page.
        worth: Some sums of weights, in bits, and the match each is worth.
    """

    threshold: float
    features: tuple[tuple[str, str], ...]
    worth: tuple[tuple[float, float], ...]


def weights() -> WeightsView:
    """The weights as this version of the software has them; the same for everybody."""
    return WeightsView(
        threshold=THRESHOLD,
        features=tuple((feature_words(code), feature_explanation(code)) for code in FEATURES),
        worth=tuple((bits, p_of(bits)) for bits in SUMS),
    )
