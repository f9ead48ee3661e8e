"""Keys: classes of spellings under which a token is found whatever script and habit it is written in.

A token is first turned into *sounds*: capital letters for classes of consonants, `a` for unrounded and `o` for rounded
vowels, `?` for a vowel that the script does not write, a last `h` for one that not all hear.

    B D F(f v) G(g gh ğ غ) H(h kh x ح خ) K(k q ق) L(l ll) M N P R(r rr) S(s sh š ş) T(t th) Z(z zh ž)
    C: every affricate: ts c ç č ć ch, đ dj gj xh dž Turkish c, English j, ج چ

A letter that habits read differently (j, c, q, x, w, th, dh, ch; ق ض ظ ذ ث ج و; г щ ё) gives a token several strings
of sounds, and so several keys. A key is what is left of the sounds when the vowels go: the *frame*. A frame of four
consonants and more needs no more than whether a vowel ends it. A shorter one keeps whether a vowel opens the token,
whether the last one is rounded, and by `*` whether the first is, so that Omar (aMR*) is not Amir (aMR) and Hasan (HSN)
not Husayn (HSN*). Arabic script often hides the first vowel: a short frame then has both keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import eq

from headwater.names import arabic, cyrillic, latin_letters
from headwater.names.characters import script_of_word
from headwater.names.folding import fold_word, words

MAX_KEYS = 4
"""Keys of one token at most."""

MAX_FRAME = 12
"""Consonants of a frame at most; longer ones are cut."""

_DOUBLE = re.compile("([A-Z])\\1+")
_RUN = re.compile("[ao?]+")
# A final voiced consonant is voiceless in Turkish and Albanian spelling: Ahmet, Recep, Davut.
_DEVOICED = {"B": "P", "D": "T", "G": "K"}
# The two commonest names of the lists, Muhammad and Mahmud, have one frame: their last vowel tells them apart.
_LAST_VOWEL_COUNTS = frozenset({"MHMT"})

# Compounds of Arabic names, in sounds: the article inside them is left out, as `compounds` leaves it out between words.
_ABD = re.compile("^([ao?]?BD[ao?]*)L+(?=[ao?]*[A-Z])")
_ABD_ALONE = re.compile("^([ao?]BD)[ao?]*L$")
_ABU = re.compile("^([ao?]Bo[a?]?)L(?=[A-Z])")
_FATHER = re.compile("^[ao?]B[ao]$")
_DIN = re.compile("(?<=[A-Z][ao?])L(?=DaN$)")


def canonical(sounds: str) -> str:
    """The sounds with doubled consonants made single and the article inside a compound name left out.

    Args:
        sounds: A string of sounds.
    """
    if any(map(eq, sounds, sounds[1:])):  # far cheaper than the expression, which few words need
        sounds = _DOUBLE.sub(r"\1", sounds)
    return _without_article(sounds)


def joined(head: str, link: str, tail: str) -> str:
    """The canonical sounds of two words written as one.

    Args:
        head: Canonical sounds of the first.
        link: Sounds between them: those of an article, or "".
        tail: Canonical sounds of the second.
    """
    if head[-1] == "h":
        head = head[:-1] + "H"  # silent at the end of Salah, heard in Salahuddin
    return _without_article(head + link + (tail[1:] if not link and head[-1] == tail[0] else tail))


def _without_article(sounds: str) -> str:
    if "L" in sounds:
        if "BD" in sounds:
            sounds = _ABD_ALONE.sub(r"\1", _ABD.sub(r"\1", sounds))
        elif sounds[1:2] == "B":
            sounds = _ABU.sub(r"\1", sounds)
        if sounds.endswith("DaN"):
            sounds = _DIN.sub("", sounds)
    elif len(sounds) == 3 and _FATHER.match(sounds):
        return "aBo"  # Abu, Abou, Abi, Aba: one word in its cases
    return sounds


def frames(sounds: str) -> tuple[str, ...]:
    """The keys of one canonical string of sounds: one, or two where the script hides whether a vowel is rounded.

    Args:
        sounds: What `canonical` gave.
    """
    if sounds[-1] == "h":
        sounds = sounds[:-1]
    frame = sounds.replace("a", "").replace("o", "").replace("?", "")
    if not frame:
        return ("=" + sounds.replace("?", "a")[:2],)
    end = sounds[-1].replace("?", "a") if sounds[-1] in "ao?" else ""
    if not end:
        frame = frame[:-1] + _DEVOICED.get(frame[-1], frame[-1])
    if len(frame) > 3:
        rounded = "o" if frame in _LAST_VOWEL_COUNTS and "o" in (_RUN.findall(sounds) or [""])[-1] else ""
        return (frame[:MAX_FRAME] + end.replace("o", "a") + rounded,)
    return _short(sounds, frame + end)


def _short(sounds: str, frame: str) -> tuple[str, ...]:
    """The key of a short frame, `*` where its first vowel is rounded; both where that is not written."""
    run = _RUN.search(sounds)
    vowels = run.group() if run else ""
    head = "a" if vowels and sounds[0] in "ao?" else ""
    plain, rounded = head + frame, head + frame + "*"
    if "o" in vowels:
        return (rounded,)
    hidden = vowels[:1] == "?" and (len(vowels) == 1 or not head)
    return (plain, rounded) if hidden else (plain,)


def classes(read: Sequence[str], most: int = MAX_KEYS) -> tuple[str, ...]:
    """The keys of a word's readings: the first of each reading before the second of any.

    Args:
        read: Canonical sounds, one string a reading.
        most: Keys at most.
    """
    if len(read) == 1:
        return frames(read[0])
    each = [frames(sounds) for sounds in read]
    found = [both[0] for both in each] + [both[1] for both in each if len(both) > 1]
    return tuple(dict.fromkeys(found))[:most]


@lru_cache(maxsize=131_072)
def word_sounds(word: str) -> tuple[str, ...]:
    """The canonical sounds of one word of `folding.words`, one string a reading; none if it has no letters.

    Args:
        word: Small letters of one script. A word that folds into several tokens (Han) gives the sounds of all, joined.
    """
    script = script_of_word(word)
    if script == "Cyrl":
        read = cyrillic.sounds(word)
    elif script == "Arab":
        read = arabic.sounds(arabic.article_apart(word)[1])
    else:
        read = latin_letters.sounds(folded) if (folded := _letters("".join(fold_word(word, "")))) else ()
    return tuple(dict.fromkeys([canonical(sounds) for sounds in read if sounds]))


def _letters(folded: str) -> str:
    return folded if folded.isalpha() else ""


@lru_cache(maxsize=131_072)
def word_keys(word: str) -> tuple[str, ...]:
    """The keys of one word of `folding.words`: at most four, at least one if it has a letter or a digit."""
    read = word_sounds(word)
    spelled = fold_word(word, "")
    if not read or not spelled:
        return tuple(["#" + token for token in spelled])[:MAX_KEYS]
    if word.startswith("ال") and arabic.article_apart(word)[0]:
        # الأمين is Amin, Al Amin and Alamin: the last key is that of the article and the word written as one.
        return (*classes(read, MAX_KEYS - 1), frames(canonical("aL" + read[0]))[0])
    return classes(read)


def keys(token: str) -> tuple[str, ...]:
    """The key classes of one token: two spellings of one name share at least one.

    Args:
        token: A folded token, or a raw one in any script.

    Returns:
        One to four keys; none for a token without letters and digits.

    Examples:
        >>> set(keys("Тачи")) & set(keys("Thaçi")) & set(keys("taci"))
        {'TCa'}
    """
    found = [key for word in words(token) for key in word_keys(word)]
    return tuple(dict.fromkeys(found))[:MAX_KEYS]
