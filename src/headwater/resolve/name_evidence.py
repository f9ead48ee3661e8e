"""What two names say: counts of what agrees and what does not, turned into bits of evidence and into a sentence.

The bits are the weights of a logistic regression over labelled pairs, rounded, with signs that stand to reason
(`docs/explanation/resolve.md` says how they were found and how well they do). They are the same for all languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log2

from headwater.names import keys
from headwater.resolve.person_names import Alignment, PersonName, align, is_patronymic, names_fathers, person_name
from headwater.resolve.rarity import Rarity
from headwater.resolve.scripts import characters_differ
from headwater.resolve.shipped import ShippedRarity
from headwater.resolve.thing_names import Part, ThingAlignment, align_things, thing_name
from headwater.resolve.words import Likeness, Word

AGREE = 3.2
"""Bits for two names of two words and more that agree in all; what follows is taken off."""

PERSON_BITS: dict[str, float] = {
    "contradiction": -7.0,
    "near": 1.0,
    "missing": -0.6,
    "most missing": -3.0,
    "patronymic missing": -0.2,
    "one word": -3.0,
    "own name missing": -1.2,
    "father's name": -4.0,
    "nothing": -8.0,
    "turned": -6.0,
    "syllables": -1.6,
    "syllable missing": -2.5,
    "characters": -6.0,
}
THING_BITS: dict[str, float] = {
    "contradiction": -5.0,
    "missing": -4.2,
    "general word missing": -4.2,
    "place missing": -3.9,
    "seat missing": -1.0,
    "nothing": -8.0,
    "number": -6.0,
    "place": -3.0,
    "legal other": -4.5,
    "legal same": 0.4,
    "abbreviation": 6.0,
}
SEATS = frozenset(
    """beograd belgrade novi nis subotica kragujevac skopje skopye bitola tetovo tirana tirane durres vlore shkoder
    prishtina prishtine pristina prizren peja sarajevo tuzla zenica mostar banja podgorica niksic bar zagreb istanbul
    ankara izmir sofia sofija""".split()
)
"""Towns at the end of a registered name: the firm's seat, which is often left out."""

LIKENESS_BITS: dict[Likeness, float] = {
    Likeness.SAME: 0.3,
    Likeness.SPELLING: 0.2,
    Likeness.FORM: -0.5,
    Likeness.SLIP: -0.7,
    Likeness.CUT: -1.8,
    Likeness.TWO_SLIPS: -1.8,
    Likeness.INITIAL: -1.2,
    Likeness.TWIN: -3.2,
}
MOST = 3
"""Words of one kind that count: a fourth says little more."""

LEARNT = (0.8, -5.0, 1.0)
"""How much of the surprise counts that two names share their words, and its bounds in bits, by records at hand."""

MARGIN = 4
"""Bits by which the surprise must exceed what chance gives once among all records."""

FROM_LISTS = (0.2, -0.3, 0.3)
"""The same by the lists that ship: a pair without a node comes from a population that nobody counted."""


@dataclass(frozen=True)
class NameEvidence:
    """Two names compared.

    Attributes:
        bits: What they say for (above 0) or against, without how rare their words are.
        left: The left name.
        right: The right name.
        agreeing: What agrees, one tuple a pair: the folded words, and the key that spellings share; how rare they are
            is still to be asked.
        kind: "person", "organisation" or "vessel".
    """

    bits: float
    left: str
    right: str
    agreeing: tuple[tuple[str, ...], ...]
    kind: str


@dataclass(frozen=True)
class NameExplanation:
    """What is said of two names that were compared.

    Attributes:
        clauses: The most telling first.
        left_marks: Words of the left name that differ.
        right_marks: Words of the right name that differ.
    """

    clauses: tuple[str, ...]
    left_marks: tuple[str, ...]
    right_marks: tuple[str, ...]


