"""The retention run: what is due for erasure is erased, and each hour somebody looks.

What is restricted is kept instead of erased, as the law has it (Directive (EU) 2016/680, Art. 16(3); Data Protection
Act 2018, s.47(2), (3)): it goes by the first run after the restriction was lifted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from headwater.desk.actors import Actor
from headwater.desk.importing import Imports, Progress
from headwater.desk.journal import RECORDS_PER_ENTRY, Journal
from headwater.desk.retention import number_of
from headwater.desk.retention_views import RunView
from headwater.store.audit import Operation

if TYPE_CHECKING:
    from headwater.desk.suggesting import Suggesting
    from headwater.store import Store

NODE = Actor("node", "node", via="schedule")
"""Who the audit names for what the node does by itself."""
AT_ONCE = 500
PAUSE_S = 20.0
"""How often the schedule looks at the clock, and tries again what an import kept from running."""


@dataclass
class Plan:
    """What a run erases: whole reports, single values of others; and how many reports it leaves.

    `dormant`: reports that do not stand (superseded, taken back) and of which something is past its day.
    """

    reports: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    kept: int = 0
    dormant: list[str] = field(default_factory=list)


class RetentionRun:
    """Erases what is due; one run at a time, never beside an import.

    Args:
        store: The node's store.
        journal: Where each erasure is written before it is made.
        imports: Whose turn it takes.
        suggesting: What has to forget erased values.
        follow: Lets the days of what is held follow from what is agreed at this moment.
    """

    def __init__(
        self,
        store: Store,
        journal: Journal,
        imports: Imports,
        suggesting: Suggesting,
        follow: Callable[[], object] = lambda: None,
    ) -> None:
        self._store = store
        self._journal = journal
        self._imports = imports
        self._suggesting = suggesting
        self._follow = follow
        self._begun: list[int] = []
        self.last_run = ""
        self.problem = ""

    def run(self, actor: Actor, today: date, progress: Progress) -> RunView:
        """Erase what is due on that day or before; first what an earlier run did not bring to its end.

        Raises:
            Conflict: An import or a change is under way.
        """
        with self._imports.alone():
            try:
                plan = self._run(actor, today, progress)
            except BaseException as error:
                self.problem = getattr(error, "detail", f"{type(error).__name__}.")
                raise
        self.last_run, self.problem = self._store.now().isoformat(timespec="seconds"), ""
        values = sum(len(ids) for ids in plan.values.values())
        return RunView(self.last_run, len(plan.reports), values, plan.kept)

    def _run(self, actor: Actor, today: date, progress: Progress) -> Plan:
        self._finish(progress)
        self._follow()
        plan = self._plan(today)
        if plan.reports or plan.values or plan.dormant:
            self._erase(actor, plan, number_of(today), progress)
        return plan

    def _finish(self, progress: Progress) -> None:
        """Bring to its end what an earlier run began; at a start the store has done that already."""
        if self._begun:
            self._store.settle(progress)
            self._done({"finished": 1})

    def _done(self, counts: dict[str, int]) -> None:
        while self._begun:
            self._journal.done(self._begun[0], counts)
            del self._begun[0]

    def _plan(self, today: date) -> Plan:
        found: dict[str, set[str]] = {}
        whole: dict[str, int] = {}
        total, seen = 1, 0
        while seen < total:
            page, total = self._store.due(number_of(today), kinds=("erase",), offset=seen, limit=AT_ONCE)
            seen += AT_ONCE
            for one in page:
                found.setdefault(one.report_id, set()).update(one.assertion_ids)
                whole[one.report_id] = len(one.report.assertions)
        reports = [id_ for id_, ids in found.items() if len(ids) == whole[id_]]
        values = {id_: sorted(ids) for id_, ids in found.items() if len(ids) < whole[id_]}
        return Plan(reports, values, self._kept(today), sorted(self._store.dormant_due(number_of(today))))

    def _kept(self, today: date) -> int:
        """How many reports have values whose day has come and that are kept because they are restricted."""
        reports = sorted({one.report_id for one in self._store.restrictions()})
        opened = self._store.opened(reports).values() if reports else ()
        until = number_of(today)
        return sum(any(one.days[id_][0] <= until for id_ in one.restricted) for one in opened)

    def _erase(self, actor: Actor, plan: Plan, today: int, progress: Progress) -> None:
        # An intent that stays open tells the next run, or the next start, to bring its erasure to the end.
        for some in _pieces([*plan.reports, *plan.values, *plan.dormant]):
            self._begun.append(self._intent(actor, some))
        try:
            versions = self._store.erase_reports(plan.reports, progress) if plan.reports else 0
            values = self._store.erase_values_of(plan.values, progress) if plan.values else 0
            left = self._store.dormant_due(today)  # those not erased with what stands
            values += self._store.erase_values_of(left, progress, alone=True) if left else 0
        finally:
            self._suggesting.forget()
        self._done({"reports": len(plan.reports), "versions": versions, "values": values})

    def _intent(self, actor: Actor, ids: Sequence[str]) -> int:
        return self._journal.intent(Operation.ERASURE, actor, "retention-run", ids)


def _pieces(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(ids), RECORDS_PER_ENTRY):
        yield ids[start : start + RECORDS_PER_ENTRY]


class Schedule:
    """Does a task at each full hour UTC, midnight among them, in a thread of its own.

    Args:
        task: What to do; whatever it raises, it is tried again at the next look at the clock.
        clock: Aware UTC datetimes.
        pause_s: Seconds between two looks at the clock.
    """

    def __init__(self, task: Callable[[], object], clock: Callable[[], datetime], pause_s: float = PAUSE_S) -> None:
        self._task = task
        self._clock = clock
        self._pause_s = pause_s
        self._done = self._hour()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._go, name="retention", daemon=True)

    def start(self, *, done: bool) -> None:
        """Begin; `done` says that the task was done in this hour already."""
        if not done:
            self._done = ""
        self._thread.start()

    def stop(self) -> None:
        """End, when a task that goes on has come to its end."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def tick(self) -> bool:
        """Do the task if a new hour has begun; returns whether it was done."""
        hour = self._hour()
        if hour == self._done:
            return False
        try:
            self._task()
        except Exception:  # the run keeps why, and a thread that ended would erase nothing any more
            return False
        self._done = hour
        return True

    def _hour(self) -> str:
        return self._clock().strftime("%Y-%m-%dT%H")

    def _go(self) -> None:
        while not self._stopped.wait(self._pause_s):
            self.tick()
