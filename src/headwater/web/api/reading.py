"""Reading: search, entities, groups, reports. Each answer has its audit entry on disk before it goes out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from headwater.desk.views import EntityView, GroupLineView, GroupView, ReportView, SearchView, StatusView
from headwater.web.api.answers import Form, Id, Paging, errors
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(tags=["reading"])
_READ = errors(401, 403, 404)


class Search(Form):
    """What to look for: a name in any script, a number or a reference; `schema` and `agency` may be repeated."""

    q: str = Field(min_length=1, max_length=200)
    schemata: list[str] = Field(default=[], alias="schema", max_length=20)
    agencies: list[str] = Field(default=[], alias="agency", max_length=50)
    offset: int = Field(0, ge=0, le=100_000_000)
    limit: int = Field(20, ge=1, le=200)


class Groups(BaseModel):
    """A page of the groups and their exact number."""

    groups: tuple[GroupLineView, ...]
    total: int
    offset: int
    limit: int


class OneReport(Form):
    """Which assertion of the report is asked about; "" for none."""

    assertion: str = Field("", pattern=r"^[A-Za-z0-9_-]{0,64}$")


@router.get("/status", responses=errors())
def status(desk: TheDesk) -> StatusView:
    """What anyone may know about the node."""
    return desk.status()


@router.get("/search", responses=errors(401, 403))
def search(asked: Annotated[Search, Query()], actor: TheActor, desk: TheDesk) -> SearchView:
    """Find entities, with the exact count."""
    return desk.search(
        actor, asked.q, schemata=asked.schemata, agencies=asked.agencies, offset=asked.offset, limit=asked.limit
    )


@router.get("/entities/{entity_id}", responses=_READ)
def entity(entity_id: Id, actor: TheActor, desk: TheDesk) -> EntityView:
    """An entity: its facts by property, each with its sources."""
    return desk.entity(actor, entity_id)


@router.get("/groups", responses=errors(401, 403))
def groups(asked: Annotated[Paging, Query()], actor: TheActor, desk: TheDesk) -> Groups:
    """The groups, a page at a time."""
    lines, total = desk.groups(actor, offset=asked.offset, limit=asked.limit)
    return Groups(groups=lines, total=total, offset=asked.offset, limit=asked.limit)


@router.get("/groups/{entity_id}", responses=_READ)
def group(entity_id: Id, actor: TheActor, desk: TheDesk) -> GroupView:
    """A group: its members, their roles and its links."""
    return desk.group(actor, entity_id)


@router.get("/reports/{report_id}", responses=_READ)
def report(report_id: Id, asked: Annotated[OneReport, Query()], actor: TheActor, desk: TheDesk) -> ReportView:
    """A report with the assertions this reader may see."""
    return desk.report(actor, report_id, assertion_id=asked.assertion)
