"""What a node holds of agreements at one moment, and every answer that follows from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from datetime import datetime

from msgspec import structs

from headwater.agreements.compiling import Compiled, compiled
from headwater.agreements.decision import Asked, Clause, Decision, Matrix, Part, Signing, Standing
from headwater.agreements.explaining import explain, no_agreement
from headwater.agreements.keeping import retention_rules
from headwater.agreements.matrix import matrix_of
from headwater.agreements.needs import needs_of
from headwater.agreements.periods import instant
from headwater.agreements.rules import Rules
from headwater.agreements.signatures import KeyDirectory, PartyKey
from headwater.agreements.terms import Agreement, Profile
from headwater.agreements.versions import Held, Version, Versions
from headwater.errors import NotFound
from headwater.model import Label
from headwater.model.retention import RetentionRule


class Register:
    """What a node holds of agreements, at one moment; it never changes, the node makes a new one.

    Args:
        agreements: Every version of every agreement held, with its signatures.
        profiles: The profile of each party; of two versions the higher counts.
        keys: The directory of the parties' public keys, revoked ones included.

    Attributes:
        keys: The same.
    """

    def __init__(
        self, agreements: Sequence[Held] = (), profiles: Sequence[Profile] = (), keys: Sequence[PartyKey] = ()
    ) -> None:
        self.keys = KeyDirectory(keys)
        self._versions = Versions(agreements, self.keys)
        self._profiles = {one.party: one for one in sorted(profiles, key=lambda one: one.version)}
        self._boundaries = self._versions.boundaries()
        self._compiled_profiles: dict[str, Compiled] = {}
        self._rules: dict[int, Rules] = {}
        self._matrices: dict[int, Matrix] = {}

    def agreements(self) -> tuple[Agreement, ...]:
        """Every version held, by id and version."""
        return tuple(one.document for id in self._versions.ids() for one in self._versions.of(id))

    def agreement(self, id: str, version: int = 0) -> Agreement:
        """One version of an agreement; without a version the highest that all signed, else the highest.

        Raises:
            NotFound: It is not held here.
        """
        return self._versions.get(id, version).document

    def held(self, id: str, version: int = 0) -> Held:
        """The same with its signatures.

        Raises:
            NotFound: It is not held here.
        """
        return self._versions.get(id, version).held

    def profile(self, party: str) -> Profile:
        """The profile of a party.

        Raises:
            NotFound: None is held here.
        """
        try:
            return self._profiles[party]
        except KeyError:
            raise NotFound(f"There is no profile of {party} here.", where="profile") from None

    def profiles(self) -> tuple[Profile, ...]:
        """The profile of each party that has one, by party."""
        return tuple(profile for _, profile in sorted(self._profiles.items()))

    def parties(self) -> tuple[str, ...]:
        """Whoever is a party of some agreement held here, sorted."""
        return tuple(sorted({party for agreement in self.agreements() for party in agreement.parties}))

    def signings(self, id: str, version: int) -> tuple[Signing, ...]:
        """Each party's signature under a version: good, missing or bad, and why.

        Raises:
            NotFound: It is not held here.
        """
        return self._versions.get(id, version).signings

    def standing(self, id: str, version: int, at: datetime) -> Standing:
        """Where a version stands at a moment."""
        return self._versions.standing(id, version, instant(at))

    def require_addable(self, agreement: Agreement) -> None:
        """Refuse an agreement that may not be added: held already, or not newer than the highest signed version.

        Raises:
            Conflict: It may not.
        """
        self._versions.require_newer(agreement)

    def require_signable(self, id: str, version: int) -> None:
        """Refuse a signature under a version that a newer signed one has replaced.

        Raises:
            Conflict: It has.
            NotFound: It is not held here.
        """
        self._versions.require_signable(id, version)

    def in_force(self, at: datetime) -> tuple[Agreement, ...]:
        """The version in force of each agreement that has one, by id."""
        return tuple(version.document for version in self._versions.in_force(instant(at)))

    def key(self, at: datetime) -> Hashable:
        """What every decision at this moment follows from; two moments with one key decide alike."""
        rules = self.rules(at)
        documents = [*rules.agreements, *(rules.profiles[party] for party in sorted(rules.profiles))]
        return tuple((one.document.key, one.document.digest) for one in documents)

    def decide(self, asked: Asked, labels: Sequence[Label]) -> list[bool]:
        """Whether what carries each label may pass, in order."""
        return self.rules(asked.at).decide(asked, labels)

    def explain(self, asked: Asked, label: Label, *, protected: bool = False) -> Decision:
        """The decision on one label, with its clauses in words.

        Args:
            asked: The question.
            label: What the statement carries.
            protected: Whether the person is protected by anything the node holds.
        """

        def why_none(origin: str, recipient: str, agreement: str) -> Part:
            return self._why_none(origin, recipient, agreement, instant(asked.at))

        return explain(self.rules(asked.at), asked, label, protected, why_none)

    def matrix(self, at: datetime) -> Matrix:
        """Every ordered pair of parties, and what may pass between them for which purpose."""
        moment = instant(at)
        place = bisect_right(self._boundaries, moment)
        if place not in self._matrices:
            self._matrices[place] = matrix_of(self._versions, self.rules(at), self.parties(), moment)
        return structs.replace(self._matrices[place], at=moment)

    def needs(self, sender: str, recipient: str, at: datetime) -> tuple[str, ...]:
        """What is missing before anything passes from one party to another, in sentences; nothing if something does."""
        return needs_of(self._versions, self.rules(at), (sender, recipient), instant(at))

    def retention(self, at: datetime, agency: str = "") -> tuple[RetentionRule, ...]:
        """The rules of retention: of each agreement that all signed and that has begun, ended or not, and of profiles.

        Args:
            at: The moment.
            agency: Whose node it is; its own profile also limits what it may hold.
        """
        ids, moment = self._versions.ids(), instant(at)
        agreements = [one.document for id in ids for one in self._versions.governing(id, moment)]
        return retention_rules(agreements, self.profiles(), agency)

    def rules(self, at: datetime) -> Rules:
        """Agreements in force and profiles at a moment; they are the same until something begins or ends."""
        place = bisect_right(self._boundaries, instant(at))
        if place not in self._rules:
            in_force = self._versions.in_force(instant(at))
            if not self._compiled_profiles:
                self._compiled_profiles = {party: compiled(profile) for party, profile in self._profiles.items()}
            self._rules[place] = Rules([compiled(one.document) for one in in_force], self._compiled_profiles)
        return self._rules[place]

    def rules_as_if(self, id: str, version: int, at: datetime) -> Rules:
        """The rules of a moment as they would be with one version signed by all and in force.

        Raises:
            NotFound: It is not held here.
        """
        rules, supposed = self.rules(at), self._versions.get(id, version).document
        others = [one for one in rules.agreements if getattr(one.document, "id", "") != id]
        return Rules([*others, compiled(supposed)], rules.profiles)

    def _why_none(self, origin: str, recipient: str, agreement: str, at: datetime) -> Part:
        newest = [self._newest(id) for id in self._versions.ids() if agreement in ("", id)]
        naming = [one.document for one in newest if {origin, recipient} <= set(one.document.parties)]
        if not naming:
            return no_agreement(origin, recipient, agreement)
        said = [(one, self.standing(one.id, one.version, at).words) for one in naming]
        clauses = tuple(Clause(one.name, "in_force", f"{words}.", one.illustrative) for one, words in said)
        sentence = " ".join(f"{one.name}: {words}." for one, words in said)
        return Part("agreement", naming[0].name, False, sentence, clauses, naming[0].id)

    def _newest(self, id: str) -> Version:
        return self._versions.get(id)


__all__ = ["Held", "Register"]
