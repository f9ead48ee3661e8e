"""Reading the index: entities, what points to them, reports. Every question goes by labels.

Entities that the viewer's clusters hold for one are answered as one (`folding`); each row says which record it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from headwater.model import Basis, Judgement, Label, Report, ReportHead, SubjectCategory
from headwater.model import schema as schemata_of
from headwater.store.database import Session
from headwater.store.docket import Docket
from headwater.store.folding import UNFOLDED, Folding, Foldings, Standing
from headwater.store.following import Follower, Mark
from headwater.store.kept import ANYTHING, Kept, label_of, place_of
from headwater.store.ledger import Ledger
from headwater.store.protection import Ties, hidden_entities
from headwater.store.views import View

_BASES = (Basis.FACT, Basis.ASSESSMENT)


@dataclass(frozen=True)
class Row:
    """One assertion as its viewer may see it; `value` of a reference is the other entity's id.

    `entity_id`, and the id in a reference, are those of the cluster; `record_id` is the entity that the report speaks
    of, the same where the entity is in no cluster.
    """

    id: str
    entity_id: str
    record_id: str
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


class IndexReader:
    """Answers a viewer's questions inside one session of the index and one of the ledger."""

    def __init__(
        self,
        sessions: tuple[Session, Session],
        ledger: Ledger,
        today: int,
        standing: Standing,
        foldings: Foldings,
        docket: Docket,
    ) -> None:
        self._index, self._session = sessions
        self._ledger = ledger
        self._today = today
        self._standing = standing
        self._foldings = foldings
        self._docket = docket
        self._hidden: dict[frozenset[int], BitMap] = {}
        self._folded: dict[View, Folding] = {}
        self._index_mark: int | None = None

    @property
    def sessions(self) -> tuple[Session, Session]:
        """The session of the index and that of the ledger."""
        return self._index, self._session

    @property
    def today(self) -> int:
        """The day it answers for, as YYYYMMDD."""
        return self._today

    @property
    def ties(self) -> Ties:
        """What any standing judgement ties together."""
        return self._standing.ties

    # -- protection and clusters

    def hidden(self, view: View) -> BitMap:
        """Entities that are protected and not of a case the view's purpose names."""
        return self._hidden_but(view.in_case)

    def protected(self) -> BitMap:
        """Entities that are protected, whoever may see them."""
        return self._hidden_but(frozenset())

    def guarded(self, view: View) -> BitMap:
        """Protected entities that the view sees for their case: nothing that another agency said of them is shown."""
        if not view.in_case or not view.foreign:
            return BitMap()
        return self.protected() - self.hidden(view)

    def _hidden_but(self, in_case: frozenset[int]) -> BitMap:
        if in_case not in self._hidden:
            self._hidden[in_case] = hidden_entities(self._index, self._standing.ties, in_case, self._today)
        return self._hidden[in_case]

    def protected_among(self, view: View, entity_ids: Sequence[str]) -> frozenset[str]:
        """The ids, of those the view may see, that are protected or in a cluster with one who is."""
        eids = self._ledger.eids(self._session, list(dict.fromkeys(entity_ids)))
        closed, protected = self.hidden(view), self.protected()
        return frozenset(id_ for id_, eid in eids.items() if eid in protected and eid not in closed)

    def judgements(self, view: View, *, withdrawn: bool) -> list[Judgement]:
        """The judgements that the view may see, newest first."""
        hidden, guarded, eids = self.hidden(view), self.guarded(view), self._standing.eids
        hidden = hidden | (guarded - self.present(view, list(guarded)))
        return [
            one
            for one in self._standing.seen_by(view)
            if (withdrawn or one.stands) and not any(eids.get(end, 0) in hidden for end in one.pair)
        ]

    def changed_since(self, mark: Mark | None, epoch: object) -> tuple[Mark, frozenset[str] | None]:
        """A mark of now, and the records that may have changed since an earlier one; see `following`."""
        follower = Follower(self._index, self._session, self._ledger, self._docket)
        return follower.since(mark, epoch, self._today, self.protected())

    def folding(self, view: View) -> Folding:
        """The clusters of what the view may see."""
        if not self._standing.judgements:
            return UNFOLDED
        if view not in self._folded:

            def present(eids: list[int]) -> BitMap:
                return self.present(view, eids) - self.hidden(view)

            mark = (self.index_mark(), self._today)
            self._folded[view] = self._foldings.of(self._standing, view, mark, present)
        return self._folded[view]

    def index_mark(self) -> int:
        """A number that is another one when the index holds something else."""
        if self._index_mark is None:
            self._index_mark = self._ledger.index_mark(self._index, self._session)
        return self._index_mark

    def present(self, view: View, eids: Sequence[int]) -> BitMap:
        """The entities of which the view may see a row."""
        found = self._index.rows_in(
            f"SELECT DISTINCT eid FROM assertion WHERE eid IN {{in}} AND {self._index.among('label')} AND erase_by > ?",
            eids,
            (self._index.any_of(view.numbers()), self._today),
        )
        there = BitMap([eid for (eid,) in found])
        guarded = self.guarded(view) & there
        if not guarded:
            return there
        own = self._index.rows_in(
            f"SELECT DISTINCT eid FROM assertion WHERE eid IN {{in}} AND {self._index.among('label')} AND erase_by > ?",
            list(guarded),
            (self._index.any_of(sorted(view.allowed - view.foreign)), self._today),
        )
        return (there - guarded) | BitMap([eid for (eid,) in own])

    # -- entities

    def numbers_by_label(
        self, view: View, where: str, values: Sequence[str], numbers: Sequence[int]
    ) -> list[tuple[int, Sequence[int]]]:
        """(label, entity numbers) of the rows of `FROM … WHERE …` under these labels of the view."""
        asked = (*values, self._index.any_of(numbers), self._today)
        found = self._index.numbers_by_label(f"{where} AND {self._index.among('label')} AND erase_by > ?", asked)
        guarded = self.guarded(view)
        if not guarded:
            return found
        return [
            (label, [eid for eid in eids if eid not in guarded] if label in view.foreign else eids)
            for label, eids in found
        ]

    def rows(self, view: View, eids: Sequence[int]) -> dict[int, list[Row]]:
        """The visible assertions of entities, by number, of each with all it is judged to be."""
        folding = self.folding(view)
        return self._rows(view, folding.unfold(eids), folding)

    def _rows(self, view: View, eids: Sequence[int], folding: Folding) -> dict[int, list[Row]]:
        """The visible assertions of these records, under what stands for each; those without any are absent."""
        hidden = self.hidden(view)
        wanted = [eid for eid in eids if eid not in hidden]
        if not wanted:
            return {}
        found = self._index.rows_in(
            "SELECT eid, rid, aid, label, prop, value, original, lang, basis, grade FROM assertion WHERE eid IN {in} "
            f"AND {self._index.among('label')} AND erase_by > ?",
            wanted,
            (self._index.any_of(view.numbers()), self._today),
        )
        guarded, foreign = self.guarded(view), view.foreign
        if guarded:
            found = [row for row in found if row[3] not in foreign or row[0] not in guarded]
        exts = self._ledger.exts(self._session, sorted({row[0] for row in found}))
        reports = self._report_ids(sorted({row[1] for row in found}))
        withheld = self._withheld_values(view, found, hidden)
        others_withheld = self._withheld_values(view, found, hidden | guarded) if guarded else withheld
        ids = folding.ids
        result: dict[int, list[Row]] = {}
        for eid, rid, aid, number, prop, value, original, lang, basis, grade in found:
            if value in (others_withheld if number in foreign else withheld):
                continue
            label = view.labels[number]
            renamed = value in ids and schemata_of.is_reference(label.schema, prop)
            result.setdefault(folding.one(eid), []).append(
                Row(
                    id=(aid & 0xFFFFFFFFFFFFFFFF).to_bytes(8).hex(),
                    entity_id=ids.get(exts[eid], exts[eid]),
                    record_id=exts[eid],
                    report_id=reports[rid],
                    schema=label.schema,
                    prop=prop,
                    value=ids[value] if renamed else value,
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
        """The visible assertions of entities by the public id asked for; any member's id answers for its cluster."""
        folding = self.folding(view)
        eids = self._ledger.eids(self._session, list(dict.fromkeys(entity_ids)))
        found = self.rows(view, sorted({folding.one(eid) for eid in eids.values()}))
        return {ext: found[one] for ext, eid in eids.items() if (one := folding.one(eid)) in found}

    def searchable(self, view: View, schemata: Sequence[str]) -> list[int]:
        """The unprotected records of some schemata (of all, if none is given) that can be found at all."""
        by_label = self.numbers_by_label(view, "FROM tok WHERE token = ?", (ANYTHING,), view.numbers(schemata))
        return list(BitMap([eid for _, eids in by_label for eid in eids]) - self.protected())

    def records(self, view: View, eids: Sequence[int]) -> list[tuple[str, list[Row]]]:
        """Records as they are, whatever they are judged to be, by number."""
        return [(rows[0].record_id, rows) for _, rows in sorted(self._rows(view, eids, UNFOLDED).items())]

    def report_rows(self, view: View, report_id: str) -> list[Row]:
        """The visible assertions of one report, in the order its agency wrote them."""
        known = self._session.rows("SELECT rid FROM report WHERE ext = ? AND erased = 0", (report_id,))
        kept = self._ledger.open_reports(self._session, [rid for (rid,) in known])
        for one in kept.values():
            order = {said.id: place for place, said in enumerate(one.report.assertions)}
            found = self._rows(view, sorted(set(one.eids.values())), self.folding(view))
            rows = [row for rows in found.values() for row in rows]
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
        """Whether the view may see a label of what the report says that is in use, of somebody it may see."""
        rulings, hidden, guarded = self._docket.known, self.hidden(view), self.guarded(view)
        days, shut = rulings.days(kept.report), rulings.shut(kept.report)
        open_ = view.seen if not guarded else frozenset(view.labels[n] for n in view.allowed - view.foreign)
        places = {
            (said.schema, said.prop, said.category, kept.eids[said.entity_id] in guarded)
            for said in kept.report.assertions
            if said.id not in shut and days[said.category][0] > self._today and kept.eids[said.entity_id] not in hidden
        }
        return any(
            label_of(kept.report, name, place_of(name, prop).group, category) in (open_ if is_guarded else view.seen)
            for name, prop, category, is_guarded in places
        )

    def referencing(self, view: View, entity_ids: Sequence[str], limit: int) -> dict[str, list[str]]:
        """Visible entities that point to each of these, by their random numbers, at most `limit` each."""
        folding, hidden = self.folding(view), self.hidden(view)
        targets = self._ledger.eids(self._session, list(dict.fromkeys(entity_ids)))
        links: dict[int, set[int]] = {}
        for target, eid in self._pointing(view, sorted(set(folding.unfold(targets.values()))), view.numbers()):
            if eid not in hidden and target not in hidden:
                links.setdefault(folding.one(target), set()).add(folding.one(eid))
        pages = {target: sorted(found)[:limit] for target, found in links.items()}
        exts = self._ledger.exts(self._session, sorted({eid for page in pages.values() for eid in page}))
        return {ext: [exts[eid] for eid in pages.get(folding.one(target), ())] for ext, target in targets.items()}

    def _pointing(self, view: View, targets: Sequence[int], numbers: Sequence[int]) -> list[tuple[int, int]]:
        """(target, entity) of each visible reference to one of the targets under one of the labels."""
        found = self._index.rows_in(
            f"SELECT target, eid, label FROM ref WHERE target IN {{in}} AND {self._index.among('label')} "
            "AND erase_by > ?",
            targets,
            (self._index.any_of(numbers), self._today),
        )
        guarded, foreign = self.guarded(view), view.foreign if view.in_case else frozenset()
        return sorted(
            {
                (target, eid)
                for target, eid, label in found
                if label not in foreign or (target not in guarded and eid not in guarded)
            }
        )


def _head(report: Report) -> ReportHead:
    """A report's head alone: its assertions are shown one by one, under their labels."""
    return ReportHead(**{name: getattr(report, name) for name in ReportHead.__struct_fields__})
