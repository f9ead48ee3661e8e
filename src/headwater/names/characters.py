"""What is done to the characters of a name before any table reads them: Unicode forms, marks, scripts, look-alikes.

Sources: Unicode Standard Annex 15 (normalisation forms), Annex 24 (scripts), ISO 15924 (script codes), Unicode
Technical Standard 39 (confusable characters; only the pairs that look the same in every common typeface are kept).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache

MAX_TEXT = 2_000
"""Characters of a name that are read. What follows is not a name any more; the bound keeps hostile input cheap."""

MAX_WORD = 64
"""Characters of one word that are read."""

APOSTROPHES = "'’‘‛`´ʹʺʻʼʽʾʿˈˊˋ′‵＇׳״΄ʽ"
"""Signs inside a word that are left out: apostrophes, 'ayn and hamza signs, soft-sign primes."""

_SCRIPTS = (
    (0x0041, "Latn"), (0x02B0, "Zyyy"), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"), (0x0590, "Hebr"),
    (0x0600, "Arab"), (0x0700, "Syrc"), (0x0750, "Arab"), (0x0780, "Thaa"), (0x07C0, "Zzzz"), (0x08A0, "Arab"),
    (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"),
    (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"),
    (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, "Zzzz"),
    (0x1780, "Khmr"), (0x1800, "Mong"), (0x18B0, "Zzzz"), (0x1C80, "Cyrl"), (0x1C90, "Geor"), (0x1CC0, "Zzzz"),
    (0x1D00, "Latn"), (0x1DC0, "Zyyy"), (0x1E00, "Latn"), (0x1F00, "Grek"), (0x2000, "Zyyy"), (0x2C60, "Latn"),
    (0x2C80, "Zzzz"), (0x2D00, "Geor"), (0x2D30, "Tfng"), (0x2D80, "Ethi"), (0x2DE0, "Cyrl"), (0x2E00, "Zyyy"),
    (0x2E80, "Hani"), (0x3000, "Zyyy"), (0x3005, "Hani"), (0x3008, "Zyyy"), (0x3041, "Hira"), (0x30A0, "Kana"),
    (0x3105, "Bopo"), (0x3131, "Hang"), (0x3190, "Zyyy"), (0x31F0, "Kana"), (0x3200, "Zyyy"), (0x3400, "Hani"),
    (0x4DC0, "Zyyy"), (0x4E00, "Hani"), (0xA000, "Yiii"), (0xA4D0, "Zzzz"), (0xA640, "Cyrl"), (0xA6A0, "Zzzz"),
    (0xA722, "Latn"), (0xA800, "Zzzz"), (0xAB30, "Latn"), (0xAB70, "Zzzz"), (0xAC00, "Hang"), (0xD7B0, "Zzzz"),
    (0xF900, "Hani"), (0xFB00, "Latn"), (0xFB13, "Armn"), (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, "Zyyy"),
    (0xFE70, "Arab"), (0xFEFF, "Zyyy"), (0xFF21, "Latn"), (0xFF5B, "Zyyy"), (0xFF66, "Kana"), (0xFFA0, "Hang"),
    (0xFFE0, "Zyyy"), (0x10000, "Zzzz"), (0x20000, "Hani"), (0x32000, "Zzzz"),
)  # fmt: skip
_STARTS = [start for start, _ in _SCRIPTS]

# Look-alikes of the Cyrillic, Greek and Latin alphabets; lower case only where the small letters look alike too.
_LATIN_AS_CYRILLIC = str.maketrans("AaBCcEeHIiJjKMOoPpSsTXxYyĸ", "АаВСсЕеНІіЈјКМОоРрЅѕТХхУук")
_CYRILLIC_AS_LATIN = str.maketrans("АаВСсЕеНІіЈјКМОоРрЅѕТХхУу", "AaBCcEeHIiJjKMOoPpSsTXxYy")
_GREEK_AS_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟοΡΤΥΧν", "ABEZHIKMNOoPTYXv")
_LATIN_AS_GREEK = str.maketrans("ABEZHIKMNOoPTYX", "ΑΒΕΖΗΙΚΜΝΟοΡΤΥΧ")
_REPAIRS = {"Latn": _CYRILLIC_AS_LATIN | _GREEK_AS_LATIN, "Cyrl": _LATIN_AS_CYRILLIC, "Grek": _LATIN_AS_GREEK}


class _Signs(dict[int, str | None]):
    """What becomes of each character: kept, left out, or a space; worked out once for those of most scripts."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kind = unicodedata.category(char)
        kept: str | None = " "
        if char in APOSTROPHES or char == "\u0640" or kind in ("Cf", "Cs"):
            kept = None  # tatweel stretches a word, format characters steer its display, surrogates are no characters
        elif kind == "Nd":
            kept = str(unicodedata.decimal(char))
        elif kind[0] in "LNM":
            kept = char
        if code < 0x3000:  # not for tens of thousands of Han characters: hostile text must not fill the memory
            self[code] = kept
        return kept


_signs = _Signs()


def clean(text: str) -> str:
    """Words of a text apart by single spaces: compatibility forms resolved, format characters and signs left out.

    Args:
        text: Any text; what stands after `MAX_TEXT` characters is not read.
    """
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
    if text.isascii():
        return " ".join([word[:MAX_WORD] for word in text.translate(_signs).split()])
    text = text.translate(_signs)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text).translate(_signs)[:MAX_TEXT]
    return " ".join([word[:MAX_WORD] for word in text.split()])


@lru_cache(maxsize=16_384)
def script_of_char(char: str) -> str:
    """ISO 15924 code of one character; `Zyyy` for digits and signs, `Zzzz` for scripts without a table here."""
    if not char.isalpha():
        return "Zyyy"
    place = bisect_right(_STARTS, ord(char)) - 1
    return _SCRIPTS[place][1] if place >= 0 else "Zyyy"


@lru_cache(maxsize=65_536)
def script_of_word(word: str) -> str:
    """ISO 15924 code that most letters of a word have; on a tie the one that comes last in the word.

    A stray look-alike from another alphabet does not decide: "Aлександр" with a Latin A is Cyrillic.
    """
    if word.isascii():
        return "Latn" if word.isalpha() or any(map(str.isalpha, word)) else "Zyyy"
    found = [script for char in reversed(word) if (script := script_of_char(char)) != "Zyyy"]
    scripts = dict.fromkeys(found)
    return max(scripts, key=found.count) if scripts else "Zyyy"


def script_of(text: str) -> str:
    """ISO 15924 code of a text's first word with letters: `Latn`, `Cyrl`, `Arab`, …; "" when it has none.

    Args:
        text: Any text, in any state of composition.
    """
    for word in clean(text).split():
        script = script_of_word(word)
        if script != "Zyyy":
            return script
    return ""


def repaired(word: str, script: str) -> str:
    """The word with look-alikes from another alphabet put back into its own.

    Args:
        word: One word as `clean` leaves it.
        script: What `script_of_word` said of it.
    """
    table = _REPAIRS.get(script)
    return word.translate(table) if table else word


def without_marks(word: str) -> str:
    """The word without accents, niqqud, harakat and other marks that ride on letters."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join([char for char in decomposed if not unicodedata.combining(char)])
