"""Persons who ask what is held on them: the list, one request from its records to its answer. For data protection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Desk
from headwater.desk.requests import LEFT_OUT
from headwater.desk.retention_views import FoundView, HeldValueView
from headwater.errors import BadInput, Conflict, HeadwaterError, NotFound
from headwater.i18n import mark
from headwater.web.frame import READING, frame_of, highest
from headwater.web.identity import TheActor, TheDesk
from headwater.web.rendering import page

router = APIRouter()
ROOM = "/requests"
Act = Callable[[Actor, str], object]
FOUND_AT_ONCE = 20
Line = Annotated[str, Form(max_length=500)]
Text = Annotated[str, Form(max_length=25_000)]
Many = Annotated[list[str], Form(max_length=10_000)]
CHOICES = (
    ("keep", mark("Keep")),
    ("restrict", mark("Restrict: accuracy contested")),
    ("restrict-evidence", mark("Restrict: needed as evidence")),
    ("correct", mark("Correct")),
    ("erase", mark("Erase")),
)
PARTNERS_CHOICES = CHOICES[:3]
_DONE = {
    "chosen": mark("The records are chosen. Decide on each value below."),
    "saved": mark("Your decisions are kept. Nothing is changed before you answer."),
    "read": mark("Your decisions had changed. Read the answer again, then carry it out."),
    "answered": mark("It is carried out, and the answer is kept here."),
    "withdrawn": mark("The request is set aside."),
    "reopened": mark("The request is open again."),
}


@dataclass
class Extra:
    """What stands on a request's page besides the request itself."""

    done: str = ""
    error: HeadwaterError | None = None
    asked: str = ""
    found: Sequence[FoundView] = field(default_factory=tuple)
    total: int = -1
    offset: int = 0


@router.get(ROOM)
def requests(request: Request, actor: TheActor, desk: TheDesk) -> Response:
    """The list of requests, and the form to open one."""
    return _list(request, actor, desk)


@router.post(ROOM)
def open_request(
    request: Request,
    actor: TheActor,
    desk: TheDesk,
    reference: Line = "",
    name: Line = "",
    asked_on: Line = "",
    words: Text = "",
) -> Response:
    """Write down that a person asks."""
    said = {"reference": reference, "name": name, "asked_on": asked_on, "words": words}
    try:
        opened = desk.open_request(actor, **said)
    except (BadInput, Conflict) as error:
        return _list(request, actor, desk, said=said, error=error)
    return RedirectResponse(f"{ROOM}/{opened.id}?q=", 303)


def _list(
    request: Request,
    actor: Actor,
    desk: Desk,
    *,
    said: dict[str, str] | None = None,
    error: HeadwaterError | None = None,
) -> Response:
    found = desk.requests(actor)
    return page(
        "requests.html",
        replace(frame_of(request, actor), logged=READING),
        status=error.status if error else 200,
        requests=found,
        open=sum(one.state == "open" for one in found),
        said=said or {"reference": "", "name": "", "asked_on": "", "words": ""},
        error=error,
    )


