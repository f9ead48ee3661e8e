"""Entity and report pages: facts by property, each value with its sources, and the source panel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from headwater.desk import Actor, Capability, Desk, may
from headwater.desk.source_views import SourceView
from headwater.desk.views import EntityView, ReportView
from headwater.i18n import mark
from headwater.web.addresses import query
from headwater.web.frame import frame_of
from headwater.web.identity import TheActor, TheDesk
from headwater.web.rendering import page, render_part

router = APIRouter()
Assertion = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{0,64}$")]
_DONE = {"withdrawn": mark("The decision is withdrawn: the records stand as they did before it.")}


@router.get("/entities/{entity_id}")
def entity(
    request: Request, entity_id: str, actor: TheActor, desk: TheDesk, source: Assertion = "", done: str = ""
) -> Response:
    """All that is known of an entity; `source` opens the report behind one value."""
    view = desk.entity(actor, entity_id)
    of, report = opened(desk, actor, said_by(view), source)
    frame = replace(frame_of(request, actor), marking=view.marking, synthetic=view.synthetic)
    return page(
        "entity.html",
        frame,
        entity=view,
        report=report,
        of=of,
        chosen=source if report else "",
        actions=_actions(actor, view),
        decisions=len({judgement.id for record in view.records for judgement in record.joined_by}),
        may_judge=may(actor, Capability.JUDGE),
        done=_DONE.get(done, ""),
    )


def said_by(view: EntityView) -> Iterator[tuple[str, SourceView]]:
    """Each source of an entity page with what it is the source of: `Date of birth, 14 March 1984`."""
    for group in view.groups:
        for property_ in group.properties:
            for value in property_.values:
                yield from ((f"{property_.label}, {value.text}", source) for source in value.sources)


def opened(
    desk: Desk, actor: Actor, said: Iterable[tuple[str, SourceView]], assertion_id: str
) -> tuple[str, ReportView | None]:
    """The report of the pressed source and what it is the source of; nothing for a source not on the page."""
    found = next(((of, source) for of, source in said if source.assertion_id == assertion_id), None)
    if found is None:
        return "", None
    of, source = found
    return of, desk.report(actor, source.report_id, assertion_id=assertion_id)


def _actions(actor: Actor, view: EntityView) -> list[tuple[str, str]]:
    actions = [(mark("Export"), f"/export?{query([('id', view.id)])}")] if may(actor, Capability.EXPORT) else []
    if view.schema == "SmugglingGroup":
        actions.insert(0, (mark("Members and links"), f"/groups/{view.id}"))
    return actions


@router.get("/reports/{report_id}")
def report(request: Request, report_id: str, actor: TheActor, desk: TheDesk) -> Response:
    """A report with all its statements that this reader may see."""
    view = desk.report(actor, report_id)
    frame = replace(frame_of(request, actor), marking=view.marking, synthetic=view.synthetic)
    return page("report.html", frame, report=view)


@router.get("/reports/{report_id}/panel")
def report_panel(
    request: Request,
    report_id: str,
    actor: TheActor,
    desk: TheDesk,
    assertion: Assertion = "",
    of: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    """The inside of the source panel, which the page's script puts in place; `of` is what the page calls the value."""
    view = desk.report(actor, report_id, assertion_id=assertion)
    return HTMLResponse(render_part("panel.html", "inside", frame_of(request, actor), view, of))
