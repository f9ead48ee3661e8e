"""Two words of two names: are they one word, a spelling of it, a slip of it, or two different names?

Spelling habits are read through the keys of `headwater.names` (consonants by class) and, where both words are written
with vowels, through the classes of vowels that habits exchange. What differs in more is a slip, unless both words are
known to be names: then they are two names, however alike they look.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rigour.text import levenshtein

from headwater import names
from headwater.names import compounds
from headwater.names.characters import script_of_word
from headwater.names.folding import words as words_of
from headwater.names.given_names import GIVEN_NAMES
from headwater.names.known_words import KnownWord, known_word


class Likeness(Enum):
    """How one word stands to another, the closest first. The value is its closeness, 0 to 1.

    A TWIN is one letter off and both are known as names; NEAR are words that look alike and are two names.
    """

    SAME = 1.0
    SPELLING = 0.95
    FORM = 0.85
    SLIP = 0.75
    CUT = 0.65
    TWO_SLIPS = 0.6
    INITIAL = 0.5
    TWIN = 0.4
    NEAR = 0.1
    OTHER = 0.0

    @property
    def matches(self) -> bool:
        """Whether the two may stand for one word."""
        return self.value > Likeness.NEAR.value


@dataclass(frozen=True, eq=False)  # made once each by `word_of`: one is itself and no other
class Word:
    """A word of a name.

    Attributes:
        text: Small letters of its own script.
        token: The word in plain Latin letters.
        keys: Classes of spellings it is in; "#…" where it has none.
        voweled: Whether its script writes the vowels.
        toned: Whether it stands in a name that is written with Vietnamese marks, where each mark tells names apart.
        servant_of: What follows `servant of` in a compound of Arabic (Abdurrahman: rahman), else "".
    """

    text: str
    token: str
    keys: frozenset[str]
    voweled: bool = True
    toned: bool = False
    servant_of: str = ""


SERVANT = "abd"
_SERVANTS = frozenset("abd abdul abdel abdal abdol abdoul abdil abdur abder abdus abdes".split())
"""Forms of `servant of`, before one of the names of God."""

_OF_THE_FAITH = re.compile("(?<=...)(?:[aeou]d{1,2}|[aeou]tt)ine?$")
"""The end of Selahattin, Salahuddin and Selahedîn."""

_ALIKE = (
    ("q", "gh"), ("gh", "q"), ("q", "g"), ("zh", "j"), ("ژ", "ج"), ("ق", "غ"), ("dj", "d"), ("ب", "پ"), ("ج", "گ"),
    ("ѓ", "г"), ("ќ", "к"),
    ("غ", "گ"),
)  # fmt: skip
"""Letters that habits exchange and that are of different classes of sounds (Naqdi, Naghdi; Qaddafi, Gadhafi), and
Arabic letters that stand for sounds Arabic has not (p, g)."""


@lru_cache(maxsize=262_144)
def word_of(text: str, *, toned: bool = False) -> Word:
    """A word of `headwater.names.folding.words`, looked at once.

    Args:
        text: Small letters of one script.
        toned: See `Word`.
    """
    read = GIVEN_NAMES.get(text, "") if script_of_word(text) == "Arab" else ""
    token = "".join(names.tokens(read or text))
    voweled = bool(read) or script_of_word(text) not in ("Arab", "Hebr", "Syrc")
    token = SERVANT if token in _SERVANTS else token
    spellings = {
        read or text,
        token,
        _OF_THE_FAITH.sub("uddin", token),
        *(text.replace(one, other) for one, other in _ALIKE if one in text),
    }
    keys = frozenset(key for spelling in spellings for key in names.keys(spelling))
    inside = compounds.parts(read.lower() or text) or compounds.parts(token)
    return Word(text, token, keys, voweled, toned, inside[1] if len(inside) > 1 else "")


def joined(first: Word, second: Word, keys: tuple[str, ...]) -> Word:
    """Two neighbouring words as another source may write them: as one."""
    both = first.token + second.token
    every = frozenset((*keys, *names.keys(both)))
    servant_of = second.text if first.token == SERVANT else ""
    return Word(first.text + second.text, both, every, first.voweled and second.voweled, first.toned, servant_of)


def split_words(name: str) -> list[Word]:
    """The words of a name, in order."""
    texts = words_of(name)
    toned = not name.isascii() and _is_vietnamese(texts)
    return [word for text in texts if (word := word_of(text, toned=toned)).token]


def _is_vietnamese(texts: list[str]) -> bool:
    """Whether a name has letters that only Vietnamese has, or begins with one of its family names."""
    return bool(_VIETNAMESE.search(unicodedata.normalize("NFC", " ".join(texts)))) or (
        bool(texts) and texts[0] in _FAMILIES
    )


_VOWELS = re.compile("[aeiouy]+")
_GLIDES = str.maketrans("jw", "yu")


def _enough(left: str, right: str) -> bool:
    """Whether two words of one key are long enough, or begin alike, so that the key says they are spellings."""
    return min(len(left), len(right)) > 3 or left[0] == right[0]


_HABITS = {
    "a": frozenset("ae"),
    "e": frozenset("aeiy"),
    "i": frozenset("eiy"),
    "y": frozenset("eiuy"),
    "o": frozenset("ou"),
    "u": frozenset("ou"),
}
"""Which single vowels one habit writes for another: Ahmed and Ahmad, Khaled and Khalid, Omar and Umar."""


@lru_cache(maxsize=65_536)
def _runs(token: str) -> tuple[str, ...]:
    return tuple(_VOWELS.findall(token))


def vowels_agree(left: str, right: str) -> bool:
    """Whether two Latin words with the same consonants have vowels that habits exchange, run by run."""
    ours, theirs = _runs(left), _runs(right)
    if len(ours) != len(theirs):
        ours, theirs = _runs(left.translate(_GLIDES)), _runs(right.translate(_GLIDES))
    if len(ours) != len(theirs):
        # A vowel that one of them leaves out (Aleksandr, Alexander): what is written must agree in order.
        short, long = sorted((ours, theirs), key=len)
        return len(long) - len(short) == 1 and len(long) > 2 and _in_order(short, long)
    return all(map(_run_agrees, ours, theirs))


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(any(_run_agrees(one, other) for other in rest) for one in short)


@lru_cache(maxsize=16_384)
def _run_agrees(one: str, other: str) -> bool:
    return any(letter in _HABITS[near] for near in _meanings(one) for letter in _meanings(other))


def _meanings(run: str) -> str:
    """The single vowels that a run may stand for: ou is u, ee is i, ai is a, e or i."""
    return {"ou": "u", "oo": "u", "ee": "i", "ie": "ie", "eu": "yu", "oe": "oy", "ue": "uy", "yu": "u", "iu": "u"}.get(
        run, run
    )


@lru_cache(maxsize=1_048_576)
def likeness(left: Word, right: Word) -> Likeness:
    """How a word stands to another; the same in both directions.

    Examples:
        >>> likeness(word_of("тачи"), word_of("thaçi")).name, likeness(word_of("marko"), word_of("mirko")).name
        ('SPELLING', 'NEAR')
    """
    if left.token == right.token:
        return _marks(left, right)
    if not left.token or not right.token:
        return Likeness.OTHER
    if len(left.token) == 1 or len(right.token) == 1:
        return Likeness.INITIAL if _initial(left, right) else Likeness.OTHER
    if left.servant_of or right.servant_of:
        return _servants(left, right)
    return _unlike(left, right)


def _servants(left: Word, right: Word) -> Likeness:
    """Two words, one at least `servant of`: the name of God tells them apart; the first part may be left out."""
    if left.servant_of and right.servant_of:
        rest = likeness(word_of(left.servant_of), word_of(right.servant_of))
        return rest if rest.matches else Likeness.NEAR
    whole, bare = (left, right) if left.servant_of else (right, left)
    if likeness(word_of(whole.servant_of), bare).value >= Likeness.SPELLING.value:
        return Likeness.CUT
    return _unlike(left, right)


def _unlike(left: Word, right: Word) -> Likeness:
    """Two words that are not written alike."""
    known, other = _known(left.token), _known(right.token)
    same_key = bool(left.keys & right.keys)
    if known.lines and other.lines:
        return _by_table(left, right, bool(known.lines & other.lines), same_key)
    related = bool(known.forms & other.forms)
    if same_key and (not left.voweled or not right.voweled or vowels_agree(left.token, right.token)):
        return Likeness.SPELLING if _enough(left.token, right.token) else Likeness.SLIP
    if related:
        return Likeness.SPELLING if same_key else Likeness.FORM
    return _slip(left, right, both_known=known.known and other.known)


@lru_cache(maxsize=131_072)
def _known(token: str) -> KnownWord:
    """What is known of a word, or of its spelling without the h of English transliteration (ljupcho, ljupco)."""
    found = known_word(token)
    if found.lines or "h" not in token:
        return found
    plainer = known_word(token.replace("ch", "c").replace("sh", "s").replace("zh", "z").replace("dzh", "dz"))
    return plainer if plainer.lines else found


def _by_table(left: Word, right: Word, related: bool, same_key: bool) -> Likeness:
    """Two words that our own tables know: one name or two."""
    if related:
        return Likeness.SPELLING if same_key else Likeness.FORM
    return Likeness.NEAR if same_key or _close(left.token, right.token) else Likeness.OTHER


def _initial(left: Word, right: Word) -> bool:
    return left.token[0] == right.token[0] or (
        (len(left.text) == 1 or len(right.text) == 1)
        and bool({key[:1] for key in left.keys} & {key[:1] for key in right.keys} - {"#", "="})
    )


_VIETNAMESE = re.compile("[ăơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĩũ]")
_FAMILIES = frozenset("hoàng lê bùi hồ ngô đinh phan mai lâm tô lý vũ võ đào hà đoàn tăng cao châu".split())
"""Vietnamese family names without such a letter; with one the name is known by it."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _marks(left: Word, right: Word) -> Likeness:
    """Two words of the same plain letters: where Vietnamese writes both with marks, other marks are another name."""
    if left.toned and right.toned and _spoken(left.text) != _spoken(right.text):
        return Likeness.NEAR
    return Likeness.SAME


