"""Detached signatures of parties over the canonical JSON of a document, and the keys that they are checked against.

A signature is a JSON Web Signature in compact form without its payload (RFC 7515, Appendix F), algorithm `Ed25519`
(RFC 9864). Its protected header names the key (`kid`, the thumbprint of RFC 7638), the party (`iss`) and the moment
(`iat`, seconds since 1970). A key counts only for the party that the node's own directory has it under.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.registry import HeaderParameter

from headwater.agreements.canonical import canonical
from headwater.agreements.terms import Document
from headwater.errors import BadInput, NotFound

ALGORITHM: Final = "Ed25519"
_OURS = {
    "iss": HeaderParameter("The party that signs", "str", True),
    "iat": HeaderParameter("When it signed", "int", True),
}


class _Registry(jws.JWSRegistry):
    """Headers and signatures are bounded as in joserfc; a document may be longer than a token."""

    max_payload_length = 2_000_000


_REGISTRY = _Registry(header_registry=_OURS, algorithms=[ALGORITHM])


class BadSignature(BadInput):
    """A signature is not what it should be; nothing of it counts."""


class PartyKey(msgspec.Struct, frozen=True):
    """A party's public key, as the node's directory has it.

    Attributes:
        jwk: The key as JSON (RFC 8037: `{"kty": "OKP", "crv": "Ed25519", "x": …}`).
        kid: Its thumbprint (RFC 7638).
        origin: Where it came from, in words of whoever trusted it.
        added_at: ISO 8601, UTC.
        revoked_at: ISO 8601, UTC; "" while it is trusted.
    """

    party: str
    jwk: str
    kid: str
    origin: str
    added_at: str
    revoked_at: str = ""

    @property
    def fingerprint(self) -> str:
        """The thumbprint in groups of four, as two people read it to each other."""
        return " ".join(self.kid[start : start + 4] for start in range(0, len(self.kid), 4))


class Signature(msgspec.Struct, frozen=True):
    """A signature that was checked and is good: who signed, with which key, when (aware UTC)."""

    party: str
    kid: str
    at: datetime


class PublicKey(msgspec.Struct, frozen=True):
    """The half of a key that is given away: JSON of RFC 8037, and its thumbprint."""

    jwk: str
    kid: str

    @classmethod
    def read(cls, text: str) -> PublicKey:
        """Read a public key from its JSON.

        Raises:
            BadInput: It is no Ed25519 key, or it is a private one.
        """
        remedy = 'Give the JSON of an Ed25519 public key: {"kty": "OKP", "crv": "Ed25519", "x": "…"}.'
        try:
            fields = json.loads(text)
            if "d" in fields:
                raise BadInput("This is a private key; it belongs to its party alone.", where="key", remedy=remedy)
            if fields.get("kty") != "OKP" or fields.get("crv") != ALGORITHM:
                raise BadInput("This is no Ed25519 public key.", where="key", remedy=remedy)
            return cls.of(_imported({name: fields[name] for name in ("kty", "crv", "x")}))
        except (ValueError, TypeError, KeyError, AttributeError, JoseError) as problem:
            raise BadInput("This is no public key.", where="key", remedy=remedy) from problem

    @classmethod
    def of(cls, key: OKPKey) -> PublicKey:
        """The public half of a key."""
        fields = key.as_dict(private=False)
        jwk = {name: str(fields[name]) for name in ("crv", "kty", "x")}
        return cls(json.dumps(jwk, separators=(",", ":")), key.thumbprint())


class Key:
    """A private signing key. Its text is a secret: it goes into the vault and nowhere else."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key

    @classmethod
    def read(cls, text: str) -> Key:
        """Read a private key from the JSON that `text` gave."""
        return cls(_imported(json.loads(text)))

    @property
    def text(self) -> str:
        """The private key as JSON."""
        return json.dumps(self._key.as_dict(private=True))

    def public(self) -> PublicKey:
        """The half that partners are given."""
        return PublicKey.of(self._key)

    def __repr__(self) -> str:
        return f"Key({self.public().kid})"


class KeyDirectory:
    """The keys that a node trusts, by thumbprint. Revoked ones stay in it, so that what they signed can be named.

    Args:
        keys: The keys; of two with the same thumbprint the later counts.
    """

    def __init__(self, keys: Iterable[PartyKey]) -> None:
        self._keys = {key.kid: key for key in keys}

    def __iter__(self) -> Iterator[PartyKey]:
        return iter(self._keys.values())

    def find(self, kid: str) -> PartyKey:
        """The key of that thumbprint.

        Raises:
            NotFound: The node knows none.
        """
        try:
            return self._keys[kid]
        except KeyError:
            raise NotFound("There is no such key in the directory.", where="key") from None

    def of(self, party: str) -> tuple[PartyKey, ...]:
        """All keys of a party, revoked ones included."""
        return tuple(key for key in self if key.party == party)


