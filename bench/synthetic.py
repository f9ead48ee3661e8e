"""A synthetic set of reports, the same for the same seed: invented from syllables, labelled synthetic in each report.

About ten assertions a report, each report about one person (three in four), vehicle, company or phone; one report in
five speaks again of an entity that was spoken of before. Names are recombined from pools over Latin, Cyrillic and
Arabic script with Zipf frequencies, so that a few names are very frequent, as in life. Phones are numbers that Ofcom
keeps for drama. About 300 labels: eleven pairs of agency and case, the smallest of which (`SMALL`) holds 1% of the
reports, is the only one classified OFFICIAL, and so is all that a node with the ceiling OFFICIAL shows.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

from headwater.classification import Classification
from headwater.intake.findings import Header, lines_of
from headwater.model import DraftAssertion, DraftReport, Grading, Handling, Scheme, SubjectCategory

SEED = 8700
PER_REPORT = 10
AGAIN_EVERY = 5
"""Every fifth report speaks of an entity that an earlier one spoke of."""

PAIRS = (
    ("GB", "SYN-101", 24),
    ("FRONTEX", "SYN-102", 18),
    ("AL", "SYN-103", 13),
    ("RS", "SYN-104", 11),
    ("XK", "SYN-105", 9),
    ("MK", "SYN-106", 8),
    ("BA", "SYN-107", 6),
    ("GB", "SYN-108", 4),
    ("FRONTEX", "SYN-109", 3),
    ("AL", "SYN-110", 3),
    ("ME", "SYN-111", 1),
)
"""Agency, case, and how many of a hundred reports are theirs."""
SMALL = PAIRS[-1]

_GRADING = Grading(Scheme.UK_3X5X2, "2", "B")
_HANDLING = Handling(("P",))
_CATEGORIES = (
    (SubjectCategory.SUSPECT, 70),
    (SubjectCategory.CONTACT, 25),
    (SubjectCategory.CONVICTED, 5),
)
_COUNTRIES = ("al", "ba", "gb", "me", "mk", "rs", "xk", "tr", "iq", "ir", "sy", "af", "vn")
_PLACES = ("Examplebridge", "Samplehaven", "Testford", "Specimen-on-Sea", "Mocktown", "Trialby", "Draftwick")
_TRADES = ("driver", "shopkeeper", "mechanic", "fisher", "carpenter", "student", "courier")
_COLOURS = ("white", "grey", "black", "blue", "red")

_LATIN = [*"bdgklmnprstvzđčž", "sh", "gj", "dž", "lj", "nj", "br", "dr", "kr", "st"]
_CYRILLIC = [*"бдгклмнпрстзшћђжљњ", "бр", "др"]
_ARABIC = [*"بدجكلمنرستزشخحعفقصطه"]
_SCRIPTS: tuple[tuple[int, list[str], list[str], list[str]], ...] = (
    (60, _LATIN, list("aeiou"), ["ić", "ović", "i", "aj", "ov", "ski", "a", "u"]),
    (25, _CYRILLIC, list("аеиоу"), ["ић", "овић", "ов", "ев", "ски", "а"]),
    (15, _ARABIC, ["ا", "ي", "و"], ["ي", "ان", "اوي", ""]),
)
"""Share in a hundred, onsets, vowels and family-name endings of each script."""
GIVEN, FAMILY = 300, 5000
_SKEW = 0.9


class Names:
    """Pools of invented names for one script, the most frequent first."""

    def __init__(self, seed: int, onsets: list[str], vowels: list[str], endings: list[str]) -> None:
        draw = random.Random(f"{seed} {onsets[0]}")
        self.given = _distinct(GIVEN, lambda: _word(draw, onsets, vowels) + draw.choice(["", *onsets[:9]]))
        self.family = _distinct(
            FAMILY, lambda: _word(draw, onsets, vowels) + draw.choice(onsets) + draw.choice(endings)
        )
        self._given_weights = _zipf(GIVEN)
        self._family_weights = _zipf(FAMILY)

    def name(self, draw: random.Random) -> str:
        """A given and a family name, in this order."""
        (given,) = draw.choices(self.given, cum_weights=self._given_weights)
        (family,) = draw.choices(self.family, cum_weights=self._family_weights)
        return f"{given} {family}"


def _word(draw: random.Random, onsets: list[str], vowels: list[str]) -> str:
    return "".join(draw.choice(onsets) + draw.choice(vowels) for _ in range(2))


def _distinct(count: int, make: Callable[[], str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[make().capitalize()] = None
    return list(found)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 1) ** _SKEW for rank in range(count)))


@cache
def pools(seed: int = SEED) -> tuple[Names, ...]:
    """The names of each script, in the order Latin, Cyrillic, Arabic."""
    return tuple(Names(seed, onsets, vowels, endings) for _, onsets, vowels, endings in _SCRIPTS)


def hard_queries(seed: int = SEED) -> list[str]:
    """Questions that find the most: a very frequent given name and the beginning of a very frequent family name."""
    latin, cyrillic, arabic = pools(seed)
    asked = [f"{given} {family[:2]}" for given in latin.given[:5] for family in latin.family[:4]]
    asked += [f"{given} {family[:2]}" for given in cyrillic.given[:3] for family in cyrillic.family[:3]]
    asked += [f"{given} {family[:3]}" for given in arabic.given[:2] for family in arabic.family[:3]]
    return [*asked, *latin.given[:3], *cyrillic.given[:1], *arabic.given[:1]]


def reports(assertions: int, *, list_id: str = "SYN-BENCH", seed: int = SEED) -> Iterator[DraftReport]:
    """Reports that together hold about `assertions` assertions; references count from 0."""
    draw = random.Random(seed)
    names = pools(SEED)
    weights = list(accumulate(share for _, _, share in PAIRS))
    entities = 0
    for number in range(assertions // PER_REPORT):
        again = entities and number % AGAIN_EVERY == AGAIN_EVERY - 1
        entity = draw.randrange(entities) if again else entities
        entities += not again
        ((agency, case, _),) = draw.choices(PAIRS, cum_weights=weights)
        yield DraftReport(
            agency=agency,
            list_id=list_id,
            reference=f"SYN-{number:08d}",
            assertions=_said(draw, names, entity),
            reported_at=f"2026-{draw.randint(1, 9):02d}-{draw.randint(1, 28):02d}",
            grading=_GRADING,
            handling=_HANDLING,
            classification=Classification.OFFICIAL if case == SMALL[1] else Classification.OFFICIAL_SENSITIVE,
            purpose="organised immigration crime",
            legal_basis="synthetic",
            case=case,
            erase_by=f"{2029 + number % 4}-06-30",
            synthetic=True,
        )


def write(path: Path, assertions: int, *, list_id: str = "SYN-BENCH", seed: int = SEED) -> Path:
    """Write the set as a file of reports, unless it is there already, and return its path."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        with draft.open("wb") as file:
            header = Header(list=list_id, name="Synthetic set of the bench")
            file.writelines(lines_of(header, reports(assertions, list_id=list_id, seed=seed)))
        draft.rename(path)
    return path