def _spoken(text: str) -> tuple[str, str]:
    """A Vietnamese syllable's letters and its tone, on whichever vowel the tone is written (hòa, hoà)."""
    apart = unicodedata.normalize("NFD", text)
    letters = "".join(char for char in apart if char not in _TONES)
    return unicodedata.normalize("NFC", letters), "".join(char for char in apart if char in _TONES)


def _close(left: str, right: str) -> bool:
    return levenshtein(left, right) <= (2 if min(len(left), len(right)) > 3 else 1)


_FAMILY_ENDING = re.compile("(?:ov|ev|in|sk|ski|ova|eva|ina|ska)$")


def _of_two_sexes(short: str, long: str) -> bool:
    """Whether two own names differ in the vowel that tells a woman's from a man's: Nabil, Nabila; Slavko, Slavka."""
    if _FAMILY_ENDING.search(short) and _FAMILY_ENDING.search(long):
        return False
    return short + "a" == long or (short[:-1] == long[:-1] and {short[-1], long[-1]} <= {"a", "o", "e"})


_ENDING = re.compile("(?:ovski|oski|evski|eski)$")
"""Endings of Macedonian family names: Nikolovski and Nikoloski are two families."""


def _slip(left: Word, right: Word, *, both_known: bool) -> Likeness:
    """One or two letters off; two names if both are known ones."""
    short, long = sorted((left.token, right.token), key=len)
    apart = _edits(short, long)
    if apart > 2 or len(short) < 3:
        cut = len(short) >= 4 and long.startswith(short) and not known_word(short).known
        return Likeness.CUT if cut else Likeness.OTHER
    if _ENDING.sub("", short) == _ENDING.sub("", long) or (both_known and _of_two_sexes(short, long)):
        return Likeness.NEAR
    if apart == 1 and len(long) > 3:
        return Likeness.TWIN if both_known else Likeness.SLIP
    if apart == 2 and not both_known and len(short) > 6 and short[0] == long[0]:
        return Likeness.TWO_SLIPS
    return Likeness.NEAR


def _edits(left: str, right: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours (Damerau 1964)."""
    apart = levenshtein(left, right)
    if apart == 2 and len(left) == len(right):
        places = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        if len(places) == 2 and places[1] == places[0] + 1 and left[places[0]] == right[places[1]]:
            return 1
    return apart


def forget() -> None:
    """Empty every cache that holds words of names."""
    for cached in (word_of, likeness, _runs, _run_agrees, _known, known_word):
        cached.cache_clear()