def make_key() -> Key:
    """Make a signing key from the system's random source."""
    return Key(OKPKey.generate_key(ALGORITHM, private=True))


def party_key(party: str, public: PublicKey, *, origin: str, at: datetime) -> PartyKey:
    """The directory's entry for a public key, trusted from `at` on."""
    return PartyKey(party, public.jwk, public.kid, origin, at.astimezone(UTC).isoformat())


def sign(document: Document, key: Key, party: str, at: datetime) -> str:
    """Sign a document for a party: a compact JWS whose payload is left out."""
    header = {"alg": ALGORITHM, "kid": key.public().kid, "iss": party, "iat": int(at.timestamp())}
    whole = jws.serialize_compact(header, canonical(document), key._key, registry=_REGISTRY)
    return jws.detach_content(whole)


def signer(text: str) -> tuple[str, str]:
    """Who a signature says it is of: party and key id, checked against nothing.

    Raises:
        BadSignature: It is no detached signature.
    """
    header = _header(text)
    return header["iss"], header["kid"]


def verify(document: Document, text: str, keys: KeyDirectory, *, revoked: bool = False) -> Signature:
    """Check a signature under a document.

    Args:
        document: What was signed.
        text: The detached signature.
        keys: The node's directory.
        revoked: Whether a key that was revoked still counts: whether it was ever signed, not whether it holds.

    Raises:
        BadSignature: It is no signature, of an unknown or revoked key, of another party's key, or of another text.
    """
    header = _header(text)
    key = _trusted(header, keys, revoked)
    _require_party(document, key.party)
    protected, _, signature = text.strip().split(".")
    payload = base64.urlsafe_b64encode(canonical(document)).rstrip(b"=").decode()
    public = _imported(json.loads(key.jwk))
    try:
        jws.deserialize_compact(f"{protected}.{payload}.{signature}", public, registry=_REGISTRY)
    except (JoseError, ValueError) as problem:
        raise BadSignature(
            f"The signature of {key.party} is not over this text of {document.name}.",
            where="signature",
            remedy=f"Ask {key.party} to sign the text whose SHA-256 is {document.digest}.",
        ) from problem
    return Signature(key.party, key.kid, datetime.fromtimestamp(header["iat"], UTC))


def _trusted(header: dict[str, Any], keys: KeyDirectory, revoked: bool) -> PartyKey:
    party, kid = header["iss"], header["kid"]
    try:
        key = keys.find(kid)
    except NotFound:
        raise BadSignature(
            f"The key {kid} is not in this node's directory.",
            where="signature",
            remedy=f"Ask {party} for its key, compare the fingerprint by another way, and trust it first.",
        ) from None
    if key.party != party:
        raise BadSignature(
            f"The signature says it is of {party}, and its key is {key.party}'s.",
            where="signature",
            remedy=f"Ask {party} to sign with its own key.",
        )
    if key.revoked_at and not revoked:
        raise BadSignature(
            f"The key {kid} of {party} was revoked.", where="signature", remedy=f"Ask {party} to sign with a new key."
        )
    return key


def _require_party(document: Document, party: str) -> None:
    parties = getattr(document, "parties", ()) or (getattr(document, "party", ""),)
    if party not in parties:
        raise BadSignature(
            f"{party} is no party of {document.name}.", where="signature", remedy="Only its parties sign it."
        )


def _header(text: str) -> dict[str, Any]:
    remedy = "Give the signature as it was made: three parts with dots between, the middle one empty."
    parts = text.strip().split(".")
    if len(parts) != 3 or parts[1] or not parts[0] or not parts[2]:
        raise BadSignature("This is no detached signature.", where="signature", remedy=remedy)
    try:
        header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
        known = header["alg"], header["kid"] + "", header["iss"] + "", header["iat"] + 0
    except (ValueError, TypeError, KeyError) as problem:
        raise BadSignature("The head of the signature cannot be read.", where="signature", remedy=remedy) from problem
    if known[0] != ALGORITHM or set(header) != {"alg", "kid", "iss", "iat"} or not isinstance(header["iat"], int):
        raise BadSignature("The head of the signature is not as it should be.", where="signature", remedy=remedy)
    return dict(header)


def _imported(fields: dict[str, str]) -> OKPKey:
    return OKPKey.import_key(dict(fields))