def rarity_bits(evidence: NameEvidence, rarity: Rarity) -> float:
    """How much the words that agree say because they are rare, within bounds.

    The surprise of all words together, log2 of how many records there are over how many have each (Fellegi and Sunter
    1969, frequency based weights), less log2 of the records, among which a chance of that size is met once.
    """
    if not evidence.agreeing:
        return 0.0
    total = rarity.records + 1
    surprise = sum(log2(total / (max(map(rarity.count, words)) + 1)) for words in evidence.agreeing)
    share, least, most = FROM_LISTS if isinstance(rarity, ShippedRarity) else LEARNT
    return max(least, min(most, share * (surprise - log2(total) - MARGIN)))


@lru_cache(maxsize=262_144)
def person_evidence(left: str, right: str) -> NameEvidence:
    """Compare two persons' names.

    Args:
        left: A name in any script and order.
        right: Another.
    """
    ours, theirs = person_name(left), person_name(right)
    laid = align(ours, theirs)
    counts = _person_counts(left, right, ours, theirs, laid)
    bits = AGREE + sum(PERSON_BITS[what] * count for what, count in counts.items())
    bits += _likeness_bits([pairing.likeness for pairing in laid.pairings])
    agreeing = tuple(
        _agreeing(ours.words[one.left[0]], theirs.words[one.right[0]])
        for one in laid.pairings
        if one.likeness.value >= Likeness.TWO_SLIPS.value
    )
    return NameEvidence(bits, left, right, agreeing, "person")


def explain(evidence: NameEvidence) -> NameExplanation:
    """Say what two names agree and differ in.

    Args:
        evidence: What comparing them gave.
    """
    left, right = evidence.left, evidence.right
    if evidence.kind != "person":
        laid_things = align_things(thing_name(left, evidence.kind), thing_name(right, evidence.kind))
        return NameExplanation(
            _thing_clauses(laid_things),
            _marks(left, [part.word.text for part in laid_things.left_over]),
            _marks(right, [part.word.text for part in laid_things.right_over]),
        )
    ours, theirs = person_name(left), person_name(right)
    laid = align(ours, theirs)
    return NameExplanation(
        _person_clauses(ours, theirs, laid, _person_counts(left, right, ours, theirs, laid)),
        _marks(left, [ours.words[place].text for place in _differing(laid, 0)]),
        _marks(right, [theirs.words[place].text for place in _differing(laid, 1)]),
    )


def _agreeing(left: Word, right: Word) -> tuple[str, ...]:
    """Under which words and keys it is to be asked how rare an agreement is."""
    if left.token == right.token:
        return (left.token,)
    return (left.token, right.token, *sorted(left.keys & right.keys)[:1])


def _likeness_bits(found: list[Likeness]) -> float:
    return sum(bits * min(found.count(kind), MOST) for kind, bits in LIKENESS_BITS.items() if kind in found)


def _person_counts(left: str, right: str, ours: PersonName, theirs: PersonName, laid: Alignment) -> dict[str, float]:
    contradictions = min(len(laid.left_over), len(laid.right_over)) + _other_servant(ours, theirs, laid)
    longer, over = max(((ours, laid.left_over), (theirs, laid.right_over)), key=lambda pair: len(pair[1]))
    missing = over[contradictions:]
    fathers = [place for place in missing if is_patronymic(longer.words[place]) or place in longer.after_descent]
    syllables = len(longer.words) > 2 and _of_syllables(ours) and _of_syllables(theirs)
    own_missing = _own_name_missing(laid, ours, theirs)
    matched = [one for one in laid.pairings if one.likeness.value >= Likeness.TWO_SLIPS.value]
    return {
        "contradiction": min(contradictions, 2),
        "near": min(laid.near, 1) if contradictions == 1 else 0,
        "missing": min(len(missing) - len(fathers), MOST),
        "most missing": float(len(missing) - len(fathers) > max(2, len(matched))),
        "patronymic missing": min(len(fathers), MOST),
        "one word": float(len(matched) == 1 and len(laid.pairings) == 1 and bool(missing)),
        "own name missing": float(own_missing),
        "father's name": float(own_missing and (names_fathers(ours) or names_fathers(theirs))),
        "syllables": syllables * sum(one.likeness is not Likeness.SAME for one in laid.pairings),
        "syllable missing": float(syllables and bool(missing)),
        "nothing": float(not matched),
        "turned": float(laid.turned),
        "characters": float(characters_differ(left, right)),
    }


