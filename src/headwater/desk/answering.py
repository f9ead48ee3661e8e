"""A person is answered: what is decided value by value, carried out once, and told.

Directive (EU) 2016/680, Arts 12 to 16; Data Protection Act 2018, ss.45 to 48 and 54.
"""

from __future__ import annotations

from collections.abc import Mapping

from headwater.desk.actors import Actor
from headwater.desk.asking import Asking
from headwater.desk.carrying_out import carry_out, plan_of, records_of
from headwater.desk.importing import Progress
from headwater.desk.reading import Reading
from headwater.desk.requests import (
    DECISIONS,
    Decision,
    SubjectRequest,
    checked_decision,
    checked_words,
    demand_open,
)
from headwater.desk.retaining import supervising
from headwater.desk.retention_views import RequestView
from headwater.desk.subject import Subject
from headwater.desk.subject_search import whole_view
from headwater.errors import Conflict, NotFound
from headwater.store.audit import Operation

RECORDS_AT_MOST = 200


class Answering(Asking):
    """The use cases of the answer to a person; each writes its audit entry to disk before it returns.

    All need a data protection officer whose purpose is to supervise. A request may be named by its id or its reference.
    """

    def prepare(self, progress: Progress | None = None, *, demo: bool = False) -> None:
        """Open the node; an answer that a crash cut short is carried out."""
        super().prepare(progress, demo=demo)
        try:
            for request_id, request in self._requests.all():
                if request.state == "answering":
                    self._finish(request_id, request, self._telling(progress))
        except BaseException:
            self.close()
            raise

    def decide_request(
        self,
        actor: Actor,
        request_id: str,
        decisions: Mapping[str, Mapping[str, str]],
        *,
        answer: str | None = None,
        reason: str | None = None,
    ) -> RequestView:
        """Keep what is decided on values; nothing is changed before the request is answered.

        Args:
            actor: The officer.
            request_id: The request.
            decisions: By the id of the assertion: `decision`, and as it needs them `ground`, `correction`, `left_out`.
            answer: Text in place of the draft; "" for the draft, None to leave it.
            reason: Reason for the file; None to leave it.

        Raises:
            BadInput: A decision cannot be made, for instance on a partner's value.
            NotFound: A value is not one of the person's.
            Conflict: The request is not open.
        """
        supervising(actor)
        request_id = self._requests.find(request_id)
        request = demand_open(self._requests.get(request_id))
        with self._parts.store.moment():
            subject = self._subject(Reading(self._parts.store, whole_view(self._parts.store)), request)
        new = {id_: self._decision(subject, id_, said) for id_, said in decisions.items()}
        standing = {id_: one for id_, one in request.decisions.items() if id_ in subject.by_assertion}
        changes: dict[str, object] = {"decisions": standing | new}
        if answer is not None:
            changes["answer"] = checked_words("answer", answer)
        if reason is not None:
            changes["reason"] = checked_words("reason", reason)
        with self._noting(actor, "request-decided", [request_id, *subject.report_ids]):
            self._requests.change(request_id, **changes)
        return self.request(actor, request_id)

    def _decision(self, subject: Subject, assertion_id: str, said: Mapping[str, str]) -> Decision:
        if assertion_id not in subject.by_assertion:
            raise NotFound("There is no such value of this person.", where="decisions", remedy="See the request.")
        report = subject.by_assertion[assertion_id][0].report
        return checked_decision(said, report_id=report.id, own=report.agency == self._settings.node)

    # -- answering

    def answer_request(
        self, actor: Actor, request_id: str, *, answer: str = "", reason: str = "", progress: Progress | None = None
    ) -> RequestView:
        """Carry out what was decided and keep the answer: values restricted, values erased, which is for good.

        Args:
            actor: The officer.
            request_id: The request.
            answer: The text; the kept one, else the draft, if it is empty. What failed half-way goes on with its own.
            reason: For the file; the kept one if it is empty.
            progress: Told how far an erasure is.

        Raises:
            BadInput: There is no reason for the file.
            Conflict: The request is not open, a value has no decision yet, or an import is under way.
        """
        supervising(actor)
        request_id = self._requests.find(request_id)
        request = self._requests.get(request_id)
        if request.state == "answering":
            self._go_on(actor, request_id, request, self._telling(progress))
            return self.request(actor, request_id)
        demand_open(request)
        view = self.request(actor, request_id)
        if view.undecided:
            raise Conflict(f"{view.undecided:,} values have no decision yet.", remedy="Decide on each of them.")
        text = checked_words("answer", answer) or request.answer or view.drafted
        why = checked_words("reason", reason) or checked_words("reason", request.reason, needed=True)
        with self._parts.store.moment():
            subject = self._subject(Reading(self._parts.store, whole_view(self._parts.store)), request)
        plan = plan_of(subject, request.decisions)
        operation = Operation.ERASURE if any(step.erase for step in plan.values()) else Operation.ALTERATION
        with self._changing(actor, "request-answered", [request_id, *records_of(plan)], operation):
            decided = {id_: one for id_, one in request.decisions.items() if id_ in subject.by_assertion}
            begun = self._requests.change(
                request_id,
                state="answering",
                decisions=decided,
                plan=plan,
                answer=text,
                reason=why,
                answered_at=self._moment_words(),
                answered_by=actor.account_id,
            )
            self._finish(request_id, begun, self._telling(progress))
        return self.request(actor, request_id)

    def _go_on(self, actor: Actor, request_id: str, request: SubjectRequest, progress: Progress) -> None:
        """Carry out what failed half-way."""
        records = [request_id, *records_of(request.plan)]
        with self._changing(actor, "request-answered", records, Operation.ERASURE):
            self._finish(request_id, request, progress)

    def _finish(self, request_id: str, request: SubjectRequest, progress: Progress) -> None:
        """Carry out a plan that is kept with its request; safe to repeat."""
        done = carry_out(self._parts.store, request.plan, request.reason, request.answered_by, progress)
        decided = [one.what for one in request.decisions.values()]
        counts = {what: decided.count(what) for what in DECISIONS} | done
        self._requests.change(request_id, state="answered", counts=counts, plan={})
