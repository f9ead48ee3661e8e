"""A person asks what is held on them: the request, the records that are theirs, and all that is held.

Directive (EU) 2016/680, Arts 12 to 16; Data Protection Act 2018, ss.45 to 48 and 54.
"""

from __future__ import annotations

from collections.abc import Sequence

from headwater.desk.actors import Actor
from headwater.desk.drafting import drafted
from headwater.desk.reading import Reading
from headwater.desk.request_views import line_view, request_view
from headwater.desk.requests import (
    Requests,
    SubjectRequest,
    checked_day,
    checked_words,
    demand_open,
)
from headwater.desk.retaining import Retaining, supervising
from headwater.desk.retention_views import FoundView, RequestLineView, RequestView
from headwater.desk.searching import checked_page
from headwater.desk.subject import Subject, held_values, subject_of
from headwater.desk.subject_search import chosen_records, found_records, restricted_named, whole_view
from headwater.desk.tracing import looked, received
from headwater.errors import BadInput, Conflict, NotFound

RECORDS_AT_MOST = 200


class Asking(Retaining):
    """The use cases of a person's request up to what is decided; each writes its audit entry before it returns.

    All need a data protection officer whose purpose is to supervise. A request may be named by its id or its reference.
    """

    @property
    def _requests(self) -> Requests:
        return Requests(self._parts.store.vault)

    def requests(self, actor: Actor) -> tuple[RequestLineView, ...]:
        """Every request, those to be answered first, by the day an answer is due."""
        supervising(actor)
        lines = [line_view(id_, request, self._today()) for id_, request in self._requests.all()]
        lines.sort(key=lambda line: (line.state != "open", line.due, line.reference))
        self._consulted(actor, "requests", [line.id for line in lines])
        return tuple(lines)

    def open_request(self, actor: Actor, *, reference: str, name: str, asked_on: str, words: str = "") -> RequestView:
        """Write down that a person asks.

        Args:
            actor: The officer.
            reference: The office's own, unique.
            name: Of the person; it is kept encrypted and is what is looked for first.
            asked_on: The day it was received, ISO.
            words: What the person says and asks.

        Raises:
            BadInput: A field is empty, too long or no day that can be.
            Conflict: There is a request of that reference.
        """
        supervising(actor)
        request = SubjectRequest(
            reference=checked_words("reference", reference, needed=True),
            name=checked_words("name", name, needed=True),
            asked_on=checked_day(asked_on, self._today()),
            words=checked_words("words", words),
            opened_at=self._moment_words(),
            opened_by=actor.account_id,
        )
        with self._noting(actor, "request-opened", ()):
            request_id = self._requests.add(request)
        return self.request(actor, request_id)

    def request(self, actor: Actor, request_id: str) -> RequestView:
        """A request with all that is held on the person, who received it, who looked, and the answer as it stands.

        Raises:
            NotFound: There is none.
        """
        supervising(actor)
        request_id = self._requests.find(request_id)
        request = self._requests.get(request_id)
        parts, view = self._parts, whole_view(self._parts.store)
        with parts.store.moment():
            reading = Reading(parts.store, view)
            subject = self._subject(reading, request)
            found = self._viewed(reading, request_id, request, subject)
        self._consulted(actor, "request", [request_id, *sorted(subject.ids), *subject.report_ids])
        return found

    def _subject(self, reading: Reading, request: SubjectRequest) -> Subject:
        clusters = reading.store.clusters(reading.view)
        ids = {member for id_ in request.entity_ids for member in (id_, *clusters.members(id_))}
        return subject_of(reading.store.held_on(sorted(ids)) if ids else (), frozenset(ids))

    def _viewed(self, reading: Reading, request_id: str, request: SubjectRequest, subject: Subject) -> RequestView:
        parts = self._parts
        names, purposes = parts.accounts.names(), parts.purposes.words()
        values = held_values(subject, request.decisions, self._settings.node)
        records = [*subject.ids, *subject.report_ids]
        given = received(parts.audit, subject.ids, names, values)
        agencies = {to.recipient for to in given if to.when} - set(names.values())
        authority = self._authority()
        return request_view(
            request_id,
            request,
            self._today(),
            values=values,
            subject=subject,
            received=given,
            looked=looked(parts.audit, records, names, purposes),
            drafted=drafted(values, sorted(agencies), authority),
            authority=authority,
            answered_by=names.get(request.answered_by, request.answered_by),
            records=chosen_records(reading, request.entity_ids, restricted_named(reading.store, request.entity_ids)),
        )

    def _authority(self) -> str:
        """Whom the person can complain to, as the node's own profile names it, "" if none is held."""
        try:
            return self._parts.register.current.profile(self._settings.node).authority
        except NotFound:
            return ""

    # -- records

    def find_records(
        self, actor: Actor, request_id: str, query: str = "", *, offset: int = 0, limit: int = 20
    ) -> tuple[tuple[FoundView, ...], int]:
        """Records that may be the person's, over everything the node holds, and their number.

        Args:
            actor: The officer.
            request_id: The request.
            query: A name in any script, a number or a reference; the person's name if it is empty.
            offset: Records to pass over.
            limit: Records on the page, 1 to 200.
        """
        supervising(actor)
        request_id = self._requests.find(request_id)
        request = self._requests.get(request_id)
        offset, limit = checked_page(offset, limit)
        store, view = self._parts.store, whole_view(self._parts.store)
        with store.moment():
            reading = Reading(store, view)
            text = query.strip() or request.name
            found, total = found_records(reading, text, request.entity_ids, offset=offset, limit=limit)
        self._consulted(actor, "request-search", [request_id, *(one.id for one in found)])
        return tuple(found), total

    def choose_records(self, actor: Actor, request_id: str, entity_ids: Sequence[str]) -> RequestView:
        """Say which records are the person's, in place of those chosen before.

        Raises:
            BadInput: There are too many.
            NotFound: One is no record here.
            Conflict: The request is not open.
        """
        supervising(actor)
        request_id = self._requests.find(request_id)
        demand_open(self._requests.get(request_id))
        ids = tuple(dict.fromkeys(entity_ids))
        if len(ids) > RECORDS_AT_MOST:
            raise BadInput(f"{len(ids):,} records were chosen.", where="records", remedy="Choose those of one person.")
        held = {said.entity_id for one in self._parts.store.held_on(list(ids)) for said in one.report.assertions}
        if ids and not set(ids) <= held:
            raise NotFound("There is no such record.", where="records", remedy="Choose from those that were found.")
        with self._noting(actor, "request-records", [request_id, *ids]):
            self._requests.change(request_id, entity_ids=ids)
        return self.request(actor, request_id)

    def withdraw_request(self, actor: Actor, request_id: str) -> RequestView:
        """Set a request aside without an answer: the person took it back, or it was opened by mistake."""
        supervising(actor)
        request_id = self._requests.find(request_id)
        demand_open(self._requests.get(request_id))
        with self._noting(actor, "request-withdrawn", [request_id]):
            self._requests.change(request_id, state="withdrawn")
        return self.request(actor, request_id)

    def reopen_request(self, actor: Actor, request_id: str) -> RequestView:
        """Open a request again that was answered or withdrawn; what was erased stays erased.

        Raises:
            Conflict: It is open.
        """
        supervising(actor)
        request_id = self._requests.find(request_id)
        if self._requests.get(request_id).state in ("open", "answering"):
            raise Conflict("The request is open.", remedy="Go on with it.")
        with self._noting(actor, "request-reopened", [request_id]):
            self._requests.change(request_id, state="open", answered_at="", answered_by="", counts={})
        return self.request(actor, request_id)

    def _moment_words(self) -> str:
        return self._now().isoformat(timespec="seconds")
