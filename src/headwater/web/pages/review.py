"""The review of pairs: the queue, two records side by side, and the word of a person on them.

Each decision is a form that is sent; the answer leads to the next pair, which tells what was said and offers to undo
it. The keys y, n, u and z press the buttons of these forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from headwater.desk import Actor, Capability, Desk, may
from headwater.desk.review_views import EndView, JudgementView, PairView, QueueView
from headwater.desk.source_views import SourceView
from headwater.errors import BadInput, Conflict, HeadwaterError, NotFound
from headwater.i18n import mark
from headwater.web.addresses import query
from headwater.web.frame import Frame, frame_of, highest
from headwater.web.identity import TheActor, TheDesk, TheVisit, seen_as
from headwater.web.pages.entities import Assertion, opened
from headwater.web.rendering import page
from headwater.web.security import same_site_path
from headwater.web.sessions import visit_of

router = APIRouter()
PAGE = 12
NOTHING = "nothing"
"""What `said` holds after an undo when there was nothing to undo."""
SAME = {
    "Person": mark("Same person"),
    "Company": mark("Same company"),
    "Organization": mark("Same organisation"),
    "Vessel": mark("Same vessel"),
    "Vehicle": mark("Same vehicle"),
}
_SAME = mark("The same")


class Asked(BaseModel):
    """Which pairs wait, and what the page tells first.

    Attributes:
        case: Only pairs of this case.
        gang: Only pairs of this group, by its id.
        offset: Pairs of the queue that are passed over.
        said: The judgement that was just made or withdrawn, by its id.
        source: The assertion whose report is open.
    """

    case: str = Field(default="", max_length=64)
    gang: str = Field(default="", max_length=64)
    offset: int = Field(default=0, ge=0, le=100_000_000)
    said: str = Field(default="", max_length=64)
    source: Assertion = ""

    @property
    def filters(self) -> list[tuple[str, object]]:
        """The filters of the queue as fields of an address."""
        return [("case", self.case), ("gang", self.gang)]


class Word(BaseModel):
    """The form of a decision, and the filters of the queue it came from."""

    verdict: str = Field(default="", max_length=20)
    reason: str = Field(default="", max_length=10_000)
    case: str = Field(default="", max_length=64)
    gang: str = Field(default="", max_length=64)


AskedOf = Annotated[Asked, Query()]
Filter = Annotated[str, Form(max_length=64)]


@dataclass(frozen=True)
class Opened:
    """The pair in the main part of the page, and the report behind a pressed source of it."""

    pair: PairView | None = None
    error: HeadwaterError | None = None
    reason: str = ""


@router.get("/review")
def queue(request: Request, actor: TheActor, desk: TheDesk, asked: AskedOf) -> Response:
    """The pairs that wait, the first of them open."""
    waiting = _waiting(desk, actor, asked)
    first = waiting.lines[0] if waiting.lines else None
    pair = desk.comparison(actor, first.left.id, first.right.id) if first else None
    return _page(request, actor, desk, asked, waiting, Opened(pair))


@router.get("/review/{left}/{right}")
def compare(request: Request, left: str, right: str, actor: TheActor, desk: TheDesk, asked: AskedOf) -> Response:
    """Two records side by side, beside the pairs that wait."""
    waiting = _waiting(desk, actor, asked)
    pair = desk.comparison(actor, left, right) if waiting.fraction >= 1 else None
    return _page(request, actor, desk, asked, waiting, Opened(pair))


@router.post("/review/undo")
def undo(request: Request, actor: TheActor, desk: TheDesk, case: Filter = "", gang: Filter = "") -> Response:
    """Withdraw the reader's own last judgement and open its pair again."""
    asked = Asked(case=case, gang=gang)
    try:
        withdrawn = desk.withdraw(actor)
    except NotFound:
        return _to("/review", asked, NOTHING)
    remember(request, actor, withdrawn)
    return _to(pair_path(withdrawn), asked, withdrawn.id)


@router.post("/review/keys")
def keys(visit: TheVisit, actor: TheActor, keys: Annotated[str, Form()] = "on", back: Filter = "") -> Response:
    """Switch the keys y, n, u and z on or off, for as long as one is signed in."""
    if visit.session:
        visit.session.keys = keys == "on"
    return RedirectResponse(same_site_path(back), 303)


