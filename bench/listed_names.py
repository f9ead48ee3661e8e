"""The listed persons' names of `bench/data/names`, and words drawn from them at their frequencies.

A word's frequency is that among persons: each person counts once, by the first name of the first list that has them,
however many aliases the lists give.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from headwater.names import fold

PAIRS = Path(__file__).parent / "data" / "names" / "listed_person_name_pairs_even.csv"
SEED = 8700


@dataclass(frozen=True)
class NamePair:
    """Two names of one listed person."""

    person: str
    left: str
    right: str
    left_script: str
    right_script: str

    @property
    def in_two_scripts(self) -> bool:
        """Whether the names are written in two scripts."""
        return self.left_script != self.right_script


def read_pairs(path: Path = PAIRS) -> list[NamePair]:
    """The pairs of the table whose two names differ, each once."""
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = [
            NamePair(f"{row['source']} {row['record']}", row["name_a"], row["name_b"], row["script_a"], row["script_b"])
            for row in csv.DictReader(lines)
        ]
    return list(dict.fromkeys(pair for pair in pairs if pair.left != pair.right))


def persons(pairs: Iterable[NamePair]) -> list[str]:
    """One name a person; two lists that print one person's words alike name one person."""
    first = {pair.person: pair.left for pair in reversed(list(pairs))}
    return sorted({" ".join(sorted(fold(name).split())): name for name in first.values()}.values())


def decoys(names: Iterable[str], count: int, seed: int = SEED) -> list[str]:
    """Names that nobody has: a given and a family word, each drawn as often as persons have it.

    Args:
        names: Names of persons: the first word is taken for given, the last for family.
        count: How many.
        seed: Of the drawing.
    """
    draw = random.Random(seed)
    split = [name.split() for name in names if len(name.split()) > 1]
    given, family = [words[0] for words in split], [words[-1] for words in split]
    return [f"{draw.choice(given)} {draw.choice(family)}" for _ in range(count)]
