"""Agreements: who may share what with whom, one agreement, its signatures and keys, and why a line goes or stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

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
from headwater.web.api.answers import Form, Id, errors
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(tags=["agreements"])
_READ = errors(401, 403, 404)
_CHANGES = errors(401, 403, 404, 409)
_CODE = r"^[A-Z][A-Z0-9-]{1,31}$"
_CODE_OR_NONE = r"^([A-Z][A-Z0-9-]{1,31})?$"
_PURPOSE = r"^[a-z-]{0,32}$"
VERSIONS = 1_000_000

AgreementId = Annotated[str, Path(pattern=r"^[A-Z0-9][A-Z0-9-]{0,31}$", description="As the file has it: GB-AL")]
Party = Annotated[str, Path(pattern=_CODE, description="An agency's code: GB, FRONTEX")]
Version = Annotated[int, Path(ge=1, le=VERSIONS)]


class AgreementQuery(Form):
    """Which version, 0 for the newest signed one; between whom, and for which purpose its table is shown."""

    version: int = Field(0, ge=0, le=VERSIONS)
    sender: str = Field("", alias="from", pattern=_CODE_OR_NONE)
    recipient: str = Field("", alias="to", pattern=_CODE_OR_NONE)
    purpose: str = Field("", pattern=_PURPOSE)


class Versions(Form):
    """Two versions of one agreement."""

    old: int = Field(ge=1, le=VERSIONS)
    new: int = Field(ge=1, le=VERSIONS)


class SharingQuery(Form):
    """From whom, to whom and for which purpose."""

    sender: str = Field(alias="from", pattern=_CODE)
    recipient: str = Field(alias="to", pattern=_CODE)
    purpose: str = Field(min_length=1, pattern=_PURPOSE)


class OneAssertion(Form):
    """Which assertion of the report is asked about."""

    assertion: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")


class File(Form):
    """The text of an agreement or a profile, and what its file is called."""

    text: str = Field(min_length=1, max_length=1_000_000)
    file_name: str = Field("file.yaml", min_length=1, max_length=200)


class Texts(Form):
    """Two versions of an agreement or a profile, which need not be held here."""

    old: str = Field(min_length=1, max_length=1_000_000)
    new: str = Field(min_length=1, max_length=1_000_000)


class Detached(Form):
    """A party's detached signature (RFC 7515, Appendix F)."""

    signature: str = Field(min_length=1, max_length=10_000)


class TrustedKey(Form):
    """A party's public key (RFC 8037) and where it came from."""

    party: str = Field(pattern=_CODE)
    jwk: str = Field(min_length=1, max_length=10_000)
    origin: str = Field(min_length=1, max_length=300)


@dataclass(frozen=True)
class Signed:
    """The node's own detached signature, for the other parties."""

    signature: str


@dataclass(frozen=True)
class OwnKey:
    """The node's own public key, and its JSON for the partners."""

    key: KeyView
    jwk: str


@router.get("/agreements", responses=errors(401, 403))
def matrix(actor: TheActor, desk: TheDesk) -> MatrixView:
    """Who may share what with whom at this moment, every party with every other."""
    return desk.agreements(actor)


@router.post("/agreements", status_code=201, responses=_CHANGES)
def propose(form: File, actor: TheActor, desk: TheDesk) -> AgreementView:
    """Keep an agreement as a proposal that nobody has signed; its examples must come out as they say."""
    return desk.propose(actor, form.text.encode(), form.file_name)


@router.post("/comparisons", responses=errors(401, 403))
def compare(form: Texts, actor: TheActor, desk: TheDesk) -> ComparisonView:
    """What one text says otherwise than another, and on how many lines held here (-1: not for this reader)."""
    return desk.compare_texts(actor, form.old.encode(), form.new.encode())


