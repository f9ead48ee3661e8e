"""Agreements: who may share what with whom, one agreement clause by clause, its text, and what a version changes.

The pages that change something are in `agreeing`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import Actor, Capability, Desk, may
from headwater.desk.agreement_views import AgreementView, CellView, ComparisonView, InForceView, MatrixView, PartyView
from headwater.errors import HeadwaterError, NotFound
from headwater.i18n import mark
from headwater.web.frame import Frame, frame_of
from headwater.web.identity import TheActor, TheDesk, settings_of
from headwater.web.opening_table import PURPOSE_WORDS, STATES, closing_of, laws_that_bind, mark_of, opening_table
from headwater.web.rendering import page

router = APIRouter()
_OPEN_STATES = ("proposed", "part-signed")
_GAINS = ("opened", "longer")
DONE = {
    "proposed": mark("The proposal is kept. It opens nothing until every party has signed it."),
    "withdrawn": mark("The proposal is withdrawn."),
    "signed": mark("Signed. The signature stands below, for the other parties."),
    "added": mark("The signature is good and kept."),
    "profile": mark("The profile is kept and counts from now on."),
    "trusted": mark("The key is kept with where it came from."),
    "revoked": mark("The key is revoked: what it signed is no longer signed."),
}


class Asked(BaseModel):
    """Which version, which two parties, which purpose, and what has just been done."""

    version: int = Field(default=0, ge=0, le=1_000_000)
    sender: str = Field(default="", max_length=32, alias="from")
    recipient: str = Field(default="", max_length=32, alias="to")
    purpose: str = Field(default="", max_length=40)
    done: str = Field(default="", max_length=20)


AskedOf = Annotated[Asked, Query()]
Version = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("/agreements")
def agreements(request: Request, actor: TheActor, desk: TheDesk, asked: AskedOf) -> Response:
    """The matrix of who may share with whom, the chosen pair explained below it."""
    matrix = desk.agreements(actor)
    chosen = next(
        (cell for cell in matrix.cells if (cell.sender, cell.recipient) == (asked.sender, asked.recipient)), None
    )
    agreement = _agreement_of(desk, actor, chosen, asked.purpose) if chosen else None
    held = _held(matrix)
    return page(
        "agreements.html",
        illustrated(frame_of(request, actor), any(one.illustrative for one in held)),
        matrix=matrix,
        parties=_own_first(matrix, request),
        marks={(cell.sender, cell.recipient): mark_of(cell) for cell in matrix.cells},
        held=held,
        chosen=chosen,
        agreement=agreement,
        table=opening_table(chosen.openings, asked.purpose, closing_of(agreement)) if chosen and agreement else None,
        laws=laws_that_bind(chosen.openings, chosen.sender, chosen.recipient) if chosen else (),
        states=STATES,
        names={party.code: party.name for party in matrix.parties},
        purpose_words=PURPOSE_WORDS,
        done=DONE.get(asked.done, ""),
        may_agree=may(actor, Capability.AGREE),
    )


def _own_first(matrix: MatrixView, request: Request) -> list[PartyView]:
    node = settings_of(request).node
    return sorted(matrix.parties, key=lambda party: party.code != node)


def _agreement_of(desk: Desk, actor: Actor, cell: CellView, purpose: str) -> AgreementView | None:
    found = mark_of(cell).agreements
    if not found:
        return None
    first = found[0]
    return desk.agreement(actor, first.id, first.version, sender=cell.sender, recipient=cell.recipient, purpose=purpose)


def _held(matrix: MatrixView) -> tuple[InForceView, ...]:
    found = {(one.id, one.version): one for cell in matrix.cells for one in cell.agreements}
    return matrix.held or tuple(found[key] for key in sorted(found))


@router.get("/agreements/{agreement_id}")
def agreement(request: Request, agreement_id: str, actor: TheActor, desk: TheDesk, asked: AskedOf) -> Response:
    """One version of one agreement, clause by clause, between two of its parties."""
    return agreement_page(request, actor, desk, agreement_id, asked)


def agreement_page(
    request: Request,
    actor: Actor,
    desk: Desk,
    agreement_id: str,
    asked: Asked,
    error: HeadwaterError | None = None,
    signature: str = "",
) -> Response:
    """The page of an agreement, with what was wrong with a form on it or the signature that was just made."""
    view = desk.agreement(
        actor, agreement_id, asked.version, sender=asked.sender, recipient=asked.recipient, purpose=asked.purpose
    )
    return page(
        "agreement.html",
        illustrated(frame_of(request, actor), view.illustrative),
        status=error.status if error else 200,
        agreement=view,
        table=opening_table(view.table, asked.purpose or view.purpose, closing_of(view)),
        laws=laws_that_bind(view.table, view.sender, view.recipient),
        names={party.code: party.name for party in view.parties},
        purpose_words=PURPOSE_WORDS,
        proposal=_proposal(desk, actor, view),
        gains=_GAINS,
        error=error,
        signature=signature,
        done=DONE.get(asked.done, ""),
        may_agree=may(actor, Capability.AGREE),
    )


def _proposal(desk: Desk, actor: Actor, view: AgreementView) -> ComparisonView | None:
    """What the next version would change if one is proposed; of a proposal, what it would itself."""
    if view.state in _OPEN_STATES:
        before = [one.version for one in view.versions if one.version < view.version]
        return desk.compare_agreements(actor, view.id, max(before), view.version) if before else None
    later = [one.version for one in view.versions if one.version > view.version and one.state in _OPEN_STATES]
    return desk.compare_agreements(actor, view.id, view.version, min(later)) if later else None


@router.get("/agreements/{agreement_id}/text")
def text(request: Request, agreement_id: str, actor: TheActor, desk: TheDesk, version: Version = 0) -> Response:
    """The file of an agreement as it was written."""
    view = desk.agreement(actor, agreement_id, version)
    frame = illustrated(frame_of(request, actor), view.illustrative)
    return page("agreement_text.html", frame, agreement=view, lines=view.text.splitlines())


@router.get("/agreements/{agreement_id}/file")
def file(agreement_id: str, actor: TheActor, desk: TheDesk, version: Version = 0) -> Response:
    """The file itself, to check or to sign elsewhere."""
    view = desk.agreement(actor, agreement_id, version)
    return yaml_file(view.text, f"{view.id}-{view.version}.yaml")


def yaml_file(content: str, name: str) -> Response:
    """A file to keep, under this name (RFC 9512 names its type)."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type="application/yaml", headers={"Content-Disposition": disposition})


