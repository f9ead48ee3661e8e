"""Temporary: scores until they land."""

from __future__ import annotations

from typing import Any

try:
    from headwater.resolve.scoring import THRESHOLD, compare, feature_words, quick
except ImportError:
    from headwater.resolve import Comparison, Finding

    THRESHOLD = 0.8

    def _p(left: Any, right: Any, rarity: Any) -> float:
        a, b = left.name_keys, right.name_keys
        own_count = (lambda k: 1) if rarity is None else rarity.count
        own = sum(1 / (1 + own_count(k)) for k in a & b)
        every = sum(1 / (1 + own_count(k)) for k in a | b)
        numbers = set(left.get("passportNumber", "phone", "idNumber")) & set(
            right.get("passportNumber", "phone", "idNumber")
        )
        return min(0.99, (own / every if every else 0.0) + (0.5 if numbers else 0.0))

    def quick(left: Any, right: Any, rarity: Any) -> float:
        """A rough score."""
        return _p(left, right, rarity)

    def compare(left: Any, right: Any, rarity: Any = None) -> Any:
        """A rough score."""
        p = _p(left, right, rarity)
        found = [Finding("name", p * 10, "Names alike, .", left.names[:3], right.names[:3])]
        for prop, code in (("phone", "phone"), ("passportNumber", "passport"), ("birthDate", "birth_date")):
            if left.get(prop) or right.get(prop):
                found.append(Finding(code, 1.0, f"The {code}.", left.get(prop), right.get(prop)))
        return Comparison(p, sum(one.weight for one in found), tuple(found))

    def feature_words(code: str) -> str:
        """The code in words."""
        return code.replace("_", " ").capitalize()


__all__ = ["THRESHOLD", "compare", "feature_words", "quick"]
