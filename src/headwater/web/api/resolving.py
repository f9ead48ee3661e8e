"""Who is who: pairs that wait for a person, two records side by side, and what people decided."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from headwater.desk.review_views import JudgementView, PairView, QueueView
from headwater.model import Verdict
from headwater.web.api.answers import Form, Id, Paging, errors
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(prefix="/resolve", tags=["resolve"])
_ID = r"^[A-Za-z0-9_-]{1,64}$"
_CHANGES = errors(401, 403, 404)
LAST = "last"
"""In the place of a judgement's id: the reader's own last one that stands."""


class Waiting(Paging):
    """Which pairs: of a case, by its reference; or with a member of a group, by the group's id."""

    case: str = Field("", max_length=64)
    gang: str = Field("", pattern=r"^[A-Za-z0-9_-]{0,64}$")


class Ends(Form):
    """The two records."""

    left: str = Field(pattern=_ID)
    right: str = Field(pattern=_ID)


class Said(Ends):
    """What a person says of two records, and why."""

    verdict: Verdict
    reason: str = Field("", max_length=2000)


class Judgements(BaseModel):
    """A page of judgements, newest first, and their exact number."""

    judgements: tuple[JudgementView, ...]
    total: int
    offset: int
    limit: int


@router.get("/suggestions", responses=errors(401, 403))
def suggestions(asked: Annotated[Waiting, Query()], actor: TheActor, desk: TheDesk) -> QueueView:
    """The pairs that wait for the reader, those first that would teach most.

    While they are worked out, the page is empty and `fraction` says how far that is.
    """
    return desk.suggestions(actor, case=asked.case, gang=asked.gang, offset=asked.offset, limit=asked.limit)


@router.get("/comparison", responses=_CHANGES)
def comparison(asked: Annotated[Ends, Query()], actor: TheActor, desk: TheDesk) -> PairView:
    """Two records side by side: what speaks for and against, each value with its sources."""
    return desk.comparison(actor, asked.left, asked.right)


@router.get("/judgements", responses=errors(401, 403))
def judgements(asked: Annotated[Paging, Query()], actor: TheActor, desk: TheDesk) -> Judgements:
    """What people decided, withdrawn judgements included."""
    found, total = desk.judgements(actor, offset=asked.offset, limit=asked.limit)
    return Judgements(judgements=found, total=total, offset=asked.offset, limit=asked.limit)


@router.post("/judgements", status_code=201, responses=_CHANGES)
def judge(form: Said, actor: TheActor, desk: TheDesk) -> JudgementView:
    """Say whether two records are one; your earlier word on them is withdrawn and kept."""
    return desk.judge(actor, form.left, form.right, form.verdict.value, form.reason)


@router.post("/judgements/{judgement_id}/withdraw", responses=errors(401, 403, 404, 409))
def withdraw(judgement_id: Id, actor: TheActor, desk: TheDesk) -> JudgementView:
    """Withdraw a judgement; `last` is your own last one that stands."""
    return desk.withdraw(actor, "" if judgement_id == LAST else judgement_id)
