"""Rarity from the lists that were counted for Headwater, where no node's own records are at hand."""

from __future__ import annotations

from headwater.names.known_words import known_word, records_counted


class ShippedRarity:
    """Counts of name words in the United Nations' list and half of the European Union's."""

    @property
    def records(self) -> int:
        """How many records were counted."""
        return records_counted()

    def count(self, word: str) -> int:
        """In how many of them a folded word stands."""
        return known_word(word).count


SHIPPED = ShippedRarity()
