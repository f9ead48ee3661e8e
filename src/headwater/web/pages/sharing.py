"""Why a reader may read one fact and, where it is their own agency's, who else may; and what of a report goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from headwater.desk.agreement_views import ClauseView, FactWhyView
from headwater.web.frame import Frame, frame_of
from headwater.web.identity import TheActor, TheDesk
from headwater.web.pages.entities import Assertion
from headwater.web.rendering import page

router = APIRouter()


@router.get("/reports/{report_id}/why")
def why(request: Request, report_id: str, actor: TheActor, desk: TheDesk, assertion: Assertion = "") -> Response:
    """Why this reader may read a fact, and who else may."""
    view = desk.why(actor, report_id, assertion)
    return page("why.html", _frame(frame_of(request, actor), view), why=view)


def _frame(frame: Frame, view: FactWhyView) -> Frame:
    clauses = [*view.read_under, *(clause for other in view.others for clause in other.clauses)]
    return replace(frame, marking=view.marking, synthetic=view.synthetic, illustrative=illustrative(clauses))


def illustrative(clauses: Iterable[ClauseView]) -> bool:
    """Whether one of these clauses stands in an illustrative file."""
    return any(clause.illustrative for clause in clauses)
