"""What a comparison says: findings, each a named feature with its weight and the sentence a person reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What one feature says of two records.

    Attributes:
        feature: Code of the feature: `name`, `birth_date`, `phone`, …
        weight: How far it speaks for (above 0) or against (below 0) the two being one, in bits of evidence; 0 if it is
            shown and not counted.
        sentence: What it says, for a person.
        left: The values of the left record that were compared, the telling one first.
        right: Those of the right record.
        left_marks: Parts of the first left value that differ, each a substring of it.
        right_marks: Those of the first right value.
    """

    feature: str
    weight: float
    sentence: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    left_marks: tuple[str, ...] = ()
    right_marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two records compared.

    Attributes:
        p_match: Probability that the two are one, calibrated on held-out pairs, 0 to 1.
        sum: Sum of the weights, in bits.
        findings: One for each feature that had something to compare or to show, in the order of the page.
    """

    p_match: float
    sum: float
    findings: tuple[Finding, ...]
