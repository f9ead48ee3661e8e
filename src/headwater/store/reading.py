"""Reading the index: search with an exact count, entities, what points to them. Every question goes by labels.

A search reads only token rows under labels the view may see, so that hidden records cost nothing and change nothing.
Results come in three tiers (every word as written; the last word begun; found by a key class), within a tier in the
order of the entities' random numbers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from headwater import names
from headwater.model import Basis, Label, Report, ReportHead, SubjectCategory
from headwater.model import schema as schemata_of
from headwater.store.database import Session
from headwater.store.kept import ANYTHING, Kept, label_of, place_of
from headwater.store.ledger import Ledger
from headwater.store.views import View

MAX_WORDS = 12
MAX_TEXT = 400
SHORTEST_BEGINNING = 2
Postings = dict[int, list[int]]
"""Entity numbers by label, as the index gives them; one may stand under several labels."""

_BASES = (Basis.FACT, Basis.ASSESSMENT)


@dataclass(frozen=True)
class Row:
    """One assertion as its viewer may see it; `value` of a reference is the other entity's id."""

    id: str
    entity_id: str
    report_id: str
    schema: str
    prop: str
    value: str
    original_value: str
    lang: str
    basis: Basis
    category: SubjectCategory | None
    information_grade: str
    label: Label


@dataclass(frozen=True)
class ReportInfo:
    """A report's head, and where its entry stands in later editions of its list.

    `seen_edition_date` is the date of the latest edition known here that has the entry; `ended_on` the date of the
    edition in which it was no longer there, "" while it stands; `size` the number of assertions in the whole report,
    for the desk to know whether its reader sees all of it (never to be shown).
    """

    head: ReportHead
    seen_edition: str
    seen_edition_date: str
    ended_on: str
    size: int


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


