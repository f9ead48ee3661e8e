"""Every other script, made readable: Greek, Georgian, Armenian, Hebrew, Han, Kana, Devanagari and so on.

Sources: the transliterators of ICU ("Any-Latin", which follows CLDR); for Hangul the McCune-Reischauer values of the
letters at the head and the end of a syllable, without the changes that neighbours cause.
"""

from __future__ import annotations

from functools import cache

import icu  # type: ignore[import-untyped]  # PyICU ships no types

_HEADS = ("k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "cch", "ch", "k", "t", "p", "h")
_VOWELS = (
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui",
    "i",
)  # fmt: skip
_ENDS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
)  # fmt: skip


@cache
def _icu() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Any-Latin")


def _syllable(char: str) -> str:
    place = ord(char) - 0xAC00
    if not 0 <= place < 11_172:
        return char
    head, rest = divmod(place, 588)
    vowel, end = divmod(rest, 28)
    return f" {_HEADS[head]}{_VOWELS[vowel]}{_ENDS[end]}"


def reading(word: str, script: str) -> str:
    """The word in Latin letters, possibly several words: Korean is given a word a syllable.

    Args:
        word: One word as `clean` leaves it.
        script: Its ISO 15924 code.
    """
    if script == "Hang":
        return "".join([_syllable(char) for char in word]).strip()
    return str(_icu().transliterate(word))
