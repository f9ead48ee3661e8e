"""Folding: any name as plain small ASCII letters, and as a reading for people.

`words` cuts a name into words of one script each; `fold` and `latin` read each with the table of its script.
"""

from __future__ import annotations

import re
from functools import lru_cache

from headwater.names import arabic, cyrillic, latin_letters, other_scripts
from headwater.names.characters import MAX_TEXT, MAX_WORD, clean, repaired, script_of_word, without_marks

_NOT_PLAIN = re.compile("[^a-z0-9]+")
_WORD = re.compile(r"\S+")


def words(name: str) -> list[str]:
    """The words of a name in order, in small letters, look-alikes put right.

    Latin, Cyrillic and Arabic words stay in their script; words of any other script come already in folded Latin,
    because one Han or Hangul word is several there.

    Args:
        name: A name in any script and any state of composition.
    """
    text = clean(name)
    if text.isascii():
        return text.lower().split()
    return [part for word in text.split() for part in ((word.lower(),) if word.isascii() else own_word(word))]


_TABLED = ("Latn", "Cyrl", "Arab", "Zyyy")


@lru_cache(maxsize=65_536)
def own_word(word: str) -> tuple[str, ...]:
    """A word in the alphabet that most of its letters have; in folded Latin if there is no table for it.

    Look-alikes are put right before letters are made small: в is no look-alike of b, but В is of B.
    """
    script = script_of_word(word)
    word = clean(repaired(word, script).lower())
    return (word,) if script in _TABLED else fold_word(word, "")


def language(cut: list[str]) -> str:
    """ISO 639-1 code of the language that the Cyrillic words among these show, "" if none."""
    found = [word for word in cut if not word.isascii() and script_of_word(word) == "Cyrl"]
    return cyrillic.language_of(" ".join(found)) if found else ""


@lru_cache(maxsize=131_072)
def read_word(word: str, spoken: str) -> str:
    """One word, as `words` gives it, in Latin letters, diacritics kept.

    Args:
        word: Small letters of one script.
        spoken: What `language` said of the whole name.
    """
    script = script_of_word(word)
    if script == "Cyrl":
        return cyrillic.reading(word, spoken)
    if script == "Arab":
        return arabic.reading(word)
    return word if script in ("Latn", "Zyyy") else other_scripts.reading(word, script).lower()


@lru_cache(maxsize=131_072)
def fold_word(word: str, spoken: str) -> tuple[str, ...]:
    """One word, as `words` gives it, as folded tokens: mostly one, several for Han and Hangul, none for mere signs."""
    if word.isascii() and word.isalnum():
        return (word,)
    read = without_marks(read_word(word, spoken)).translate(latin_letters.LETTERS).lower()
    return tuple([token[:MAX_WORD] for token in _NOT_PLAIN.sub(" ", clean(read)).split()])


def tokens(name: str) -> tuple[str, ...]:
    """The folded tokens of a name, in order.

    Args:
        name: A name in any script.

    Examples:
        >>> tokens("Ђорђе Петровић"), tokens("O'Ninno, Al-Amin")
        (('djordje', 'petrovic'), ('oninno', 'al', 'amin'))
    """
    cut = words(name)
    spoken = language(cut)
    return tuple([token for word in cut for token in fold_word(word, spoken)])


def fold(text: str) -> str:
    """The text in small ASCII letters and digits: transliterated, diacritics off, punctuation to spaces.

    Apostrophes inside a word are left out. Folding what is folded changes nothing. The reading of Arabic script has
    its letters only, short vowels are not guessed: find such names by their keys.

    Args:
        text: A name in any script; what stands after 2,000 characters is not read.

    Examples:
        >>> fold("Хашим Тачи"), fold("Hashim Thaçi")
        ('hashim tachi', 'hashim thaci')
    """
    return " ".join(tokens(text))[:MAX_TEXT].rstrip()


def latin(text: str) -> str:
    """A readable Latin reading of a name, capitals as they were; "" if it is Latin already.

    Args:
        text: A name in any script. Common names in Arabic script are given their vowels, others are not.

    Examples:
        >>> latin("Бесник Шембули"), latin("Ђорђе"), latin("Besnik Shembuli")
        ('Besnik Shembuli', 'Đorđe', '')
    """
    cleaned = clean(text)
    if all(script_of_word(word) in ("Latn", "Zyyy") for word in cleaned.split()):
        return ""
    spoken = language(words(cleaned))
    return " ".join([_cased(word, spoken) for word in cleaned.split()])


def _cased(word: str, spoken: str) -> str:
    script = script_of_word(word)
    if script in ("Latn", "Zyyy"):
        return word
    small = repaired(word, script).lower()
    if script == "Arab":
        return arabic.cased_reading(small)
    read = read_word(small, spoken)
    if len(word) > 1 and word.isupper():
        return read.upper()
    if word[:1].isupper() or script not in _WITH_CAPITALS:
        return " ".join([part[:1].upper() + part[1:] for part in read.split()])
    return read


_WITH_CAPITALS = ("Cyrl", "Grek", "Armn")