class IndexReader:
    """Answers a viewer's questions inside one session of the index and one of the ledger."""

    def __init__(self, index: Session, ledger_session: Session, ledger: Ledger, today: int) -> None:
        self._index = index
        self._session = ledger_session
        self._ledger = ledger
        self._today = today
        self._hidden: dict[Hashable, BitMap] = {}

    # -- protection

    def hidden(self, view: View) -> BitMap:
        """Entities that are protected and not of a case the view's purpose names.

        An entity is seen if each person that protects it (itself, or the one a link points to) is.
        """
        if view.key in self._hidden:
            return self._hidden[view.key]
        rows = self._index.rows("SELECT eid, source, label FROM protected WHERE until > ?", (self._today,))
        open_to: dict[tuple[int, int], bool] = {}
        for eid, source, label in rows:
            key = (eid, source)
            open_to[key] = open_to.get(key, False) or label in view.in_case
        hidden = BitMap([eid for (eid, _), seen in open_to.items() if not seen])
        self._hidden[view.key] = hidden
        return hidden

    # -- search

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
        question = Question.of(text)
        hidden = self.hidden(view)
        tiers, by_label = self._tiers(view, question)
        found = BitMap.union(*tiers) - hidden
        counted = _facets(view, by_label, found)
        if schemata or agencies:
            chosen = frozenset(view.numbers(schemata, agencies))
            found &= _union({number: eids for number, eids in by_label.items() if number in chosen})
        exact, begun, _ = tiers
        page = _page((exact & found, (begun & found) - exact, (found - begun) - exact), offset, limit)
        loose = {eid for eid in page if eid not in begun and eid not in exact}
        return SearchResult(len(found), self._hits(view, page, hidden, question, loose), *counted)

    def _tiers(self, view: View, question: Question) -> tuple[tuple[BitMap, BitMap, BitMap], Postings]:
        """Entities found as written, begun, and in any way; and the last of these by label of the first word."""
        exact, begun, found = BitMap(), BitMap(), BitMap()
        by_label: Postings = {}
        for place, word in enumerate(question.words):
            written = self._postings("tok", view.worded("tok"), word.tokens)
            begins = self._beginning(view.worded("tok"), word.text) if place == len(question.words) - 1 else {}
            keyed = self._postings("nkey", view.worded("nkey"), word.keys)
            e = _union(written)
            b = e | _union(begins)
            f = b | _union(keyed)
            exact, begun, found = (e, b, f) if place == 0 else (exact & e, begun & b, found & f)
            if place == 0:
                for postings in (written, begins, keyed):
                    _add(by_label, postings)
            if not found:
                break
        named = self._postings("tok", view.worded("tok"), question.identifiers)
        _add(by_label, named)
        whole = _union(named)
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
        hidden = self.hidden(view)
        by_label = self._postings("tok", view.numbers(schemata, agencies), (ANYTHING,))
        found = _union(by_label) - hidden
        page = _page((found,), offset, limit)
        counted = _facets(view, by_label, found)
        return SearchResult(len(found), self._hits(view, page, hidden, Question((), ()), set()), *counted)

    def _postings(self, table: str, numbers: Sequence[int], tokens: Sequence[str]) -> Postings:
        """Entities that have one of the tokens, by label."""
        found: Postings = {}
        if tokens:
            marks = ",".join("?" * len(tokens))
            self._read(found, f"FROM {table} WHERE token IN ({marks})", tuple(tokens), numbers)
        return found

    def _beginning(self, numbers: Sequence[int], text: str) -> Postings:
        """Entities that have a token which begins with `text`, by label."""
        found: Postings = {}
        if len(text) >= SHORTEST_BEGINNING:
            self._read(found, "FROM tok WHERE token >= ? AND token < ?", (text, text + "\U0010ffff"), numbers)
        return found

    def _read(self, found: Postings, where: str, values: tuple[str, ...], numbers: Sequence[int]) -> None:
        labels = self._index.among("label")
        asked = (*values, self._index.any_of(numbers), self._today)
        for number, eids in self._index.numbers_by_label(f"{where} AND {labels} AND erase_by > ?", asked):
            found.setdefault(number, []).extend(eids)

    # -- entities

    def rows(self, view: View, eids: Sequence[int], hidden: BitMap | None = None) -> dict[int, list[Row]]:
        """The visible assertions of entities, by number; entities without any are absent."""
        hidden = self.hidden(view) if hidden is None else hidden
        wanted = [eid for eid in eids if eid not in hidden]
        if not wanted:
            return {}
        found = self._index.rows_in(
            "SELECT eid, rid, aid, label, prop, value, original, lang, basis, grade FROM assertion WHERE eid IN {in} "
            f"AND {self._index.among('label')} AND erase_by > ?",
            wanted,
            (self._index.any_of(view.numbers()), self._today),
        )
        exts = self._ledger.exts(self._session, sorted({row[0] for row in found}))
        reports = self._report_ids(sorted({row[1] for row in found}))
        withheld = self._withheld_values(view, found, hidden)
        result: dict[int, list[Row]] = {}
        for eid, rid, aid, number, prop, value, original, lang, basis, grade in found:
            if value in withheld:
                continue
            label = view.labels[number]
            result.setdefault(eid, []).append(
                Row(
                    id=(aid & 0xFFFFFFFFFFFFFFFF).to_bytes(8).hex(),
                    entity_id=exts[eid],
                    report_id=reports[rid],
                    schema=label.schema,
                    prop=prop,
                    value=value,
                    original_value=original,
                    lang=lang,
                    basis=_BASES[basis],
                    category=label.category,
                    information_grade=grade,
                    label=label,
                )
            )
        for rows in result.values():
            rows.sort(key=lambda row: row.id)
        return result

    def _withheld_values(self, view: View, found: Sequence[tuple[object, ...]], hidden: BitMap) -> set[str]:
        """Ids of protected entities among the values, so that no line points to what is not shown."""
        if not hidden:
            return set()
        values = {
            str(row[5])
            for row in found
            if schemata_of.is_reference(view.labels[row[3]].schema, str(row[4]))  # type: ignore[index]
        }
        return {ext for ext, eid in self._ledger.eids(self._session, sorted(values)).items() if eid in hidden}

    def _report_ids(self, rids: Sequence[int]) -> dict[int, str]:
        return dict(self._session.rows_in("SELECT rid, ext FROM report WHERE rid IN {in}", list(rids)))

    def entities(self, view: View, entity_ids: Sequence[str]) -> dict[str, list[Row]]:
        """The visible assertions of entities by public id."""
        eids = self._ledger.eids(self._session, list(dict.fromkeys(entity_ids)))
        found = self.rows(view, sorted(eids.values()))
        return {ext: found[eid] for ext, eid in eids.items() if eid in found}

    def report_rows(self, view: View, report_id: str) -> list[Row]:
        """The visible assertions of one report, in the order its agency wrote them."""
        found = self._session.rows("SELECT rid FROM report WHERE ext = ? AND erased = 0", (report_id,))
        kept = self._ledger.open_reports(self._session, [rid for (rid,) in found])
        for one in kept.values():
            order = {said.id: place for place, said in enumerate(one.report.assertions)}
            rows = [row for rows in self.rows(view, sorted(set(one.eids.values()))).values() for row in rows]
            return sorted((row for row in rows if row.report_id == report_id), key=lambda row: order[row.id])
        return []

    def reports(self, view: View, report_ids: Sequence[str]) -> dict[str, ReportInfo]:
        """Heads of reports of which the view may see something, and where their entries stand."""
        rows = self._session.rows_in(
            "SELECT rid, ext FROM report WHERE erased = 0 AND ext IN {in}", list(dict.fromkeys(report_ids))
        )
        kept = self._ledger.open_reports(self._session, [rid for rid, _ in rows])
        ended: dict[int, str] = dict(
            self._index.rows_in("SELECT rid, edition_date FROM ended WHERE rid IN {in}", list(kept))
        )
        seen = self._ledger.last_seen(self._session, list(kept))
        result = {}
        for rid, ext in rows:
            if rid in kept and self._some_of(view, kept[rid]):
                head = _head(kept[rid].report)
                edition, edition_date = seen.get(rid, (head.edition, head.edition_date))
                size = len(kept[rid].report.assertions)
                result[ext] = ReportInfo(head, edition, edition_date, ended.get(rid, ""), size)
        return result

    def _some_of(self, view: View, kept: Kept) -> bool:
        """Whether the view may see a label of the report."""
        places = {(said.schema, said.prop, said.category) for said in kept.report.assertions}
        labels = (label_of(kept.report, name, place_of(name, prop).group, category) for name, prop, category in places)
        return any(label in view.seen for label in labels)

    def referencing(self, view: View, entity_ids: Sequence[str], limit: int) -> dict[str, list[str]]:
        """Visible entities that point to each of these, by their random numbers, at most `limit` each."""
        targets = self._ledger.eids(self._session, list(dict.fromkeys(entity_ids)))
        rows = self._index.rows_in(
            f"SELECT target, eid FROM ref WHERE target IN {{in}} AND {self._index.among('label')} AND erase_by > ?",
            sorted(targets.values()),
            (self._index.any_of(view.numbers()), self._today),
        )
        hidden = self.hidden(view)
        links: dict[int, set[int]] = {}
        for target, eid in rows:
            if eid not in hidden and target not in hidden:
                links.setdefault(target, set()).add(eid)
        pages = {target: sorted(found)[:limit] for target, found in links.items()}
        exts = self._ledger.exts(self._session, sorted({eid for page in pages.values() for eid in page}))
        return {ext: [exts[eid] for eid in pages.get(target, ())] for ext, target in targets.items()}

    # -- results

    def _hits(
        self, view: View, page: Sequence[int], hidden: BitMap, question: Question, loose: set[int]
    ) -> tuple[Hit, ...]:
        rows = self.rows(view, page, hidden)
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