def _said(draw: random.Random, names: tuple[Names, ...], entity: int) -> tuple[DraftAssertion, ...]:
    kind = entity % 20
    if kind < 15:
        return _person(draw, names, entity)
    if kind < 17:
        return _vehicle(draw, entity)
    return _company(draw, names, entity) if kind < 19 else _phone(draw, entity)


def _person(draw: random.Random, names: tuple[Names, ...], entity: int) -> tuple[DraftAssertion, ...]:
    own = random.Random(entity)  # what every report about this person agrees on
    script = own.choices(names, weights=[share for share, *_ in _SCRIPTS])[0]
    (category,) = own.choices([c for c, _ in _CATEGORIES], weights=[share for _, share in _CATEGORIES])
    said = [
        ("name", script.name(own)),
        ("alias", script.name(draw)),
        ("birthDate", f"{own.randint(1960, 2003)}-{own.randint(1, 12):02d}-{own.randint(1, 28):02d}"),
        ("nationality", own.choice(_COUNTRIES)),
        ("gender", own.choice(["male", "male", "male", "female"])),
        ("passportNumber", f"SYN{own.randrange(10**7):07d}"),
        ("phone", _drama_number(draw)),
        ("address", f"{draw.randint(1, 200)} Sample Street, {draw.choice(_PLACES)}"),
        ("position", draw.choice(_TRADES)),
        ("notes", f"Seen near {draw.choice(_PLACES)}, synthetic {draw.randrange(10**6)}"),
    ]
    return tuple(DraftAssertion(f"e{entity}", "Person", prop, value, category=category) for prop, value in said)


