"""What stands around every page: marking, rooms, purpose, footer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.requests import Request

from headwater import __version__, i18n
from headwater.classification import Classification
from headwater.desk import Actor, Capability, may
from headwater.i18n import mark
from headwater.web.identity import seen_as, settings_of
from headwater.web.sessions import visit_of

OFFICIAL = Classification.OFFICIAL.mark
READING = mark("Each record you open is logged with this purpose.")
WATCHING = mark("Your own look at this log is logged too.")
ACTING = mark("What you do here is logged.")
ALLOWED = mark("You see what your agreements allow for this purpose.")
NO_VALUES = mark("Entries hold record numbers and no values.")
OWN_DATA = mark("This node keeps its own data. It sends nothing that an agreement does not allow.")

_ROOMS = (
    ("/", mark("Search"), Capability.READ, ("/search", "/entities", "/reports")),
    ("/review", mark("Review"), Capability.JUDGE, ()),
    ("/groups", mark("Groups"), Capability.READ, ()),
    ("/imports", mark("Imports"), Capability.IMPORT, ()),
    ("/export", mark("Export"), Capability.EXPORT, ()),
    ("/audit", mark("Audit"), Capability.AUDIT, ()),
    ("/requests", mark("Requests"), Capability.SUPERVISE, ()),
    ("/retention", mark("Retention"), Capability.SUPERVISE, ()),
    ("/accounts", mark("Accounts"), Capability.ACCOUNTS, ()),
    ("/agreements", mark("Agreements"), Capability.AGREEMENTS, ()),
)


@dataclass(frozen=True)
class Room:
    """A room of the desk in the header. `waiting`: what waits there for the reader, -1 where nobody has counted."""

    address: str
    words: str
    current: bool
    waiting: int = -1


@dataclass(frozen=True)
class Frame:
    """Everything a page shows besides its own content.

    Attributes:
        marking: Classification of the page, at its top and at its bottom.
        synthetic: The records on the page are invented; the banner says so.
        csrf: Value of the hidden field `_csrf` of each form.
        account: Name of who is signed in, "" if nobody is.
        purpose: The stated purpose in words, "" while there is none.
        logged: What the purpose line says about logging.
        foot: What the footer says.
        agency: Code of the agency that the reader is of, "" if nobody is signed in.
        illustrative: An agreement stands on the page that is not the treaty; the banner says so.
    """

    language: str = i18n.SOURCE_LANGUAGE
    node: str = ""
    version: str = __version__
    marking: str = OFFICIAL
    synthetic: bool = False
    csrf: str = ""
    account: str = ""
    purpose: str = ""
    rooms: tuple[Room, ...] = ()
    logged: str = READING
    foot: str = ALLOWED
    agency: str = ""
    illustrative: bool = False


def frame_of(request: Request, actor: Actor | None = None) -> Frame:
    """The frame of a page for this reader; without an actor that of a page before sign-in."""
    visit = visit_of(request)
    return Frame(
        language=i18n.choose(request.headers.get("accept-language", "")),
        node=settings_of(request).node,
        csrf=visit.form_token(),
        account=actor.name if actor else "",
        purpose=actor.purpose.words if actor and actor.purpose else "",
        rooms=rooms_for(actor, request.url.path, {"/review": visit.waiting(seen_as(request, actor))}) if actor else (),
        logged=READING if actor and may(actor, Capability.READ) else ACTING,
        foot=ALLOWED if actor and may(actor, Capability.READ) else OWN_DATA,
        agency=(actor.agency or settings_of(request).node) if actor else "",
    )


def ceiling_of(request: Request) -> str:
    """The highest marking this node takes in, for pages that can hold anything (raw entries, purposes in words)."""
    return settings_of(request).ceiling.mark


def rooms_for(actor: Actor, path: str, waiting: Mapping[str, int] = MappingProxyType({})) -> tuple[Room, ...]:
    """The rooms that exist and that the actor's roles open, each with how much waits there by its address."""
    return tuple(
        Room(address, words, path == address or _inside(path, (*more, address)), waiting.get(address, -1))
        for address, words, capability, more in _ROOMS
        if may(actor, capability)
    )


def _inside(path: str, roots: tuple[str, ...]) -> bool:
    return any(root != "/" and (path == root or path.startswith(f"{root}/")) for root in roots)


_ORDER = [level.mark for level in sorted(Classification)]


def highest(markings: Iterable[str]) -> str:
    """The highest of these markings, OFFICIAL for none; a marking of another scheme counts as the highest."""
    return max(markings, key=lambda mark: _ORDER.index(mark) if mark in _ORDER else len(_ORDER), default=OFFICIAL)
