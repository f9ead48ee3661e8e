"""How rare a word of a name is: learnt from the records at hand, or from what ships where there are none."""

from __future__ import annotations

from typing import Protocol


class Rarity(Protocol):
    """Counts of name words by their key (`headwater.names.keys`) or folded token."""

    @property
    def records(self) -> int:
        """How many records were counted."""

    def count(self, word: str) -> int:
        """In how many records the key or token stands; 0 if in none."""