def _other_servant(left: PersonName, right: PersonName, laid: Alignment) -> int:
    """How many times one name has Abdul X where the other has another word and X: Wali Mohammad, Abdul Mohammad."""
    found = 0
    for one in laid.pairings:
        ours, theirs = left.words[one.left[0]], right.words[one.right[0]]
        if bool(ours.servant_of) != bool(theirs.servant_of):
            found += bool(laid.right_over if ours.servant_of else laid.left_over)
    return found


SYLLABLE = 5
"""Letters of a Korean, Chinese or Vietnamese syllable in Latin script, at most (kyong, sang, tuan)."""


def _of_syllables(name: PersonName) -> bool:
    """Whether a name is made of syllables, of which many differ by one letter: three words and all of them short."""
    return 2 <= len(name.words) <= 4 and all(1 < len(word.token) <= SYLLABLE for word in name.words)


_MUHAMMAD = frozenset(keys("muhammad"))
"""Muhammad before another own name is often left out: Javad is Mohammad Javad, and no son of his."""


def _own_name_missing(laid: Alignment, left: PersonName, right: PersonName) -> bool:
    """Whether the longer name has an own name before the words of the shorter: a father's name, not a family's."""
    for over, name, side in ((laid.left_over, left, 0), (laid.right_over, right, 1)):
        if over[:1] != (0,) or name.words[0].keys & _MUHAMMAD:
            continue
        facing = [one.left if side == 0 else one.right for one in laid.pairings if 0 in (one.right, one.left)[side]]
        if any(0 < place < len(name.words) - 1 for places in facing for place in places):
            return True
    return False


def _differing(laid: Alignment, side: int) -> list[int]:
    """Places of the words of one side that differ from what they stand for, or stand for nothing."""
    over = laid.left_over if side == 0 else laid.right_over
    other = [
        place
        for one in laid.pairings
        if one.likeness is not Likeness.SAME
        for place in (one.left if side == 0 else one.right)
    ]
    return sorted({*over, *other})


def _marks(name: str, texts: list[str]) -> tuple[str, ...]:
    """The words of a name as it is written, for those words that differ."""
    written = name.replace("<", " ").replace(",", " ").split()
    wanted = set(texts)
    return tuple(dict.fromkeys(word for word in written if wanted & set(_folded(word))))


@lru_cache(maxsize=65_536)
def _folded(word: str) -> tuple[str, ...]:
    from headwater.names.folding import words

    return tuple(words(word))


_SAID: dict[Likeness, str] = {
    Likeness.SPELLING: "{left} and {right} are spellings of one name",
    Likeness.FORM: "{left} and {right} are forms of one name",
    Likeness.SLIP: "{left} and {right} differ by one letter",
    Likeness.TWO_SLIPS: "{left} and {right} differ by two letters",
    Likeness.CUT: "{left} and {right} begin alike: one may be cut short",
    Likeness.INITIAL: "{left} and {right}: an initial that fits",
    Likeness.TWIN: "{left} and {right} differ by one letter, and both are names",
}


