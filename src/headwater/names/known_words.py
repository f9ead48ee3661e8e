"""Which words are known as names, which are forms of one name, and how often each stands in real lists.

The table ships with Headwater (`data/names/SOURCE.txt` says from what); it is read on first use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent.parent / "data" / "names" / "words.tsv"


@dataclass(frozen=True)
class KnownWord:
    """What is known of a folded word.

    Attributes:
        count: In how many records of the lists it stands.
        known: Whether it is known as a name somewhere; words that only a list has may be misspelled.
        forms: Numbers of the names it is a form of.
        lines: Lines of our own tables of given and family names it stands on: two words without a line in common are
            two names.
    """

    count: int = 0
    known: bool = False
    forms: frozenset[int] = frozenset()
    lines: frozenset[int] = frozenset()


UNKNOWN = KnownWord()


@cache
def _table() -> tuple[int, dict[str, str]]:
    text = _TABLE.read_text(encoding="utf-8")
    head, _, body = text.partition("\n")
    lines = (line.partition("\t") for line in body.splitlines())
    return int(head.split("\t")[1]), {word: rest for word, _, rest in lines}


def records_counted() -> int:
    """How many records the counts are of."""
    return _table()[0]


@lru_cache(maxsize=131_072)
def known_word(token: str) -> KnownWord:
    """What is known of a folded word; `UNKNOWN` for one that is not in the table.

    Args:
        token: A folded token (`headwater.names.tokens`).

    Examples:
        >>> bool(known_word("marko").lines & known_word("mirko").lines), len(known_word("omar").forms) > 0
        (False, True)
    """
    rest = _table()[1].get(token)
    if rest is None:
        return UNKNOWN
    count, known, forms, lines = rest.split("\t")
    return KnownWord(int(count or 0), bool(known), _numbers(forms), _numbers(lines))


def _numbers(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split(","))) if text else frozenset()