@router.get("/agreements/{agreement_id}/compare")
def compare(
    request: Request, agreement_id: str, actor: TheActor, desk: TheDesk, old: Version = 0, new: Version = 0
) -> Response:
    """What one version says otherwise than another, and on how many lines of this node."""
    view = desk.agreement(actor, agreement_id)
    versions = sorted(one.version for one in view.versions)
    if len(versions) < 2:
        raise NotFound("There is one version only, and nothing to compare.", where=agreement_id)
    old, new = _two(versions, old, new)
    comparison = desk.compare_agreements(actor, agreement_id, old, new)
    return page(
        "agreement_compare.html",
        illustrated(frame_of(request, actor), view.illustrative),
        agreement=view,
        comparison=comparison,
        versions=versions,
        may_read=may(actor, Capability.READ),
        proposed=any(one.version == new and one.state in _OPEN_STATES for one in view.versions),
        gains=_GAINS,
    )


def _two(versions: list[int], old: int, new: int) -> tuple[int, int]:
    """The versions that are asked for, else the last and the one before."""
    new = new if new in versions else versions[-1]
    others = [version for version in versions if version != new]
    before = [version for version in others if version < new]
    return (old if old in others else (before or others)[-1]), new


@router.get("/agreements/parties/{party}")
def profile(request: Request, party: str, actor: TheActor, desk: TheDesk, done: str = "") -> Response:
    """What a party's own law lets it hold and pass on."""
    view = desk.profile(actor, party)
    frame = illustrated(frame_of(request, actor), view.illustrative)
    return page("agreement_profile.html", frame, profile=view, done=DONE.get(done, ""))


@router.get("/agreements/parties/{party}/file")
def profile_file(party: str, actor: TheActor, desk: TheDesk) -> Response:
    """The file of a profile."""
    view = desk.profile(actor, party)
    return yaml_file(view.text, f"{view.party}-profile-{view.version}.yaml")


def illustrated(frame: Frame, illustrative: bool) -> Frame:
    """The frame, with the banner of an illustrative agreement where one is shown."""
    return replace(frame, illustrative=illustrative)
