"""Cyrillic: how a letter is read in Serbian, Macedonian, Bulgarian, Ukrainian, Belarusian and Russian, and its sound.

Sources:
    Serbian: the one-to-one correspondence of the two official alphabets (Pravopis srpskoga jezika).
    Macedonian: the table for passports, which is ICAO Doc 9303-3, section 6, table B with its Macedonian notes
        (Ѓ gj, Ќ kj, Љ lj, Њ nj, Џ dj, Ѕ dz, Х h, Ц c); Џ is given as dzh, the BGN/PCGN-like practice of the press.
    Bulgarian: Transliteration Act 2009 (Щ sht, Ъ a, Х h, Й y, Ь y, Ю yu, Я ya).
    Ukrainian: Cabinet resolution 55 of 2010 (Г h, И y, Х kh; Є, Ї, Й, Ю, Я differ at the head of a word).
    Belarusian: ICAO Doc 9303-3, section 6, table B with its Belarusian notes (Г h, Ё io, Ў u).
    Russian and what shows no language: BGN/PCGN 1947 without its signs for Ъ and Ь, Х as h.
"""

from __future__ import annotations

import re
from itertools import product

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "ć", "ђ": "đ", "џ": "dž",
    "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "ѣ": "e", "ѫ": "a", "ѳ": "f", "ѵ": "i", "ѝ": "i", "ѐ": "e", "ә": "a", "ғ": "gh",
    "қ": "q", "ң": "ng", "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ӏ": "",
}  # fmt: skip

READINGS: dict[str, dict[str, str]] = {
    "": _COMMON,
    "sr": _COMMON | {"ж": "ž", "ч": "č", "ш": "š", "ц": "c"},
    "mk": _COMMON | {"ц": "c", "џ": "dzh"},
    "bg": _COMMON | {"щ": "sht", "ъ": "a", "ь": "y"},
    "uk": _COMMON | {"г": "h", "и": "y", "х": "kh", "й": "i", "ї": "i", "є": "ie", "ю": "iu", "я": "ia"},
    "be": _COMMON | {"г": "h", "х": "kh", "й": "i", "ё": "io", "ю": "iu", "я": "ia"},
    "ru": _COMMON | {"х": "kh"},
}
"""Latin reading of each small letter, by ISO 639-1 code of the language; "" when the name does not show one."""

_HEADS = {"uk": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}}

# Letters that only one language has. The order matters: Belarusian also has the Ukrainian і and the Russian ы.
_SIGNS = (
    ("be", re.compile("ў")),
    ("mk", re.compile("[ѓќѕ]")),
    ("sr", re.compile("[ђћ]")),
    ("uk", re.compile("[іїєґ]")),
    ("mk", re.compile(r"[јљњџ].*ск[иа]\b|ск[иа]\b.*[јљњџ]")),
    ("sr", re.compile("[јљњџ]")),
    ("ru", re.compile("[ыэё]")),
    ("bg", re.compile("ъ")),
)

_TABLES = {language: str.maketrans(table) for language, table in READINGS.items()}


def language_of(text: str) -> str:
    """ISO 639-1 code of the language that the letters of a Cyrillic text show, "" if they show none.

    Args:
        text: The whole name in small letters: one word alone rarely shows it.
    """
    for language, sign in _SIGNS:
        if sign.search(text):
            return language
    return ""


def reading(word: str, language: str) -> str:
    """The word in Latin letters, with the diacritics of the table.

    Args:
        word: Small Cyrillic letters.
        language: A key of `READINGS`.
    """
    if language == "uk":
        word = word.replace("зг", "zgh")  # kept apart from ж, zh
    head = _HEADS.get(language, {}).get(word[:1])
    if head is not None:
        return head + word[1:].translate(_TABLES[language])
    return word.translate(_TABLES[language])


# Sounds (see `keys`): F is f and v, C every affricate, Z also zh, S also sh, H also kh; a and o are vowels.
_SOUNDS = str.maketrans(
    {
        **dict.fromkeys("аеиіїйєэыяәѣѝѐѵјӣ", "a"),
        **dict.fromkeys("оуюёөүұӯ", "o"),
        **dict.fromkeys("ьӏ", ""),
        **dict.fromkeys("вфѳ", "F"),
        **dict.fromkeys("ґғг", "G"),
        **dict.fromkeys("хһҳ", "H"),
        **dict.fromkeys("цчћђџѓѕҷ", "C"),
        **dict.fromkeys("жз", "Z"),
        **dict.fromkeys("сш", "S"),
        **dict.fromkeys("кқ", "K"),
        **dict.fromkeys("нњң", "N"),
        **dict.fromkeys("лљ", "L"),
        "б": "B",
        "д": "D",
        "м": "M",
        "п": "P",
        "р": "R",
        "т": "T",
        "ъ": "a",
        "ѫ": "a",
    }
)
_AFFRICATES = re.compile("[дт][жзсшцч]|дј")

# A letter that is read in two ways, each with its sounds: Ukrainian г, Bulgarian щ, ё printed as е, Macedonian ќ, ў.
_TWO_WAYS = {"щ": ("SC", "ST"), "ќ": ("K", "C"), "ў": ("o", "F"), "г": ("G", "H"), "ё": ("o", "a")}
_FINAL_KH = re.compile("(?<=[аеиіоуыэюя])х$")
_FINAL_H = re.compile("(?<=[аеиіоуыэюя])H$")


def sounds(word: str) -> tuple[str, ...]:
    """The sounds of a Cyrillic word, one string for each way to read it, at most four.

    Args:
        word: Small letters.
    """
    word = _AFFRICATES.sub("C", word)
    stems = [word, word[:-1]] if _FINAL_KH.search(word) else [word]  # Абдуллах is Abdullah, and Abdulla
    letters = [letter for letter in _TWO_WAYS if letter in word]
    ways = list(product(*[_TWO_WAYS[letter] for letter in letters]))
    return tuple([_read(stem, letters, way) for stem in stems for way in ways][:4])


def _read(word: str, letters: list[str], way: tuple[str, ...]) -> str:
    for letter, read in zip(letters, way, strict=True):
        word = word.replace(letter, read)
    return _FINAL_H.sub("", word).translate(_SOUNDS)  # Олег is Oleh, and a last h is dropped in Latin too