@router.post("/review/{left}/{right}")
def decide(
    request: Request,
    left: str,
    right: str,
    actor: TheActor,
    desk: TheDesk,
    word: Annotated[Word, Form()],
) -> Response:
    """Keep the reader's word on a pair; the next pair opens."""
    asked = Asked(case=word.case, gang=word.gang)
    try:
        judged = desk.judge(actor, left, right, word.verdict, word.reason.strip())
    except (BadInput, Conflict) as error:
        pair = desk.comparison(actor, left, right)
        return _page(request, actor, desk, asked, _waiting(desk, actor, asked), Opened(pair, error, word.reason))
    remember(request, actor, judged)
    return _to("/review", asked, judged.id)


def pair_path(of: JudgementView) -> str:
    """The address of the pair that a judgement is about."""
    return f"/review/{of.left.id}/{of.right.id}"


def _waiting(desk: Desk, actor: Actor, asked: Asked) -> QueueView:
    return desk.suggestions(actor, case=asked.case, gang=asked.gang, offset=asked.offset, limit=PAGE)


def _to(path: str, asked: Asked, said: str) -> RedirectResponse:
    return RedirectResponse(f"{path}?{query([*asked.filters, ('said', said)])}", 303)


def remember(request: Request, actor: Actor, judgement: JudgementView) -> None:
    """Keep what was just decided for the page that comes next."""
    session = visit_of(request).session
    if session:
        session.decided = (judgement, seen_as(request, actor))


def told(request: Request, actor: Actor, said: str) -> JudgementView | None:
    """The judgement that was just made or withdrawn, if it is the one of this id and the reader still sees the same.

    Where a page does not tell it any more, its names are kept no longer.
    """
    session = visit_of(request).session
    judgement, seen_then = session.decided if session and session.decided else (None, "")
    if session and judgement and (judgement.id, seen_as(request, actor)) != (said, seen_then):
        session.decided = None
        return None
    return judgement


def _page(
    request: Request, actor: Actor, desk: Desk, asked: Asked, waiting: QueueView, opened_pair: Opened
) -> Response:
    pair, error = opened_pair.pair, opened_pair.error
    of, report = opened(desk, actor, said_by(pair), asked.source) if pair else ("", None)
    session = visit_of(request).session
    if session and waiting.fraction >= 1:
        session.waiting = (waiting.waiting, seen_as(request, actor))
    return page(
        "review.html",
        _frame(request, actor, waiting, pair),
        status=error.status if error else 200,
        queue=waiting,
        pair=pair,
        same=_same(pair) if pair else "",
        asked=asked,
        before=query(asked.filters),
        told=told(request, actor, asked.said),
        nothing_to_undo=asked.said == NOTHING,
        error=error,
        reason=opened_pair.reason,
        report=report,
        of=of,
        chosen=asked.source if report else "",
        keys=session is None or session.keys,
        may_import=may(actor, Capability.IMPORT),
    )


def _frame(request: Request, actor: Actor, waiting: QueueView, pair: PairView | None) -> Frame:
    ends = [end for line in waiting.lines for end in (line.left, line.right)]
    ends += [pair.left, pair.right] if pair else []
    markings = [waiting.marking, *([pair.marking] if pair else [])]
    return replace(frame_of(request, actor), marking=highest(markings), synthetic=all_synthetic(ends))


def all_synthetic(ends: Iterable[EndView]) -> bool:
    """Whether there are records on the page and each of them is invented."""
    found = [end.synthetic for end in ends]
    return bool(found) and all(found)


def _same(pair: PairView) -> str:
    schemata = {pair.left.schema, pair.right.schema}
    return next((words for schema, words in SAME.items() if schema in schemata), _SAME)


def said_by(pair: PairView) -> Iterator[tuple[str, SourceView]]:
    """Each source of a pair's values with what it is the source of: `Date of birth, 14 March 1984`."""
    for finding in pair.findings:
        for value in (*finding.left, *finding.right):
            yield from ((f"{finding.words}, {value.text}", source) for source in value.sources)
