"""Agreements as the desk keeps and explains them: who may read what, until when, and by which clause."""

from __future__ import annotations

from typing import Any

from headwater.agreements import Asked, read
from headwater.desk.actors import OPERATOR, Actor, Capability, Role, demand, demand_purpose, may
from headwater.desk.agreement_pages import (
    Counting,
    Pair,
    Shown,
    agreement_view,
    comparison_of,
    comparison_view,
    touched,
    uncounted,
)
from headwater.desk.agreement_views import (
    AgreementView,
    ComparisonView,
    ExplanationView,
    FactWhyView,
    KeyView,
    MatrixView,
    ProfileView,
    SignatureView,
)
from headwater.desk.agreement_words import key_view, profile_view, signature_views
from headwater.desk.auditing import reads_audit
from headwater.desk.entities import not_found
from headwater.desk.explanations import (
    checked_parties,
    checked_party,
    explanation_for_all,
    explanation_for_reader,
    fact_why,
)
from headwater.desk.matrices import Matrices
from headwater.desk.register import audit_name
from headwater.desk.reviewing import Reviewing
from headwater.settings import Settings
from headwater.store.holding import Opened


class Agreeing(Reviewing):
    """The use cases of agreements: what is agreed may be read by all who work here; an answer about data is logged."""

    def __init__(self, settings: Settings, **given: Any) -> None:
        super().__init__(settings, **given)
        self._matrices = Matrices()

    # -- reading

    def agreements(self, actor: Actor) -> MatrixView:
        """Who may share what with whom at this moment, every party with every other."""
        demand(actor, Capability.AGREEMENTS)
        return self._matrices.matrix(self._parts.register.current, self._now())

    def agreement(
        self,
        actor: Actor,
        agreement_id: str,
        version: int = 0,
        *,
        sender: str = "",
        recipient: str = "",
        purpose: str = "",
    ) -> AgreementView:
        """One version of one agreement, clause by clause.

        Args:
            actor: Who reads.
            agreement_id: `GB-AL`.
            version: 0 for the newest signed one, else the newest.
            sender: A party, "" for the node's own agency, else the first.
            recipient: Another party, "" for the first.
            purpose: One that the agreement serves, "" for the first.

        Raises:
            NotFound: It is not here.
            BadInput: The two are no parties of it.
        """
        demand(actor, Capability.AGREEMENTS)
        document = self._parts.register.current.agreement(agreement_id, version)
        pair = Pair.of(document, self._settings.node, sender, recipient)
        table = self._matrices.table(self._parts.register.current, document, pair.sender, pair.recipient)
        shown = Shown(pair, purpose, self._now(), self._settings.node, may(actor, Capability.AGREE))
        return agreement_view(self._parts.register, document, shown, table)

    def compare_agreements(self, actor: Actor, agreement_id: str, old: int, new: int) -> ComparisonView:
        """What one version of an agreement says otherwise than another, and on how many lines held here.

        The data protection officer is told of all lines, a reader of those of their own agency, nobody else of any.

        Raises:
            NotFound: A version is not here.
        """
        demand(actor, Capability.AGREEMENTS)
        register = self._parts.register.current
        was, will = register.agreement(agreement_id, old), register.agreement(agreement_id, new)
        lines = self._counting(actor)
        view = comparison_view(register, was, will, self._now(), lines)
        if lines is not uncounted:
            self._consulted(actor, "compare-agreements", (audit_name(was), audit_name(will)))
        return view

    def compare_texts(self, actor: Actor, old: bytes, new: bytes) -> ComparisonView:
        """The same for two texts that need not be held here, and for two profiles of one party.

        Raises:
            BadInput: One is no document, or they are not of one agreement or one party.
        """
        demand(actor, Capability.AGREEMENTS)
        lines = self._counting(actor)
        view = comparison_of(read(old, "old.yaml"), read(new, "new.yaml"), lines)
        if lines is not uncounted:
            self._consulted(
                actor, "compare-agreements", (f"{view.id}.{view.old_version}", f"{view.id}.{view.new_version}")
            )
        return view

    # -- changing

    def propose(self, actor: Actor, data: bytes, file_name: str) -> AgreementView:
        """Keep an agreement as a proposal that nobody has signed.

        Raises:
            BadInput: It is no agreement, or an example of it fails.
            Conflict: This version is here, or a newer one is signed.
        """
        demand(actor, Capability.AGREE)
        document = self._parts.register.propose(actor, data, file_name)
        return self.agreement(actor, document.id, document.version)

    def sign(self, actor: Actor, agreement_id: str, version: int) -> str:
        """Sign a version for this node's own agency; returns the detached signature for the other parties.

        Raises:
            NotFound: It is not here.
            Conflict: The node's agency is no party, has signed it, or a newer version is signed.
        """
        demand(actor, Capability.AGREE)
        return self._parts.register.sign(actor, agreement_id, version)

    def add_signature(self, actor: Actor, signature: str) -> SignatureView:
        """Keep a party's detached signature; it finds the agreement that it is of.

        Raises:
            BadSignature: It fits no agreement that is here, or its key is not trusted.
            Conflict: It is here, or a newer version is signed.
        """
        demand(actor, Capability.AGREE)
        register = self._parts.register
        document, party = register.add_signature(actor, signature)
        views = signature_views(register.current, document, register.ring.directory())
        return next(view for view in views if view.party == party)

    def withdraw_proposal(self, actor: Actor, agreement_id: str, version: int) -> None:
        """Take back a version that not every party has signed.

        Raises:
            NotFound: It is not here.
            Conflict: Every party has signed it.
        """
        demand(actor, Capability.AGREE)
        self._parts.register.withdraw(actor, agreement_id, version)

    # -- keys and profiles

    def party_keys(self, actor: Actor) -> tuple[KeyView, ...]:
        """The public keys of the parties, each with where it came from."""
        demand(actor, Capability.AGREEMENTS)
        ring = self._parts.register.ring
        own = ring.own_kids()
        return tuple(key_view(key, own) for key in ring.directory())

    def own_key(self, actor: Actor) -> tuple[KeyView, str]:
        """The node's own public key, made when it is first asked for, and its JSON (RFC 7517) for the partners."""
        demand(actor, Capability.AGREE)
        register = self._parts.register
        key = register.own_key(actor)
        return key_view(key, register.ring.own_kids()), key.jwk

    def trust(self, actor: Actor, party: str, jwk: str, origin: str) -> KeyView:
        """Keep a party's public key (RFC 7517), with where it came from.

        Raises:
            BadInput: It is no public key, or nothing is said of where it came from.
            Conflict: The key is here.
        """
        demand(actor, Capability.AGREE)
        register = self._parts.register
        key = register.trust(actor, checked_party(party), jwk, origin)
        return key_view(key, register.ring.own_kids())

    def revoke_key(self, actor: Actor, key_id: str) -> KeyView:
        """Trust a key no more; what it signed is signed no more.

        Raises:
            NotFound: It is not in the directory.
            Conflict: It was revoked before.
        """
        demand(actor, Capability.AGREE)
        register = self._parts.register
        return key_view(register.revoke(actor, key_id), register.ring.own_kids())

    def profile(self, actor: Actor, party: str) -> ProfileView:
        """What a party's own law lets it hold and pass on.

        Raises:
            NotFound: None is held here.
        """
        demand(actor, Capability.AGREEMENTS)
        return profile_view(self._parts.register.current.profile(party))

    def add_profile(self, actor: Actor, data: bytes, file_name: str) -> ProfileView:
        """Keep a party's profile; a higher version takes the place of the one before.

        Raises:
            BadInput: It is no profile, or an example of it fails.
            Conflict: This version or a newer one is here.
        """
        demand(actor, Capability.AGREE)
        return profile_view(self._parts.register.add_profile(actor, data, file_name))

    # -- why

    def explain_sharing(
        self, actor: Actor, sender: str, recipient: str, purpose: str, report_id: str
    ) -> ExplanationView:
        """Line by line, what of a report goes from one party to another for a purpose, and why.

        The data protection officer is told of every line, the node's operator too, by ids and without a value. A reader
        is told of the lines that they may read, and of one that stays only if it is their own agency's.

        Raises:
            NotFound: There is no such report, or nothing of it is for this reader.
            Forbidden: The role neither reads nor supervises.
            BadInput: A party is no code, or the two are one.
        """
        demand(actor, Capability.AGREEMENTS)
        checked_parties(sender, recipient)
        asked = Asked(recipient, purpose, self._now(), sender=sender)
        if actor.account_id == OPERATOR or _as_officer(actor):
            found = self._explained_whole(actor, asked, report_id)
        else:
            demand(actor, Capability.READ)
            found = self._explained_to(actor, asked, report_id)
        entities = dict.fromkeys(line.entity_id for line in found.lines)
        self._consulted(actor, "explain-sharing", [report_id, *entities])
        return found

    def _explained_whole(self, actor: Actor, asked: Asked, report_id: str) -> ExplanationView:
        values = actor.account_id != OPERATOR
        if values:
            demand_purpose(actor)
        return explanation_for_all(self._parts.register.current, asked, self._opened(report_id), values=values)

    def _explained_to(self, actor: Actor, asked: Asked, report_id: str) -> ExplanationView:
        with self._moment(actor) as reading:
            opened, agency = self._opened(report_id), actor.agency or self._settings.node
            return explanation_for_reader(self._parts.register.current, asked, opened, reading, agency)

    def _opened(self, report_id: str) -> Opened:
        opened = self._parts.store.opened([report_id]).get(report_id)
        if opened is None or not opened.stands:
            raise not_found("report")
        return opened

    def why(self, actor: Actor, report_id: str, assertion_id: str) -> FactWhyView:
        """Why this reader may read one fact, and, of their own agency's, who else may.

        Raises:
            NotFound: It is not there, or not for this reader.
        """
        demand(actor, Capability.READ)
        register, at = self._parts.register.current, self._now()
        with self._moment(actor) as reading:
            view = fact_why(
                register, self._reach(actor, register, at), at, reading, self._opened(report_id), assertion_id
            )
        self._consulted(actor, "why", [report_id, *reading.seen()])
        return view

    def _counting(self, actor: Actor) -> Counting:
        """How many lines a change touches, as far as the actor is told."""
        store = self._parts.store
        if _as_officer(actor) and reads_audit(actor):
            labels = store.labels()
            return lambda change: sum(store.label_counts(touched(change, labels)).values())
        if not self.seen_as(actor):
            return uncounted
        view = self._view(actor)
        own = [label for label in view.seen if label.agency == (actor.agency or self._settings.node)]
        return lambda change: sum(store.label_counts(touched(change, own), view=view).values())


def _as_officer(actor: Actor) -> bool:
    """Whether the actor asks as a data protection officer: an account may also read, for another purpose."""
    return Role.PROTECTION in actor.roles and (not may(actor, Capability.READ) or reads_audit(actor))
