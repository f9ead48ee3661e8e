"""The desk: every use case of the node, one method each, the same for page, API and command line.

What stands here is who may, what is written to the audit, and in which order; how an answer is made stands in the
module named after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from headwater.desk.actors import Actor, Capability, Role, demand, demand_purpose
from headwater.desk.agreeing import Agreeing
from headwater.desk.answering import Answering
from headwater.desk.auditing import audit_page, checked_operation, verification
from headwater.desk.demonstration import load_demo
from headwater.desk.entities import entity_view
from headwater.desk.erasing import checked_reports
from headwater.desk.exporting import checked_format, chosen_ids, export_view
from headwater.desk.groups import group_lines, group_view
from headwater.desk.importing import Progress
from headwater.desk.purposes import checked, purpose_named
from headwater.desk.reports import report_view
from headwater.desk.searching import checked_page, search_view
from headwater.desk.taking_in import TakingIn
from headwater.desk.views import (
    AccountView,
    AuditPageView,
    EntityView,
    ExportView,
    GroupLineView,
    GroupView,
    ReportView,
    SearchView,
    VerificationView,
)
from headwater.errors import NotFound


class Desk(Agreeing, Answering, TakingIn):
    """The use cases of one node.

    Args:
        settings: The node's settings; nothing is opened before `prepare`.
    """

    def rebuild_index(self, actor: Actor, progress: Progress | None = None) -> None:
        """Make the index anew from the ledger; readers are told that the node is not ready meanwhile."""
        demand(actor, Capability.IMPORT)
        self._parts.imports.rebuild(actor, self._telling(progress))

    # -- first start and accounts

    def first_link(self) -> str:
        """A new sign-in token for the first start; the earlier ones are void."""
        return self._parts.first_start.link()

    def check_link(self, token: str) -> bool:
        """Whether the token would be taken now; it stays usable."""
        return self._parts.first_start.check(token)

    def redeem_link(self, token: str, administrator: tuple[str, str], analyst: tuple[str, str]) -> None:
        """Use up the token and make the two first accounts, each a (name, password)."""
        self._parts.first_start.redeem(token, administrator, analyst)

    def sign_in(self, name: str, password: str, *, source: str = "") -> Actor:
        """The actor of that name and password; `source` is the address they come from."""
        return self._parts.accounts.sign_in(name, password, source)

    def sign_out(self, actor: Actor) -> None:
        """Write down that the actor left."""
        self._parts.accounts.sign_out(actor)

    def actor(self, account_id: str, *, via: str, purpose_id: str = "") -> Actor:
        """The actor of a session."""
        actor = self._parts.accounts.actor(account_id, via)
        return replace(actor, purpose=self._parts.purposes.get(purpose_id)) if purpose_id else actor

    def actor_named(self, name: str, purpose: str, *, via: str) -> Actor:
        """The actor of a command line: an account's name and a purpose in words."""
        actor = self._parts.accounts.named(name, via)
        if not purpose.strip():
            return actor
        return replace(actor, purpose=self._parts.purposes.state(actor, purpose_named(purpose)))

    def accounts(self, actor: Actor) -> tuple[AccountView, ...]:
        """All local accounts."""
        return self._parts.accounts.all(actor)

    def add_account(
        self, actor: Actor, name: str, password: str, roles: frozenset[Role], agency: str = ""
    ) -> AccountView:
        """Make an account, of the node's own agency or of another."""
        return self._parts.accounts.add(actor, name, password, roles, agency)

    def set_roles(self, actor: Actor, account_id: str, roles: frozenset[Role]) -> AccountView:
        """Give an account these roles and no others."""
        return self._parts.accounts.set_roles(actor, account_id, roles)

    def disable_account(self, actor: Actor, account_id: str) -> AccountView:
        """Shut an account out; what it did stays in the audit."""
        return self._parts.accounts.disable(actor, account_id)

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own password."""
        self._parts.accounts.change_password(actor, old, new)

    def state_purpose(self, actor: Actor, kind: str, case: str = "", note: str = "") -> Actor:
        """The same actor with a stated purpose."""
        stated = replace(actor, purpose=self._parts.purposes.state(actor, checked(kind, case, note)))
        self._parts.journal.administered(stated, "purpose-stated")
        return stated

    # -- reading

    def search(
        self,
        actor: Actor,
        query: str,
        *,
        schemata: Sequence[str] = (),
        agencies: Sequence[str] = (),
        offset: int = 0,
        limit: int = 20,
    ) -> SearchView:
        """Find entities by a name in any script, a number or a reference."""
        with self._moment(actor) as reading:
            view = search_view(reading, query, schemata=schemata, agencies=agencies, offset=offset, limit=limit)
            records = reading.records(hit.id for hit in view.hits)
        self._consulted(actor, "search", [*(hit.id for hit in view.hits), *records])
        return view

    def entity(self, actor: Actor, entity_id: str) -> EntityView:
        """An entity as this actor may see it."""
        with self._moment(actor) as reading:
            view = replace(entity_view(reading, entity_id), records=self._records(actor, entity_id, reading))
        self._consulted(actor, "entity", [entity_id, *reading.seen()])
        return view

    def report(self, actor: Actor, report_id: str, *, assertion_id: str = "") -> ReportView:
        """A report with the assertions this actor may see."""
        with self._moment(actor) as reading:
            view = report_view(reading, report_id, assertion_id)
        self._consulted(actor, "report", [report_id, *reading.seen()])
        return view

    def groups(self, actor: Actor, *, offset: int = 0, limit: int = 50) -> tuple[tuple[GroupLineView, ...], int]:
        """A page of the groups and their exact number."""
        with self._moment(actor) as reading:
            lines, total = group_lines(reading, offset, limit)
            records = reading.records(line.id for line in lines)
        self._consulted(actor, "groups", [*(line.id for line in lines), *records])
        return lines, total

    def group(self, actor: Actor, entity_id: str) -> GroupView:
        """A group with its members, their roles and its links."""
        with self._moment(actor) as reading:
            view = group_view(reading, entity_id)
        self._consulted(actor, "group", [entity_id, *reading.seen()])
        return view

    # -- import

    def load_demo(self, progress: Progress | None = None) -> None:
        """Take in the shipped list entries and the synthetic group."""
        load_demo(self._settings, self._parts, self.operator(), self._telling(progress))

    def erase_reports(self, actor: Actor, report_ids: Sequence[str], progress: Progress | None = None) -> int:
        """Erase reports for good: keys destroyed, index compacted. Returns how many versions went.

        Raises:
            Forbidden: The role does not include it.
            NotFound: None of the ids is a report here.
        """
        demand(actor, Capability.ERASE)
        ids = checked_reports(report_ids)
        try:
            erased = self._parts.imports.erase(actor, ids, self._telling(progress))
        finally:
            self._parts.suggesting.forget()
        if not erased:
            raise NotFound("There is no such report.", remedy="See the id on the report's page or in the audit.")
        return erased

    # -- export

    def export(self, actor: Actor, format: str, *, entity_ids: Sequence[str] = (), query: str = "") -> ExportView:
        """Hand entities over as `ftm` (FollowTheMoney JSON lines) or `csv`; a disclosure."""
        demand(actor, Capability.EXPORT)
        checked_format(format)
        with self._moment(actor, onward=True) as reading:
            ids = chosen_ids(reading, entity_ids, query)
        view = export_view(reading, actor, format, ids, self._now())
        given = [*ids, *reading.records(ids)]
        self._parts.journal.disclosed(actor, f"export-{format}", given, _recipients(actor))
        return view

    # -- audit

    def audit_page(
        self,
        actor: Actor,
        *,
        operation: str = "",
        by: str = "",
        record: str = "",
        since: str = "",
        until: str = "",
        offset: int = 0,
        limit: int = 50,
    ) -> AuditPageView:
        """A page of the audit, newest first."""
        demand(actor, Capability.AUDIT)
        demand_purpose(actor)
        offset, limit = checked_page(offset, limit)
        question = {
            "operation": checked_operation(operation),
            "by": by,
            "record": record,
            "since": since,
            "until": until,
        }
        parts = self._parts
        page = audit_page(parts.audit, question, parts.accounts.names(), parts.purposes.words(), offset, limit)
        self._consulted(actor, "audit", (record,) if record and page.total else ())
        return page

    def verify_audit(self, actor: Actor) -> VerificationView:
        """Check the audit's chain from its first entry."""
        demand(actor, Capability.AUDIT)
        demand_purpose(actor)
        found = verification(self._settings.data)
        self._consulted(actor, "audit-verified", ())
        return found


def _recipients(actor: Actor) -> tuple[str, ...]:
    """Who has what an actor takes away: the account, and its agency where it is another than the node's."""
    return (actor.account_id, actor.agency) if actor.guest else (actor.account_id,)
