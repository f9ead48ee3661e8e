"""Local accounts: made by an administrator or the operator, checked with argon2, kept in the vault."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from headwater.desk.actors import OPERATOR, Actor, Capability, Role, check_agency, demand
from headwater.desk.clock import utc_now
from headwater.desk.journal import Journal
from headwater.desk.passwords import checked_name, checked_password, hashed, matches, name_key
from headwater.desk.throttle import Throttle
from headwater.desk.views import AccountView
from headwater.errors import BadInput, Conflict, NotFound, SignInNeeded

if TYPE_CHECKING:
    from headwater.store import Vault


UNKNOWN = "unknown"
"""Who the audit names for a sign-in under a name that nobody has; the name itself is not written."""


class Account(msgspec.Struct, frozen=True):
    """An account as the vault keeps it; `roles` are role codes, `agency` is "" for the node's own."""

    name: str
    password: str
    roles: tuple[str, ...]
    created_at: str
    disabled: bool = False
    agency: str = ""


class Accounts:
    """The accounts of one node.

    Args:
        vault: Encrypted records of the node.
        journal: Where sign-ins and changes are written.
        clock: Monotonic seconds, by which tries are counted.
        node: Code of the node's own agency.
        now: The node's clock.
    """

    KIND = "account"

    def __init__(
        self,
        vault: Vault,
        journal: Journal,
        clock: Callable[[], float] = time.monotonic,
        *,
        node: str = "",
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._node = node
        self._now = now
        self._vault = vault
        self._journal = journal
        self._lock = threading.Lock()
        self._by_name = Throttle(burst=5, refill_s=20, clock=clock)
        self._by_source = Throttle(burst=20, refill_s=5, clock=clock)

    def count(self) -> int:
        """How many accounts there are, disabled ones included."""
        return len(self._vault.all(self.KIND))

    def sign_in(self, name: str, password: str, source: str) -> Actor:
        """The actor of that name and password.

        Raises:
            SignInNeeded: No such account, a wrong password or a disabled account; the three look the same.
            TooMany: Too many wrong tries for the name, or from the source.
        """
        for throttle, key in self._throttles(name, source):
            throttle.take(key)
        account_id, account = self._found(name)
        if not matches(account.password if account else "", password) or account is None or account.disabled:
            who = self._actor(account_id, account, "page") if account else Actor(UNKNOWN, UNKNOWN)
            self._journal.administered(who, "sign-in-failed", (account_id,) if account else ())
            raise SignInNeeded(
                "The name or the password is wrong.", remedy="Check both; an administrator can set a new password."
            )
        for throttle, key in self._throttles(name, source):
            throttle.give_back(key)
        actor = self._actor(account_id, account, "page")
        self._journal.administered(actor, "sign-in", (account_id,))
        return actor

    def _throttles(self, name: str, source: str) -> list[tuple[Throttle, str]]:
        return [(self._by_name, name_key(name)[:64])] + ([(self._by_source, source)] if source else [])

    def sign_out(self, actor: Actor) -> None:
        """Write down that the actor left."""
        self._journal.administered(actor, "sign-out", (actor.account_id,))

    def actor(self, account_id: str, via: str) -> Actor:
        """The actor of an account, with its roles of now.

        Raises:
            SignInNeeded: The account is gone or disabled.
        """
        try:
            account = self._get(account_id)
        except NotFound:
            account = None
        if account is None or account.disabled:
            raise SignInNeeded("This account is not open any more.", remedy="Sign in with another one.")
        return self._actor(account_id, account, via)

    def named(self, name: str, via: str) -> Actor:
        """The actor of that account name, for a command line whose user holds the folder.

        Raises:
            SignInNeeded: There is no open account of that name.
        """
        account_id, account = self._found(name)
        if account is None or account.disabled:
            raise SignInNeeded(
                f"There is no open account named {name!r}.", where="--as", remedy="See `headwater account list`."
            )
        return self._actor(account_id, account, via)

    def all(self, actor: Actor) -> tuple[AccountView, ...]:
        """Every account, by name."""
        demand(actor, Capability.ACCOUNTS)
        kept = [(id_, msgspec.json.decode(body, type=Account)) for id_, body in self._vault.all(self.KIND)]
        return tuple(sorted((self._view(id_, account) for id_, account in kept), key=lambda view: view.name.casefold()))

    def names(self) -> dict[str, str]:
        """Account names by id, for the audit's pages."""
        kept = self._vault.all(self.KIND)
        return {id_: msgspec.json.decode(body, type=Account).name for id_, body in kept} | {OPERATOR: OPERATOR}

    def add(self, actor: Actor, name: str, password: str, roles: frozenset[Role], agency: str = "") -> AccountView:
        """Make an account, of the node's own agency or of another.

        Raises:
            Conflict: The name is taken.
            BadInput: The name, the password, the agency or the roles cannot be used.
        """
        demand(actor, Capability.ACCOUNTS)
        account = self.prepared(name, password, roles, agency)
        with self._lock:
            account_id = self.keep(account)
        self._journal.administered(actor, "account-made", (account_id,))
        return self._view(account_id, account)

    def prepared(self, name: str, password: str, roles: frozenset[Role], agency: str = "") -> Account:
        """An account whose parts were checked and whose password is hashed, not yet kept."""
        name = checked_name(name)
        if name_key(name) == OPERATOR:
            raise BadInput("This name is the node operator's.", where="name", remedy="Use another name.")
        agency = "" if agency == self._node else agency
        check_agency(agency, roles)
        codes = tuple(role.value for role in Role if role in roles)
        made = self._now().isoformat(timespec="seconds")
        return Account(name, hashed(checked_password(name, password)), codes, made, agency=agency)

    def keep(self, account: Account) -> str:
        """Put a prepared account into the vault; returns its id.

        Raises:
            Conflict: The name is taken.
        """
        if self._found(account.name)[1] is not None:
            raise Conflict("This name is taken.", where="name", remedy="Use another name.")
        return self._vault.put(self.KIND, msgspec.json.encode(account), name=name_key(account.name))

    def set_roles(self, actor: Actor, account_id: str, roles: frozenset[Role]) -> AccountView:
        """Give an account these roles and no others."""
        demand(actor, Capability.ACCOUNTS)
        check_agency(self._get(account_id).agency, roles)
        codes = tuple(role.value for role in Role if role in roles)
        return self._changed(actor, account_id, "roles-changed", roles=codes)

    def disable(self, actor: Actor, account_id: str) -> AccountView:
        """Shut an account out.

        Raises:
            Conflict: It is the actor's own account.
        """
        demand(actor, Capability.ACCOUNTS)
        if account_id == actor.account_id:
            raise Conflict("This is your own account.", remedy="Ask another administrator to close it.")
        return self._changed(actor, account_id, "account-disabled", disabled=True)

    def change_password(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own password.

        Raises:
            BadInput: The old password is wrong, or the new one cannot be used.
            TooMany: Too many wrong tries.
        """
        account = self._get(actor.account_id)
        self._by_name.take(name_key(account.name))
        if not matches(account.password, old):
            raise BadInput("The old password is wrong.", where="old", remedy="Type the password you use now.")
        self._by_name.give_back(name_key(account.name))
        new_hash = hashed(checked_password(account.name, new))
        self._changed(actor, actor.account_id, "password-changed", password=new_hash)

    def _changed(self, actor: Actor, account_id: str, reason: str, **changes: object) -> AccountView:
        with self._lock:
            account = msgspec.structs.replace(self._get(account_id), **changes)
            self._journal.administered(actor, reason, (account_id,))
            self._vault.replace(self.KIND, account_id, msgspec.json.encode(account))
        return self._view(account_id, account)

    def _get(self, account_id: str) -> Account:
        try:
            return msgspec.json.decode(self._vault.get(self.KIND, account_id), type=Account)
        except NotFound:
            raise NotFound("There is no such account.", where="account") from None

    def _found(self, name: str) -> tuple[str, Account | None]:
        account_id = self._vault.find(self.KIND, name_key(name))
        return (account_id, self._get(account_id)) if account_id else ("", None)

    def _actor(self, account_id: str, account: Account, via: str) -> Actor:
        return Actor(
            account_id,
            account.name,
            frozenset(Role(code) for code in account.roles),
            via=via,
            agency=account.agency or self._node,
            guest=bool(account.agency),
        )

    def _view(self, account_id: str, account: Account) -> AccountView:
        return AccountView(
            account_id,
            account.name,
            account.roles,
            account.created_at,
            account.disabled,
            account.agency or self._node,
        )
