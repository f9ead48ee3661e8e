"""The audit: who saw what, when, for which purpose; and whether the log is whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from headwater.desk.views import AuditPageView, VerificationView
from headwater.web.api.answers import Day, Paging, errors
from headwater.web.identity import TheActor, TheDesk

router = APIRouter(prefix="/audit", tags=["audit"])


class AuditQuery(Paging):
    """Which entries: by operation, account, record and day; `until` counts its day in."""

    operation: str = Field("", max_length=20)
    by: str = Field("", max_length=64)
    record: str = Field("", max_length=64)
    since: Day | None = None
    until: Day | None = None


@router.get("/entries", responses=errors(401, 403))
def entries(asked: Annotated[AuditQuery, Query()], actor: TheActor, desk: TheDesk) -> AuditPageView:
    """A page of the audit, newest first, with the exact count."""
    return desk.audit_page(
        actor,
        operation=asked.operation,
        by=asked.by,
        record=asked.record,
        since=asked.since or "",
        until=asked.until or "",
        offset=asked.offset,
        limit=asked.limit,
    )


@router.post("/verify", responses=errors(401, 403))
def verify(actor: TheActor, desk: TheDesk) -> VerificationView:
    """Check the log from its first entry."""
    return desk.verify_audit(actor)
