"""What administrators do with agreements: propose, sign, add signatures, take back, keep the parties' keys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Capability, Desk
from headwater.desk.actors import demand, may
from headwater.errors import BadInput, Conflict, HeadwaterError
from headwater.web.frame import frame_of
from headwater.web.identity import TheActor, TheDesk
from headwater.web.pages.agreements import DONE, Asked, agreement_page
from headwater.web.rendering import page
from headwater.web.uploads import Upload, receive_upload

router = APIRouter()
Text = Annotated[str, Form(max_length=16_384)]
Number = Annotated[int, Form(ge=1, le=1_000_000)]


@router.get("/agreements/new")
def form(request: Request, actor: TheActor) -> Response:
    """The form to propose an agreement or to bring in a profile."""
    demand(actor, Capability.AGREE)
    return _form_page(request, actor, None)


@router.post("/agreements")
async def bring_in(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """Keep a file as a proposal, or as a party's profile."""
    demand(actor, Capability.AGREE)  # before a byte of the file is read
    taken = await receive_upload(request)
    try:
        return await run_in_threadpool(_kept, desk, actor, taken)
    except (BadInput, Conflict) as error:
        return _form_page(request, actor, error)
    finally:
        taken.discard()


def _kept(desk: Desk, actor: Actor, taken: Upload) -> Response:
    data = taken.path.read_bytes()
    if taken.fields.get("kind") == "profile":
        kept = desk.add_profile(actor, data, taken.path.name)
        return RedirectResponse(f"/agreements/parties/{kept.party}?done=profile", 303)
    proposed = desk.propose(actor, data, taken.path.name)
    return _to(proposed.id, proposed.version, "proposed")


def _to(agreement_id: str, version: int, done: str) -> RedirectResponse:
    return RedirectResponse(f"/agreements/{agreement_id}?version={version}&done={done}", 303)


def _form_page(request: Request, actor: Actor, error: HeadwaterError | None) -> Response:
    status = error.status if error else 200
    return page("agreement_new.html", frame_of(request, actor), status=status, error=error)


@router.post("/agreements/{agreement_id}/sign")
def sign(request: Request, agreement_id: str, actor: TheActor, desk: TheDesk, version: Number) -> Response:
    """Sign a version for the node's own agency and show the signature."""
    asked = Asked(version=version)
    try:
        signature = desk.sign(actor, agreement_id, version)
    except (BadInput, Conflict) as error:
        return agreement_page(request, actor, desk, agreement_id, asked, error)
    return agreement_page(request, actor, desk, agreement_id, Asked(version=version, done="signed"), None, signature)


@router.post("/agreements/{agreement_id}/signatures")
def add_signature(
    request: Request, agreement_id: str, actor: TheActor, desk: TheDesk, version: Number, signature: Text = ""
) -> Response:
    """Keep the signature of another party."""
    try:
        desk.add_signature(actor, signature.strip())
    except (BadInput, Conflict) as error:
        return agreement_page(request, actor, desk, agreement_id, Asked(version=version), error)
    return _to(agreement_id, version, "added")


@router.post("/agreements/{agreement_id}/withdraw")
def withdraw(request: Request, agreement_id: str, actor: TheActor, desk: TheDesk, version: Number) -> Response:
    """Take back a version that not every party has signed."""
    try:
        desk.withdraw_proposal(actor, agreement_id, version)
    except (BadInput, Conflict) as error:
        return agreement_page(request, actor, desk, agreement_id, Asked(version=version), error)
    return RedirectResponse("/agreements?done=withdrawn", 303)


@router.get("/agreements/keys")
def keys(request: Request, actor: TheActor, desk: TheDesk, done: str = "") -> Response:
    """The public keys of the parties, each with where it came from."""
    return _keys_page(request, actor, desk, done=done)


@router.post("/agreements/keys")
def trust(
    request: Request, actor: TheActor, desk: TheDesk, party: Text = "", key: Text = "", origin: Text = ""
) -> Response:
    """Keep a party's public key."""
    try:
        desk.trust(actor, party.strip(), key.strip(), origin.strip())
    except (BadInput, Conflict) as error:
        return _keys_page(request, actor, desk, error=error, given=(party, key, origin))
    return RedirectResponse("/agreements/keys?done=trusted", 303)


@router.post("/agreements/keys/{key_id}/revoke")
def revoke(request: Request, key_id: str, actor: TheActor, desk: TheDesk) -> Response:
    """Trust a key no longer."""
    try:
        desk.revoke_key(actor, key_id)
    except (BadInput, Conflict) as error:
        return _keys_page(request, actor, desk, error=error)
    return RedirectResponse("/agreements/keys?done=revoked", 303)


def _keys_page(
    request: Request,
    actor: Actor,
    desk: Desk,
    *,
    error: HeadwaterError | None = None,
    given: tuple[str, str, str] = ("", "", ""),
    done: str = "",
) -> Response:
    return page(
        "agreement_keys.html",
        frame_of(request, actor),
        status=error.status if error else 200,
        keys=desk.party_keys(actor),
        may_agree=may(actor, Capability.AGREE),
        error=error,
        given=given,
        done=DONE.get(done, ""),
    )