def _person_clauses(ours: PersonName, theirs: PersonName, laid: Alignment, counts: dict[str, float]) -> tuple[str, ...]:
    said = []
    if laid.turned:
        said.append("own name and father's name have changed places")
    if counts["characters"]:
        said.append("written with other characters, though they sound alike")
    for a, b in zip(laid.left_over, laid.right_over, strict=False):
        said.append(f"{_shown(ours, (a,))} and {_shown(theirs, (b,))} are two names")
    said += [
        _SAID[one.likeness].format(left=_shown(ours, one.left), right=_shown(theirs, one.right))
        for one in laid.pairings
        if one.likeness in _SAID
    ]
    contradictions = min(len(laid.left_over), len(laid.right_over))
    for name, over in ((ours, laid.left_over), (theirs, laid.right_over)):
        if extra := over[contradictions:]:
            said.append(f"only one has {' '.join(_shown(name, (place,)) for place in extra)}")
    if counts["nothing"]:
        said.append("no word agrees")
    if not said:
        places = [one.right for one in laid.pairings]
        said.append("the same words, in another order" if places != sorted(places) else "the same name")
    elif counts["own name missing"]:
        said.append("the own name of one is the father's of the other, it seems")
    elif counts["one word"]:
        said.append("one word alone agrees")
    return tuple(said)


def _shown(name: PersonName, places: tuple[int, ...]) -> str:
    return " ".join(name.words[place].text.capitalize() for place in places)


@lru_cache(maxsize=131_072)
def thing_evidence(left: str, right: str, kind: str) -> NameEvidence:
    """Compare two names of firms or bodies ("organisation") or of ships, boats and other things ("vessel")."""
    ours, theirs = thing_name(left, kind), thing_name(right, kind)
    laid = align_things(ours, theirs)
    counts = _thing_counts(laid)
    bits = AGREE + sum(THING_BITS[what] * count for what, count in counts.items())
    bits += _likeness_bits(list(laid.likenesses))
    agreeing = tuple((part.word.token,) for part in ours.parts if part not in laid.left_over)
    return NameEvidence(bits, left, right, agreeing if laid.likenesses else (), kind)


def _thing_counts(laid: ThingAlignment) -> dict[str, float]:
    abbreviated = laid.abbreviated
    contradictions = 0 if abbreviated else min(len(laid.left_over), len(laid.right_over), 2)
    missing = () if abbreviated else max(laid.left_over, laid.right_over, key=len)[contradictions:]
    seats = [part for part in missing if part.word.token in SEATS]
    places = [part for part in missing if part.place and part not in seats]
    general = [part for part in missing if part.generic and not part.place and part not in seats]
    return {
        "contradiction": contradictions,
        "missing": min(len(missing) - len(general) - len(places) - len(seats), MOST),
        "seat missing": min(len(seats), MOST),
        "place missing": min(len(places), MOST),
        "general word missing": min(len(general), MOST),
        "nothing": float(not laid.likenesses),
        "number": float(laid.numbers),
        "place": float(laid.places),
        "legal other": float(laid.legal == "other"),
        "legal same": float(laid.legal == "same"),
        "abbreviation": float(abbreviated),
    }


def _thing_clauses(laid: ThingAlignment) -> tuple[str, ...]:
    said = []
    if laid.abbreviated:
        said.append("one is made of the first letters of the other")
    if laid.numbers:
        said.append("the numbers are not the same")
    if laid.places:
        said.append("they name two places")
    if laid.legal == "other":
        said.append("the forms of law differ")
    if not laid.abbreviated:
        said += [
            f"{_titled(a)} and {_titled(b)} are two words"
            for a, b in zip(laid.left_over, laid.right_over, strict=False)
        ]
        both = min(len(laid.left_over), len(laid.right_over))
        for over in (laid.left_over[both:], laid.right_over[both:]):
            if over:
                said.append(f"only one has {' '.join(map(_titled, over))}")
    slips = sum(kind in (Likeness.SLIP, Likeness.TWO_SLIPS) for kind in laid.likenesses)
    if slips:
        said.append("a letter or two differ")
    if not said:
        said.append("the same name")
    return tuple(said)


def _titled(part: Part) -> str:
    return part.word.text.capitalize()


def forget() -> None:
    """Empty every cache that holds names."""
    for cached in (person_evidence, thing_evidence, _folded):
        cached.cache_clear()
