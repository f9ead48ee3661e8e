"""`up`, `link`, `rebuild` and `status`."""

from __future__ import annotations

from dataclasses import replace

import click

from headwater.cli.importing import bar
from headwater.cli.node import node_of
from headwater.cli.options import chosen, node_options
from headwater.cli.output import print_json, print_lines


@click.command()
@click.option("--host", default="", help="Address to listen on (default HEADWATER_HOST or 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port (default HEADWATER_PORT or 8700).")
@click.option("--demo/--no-demo", "demo", default=None, help="Take in the shipped lists at the first start.")
@node_options
def up(host: str, port: int | None, demo: bool | None) -> None:
    """Start the node: the desk at 127.0.0.1:8700, and its socket in the folder for the other commands."""
    from headwater.cli.up import serve

    settings = chosen().settings()
    serve(
        replace(
            settings,
            host=host or settings.host,
            port=settings.port if port is None else port,
            demo=settings.demo if demo is None else demo,
        )
    )


@click.command()
@node_options
def link() -> None:
    """Print a new link for the first sign-in; the earlier one is void. Refused once the node has an account."""
    with node_of(chosen()) as node:
        address = node.link()
    if chosen().json:
        print_json({"address": address})
    else:
        print_lines([address, "Usable once, within ten minutes, on this machine."])


@click.command()
@node_options
def rebuild() -> None:
    """Make the index anew from the ledger; readers wait meanwhile."""
    with bar("Index") as progress, node_of(chosen(), progress) as node:
        node.rebuild(progress)
    if chosen().json:
        print_json({"rebuilt": True})
    else:
        print_lines(["The index is made anew."])


@click.command()
@node_options
def status() -> None:
    """Tell what the node is and what it has taken in."""
    with node_of(chosen()) as node:
        view = node.status()
    if chosen().json:
        print_json(view)
        return
    ready = "ready" if view["index_ready"] else f"index {max(view['index_fraction'], 0):.0%}"
    print_lines([f"{view['node']} node, Headwater {view['version']}, up to {view['ceiling']}, {ready}"])
    print_lines(f"  {name}" for name in view["lists"])
