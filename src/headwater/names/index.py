"""What the index keeps of a whole name, and what a search asks of it.

A name is kept under its tokens and the keys of each, and also under what two neighbouring words make when written as
one (Al-Amin, Abd al-Razzaq, Ali Reza), because the next source writes them so; and a word that is such a compound
already (Abdelrazak, الأمين, O'Ninno) also under its parts.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from headwater.names import arabic, characters, folding, latin_letters
from headwater.names.arabic import article_apart
from headwater.names.compounds import SUN_SOUNDS, after_apostrophes, kinds, parts
from headwater.names.folding import fold_word, language, words
from headwater.names.keys import classes, joined, word_keys, word_sounds

MAX_JOINED = 3
"""Keys of two words written as one: the fourth found nothing more in the benches."""

MAX_TOKENS = 48
"""Words of one name that are indexed."""


_CACHED = (
    word_keys, word_sounds, fold_word, folding.read_word, folding.own_word, latin_letters.sounds, arabic.sounds,
    characters.script_of_word,
)  # fmt: skip


class Term(NamedTuple):
    """One word of a question.

    Attributes:
        token: Its folded spelling, for an exact match.
        keys: Classes of which an entry must have at least one for a loose match.
    """

    token: str
    keys: tuple[str, ...]


@lru_cache(maxsize=131_072)
def joined_keys(first: str, second: str, article: bool) -> tuple[str, ...]:
    """The keys of two words written as one, at most three.

    Args:
        first: A word of `folding.words`.
        second: The word after it, an article between them left out.
        article: Whether there is one between them; one that is written to the second word is seen here.
    """
    heads, tails = list(word_sounds(first)[:2]), word_sounds(second)[:2]
    if not heads or not tails:
        return ()
    if heads[0][-1] == "h":
        heads.append(heads[0][:-1])  # فتح الله is also written Fathollah, in which no h is left
    article = article or (second.startswith("ال") and bool(article_apart(second)[0]))
    between = ("a", "aL") if article and tails[0][0] not in SUN_SOUNDS else ("a",) if article else ("",)
    together = islice(product(heads, tails, between), MAX_JOINED)
    return classes([joined(head, link, tail) for head, tail, link in together], MAX_JOINED)


def neighbours(kinds_of_words: list[str]) -> list[tuple[int, int]]:
    """Places of two words that another source may write as one, an article between them kept or skipped.

    Args:
        kinds_of_words: What `compounds.kinds` said of each word.
    """
    if "article" not in kinds_of_words and "descent" not in kinds_of_words:
        return [(place, place + 1) for place in range(len(kinds_of_words) - 1)]
    found = []
    last_name = -1
    for place, kind in enumerate(kinds_of_words):
        if place and kinds_of_words[place - 1] != "name":
            found.append((place - 1, place))
        if kind == "name":
            if last_name >= 0 and "descent" not in kinds_of_words[last_name + 1 : place]:
                found.append((last_name, place))
            last_name = place
    return found


@lru_cache(maxsize=65_536)
def name_index(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens and the key classes under which a whole name is kept.

    Args:
        name: A name in any script; its first 48 words are read.

    Returns:
        Tokens in order, then what an article and its word make together and the parts of compounds; and the keys of
        all these, each once.

    Examples:
        >>> name_index("Al-Amin")[0]
        ('al', 'amin', 'alamin')
    """
    cut = words(name)[:MAX_TOKENS]
    spoken = "" if name.isascii() else language(cut)
    folded = [fold_word(word, spoken) for word in cut]
    tokens = [token for word in folded for token in word]
    keys = [key for word in cut for key in word_keys(word)]
    sorts = kinds(cut)
    for first, second in neighbours(sorts):
        keys += joined_keys(cut[first], cut[second], second - first > 1)
        if sorts[first] == "article":
            tokens.append("".join(folded[first] + folded[second]))
    for part in [*(part for word in cut for part in parts(word)), *after_apostrophes(name)]:
        tokens += fold_word(part, spoken)
        keys += word_keys(part)
    return tuple(dict.fromkeys(tokens)), tuple(dict.fromkeys(keys))


@lru_cache(maxsize=4_096)
def search_terms(text: str) -> tuple[Term, ...]:
    """The words of a question, each with the keys that answer it: an entry must have every term.

    Articles and words for son and daughter are not asked for, unless there is nothing else. A term is also answered by
    its word written together with a neighbour, so that "Abd al-Razzaq" finds Abdelrazak.

    Args:
        text: What a person typed, in any script.

    Examples:
        >>> [term.token for term in search_terms("Abd al-Razzaq bin Salih")]
        ['abd', 'razzaq', 'salih']
    """
    cut = words(text)[:MAX_TOKENS]
    spoken = language(cut)
    sorts = kinds(cut)
    answers = [list(word_keys(word)) for word in cut]
    for first, second in neighbours(sorts):
        together = joined_keys(cut[first], cut[second], second - first > 1)
        answers[first] += together
        answers[second] += together
    terms = []
    for word, kind, keys in zip(cut, sorts, answers, strict=True):
        if kind == "name" and (folded := fold_word(word, spoken)):
            terms.append(Term("".join(folded), tuple(dict.fromkeys(keys))))
    return tuple(terms)


def forget() -> None:
    """Empty every cache that holds names: after an erasure nothing of them stays in memory here."""
    for cached in (name_index, search_terms, joined_keys, *_CACHED):
        cached.cache_clear()
