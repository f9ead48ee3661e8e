"""Two persons' names, word by word: what agrees, what one leaves out, and what contradicts.

A word that only one of the names has was left out of the other: a patronymic, a middle name, a second surname. Words
that both have and that do not agree contradict each other: two surnames, two patronymics, brothers' given names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from headwater import names
from headwater.names.given_names import GIVEN_NAMES
from headwater.names.index import joined_keys
from headwater.names.known_words import known_word
from headwater.resolve.words import SERVANT, Likeness, Word, joined, likeness, split_words

TITLES = frozenset(
    """dr doctor prof professor mr mrs ms miss sir dame lord monsieur madame mme herr frau senor senora sr sra
    don gen general col colonel maj major capt captain lt ltc sgt brig brigadier adm admiral marshal president
    prasident presidente minister ambassador eng engineer ing mag dipl dott avv adv hon sheikh shaykh shaikh
    cheikh seyh sheik haji hajji hadji hadzi haxhi hacci el-haj alhaj alhaji haj hajj mullah mulla molla mola
    maulavi mawlawi mawlavi molvi maulana mawlana ustad ustaz qari imam ayatollah hojatoleslam sayyid sayyed
    seyyed seyed syed sayed bay bey efendi aga agha pasha beg gospodin gospodja zoti zonja ing inz mgr phd md jr
    junior senior snr jnr ii iii iv""".split()
)
"""Words before or after a name that are no part of it; some are names too, and count if nothing else is left."""

LINKS = frozenset(
    """al el ul il as ar az at ad an ash es er ed en ud ur us de da do di del della dela dos das du la le las
    los van von der den ter ten of the bin ibn ben bn bint binti ibnu e i y und""".split()
)
"""Articles and words of descent and origin between names: they come and go between sources."""

DESCENT = frozenset({"bin", "ibn", "ben", "bn", "bint", "ibnu"})

SHORTEST_JOINED = 6
"""Letters of a word that may be two written as one."""

_DIGITS = str.maketrans("013457896", "oieastbgg"[:9])
_DIGIT_INSIDE = re.compile(r"(?<=[A-Za-z])\d|\d(?=[A-Za-z])")
_MRZ_HEAD = re.compile(r"^(?:P<[A-Z<]{3}|V[A-Z<][A-Z<]{3}(?=[A-Z<]{31,39}$)|P[A-Z][A-Z<]{3}(?=[A-Z<]{39}$))")
_PATRONYMIC = re.compile("(?:ovi[cč]h?|evi[cč]h?|ovych|evych|ovna|evna|ivna|ovic|evic|ich|oglu|oğlu|kyzy|qizi|zade)$")


@dataclass(frozen=True, eq=False)  # made once each by `person_name`
class PersonName:
    """A name taken apart.

    Attributes:
        words: The words that carry the name, in order.
        after_descent: Places of words that stand after a word of descent, and so name a father.
        whole: The name as given.
    """

    words: tuple[Word, ...]
    after_descent: frozenset[int]
    whole: str


@lru_cache(maxsize=131_072)
def person_name(name: str) -> PersonName:
    """Take a name apart: titles, articles and words of descent aside; MRZ filler and stray digits read as meant.

    Args:
        name: A person's name in any script, in any order, or as a machine-readable zone has it (ICAO Doc 9303-3, 4.6).
    """
    cut = split_words(_plain(name))
    carrying: list[Word] = []
    fathers = set()
    descent = False
    for place, word in enumerate(cut):
        if _is_link(cut, place) or _is_title(cut, place) or word.token.isdigit():
            descent = descent or word.token in DESCENT
            continue
        if descent:
            fathers.add(len(carrying))
            descent = False
        carrying.append(word)
    if not carrying:
        carrying = cut
    carrying, fathers = _servants_joined(carrying, fathers)
    return PersonName(tuple(carrying), frozenset(fathers), name)


AMBIGUOUS = frozenset(
    """imam sheikh shaykh shaikh cheikh seyh sheik haji hajji hadji haj hajj agha aga bey bay beg pasha sayed sayyid
    sayyed seyyed seyed syed don major marshal qari mulla molla ii iii iv""".split()
)
"""Titles that are names too: they are titles only beside two other words."""


def _is_title(cut: list[Word], place: int) -> bool:
    word = cut[place].token
    return word in TITLES and len(cut) > (2 if word in AMBIGUOUS else 1)


def _servants_joined(words: list[Word], fathers: set[int]) -> tuple[list[Word], set[int]]:
    """The words, `servant of` and the name of God after it as one: Abd al-Rahman is one name, like Abdurrahman."""
    found: list[Word] = []
    kept = set()
    place = 0
    while place < len(words):
        if place in fathers:
            kept.add(len(found))
        if words[place].token == SERVANT and place + 1 < len(words) and len(words[place + 1].token) > 2:
            found.append(_joined_words(words[place], words[place + 1]))
            place += 2
        else:
            found.append(words[place])
            place += 1
    return found, kept


def _is_link(cut: list[Word], place: int) -> bool:
    """Whether the word stands between names: at the beginning only an article before two more words."""
    text = cut[place].text
    if place + 1 >= len(cut) or text not in LINKS:
        return False
    return place > 0 or (text in ("al", "el", "de", "van", "von") and len(cut) > 2)


def _plain(name: str) -> str:
    if "<" in name:
        name = _MRZ_HEAD.sub("", name.strip().upper()).replace("<", " ")
    return _DIGIT_INSIDE.sub(lambda digit: digit.group().translate(_DIGITS), name)


@dataclass(frozen=True)
class Pairing:
    """Words of one name that stand for words of the other."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    likeness: Likeness


