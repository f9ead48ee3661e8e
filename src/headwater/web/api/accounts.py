"""Local accounts and their roles, for the administrator."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field, StrictBool
from starlette.requests import Request

from headwater.desk import Role, roles_named
from headwater.desk.views import AccountView
from headwater.web.api.answers import Form, Id, Name, Password, errors
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(prefix="/accounts", tags=["accounts"])
_CHANGES = errors(401, 403, 404, 409)


class NewAccount(Form):
    """A name, its first password, its roles, and the agency it is of: "" for the node's own."""

    name: Name
    password: Password
    roles: list[Role] = Field(default=[], max_length=len(Role))
    agency: str = Field("", pattern=r"^([A-Z][A-Z0-9-]{1,31})?$")


class AccountChange(Form):
    """The roles from now on, and whether the account is shut out (which stays)."""

    roles: list[Role] = Field(max_length=len(Role))
    disabled: StrictBool = False


@router.get("", responses=errors(401, 403))
def accounts(actor: TheActor, desk: TheDesk) -> tuple[AccountView, ...]:
    """All local accounts."""
    return desk.accounts(actor)


@router.post("", status_code=201, responses=errors(401, 403, 409))
def add(form: NewAccount, actor: TheActor, desk: TheDesk) -> AccountView:
    """Make an account."""
    return desk.add_account(actor, form.name, form.password, roles_named(tuple(form.roles)), form.agency)


@router.put("/{account_id}", responses=_CHANGES)
def change(account_id: Id, form: AccountChange, actor: TheActor, desk: TheDesk, request: Request) -> AccountView:
    """Give an account other roles, or shut it out."""
    changed = desk.set_roles(actor, account_id, roles_named(tuple(form.roles)))
    if form.disabled:
        changed = desk.disable_account(actor, account_id)
        shut_out(request, account_id)
    return changed


def shut_out(request: Request, account_id: str) -> None:
    """End every browser session of an account; the node's socket has none."""
    if not request.app.state.local:
        request.app.state.sessions.end_all(account_id)
