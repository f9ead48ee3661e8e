"""`account add` and `account list`."""

from __future__ import annotations

import sys

import click

from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen
from headwater.cli.output import print_json, print_lines, print_table


@click.group()
def account() -> None:
    """Local accounts: the operator's and the administrators' to keep."""


@account.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, help="analyst, liaison, border, protection, administrator; repeat it.")
@click.option("--agency", default="", help="Code of the agency that the account is of; without it the node's own.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the input's first line.")
@actor_options
def add(name: str, roles: tuple[str, ...], agency: str, password_stdin: bool) -> None:
    """Make an account; the password is asked for."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    with node_of(chosen()) as node:
        view = node.add_account(name, password, list(roles), agency)
    if chosen().json:
        print_json(view)
    else:
        print_lines([f"{view['name']} of {view['agency']}: {', '.join(view['roles']) or 'no role'}"])


@account.command("list")
@actor_options
def list_() -> None:
    """List the accounts."""
    with node_of(chosen()) as node:
        views = node.accounts()
    if chosen().json:
        print_json(views)
        return
    rows = (
        [
            view["name"],
            view["agency"],
            ", ".join(view["roles"]),
            view["created_at"],
            "closed" if view["disabled"] else "open",
        ]
        for view in views
    )
    print_table(("name", "agency", "roles", "made", "state"), rows)
