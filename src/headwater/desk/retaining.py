"""What is kept until when, as the data protection officer runs it: the queue, the run, extensions, restrictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from headwater.desk.actors import OPERATOR, Actor, Capability, demand, demand_purpose
from headwater.desk.erasing import checked_reports
from headwater.desk.importing import Progress
from headwater.desk.opening import OpenNode
from headwater.desk.requests import checked_words
from headwater.desk.restricting import checked_ground, restriction_view
from headwater.desk.retention import Asked, checked_kind, checked_state, checked_until, first_date, queue_view
from headwater.desk.retention_run import NODE, Schedule
from headwater.desk.retention_views import QueueOfDatesView, RestrictionView, RunView
from headwater.desk.searching import checked_page
from headwater.errors import Conflict, NotFound, PurposeNeeded
from headwater.store.audit import Operation


def supervising(actor: Actor) -> Actor:
    """Return a data protection officer whose purpose is to supervise.

    Raises:
        Forbidden: The actor is none.
        PurposeNeeded: No purpose was stated, or another one.
    """
    demand(actor, Capability.SUPERVISE)
    if demand_purpose(actor).kind != "supervise":
        raise PurposeNeeded("Your purpose is not to supervise data protection.", remedy="State that purpose.")
    return actor


class Retaining(OpenNode):
    """The use cases of retention; each writes its audit entry to disk before it returns.

    All need a data protection officer whose purpose is to supervise; the node's operator may run the retention run and
    see the queue by ids.
    """

    _schedule: Schedule | None = None

    def prepare(self, progress: Progress | None = None, *, demo: bool = False) -> None:
        """Open the node; what is due is erased, and from then on at each full hour UTC."""
        super().prepare(progress, demo=demo)
        try:
            done = self._run_by_itself(progress)
            self._schedule = Schedule(self._run_by_itself, self._now)
            self._schedule.start(done=done)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the retention run, then close the node's files."""
        self._closing = True
        if self._schedule is not None:
            self._schedule.stop()
        super().close()

    def _run_by_itself(self, progress: Progress | None = None) -> bool:
        try:
            self._parts.retention_run.run(NODE, self._today(), self._telling(progress))
        except Conflict:
            if progress is None and self._schedule is not None:
                raise
            return False
        return True

    def _today(self) -> date:
        return self._now().date()

    # -- the queue

    def retention_queue(self, actor: Actor, *, state: str = "", offset: int = 0, limit: int = 50) -> QueueOfDatesView:
        """What is due for erasure or review within 30 days, earliest first; or what is overdue, or was extended.

        Args:
            actor: The officer; or the operator, who sees ids, days and numbers.
            state: "", `overdue` or `extended`.
            offset: Reports to pass over.
            limit: Reports on the page, 1 to 200.
        """
        operating = actor.account_id == OPERATOR
        if not operating:
            supervising(actor)
        asked = Asked(checked_state(state), *checked_page(offset, limit))
        parts = self._parts
        run = parts.retention_run
        told = {"last_run": run.last_run, "problem": run.problem}
        with parts.store.moment():
            view = queue_view(parts.store, self._today(), asked, **told, values=not operating)
        self._consulted(actor, "retention-queue", [line.report_id for line in view.lines])
        return view

    def run_retention(self, actor: Actor, progress: Progress | None = None) -> RunView:
        """Erase now what is due; what is restricted stays.

        Raises:
            Forbidden: The actor is neither data protection officer nor operator.
            Conflict: An import or a change is under way.
        """
        demand(actor, Capability.ERASE)
        return self._parts.retention_run.run(actor, self._today(), self._telling(progress))

    def extend(self, actor: Actor, report_id: str, kind: str, until: str, reason: str) -> None:
        """Put off the erasure or the review of a report to a later day, with a reason.

        Raises:
            BadInput: The day is none or not later, or there is no reason.
            NotFound: There is no such report, or nothing is due of it.
        """
        supervising(actor)
        checked_reports([report_id])
        store = self._parts.store
        opened = store.opened([report_id]).get(report_id)
        day = first_date(opened.report, checked_kind(kind), store.retention())[0] if opened else ""
        if not day:
            raise NotFound("Nothing is due of such a report.", remedy="See the queue.")
        new_day = checked_until(until, self._today(), date.fromisoformat(day[:10]))
        why = checked_words("reason", reason, needed=True)
        with self._changing(actor, "retention-extended", [report_id]):
            store.extend(report_id, kind, new_day, why, actor.account_id)

    # -- restrictions

    def restrictions(self, actor: Actor, *, lifted: bool = False) -> tuple[RestrictionView, ...]:
        """What is kept and not used, newest first; those lifted too if asked for."""
        supervising(actor)
        parts = self._parts
        found = parts.store.restrictions(lifted=lifted)
        opened = parts.store.opened(list(dict.fromkeys(one.report_id for one in found)))
        names = parts.accounts.names()
        views = [restriction_view(one, opened.get(one.report_id), names) for one in found]
        views.sort(key=lambda view: (view.since, view.id), reverse=True)
        self._consulted(actor, "restrictions", list(dict.fromkeys(view.report_id for view in views)))
        return tuple(views)

    def restrict(
        self, actor: Actor, report_id: str, *, assertion_ids: Sequence[str] = (), ground: str, reason: str
    ) -> RestrictionView:
        """Keep a report, or some of its values, and hide them from every use.

        Args:
            actor: The officer.
            report_id: The report.
            assertion_ids: Values of it; the whole report if there are none.
            ground: `contested` (accuracy) or `evidence`.
            reason: In the officer's words.

        Raises:
            BadInput: The ground is none, or there is no reason.
            NotFound: There is no such report or value.
        """
        supervising(actor)
        checked_reports([report_id])
        checked_ground(ground)
        why = checked_words("reason", reason, needed=True)
        store = self._parts.store
        self._demand_values(report_id, assertion_ids)
        with self._changing(actor, "restrict", [report_id, *assertion_ids]):
            made = store.restrict(report_id, assertion_ids, ground=ground, reason=why, by=actor.account_id)
        return restriction_view(made, store.opened([report_id]).get(report_id), self._parts.accounts.names())

    def lift(self, actor: Actor, restriction_id: str) -> RestrictionView:
        """End a restriction; what it hid is used again, unless another one hides it.

        Raises:
            NotFound: There is none.
            Conflict: It was lifted before.
        """
        supervising(actor)
        store = self._parts.store
        found = next((one for one in store.restrictions(lifted=True) if one.id == restriction_id), None)
        if found is None:
            raise NotFound("There is no such restriction.", remedy="See the list of restrictions.")
        if found.lifted_at:
            raise Conflict("The restriction was lifted before.", remedy="See the list of restrictions.")
        with self._changing(actor, "lift-restriction", [found.report_id, found.id]):
            store.lift(restriction_id, actor.account_id)
        return next(view for view in self.restrictions(actor, lifted=True) if view.id == restriction_id)

    def _demand_values(self, report_id: str, assertion_ids: Sequence[str]) -> None:
        opened = self._parts.store.opened([report_id]).get(report_id)
        if opened is None:
            raise NotFound("There is no such report.", remedy="See the id in the queue or on the report's page.")
        if not set(assertion_ids) <= {said.id for said in opened.report.assertions}:
            raise NotFound("The report has no such value.", where="assertions", remedy="See the report's page.")

    @contextmanager
    def _changing(
        self, actor: Actor, reason: str, records: Sequence[str], operation: Operation = Operation.ALTERATION
    ) -> Iterator[None]:
        """A change of what may be used: beside no import, its intent on disk first, every pool of pairs read anew."""
        with self._parts.imports.alone():
            try:
                with self._noting(actor, reason, records, operation):
                    yield
            finally:
                self._parts.suggesting.forget()

    @contextmanager
    def _noting(
        self, actor: Actor, reason: str, records: Sequence[str], operation: Operation = Operation.ADMINISTRATION
    ) -> Iterator[None]:
        """A change with its intent on disk first and its outcome after it."""
        journal = self._parts.journal
        intent = journal.intent(operation, actor, reason, list(dict.fromkeys(records)))
        try:
            yield
        except BaseException:
            journal.failed(intent)
            raise
        journal.done(intent, {})
