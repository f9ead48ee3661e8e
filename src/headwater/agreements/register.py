"""What a node holds of agreements at one moment, and every answer that follows from it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime

import msgspec

from headwater.agreements.decision import Asked, Decision, Matrix, Signing, Standing
from headwater.agreements.signatures import PartyKey
from headwater.agreements.terms import Agreement, Profile
from headwater.model import Label


class Held(msgspec.Struct, frozen=True):
    """An agreement with the detached signatures that came with it. `added_at`: ISO 8601, UTC."""

    document: Agreement
    signatures: tuple[str, ...] = ()
    added_at: str = ""


class Register:
    """What a node holds of agreements, at one moment; it never changes, the node makes a new one.

    Args:
        agreements: Every version of every agreement held, with its signatures.
        profiles: The profile of each party; of two versions the higher counts.
        keys: The directory of the parties' public keys, revoked ones included.
    """

    def __init__(
        self, agreements: Sequence[Held] = (), profiles: Sequence[Profile] = (), keys: Sequence[PartyKey] = ()
    ) -> None:
        self._held = tuple(agreements)
        self._profiles = tuple(profiles)
        self._keys = tuple(keys)

    def agreements(self) -> tuple[Agreement, ...]:
        """Every version held, by id and version."""
        raise NotImplementedError

    def agreement(self, id: str, version: int = 0) -> Agreement:
        """One version of an agreement; without a version the newest signed one, else the newest.

        Raises:
            NotFound: It is not held here.
        """
        raise NotImplementedError

    def profile(self, party: str) -> Profile:
        """The profile of a party.

        Raises:
            NotFound: None is held here.
        """
        raise NotImplementedError

    def profiles(self) -> tuple[Profile, ...]:
        """The profile of each party that has one, by party."""
        raise NotImplementedError

    def signings(self, id: str, version: int) -> tuple[Signing, ...]:
        """Each party's signature under a version: good, missing or bad, and why."""
        raise NotImplementedError

    def standing(self, id: str, version: int, at: datetime) -> Standing:
        """Where a version stands at a moment."""
        raise NotImplementedError

    def require_addable(self, agreement: Agreement) -> None:
        """Refuse an agreement that may not be added: held already, or not newer than the highest signed version.

        Raises:
            Conflict: It may not.
        """
        raise NotImplementedError

    def require_signable(self, id: str, version: int) -> None:
        """Refuse a signature under a version that a newer signed one has replaced.

        Raises:
            Conflict: It has.
            NotFound: It is not held here.
        """
        raise NotImplementedError

    def in_force(self, at: datetime) -> tuple[Agreement, ...]:
        """The version in force of each agreement that has one, by id."""
        raise NotImplementedError

    def key(self, at: datetime) -> Hashable:
        """What every decision at this moment follows from; two moments with one key decide alike."""
        raise NotImplementedError

    def decide(self, asked: Asked, labels: Sequence[Label]) -> list[bool]:
        """Whether what carries each label may pass, in order."""
        raise NotImplementedError

    def explain(self, asked: Asked, label: Label, *, protected: bool = False) -> Decision:
        """The decision on one label, with its clauses in words.

        Args:
            asked: The question.
            label: What the statement carries.
            protected: Whether the person is protected by anything the node holds.
        """
        raise NotImplementedError

    def matrix(self, at: datetime) -> Matrix:
        """Every ordered pair of parties, and what may pass between them for which purpose."""
        raise NotImplementedError

    def needs(self, sender: str, recipient: str, at: datetime) -> tuple[str, ...]:
        """What is missing before anything passes from one party to another, in sentences; nothing if something does."""
        raise NotImplementedError
