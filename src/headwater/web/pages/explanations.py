"""Short explanations that a page leads to: how weights are set."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from headwater.desk.weights import weights as weights_of
from headwater.web.frame import frame_of
from headwater.web.identity import TheActor
from headwater.web.rendering import page

router = APIRouter()


@router.get("/help/weights")
def weights(request: Request, actor: TheActor) -> Response:
    """What a weight is, what the sum says, and what is never counted."""
    return page("help_weights.html", frame_of(request, actor), weights=weights_of())