@dataclass(frozen=True)
class Alignment:
    """Two names laid side by side.

    Attributes:
        pairings: What agrees, by place in the left name.
        left_over: Places in the left name that nothing in the right one stands for.
        right_over: The same of the right name.
        near: How many of the words left over look like one left over on the other side.
        turned: Whether a person's own name and the father's have changed places.
    """

    pairings: tuple[Pairing, ...]
    left_over: tuple[int, ...]
    right_over: tuple[int, ...]
    near: int
    turned: bool


@lru_cache(maxsize=65_536)
def align(left: PersonName, right: PersonName) -> Alignment:
    """Lay two names side by side: the closest words first, one word also against two that were joined."""
    found = _closest(left.words, right.words)
    ours = {place for one in found for place in one.left}
    theirs = {place for one in found for place in one.right}
    left_over = tuple(place for place in range(len(left.words)) if place not in ours)
    right_over = tuple(place for place in range(len(right.words)) if place not in theirs)
    if not (left_over and right_over):  # a word written twice says nothing more, unless the other name contradicts it
        left_over, right_over = _unrepeated(left.words, left_over), _unrepeated(right.words, right_over)
    initials = _initials(left.words, right.words, left_over, right_over)
    found += initials
    left_over = tuple(place for place in left_over if not any(place in one.left for one in initials))
    right_over = tuple(place for place in right_over if not any(place in one.right for one in initials))
    near = sum(any(likeness(left.words[a], right.words[b]) is Likeness.NEAR for b in right_over) for a in left_over)
    return Alignment(tuple(found), left_over, right_over, near, _turned(left, right, found))


def _initials(
    left: tuple[Word, ...], right: tuple[Word, ...], left_over: tuple[int, ...], right_over: tuple[int, ...]
) -> list[Pairing]:
    """Two or three letters on one side that begin the words left over on the other: JC of Jean-Claude."""
    for short, long, swapped in ((left_over, right_over, False), (right_over, left_over, True)):
        words, others = (right, left) if swapped else (left, right)
        first = "".join(others[place].token[0] for place in long)
        if len(short) == 1 and 1 < len(first) < 4 and words[short[0]].token == first:
            return [Pairing(long, short, Likeness.INITIAL) if swapped else Pairing(short, long, Likeness.INITIAL)]
    return []


