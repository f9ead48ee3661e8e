"""Accounts: who may sign in and in which roles. For administrators, who read no intelligence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Desk, Role, roles_named
from headwater.errors import BadInput, Conflict, HeadwaterError
from headwater.i18n import mark
from headwater.web.frame import frame_of
from headwater.web.identity import TheActor, TheDesk, TheVisit
from headwater.web.rendering import page

router = APIRouter()
Text = Annotated[str, Form(max_length=1024)]
Codes = Annotated[list[str], Form(max_length=10)]
_ROLES = (
    (Role.ANALYST.value, mark("Analyst")),
    (Role.LIAISON.value, mark("Liaison officer")),
    (Role.BORDER.value, mark("Border officer")),
    (Role.PROTECTION.value, mark("Data protection")),
    (Role.ADMINISTRATOR.value, mark("Administrator")),
)
_DONE = {
    "added": mark("The account is there."),
    "roles": mark("The roles are set."),
    "shut": mark("The account is shut out and its sessions have ended."),
}


@router.get("/accounts")
def accounts(request: Request, actor: TheActor, desk: TheDesk, done: str = "") -> Response:
    """All accounts, and the form to add one."""
    return _page(request, actor, desk, done=_DONE.get(done, ""))


@router.post("/accounts")
def add(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    name: Text = "",
    password: Text = "",
    role: Codes = [],  # noqa: B006 - FastAPI copies it
    agency: Text = "",
) -> Response:
    """Make an account."""
    try:
        desk.add_account(actor, name.strip(), password, roles_named(tuple(role)), agency.strip())
    except (BadInput, Conflict) as error:
        return _page(request, actor, desk, given=(name, agency), error=error)
    return RedirectResponse("/accounts?done=added", 303)


@router.post("/accounts/{account_id}/roles")
def set_roles(
    request: Request,
    account_id: str,
    actor: TheActor,
    desk: TheDesk,
    role: Codes = [],  # noqa: B006
) -> Response:
    """Give an account these roles and no others."""
    try:
        desk.set_roles(actor, account_id, roles_named(tuple(role)))
    except (BadInput, Conflict) as error:
        return _page(request, actor, desk, error=error)
    return RedirectResponse("/accounts?done=roles", 303)


@router.post("/accounts/{account_id}/disable")
def disable(request: Request, account_id: str, actor: TheActor, desk: TheDesk, visit: TheVisit) -> Response:
    """Shut an account out at once."""
    try:
        desk.disable_account(actor, account_id)
    except (BadInput, Conflict) as error:
        return _page(request, actor, desk, error=error)
    visit.sessions.end_all(account_id)
    return RedirectResponse("/accounts?done=shut", 303)


def _page(
    request: Request,
    actor: Actor,
    desk: Desk,
    *,
    given: tuple[str, str] = ("", ""),
    error: HeadwaterError | None = None,
    done: str = "",
) -> Response:
    return page(
        "accounts.html",
        frame_of(request, actor),
        status=error.status if error else 200,
        accounts=desk.accounts(actor),
        roles=_ROLES,
        given=given,
        error=error,
        done=done,
    )
