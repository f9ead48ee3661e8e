"""Why a reader may read one fact and, where it is their own agency's, who else may; what of a report goes to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import Actor, Capability, Desk, may
from headwater.desk.agreement_views import ClauseView, ExplanationView, FactWhyView, LineView, PartyView, WhyView
from headwater.web.frame import Frame, frame_of
from headwater.web.identity import TheActor, TheDesk
from headwater.web.opening_table import PURPOSE_WORDS
from headwater.web.pages.agreements import Asked, AskedOf
from headwater.web.pages.entities import Assertion
from headwater.web.rendering import page

router = APIRouter()


@router.get("/reports/{report_id}/why")
def why(request: Request, report_id: str, actor: TheActor, desk: TheDesk, assertion: Assertion = "") -> Response:
    """Why this reader may read a fact, and who else may."""
    view = desk.why(actor, report_id, assertion)
    clauses = [*view.read_under, *(clause for other in view.others for clause in other.clauses)]
    return page("why.html", _frame(frame_of(request, actor), view, illustrative(clauses)), why=view)


@router.get("/reports/{report_id}/sharing")
def sharing(request: Request, report_id: str, actor: TheActor, desk: TheDesk, asked: AskedOf) -> Response:
    """Line by line, what of a report goes to a party for a purpose, and what stays and why."""
    frame = frame_of(request, actor)
    parties = desk.agreements(actor).parties
    sender = asked.sender or frame.agency
    view = _explained(desk, actor, report_id, sender, asked) if asked.recipient else None
    if view:
        frame = _frame(frame, view, any(one.illustrative for one in view.agreements))
    return page(
        "sharing.html",
        frame,
        report_id=report_id,
        asked=asked,
        sender=sender,
        recipients=_others(parties, sender),
        explained=view,
        alike=_alike(view) if view else [],
        purpose_words=PURPOSE_WORDS,
        may_read=may(actor, Capability.READ),
    )


def _explained(desk: Desk, actor: Actor, report_id: str, sender: str, asked: Asked) -> ExplanationView:
    purpose = asked.purpose or next(iter(PURPOSE_WORDS))
    return desk.explain_sharing(actor, sender, asked.recipient, purpose, report_id)


def _alike(view: ExplanationView) -> list[tuple[WhyView, list[LineView]]]:
    """Lines that follow each other with the same reason, under the reason they share."""
    runs = [list(run) for _, run in groupby(view.lines, key=lambda line: (line.why.outcome, line.why.sentence))]
    return [(run[0].why, run) for run in runs]


def _others(parties: Iterable[PartyView], sender: str) -> list[PartyView]:
    return [party for party in parties if party.code != sender]


def _frame(frame: Frame, view: FactWhyView | ExplanationView, illustrative: bool) -> Frame:
    return replace(frame, marking=view.marking, synthetic=view.synthetic, illustrative=illustrative)


def illustrative(clauses: Iterable[ClauseView]) -> bool:
    """Whether one of these clauses stands in an illustrative file."""
    return any(clause.illustrative for clause in clauses)
