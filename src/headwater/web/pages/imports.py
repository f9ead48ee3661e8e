"""Imports: bring a file in, follow the run, mend or drop what was refused, take the whole back."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Capability, Desk
from headwater.desk.actors import demand
from headwater.desk.views import ChangeView, ImportView
from headwater.errors import BadInput, Conflict, HeadwaterError
from headwater.i18n import mark
from headwater.web.api.imports import begin_import, form_of
from headwater.web.frame import Frame, ceiling_of, frame_of
from headwater.web.identity import TheActor, TheDesk, settings_of
from headwater.web.rendering import page
from headwater.web.uploads import Upload, receive_upload

router = APIRouter()
CHANGES = 50
REFUSALS = 20

_FORMATS = (
    ("", mark("Recognise it")),
    ("un", mark("UN consolidated list, XML")),
    ("eu", mark("EU consolidated list or extract")),
    ("ofac", mark("OFAC, SDN.CSV or extract")),
    ("uk", mark("UK Sanctions List, CSV")),
    ("uk-press", mark("UK designations from press, CSV")),
    ("ftm", mark("FollowTheMoney, JSON lines")),
    ("headwater", mark("Reports of this node's own form, JSON lines")),
)
_CATEGORIES = (
    ("", mark("As the file says")),
    ("listed", mark("On a public list")),
    ("suspect", mark("Suspects")),
    ("convicted", mark("Convicted persons")),
    ("contact", mark("Contacts or associates")),
    ("witness", mark("Witnesses")),
    ("victim", mark("Victims")),
)
_KINDS = (("added", mark("Added")), ("changed", mark("Changed")), ("ended", mark("Ended")))
_FULL = {"full": "true", "part": "false"}
_DONE = {
    "undone": mark("The import is taken back."),
    "mended": mark("The entry was read again and kept."),
    "dropped": mark("The entry was dropped."),
}


class Asked(BaseModel):
    """Which changes of a run are shown, and what has just been done to it."""

    changes: str = Field(default="", max_length=20)
    offset: int = Field(default=0, ge=0, le=100_000_000)
    done: str = Field(default="", max_length=20)


_NOTHING_ASKED = Asked()


def _frame(request: Request, actor: Actor) -> Frame:
    # The raw text of a refused entry can be of any class the node takes in.
    return replace(frame_of(request, actor), marking=ceiling_of(request))


@router.get("/imports")
def imports(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """The import runs, newest first."""
    return page("imports.html", _frame(request, actor), imports=desk.imports(actor))


@router.get("/imports/new")
def import_form(request: Request, actor: TheActor) -> Response:
    """The form to bring a file in."""
    demand(actor, Capability.IMPORT)
    return _form_page(request, actor, {}, None)


@router.post("/imports")
async def bring_in(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """Take in a file in a process of its own and show the run."""
    demand(actor, Capability.IMPORT)  # before a byte of the file is read
    taken = await receive_upload(request)
    try:
        run = await run_in_threadpool(_begin, desk, actor, taken)
    except (BadInput, Conflict) as error:
        taken.discard()
        return _form_page(request, actor, taken.fields, error)
    except BaseException:
        taken.discard()
        raise
    return RedirectResponse(f"/imports/{run.id}", 303)


def _begin(desk: Desk, actor: Actor, taken: Upload) -> ImportView:
    fields = {**taken.fields, "full": _FULL.get(taken.fields.get("full", ""), "")}
    return begin_import(desk, actor, taken.path, form_of(Upload(taken.path, fields)))


def _form_page(request: Request, actor: Actor, fields: dict[str, str], error: HeadwaterError | None) -> Response:
    names = ("format", "agency", "list_name", "edition_date", "full", "category")
    return page(
        "import_new.html",
        _frame(request, actor),
        status=error.status if error else 200,
        formats=_FORMATS,
        categories=_CATEGORIES,
        given={name: fields.get(name, "") for name in names},
        limit_mib=settings_of(request).max_body_bytes // (1024 * 1024),
        error=error,
    )


@router.get("/imports/{import_id}")
def run(request: Request, import_id: str, actor: TheActor, desk: TheDesk, asked: Annotated[Asked, Query()]) -> Response:
    """A run: how far it is, what it counts, what it refused and what it changed."""
    return _run_page(request, actor, desk.import_run(actor, import_id), asked=asked)


@router.post("/imports/{import_id}/undo")
def undo(request: Request, import_id: str, actor: TheActor, desk: TheDesk) -> Response:
    """Take the import back whole."""
    try:
        desk.undo_import(actor, import_id)
    except Conflict as error:
        return _run_page(request, actor, desk.import_run(actor, import_id), error=error)
    return RedirectResponse(f"/imports/{import_id}?done=undone", 303)


@router.post("/imports/{import_id}/refusals/{refusal_id}")
def settle(
    request: Request,
    import_id: str,
    refusal_id: str,
    actor: TheActor,
    desk: TheDesk,
    do: Annotated[str, Form()],
    raw: Annotated[str, Form(max_length=1_000_000)] = "",
) -> Response:
    """Read a refused entry again from its mended text, or drop it."""
    if do == "drop":
        desk.drop_refusal(actor, refusal_id)
        return RedirectResponse(f"/imports/{import_id}?done=dropped", 303)
    try:
        desk.mend(actor, refusal_id, raw)
    except (BadInput, Conflict) as error:
        view = desk.import_run(actor, import_id)
        return _run_page(request, actor, view, mend_error=(refusal_id, error, raw))
    return RedirectResponse(f"/imports/{import_id}?done=mended", 303)


def _run_page(
    request: Request,
    actor: Actor,
    view: ImportView,
    *,
    asked: Asked = _NOTHING_ASKED,
    error: HeadwaterError | None = None,
    mend_error: tuple[str, HeadwaterError, str] | None = None,
) -> Response:
    chosen, changes = changes_of(view, asked.changes)
    wrong = error or (mend_error[1] if mend_error else None)
    return page(
        "import.html",
        _frame(request, actor),
        status=wrong.status if wrong else 200,
        run=view,
        open_refusals=[refusal for refusal in view.refusals if refusal.state == "open"],
        settled=[refusal for refusal in view.refusals if refusal.state != "open"],
        refusals_shown=REFUSALS,
        change_counts=[(code, words, _count(view, code)) for code, words in _KINDS],
        changes_kind=chosen,
        changes=changes[asked.offset : asked.offset + CHANGES],
        changes_total=len(changes),
        changes_offset=asked.offset,
        changes_limit=CHANGES,
        done=_DONE.get(asked.done, ""),
        error=error,
        mend_error=mend_error,
    )


def changes_of(view: ImportView, kind: str) -> tuple[str, list[ChangeView]]:
    """The changes of the chosen kind, else those of the first kind there is any of."""
    present = [code for code, _ in _KINDS if _count(view, code)]
    chosen = kind if kind in present else (present[0] if present else "")
    return chosen, [change for change in view.changes if change.kind == chosen]


def _count(view: ImportView, kind: str) -> int:
    return sum(change.kind == kind for change in view.changes)
