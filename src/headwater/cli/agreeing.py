"""What the commands of agreements ask of a node, over its socket or with its folder open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from headwater.cli.supervising import plain

if TYPE_CHECKING:
    from headwater.desk import Actor, Desk

Answer = Any


class Agreeing(Protocol):
    """The register of agreements; every answer is plain data, as the API gives it."""

    def matrix(self) -> Answer:
        """Who may share what with whom, and every version held."""

    def agreement(self, agreement: str, version: int) -> Answer:
        """One version of one agreement."""

    def compare(self, old: str, new: str) -> Answer:
        """What one text says otherwise than another, counted on what the node holds."""

    def propose(self, text: str, file_name: str) -> Answer:
        """Keep an agreement that nobody has signed."""

    def add_profile(self, text: str, file_name: str) -> Answer:
        """Keep a party's profile."""

    def sign(self, agreement: str, version: int) -> str:
        """Sign for the node's own agency."""

    def add_signature(self, signature: str) -> Answer:
        """Keep a party's signature."""

    def withdraw(self, agreement: str, version: int) -> None:
        """Take a proposal back."""

    def own_key(self) -> Answer:
        """The node's own public key."""

    def keys(self) -> Answer:
        """The directory of public keys."""

    def trust(self, party: str, jwk: str, origin: str) -> Answer:
        """Keep a party's public key."""

    def revoke(self, key: str) -> Answer:
        """Trust a key no more."""

    def explain(self, sender: str, recipient: str, purpose: str, report: str) -> Answer:
        """Line by line, what of a report goes and what stays."""


class OwnAgreeing:
    """The same with a folder that this process opened itself.

    Args:
        desk: The open desk.
        actor: As whom and for which purpose.
    """

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._desk = desk
        self._actor = actor

    def matrix(self) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.agreements(self._actor))

    def agreement(self, agreement: str, version: int) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.agreement(self._actor, agreement, version))

    def compare(self, old: str, new: str) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.compare_texts(self._actor, old.encode(), new.encode()))

    def propose(self, text: str, file_name: str) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.propose(self._actor, text.encode(), file_name))

    def add_profile(self, text: str, file_name: str) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.add_profile(self._actor, text.encode(), file_name))

    def sign(self, agreement: str, version: int) -> str:
        """See `Agreeing`."""
        return self._desk.sign(self._actor, agreement, version)

    def add_signature(self, signature: str) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.add_signature(self._actor, signature))

    def withdraw(self, agreement: str, version: int) -> None:
        """See `Agreeing`."""
        self._desk.withdraw_proposal(self._actor, agreement, version)

    def own_key(self) -> Answer:
        """See `Agreeing`."""
        key, jwk = self._desk.own_key(self._actor)
        return {"key": plain(key), "jwk": jwk}

    def keys(self) -> Answer:
        """See `Agreeing`."""
        return [plain(view) for view in self._desk.party_keys(self._actor)]

    def trust(self, party: str, jwk: str, origin: str) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.trust(self._actor, party, jwk, origin))

    def revoke(self, key: str) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.revoke_key(self._actor, key))

    def explain(self, sender: str, recipient: str, purpose: str, report: str) -> Answer:
        """See `Agreeing`."""
        return plain(self._desk.explain_sharing(self._actor, sender, recipient, purpose, report))


class RunningAgreeing:
    """The same at a node that another process runs.

    Args:
        ask: Sends one request: method, path below the API, and its parts.
    """

    def __init__(self, ask: Callable[..., Answer]) -> None:
        self._ask = ask

    def matrix(self) -> Answer:
        """See `Agreeing`."""
        return self._ask("GET", "/agreements")

    def agreement(self, agreement: str, version: int) -> Answer:
        """See `Agreeing`."""
        return self._ask("GET", f"/agreements/{_part(agreement)}", params={"version": version})

    def compare(self, old: str, new: str) -> Answer:
        """See `Agreeing`."""
        return self._ask("POST", "/comparisons", json={"old": old, "new": new})

    def propose(self, text: str, file_name: str) -> Answer:
        """See `Agreeing`."""
        return self._ask("POST", "/agreements", json={"text": text, "file_name": file_name})

    def add_profile(self, text: str, file_name: str) -> Answer:
        """See `Agreeing`."""
        return self._ask("POST", "/profiles", json={"text": text, "file_name": file_name})

    def sign(self, agreement: str, version: int) -> str:
        """See `Agreeing`."""
        return str(self._ask("POST", f"/agreements/{_part(agreement)}/versions/{version}/sign")["signature"])

    def add_signature(self, signature: str) -> Answer:
        """See `Agreeing`."""
        return self._ask("POST", "/signatures", json={"signature": signature})

    def withdraw(self, agreement: str, version: int) -> None:
        """See `Agreeing`."""
        self._ask("DELETE", f"/agreements/{_part(agreement)}/versions/{version}")

    def own_key(self) -> Answer:
        """See `Agreeing`."""
        return self._ask("POST", "/party-keys/own")

    def keys(self) -> Answer:
        """See `Agreeing`."""
        return self._ask("GET", "/party-keys")

    def trust(self, party: str, jwk: str, origin: str) -> Answer:
        """See `Agreeing`."""
        return self._ask("POST", "/party-keys", json={"party": party, "jwk": jwk, "origin": origin})

    def revoke(self, key: str) -> Answer:
        """See `Agreeing`."""
        return self._ask("POST", f"/party-keys/{_part(key)}/revoke")

    def explain(self, sender: str, recipient: str, purpose: str, report: str) -> Answer:
        """See `Agreeing`."""
        asked = {"from": sender, "to": recipient, "purpose": purpose}
        return self._ask("GET", f"/reports/{_part(report)}/sharing", params=asked)


def _part(text: str) -> str:
    return quote(text, safe="")
