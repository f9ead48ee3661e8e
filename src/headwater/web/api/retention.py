"""What is due for erasure or review, the run that erases it, extensions, and what is kept and not used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from headwater.desk.retention_views import QueueOfDatesView, RestrictionView, RunView
from headwater.web.api.answers import Day, Form, Id, Paging, errors
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(prefix="/retention", tags=["retention"])
ID = r"^[A-Za-z0-9_-]{1,64}$"
_CHANGES = errors(401, 403, 404, 409)


class Waiting(Paging):
    """What of the queue: all that is due within 30 days, or what is overdue, or what was extended."""

    state: Literal["", "overdue", "extended"] = ""


class NewDay(Form):
    """A later day for the erasure or the review of a report, with a reason."""

    report: str = Field(pattern=ID)
    kind: Literal["erase", "review"]
    until: Day
    reason: str = Field(min_length=1, max_length=4000)


class Restricting(Form):
    """A report, or some of its values, to be kept and not used; `assertions` empty for the whole report."""

    report: str = Field(pattern=ID)
    assertions: list[Annotated[str, Field(pattern=ID)]] = Field([], max_length=5000)
    ground: Literal["contested", "evidence"]
    reason: str = Field(min_length=1, max_length=4000)


@dataclass(frozen=True)
class Extended:
    """What was put off, and until when."""

    report: str
    kind: str
    until: str


@router.get("", responses=errors(401, 403))
def queue(asked: Annotated[Waiting, Query()], actor: TheActor, desk: TheDesk) -> QueueOfDatesView:
    """A page of what is due, earliest first, with the exact number of each state."""
    return desk.retention_queue(actor, state=asked.state, offset=asked.offset, limit=asked.limit)


@router.post("/run", responses=errors(401, 403, 409))
def run(actor: TheActor, desk: TheDesk) -> RunView:
    """Erase what is due now; the answer comes when it is done."""
    return desk.run_retention(actor)


@router.post("/extensions", status_code=201, responses=_CHANGES)
def extend(form: NewDay, actor: TheActor, desk: TheDesk) -> Extended:
    """Put off an erasure or a review."""
    desk.extend(actor, form.report, form.kind, form.until, form.reason)
    return Extended(form.report, form.kind, form.until)


@router.get("/restrictions", responses=errors(401, 403))
def restrictions(actor: TheActor, desk: TheDesk, lifted: bool = False) -> tuple[RestrictionView, ...]:
    """What is kept and not used, newest first; with `lifted` what was lifted too."""
    return desk.restrictions(actor, lifted=lifted)


@router.post("/restrictions", status_code=201, responses=_CHANGES)
def restrict(form: Restricting, actor: TheActor, desk: TheDesk) -> RestrictionView:
    """Hide a report, or some of its values, from every use, and keep it."""
    return desk.restrict(actor, form.report, assertion_ids=form.assertions, ground=form.ground, reason=form.reason)


@router.post("/restrictions/{restriction_id}/lift", responses=_CHANGES)
def lift(restriction_id: Id, actor: TheActor, desk: TheDesk) -> RestrictionView:
    """End a restriction: what it hid is used again."""
    return desk.lift(actor, restriction_id)
