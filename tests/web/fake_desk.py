"""A desk that answers from memory; stands in until the real one does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from headwater.desk import Actor, Capability, Desk, Role
from headwater.desk.actors import demand, demand_purpose
from headwater.desk.purposes import checked
from headwater.desk.views import (
    AccountView,
    AuditPageView,
    ExportView,
    ImportView,
    PurposeView,
    RefusalView,
    SearchView,
    StatusView,
    VerificationView,
)
from headwater.errors import NotFound, SignInNeeded
from headwater.settings import Settings

PASSWORD = "correct horse battery staple"
IDS = {name: format(n, "024x") for n, name in enumerate(("admin", "analyst", "officer", "nobody"), 1)}
ROLES = {"admin": {Role.ADMINISTRATOR}, "analyst": {Role.ANALYST}, "officer": {Role.PROTECTION}, "nobody": set()}


class FakeDesk(Desk):
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.purposes: dict[str, PurposeView] = {}
        self.ready = True
        self.disabled: set[str] = set()
        self.taken: list[tuple[Path, bytes]] = []

    def status(self) -> StatusView:
        return StatusView("GB", "0", "OFFICIAL-SENSITIVE", False, self.ready, 0.43 if not self.ready else 1.0, 4)

    def _actor(self, name: str, via: str, purpose_id: str = "") -> Actor:
        return Actor(IDS[name], name, frozenset(ROLES[name]), self.purposes.get(purpose_id), via)

    def sign_in(self, name: str, password: str, *, source: str = "") -> Actor:
        if name not in IDS or password != PASSWORD or name in self.disabled:
            raise SignInNeeded("The name or the password is wrong.", remedy="Try again.")
        return self._actor(name, "page")

    def sign_out(self, actor: Actor) -> None:
        pass

    def actor(self, account_id: str, *, via: str, purpose_id: str = "") -> Actor:
        for name, known in IDS.items():
            if known == account_id and name not in self.disabled:
                return self._actor(name, via, purpose_id)
        raise SignInNeeded("The account is gone.")

    def actor_named(self, name: str, purpose: str, *, via: str) -> Actor:
        if name not in IDS:
            raise NotFound("No such account.")
        return replace(self._actor(name, via), purpose=PurposeView("p", "test", "Test", "", purpose, purpose))

    def operator(self) -> Actor:
        return Actor("operator", "operator", via="command line")

    def state_purpose(self, actor: Actor, kind: str, case: str = "", note: str = "") -> Actor:
        made = checked(kind, case, note)
        view = PurposeView(format(len(self.purposes) + 9, "024x"), kind, kind, made.case, made.note, kind)
        self.purposes[view.id] = view
        return replace(actor, purpose=view)

    def _read(self, actor: Actor) -> None:
        demand(actor, Capability.READ)
        demand_purpose(actor)

    def search(self, actor: Actor, query: str, **options: Any) -> SearchView:
        self._read(actor)
        return SearchView(query, 0, options["offset"], options["limit"], (), (), (), "OFFICIAL")

    def entity(self, actor: Actor, entity_id: str) -> Any:
        self._read(actor)
        raise NotFound("There is no such record.")

    group = entity

    def report(self, actor: Actor, report_id: str, *, assertion_id: str = "") -> Any:
        return self.entity(actor, report_id)

    def groups(self, actor: Actor, **options: Any) -> Any:
        self._read(actor)
        return (), 0

    def _run(self, path: Path, agency: str) -> ImportView:
        return ImportView(
            "a" * 24,
            "running",
            "un",
            path.name,
            agency,
            "UN",
            "UN",
            "1",
            "",
            True,
            "analyst",
            "",
            "",
            0,
            0,
            0,
            0,
            0,
            0,
            -1,
            "",
        )

    def import_file(self, actor: Actor, path: Path, **options: Any) -> ImportView:
        demand(actor, Capability.IMPORT)
        self.taken.append((path, path.read_bytes()))
        return self._run(path, options["agency"])

    def imports(self, actor: Actor) -> tuple[ImportView, ...]:
        demand(actor, Capability.IMPORT)
        return ()

    def import_run(self, actor: Actor, import_id: str) -> ImportView:
        demand(actor, Capability.IMPORT)
        raise NotFound("There is no such import.")

    undo_import = import_run

    def mend(self, actor: Actor, refusal_id: str, raw: str) -> RefusalView:
        demand(actor, Capability.IMPORT)
        raise NotFound("There is no such refusal.")

    def drop_refusal(self, actor: Actor, refusal_id: str) -> RefusalView:
        return self.mend(actor, refusal_id, "")

    def export(self, actor: Actor, format: str, **options: Any) -> ExportView:
        demand(actor, Capability.EXPORT)
        demand_purpose(actor)
        return ExportView("export.csv", "text/csv", 1, iter([b"a\n", b"b\n"]))

    def audit_page(self, actor: Actor, **options: Any) -> AuditPageView:
        demand(actor, Capability.AUDIT)
        return AuditPageView((), 0, options["offset"], options["limit"])

    def verify_audit(self, actor: Actor) -> VerificationView:
        demand(actor, Capability.AUDIT)
        return VerificationView(True, 0, "", "", "")

    def accounts(self, actor: Actor) -> tuple[AccountView, ...]:
        demand(actor, Capability.ACCOUNTS)
        return tuple(AccountView(IDS[n], n, tuple(ROLES[n]), "") for n in IDS)

    def add_account(self, actor: Actor, name: str, password: str, roles: frozenset[Role]) -> AccountView:
        demand(actor, Capability.ACCOUNTS)
        return AccountView("b" * 24, name, tuple(roles), "")

    def set_roles(self, actor: Actor, account_id: str, roles: frozenset[Role]) -> AccountView:
        demand(actor, Capability.ACCOUNTS)
        for name, known in IDS.items():
            if known == account_id:
                return AccountView(known, name, tuple(roles), "")
        raise NotFound("There is no such account.")

    def disable_account(self, actor: Actor, account_id: str) -> AccountView:
        name = next(n for n, known in IDS.items() if known == account_id)
        self.disabled.add(name)
        return AccountView(account_id, name, (), "", True)

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        if old != PASSWORD:
            raise SignInNeeded("The old password is wrong.")
