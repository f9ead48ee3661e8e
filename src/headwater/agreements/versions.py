"""Versions of agreements and who signed them: which version is in force at a moment, and which may still be added.

In force is the highest version that every party signed and that has begun. If that one has ended, the agreement has
ended; if a key under it was revoked, nothing is in force until it is signed again: an older version never comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from headwater.agreements.decision import Signing, Standing
from headwater.agreements.periods import begins_at, ends_at
from headwater.agreements.signatures import BadSignature, KeyDirectory, Signature, signer, verify
from headwater.agreements.terms import Agreement
from headwater.agreements.words import many
from headwater.errors import Conflict, NotFound
from headwater.model.dates import in_words


class Held(msgspec.Struct, frozen=True):
    """An agreement with the detached signatures that came with it. `added_at`: ISO 8601, UTC."""

    document: Agreement
    signatures: tuple[str, ...] = ()
    added_at: str = ""


class Version(NamedTuple):
    """One version with what its signatures are worth.

    Attributes:
        signings: One a party, in the order of the agreement.
        agreed: Whether every party's signature is good.
        was_agreed: The same, keys that were revoked since counted as they were.
    """

    held: Held
    signings: tuple[Signing, ...]
    agreed: bool
    was_agreed: bool
    begins: datetime
    ends: datetime

    @property
    def document(self) -> Agreement:
        """The agreement."""
        return self.held.document

    @property
    def signed(self) -> tuple[str, ...]:
        """The parties whose signature is good."""
        return tuple(one.party for one in self.signings if one.state == "good")


class Versions:
    """Every version of every agreement that a node holds.

    Args:
        held: The versions; of two with the same number the first counts.
        keys: The node's directory.
    """

    def __init__(self, held: Iterable[Held], keys: KeyDirectory) -> None:
        self._all: dict[str, dict[int, Version]] = {}
        for one in held:
            of_id = self._all.setdefault(one.document.id, {})
            of_id.setdefault(one.document.version, _version(one, keys))

    def ids(self) -> tuple[str, ...]:
        """The ids of all agreements held, sorted."""
        return tuple(sorted(self._all))

    def of(self, id: str) -> tuple[Version, ...]:
        """The versions of an agreement, lowest first; none if it is not held."""
        return tuple(version for _, version in sorted(self._all.get(id, {}).items()))

    def get(self, id: str, number: int = 0) -> Version:
        """One version; without a number the highest that all signed, else the highest.

        Raises:
            NotFound: It is not held here.
        """
        versions = self.of(id)
        agreed = [version for version in versions if version.was_agreed]
        wanted = [one for one in versions if one.document.version == number] if number else agreed or list(versions)
        if not wanted:
            which = f"version {number} of {id}" if number and versions else f"agreement {id}"
            raise NotFound(f"There is no {which} here.", where="agreement")
        return wanted[-1]

    def governing(self, id: str, at: datetime) -> tuple[Version, ...]:
        """The version that counts at a moment, in force or ended: the highest agreed one that has begun; or none."""
        begun = [version for version in self.of(id) if version.was_agreed and version.begins <= at]
        return tuple(begun[-1:])

    def in_force(self, at: datetime) -> tuple[Version, ...]:
        """The version in force of each agreement that has one, by id."""
        governing = (version for id in self.ids() for version in self.governing(id, at))
        return tuple(version for version in governing if version.agreed and at < version.ends)

    def boundaries(self) -> tuple[datetime, ...]:
        """The moments at which something comes into force or ends, sorted."""
        versions = [version for id in self.ids() for version in self.of(id) if version.was_agreed]
        return tuple(sorted({moment for version in versions for moment in (version.begins, version.ends)}))

    def standing(self, id: str, number: int, at: datetime) -> Standing:
        """Where a version stands at a moment."""
        try:
            version = self.get(id, number)
        except NotFound:
            return Standing("unknown", (), f"There is no {id} here")
        state = self._state(version, at)
        return Standing(state, version.signed, self._words(state, version))

    def require_newer(self, agreement: Agreement) -> None:
        """Refuse a version that is held already, or not newer than the highest that all signed.

        Raises:
            Conflict: It is.
        """
        numbers = {version.document.version for version in self.of(agreement.id)}
        if agreement.version in numbers:
            raise Conflict(
                f"{agreement.name}, is held here already.",
                where="version",
                remedy=f"Write it as version {max(numbers) + 1}, or withdraw that proposal.",
            )
        self._require_above(agreement.id, agreement.version)

    def require_signable(self, id: str, number: int) -> None:
        """Refuse a signature under a version that a newer agreed one has replaced.

        Raises:
            Conflict: It has.
            NotFound: It is not held here.
        """
        if not self.get(id, number).was_agreed:
            self._require_above(id, number)
        newer = [one.document.version for one in self.of(id) if one.was_agreed and one.document.version > number]
        if newer:
            raise _replaced(id, number, max(newer))

    def _require_above(self, id: str, number: int) -> None:
        agreed = [version.document.version for version in self.of(id) if version.was_agreed]
        if agreed and number <= max(agreed):
            raise _replaced(id, number, max(agreed))

    def _state(self, version: Version, at: datetime) -> str:
        number = version.document.version
        later = [one for one in self.of(version.document.id) if one.was_agreed and one.document.version > number]
        if any(one.begins <= at or not version.was_agreed for one in later):
            return "superseded"
        if not version.agreed:
            return "part-signed" if version.signed else "proposed"
        if at < version.begins:
            return "agreed"
        return "in-force" if at < version.ends else "ended"

    def _words(self, state: str, version: Version) -> str:
        agreement = version.document
        missing = [party for party in agreement.parties if party not in version.signed]
        until = f"until {in_words(agreement.ends)}" if agreement.ends else "without an end"
        return {
            "proposed": "Proposed; nobody has signed",
            "part-signed": f"Signed by {many(version.signed)}; not by {many(missing)}",
            "agreed": f"Signed by all; in force from {in_words(agreement.begins)}",
            "in-force": f"In force since {in_words(agreement.begins)}, {until}",
            "ended": f"Ended on {in_words(agreement.ends)}",
            "superseded": "A later version took its place",
        }[state]


def _replaced(id: str, number: int, highest: int) -> Conflict:
    return Conflict(
        f"Version {highest} of {id} is signed; version {number} is not newer.",
        where="version",
        remedy=f"Write it as version {highest + 1}.",
    )


def _version(held: Held, keys: KeyDirectory) -> Version:
    agreement = held.document
    signings = tuple(_signing(held, party, keys) for party in agreement.parties)
    ever = {one.party for text in held.signatures for one in _good(agreement, text, keys, revoked=True)}
    return Version(
        held,
        signings,
        agreed=all(one.state == "good" for one in signings),
        was_agreed=ever == set(agreement.parties),
        begins=begins_at(agreement),
        ends=ends_at(agreement),
    )


def _good(agreement: Agreement, text: str, keys: KeyDirectory, *, revoked: bool = False) -> Sequence[Signature]:
    try:
        return [verify(agreement, text, keys, revoked=revoked)]
    except BadSignature:
        return []


def _signing(held: Held, party: str, keys: KeyDirectory) -> Signing:
    """The first good signature of a party, else what is wrong with the last one that says it is the party's."""
    found = Signing(party, "missing", f"{party} has not signed")
    for kid, text in (claim for each in held.signatures for claim in _claimed(each, party)):
        try:
            good = verify(held.document, text, keys)
            return Signing(party, "good", f"Signed by {party}", good.kid, good.at.isoformat())
        except BadSignature as problem:
            found = Signing(party, "bad", problem.detail, kid)
    return found


def _claimed(text: str, party: str) -> Sequence[tuple[str, str]]:
    """The key that a signature names, with the signature, if it says it is the party's."""
    try:
        said, kid = signer(text)
    except BadSignature:
        return []
    return [(kid, text)] if said == party else []
