"""Searching the index: entities by a name in any script or an identifier, with their exact number.

A search reads only token rows under labels the view may see, so that hidden records cost nothing and change nothing.
Results come in three tiers (every word as written; the last word begun; found by a key class), within a tier in the
order of the entities' random numbers. Entities judged to be one are found as one, also by words of several of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from headwater import names
from headwater.model import schema as schemata_of
from headwater.store.folding import Folding
from headwater.store.kept import ANYTHING, LENT
from headwater.store.reading import IndexReader, Row
from headwater.store.views import View

MAX_WORDS = 12
MAX_TEXT = 400
SHORTEST_BEGINNING = 2
Postings = dict[int, list[Sequence[int]]]
"""Entity numbers by label, as the index gives them; one may stand under several labels."""

Entities = set[int]
"""Entity numbers are random, so that a hash set holds them faster than a bitmap, whose runs they never form."""


@dataclass(frozen=True)
class Hit:
    """One entity found: the name that matched, and whether only a key class did."""

    entity_id: str
    schema: str
    matched: str
    matched_lang: str
    loose: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SearchResult:
    """A page of entities with the exact number of all."""

    total: int
    hits: tuple[Hit, ...]
    by_schema: dict[str, int]
    by_agency: dict[str, int]


@dataclass(frozen=True)
class Word:
    """A word of a question: its folded text, the tokens that are it, and its key classes."""

    text: str
    tokens: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What a reader typed: words that must all be found, or the whole as one identifier."""

    words: tuple[Word, ...]
    identifiers: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Question:
        """Read a question; only the first `MAX_WORDS` words and `MAX_TEXT` characters count."""
        text = text[:MAX_TEXT]
        words = [Word(term.token, (term.token,), term.keys) for term in names.search_terms(text)]
        identifiers: dict[str, None] = {}
        if any(character.isdigit() for character in text) or "@" in text:
            for kind in ("identifier", "phone", "email"):
                identifiers.update(dict.fromkeys(names.identifier_tokens(kind, text)))
        return cls(tuple(words[:MAX_WORDS]), tuple(identifiers))


