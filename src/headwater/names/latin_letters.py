"""Latin: letters beyond ASCII, and the sounds that spelling habits give to the same letters.

Sources: ICAO Doc 9303-3, section 6, table A (Latin national characters: Æ, Œ, Ø, Ł, Þ, ß; Đ is taken as dj, as the
Serbian and Croatian press writes it, not as the table's d); the alphabets of Albanian (36 letters, Monastir 1908),
Turkish (law 1353 of 1928) and Kurmanji (Hawar, 1932) for what c, ç, j, q, x, xh, gj, dh, th stand for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import eq

LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "þ": "th", "ð": "d", "ß": "ss", "đ": "dj", "ı": "i", "ə": "a",
        "ǝ": "a", "ħ": "h", "ŋ": "ng", "ɛ": "e", "ɔ": "o", "ĸ": "k", "ŧ": "t", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k",
        "ƴ": "y", "ŀ": "l", "ſ": "s", "ǥ": "g", "ɖ": "d", "ʒ": "z", "ɣ": "g", "ơ": "o", "ư": "u",
    }
)  # fmt: skip
"""ASCII spelling of letters that do not decompose into a base letter and a mark."""

# Longest first. The second column is how most read it; the third how French, Turkish and Persian habits do
# (Rachid = Rashid, Osman = Uthman, Hafiz = Hafidh) or what an undotted đ left behind (Djordje = Dorde).
_DIGRAPHS = (
    ("shch", "SC", "SC"), ("tsch", "C", "C"), ("dsch", "C", "C"), ("sch", "S", "S"), ("tch", "C", "C"),
    ("tsh", "C", "C"), ("dzh", "C", "C"), ("dz", "C", "DZ"), ("dj", "C", "D"), ("gj", "C", "C"), ("xh", "C", "C"),
    ("zh", "Z", "Z"), ("kh", "H", "H"), ("gh", "G", "G"), ("sh", "S", "S"), ("ph", "F", "F"), ("th", "T", "S"),
    ("dh", "D", "Z"), ("ch", "C", "S"), ("cz", "C", "C"),
    ("sz", "S", "S"), ("ts", "C", "C"), ("tz", "C", "C"), ("ck", "K", "K"),
)  # fmt: skip
_PLAIN = {
    **dict.fromkeys("aeiy", "a"), **dict.fromkeys("ou", "o"), **dict.fromkeys("fv", "F"), "b": "B", "d": "D",
    "g": "G", "h": "H", "k": "K", "l": "L", "m": "M", "n": "N", "p": "P", "r": "R", "s": "S", "t": "T", "z": "Z",
}  # fmt: skip
# j, q, c, x, w: as English and Arabic romanisations have them, and as Albanian, Turkish, Slavic and German do.
_WESTERN = str.maketrans(_PLAIN | {"j": "C", "q": "K", "c": "K", "x": "KS", "w": "o"})
_BALKAN = str.maketrans(_PLAIN | {"j": "a", "q": "C", "c": "C", "x": "H", "w": "F"})

_DOUBLE = re.compile(r"([a-z])\1+")
_SOFT_C = re.compile(r"c(?=[eiy])|(?<=i)c$")
_FRENCH_C = re.compile(r"c(?=[eiy])")
_BALKAN_SIGNS = re.compile("[jcqxw]")
# A patronymic's -vich is no French ch: leaving it out halves the keys of every Russian name.
_OTHER_SIGNS = re.compile("(?<![ts])ch(?<!vich)|th|dh|dj|dz|c(?=[eiy])")
# 'Abd with the article as it sounds before a sun letter: Abdur Rahman, Abdus Samad.
_ABD_FORMS = frozenset({"abdur", "abdus", "abdush", "abdun", "abdut", "abduz", "abder", "abdes", "abdar", "abdas"})
_VOWELS = "aeiouy"
PLAIN, FRENCH = 1, 2  # columns of _DIGRAPHS


def _spelled(token: str, column: int) -> str:
    if "h" in token or "j" in token or "z" in token or "ts" in token or "ck" in token:
        for spelling in _DIGRAPHS:
            if spelling[0] in token:
                token = token.replace(spelling[0], spelling[column])
    return token


def _western(token: str, column: int) -> str:
    token = token.replace("kj", "k")
    if token[0] == "x":
        token = "H" + token[1:]
    if "c" in token:
        token = _FRENCH_C.sub("S", token) if column == FRENCH else token
        token = _SOFT_C.sub("C", token)
    return token.translate(_WESTERN)


def _balkan(token: str) -> str:
    token = token.replace("kj", "C")
    if token[0] == "x":
        token = "C" + token[1:]
    return token.translate(_BALKAN)


def _readings(token: str) -> list[str]:
    found = []
    for column in (PLAIN, FRENCH) if _OTHER_SIGNS.search(token) else (PLAIN,):
        spelled = _spelled(token, column)
        found.append(_western(spelled, column))
        if _BALKAN_SIGNS.search(spelled):
            found.append(_balkan(spelled))
    if token.endswith(("ine", "ane", "che")):
        found += [sounds[:-1] for sounds in found]  # French writes a silent e: Seifeddine, Zidane, Alouche
    return found


@lru_cache(maxsize=131_072)
def sounds(token: str) -> tuple[str, ...]:
    """The sounds of a folded Latin token, one string for each habit that reads it differently, at most four.

    Args:
        token: Letters a to z, at least one.
    """
    if any(map(eq, token, token[1:])):
        token = _DOUBLE.sub(r"\1", token)
    if token in _ABD_FORMS:
        return ("aBD",)
    if len(token) > 2 and token[-1] == "h" and token[-2] in _VOWELS:
        # Abdullah = Abdulla, Saleh = Salih: a last h is not heard the same by all.
        return tuple(dict.fromkeys([sounds + "h" for sounds in _readings(token[:-1])]))[:4]
    return tuple(dict.fromkeys(_readings(token)))[:4]
