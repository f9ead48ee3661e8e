"""Signatures of parties: what is good, and each way in which one is not."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from tests.agreements.worlds import NOON, agreement_of, key_of

from headwater.agreements import BadSignature, Key, KeyDirectory, PublicKey, make_key, party_key, sign, signer, verify
from headwater.errors import BadInput, NotFound


def directory(*revoked: str, **keys: Key) -> KeyDirectory:
    entries = [
        party_key(party, (keys.get(party) or key_of(party)).public(), origin="A test.", at=NOON)
        for party in ("AA", "BB", "CC")
    ]
    return KeyDirectory(
        [structs.replace(one, revoked_at="2026-06-02") if one.party in revoked else one for one in entries]
    )


def test_a_signature_names_who_when_and_with_which_key():
    agreement = agreement_of()
    found = verify(agreement, sign(agreement, key_of("AA"), "AA", NOON), directory())
    assert (found.party, found.kid, found.at) == ("AA", key_of("AA").public().kid, NOON)


def test_it_is_a_detached_jws_whose_head_says_no_more_than_it_must():
    text = sign(agreement_of(), key_of("AA"), "AA", NOON)
    head, payload, _ = text.split(".")
    assert payload == ""
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {
        "alg": "Ed25519",
        "kid": key_of("AA").public().kid,
        "iss": "AA",
        "iat": int(NOON.timestamp()),
    }
    assert signer(text) == ("AA", key_of("AA").public().kid)


def test_the_moment_is_the_same_from_any_zone():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5)))
    agreement = agreement_of()
    assert sign(agreement, key_of("AA"), "AA", elsewhere) == sign(agreement, key_of("AA"), "AA", NOON)


@pytest.mark.parametrize("change", [{"title": "Another"}, {"version": 2}, {"parties": ["BB", "AA", "CC"]}])
def test_it_is_not_over_a_changed_text(change):
    text = sign(agreement_of(), key_of("AA"), "AA", NOON)
    with pytest.raises(BadSignature, match="not over this text"):
        verify(agreement_of(**change), text, directory())


def test_it_is_over_the_same_text_with_other_spaces():
    agreement = agreement_of()
    reread = structs.replace(agreement, text=agreement.text.replace(",", " ,\n"))
    assert verify(reread, sign(agreement, key_of("AA"), "AA", NOON), directory()).party == "AA"


def test_a_wrong_key_is_unknown():
    agreement = agreement_of()
    with pytest.raises(BadSignature, match="not in this node's directory"):
        verify(agreement, sign(agreement, make_key(), "AA", NOON), directory())


def test_the_right_key_id_over_another_keys_signature_is_refused():
    agreement = agreement_of()
    good, other = (sign(agreement, key, "AA", NOON) for key in (key_of("AA"), make_key()))
    mixed = ".".join((*good.split(".")[:2], other.split(".")[2]))
    with pytest.raises(BadSignature, match="not over this text"):
        verify(agreement, mixed, directory())


def test_a_key_of_another_party_signs_for_nobody_else():
    agreement = agreement_of()
    with pytest.raises(BadSignature, match="its key is BB's"):
        verify(agreement, sign(agreement, key_of("BB"), "AA", NOON), directory())


def test_a_revoked_key_signs_no_more():
    agreement = agreement_of()
    text = sign(agreement, key_of("AA"), "AA", NOON)
    with pytest.raises(BadSignature, match="revoked"):
        verify(agreement, text, directory("AA"))
    assert verify(agreement, text, directory("AA"), revoked=True).party == "AA"


def test_whoever_is_no_party_signs_nothing():
    agreement = agreement_of()
    outsider = party_key("DD", key_of("DD").public(), origin="A test.", at=NOON)
    with pytest.raises(BadSignature, match="DD is no party"):
        verify(agreement, sign(agreement, key_of("DD"), "DD", NOON), KeyDirectory([outsider]))


def head_of(**changes: object) -> str:
    fields = {"alg": "Ed25519", "kid": key_of("AA").public().kid, "iss": "AA", "iat": int(NOON.timestamp())} | changes
    text = json.dumps({name: value for name, value in fields.items() if value is not None})
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "EdDSA"},
        {"kid": None},
        {"iss": 1},
        {"iat": "now"},
        {"iat": 1.5},
        {"jwk": {"kty": "OKP"}},
        {"crit": ["b64"], "b64": False},
    ],
)
def test_a_head_that_is_not_as_it_should_be_is_refused(changes):
    agreement = agreement_of()
    rest = sign(agreement, key_of("AA"), "AA", NOON).split(".")[2]
    with pytest.raises(BadSignature, match="head of the signature"):
        verify(agreement, f"{head_of(**changes)}..{rest}", directory())


@given(st.text(max_size=60))
def test_whatever_is_given_as_a_signature_is_refused(text):
    with pytest.raises(BadSignature):
        verify(agreement_of(), text, directory())


def test_a_signature_with_its_payload_is_none():
    whole = sign(agreement_of(), key_of("AA"), "AA", NOON).replace("..", ".e30.")
    with pytest.raises(BadSignature, match="no detached signature"):
        verify(agreement_of(), whole, directory())


def test_a_key_is_written_and_read_again():
    key = make_key()
    again = Key.read(key.text)
    assert again.public() == key.public()
    assert PublicKey.read(key.public().jwk) == key.public()
    assert key.text not in repr(key)
    assert json.loads(key.text)["d"] not in repr(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kty": "OKP", "crv": "Ed25519"}',
        '{"kty": "OKP", "crv": "Ed25519", "x": 5}',
        '{"kty": "OKP", "crv": "Ed448", "x": "AA"}',
        '{"kty": "oct", "k": "AAAA"}',
    ],
)
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(BadInput):
        PublicKey.read(text)


def test_a_private_key_is_not_taken_for_a_public_one():
    with pytest.raises(BadInput, match="private key"):
        PublicKey.read(make_key().text)


def test_the_thumbprint_is_that_of_rfc_7638():
    """RFC 8037, Appendix A.3: the thumbprint of the key of Appendix A.2."""
    public = PublicKey.read('{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}')
    assert public.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    entry = party_key("AA", public, origin="RFC 8037", at=datetime(2026, 6, 1, tzinfo=UTC))
    assert entry.fingerprint.startswith("kPrK _qmx VWaY ")


def test_a_directory_knows_keys_by_their_id_and_by_their_party():
    found = directory()
    assert found.find(key_of("BB").public().kid).party == "BB"
    assert [one.party for one in found.of("AA")] == ["AA"]
    with pytest.raises(NotFound):
        found.find("nothing")
