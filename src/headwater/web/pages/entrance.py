"""The way in: first start, sign in, state a purpose, change a password, sign out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Capability, kinds_for, may
from headwater.errors import BadInput, HeadwaterError, SignInNeeded, TooMany
from headwater.i18n import mark
from headwater.web.frame import frame_of
from headwater.web.identity import TheActor, TheDesk, TheVisit
from headwater.web.rendering import page
from headwater.web.security import require_loopback, same_site_path

router = APIRouter()
Text = Annotated[str, Form(max_length=1024)]

_PEOPLE = (
    ("administrator", mark("Administrator: accounts, no intelligence"), "admin"),
    ("analyst", mark("Analyst: reads, imports, exports"), "analyst"),
)
_DONE = {"accounts": mark("Both accounts are made. Sign in as the analyst."), "out": mark("You are signed out.")}


def home_of(actor: Actor) -> str:
    """The first room the actor's roles open."""
    if may(actor, Capability.READ):
        return "/"
    return "/audit" if may(actor, Capability.AUDIT) else "/accounts" if may(actor, Capability.ACCOUNTS) else "/purpose"


@router.get("/start", dependencies=[Depends(require_loopback)])
def start(request: Request, desk: TheDesk, token: str = "") -> Response:
    """The first start: what runs, and a form that uses up the one-time link."""
    return _start_page(request, desk, token, None)


@router.post("/start", dependencies=[Depends(require_loopback)])
def redeem(
    request: Request,
    desk: TheDesk,
    token: Text,
    administrator_name: Text,
    administrator_password: Text,
    analyst_name: Text,
    analyst_password: Text,
) -> Response:
    """Make the two first accounts."""
    administrator = (administrator_name, administrator_password)
    try:
        desk.redeem_link(token, administrator, (analyst_name, analyst_password))
    except BadInput as error:
        return _start_page(request, desk, token, error)
    return RedirectResponse("/sign-in?done=accounts", 303)


def _start_page(request: Request, desk: TheDesk, token: str, error: HeadwaterError | None) -> Response:
    usable = desk.check_link(token)
    return page(
        "start.html",
        frame_of(request),
        status=error.status if error else 200 if usable else 403,
        status_view=desk.status(),
        usable=usable,
        token=token,
        people=_PEOPLE,
        error=error,
    )


@router.get("/sign-in")
def sign_in_form(request: Request, desk: TheDesk, next: str = "/", done: str = "") -> Response:
    """The form to sign in."""
    return _sign_in_page(request, desk, next=next, done=_DONE.get(done, ""))


@router.post("/sign-in")
def sign_in(
    request: Request, desk: TheDesk, visit: TheVisit, name: Text = "", password: Text = "", next: Text = "/"
) -> Response:
    """Open a session; the purpose is asked next."""
    if not name.strip():
        return _sign_in_page(request, desk, next=next, missing="name", status=400)
    try:
        actor = desk.sign_in(name.strip(), password, source=request.client.host if request.client else "")
    except (SignInNeeded, TooMany) as error:
        return _sign_in_page(request, desk, next=next, name=name, error=error, status=error.status)
    visit.sign_in(actor.account_id)
    after = same_site_path(next)
    return RedirectResponse(f"/purpose?next={after if after != '/' else home_of(actor)}", 303)


def _sign_in_page(
    request: Request,
    desk: TheDesk,
    *,
    next: str = "/",
    name: str = "",
    missing: str = "",
    error: HeadwaterError | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    return page(
        "sign_in.html",
        frame_of(request),
        status=status,
        status_view=desk.status(),
        next=same_site_path(next),
        name=name,
        missing=missing,
        error=error,
        done=done,
    )


@router.post("/sign-out")
def sign_out(actor: TheActor, desk: TheDesk, visit: TheVisit) -> Response:
    """Close the session."""
    desk.sign_out(actor)
    visit.sign_out()
    return RedirectResponse("/sign-in?done=out", 303)


@router.get("/purpose")
def purpose_form(request: Request, actor: TheActor, next: str = "") -> Response:
    """The form that asks why the reader is here."""
    stated = actor.purpose
    given = (stated.kind, stated.case, stated.note) if stated else ("", "", "")
    return _purpose_page(request, actor, next, given, None)


@router.post("/purpose")
def state_purpose(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    visit: TheVisit,
    kind: Text = "",
    case: Text = "",
    note: Text = "",
    next: Text = "",
) -> Response:
    """Keep the purpose in the session; each read from now on is logged with it."""
    try:
        stated = desk.state_purpose(actor, kind, case, note)
    except HeadwaterError as error:
        return _purpose_page(request, actor, next, (kind, case, note), error)
    if visit.session is not None:
        visit.session.purpose_id = stated.purpose_id
    return RedirectResponse(same_site_path(next) if next else home_of(stated), 303)


def _purpose_page(
    request: Request, actor: Actor, next: str, given: tuple[str, str, str], error: HeadwaterError | None
) -> Response:
    kinds = list(kinds_for(actor.roles).items())
    kind, case, note = given
    return page(
        "purpose.html",
        frame_of(request, actor),
        status=error.status if error else 200,
        kinds=kinds,
        kind=kind or (kinds[0][0] if len(kinds) == 1 else ""),
        case=case,
        note=note,
        next=next,
        error=error,
    )


@router.get("/password")
def password_form(request: Request, actor: TheActor, done: str = "") -> Response:
    """The form to change one's own password."""
    return page("password.html", frame_of(request, actor), done=done == "yes", error=None)


@router.post("/password")
def change_password(
    request: Request, actor: TheActor, desk: TheDesk, visit: TheVisit, old: Text = "", new: Text = ""
) -> Response:
    """Change the password; the account's other sessions end."""
    try:
        desk.change_password(actor, old, new)
    except (BadInput, SignInNeeded, TooMany) as error:
        status = 400 if error.status == 401 else error.status
        return page("password.html", frame_of(request, actor), status=status, done=False, error=error)
    visit.sessions.end_all(actor.account_id, but=visit.token)
    return RedirectResponse("/password?done=yes", 303)
