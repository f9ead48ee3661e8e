"""Templates into pages: one Jinja2 environment a language, autoescaped, with the reader's words and dates.

A template never sees a request: it sees a `Frame` (what stands around every page) and plain views of the desk.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rigour.langs import iso_639_alpha2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from headwater import i18n
from headwater.errors import HeadwaterError
from headwater.i18n import mark
from headwater.model.dates import MONTHS, in_words
from headwater.web import chart, comparing, icons
from headwater.web.addresses import query
from headwater.web.assets import asset_url
from headwater.web.frame import Frame, frame_of
from headwater.web.identity import actor_of, desk_of

TEMPLATES = Path(__file__).parent / "templates"

# What a page calls a refusal, and the drawing beside it.
_HEADINGS: dict[int, tuple[str, str]] = {
    400: (mark("That cannot be read"), "care"),
    401: (mark("Sign in first"), "lock"),
    403: (mark("This is not open to you"), "lock"),
    404: (mark("There is nothing here for you"), "search"),
    409: (mark("That cannot be done now"), "care"),
    413: (mark("That is too large"), "care"),
    429: (mark("Too many requests"), "care"),
    503: (mark("The node is not ready"), "care"),
}
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_BROKEN = (mark("Something broke"), "care")


@cache
def environment(language: str) -> Environment:
    """The template environment of a language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = i18n.translator(language)
    made.install_gettext_callables(catalogue.gettext, catalogue.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        day=in_words,
        day_short=day_short,
        moment=moment,
        moment_short=lambda value: shortened(moment(value)),
        dated=dated,
        tag=language_tag,
        number=partial(number, language=language),
        icon=icons.icon_of,
        query=query,
        score=comparing.score,
        signed=comparing.signed,
        weight_bar=comparing.bar,
        marked=comparing.marked,
        lower_first=lambda text: text[:1].lower() + text[1:],
        words=lambda text: catalogue.gettext(text) if text else "",  # gettext("") is the catalogue's own head
    )
    made.globals.update(link_chart=chart.link_chart, asset=asset_url)
    return made


def render(template: str, frame: Frame, **context: Any) -> str:
    """A whole page, in the language of its frame."""
    page = environment(frame.language).get_template(template)
    return page.render(frame=frame, lang=frame.language, **context)


def render_part(template: str, macro: str, frame: Frame, *arguments: object) -> str:
    """One macro of a template: a part of a page that a script puts in place."""
    module = environment(frame.language).get_template(template).make_module({"lang": frame.language, "frame": frame})
    return str(getattr(module, macro)(*arguments))


def page(template: str, frame: Frame, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page as an answer."""
    return HTMLResponse(render(template, frame, **context), status)


def error_page(request: Request, error: HeadwaterError, status: int) -> HTMLResponse:
    """The page of a refusal: what was wrong, what to do, where to go on."""
    frame = _frame_for_error(request)
    if status == 503 and not desk_of(request).status().index_ready:
        return rebuilding_page(request, frame)
    heading, picture = _HEADINGS.get(status, _BROKEN if status >= 500 else _HEADINGS[400])
    ways = [(room.words, room.address) for room in frame.rooms[:2]] or [(mark("Sign in"), "/sign-in")]
    return page(
        "error.html", frame, status=status, heading=heading, picture=picture, ways=ways, error=error, code=status
    )


def rebuilding_page(request: Request, frame: Frame) -> HTMLResponse:
    """The page while the index is being rebuilt, with how far it is."""
    again = request.url.path if request.method == "GET" else "/"
    answer = page("rebuilding.html", frame, status=503, status_view=desk_of(request).status(), again=again)
    answer.headers["Retry-After"] = "3"
    return answer


def _frame_for_error(request: Request) -> Frame:
    try:
        actor = actor_of(request)
    except HeadwaterError:
        return frame_of(request)
    frame = frame_of(request, actor)
    return replace(frame, rooms=tuple(replace(room, current=False) for room in frame.rooms))


def day_short(value: str) -> str:
    """`2026-09-03` as `3 Sep 2026`, for source lines; partial dates keep what they have."""
    return shortened(in_words(value[:10]))


def shortened(words: str) -> str:
    """Words of a date with each month cut to three letters."""
    for month in MONTHS:
        words = words.replace(month, month[:3])
    return words


def dated(words: str) -> str:
    """Words in which each ISO date stands as a date in words."""
    return _ISO_DATE.sub(lambda found: in_words(found[0]), words)


def moment(value: str) -> str:
    """An ISO time as `24 November 2026, 09:20 UTC`; a date alone as a date; anything else unchanged."""
    if "T" not in value:
        return in_words(value)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return f"{in_words(at.date().isoformat())}, {at:%H:%M} UTC"


@cache
def language_tag(code: str) -> str:
    """An ISO 639 code as the tag HTML wants (BCP 47: the shortest): `mkd` as `mk`, `kmr` as it is."""
    return iso_639_alpha2(code) or code


def number(value: int, *, language: str) -> str:
    """A count with the thousands separator of the language."""
    return str(format_decimal(value, locale=language))
