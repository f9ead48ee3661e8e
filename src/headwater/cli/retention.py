"""`retention list`, `run`, `extend`, `restrict`, `lift`, `restrictions`: what is kept, and until when."""

from __future__ import annotations

from typing import Any

import click

from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen
from headwater.cli.output import print_json, print_lines, print_table


@click.group()
def retention() -> None:
    """What is kept, and until when; what is due is erased by the node itself at each full hour.

    For a data protection officer (--as, --purpose supervise). The node's operator may `list` ids and days, and `run`.
    """


@retention.command("list")
@click.option("--state", type=click.Choice(["", "overdue", "extended"]), default="", help="Only what is in this state.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Reports to pass over.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="Reports on the page.")
@actor_options
def list_(**asked: Any) -> None:
    """List what is due for erasure or review within 30 days, earliest first."""
    with node_of(chosen()) as node:
        queue = node.supervision().queue(**asked)
    if chosen().json:
        print_json(queue)
        return
    numbers = f"{queue['due']:,} due, {queue['overdue']:,} overdue, {queue['extended']:,} kept longer"
    print_lines([f"{queue['total']:,} reports; {numbers}"])
    columns = ("report_id", "agency", "reference", "kind", "state", "day", "days", "lines", "why")
    print_table(columns, ([line[name] for name in columns] for line in queue["lines"]))


@retention.command()
@actor_options
def run() -> None:
    """Erase now what is due. What is restricted stays."""
    with node_of(chosen()) as node:
        made = node.supervision().run()
    if chosen().json:
        print_json(made)
        return
    print_lines([f"Erased: {made['reports']:,} reports and {made['values']:,} single values. Kept: {made['kept']:,}."])


@retention.command()
@click.argument("report")
@click.option("--kind", type=click.Choice(["erase", "review"]), default="erase", show_default=True, help="What is due.")
@click.option("--until", required=True, help="The new day, YYYY-MM-DD.")
@click.option("--reason", required=True, help="Why it is needed longer.")
@actor_options
def extend(report: str, kind: str, until: str, reason: str) -> None:
    """Keep REPORT longer, with a reason."""
    with node_of(chosen()) as node:
        _told(node.supervision().extend(report, kind, until, reason), f"Report {report} is kept until {until}.")


@retention.command()
@click.argument("report")
@click.option("--assertion", "assertions", multiple=True, help="One value of it, by its id; may be given again.")
@click.option("--ground", type=click.Choice(["contested", "evidence"]), required=True, help="Why it is restricted.")
@click.option("--reason", required=True, help="In your words.")
@actor_options
def restrict(report: str, assertions: tuple[str, ...], ground: str, reason: str) -> None:
    """Keep REPORT, or some values of it, and hide it from every use."""
    with node_of(chosen()) as node:
        made = node.supervision().restrict(report, list(assertions), ground, reason)
    _told(made, f"Restriction {made['id']}: {made['lines']:,} values are kept and not used.")


@retention.command()
@click.argument("restriction")
@actor_options
def lift(restriction: str) -> None:
    """End RESTRICTION: what it hid is used again."""
    with node_of(chosen()) as node:
        _told(node.supervision().lift(restriction), f"Restriction {restriction} is lifted.")


@retention.command()
@click.option("--lifted", is_flag=True, help="Those lifted too.")
@actor_options
def restrictions(lifted: bool) -> None:
    """List what is kept and not used."""
    with node_of(chosen()) as node:
        found = node.supervision().restrictions(lifted)
    if chosen().json:
        print_json(found)
        return
    columns = ("id", "report_id", "agency", "reference", "lines", "ground", "reason", "by_name", "since", "lifted_at")
    print_table(columns, ([one[name] for name in columns] for one in found))


def _told(answer: Any, words: str) -> None:
    if chosen().json:
        print_json(answer)
    else:
        print_lines([words])
