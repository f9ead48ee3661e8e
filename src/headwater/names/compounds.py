"""Compounds: which words of a name belong together, and which carry no name of their own.

Arabic names are written apart, with a hyphen or as one word: Abd al-Razzaq, Abdul Razzaq, Abdelrazak, عبدالرزاق. The
article and the words for son and daughter come and go between sources: a search must not insist on them.
"""

from __future__ import annotations

import re

from headwater.names.arabic import article_apart
from headwater.names.characters import APOSTROPHES, MAX_TEXT
from headwater.names.folding import words

ARTICLES = frozenset({"al", "el", "ul", "il", "ال"})
"""The article before any letter. Single letters are no articles: they are initials."""

ASSIMILATED = {
    "r": frozenset({"ar", "er", "ur"}), "s": frozenset({"as", "es", "us", "ash", "esh", "ush"}),
    "z": frozenset({"az", "ez", "uz"}), "d": frozenset({"ad", "ed", "ud", "id"}), "t": frozenset({"at", "et", "ut"}),
    "n": frozenset({"an", "en", "un"}),
}  # fmt: skip
"""The article as it sounds before a sun letter, by that letter: ar-Rahman, ash-Shami, ud-Din."""

SUN_SOUNDS = "TDNRSZ"
"""Sounds (see `keys`) before which the article's l is not heard."""

DESCENT = frozenset({"bin", "ibn", "bn", "bint", "ben", "بن", "ابن", "بنت"})
"""Words for son and daughter between the names of a person and of a parent."""


_PARTICLES = ARTICLES.union(DESCENT, *ASSIMILATED.values())


def is_article(word: str, following: str) -> bool:
    """Whether a word is the Arabic article of the word after it.

    Args:
        word: A folded token or a raw word in small letters.
        following: The word after it, "" at the end.
    """
    if not following:
        return False
    return word in ARTICLES or word in ASSIMILATED.get(following[0], ())


def kinds(cut: list[str]) -> list[str]:
    """For each word of a name: "article", "descent" or "name".

    Args:
        cut: Words in small letters. The last word is always a name, and the first never a descent: Ben is a name too.
    """
    if _PARTICLES.isdisjoint(cut):
        return ["name"] * len(cut)
    found = []
    for place, word in enumerate(cut):
        following = cut[place + 1] if place + 1 < len(cut) else ""
        if is_article(word, following):
            found.append("article")
        else:
            found.append("descent" if word in DESCENT and place > 0 and following else "name")
    return found


_ABD = re.compile("^[ae]bd(?:[aeou]{1,2}l?)([a-z]{4,})$")
_ABD_ARABIC = re.compile("^عبد(?:ال)?(.{3,})$")
_APOSTROPHE = re.compile(rf"(?<!\w)\w[{APOSTROPHES}](\w{{3,}})")


def parts(word: str) -> tuple[str, ...]:
    """The words inside a compound that is written as one; () for other words.

    Args:
        word: A word of `folding.words`.

    Examples:
        >>> parts("abdelrazak"), parts("الأمين")
        (('abd', 'razak'), ('أمين',))
    """
    if word.isascii():
        if word[1:3] == "bd" and (inside := _ABD.match(word)):
            return "abd", inside[1]
        return ()
    if inside := _ABD_ARABIC.match(word):
        return "عبد", inside[1]
    article, rest = article_apart(word)
    return (rest,) if article else ()


def after_apostrophes(name: str) -> list[str]:
    """What follows a single letter and an apostrophe: ninno of O'Ninno.

    Args:
        name: A whole name.
    """
    if name.isascii() and "'" not in name:
        return []
    return [word for found in _APOSTROPHE.findall(name[:MAX_TEXT]) for word in words(found)]
