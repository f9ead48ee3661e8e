"""Persons who ask what is held on them: their requests, the records that are theirs, decisions, the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from headwater.desk.retention_views import FoundView, RequestLineView, RequestView
from headwater.web.api.answers import Day, Form, Id, Paging, errors
from headwater.web.api.retention import ID
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(prefix="/requests", tags=["requests"])
_CHANGES = errors(401, 403, 404, 409)
LeftOut = Literal["", "inquiry", "prevention", "public-security", "national-security", "others"]


class Asking(Form):
    """What a person asks: the office's reference, the person's name, the day it was received, and their words."""

    reference: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    asked_on: Day
    words: str = Field("", max_length=4000)


class Looking(Paging):
    """What to look for; the person's name if it is empty."""

    q: str = Field("", max_length=400)


class Choosing(Form):
    """Ids of the records that are the person's, in place of those chosen before."""

    records: list[Annotated[str, Field(pattern=ID)]] = Field(max_length=200)


class DecidedValue(Form):
    """What is decided on one value. A partner's can be kept or restricted."""

    assertion: str = Field(pattern=ID)
    decision: Literal["keep", "restrict", "correct", "erase"]
    ground: Literal["", "contested", "evidence"] = ""
    correction: str = Field("", max_length=1000)
    left_out: LeftOut = ""


class Deciding(Form):
    """Decisions on values, and the text and the reason as far as they are written; null leaves what stands."""

    decisions: list[DecidedValue] = Field([], max_length=10_000)
    answer: str | None = Field(None, max_length=20_000)
    reason: str | None = Field(None, max_length=4000)


class Answer(Form):
    """The answer's text and the reason for the file; what was kept before counts where one is empty."""

    answer: str = Field("", max_length=20_000)
    reason: str = Field("", max_length=4000)


@dataclass(frozen=True)
class Found:
    """Records that may be the person's, and their number."""

    records: tuple[FoundView, ...]
    total: int
    offset: int
    limit: int


@router.get("", responses=errors(401, 403))
def requests(actor: TheActor, desk: TheDesk) -> tuple[RequestLineView, ...]:
    """Every request, open ones first, by the day an answer is due."""
    return desk.requests(actor)


@router.post("", status_code=201, responses=errors(401, 403, 409))
def open_request(form: Asking, actor: TheActor, desk: TheDesk) -> RequestView:
    """Write down that a person asks."""
    return desk.open_request(actor, reference=form.reference, name=form.name, asked_on=form.asked_on, words=form.words)


@router.get("/{request_id}", responses=errors(401, 403, 404))
def request(request_id: Id, actor: TheActor, desk: TheDesk) -> RequestView:
    """A request: all that is held on the person, who received it, who looked, what is decided, and the answer."""
    return desk.request(actor, request_id)


@router.get("/{request_id}/found", responses=errors(401, 403, 404))
def found(request_id: Id, asked: Annotated[Looking, Query()], actor: TheActor, desk: TheDesk) -> Found:
    """Records that may be the person's, over everything the node holds."""
    records, total = desk.find_records(actor, request_id, asked.q, offset=asked.offset, limit=asked.limit)
    return Found(records, total, asked.offset, asked.limit)


@router.put("/{request_id}/records", responses=_CHANGES)
def choose(request_id: Id, form: Choosing, actor: TheActor, desk: TheDesk) -> RequestView:
    """Say which records are the person's."""
    return desk.choose_records(actor, request_id, form.records)


@router.put("/{request_id}/decisions", responses=_CHANGES)
def decide(request_id: Id, form: Deciding, actor: TheActor, desk: TheDesk) -> RequestView:
    """Decide value by value; nothing is changed before the request is answered."""
    decisions = {one.assertion: one.model_dump(exclude={"assertion"}) for one in form.decisions}
    return desk.decide_request(actor, request_id, decisions, answer=form.answer, reason=form.reason)


@router.post("/{request_id}/answer", responses=_CHANGES)
def answer(request_id: Id, form: Answer, actor: TheActor, desk: TheDesk) -> RequestView:
    """Carry out what was decided, erasure for good, and keep the answer."""
    return desk.answer_request(actor, request_id, answer=form.answer, reason=form.reason)


@router.post("/{request_id}/withdraw", responses=_CHANGES)
def withdraw(request_id: Id, actor: TheActor, desk: TheDesk) -> RequestView:
    """Set a request aside without an answer."""
    return desk.withdraw_request(actor, request_id)


@router.post("/{request_id}/reopen", responses=_CHANGES)
def reopen(request_id: Id, actor: TheActor, desk: TheDesk) -> RequestView:
    """Open a request again; what was erased stays erased."""
    return desk.reopen_request(actor, request_id)
