"""YAML 1.2 as agreement files allow it, read into nodes that know their line.

Of YAML there is left what a person reads as it stands: mappings, lists and scalars of the core schema (YAML 1.2.2,
chapter 10.3). Tags, anchors, aliases, merge keys, duplicate keys, directives of another version and second documents
are refused; each could make a file say something else than it seems to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from headwater.agreements.decision import Problem
from headwater.errors import UnreadableFile

MAX_BYTES = 500_000
_MAX_DEPTH = 12
_MAX_NODES = 50_000
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z", re.ASCII)
_OTHER_NUMBER = re.compile(
    r"(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z",
    re.ASCII,
)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})


class Number(str):
    """A number that is no whole number as these files use them (4.1, 0x1F); kept as it was written."""


@dataclass(frozen=True)
class Node:
    """A part of a file.

    Attributes:
        value: A string, an int, a bool, a `Number`, None for nothing, a list of nodes, or a dict of key to node.
        line: Its line in the file, from 1.
        lines: Of a mapping, the line of each key.
    """

    value: Any
    line: int
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def plain(self) -> Any:
        """The same without lines: what is signed."""
        if isinstance(self.value, dict):
            return {key: node.plain for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain for node in self.value]
        return str(self.value) if isinstance(self.value, Number) else self.value

    @property
    def kind(self) -> str:
        """What it is, in words."""
        names = {str: "a text", int: "a number", bool: "true or false", Number: "a number", dict: "a mapping"}
        return names.get(type(self.value), "a list" if isinstance(self.value, list) else "empty")


def parse(data: bytes, name: str, problems: list[Problem]) -> Node:
    """The one document of a file as nodes; what is not allowed in it is added to `problems`, and reading goes on.

    Raises:
        UnreadableFile: It is no UTF-8, too long, no YAML, or holds no mapping.
    """
    text = _decoded(data, name)
    builder = _Builder(name, problems)
    try:
        root = builder.document(_events(text))
    except YAMLError as problem:
        raise _unreadable(problem, name, text) from problem
    if root is None or not isinstance(root.value, dict):
        raise UnreadableFile(
            "The file holds no mapping.", where=f"{name}:1", remedy="Begin it with: format: headwater-agreement/1"
        )
    return root


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"The file is longer than {MAX_BYTES:,} bytes.", where=name, remedy="An agreement is a few pages."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise UnreadableFile("This is not UTF-8.", where=f"{name}:{line}", remedy="Save it as UTF-8.") from problem
    return text.removeprefix("\ufeff")


def _events(text: str) -> Iterator[Event]:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    events: Iterator[Event] = yaml.parse(text)
    return events


def _unreadable(problem: YAMLError, name: str, text: str) -> UnreadableFile:
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    line = mark.line if mark is not None else text.count("\n", 0, getattr(problem, "position", 0))
    said = problem.problem if isinstance(problem, MarkedYAMLError) else ""
    said = said or "it holds a character that it may not"
    return UnreadableFile(
        f"This is no YAML 1.2: {' '.join(str(said).split())}.",
        where=f"{name}:{line + 1}",
        remedy="Mend the line; indent with spaces, and put a text that holds ': ' or '#' in quotes.",
    )


class _Builder:
    """Makes nodes of parsing events."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self._name = name
        self._problems = problems
        self._count = 0

    def document(self, events: Iterator[Event]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                self._check_start(event, documents)
            elif isinstance(event, (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent)):
                node = self._node(event, events, 0)
                root = root or node
        return root

    def _check_start(self, event: DocumentStartEvent, number: int) -> None:
        if number > 1:
            self._refuse(event, "A second document begins here.", "Keep one document a file; take out the '---'.")
        if event.version is not None and tuple(event.version) != (1, 2):
            self._refuse(event, "The file says it is not YAML 1.2.", "Take the %YAML line out.")
        if event.tags:
            self._refuse(event, "The file declares tags.", "Take the %TAG line out.")

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        self._count += 1
        if depth > _MAX_DEPTH or self._count > _MAX_NODES:
            raise UnreadableFile(
                "The file is nested too deeply or holds too much.",
                where=f"{self._name}:{_line(event)}",
                remedy="An agreement needs no more than four levels.",
            )
        self._check_plain(event)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, events, depth)
        if isinstance(event, SequenceStartEvent):
            return Node(self._items(events, depth), _line(event))
        if isinstance(event, ScalarEvent):
            return Node(_scalar(event), _line(event))
        return Node(None, _line(event))

    def _check_plain(self, event: Event) -> None:
        if isinstance(event, AliasEvent):
            self._refuse(event, "An alias stands here.", "Write out what it stands for.")
            return
        if getattr(event, "anchor", None):
            self._refuse(event, "An anchor stands here.", "Take the '&' and its name out.")
        tag = getattr(event, "ctag", None)
        if tag is not None and str(tag):
            self._refuse(event, "A tag stands here.", "Take the '!' and its name out.")

    def _items(self, events: Iterator[Event], depth: int) -> list[Node]:
        items: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1))
        return items

    def _mapping(self, start: Event, events: Iterator[Event], depth: int) -> Node:
        found: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._key(event, events, depth)
            value = self._node(next(events), events, depth + 1)
            if key == "<<":
                self._refuse(event, "A merge key stands here.", "Write out what it brings in.")
            elif key in found:
                self._refuse(event, f"The key {key} stands here twice.", f"It stands at line {lines[key]} already.")
            else:
                found[key], lines[key] = value, _line(event)
        return Node(found, _line(start), lines)

    def _key(self, event: Event, events: Iterator[Event], depth: int) -> str:
        node = self._node(event, events, depth + 1)
        if not isinstance(event, ScalarEvent) or not isinstance(node.value, str) or isinstance(node.value, Number):
            self._refuse(event, "A key is no word.", "Write keys as this format names them.")
            return f"key at line {node.line}, {self._count}"
        return node.value

    def _refuse(self, event: Event, detail: str, remedy: str) -> None:
        self._problems.append(Problem(f"{self._name}:{_line(event)}", detail, remedy))


def _scalar(event: ScalarEvent) -> Any:
    text = str(event.value)
    if event.style:
        return text
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.match(text):
        return int(text)
    return Number(text) if _OTHER_NUMBER.match(text) else text


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1
