"""What a field of a file may hold: each reader takes a node, says what is wrong with it, and gives a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple
from unicodedata import category
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from headwater.agreements.decision import Problem
from headwater.agreements.nodes import Node, Number
from headwater.errors import BadInput
from headwater.model.retention import parts_of

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}\Z", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_MAX_TEXT = 2000
_TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MAX_LIST = 500
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


class Reading:
    """A file being read: its name, and everything found wrong so far.

    Attributes:
        parties: The parties of the agreement, once they were read; a clause names no others.
        purposes: Its purposes, likewise.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.parties: tuple[str, ...] = ()
        self.purposes: tuple[str, ...] = ()

    def refuse(self, line: int, detail: str, remedy: str) -> None:
        """Note that something at a line is wrong."""
        self.problems.append(Problem(f"{self.name}:{line}", detail, remedy))


Reader = Callable[[Reading, Node, str], Any]


class Field(NamedTuple):
    """A field of a mapping: how it is read, whether it must stand there, and what it is if it does not."""

    read: Reader
    required: bool = False
    unless_said: Any = ""


def mapping(reading: Reading, node: Node, what: str, fields: Mapping[str, Field]) -> dict[str, Any]:
    """Read a mapping; a key that the format does not have, and one that is missing, are told."""
    if not isinstance(node.value, dict):
        reading.refuse(node.line, f"{what} is {node.kind}.", f"Write a mapping with: {', '.join(fields)}.")
        return {name: field.unless_said for name, field in fields.items()}
    for key in node.value:
        if key not in fields:
            reading.refuse(node.lines[key], f"{what} has no key {key!r}.", _instead(key, fields))
    for name, field in fields.items():
        if field.required and name not in node.value:
            reading.refuse(node.line, f"{what} has no {name}.", f"Add {name}.")
    return {name: _value(reading, node, (what, name), field) for name, field in fields.items()}


def _value(reading: Reading, node: Node, named: tuple[str, str], field: Field) -> Any:
    what, name = named
    if name not in node.value:
        return field.unless_said
    if node.value[name].value is None:
        remedy = "Fill it in." if field.required else "Fill it in, or take it out."
        reading.refuse(node.lines[name], f"{what}, {name} is still empty.", remedy)
        return field.unless_said
    return field.read(reading, node.value[name], f"{what}, {name}")


def text(reading: Reading, node: Node, what: str) -> str:
    """One or more words."""
    if not isinstance(node.value, str) or isinstance(node.value, Number):
        reading.refuse(node.line, f"{what} is {node.kind}.", "Write a text, in quotes.")
        return ""
    words = " ".join(node.value.split())
    if not words or len(node.value) > _MAX_TEXT:
        reading.refuse(node.line, f"{what} is empty or too long.", f"Write 1 to {_MAX_TEXT} characters.")
    hidden = next(filter(is_hidden, words), "")
    if hidden:
        reading.refuse(node.line, f"{what} holds a hidden character, U+{ord(hidden):04X}.", "Take it out.")
    return words


def is_hidden(letter: str) -> bool:
    """Whether a character shows nothing and can make a text read otherwise than it stands (CVE-2021-42574)."""
    return letter in _TURNING or (category(letter) in ("Cc", "Cs") and letter not in "\t\n\r")


def code(reading: Reading, node: Node, what: str) -> str:
    """A code in capitals: an agreement's id, or a party."""
    if not isinstance(node.value, str) or not _CODE.match(node.value):
        reading.refuse(node.line, f"{what} is no code.", "Write capitals, digits and '-', at most 32: GB, FRONTEX.")
        return ""
    return str(node.value)


def party(reading: Reading, node: Node, what: str) -> str:
    """A party of the agreement that is read."""
    said = code(reading, node, what)
    if said and reading.parties and said not in reading.parties:
        reading.refuse(node.line, f"{what}: {said} is no party.", f"The parties are {', '.join(reading.parties)}.")
    return said


