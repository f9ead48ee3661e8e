"""The desk: every use case of the node, one method each, the same for page, API and command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from headwater.desk.actors import Actor, Role
from headwater.desk.views import (
    AccountView,
    AuditPageView,
    EntityView,
    ExportView,
    GroupLineView,
    GroupView,
    ImportView,
    RefusalView,
    ReportView,
    SearchView,
    StatusView,
    VerificationView,
)
from headwater.settings import Settings

Progress = Callable[[float, str], None]
"""Told how far a long work is: a fraction 0 to 1 (-1 while unknown) and what is being done, in words."""


class Desk:
    """The use cases of one node."""

    @classmethod
    def open(cls, settings: Settings, *, progress: Progress | None = None) -> Desk:
        """Open the node in `settings.data`, made on first use."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the node's files; a running import is stopped and taken back."""
        raise NotImplementedError

    def status(self) -> StatusView:
        """What may be told to anyone about the node."""
        raise NotImplementedError

    # -- first start and accounts

    def first_link(self) -> str:
        """A new sign-in token for the first start; the earlier ones are void."""
        raise NotImplementedError

    def check_link(self, token: str) -> bool:
        """Whether the token would be taken now; it stays usable."""
        raise NotImplementedError

    def redeem_link(self, token: str, administrator: tuple[str, str], analyst: tuple[str, str]) -> None:
        """Use up the token and make the two first accounts, each a (name, password)."""
        raise NotImplementedError

    def sign_in(self, name: str, password: str, *, source: str = "") -> Actor:
        """The actor of that name and password; `source` is the address they come from."""
        raise NotImplementedError

    def sign_out(self, actor: Actor) -> None:
        """Write down that the actor left."""
        raise NotImplementedError

    def actor(self, account_id: str, *, via: str, purpose_id: str = "") -> Actor:
        """The actor of a session."""
        raise NotImplementedError

    def actor_named(self, name: str, purpose: str, *, via: str) -> Actor:
        """The actor of a command line: an account's name and a purpose in words."""
        raise NotImplementedError

    def operator(self) -> Actor:
        """Whoever runs the node: imports and undoes, reads nothing."""
        raise NotImplementedError

    def accounts(self, actor: Actor) -> tuple[AccountView, ...]:
        """All local accounts."""
        raise NotImplementedError

    def add_account(self, actor: Actor, name: str, password: str, roles: frozenset[Role]) -> AccountView:
        """Make an account."""
        raise NotImplementedError

    def set_roles(self, actor: Actor, account_id: str, roles: frozenset[Role]) -> AccountView:
        """Give an account these roles and no others."""
        raise NotImplementedError

    def disable_account(self, actor: Actor, account_id: str) -> AccountView:
        """Shut an account out; what it did stays in the audit."""
        raise NotImplementedError

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own password."""
        raise NotImplementedError

    def state_purpose(self, actor: Actor, kind: str, case: str = "", note: str = "") -> Actor:
        """The same actor with a stated purpose."""
        raise NotImplementedError

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
        raise NotImplementedError

    def entity(self, actor: Actor, entity_id: str) -> EntityView:
        """An entity as this actor may see it."""
        raise NotImplementedError

    def report(self, actor: Actor, report_id: str, *, assertion_id: str = "") -> ReportView:
        """A report with the assertions this actor may see."""
        raise NotImplementedError

    def groups(self, actor: Actor, *, offset: int = 0, limit: int = 50) -> tuple[tuple[GroupLineView, ...], int]:
        """A page of the groups and their exact number."""
        raise NotImplementedError

    def group(self, actor: Actor, entity_id: str) -> GroupView:
        """A group with its members, their roles and its links."""
        raise NotImplementedError

    # -- import

    def import_file(
        self,
        actor: Actor,
        path: Path,
        *,
        format: str = "",
        agency: str,
        list_name: str = "",
        edition_date: str = "",
        full: bool | None = None,
        category: str = "",
        wait: bool = True,
        progress: Progress | None = None,
    ) -> ImportView:
        """Take in a file in a process of its own; with `wait=False` return while it runs."""
        raise NotImplementedError

    def imports(self, actor: Actor) -> tuple[ImportView, ...]:
        """The import runs, newest first."""
        raise NotImplementedError

    def import_run(self, actor: Actor, import_id: str) -> ImportView:
        """One import run with its refusals and its changes."""
        raise NotImplementedError

    def undo_import(self, actor: Actor, import_id: str) -> ImportView:
        """Take an import back whole."""
        raise NotImplementedError

    def mend(self, actor: Actor, refusal_id: str, raw: str) -> RefusalView:
        """Read a refused entry again after a person has mended its text, and keep it."""
        raise NotImplementedError

    def drop_refusal(self, actor: Actor, refusal_id: str) -> RefusalView:
        """Set a refused entry aside for good."""
        raise NotImplementedError

    def load_demo(self, progress: Progress | None = None) -> None:
        """Take in the shipped list entries and the synthetic group."""
        raise NotImplementedError

    # -- export

    def export(self, actor: Actor, format: str, *, entity_ids: Sequence[str] = (), query: str = "") -> ExportView:
        """Hand entities over as `ftm` (FollowTheMoney JSON lines) or `csv`; a disclosure."""
        raise NotImplementedError

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
        raise NotImplementedError

    def verify_audit(self, actor: Actor) -> VerificationView:
        """Check the audit's chain from its first entry."""
        raise NotImplementedError