class Searcher:
    """Finds what a viewer may see, through a reader of the index."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    def search(
        self,
        view: View,
        text: str,
        *,
        schemata: Sequence[str] = (),
        agencies: Sequence[str] = (),
        offset: int = 0,
        limit: int = 20,
    ) -> SearchResult:
        """Entities in which every word of `text` is found, whatever its script."""
        question, folding = Question.of(text), self._reader.folding(view)
        tiers, by_label = self._tiers(view, question, folding)
        found = tiers[2].difference(self._reader.hidden(view))
        counted = _facets(view, by_label, found, folding)
        if schemata or agencies:
            chosen = frozenset(view.numbers(schemata, agencies))
            found &= folding.fold(_union({number: lists for number, lists in by_label.items() if number in chosen}))
        exact, begun, _ = tiers
        page = _page((exact & found, (begun & found) - exact, found - begun), offset, limit)
        loose = {eid for eid in page if eid not in begun and eid not in exact}
        return SearchResult(len(found), self._hits(view, page, question, loose), *counted)

    def _tiers(self, view: View, question: Question, folding: Folding) -> tuple[tuple[Entities, ...], Postings]:
        """Entities found as written, begun or so, and in any way; the last of these by label of the first word."""
        exact: Entities = set()
        begun: Entities = set()
        found: Entities = set()
        by_label: Postings = {}
        for place, word in enumerate(question.words):
            written = self._written(view, word.tokens)
            begins = self._beginning(view, word.text) if place == len(question.words) - 1 else {}
            keyed = self._postings(view, "nkey", view.worded("nkey"), word.keys)
            e = folding.fold(_union(written))
            b = e | folding.fold(_union(begins)) if begins else e
            f = b | folding.fold(_union(keyed)) if keyed else b
            exact, begun, found = (e, b, f) if place == 0 else (exact & e, begun & b, found & f)
            if place == 0:
                for postings in (written, begins, keyed):
                    _add(by_label, postings)
            if not found:
                break
        named = self._written(view, question.identifiers)
        if not named:
            return (exact, begun, found), by_label
        _add(by_label, named)
        whole = folding.fold(_union(named))
        return (exact | whole, begun | whole, found | whole), by_label

    def browse(
        self,
        view: View,
        *,
        schemata: Sequence[str] = (),
        agencies: Sequence[str] = (),
        offset: int = 0,
        limit: int = 50,
    ) -> SearchResult:
        """All searchable entities of some schemata."""
        folding = self._reader.folding(view)
        by_label = self._postings(view, "tok", view.numbers(schemata, agencies), (ANYTHING,))
        found = folding.fold(_union(by_label)).difference(self._reader.hidden(view))
        page = _page((found,), offset, limit)
        counted = _facets(view, by_label, found, folding)
        return SearchResult(len(found), self._hits(view, page, Question((), ()), set()), *counted)

    def _written(self, view: View, tokens: Sequence[str]) -> Postings:
        """Entities that have one of the tokens as written, by label, those lent to them included.

        What is lent comes from a row of another entity, a passport's number to its holder: who holds it is found only
        if the view sees something of the holder too, or more would be counted than is shown.
        """
        found = self._postings(view, "tok", view.worded("tok"), tokens)
        lent = [LENT + token for token in tokens if not token.isalpha()]
        borrowed = self._postings(view, "tok", view.worded("tok"), lent)
        there = self._reader.present(view, sorted(_union(borrowed))) if borrowed else ()
        for number, pieces in borrowed.items():
            found.setdefault(number, []).append([eid for eids in pieces for eid in eids if eid in there])
        return found

    def _postings(self, view: View, table: str, numbers: Sequence[int], tokens: Sequence[str]) -> Postings:
        """Entities that have one of the tokens, by label."""
        found: Postings = {}
        if tokens:
            marks = ",".join("?" * len(tokens))
            self._read(view, found, f"FROM {table} WHERE token IN ({marks})", tuple(tokens), numbers)
        return found

    def _beginning(self, view: View, text: str) -> Postings:
        """Entities that have a longer token which begins with `text`, by label."""
        found: Postings = {}
        if len(text) >= SHORTEST_BEGINNING:
            self._read(
                view,
                found,
                "FROM tok WHERE token > ? AND token < ?",
                (text, text + "\U0010ffff"),
                view.worded("tok"),
            )
        return found

    def _read(self, view: View, found: Postings, where: str, values: tuple[str, ...], numbers: Sequence[int]) -> None:
        for number, eids in self._reader.numbers_by_label(view, where, values, numbers):
            found.setdefault(number, []).append(eids)

    def _hits(self, view: View, page: Sequence[int], question: Question, loose: set[int]) -> tuple[Hit, ...]:
        rows = self._reader.rows(view, page)
        hits = []
        for eid in page:
            found = rows.get(eid, [])
            if not found:
                continue
            best = _best_match(found, question)
            hits.append(
                Hit(
                    entity_id=found[0].entity_id,
                    schema=narrowest(row.schema for row in found),
                    matched=best.value if best else "",
                    matched_lang=best.lang if best else "",
                    loose=eid in loose,
                    rows=tuple(found),
                )
            )
        return tuple(hits)


def _union(postings: Postings) -> Entities:
    return set(chain.from_iterable(chain.from_iterable(postings.values())))


def _add(into: Postings, postings: Postings) -> None:
    for number, lists in postings.items():
        into[number] = into.get(number, []) + lists


def _facets(view: View, by_label: Postings, found: Entities, folding: Folding) -> tuple[dict[str, int], dict[str, int]]:
    """How many of the found entities each schema and each agency has."""
    by_schema: dict[str, Entities] = {}
    by_agency: dict[str, Entities] = {}
    names_of = view.labels
    for number, lists in by_label.items():
        label = names_of[number]
        for eids in lists:
            by_schema.setdefault(label.schema, set()).update(eids)
            by_agency.setdefault(label.agency, set()).update(eids)
    return _counts(by_schema, found, folding), _counts(by_agency, found, folding)


def _counts(by_name: dict[str, Entities], found: Entities, folding: Folding) -> dict[str, int]:
    counts = {name: len(found & folding.fold(eids)) for name, eids in sorted(by_name.items())}
    return {name: count for name, count in counts.items() if count}


def _page(tiers: Sequence[Entities], offset: int, limit: int) -> list[int]:
    """The entities from `offset` on, first tier first, each in the order of its numbers."""
    page: list[int] = []
    for tier in tiers:
        if offset >= len(tier):
            offset -= len(tier)
            continue
        page += nsmallest(offset + limit - len(page), tier)[offset:]
        offset = 0
        if len(page) >= limit:
            break
    return page


def narrowest(schemata: Iterable[str]) -> str:
    """The most specific of the schemata an entity is stated to have; by name where none is narrower."""
    best = ""
    for name in sorted(set(schemata)):
        if not best or (name != best and schemata_of.is_a(name, best)):
            best = name
    return best


def _best_match(rows: Sequence[Row], question: Question) -> Row | None:
    """The visible value that has most of the question's words, in the question's own script before others."""
    tokens = {token for word in question.words for token in word.tokens}
    keys = {key for word in question.words for key in word.keys}
    best: tuple[tuple[int, int, str], Row] | None = None
    for row in rows:
        kind = schemata_of.type_of(row.schema, row.prop)
        if kind == "name":
            have, classes = names.name_index(row.value)
            score = (len(tokens.intersection(have)), len(keys.intersection(classes)))
        elif question.identifiers and kind != "entity":
            shared = set(question.identifiers).intersection(names.identifier_tokens(kind, row.value))
            score = (len(shared) and 99, 0)
        else:
            continue
        if score > (0, 0) and (best is None or (*score, row.value) > best[0]):
            best = ((*score, row.value), row)
    return best[1] if best else None