def _vehicle(draw: random.Random, entity: int) -> tuple[DraftAssertion, ...]:
    own = random.Random(entity)
    said = [
        ("registrationNumber", f"SYN {own.randrange(10**6):06d}"),
        ("name", f"{own.choice(_COLOURS)} van {own.randrange(10**5)}"),
        ("model", f"Example {own.choice('ABCDEF')}{own.randint(1, 9)}"),
        ("type", "van"),
        ("country", own.choice(_COUNTRIES)),
        ("buildDate", str(own.randint(2005, 2025))),
        ("registrationDate", f"2025-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"),
        ("owner", f"e{entity - entity % 20}"),
        ("summary", f"Parked in {draw.choice(_PLACES)}"),
        ("notes", f"Seen near {draw.choice(_PLACES)}, synthetic {draw.randrange(10**6)}"),
    ]
    return tuple(DraftAssertion(f"e{entity}", "Vehicle", prop, value) for prop, value in said)


def _company(draw: random.Random, names: tuple[Names, ...], entity: int) -> tuple[DraftAssertion, ...]:
    own = random.Random(entity)
    said = [
        ("name", f"{own.choice(names[0].family)} Transport"),
        ("alias", f"{own.choice(names[0].family)} Trading"),
        ("registrationNumber", f"SYN-{own.randrange(10**7):07d}"),
        ("jurisdiction", own.choice(_COUNTRIES)),
        ("incorporationDate", str(own.randint(1995, 2025))),
        ("legalForm", "limited company"),
        ("phone", _drama_number(draw)),
        ("address", f"{draw.randint(1, 200)} Sample Street, {draw.choice(_PLACES)}"),
        ("sector", "transport"),
        ("notes", f"Rents a yard in {draw.choice(_PLACES)}, synthetic {draw.randrange(10**6)}"),
    ]
    return tuple(DraftAssertion(f"e{entity}", "Company", prop, value) for prop, value in said)


def _phone(draw: random.Random, entity: int) -> tuple[DraftAssertion, ...]:
    own = random.Random(entity)
    said = [
        ("number", _drama_number(own)),
        ("imei", f"{own.randrange(10**15):015d}"),
        ("imsi", f"{own.randrange(10**15):015d}"),
        ("country", own.choice(_COUNTRIES)),
        ("network", "Example Mobile"),
        ("notes", f"Called from {draw.choice(_PLACES)}, synthetic {draw.randrange(10**6)}"),
        ("notes", f"Active in {draw.choice(_PLACES)}, synthetic {draw.randrange(10**6)}"),
        ("summary", f"Prepaid, bought in {draw.choice(_PLACES)}"),
        ("description", f"Handset {own.choice('ABCDEF')}{own.randint(1, 99)}"),
        ("keywords", f"synthetic {draw.randrange(1000)}"),
    ]
    return tuple(DraftAssertion(f"e{entity}", "Phone", prop, value) for prop, value in said)


def _drama_number(draw: random.Random) -> str:
    return f"+447700900{draw.randrange(1000):03d}"
