"""The language of a name, where its script belongs to one language only.

Arabic, Cyrillic, Latin and Devanagari letters serve many languages: of a name in them the language is not guessed.
"""

from __future__ import annotations

import re

_ONE_LANGUAGE = (
    ("kor", re.compile("[\uac00-\ud7a3]")),
    ("jpn", re.compile("[\u3041-\u30ff]")),  # kana before Han: Japanese mixes the two
    ("zho", re.compile("[\u4e00-\u9fff]")),
    ("kat", re.compile("[\u10a0-\u10ff]")),
    ("hye", re.compile("[\u0531-\u0587]")),
    ("ell", re.compile("[\u0391-\u03c9]")),
    ("tha", re.compile("[\u0e01-\u0e3a]")),
    ("mya", re.compile("[\u1000-\u109f]")),
    ("heb", re.compile("[\u05d0-\u05ea]")),
)
_LATIN = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u02b0-\u02ff\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str:
    """ISO 639-3 code of the language of a name written in a script of its own, "" if the script does not tell."""
    if text.isascii():
        return ""
    return next((lang for lang, letters in _ONE_LANGUAGE if letters.search(text)), "")


def is_latin(text: str) -> bool:
    """Whether all letters of the text are Latin ones, the signs of transliteration among them."""
    letters = _LETTER.findall(text)
    return bool(letters) and all(_LATIN.match(letter) for letter in letters)


def has_other_script(text: str) -> bool:
    """Whether the text has letters and at least one of them is not Latin."""
    return bool(_LETTER.search(text)) and not is_latin(text)
