"""The parties' public keys and the node's own signing key, as the vault keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from headwater.agreements import Key, PartyKey, PublicKey, make_key, party_key
from headwater.errors import BadInput, Conflict, NotFound

if TYPE_CHECKING:
    from headwater.store import Vault

PARTY_KEY, SIGNING_KEY = "party-key", "signing-key"
OWN_KEY = "Made by this node"
ORIGIN_LENGTH = 300


class KeyRing:
    """The directory of public keys and the private one of the node's own agency; it writes no audit.

    Args:
        vault: Encrypted records of the node.
        node: Code of the node's own agency.
        now: The node's clock.
    """

    def __init__(self, vault: Vault, node: str, now: Callable[[], datetime]) -> None:
        self._vault = vault
        self._node = node
        self._now = now

    def directory(self) -> tuple[PartyKey, ...]:
        """The directory, by party and by when each came, revoked ones included."""
        kept = [msgspec.json.decode(body, type=PartyKey) for _, body in self._vault.all(PARTY_KEY)]
        return tuple(sorted(kept, key=lambda key: (key.party, key.added_at, key.kid)))

    def own_kids(self) -> frozenset[str]:
        """Thumbprints of the keys whose private half lies here."""
        return frozenset(key.public().kid for key in self._own_keys())

    def checked(self, party: str, jwk: str, origin: str) -> PartyKey:
        """A party's public key that can be kept.

        Raises:
            BadInput: It is no public key, or nothing is said of where it came from.
            Conflict: The key is here.
        """
        origin = " ".join(origin.split())
        if not 1 <= len(origin) <= ORIGIN_LENGTH:
            raise BadInput(
                "It is not said where the key came from.",
                where="origin",
                remedy=f"Say it in a few words, at most {ORIGIN_LENGTH} characters.",
            )
        public = PublicKey.read(jwk)
        if any(key.kid == public.kid for key in self.directory()):
            raise Conflict("This key is in the directory.", where="key", remedy="See the list of keys.")
        return party_key(party, public, origin=origin, at=self._now())

    def keep(self, key: PartyKey) -> None:
        """Put a public key into the directory."""
        self._vault.put(PARTY_KEY, msgspec.json.encode(key))

    def trusted(self, key_id: str) -> PartyKey:
        """A key that counts.

        Raises:
            NotFound: It is not in the directory.
            Conflict: It was revoked.
        """
        key = self._find(key_id)[1]
        if key.revoked_at:
            raise Conflict("The key was revoked before.", where="key", remedy="See the list of keys.")
        return key

    def revoke(self, key_id: str) -> PartyKey:
        """Let a key count no more; it stays in the directory."""
        ident, key = self._find(key_id)
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        revoked = msgspec.structs.replace(key, revoked_at=at)
        self._vault.replace(PARTY_KEY, ident, msgspec.json.encode(revoked))
        return revoked

    def _find(self, key_id: str) -> tuple[str, PartyKey]:
        for ident, body in self._vault.all(PARTY_KEY):
            key = msgspec.json.decode(body, type=PartyKey)
            if key.kid == key_id:
                return ident, key
        raise NotFound("There is no such key in the directory.", where="key")

    def own(self) -> list[Key]:
        """The node's own signing keys that count; none before the first use."""
        counted = {key.kid for key in self.directory() if not key.revoked_at}
        return [key for key in self._own_keys() if key.public().kid in counted]

    def make_own(self) -> Key:
        """Make a signing key of the node's own agency: one half into the vault, the other into the directory."""
        made = make_key()
        self._vault.put(SIGNING_KEY, made.text.encode())
        self.keep(party_key(self._node, made.public(), origin=OWN_KEY, at=self._now()))
        return made

    def make_passing(self, party: str, origin: str) -> Key:
        """Make a key for a party of which only the public half is kept."""
        made = make_key()
        self.keep(party_key(party, made.public(), origin=origin, at=self._now()))
        return made

    def _own_keys(self) -> list[Key]:
        return [Key.read(body.decode()) for _, body in self._vault.all(SIGNING_KEY)]
