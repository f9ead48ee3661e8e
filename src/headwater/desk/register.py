"""The register of agreements as a node keeps it: documents, signatures and keys in the vault, one `Register` of them.

Nothing is taken away: a proposal that was taken back and a key that was revoked stay where they are, and say so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from headwater.agreements import (
    Agreement,
    BadSignature,
    Document,
    Held,
    Key,
    KeyDirectory,
    PartyKey,
    Profile,
    Register,
    read,
    sign,
    signer,
    verify,
)
from headwater.desk.actors import Actor
from headwater.desk.clock import utc_now
from headwater.desk.journal import Journal
from headwater.desk.keyring import KeyRing
from headwater.errors import BadInput, Conflict, HeadwaterError, NotFound
from headwater.model.retention import Retention
from headwater.store.audit import Operation

if TYPE_CHECKING:
    from headwater.store import Vault

AGREEMENT, PROFILE, SIGNATURE = "agreement", "profile", "agreement-signature"
log = logging.getLogger("headwater.desk")


class KeptText(msgspec.Struct, frozen=True):
    """A document as the vault keeps it; `withdrawn_at` is "" while it counts."""

    text: str
    file_name: str
    added_at: str
    by: str
    withdrawn_at: str = ""


class KeptSignature(msgspec.Struct, frozen=True):
    """A party's detached signature as the vault keeps it. `document`: `GB-AL/1`; `digest`: of the text it is over."""

    jws: str
    document: str
    digest: str
    added_at: str
    by: str


