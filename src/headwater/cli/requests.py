"""`requests list`, `open`, `show`, `find`, `choose`, `decide`, `answer`: persons who ask what is held on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen
from headwater.cli.output import print_json, print_lines, print_table

_REQUEST = click.argument("request", metavar="REQUEST")


@click.group()
def requests() -> None:
    """Persons who ask what is held on them; for a data protection officer (--as, --purpose supervise).

    REQUEST is the id that `open` and `list` give.
    """


@requests.command("list")
@actor_options
def list_() -> None:
    """List the requests, open ones first, by the day an answer is due."""
    with node_of(chosen()) as node:
        found = node.supervision().requests()
    if chosen().json:
        print_json(found)
        return
    columns = ("id", "reference", "name", "asked_on", "due", "days_left", "state")
    print_table(columns, ([one[name] for name in columns] for one in found))


@requests.command("open")
@click.option("--reference", required=True, help="Your office's own, unique.")
@click.option("--name", required=True, help="Of the person; kept encrypted, looked for first.")
@click.option("--asked-on", required=True, help="The day it was received, YYYY-MM-DD.")
@click.option("--words", default="", help="What the person says and asks.")
@actor_options
def open_(**said: str) -> None:
    """Write down that a person asks."""
    with node_of(chosen()) as node:
        _show(node.supervision().open_request(**said))


@requests.command()
@_REQUEST
@actor_options
def show(request: str) -> None:
    """Show REQUEST: what is held, from whom, who received it, who looked, what is decided."""
    with node_of(chosen()) as node:
        _show(node.supervision().request(request))


@requests.command()
@_REQUEST
@click.option("--query", default="", help="A name, a number or a reference; else the person's name.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Records to pass over.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="Records on the page.")
@actor_options
def find(request: str, query: str, offset: int, limit: int) -> None:
    """Find records that may be the person's, over everything the node holds."""
    with node_of(chosen()) as node:
        found = node.supervision().find(request, query, offset, limit)
    if chosen().json:
        print_json(found)
        return
    print_lines([f"{found['total']:,} records"])
    rows = ([one["id"], one["caption"], one["line"], ", ".join(one["agencies"])] for one in found["records"])
    print_table(("id", "name", "what is known", "from"), rows)


@requests.command()
@_REQUEST
@click.argument("records", nargs=-1)
@actor_options
def choose(request: str, records: tuple[str, ...]) -> None:
    """Say that RECORDS are the person's, in place of those chosen before."""
    with node_of(chosen()) as node:
        _show(node.supervision().choose(request, list(records)))


@requests.command()
@_REQUEST
@click.argument("assertions", nargs=-1)
@click.option(
    "--decision", type=click.Choice(["keep", "restrict", "correct", "erase"]), required=True, help="What is decided."
)
@click.option("--ground", type=click.Choice(["contested", "evidence"]), default="contested", show_default=True)
@click.option("--correction", default="", help="The correct value, kept as a note to the source.")
@click.option("--left-out", default="", metavar="CLAUSE", help="inquiry, prevention, public-security, … (s.45(4)).")
@click.option("--rest", is_flag=True, help="Every value that has no decision yet.")
@actor_options
def decide(request: str, assertions: tuple[str, ...], rest: bool, **said: str) -> None:
    """Decide on ASSERTIONS, values of the person by their ids. Nothing is changed before the answer."""
    with node_of(chosen()) as node:
        ids = list(assertions)
        if rest:
            values = node.supervision().request(request)["values"]
            ids += [value["assertion_id"] for value in values if not value["decision"]]
        _show(node.supervision().decide(request, {id_: dict(said) for id_ in ids}, None))


@requests.command()
@_REQUEST
@click.option("--reason", required=True, help="For the file.")
@click.option("--text", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File with the answer.")
@actor_options
def answer(request: str, reason: str, text: Path | None) -> None:
    """Carry out what was decided and keep the answer. Erasure cannot be undone."""
    words = text.read_text(encoding="utf-8") if text else ""
    with node_of(chosen()) as node:
        _show(node.supervision().answer(request, words, reason))


@requests.command()
@_REQUEST
@actor_options
def withdraw(request: str) -> None:
    """Set REQUEST aside without an answer."""
    with node_of(chosen()) as node:
        _show(node.supervision().set_state(request, "withdraw"))


@requests.command()
@_REQUEST
@actor_options
def reopen(request: str) -> None:
    """Open REQUEST again; what was erased stays erased."""
    with node_of(chosen()) as node:
        _show(node.supervision().set_state(request, "reopen"))


def _show(view: dict[str, Any]) -> None:
    if chosen().json:
        print_json(view)
        return
    print_lines([f"{view['reference']}: {view['name']}, {view['state']}; asked {view['asked_on']}, due {view['due']}"])
    columns = ("id", "label", "value", "from", "grading", "basis in law", "erase by", "restricted", "decision")
    print_table(columns, map(_row, view["values"]))
    print_lines(f"{one['recipient']}: {one['what']} {one['when'][:10]}. {one['then']}." for one in view["received"])
    print_lines([f"{len(view['looked']):,} looks; the newest first"] if view["looked"] else [])
    print_lines(f"{one['when'][:16]} {one['who']}: {one['reason']}, {one['purpose']}" for one in view["looked"][:10])
    print_lines(["", *(view["answer"] or view["drafted"]).splitlines(), ""])
    print_lines([f"Answering would do this: {view['button']}."] if view["state"] == "open" else [])
    print_lines([f"Request {view['id']}"])


def _row(value: dict[str, Any]) -> list[object]:
    grading = value["grading"]
    return [
        value["assertion_id"],
        value["label"],
        value["text"],
        value["agency"],
        f"{grading['source']}{grading['information']}" or "not graded",
        value["legal_basis"],
        value["erase_by"],
        "yes" if value["restricted"] else "",
        value["decision"],
    ]