def purpose(reading: Reading, node: Node, what: str) -> str:
    """A purpose of the agreement that is read."""
    said = text(reading, node, what)
    if said and reading.purposes and said not in reading.purposes:
        reading.refuse(
            node.line, f"{what}: {said!r} is no purpose of it.", f"Its purposes are {', '.join(reading.purposes)}."
        )
    return said


def flag(reading: Reading, node: Node, what: str) -> bool:
    """True or false."""
    if not isinstance(node.value, bool):
        reading.refuse(node.line, f"{what} is {node.kind}.", "Write true or false.")
        return False
    return node.value


def whole(least: int, most: int) -> Reader:
    """A whole number within bounds."""

    def read(reading: Reading, node: Node, what: str) -> int:
        if type(node.value) is not int or not least <= node.value <= most:
            reading.refuse(node.line, f"{what} is no whole number.", f"Write a number from {least} to {most}.")
            return least
        return node.value

    return read


def one_of(words: Collection[str]) -> Reader:
    """One of a few words."""

    def read(reading: Reading, node: Node, what: str) -> str:
        if not isinstance(node.value, str) or node.value not in words:
            said = repr(node.plain) if not isinstance(node.value, dict | list) else node.kind
            reading.refuse(node.line, f"{what}: {said} is none that it can be.", _instead(str(node.plain), words))
            return ""
        return str(node.value)

    return read


def list_of(item: Reader, *, at_least: int = 0, unique: bool = True) -> Reader:
    """A list of one kind of thing, without repetition."""

    def read(reading: Reading, node: Node, what: str) -> tuple[Any, ...]:
        if not isinstance(node.value, list) or len(node.value) > _MAX_LIST:
            reading.refuse(node.line, f"{what} is {node.kind}.", f"Write a list of at most {_MAX_LIST}.")
            return ()
        if len(node.value) < at_least:
            reading.refuse(node.line, f"{what} holds too few.", f"Write at least {at_least}.")
        items = tuple(item(reading, each, what) for each in node.value)
        if unique:
            _refuse_repeated(reading, node.value, items, what)
        return items

    return read


def day(reading: Reading, node: Node, what: str) -> str:
    """A day of the calendar, `YYYY-MM-DD`."""
    if isinstance(node.value, str) and _DAY.match(node.value):
        try:
            if FIRST_DAY <= date.fromisoformat(node.value) <= LAST_DAY:
                return str(node.value)
        except ValueError:
            pass
    reading.refuse(node.line, f"{what} is no day of the calendar.", "Write YYYY-MM-DD.")
    return ""


def period(reading: Reading, node: Node, what: str) -> str:
    """An ISO 8601 period of years, months, weeks and days that is longer than nothing."""
    try:
        if isinstance(node.value, str) and 0 < max(parts_of(node.value)) < 10_000:
            return str(node.value)
    except BadInput:
        pass
    reading.refuse(node.line, f"{what} is no period.", "Write P3Y, P18M, P6W or P90D.")
    return ""


def zone(reading: Reading, node: Node, what: str) -> str:
    """A time zone of the IANA database."""
    try:
        if isinstance(node.value, str):
            ZoneInfo(node.value)
            return str(node.value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    reading.refuse(node.line, f"{what} is no time zone.", "Write one of the IANA database: Europe/London.")
    return "UTC"


def _refuse_repeated(reading: Reading, nodes: Sequence[Node], items: Sequence[Any], what: str) -> None:
    seen: list[Any] = []
    for node, item in zip(nodes, items, strict=True):
        if item in seen and item != "":
            reading.refuse(node.line, f"{what} says the same twice.", "Take one of the two out.")
        seen.append(item)


def _instead(said: str, words: Collection[str]) -> str:
    close = get_close_matches(said, words, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    shown = sorted(words)
    return f"It can be: {', '.join(shown)}." if len(shown) <= 20 else "See the documentation of the format."
