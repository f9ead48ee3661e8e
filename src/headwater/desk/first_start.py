"""The first start: one link, ten minutes, used once, and only while nobody has an account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from headwater.desk.accounts import Accounts
from headwater.desk.actors import OPERATOR, Actor, Role
from headwater.desk.journal import Journal
from headwater.desk.passwords import name_key
from headwater.errors import BadInput, Conflict, Forbidden

if TYPE_CHECKING:
    from headwater.store import Vault

LIFE_S = 600


class Link(msgspec.Struct, frozen=True):
    """A link as the vault keeps it: the SHA-256 of its token, and the Unix time it runs out."""

    token_sha256: str
    until_s: float


class FirstStart:
    """Makes and redeems the sign-in link of a node without accounts.

    Args:
        vault: Encrypted records of the node.
        accounts: Where the first two accounts go.
        journal: Where both acts are written.
        clock: Unix time in seconds.
    """

    KIND = "link"

    def __init__(
        self, vault: Vault, accounts: Accounts, journal: Journal, clock: Callable[[], float] = time.time
    ) -> None:
        self._vault = vault
        self._accounts = accounts
        self._journal = journal
        self._clock = clock
        self._lock = threading.Lock()

    def link(self) -> str:
        """A new token of 32 random bytes, URL-safe; the earlier ones are void.

        Raises:
            Conflict: The node has accounts.
        """
        with self._lock:
            self._refuse_later()
            token = secrets.token_urlsafe(32)
            self._forget()
            self._vault.put(self.KIND, msgspec.json.encode(Link(_sha256(token), self._clock() + LIFE_S)))
        self._journal.administered(_operator(), "first-link-made")
        return token

    def check(self, token: str) -> bool:
        """Whether the token would be taken now; it stays usable."""
        return self._accounts.count() == 0 and any(self._fits(body, token) for _, body in self._vault.all(self.KIND))

    def redeem(self, token: str, administrator: tuple[str, str], analyst: tuple[str, str]) -> None:
        """Use up the token and make the administrator and the analyst.

        Raises:
            Forbidden: The token is wrong, used up or too old.
            BadInput: A name or password cannot be used; the token stays usable.
            Conflict: The node has accounts.
        """
        self._refuse_wrong(token)
        if name_key(administrator[0]) == name_key(analyst[0]):
            raise BadInput("The two accounts have one name.", where="name", remedy="Use two names.")
        first = self._accounts.prepared(*administrator, frozenset({Role.ADMINISTRATOR}))
        second = self._accounts.prepared(*analyst, frozenset({Role.ANALYST}))
        with self._lock:
            self._refuse_later()
            self._refuse_wrong(token)
            self._journal.administered(_operator(), "first-link-used")
            self._forget()
            ids = [self._accounts.keep(first), self._accounts.keep(second)]
        self._journal.administered(_operator(), "account-made", ids)

    def _refuse_later(self) -> None:
        if self._accounts.count():
            raise Conflict("This node has accounts already.", remedy="Sign in, or ask an administrator for an account.")

    def _refuse_wrong(self, token: str) -> None:
        if not self.check(token):
            raise Forbidden(
                "This link is wrong, used up or older than ten minutes.",
                remedy="Run `headwater link` on the node for a new one.",
            )

    def _forget(self) -> None:
        for link_id, _ in self._vault.all(self.KIND):
            self._vault.remove(self.KIND, link_id)

    def _fits(self, body: bytes, token: str) -> bool:
        link = msgspec.json.decode(body, type=Link)
        return hmac.compare_digest(link.token_sha256, _sha256(token)) and self._clock() < link.until_s


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _operator() -> Actor:
    return Actor(OPERATOR, OPERATOR, via="command line")