@router.get("/agreements/{agreement_id}", responses=_READ)
def agreement(
    agreement_id: AgreementId, asked: Annotated[AgreementQuery, Query()], actor: TheActor, desk: TheDesk
) -> AgreementView:
    """One version of one agreement, clause by clause."""
    return desk.agreement(
        actor,
        agreement_id,
        asked.version,
        sender=asked.sender,
        recipient=asked.recipient,
        purpose=asked.purpose,
    )


@router.get("/agreements/{agreement_id}/comparison", responses=_READ)
def comparison(
    agreement_id: AgreementId, asked: Annotated[Versions, Query()], actor: TheActor, desk: TheDesk
) -> ComparisonView:
    """What one version says otherwise than another, and on how many lines held here (-1: not for this reader)."""
    return desk.compare_agreements(actor, agreement_id, asked.old, asked.new)


@router.post("/agreements/{agreement_id}/versions/{version}/sign", responses=_CHANGES)
def sign(agreement_id: AgreementId, version: Version, actor: TheActor, desk: TheDesk) -> Signed:
    """Sign a version for the node's own agency."""
    return Signed(desk.sign(actor, agreement_id, version))


@router.delete("/agreements/{agreement_id}/versions/{version}", status_code=204, responses=_CHANGES)
def withdraw(agreement_id: AgreementId, version: Version, actor: TheActor, desk: TheDesk) -> None:
    """Take back a version that not every party has signed."""
    desk.withdraw_proposal(actor, agreement_id, version)


@router.post("/signatures", status_code=201, responses=_CHANGES)
def add_signature(form: Detached, actor: TheActor, desk: TheDesk) -> SignatureView:
    """Keep a party's signature; it finds the agreement that it is of."""
    return desk.add_signature(actor, form.signature)


@router.get("/party-keys", responses=errors(401, 403))
def party_keys(actor: TheActor, desk: TheDesk) -> tuple[KeyView, ...]:
    """The parties' public keys, each with where it came from."""
    return desk.party_keys(actor)


@router.post("/party-keys", status_code=201, responses=_CHANGES)
def trust(form: TrustedKey, actor: TheActor, desk: TheDesk) -> KeyView:
    """Keep a party's public key, after its fingerprint was compared by another way."""
    return desk.trust(actor, form.party, form.jwk, form.origin)


@router.post("/party-keys/own", responses=errors(401, 403))
def own_key(actor: TheActor, desk: TheDesk) -> OwnKey:
    """The node's own public key, made when it is first asked for."""
    return OwnKey(*desk.own_key(actor))


@router.post("/party-keys/{key_id}/revoke", responses=_CHANGES)
def revoke(key_id: Id, actor: TheActor, desk: TheDesk) -> KeyView:
    """Trust a key no more; what it signed is signed no more."""
    return desk.revoke_key(actor, key_id)


@router.post("/profiles", status_code=201, responses=_CHANGES)
def add_profile(form: File, actor: TheActor, desk: TheDesk) -> ProfileView:
    """Keep a party's profile; a higher version takes the place of the one before."""
    return desk.add_profile(actor, form.text.encode(), form.file_name)


@router.get("/profiles/{party}", responses=_READ)
def profile(party: Party, actor: TheActor, desk: TheDesk) -> ProfileView:
    """What a party's own law lets it hold and pass on."""
    return desk.profile(actor, party)


@router.get("/reports/{report_id}/sharing", responses=_READ)
def sharing(report_id: Id, asked: Annotated[SharingQuery, Query()], actor: TheActor, desk: TheDesk) -> ExplanationView:
    """Line by line, what of a report goes from one party to another, and why."""
    return desk.explain_sharing(actor, asked.sender, asked.recipient, asked.purpose, report_id)


@router.get("/reports/{report_id}/why", responses=_READ)
def why(report_id: Id, asked: Annotated[OneAssertion, Query()], actor: TheActor, desk: TheDesk) -> FactWhyView:
    """Why the reader may read one fact, and, of their own agency's, who else may."""
    return desk.why(actor, report_id, asked.assertion)
