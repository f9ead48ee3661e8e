"""A labelled set of two agencies' records, of which we know which are one person: invented, the same for one seed.

Names are recombined from the words of listed persons at their frequencies (`listed_names`): nobody's name, and as hard
as life, since a few words are very frequent. How one word is written otherwise is learnt from the lists too: words that
stand at one place of two names of one person, so that no code of ours says what a variant is.

Of N records half are of agency A, each about another person; of agency B's half six in ten are about a person of A, as
that agency knows them: in another script, in another spelling, with a typing error, a word left out or in another
order, a date of birth in part or none.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from bench.listed_names import SEED, NamePair, persons, read_pairs
from headwater.names import fold, script_of

SHARED = 0.6
"""Share of agency B's records that are about a person of agency A."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Said(NamedTuple):
    """One record of the set: its id tells nothing, `person` tells whom it is about."""

    id: str
    person: int
    values: dict[str, list[str]]


class Words:
    """Words of names, and how else each is written."""

    def __init__(self, pairs: list[NamePair]) -> None:
        self.names = [name.split() for name in persons(pairs) if 1 < len(name.split()) < 5]
        self.variants = _variants(pairs)

    def name(self, draw: random.Random) -> list[str]:
        """The words of a name that nobody has: given, often a second, and family."""
        given, second, family = draw.choice(self.names)[0], draw.choice(self.names), draw.choice(self.names)[-1]
        middle = second[1:-1][:1] or second[:1]
        return [given, *(middle if draw.random() < 0.6 else []), family]

    def in_script(self, words: list[str], script: str, draw: random.Random) -> list[str]:
        """The words as they are written in a script, where the lists say how; all of them, or none."""
        other = [
            [one for one in self.variants.get(word.lower(), ()) if script_of(one) == script and one != word.lower()]
            for word in words
        ]
        return [draw.choice(several) for several in other] if all(other) else words


def _variants(pairs: list[NamePair]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for pair in pairs:
        left, right = pair.left.lower().split(), pair.right.lower().split()
        if len(left) == len(right) and "," not in pair.right and "(" not in pair.right:
            alike = all(pair.in_two_scripts or _looks_like(*both) for both in zip(left, right, strict=True))
            for one, other in zip(left, right, strict=True) if alike else ():
                found[one][other] = None
                found[other][one] = None
    return {word: list(several) for word, several in found.items()}


def _looks_like(one: str, other: str) -> bool:
    left, right = ({a + b for a, b in pairwise(f" {fold(word)} ")} for word in (one, other))
    return 2 * len(left & right) >= len(left | right)


def records(count: int, seed: int = SEED) -> Iterator[Said]:
    """The records of both agencies, in no order."""
    draw = random.Random(seed)
    words = Words(read_pairs())
    numbers = draw.sample(range(10 * count), count)
    half = count // 2
    for place in range(half):
        yield _said(numbers[place], place, words, None)
    for place in range(half, count):
        about = place - half if draw.random() < SHARED else place
        yield _said(numbers[place], about, words, draw if about < half else None)


def _said(number: int, person: int, words: Words, other: random.Random | None) -> Said:
    """What an agency says of a person; `other` draws what is different where a second agency does."""
    own = random.Random(f"{SEED} {person}")
    name = words.name(own)
    born = f"{own.randint(1955, 2004)}-{own.randint(1, 12):02d}-{own.randint(1, 28):02d}"
    passport = f"SYN{own.randrange(10**8):08d}" if own.random() < 0.4 else ""
    country = own.choice(("al", "rs", "xk", "mk", "ba", "me", "ru", "by", "iq", "af", "sy"))
    if other is not None:
        name = _otherwise(name, words, other)
        born = other.choices((born, born[:7], born[:4], "", _slipped_digit(born, other)), (50, 5, 25, 15, 5))[0]
        passport = passport if other.random() < 0.5 else ""
    values = {"name": [" ".join(name).title()], "nationality": [country]}
    values |= {prop: [value] for prop, value in (("birthDate", born), ("passportNumber", passport)) if value}
    return Said(f"syn-{number:08d}", person, values)


def _otherwise(name: list[str], words: Words, draw: random.Random) -> list[str]:
    kind = draw.choices(("script", "spelling", "typo", "dropped", "turned", "same"), (30, 25, 15, 10, 10, 10))[0]
    if kind == "script":
        scripts = draw.sample(("Cyrl", "Arab"), 2)
        written = [words.in_script(name, script, draw) for script in scripts]
        return next((one for one in written if one != name), words.in_script(name, "Latn", draw))
    if kind == "spelling":
        return [draw.choice([word, *words.variants.get(word.lower(), ())]) if _latin(word) else word for word in name]
    if kind == "typo":
        place = max(range(len(name)), key=lambda at: len(name[at]))
        return [_slipped(word, draw) if at == place else word for at, word in enumerate(name)]
    if kind == "dropped" and len(name) > 2:
        return [name[0], name[-1]]
    return [*name[1:], name[0]] if kind == "turned" else name


def _latin(word: str) -> bool:
    return script_of(word) == "Latn"


def _slipped(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word))
    return draw.choice((word[:at] + word[at + 1 :], word[:at] + draw.choice(_LETTERS) + word[at + 1 :]))


def _slipped_digit(born: str, draw: random.Random) -> str:
    return born[:3] + str(draw.randrange(10)) + born[4:]


def write(path: Path, count: int) -> Path:
    """Write the set as FollowTheMoney entities, one a line, unless it is there already, and return its path."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as file:
            for said in records(count):
                entity = {"id": said.id, "schema": "Person", "properties": said.values, "person": said.person}
                file.write(json.dumps(entity, ensure_ascii=False) + "\n")
        draft.rename(path)
    return path
