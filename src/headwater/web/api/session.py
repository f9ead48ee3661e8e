"""Signing in, stating a purpose, signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, WithJsonSchema
from starlette.requests import Request

from headwater.desk import PURPOSE_KINDS, Actor, kinds_for
from headwater.desk.views import PurposeView
from headwater.web.api.answers import Form, Name, Password, errors
from headwater.web.identity import TheActor, TheDesk, TheVisit
from headwater.web.sessions import Visit

entrance = APIRouter(prefix="/session", tags=["session"])
router = APIRouter(prefix="/session", tags=["session"])


class SignIn(Form):
    """A name and its password."""

    name: Name
    password: Password


# The desk says which kinds there are; the description lists them.
Kind = Annotated[str, WithJsonSchema({"type": "string", "enum": list(PURPOSE_KINDS)})]


class StatedPurpose(Form):
    """Why the reader is here: a kind (see `purposes` of the session), a case reference and a few words."""

    kind: Kind
    case: str = Field("", pattern=r"^([A-Za-z0-9][A-Za-z0-9./_-]{0,63})?$")
    note: str = Field("", max_length=500)


class NewPassword(Form):
    """The password until now and the one from now on."""

    old: Password
    new: Password


class SessionAnswer(BaseModel):
    """Who is signed in. `csrf` goes into `X-CSRF-Token`; `purposes` are the kinds that go with the roles, in words."""

    account_id: str
    name: str
    roles: list[str]
    agency: str
    purpose: PurposeView | None
    purposes: dict[str, str]
    csrf: str


def _answer(actor: Actor, visit: Visit) -> SessionAnswer:
    return SessionAnswer(
        account_id=actor.account_id,
        name=actor.name,
        roles=sorted(role.value for role in actor.roles),
        agency=actor.agency,
        purpose=actor.purpose,
        purposes=kinds_for(actor.roles),
        csrf=visit.form_token(),
    )


@entrance.post("", responses=errors(401, 403))
def sign_in(form: SignIn, request: Request, desk: TheDesk, visit: TheVisit) -> SessionAnswer:
    """Sign in; the answer sets the session's cookie."""
    source = request.client.host if request.client else ""
    actor = desk.sign_in(form.name, form.password, source=source)
    visit.sign_in(actor.account_id)
    return _answer(actor, visit)


@router.get("", responses=errors(401))
def current(actor: TheActor, visit: TheVisit) -> SessionAnswer:
    """Who is signed in, for which purpose."""
    return _answer(actor, visit)


@router.delete("", status_code=204, responses=errors(401, 403))
def sign_out(actor: TheActor, desk: TheDesk, visit: TheVisit) -> None:
    """Sign out; the cookie is worth nothing from now on."""
    desk.sign_out(actor)
    visit.sign_out()


@router.put("/purpose", responses=errors(401, 403))
def state_purpose(form: StatedPurpose, actor: TheActor, desk: TheDesk, visit: TheVisit) -> SessionAnswer:
    """State why you read; it holds until another is stated and is written with each read."""
    stated = desk.state_purpose(actor, form.kind, form.case, form.note)
    if visit.session is not None:
        visit.session.purpose_id = stated.purpose_id
    return _answer(stated, visit)


@router.put("/password", status_code=204, responses=errors(401, 403))
def change_password(form: NewPassword, actor: TheActor, desk: TheDesk, visit: TheVisit) -> None:
    """Change your own password; your other sessions end."""
    desk.change_password(actor, form.old, form.new)
    visit.sessions.end_all(actor.account_id, but=visit.token)
