"""What a command prints: a JSON document, or words and tables for a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from headwater.errors import HeadwaterError

_WIDE = 240
"""Width of a table that goes to a file or a pipe."""
_WHOLE = ("id", "import", "entry")
"""Columns that people copy from."""


def print_json(answer: Any) -> None:
    """One JSON document, UTF-8 as far as the terminal takes it."""
    click.echo(json.dumps(answer, ensure_ascii=not _utf8(), indent=2))


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def print_error(error: HeadwaterError, as_json: bool) -> None:
    """The reason on the error output; with `--json` also as a document on the output."""
    click.echo(str(error), err=True)
    if as_json:
        body = {"detail": error.detail, "where": error.where, "remedy": error.remedy}
        print_json({"error": body})


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table; nothing in a cell is taken for markup."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE)
    table = Table(title=escape(title) if title else None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in _WHOLE)
    for row in rows:
        table.add_row(*(escape(_shown(cell)) for cell in row))
    console.print(table)


def print_lines(lines: Iterable[str]) -> None:
    """Plain lines, without control characters."""
    for line in lines:
        click.echo(_shown(line))


def _shown(cell: object) -> str:
    # A value from a file must not steer the terminal.
    return "".join(c if c.isprintable() else "�" for c in str(cell))
