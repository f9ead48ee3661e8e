"""What a record is found by: terms, each a word, a number or a date under the keys that answer it.

Everything here is a pure function of one record: the first of the three stages (map a record to its keys, join records
on a key, map a pair to its score), which run in one process as in `candidates` and could run on many.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from headwater import names
from headwater.errors import BadInput
from headwater.model import schema
from headwater.names.compounds import after_apostrophes, kinds, parts
from headwater.names.folding import fold_word, language, words
from headwater.names.index import MAX_TOKENS, joined_keys, neighbours
from headwater.names.keys import word_keys
from headwater.resolve.record import Record

MAX_TERMS = 96
"""Terms of one record: what a list's longest entry has, with forty aliases."""

MIN_SLIP = 4
"""Letters of the shortest word in which a slip of one letter is forgiven."""

_DATES = ("birthDate", "incorporationDate")
_BY_NAME = {"phone": "phone", "email": "email", "username": "account", "website": "url"}
_KINDS = {"identifier": "identifier", "phone": "phone", "email": "email", "iban": "identifier"}
_NUMBERS = frozenset({"passportNumber", "idNumber", "registrationNumber", "taxNumber", "imoNumber", "mmsi", "vin"})


class Term(NamedTuple):
    """One thing that two records may share.

    Attributes:
        keys: Keys that answer it, each in its own spelling: folded tokens and key classes of a word (as
            `headwater.names`), `i:` before a number or an account, `b:` before a date.
        within: Places of other terms of the record that say the same in part (a compound and its words).
        alone: Whether a record may be found by this alone; a date only says which of many.
    """

    keys: tuple[str, ...]
    within: tuple[int, ...] = ()
    alone: bool = True


def keys_of(record: Record) -> frozenset[str]:
    """All keys that a record is kept under."""
    return frozenset(key for term in terms_of(record) for key in term.keys)


def slips_of(key: str) -> tuple[str, ...]:
    """A word and what is left when one letter is left out: two words that share one differ by a slip.

    The deletion neighbourhood of Bocek, Hunt and Stiller, Fast Similarity Search in Large Dictionaries (2007): a letter
    too many, too few, another one, or two that changed places. Of a key class it is the consonants that may slip,
    across scripts too.

    Args:
        key: A folded token of four letters and more, or a class of four consonants and more; others have no slips.

    Examples:
        >>> slips_of("thaci")
        ('thaci', 'haci', 'taci', 'thci', 'thai', 'thac')
        >>> slips_of("MKLFCa")
        ('MKLFC', 'KLFC', 'MLFC', 'MKFC', 'MKLC', 'MKLF')
    """
    if not key.isalnum():
        return ()
    if not key.islower():
        key = key.strip("ao")
    if len(key) < MIN_SLIP or key.isdigit():
        return (key,) if len(key) == MIN_SLIP - 1 and key.isupper() else ()
    left = [key[:place] + key[place + 1 :] for place in range(len(key))]
    return tuple(dict.fromkeys([key, *left]))


def terms_of(record: Record) -> tuple[Term, ...]:
    """What a record is found by, in a fixed order: words of its names, then numbers, then dates.

    Args:
        record: A record with any values.
    """
    collected = _Words()
    for name in record.names:
        collected.read(name)
    dates = tuple(dict.fromkeys(key for value in record.get(*_DATES) for key in _date_keys(value)))
    found = [*collected.terms[:MAX_TERMS], *_numbers(record)][: 2 * MAX_TERMS]
    return (*found, Term(dates, alone=False)) if dates else tuple(found)


class _Words:
    """The words of a record's names, one term for all spellings of a word that share a key."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self._owner: dict[str, int] = {}

    def read(self, name: str) -> None:
        """Take in a whole name as `headwater.names.name_index` does, and keep which key is of which word."""
        cut = words(name)[:MAX_TOKENS]
        spoken = "" if name.isascii() else language(cut)
        sorts = kinds(cut)
        places: dict[int, int] = {}
        for place, word in enumerate(cut):
            if sorts[place] == "name":
                places[place] = at = self._add(fold_word(word, spoken), word_keys(word), ())
                for part in parts(word):
                    self._add(fold_word(part, spoken), word_keys(part), (at,))
        for first, second in neighbours(sorts):
            if first in places and second in places:
                keys = joined_keys(cut[first], cut[second], second - first > 1)
                self._joined(keys, (places[first], places[second]))
        for part in after_apostrophes(name):
            self._add(fold_word(part, spoken), word_keys(part), ())

    def _joined(self, keys: tuple[str, ...], within: tuple[int, ...]) -> None:
        new = tuple([key for key in keys if key not in self._owner])
        if new:
            self._owner.update(dict.fromkeys(new, len(self.terms)))
            self.terms.append(Term(new, within))

    def _add(self, tokens: tuple[str, ...], keys: tuple[str, ...], within: tuple[int, ...]) -> int:
        """The place of the term that these keys make, or that one of them belongs to already."""
        found = min([self._owner[key] for key in keys if key in self._owner], default=len(self.terms))
        if found == len(self.terms):
            self.terms.append(Term((), within))
        new = tuple([key for key in dict.fromkeys((*tokens, *keys)) if key not in self._owner])
        self._owner.update(dict.fromkeys(new, found))
        term = self.terms[found]
        self.terms[found] = Term((*term.keys, *new), term.within if within else ())
        return found


def _numbers(record: Record) -> Iterator[Term]:
    """A term for each identifier, phone, email address and account: the forms of it that no earlier one has."""
    seen: set[str] = set()
    for prop, values in record.values.items():
        kind = _kind(record.schema, prop)
        for value in values if kind else ():
            forms = ["i:" + form for form in names.identifier_tokens(kind, value) if _tells(kind, form)]
            keys = tuple([key for key in dict.fromkeys(forms) if key not in seen])
            if keys:
                seen.update(keys)
                yield Term(keys)


def _tells(kind: str, form: str) -> bool:
    return len(form) > 3 and (kind != "identifier" or any(char.isdigit() for char in form))


@cache
def _kind(schema_name: str, prop: str) -> str:
    """How the values of a property are read as an identifier; "" if they are none."""
    if prop in _BY_NAME:
        return _BY_NAME[prop]
    if prop in _NUMBERS:
        return "identifier"
    try:
        return _KINDS.get(schema.type_of(schema_name, prop), "")
    except BadInput:
        return ""


def _date_keys(value: str) -> tuple[str, ...]:
    """The day and the year of a date, as far as it goes."""
    if not (value[:4].isdigit() and len(value) >= 4):
        return ()
    year = "b:" + value[:4]
    return (year, "b:" + value[:10]) if len(value) >= 10 else (year,)
