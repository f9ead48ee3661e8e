"""`export`: entities as FollowTheMoney or CSV; a disclosure, logged before the first byte."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen
from headwater.cli.output import print_json, print_lines
from headwater.errors import BadInput


@click.command()
@click.argument("entity_ids", nargs=-1, metavar="[ENTITY]...")
@click.option("--query", default="", help="Export what this search finds.")
@click.option("--format", "format", type=click.Choice(["ftm", "csv"]), default="ftm", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File; - for the output.")
@actor_options
def export(entity_ids: tuple[str, ...], query: str, format: str, output: Path | None) -> None:
    """Hand entities over, each record with its sources, grading and handling, and the exporter named inside."""
    to_output = output is not None and str(output) == "-"
    if to_output and chosen().json:
        raise click.UsageError("--json and --output - both want the output: use one.")
    with node_of(chosen()) as node:
        name, count, chunks = node.export(format, list(entity_ids), query)
        target = output or Path(name)
        if to_output:
            _write(sys.stdout.buffer, chunks)
            return
        with _new_file(target) as file:
            _write(file, chunks)
    if chosen().json:
        print_json({"file": str(target), "count": count, "format": format})
    else:
        print_lines([f"{count:,} entities in {target}"])


def _new_file(path: Path) -> BinaryIO:
    """A file only its owner reads, and never one that was there: what is handed over does not grow by mistake."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise BadInput("There is a file of that name.", where=str(path), remedy="Name another one.") from None
    return path.open("wb")


def _write(file: BinaryIO, chunks: Iterator[bytes]) -> None:
    for chunk in chunks:
        file.write(chunk)
    file.flush()
