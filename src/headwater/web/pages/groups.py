"""The list of groups, and a group: who covers which stage, its links as a chart and as a table, its members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from headwater.desk import Capability, may
from headwater.desk.source_views import SourceView
from headwater.desk.views import GroupView, MemberView
from headwater.web.frame import frame_of, highest
from headwater.web.identity import TheActor, TheDesk
from headwater.web.pages.entities import Assertion, opened
from headwater.web.rendering import page

router = APIRouter()
PAGE = 50


@router.get("/groups")
def groups(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> Response:
    """A page of the groups."""
    lines, total = desk.groups(actor, offset=offset, limit=PAGE)
    synthetic = bool(lines) and all(line.synthetic for line in lines)
    frame = replace(frame_of(request, actor), marking=highest(line.marking for line in lines), synthetic=synthetic)
    return page("groups.html", frame, groups=lines, total=total, offset=offset, limit=PAGE)


@router.get("/groups/{entity_id}")
def group(request: Request, entity_id: str, actor: TheActor, desk: TheDesk, source: Assertion = "") -> Response:
    """A group; `source` opens the report behind one role or link."""
    view = desk.group(actor, entity_id)
    of, report = opened(desk, actor, said_by(view), source)
    frame = replace(frame_of(request, actor), marking=view.entity.marking, synthetic=view.entity.synthetic)
    return page(
        "group.html",
        frame,
        group=view,
        strip=strip_of(view),
        names=names_of(view),
        report=report,
        of=of,
        chosen=source if report else "",
        may_export=may(actor, Capability.EXPORT),
    )


def strip_of(view: GroupView) -> list[tuple[MemberView, list[str]]]:
    """Members who serve a stage, each with `fact`, `assessment` or "" for every stage of the strip."""
    codes = [code for code, _, _ in view.stages]
    rows = [(member, [_basis_at(member, code) for code in codes]) for member in view.members]
    return [(member, cells) for member, cells in rows if any(cells)]


def _basis_at(member: MemberView, stage: str) -> str:
    found = {role.basis.value for role in member.roles if role.stage == stage}
    return "fact" if "fact" in found else "assessment" if found else ""


def names_of(view: GroupView) -> dict[str, str]:
    """Captions of everything a link of the page may touch, by id."""
    names = {node.id: node.caption for node in view.nodes}
    names.update((member.id, member.caption) for member in view.members)
    names[view.entity.id] = view.entity.caption
    return names


def said_by(view: GroupView) -> Iterator[tuple[str, SourceView]]:
    """Each source of a group page with what it is the source of."""
    names = names_of(view)
    for member in view.members:
        for role in member.roles:
            yield from ((f"{member.caption}, {role.role_words}", source) for source in role.sources)
    for link in (*view.links, *view.linked):
        words = f"{names.get(link.source, '')} {link.words} {names.get(link.target, '')}"
        yield from ((words, source) for source in link.sources)
