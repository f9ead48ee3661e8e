"""What a node holds, whoever may see it: for the data protection officer and for explaining decisions.

Nothing here goes by a view. What is restricted, superseded or taken back is held as much as what is in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap

from headwater.model import Label, Report, RetentionRule
from headwater.store.importing import CHUNK
from headwater.store.kept import Kept, label_of, place_of
from headwater.store.ledger import Ledger
from headwater.store.reading import IndexReader
from headwater.store.rulings import ERASE, REVIEW, Rulings
from headwater.store.tables import DUE_KINDS


@dataclass(frozen=True)
class Opened:
    """A report as it is held, whole.

    Attributes:
        report: All of it.
        protected: Ids of the entities it speaks of that are protected, by anything on the node.
        restricted: Ids of the assertions that are out of use.
        stands: Whether it is in use: the live version of its entry, and no import taken back.
        days: By assertion: the days of its erasure and of its review as YYYYMMDD, 99999999 for none.
        labels: By assertion: its label.
    """

    report: Report
    protected: frozenset[str] = frozenset()
    restricted: frozenset[str] = frozenset()
    stands: bool = True
    days: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True)
class Due:
    """What of one report comes to its date of erasure or of review on one day.

    Attributes:
        kind: `erase` or `review`.
        day: As YYYYMMDD; if it was put off, the day it was put off to.
        lines: How many assertions.
        assertion_ids: Which; what is restricted is never due for erasure.
        whole: Whether they are all that the report says.
        rule: The clause that set the day, before it was put off; None where the report itself did.
        report: The report, whole.
    """

    report_id: str
    kind: str
    day: int
    lines: int
    assertion_ids: tuple[str, ...]
    whole: bool
    rule: RetentionRule | None
    report: Report


class Counts:
    """Lines by label, counted once while the index and the day are the same."""

    def __init__(self) -> None:
        self._state: object = None
        self._known: list[tuple[BitMap, dict[int, int]]] = []

    def of(self, state: object, hidden: BitMap, count: Callable[[], dict[int, int]]) -> dict[int, int]:
        """The counts with some entities left out."""
        if self._state != state:
            self._state, self._known = state, []
        for known, counts in self._known:
            if known == hidden:
                return counts
        counts = count()
        self._known = [*self._known, (hidden, counts)]
        return counts


class Holding:
    """Answers what is held, through a reader of the index and of the ledger at one moment."""

    def __init__(self, reader: IndexReader, ledger: Ledger, rulings: Rulings) -> None:
        self._reader = reader
        self._index, self._session = reader.sessions
        self._ledger = ledger
        self._rulings = rulings

    def opened(self, report_ids: Sequence[str]) -> dict[str, Opened]:
        """Reports by public id; those that are not there or erased are absent."""
        return {one.report.id: one for one in self._opened(self._rids(report_ids))}

    def held_on(self, entity_ids: Sequence[str]) -> list[Opened]:
        """Every report that speaks of entities, of those judged to be one with them, or of what points to them."""
        about = self._cluster(self._ledger.eids(self._session, list(dict.fromkeys(entity_ids))).values())
        pointing = self._index.rows_in("SELECT DISTINCT eid, rid FROM ref WHERE target IN {in}", sorted(about))
        about.update(eid for eid, _ in pointing)
        rids = {rid for _, rid in pointing}
        rids |= {rid for (rid,) in self._index.rows_in("SELECT rid FROM assertion WHERE eid IN {in}", sorted(about))}
        aside = {*self._ledger.dormant_numbers(self._session), *self._rids(list(self._rulings.restrictions))}
        rids |= {rid for rid, one in self._kept(sorted(aside - rids)) if not about.isdisjoint(one.eids.values())}
        return sorted(self._opened(sorted(rids)), key=lambda one: (one.report.received_at, one.report.id))

    def due(self, until: int, kinds: Sequence[str], offset: int, limit: int) -> tuple[list[Due], int]:
        """What is due up to a day, earliest first, and how many there are in all."""
        wanted = [DUE_KINDS.index(kind) for kind in kinds]
        where = f"FROM due WHERE day <= ? AND {self._index.among('kind')}"
        asked = (until, self._index.any_of(wanted))
        ((total,),) = self._index.rows(f"SELECT COUNT(*) {where}", asked)
        rows = self._index.rows(
            f"SELECT rid, kind, day {where} ORDER BY day, kind, rid LIMIT ? OFFSET ?", (*asked, limit, offset)
        )
        kept = dict(self._kept(sorted({rid for rid, _, _ in rows})))
        return [self._due(kept[rid].report, DUE_KINDS[kind], day) for rid, kind, day in rows if rid in kept], total

    def dormant_due(self, until: int) -> dict[str, tuple[str, ...]]:
        """Of reports that do not stand, the assertions whose day of erasure has come, by report."""
        found = {}
        for _, one in self._kept(self._ledger.dormant_numbers(self._session)):
            days, shut = self._rulings.days(one.report), self._rulings.shut(one.report)
            past = [said.id for said in one.report.assertions if days[said.category][0] <= until]
            found[one.report.id] = tuple(id_ for id_ in past if id_ not in shut)
        return {id_: ids for id_, ids in found.items() if ids}

    def label_counts(self, hidden: BitMap) -> dict[int, int]:
        """How many lines the index has under each label, by number.

        Left out are those past their date, those of `hidden` entities, and those that point to one.
        """
        if self._index.dialect == "postgresql":
            self._index.run("SET LOCAL enable_seqscan = on")  # all of it is read, in no order
        rows = self._index.rows(
            "SELECT label, COUNT(*) FROM assertion WHERE erase_by > ? GROUP BY label", (self._reader.today,)
        )
        if self._index.dialect == "postgresql":
            self._index.run("SET LOCAL enable_seqscan = off")
        counts: dict[int, int] = dict(rows)
        for (label,) in self._index.rows_in(
            "SELECT label FROM assertion WHERE eid IN {in} AND erase_by > ?", list(hidden), (self._reader.today,)
        ):
            counts[label] -= 1
        for label in self._pointing(hidden):
            counts[label] -= 1
        return counts

    def _pointing(self, hidden: BitMap) -> Iterator[int]:
        """The label of each line of another entity that points to a hidden one."""
        found = self._index.rows_in("SELECT DISTINCT eid FROM ref WHERE target IN {in}", list(hidden))
        links = sorted({eid for (eid,) in found} - set(hidden))
        ids = set(self._ledger.exts(self._session, list(hidden)).values())
        for label, value in self._index.rows_in(
            "SELECT label, value FROM assertion WHERE eid IN {in} AND erase_by > ?", links, (self._reader.today,)
        ):
            if value in ids:
                yield label

    def _cluster(self, eids: Iterable[int]) -> set[int]:
        """The entities with all that any standing judgement ties to them."""
        found = set(eids)
        for group in self._reader.ties.groups:
            if not found.isdisjoint(group):
                found |= group
        return found

    def _rids(self, report_ids: Sequence[str]) -> list[int]:
        rows = self._session.rows_in(
            "SELECT rid FROM report WHERE erased = 0 AND ext IN {in}", list(dict.fromkeys(report_ids))
        )
        return sorted(rid for (rid,) in rows)

    def _kept(self, rids: Sequence[int]) -> Iterator[tuple[int, Kept]]:
        for start in range(0, len(rids), CHUNK):
            yield from self._ledger.open_reports(self._session, rids[start : start + CHUNK]).items()

    def _opened(self, rids: Sequence[int]) -> list[Opened]:
        live = set(self._ledger.live_among(self._session, rids))
        return [self._whole(one, stands=rid in live) for rid, one in self._kept(rids)]

    def _whole(self, kept: Kept, *, stands: bool) -> Opened:
        report, protected, days = kept.report, self._reader.protected(), self._rulings.days(kept.report)
        return Opened(
            report,
            frozenset(ext for ext, eid in kept.eids.items() if eid in protected),
            self._rulings.shut(report),
            stands,
            {said.id: days[said.category] for said in report.assertions},
            {
                said.id: label_of(report, said.schema, place_of(said.schema, said.prop).group, said.category)
                for said in report.assertions
            },
        )

    def _due(self, report: Report, kind: str, day: int) -> Due:
        days, shut = self._rulings.days(report), self._rulings.shut(report) if kind == ERASE else frozenset()
        place = (ERASE, REVIEW).index(kind)
        said = [one for one in report.assertions if days[one.category][place] == day and one.id not in shut]
        dates = self._rulings.dates(report, said[0].category) if said else None
        rule = (dates.rule if kind == ERASE else dates.review_rule) if dates else None
        ids = tuple(one.id for one in said)
        return Due(report.id, kind, day, len(ids), ids, len(ids) == len(report.assertions), rule, report)