class NodeRegister:
    """What the node holds of agreements, and every change to it.

    Args:
        vault: Encrypted records of the node.
        journal: Where each change is written before it is made.
        node: Code of the node's own agency.
        now: The node's clock.
        follow: Told how long what is held may be held, at the start and after each change.

    Attributes:
        current: What is held now; a change puts another register in its place.
    """

    def __init__(
        self,
        vault: Vault,
        journal: Journal,
        node: str,
        now: Callable[[], datetime] = utc_now,
        follow: Callable[[Retention], object] = lambda _: None,
    ) -> None:
        self._vault = vault
        self._journal = journal
        self._node = node
        self._now = now
        self.ring = KeyRing(vault, node, now)
        self._writing = threading.Lock()
        self._parsed: dict[str, Document] = {}
        self._added: dict[str, str] = {}
        self._follow = follow
        self.current = self._read()
        self.follow()

    # -- what is held

    def key(self) -> Hashable:
        """What every decision follows from at this moment."""
        return self.current.key(self._now())

    def retention(self) -> Retention:
        """How long what is held may be held, by what is agreed at this moment."""
        return Retention(self.current.retention(self._now(), self._node), self._node)

    def follow(self) -> None:
        """Let the days of what is held follow from what is agreed at this moment."""
        self._follow(self.retention())

    def added_at(self, document: Document) -> str:
        """When a document came to this node, ISO 8601."""
        return self._added.get(document.key, "")

    def _read(self) -> Register:
        agreements, profiles = self._documents(AGREEMENT), self._documents(PROFILE)
        signed: dict[tuple[str, str], list[str]] = {}
        for one in self._signatures():
            signed.setdefault((one.document, one.digest), []).append(one.jws)
        held = [
            Held(document, tuple(signed.get((document.key, document.digest), ())), kept.added_at)
            for document, kept in agreements
            if isinstance(document, Agreement)
        ]
        self._added = {document.key: kept.added_at for document, kept in (*agreements, *profiles)}
        return Register(held, [one for one, _ in profiles if isinstance(one, Profile)], self.ring.directory())

    def _documents(self, kind: str) -> list[tuple[Document, KeptText]]:
        found = []
        for ident, body in self._vault.all(kind):
            kept = msgspec.json.decode(body, type=KeptText)
            if kept.withdrawn_at:
                continue
            try:
                if ident not in self._parsed:
                    self._parsed[ident] = read(kept.text.encode(), kept.file_name)
                found.append((self._parsed[ident], kept))
            except HeadwaterError as error:
                # It opens nothing from now on, and the node still opens.
                log.error("%s %s cannot be read any more: %s", kind, kept.file_name, error.detail)
        return found

    def _signatures(self) -> list[KeptSignature]:
        return [msgspec.json.decode(body, type=KeptSignature) for _, body in self._vault.all(SIGNATURE)]

    # -- documents

    def propose(self, actor: Actor, data: bytes, file_name: str) -> Agreement:
        """Keep an agreement that nobody has signed here.

        Raises:
            BadInput: It is no agreement, or an example of it fails.
            Conflict: This version is here, or a newer one is signed.
        """
        document = read(data, file_name)
        if not isinstance(document, Agreement):
            raise BadInput("This is a party's profile.", where=file_name, remedy="Add it as a profile.")
        with self._writing:
            self.current.require_addable(document)
            with self._change(actor, "agreement-proposed", audit_name(document)):
                self._keep(actor, document, data.decode(), file_name)
        return document

    def add_profile(self, actor: Actor, data: bytes, file_name: str) -> Profile:
        """Keep a party's profile, in the place of an older version.

        Raises:
            BadInput: It is no profile, or an example of it fails.
            Conflict: This version or a newer one is here.
        """
        document = read(data, file_name)
        if not isinstance(document, Profile):
            raise BadInput("This is an agreement.", where=file_name, remedy="Propose it as an agreement.")
        with self._writing:
            self._require_newer(document)
            with self._change(actor, "profile-added", audit_name(document)):
                self._keep(actor, document, data.decode(), file_name)
        return document

    def _require_newer(self, profile: Profile) -> None:
        for known in self.current.profiles():
            if known.party == profile.party and known.version >= profile.version:
                raise Conflict(
                    f"Version {known.version} of the profile of {known.party} is here.",
                    where="version",
                    remedy=f"Write it as version {known.version + 1}.",
                )

    def _keep(self, actor: Actor, document: Document, text: str, file_name: str) -> None:
        kind = AGREEMENT if isinstance(document, Agreement) else PROFILE
        kept = KeptText(text, file_name, self._stamp(), actor.account_id)
        self._parsed[self._vault.put(kind, msgspec.json.encode(kept))] = document

    def withdraw(self, actor: Actor, agreement_id: str, version: int) -> None:
        """Take back a version that not every party has signed.

        Raises:
            NotFound: It is not here.
            Conflict: Every party has signed it.
        """
        with self._writing:
            document = self.current.agreement(agreement_id, version)
            if fully_signed(self.current, document):
                raise Conflict(
                    f"Every party has signed {document.name}.", remedy="Agree on a version that takes its place."
                )
            ident, kept = self._kept(document)
            with self._change(actor, "agreement-withdrawn", audit_name(document)):
                body = msgspec.json.encode(msgspec.structs.replace(kept, withdrawn_at=self._stamp()))
                self._vault.replace(AGREEMENT, ident, body)

    def _kept(self, document: Document) -> tuple[str, KeptText]:
        for ident, body in self._vault.all(AGREEMENT):
            kept = msgspec.json.decode(body, type=KeptText)
            if not kept.withdrawn_at and ident in self._parsed and self._parsed[ident].key == document.key:
                return ident, kept
        raise NotFound("There is no such agreement.", where="agreement")

    # -- signatures

    def sign(self, actor: Actor, agreement_id: str, version: int) -> str:
        """Sign a version for the node's own agency and keep the signature; returns it.

        Raises:
            NotFound: It is not here.
            Conflict: The node's agency is no party, has signed it, or a newer version is signed.
        """
        with self._writing:
            document = self.current.agreement(agreement_id, version)
            self._require_own(document)
            self.current.require_signable(document.id, document.version)
            with self._change(actor, "agreement-signed", audit_name(document)):
                jws = sign(document, self._signing_key(), self._node, self._now())
                self._keep_signature(actor, document, jws)
        return jws

    def _require_own(self, document: Agreement) -> None:
        if self._node not in document.parties:
            raise Conflict(f"{self._node} is no party of {document.name}.", remedy="Its parties sign it.")
        if has_signed(self.current, document, self._node):
            raise Conflict(f"{self._node} has signed {document.name}.", remedy="Nothing is left to do here.")

    def add_signature(self, actor: Actor, jws: str) -> tuple[Agreement, str]:
        """Keep a party's detached signature; returns the agreement that it is of, and the party.

        Raises:
            BadSignature: It fits no agreement that is here, or its key is not trusted.
            Conflict: It is here, or a newer version is signed.
        """
        jws = jws.strip()
        with self._writing:
            document = self._signed_by(jws)
            self.current.require_signable(document.id, document.version)
            if any(one.jws == jws for one in self._signatures()):
                raise Conflict("This signature is here.", where="signature", remedy="Nothing is left to do.")
            with self._change(actor, "agreement-signed", audit_name(document)):
                self._keep_signature(actor, document, jws)
        return document, signer(jws)[0]

    def _signed_by(self, jws: str) -> Agreement:
        """The agreement that a signature is over, of several the newest."""
        party, _ = signer(jws)
        refused = BadSignature(
            f"{party} is no party of an agreement that is here.",
            where="signature",
            remedy="Add the agreement first, then its signature.",
        )
        directory = KeyDirectory(self.ring.directory())
        for document in reversed(self.current.agreements()):
            if party in document.parties:
                try:
                    verify(document, jws, directory)
                except BadSignature as error:
                    refused = error
                else:
                    return document
        raise refused

    def _keep_signature(self, actor: Actor, document: Agreement, jws: str) -> None:
        kept = KeptSignature(jws, document.key, document.digest, self._stamp(), actor.account_id)
        self._vault.put(SIGNATURE, msgspec.json.encode(kept))

    # -- keys

    def trust(self, actor: Actor, party: str, jwk: str, origin: str) -> PartyKey:
        """Keep a party's public key in the directory; see `KeyRing.checked`."""
        with self._writing:
            key = self.ring.checked(party, jwk, origin)
            with self._change(actor, "party-key-trusted", key.kid):
                self.ring.keep(key)
        return key

    def revoke(self, actor: Actor, key_id: str) -> PartyKey:
        """Trust a key no more: what it signed counts as not signed from now on.

        Raises:
            NotFound: It is not in the directory.
            Conflict: It was revoked before.
        """
        with self._writing:
            key = self.ring.trusted(key_id)
            with self._change(actor, "party-key-revoked", key.kid):
                return self.ring.revoke(key_id)

    def own_key(self, actor: Actor) -> PartyKey:
        """The public half of the node's own signing key, made when it is first asked for."""
        with self._writing:
            if not self.ring.own():
                with self._change(actor, "signing-key-made"):
                    self.ring.make_own()
            return self.ring.trusted(self._signing_key().public().kid)

    def _signing_key(self) -> Key:
        own = self.ring.own()
        return own[-1] if own else self.ring.make_own()

    # -- the demonstration

    def install(self, actor: Actor, documents: Sequence[Document], origin: str) -> None:
        """Keep the documents that are not here, and sign each first version for all its parties.

        The node's own agency signs with its own key, each other with one whose private half is thrown away.

        Args:
            actor: The node's operator.
            documents: Agreements and profiles.
            origin: What the directory says of where the parties' keys came from.
        """
        with self._writing, self._change(actor, "agreements-installed", *map(audit_name, documents)):
            held = set(self._added)
            for document in documents:
                if document.key not in held:
                    self._keep(actor, document, document.text, f"{audit_name(document)}.yaml")
            self.current = self._read()
            self._sign_for_all(actor, [one for one in self.current.agreements() if one.version == 1], origin)

    def _sign_for_all(self, actor: Actor, agreements: Sequence[Agreement], origin: str) -> None:
        keys: dict[str, Key] = {}
        for document in agreements:
            for party in document.parties:
                if has_signed(self.current, document, party):
                    continue
                if party not in keys:
                    own = party == self._node
                    keys[party] = self._signing_key() if own else self.ring.make_passing(party, origin)
                self._keep_signature(actor, document, sign(document, keys[party], party, self._now()))

    @contextmanager
    def _change(self, actor: Actor, reason: str, *records: str) -> Iterator[None]:
        intent = self._journal.intent(Operation.ADMINISTRATION, actor, reason, records)
        try:
            yield
            self.current = self._read()
            self.follow()
        except BaseException:
            self._journal.failed(intent)
            raise
        self._journal.done(intent, {})

    def _stamp(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")


def has_signed(register: Register, agreement: Agreement, party: str) -> bool:
    """Whether a party's signature under a version is good."""
    signings = register.signings(agreement.id, agreement.version)
    return any(one.party == party and one.state == "good" for one in signings)


def fully_signed(register: Register, agreement: Agreement) -> bool:
    """Whether every party's signature under a version is good."""
    return all(has_signed(register, agreement, party) for party in agreement.parties)


def audit_name(document: Document) -> str:
    """A document as the audit names it: `GB-AL.1`, `profile:AL.1`."""
    return document.key.replace("/", ".")