def _unrepeated(words: tuple[Word, ...], over: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(place for place in over if [word.token for word in words].count(words[place].token) == 1)


def _closest(left: tuple[Word, ...], right: tuple[Word, ...]) -> list[Pairing]:
    """What agrees, the closest first; two words joined are tried before words that are merely alike."""
    found: list[Pairing] = []
    free = set(range(len(left))), set(range(len(right)))
    possible = [
        (kind.value, -abs(a - b), Pairing((a,), (b,), kind))
        for a, one in enumerate(left)
        for b, other in enumerate(right)
        if (kind := likeness(one, other)).matches
    ]
    _choose([item for item in possible if item[0] >= Likeness.SLIP.value], free, found)
    if free[0] and free[1] and len(free[0]) + len(free[1]) > 2:
        joins = _joined_pairings(left, right, swapped=False) + _joined_pairings(right, left, swapped=True)
        _choose(joins, free, found)
    _choose([item for item in possible if item[0] < Likeness.SLIP.value], free, found)
    return sorted(found, key=lambda pairing: pairing.left)


def _choose(possible: list[tuple[float, int, Pairing]], free: tuple[set[int], set[int]], found: list[Pairing]) -> None:
    """Take the closest pairs whose words are still free."""
    possible.sort(key=lambda item: item[:2], reverse=True)
    for _, _, pairing in possible:
        if free[0].issuperset(pairing.left) and free[1].issuperset(pairing.right):
            free[0].difference_update(pairing.left)
            free[1].difference_update(pairing.right)
            found.append(pairing)


def _joined_pairings(
    apart: tuple[Word, ...], whole: tuple[Word, ...], *, swapped: bool
) -> list[tuple[float, int, Pairing]]:
    """Two neighbouring words against one that is written as both."""
    found = []
    for a in range(len(apart) - 1):
        first, second = apart[a], apart[a + 1]
        if len(first.token) == 1 and len(second.token) == 1 and len(whole) < 2:
            continue
        both = _joined_words(first, second)
        for b, other in enumerate(whole):
            if len(other.token) <= max(len(first.token), len(second.token)):
                continue
            kind = _joined_likeness(both, other) if len(other.token) >= SHORTEST_JOINED else _same(both, other)
            if kind.value >= Likeness.TWO_SLIPS.value:
                left, right = ((b,), (a, a + 1)) if swapped else ((a, a + 1), (b,))
                found.append((kind.value + 0.02, -abs(a - b), Pairing(left, right, kind)))
    return found


def _joined_likeness(both: Word, other: Word) -> Likeness:
    """Two words written as one may have lost the vowels between them: Nur al-Din, Noureddine."""
    return max(likeness(both, other), Likeness.SPELLING if both.keys & other.keys else Likeness.OTHER, key=_closeness)


def _closeness(kind: Likeness) -> float:
    return kind.value


def _same(left: Word, right: Word) -> Likeness:
    return Likeness.SAME if left.token == right.token and len(right.token) > 3 else Likeness.OTHER


@lru_cache(maxsize=131_072)
def _joined_words(first: Word, second: Word) -> Word:
    keys = (*joined_keys(first.text, second.text, False), *joined_keys(first.text, second.text, True))
    return joined(first, second, keys)


def _turned(left: PersonName, right: PersonName, found: list[Pairing]) -> bool:
    """Whether what is a father's name on one side is the person's own, before any father's, on the other."""
    if not left.after_descent or not right.after_descent:
        return False
    first_left, first_right = min(left.after_descent), min(right.after_descent)
    crossed = [
        pairing
        for pairing in found
        if (pairing.left[0] < first_left) != (pairing.right[0] < first_right)
        and (pairing.left[0] in left.after_descent or pairing.right[0] in right.after_descent)
    ]
    return len(crossed) > 1


_OF_GOD = re.compile("(?:ullah|ollah|allah|uddin|eddin|oddin|uddine|eddine)$")


@cache
def _arabic_lines() -> frozenset[int]:
    """Lines of our table that the common names in Arabic script stand on."""
    tokens = {token for name in GIVEN_NAMES.values() for token in names.tokens(name)}
    return frozenset(line for token in tokens for line in known_word(token).lines)


def names_fathers(name: PersonName) -> bool:
    """Whether the name is of a kind in which the father's and grandfather's names follow a person's own.

    So it is in Arabic, Persian and Pashto; there a name without its first word is the father's.
    """
    return any(
        word.servant_of or _OF_GOD.search(word.token) or known_word(word.token).lines & _arabic_lines()
        for word in name.words
    )


def is_patronymic(word: Word) -> bool:
    """Whether the word is formed as a father's name (Ivanovich, Ivanovna, -oğlu)."""
    return len(word.token) > 5 and bool(_PATRONYMIC.search(word.token))


def forget() -> None:
    """Empty every cache that holds names."""
    for cached in (person_name, align, _joined_words):
        cached.cache_clear()
