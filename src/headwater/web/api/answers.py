"""What the operations have in common: forms that allow nothing unknown, ids, pages, and the errors they may end in."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from headwater.web.errors import ErrorAnswer

_WORDS = {
    400: "Something in the request cannot be read or does not say enough",
    401: "Nobody is signed in, or the name or password is wrong",
    403: "The role does not include this, no purpose was stated, or the form's token does not fit",
    404: "Not there, or not for this reader; the two look the same",
    409: "The state of the node does not allow it now",
    413: "More was sent than the node takes in at once",
    421: "The request names a host that this node does not answer for",
    429: "Too many requests in a short time",
    503: "The node is not ready, the index being rebuilt for instance",
}
_ALWAYS = 400, 413, 421, 429, 503


def errors(*statuses: HTTPStatus | int) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of an operation: those that any may end in, and these."""
    return {status: {"model": ErrorAnswer, "description": _WORDS[status]} for status in sorted({*_ALWAYS, *statuses})}


Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="An id as another answer gave it")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Password = Annotated[str, Field(min_length=1, max_length=1000)]


def _day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day", "A day is written YYYY-MM-DD") from None
    return value


Day = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    AfterValidator(_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]


class Form(BaseModel):
    """What comes in; an unknown field is an error and not ignored."""

    model_config = ConfigDict(extra="forbid")


class Paging(Form):
    """Which part of a list."""

    offset: int = Field(0, ge=0, le=100_000_000)
    limit: int = Field(50, ge=1, le=200)