def _head(report: Report) -> ReportHead:
    """A report's head alone: its assertions are shown one by one, under their labels."""
    return ReportHead(**{name: getattr(report, name) for name in ReportHead.__struct_fields__})


def _union(postings: Postings) -> BitMap:
    return BitMap([eid for eids in postings.values() for eid in eids])


def _add(into: Postings, postings: Postings) -> None:
    for number, eids in postings.items():
        into[number] = into.get(number, []) + eids


def _facets(view: View, by_label: Postings, found: BitMap) -> tuple[dict[str, int], dict[str, int]]:
    """How many of the found entities each schema and each agency has."""
    by_schema: dict[str, list[int]] = {}
    by_agency: dict[str, list[int]] = {}
    names_of = view.labels
    for number, eids in by_label.items():
        by_schema.setdefault(names_of[number].schema, []).extend(eids)
        by_agency.setdefault(names_of[number].agency, []).extend(eids)
    return _counts(by_schema, found), _counts(by_agency, found)


def _counts(by_name: dict[str, list[int]], found: BitMap) -> dict[str, int]:
    counts = {name: found.intersection_cardinality(BitMap(eids)) for name, eids in sorted(by_name.items())}
    return {name: count for name, count in counts.items() if count}


def _page(tiers: Sequence[BitMap], offset: int, limit: int) -> list[int]:
    """The entities from `offset` on, first tier first."""
    page: list[int] = []
    for tier in tiers:
        if offset >= len(tier):
            offset -= len(tier)
            continue
        page += list(tier[offset : offset + limit - len(page)])
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
