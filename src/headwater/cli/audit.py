"""`audit verify`, `audit entries` and `audit who`."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen, node_options
from headwater.cli.output import print_json, print_lines, print_table


@click.group()
def audit() -> None:
    """The audit: who saw what, when, for which purpose; and whether the log is whole."""


@audit.command()
@node_options
@click.pass_context
def verify(context: click.Context) -> None:
    """Check the log from its first entry; works beside a running node. Exit code 1 if it is not whole."""
    from headwater.desk.auditing import verification

    found = verification(chosen().data)
    if chosen().json:
        print_json(dataclasses.asdict(found))
    else:
        words = "The log is whole" if found.ok else f"The log is not whole: {found.problem}"
        print_lines([words, f"{found.entries:,} entries, head {found.head}"])
    context.exit(0 if found.ok else 1)


_PAGE = (
    click.option("--since", default="", help="From this day on, YYYY-MM-DD."),
    click.option("--until", default="", help="Up to and with this day, YYYY-MM-DD."),
    click.option("--offset", type=click.IntRange(0), default=0, help="Entries to pass over."),
    click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="Entries on the page."),
)


def _paged(command: Any) -> Any:
    for option in _PAGE:
        command = option(command)
    return command


@audit.command()
@click.option("--operation", default="", help="collection, alteration, consultation, disclosure, erasure, …")
@click.option("--by", default="", help="Account.")
@click.option("--record", default="", help="Id of an entity or a report.")
@_paged
@actor_options
def entries(**asked: Any) -> None:
    """List entries, newest first; for data protection."""
    _print(asked)


@audit.command()
@click.argument("record", metavar="ENTITY")
@_paged
@actor_options
def who(**asked: Any) -> None:
    """Tell who saw or changed ENTITY (or a report), when and for which purpose; for data protection."""
    _print(asked)


def _print(asked: dict[str, Any]) -> None:
    with node_of(chosen()) as node:
        page = node.audit(**asked)
    if chosen().json:
        print_json(page)
        return
    print_lines([f"{page['total']:,} entries"])
    columns = ("entry", "at", "operation", "by", "role", "purpose", "what", "records", "to")
    rows = (
        [entry[name] for name in ("number", "at", "operation", "by", "role", "purpose", "reason")]
        + [len(entry["records"]), ", ".join(entry["recipients"])]
        for entry in page["entries"]
    )
    print_table(columns, rows)
