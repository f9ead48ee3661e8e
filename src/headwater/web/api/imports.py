"""Files that come in: uploading, following a run, mending what was refused, taking an import back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field, StrictBool, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from headwater.desk import Actor, Capability, Desk
from headwater.desk.actors import demand
from headwater.desk.views import ImportView, RefusalView
from headwater.errors import BadInput
from headwater.web.api.answers import Day, Form, Id, errors
from headwater.web.identity import TheActor, TheDesk
from headwater.web.uploads import Upload, receive_upload

router = APIRouter(tags=["imports"])
uploading = APIRouter(tags=["imports"])
local = APIRouter(tags=["imports"])
_CHANGES = errors(401, 403, 404, 409)


class ImportForm(Form):
    """What the importer says about a file; what is left out is left to the format."""

    format: str = Field("", max_length=20, description='"" to recognise it')
    agency: str = Field(pattern=r"^[A-Z][A-Z0-9-]{1,31}$", description="Who says it: GB, FRONTEX, UN")
    list_name: str = Field("", max_length=100)
    edition_date: Day | None = None
    category: str = Field("", max_length=20, description="What the persons of the whole file are")


class UploadForm(ImportForm):
    """The fields beside an uploaded file. `full`: whether it is the whole list."""

    full: Literal["true", "false"] | None = None


class LocalImport(ImportForm):
    """What the importer says about a file on the node's own machine, named by its path."""

    path: str = Field(min_length=1, max_length=4096)
    full: StrictBool | None = None
    wait: StrictBool = False


class MendedEntry(Form):
    """The text of a refused entry as a person has mended it."""

    raw: str = Field(min_length=1, max_length=1_000_000)


def begin_import(desk: Desk, actor: Actor, path: Path, form: UploadForm | LocalImport) -> ImportView:
    """Start to take in a file for an actor; with `wait` return when it is done."""
    return desk.import_file(
        actor,
        path,
        format=form.format,
        agency=form.agency,
        list_name=form.list_name,
        edition_date=form.edition_date or "",
        full={"true": True, "false": False}.get(str(form.full).lower()),
        category=form.category,
        wait=isinstance(form, LocalImport) and form.wait,
    )


def form_of(upload: Upload) -> UploadForm:
    """The fields of an upload; empty ones count as not given.

    Raises:
        BadInput: A field cannot be read.
    """
    given = {name: value for name, value in upload.fields.items() if value}
    try:
        return _FORM.validate_python(given)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise BadInput(f"{first['msg']}.", where=".".join(map(str, first["loc"])), remedy="Check the form.") from None


_FORM = TypeAdapter(UploadForm)


@router.get("/imports", responses=errors(401, 403))
def runs(actor: TheActor, desk: TheDesk) -> tuple[ImportView, ...]:
    """The import runs, newest first."""
    return desk.imports(actor)


@router.get("/imports/{import_id}", responses=errors(401, 403, 404))
def run(import_id: Id, actor: TheActor, desk: TheDesk) -> ImportView:
    """One run: how far it is, what it refused and what it changed."""
    return desk.import_run(actor, import_id)


@router.post("/imports/{import_id}/undo", responses=_CHANGES)
def undo(import_id: Id, actor: TheActor, desk: TheDesk) -> ImportView:
    """Take an import back whole; ledger and audit keep what happened."""
    return desk.undo_import(actor, import_id)


class Erasure(Form):
    """Ids of the reports to erase."""

    reports: list[Id] = Field(min_length=1, max_length=5000)


@dataclass(frozen=True)
class Erased:
    """How many versions of reports were erased."""

    erased: int


@router.post("/erasures", responses=_CHANGES)
def erase(form: Erasure, actor: TheActor, desk: TheDesk) -> Erased:
    """Erase reports for good: keys destroyed, index compacted; the answer comes when it is done."""
    return Erased(desk.erase_reports(actor, form.reports))


@router.post("/refusals/{refusal_id}/mend", responses=_CHANGES)
def mend(refusal_id: Id, form: MendedEntry, actor: TheActor, desk: TheDesk) -> RefusalView:
    """Read a refused entry again from mended text."""
    return desk.mend(actor, refusal_id, form.raw)


@router.delete("/refusals/{refusal_id}", responses=_CHANGES)
def drop(refusal_id: Id, actor: TheActor, desk: TheDesk) -> RefusalView:
    """Set a refused entry aside for good."""
    return desk.drop_refusal(actor, refusal_id)


def _multipart() -> dict[str, Any]:
    form = UploadForm.model_json_schema()
    form["properties"]["file"] = {"type": "string", "format": "binary", "description": "The file"}
    form["required"] = ["file", *form["required"]]
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}}}


@uploading.post("/imports", status_code=202, responses=_CHANGES, openapi_extra=_multipart())
async def upload(request: Request, actor: TheActor, desk: TheDesk) -> ImportView:
    """Take in a file; the answer comes while the import runs in a process of its own."""
    demand(actor, Capability.IMPORT)  # before a byte of the file is read
    taken = await receive_upload(request)
    try:
        return await run_in_threadpool(begin_import, desk, actor, taken.path, form_of(taken))
    except BaseException:
        taken.discard()
        raise


@local.post("/imports", status_code=202, responses=_CHANGES)
def local_import(form: LocalImport, actor: TheActor, desk: TheDesk) -> ImportView:
    """Take in a file of this machine, by its path; with `wait` the answer comes when it is done."""
    path = Path(form.path)
    if not path.is_absolute():
        raise BadInput("The path is not absolute.", where="path", remedy="Send the whole path.")
    return begin_import(desk, actor, path, form)