@router.get(ROOM + "/{request_id}")
def one(
    request: Request,
    request_id: str,
    actor: TheActor,
    desk: TheDesk,
    q: Annotated[str | None, Query(max_length=400)] = None,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """A request; with `q` the records that were found for it."""
    extra = Extra(done=_DONE.get(done, ""))
    if q is not None:
        extra.asked, extra.offset = q.strip(), offset
        extra.found, extra.total = desk.find_records(actor, request_id, q, offset=offset, limit=FOUND_AT_ONCE)
    return _page(request, actor, desk, request_id, extra)


@router.post(ROOM + "/{request_id}/records")
def choose(
    request: Request,
    request_id: str,
    actor: TheActor,
    desk: TheDesk,
    record: Many = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Say which records are the person's."""
    try:
        desk.choose_records(actor, request_id, record)
    except (BadInput, Conflict) as error:
        return _page(request, actor, desk, request_id, Extra(error=error))
    return RedirectResponse(f"{ROOM}/{request_id}?done=chosen", 303)


@router.post(ROOM + "/{request_id}/decisions")
def decide(  # noqa: PLR0913, PLR0917 (each a field of the form)
    request: Request,
    request_id: str,
    actor: TheActor,
    desk: TheDesk,
    assertion: Many = [],  # noqa: B006
    decision: Many = [],  # noqa: B006
    correction: Many = [],  # noqa: B006
    left_out: Many = [],  # noqa: B006
    answer: Text = "",
    drafted: Text = "",
    reason: Text = "",
    then: Line = "",
) -> Response:
    """Keep the decisions; with the button that answers, carry them out if they are those the page had told."""
    before = desk.request(actor, request_id)
    decisions = decisions_of(assertion, decision, correction, left_out)
    own_words = "" if same_text(answer, drafted) else answer
    try:
        desk.decide_request(actor, request_id, decisions, answer=own_words, reason=reason)
        if then != "answer":
            return RedirectResponse(f"{ROOM}/{request_id}?done=saved", 303)
        if changed(before.values, decisions):
            return RedirectResponse(f"{ROOM}/{request_id}?done=read#answer", 303)
        desk.answer_request(actor, request_id)
    except (BadInput, Conflict, NotFound) as error:
        return _page(request, actor, desk, request_id, Extra(error=error))
    return RedirectResponse(f"{ROOM}/{request_id}?done=answered", 303)


@router.post(ROOM + "/{request_id}/finish")
def finish(request: Request, request_id: str, actor: TheActor, desk: TheDesk) -> Response:
    """Carry through what failed half-way."""
    return _after(request, actor, desk, request_id, (desk.answer_request, "answered"))


@router.post(ROOM + "/{request_id}/withdraw")
def withdraw(request: Request, request_id: str, actor: TheActor, desk: TheDesk) -> Response:
    """Set a request aside."""
    return _after(request, actor, desk, request_id, (desk.withdraw_request, "withdrawn"))


@router.post(ROOM + "/{request_id}/reopen")
def reopen(request: Request, request_id: str, actor: TheActor, desk: TheDesk) -> Response:
    """Open a request again."""
    return _after(request, actor, desk, request_id, (desk.reopen_request, "reopened"))


def _after(request: Request, actor: Actor, desk: Desk, request_id: str, what: tuple[Act, str]) -> Response:
    """The request's page after something was done to it, or with what was wrong."""
    act, done = what
    try:
        act(actor, request_id)
    except (BadInput, Conflict) as error:
        return _page(request, actor, desk, request_id, Extra(error=error))
    return RedirectResponse(f"{ROOM}/{request_id}?done={done}", 303)


def _page(request: Request, actor: Actor, desk: Desk, request_id: str, extra: Extra) -> Response:
    view = desk.request(actor, request_id)
    found = [one.synthetic for one in extra.found]
    synthetic = bool(view.values or found) and all([*found, view.synthetic or not view.values])
    marking = highest([view.marking]) if not extra.found else highest([view.marking, _ceiling(request)])
    return page(
        "request.html",
        replace(frame_of(request, actor), marking=marking, synthetic=synthetic, logged=READING),
        status=extra.error.status if extra.error else 200,
        asked_by=view,
        extra=extra,
        choices=CHOICES,
        partners_choices=PARTNERS_CHOICES,
        left_out=LEFT_OUT.items(),
        limit=FOUND_AT_ONCE,
    )


def _ceiling(request: Request) -> str:
    from headwater.web.frame import ceiling_of

    return ceiling_of(request)


# -- the form of decisions


def decisions_of(
    assertions: Sequence[str], decisions: Sequence[str], corrections: Sequence[str], left_out: Sequence[str]
) -> dict[str, dict[str, str]]:
    """The decisions of a form whose fields stand in one order, value by value.

    Raises:
        BadInput: The fields do not go together.
    """
    if not len(assertions) == len(decisions) == len(corrections) == len(left_out):
        raise BadInput("The form is not whole.", remedy="Open the page again and send it once more.")
    rows = zip(assertions, decisions, corrections, left_out, strict=True)
    return {id_: said_of(choice, correction, clause) for id_, choice, correction, clause in rows}


def said_of(choice: str, correction: str, clause: str) -> dict[str, str]:
    """One decision as the desk takes it."""
    what, _, evidence = choice.partition("-")
    said = {"decision": what, "ground": "evidence" if evidence else "", "left_out": clause}
    return said | ({"correction": correction.strip()} if what == "correct" else {})


def changed(values: Sequence[HeldValueView], decisions: dict[str, dict[str, str]]) -> bool:
    """Whether the form decides otherwise than the page had it: its button and its text were then of something else."""
    for value in values:
        said = decisions.get(value.assertion_id, {})
        told = {"decision": value.decision, "left_out": value.left_out}
        if value.decision == "restrict":
            told["ground"] = value.ground
        if value.decision == "correct":
            told["correction"] = value.correction
        if {name: said.get(name, "") or ("contested" if name == "ground" else "") for name in told} != told:
            return True
    return False


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for how a browser writes the ends of lines."""
    return one.split() == other.split()
