"""Arabic script: Arabic, Persian, Dari, Pashto, Sorani Kurdish and Urdu letters, their reading and their sounds.

Sources:
    Arabic: ALA-LC table of 2012 and the UNGEGN system of 2017, consonants, their dots and dashes left off.
    Persian and Dari: ALA-LC Persian table of 2012 (پ چ ژ گ); BGN/PCGN for Afghanistan 2007.
    Pashto: BGN/PCGN 1968 as revised (ټ ډ ړ ڼ are t d r n; ځ dz, څ ts, ږ zh, ښ sh, ې e).
    Sorani: the 34 letters of the Kurdish alphabet in Arabic script as written in Iraq (ە e, ۆ o, ێ e, ڤ v, ڵ l, ڕ r).
    Urdu: ALA-LC table (ٹ ڈ ڑ ں ھ ہ ے).

The script leaves short vowels out. `reading` therefore gives a name's letters and not its sound, unless the name is
among the common ones of `given_names`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from headwater.names.characters import without_marks
from headwater.names.given_names import GIVEN_NAMES

# Persian, Urdu and Kurdish forms of letters that Arabic has too, and the hamza carriers, made one.
_FORMS = str.maketrans(
    {
        **dict.fromkeys("کڪ", "ك"), **dict.fromkeys("یىۍئےېېۑ", "ي"), **dict.fromkeys("هہھۀةۃ", "ه"),
        **dict.fromkeys("أإآٱٲٳ", "ا"), "ؤ": "و", "گ": "گ", "ګ": "گ", "ۇ": "و", "ۈ": "و", "ۋ": "و",
    }
)  # fmt: skip

READING: dict[str, str] = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ء": "", "ؤ": "u", "ئ": "i", "ب": "b", "پ": "p", "ت": "t",
    "ٹ": "t", "ټ": "t", "ث": "th", "ج": "j", "چ": "ch", "ځ": "dz", "څ": "ts", "ح": "h", "خ": "kh", "د": "d", "ڈ": "d",
    "ډ": "d", "ذ": "dh", "ر": "r", "ڑ": "r", "ړ": "r", "ڕ": "r", "ز": "z", "ژ": "zh", "ږ": "zh", "س": "s", "ش": "sh",
    "ښ": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k",
    "ک": "k", "ڪ": "k", "گ": "g", "ګ": "g", "ڭ": "ng", "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ڼ": "n", "ں": "n",
    "ه": "h", "ہ": "h", "ھ": "h", "ۀ": "h", "ە": "e", "ة": "a", "ۃ": "a", "و": "u", "ۆ": "o", "ۇ": "u", "ۋ": "w",
    "ي": "i", "ی": "i", "ى": "a", "ې": "e", "ۍ": "ei", "ے": "e", "ێ": "e", "ۑ": "e",
}  # fmt: skip
"""Latin reading of each letter; `reading` makes a و or ي beside a vowel, or at the head, w or y."""

_READING = str.maketrans(READING)
_GLIDES = (
    (re.compile(r"^و(?=[^\W])"), "w"), (re.compile(r"^[يی](?=[^\W])"), "y"), (re.compile("^ع"), "a"),
    (re.compile("و(?=[اآأ])"), "w"), (re.compile("[يی](?=[اآأ])"), "y"), (re.compile("(?<=[^اآأويی])[هہھ]$"), "ah"),
)  # fmt: skip


def reading(word: str) -> str:
    """The letters of a word in Latin, no vowel guessed but the one before a last ه or ة.

    Args:
        word: One word of Arabic script.
    """
    word = without_marks_kept(word)
    for glide, latin in _GLIDES:
        word = glide.sub(latin, word)
    return without_marks(word.translate(_READING))


def cased_reading(word: str) -> str:
    """The word as a person reads it: a common name as it is usually written, else its letters; the article apart.

    Args:
        word: One word of Arabic script.
    """
    word = without_marks_kept(word)
    if word in GIVEN_NAMES:
        return GIVEN_NAMES[word]
    article, rest = article_apart(word)
    if article:
        return "al-" + cased_reading(rest)
    read = reading(word)
    return read[:1].upper() + read[1:]


def without_marks_kept(word: str) -> str:
    """The word without harakat and other marks, its composed letters (آ, أ, ؤ, ئ) left as they are."""
    return "".join([char for char in word if not "\u064b" <= char <= "\u065f" and char not in "\u0670\u0640"])


# Sounds (see `keys`); ? is a vowel that is not written. Small letters are read in two ways.
_SOUNDS = str.maketrans(
    {
        "ا": "a", "ي": "a", "ە": "a", "ێ": "a", "ۆ": "o", "و": "w", "ع": "?", "ء": "?",
        "ب": "B", "پ": "P", "ت": "T", "ٹ": "T", "ټ": "T", "ط": "T", "ث": "t", "ج": "j", "چ": "C", "ځ": "c", "څ": "s",
        "ح": "H", "خ": "x", "ه": "H", "د": "D", "ڈ": "D", "ډ": "D", "ذ": "d", "ض": "d", "ظ": "z", "ر": "R", "ڑ": "R",
        "ړ": "R", "ڕ": "R", "ز": "Z", "ژ": "Z", "ږ": "g", "س": "S", "ش": "S", "ښ": "k", "ص": "S", "غ": "G", "ف": "F",
        "ڤ": "F", "ق": "q", "ك": "K", "گ": "G", "ڭ": "N", "ل": "L", "ڵ": "L", "م": "M", "ن": "N", "ڼ": "N", "ں": "N",
    }
)  # fmt: skip
# Letters that regions pronounce or writers spell differently, the plainest first: ذ ظ ض ث as in Qadhafi, Kazim,
# Ramadan and Osman; ق of Gaddafi and Ghasem; ج of Jamal and Gamal; و as vowel or v; the Pashto letters by the two great
# dialects. h is a ح or ه after a letter with which Latin spelling makes one sound of it (Ishaq, Mazhar, Fathi).
_WAYS = {
    "w": ("o", "F"), "d": ("D", "Z"), "z": ("Z", "D", "T"), "t": ("T", "S"), "q": ("K", "G"), "h": ("H", ""),
    "j": ("C", "G"), "c": ("C", "Z"), "s": ("C", "S"), "g": ("Z", "G"), "k": ("S", "H"),
}  # fmt: skip
_SMALL = re.compile("[wdztqjcsgk]|h(?!$)")

_FINAL_H = re.compile("(?<=.)[Hh]$")
_H_AFTER = re.compile("(?<=[TSZDKGdzt])H(?=.)")
_INNER_ARTICLE = re.compile("(?<=[^ا]..)ال(?=[تثدذرزسشصضطظلن]..)")
_SAME_TWICE = re.compile(r"([A-Z])(?=\1)")
_HEAD = re.compile("^ا(?=[^اوي])")
_NO_VOWEL = re.compile("^([A-Z])(?=[A-Z])")
_DOUBLE_W = re.compile("ww+")
_WHOLE = {"طه": "طاها"}  # letters that the spelling of a name leaves out


def article_apart(word: str) -> tuple[str, str]:
    """The Arabic article and the rest of the word; ("", word) where it has none.

    Args:
        word: One word of Arabic script.
    """
    if word.startswith("ال") and len(word) >= 5 and word not in _NO_ARTICLE:
        return "ال", word[2:]
    return "", word


_NO_ARTICLE = frozenset({"الياس", "الیاس", "الهام", "البرت", "الله", "اللهي"})


@lru_cache(maxsize=65_536)
def sounds(word: str) -> tuple[str, ...]:
    """The sounds of a word without its article, one string for each way to read it, at most four.

    Args:
        word: One word of Arabic script, any marks left off.
    """
    word = without_marks_kept(word).translate(_FORMS)
    word = _INNER_ARTICLE.sub("ا", _WHOLE.get(word, word).replace("الله", "اله"))
    spelled = "".join([char for char in _HEAD.sub("?", word).translate(_SOUNDS) if char in _KNOWN])
    spelled = _FINAL_H.sub("a", _DOUBLE_W.sub("w", spelled))
    if word[-1:] == "ح" or word[-2:] == "اه":
        spelled += "h"
    spelled = _H_AFTER.sub("h", spelled).replace("x", "H")
    ways = _ways(spelled)
    if _SAME_TWICE.search(ways[0]):  # a doubled sound is written once: two mostly have a vowel between them
        ways = [_SAME_TWICE.sub(r"\1?", ways[0]), *ways[:3]]
    return tuple(dict.fromkeys([_NO_VOWEL.sub(r"\1?", way) for way in ways]))


_KNOWN = frozenset("aowxdzqtjcsgk?BCDFGHKLMNPRSTZ")


def _ways(spelled: str) -> list[str]:
    """The plain reading first, then those that differ from it in one letter, then in more."""
    letters = _SMALL.findall(spelled)[:4]
    frame = _SMALL.sub("{}", spelled, count=4)
    choices = product(*[range(len(_WAYS[letter])) for letter in letters])
    ranked = sorted(choices, key=lambda choice: (sum(place > 0 for place in choice), sum(choice)))[:4]
    found = [
        frame.format(*[_WAYS[letter][place] for letter, place in zip(letters, way, strict=True)]) for way in ranked
    ]
    return [_SMALL.sub(lambda left: _WAYS[left[0]][0], way) for way in found]
