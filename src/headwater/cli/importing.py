"""`import`, `imports` and `undo`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen
from headwater.cli.output import print_json, print_lines, print_table

COUNTS = ("read", "made", "changed", "unchanged", "ended", "refused")
_REFUSAL = ("entry", "line", "field", "reason", "remedy")


@contextmanager
def bar(words: str) -> Iterator[Callable[[float, str], None]]:
    """A progress bar on the error output; nothing where that is no terminal."""
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}")
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(words, total=1.0, words="")

        def told(fraction: float, said: str) -> None:
            progress.update(task, completed=max(fraction, 0.0), words=said)

        yield told


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "format", default="", help="un, eu, uk, ofac, ftm, headwater, uk-press; else it is detected.")
@click.option("--agency", required=True, help="Code of the agency the file is from: GB, FRONTEX, UN.")
@click.option("--list", "list_name", default="", help="Name of the list or data set, where a format has many.")
@click.option(
    "--edition", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Date of the edition, if the file does not say."
)
@click.option("--full/--partial", "full", default=None, help="Whether the file is the whole list: what is absent ends.")
@click.option("--category", default="", help="Category of every person in the file who has none of their own.")
@actor_options
def import_(file: Path, edition: datetime | None, **said: Any) -> None:
    """Take in FILE; refused entries are kept with their reason and do not fail the command."""
    said["edition_date"] = edition.date().isoformat() if edition else ""
    with bar(file.name) as progress, node_of(chosen(), progress) as node:
        view = node.import_file(file, progress, **said)
    if chosen().json:
        refusals = [{name: refusal[name] for name in _REFUSAL} for refusal in view["refusals"]]
        print_json(
            {name: view[name] for name in COUNTS} | {"refusals": refusals, "import": view["id"], "notes": view["notes"]}
        )
        return
    print_lines([f"{view['list_words']}: {_counts(view)}", f"Import {view['id']}", *view["notes"]])
    if view["refusals"]:
        columns = ("entry", "line", "field", "reason", "remedy")
        print_table(columns, ([refusal[name] for name in _REFUSAL] for refusal in view["refusals"]), "Refused entries")


def _counts(view: dict[str, Any]) -> str:
    return ", ".join(f"{view[name]:,} {name}" for name in COUNTS)


@click.command()
@actor_options
def imports() -> None:
    """List the imports, newest first."""
    with node_of(chosen()) as node:
        views = node.imports()
    if chosen().json:
        print_json(views)
        return
    columns = ("import", "state", "list", "edition", "by", "started", "entries")
    names = ("id", "state", "list_words", "edition_date", "by")
    rows = ([*(view[name] for name in names), view["started_at"][:16], _counts(view)] for view in views)
    print_table(columns, rows)


@click.command()
@click.argument("report_ids", metavar="REPORT...", nargs=-1, required=True)
@actor_options
def erase(report_ids: tuple[str, ...]) -> None:
    """Erase reports for good: their keys are destroyed and the index is compacted.

    Every version of a report goes with it. Data protection officers and the node's operator can erase.
    """
    with node_of(chosen()) as node:
        erased = node.erase(list(report_ids))
    if chosen().json:
        print_json({"erased": erased})
        return
    print_lines([f"{erased:,} versions are erased; no file of the node holds their values."])


@click.command()
@click.argument("import_id", metavar="IMPORT")
@actor_options
def undo(import_id: str) -> None:
    """Take an import back whole; what stood before it stands again."""
    with node_of(chosen()) as node:
        view = node.undo(import_id)
    if chosen().json:
        print_json({"import": view["id"], "state": view["state"]} | {name: view[name] for name in COUNTS})
        return
    print_lines([f"Import {view['id']} of {view['list_words']} is taken back."])
