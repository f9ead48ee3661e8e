"""`agreements`: what is agreed, what it opens, why a line goes or stays; files and the node's register."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from headwater.cli.agreement_output import (
    compared,
    explained,
    print_agreement,
    print_changes,
    print_explanation,
    print_file,
    print_held,
    print_keys,
    print_matrix,
    tabled,
)
from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen, json_option, node_options
from headwater.cli.output import print_json, print_lines

if TYPE_CHECKING:
    from headwater.cli.agreeing import Answer

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def agreements() -> None:
    """Who may share what with whom, for which purpose, until when, and by which clause.

    `check`, `diff` and `matrix FILE` need no node. What changes the node's register needs an administrator, or no
    --as: then it is the node operator's.
    """


@agreements.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@json_option
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Examine agreement and profile files: what is wrong, line by line, and each of their examples."""
    from headwater.desk.agreement_files import check_file

    found = [dataclasses.asdict(check_file(path)) for path in files]
    ok = all(one["ok"] for one in found)
    if chosen().json:
        print_json({"ok": ok, "files": found})
    else:
        for one in found:
            print_file(one)
    if not ok:
        context.exit(1)


@agreements.command("list")
@actor_options
def list_() -> None:
    """List every version of every agreement that the node holds, and where each stands."""
    with node_of(chosen()) as node:
        held = node.agreeing().matrix()["held"]
    if chosen().json:
        print_json(held)
    else:
        print_held(held)


@agreements.command()
@click.argument("agreement")
@click.option("--version", type=click.IntRange(1), default=None, help="Default: the newest signed one.")
@actor_options
def show(agreement: str, version: int | None) -> None:
    """Show one AGREEMENT clause by clause."""
    with node_of(chosen()) as node:
        view = node.agreeing().agreement(agreement, version or 0)
    if chosen().json:
        print_json(view)
    else:
        print_agreement(view)


@agreements.command()
@click.argument("files", nargs=-1, metavar="[FILE...]", type=FILE)
@actor_options
def matrix(files: tuple[Path, ...]) -> None:
    """Show what may pass from whom to whom: on the node, or by FILEs as if every party had signed them.

    A party whose profile is not among the files has the shipped one.
    """
    view = tabled(_matrix_of_files(files) if files else _matrix_of_node())
    if chosen().json:
        print_json(view)
    else:
        print_matrix(view)


def _matrix_of_files(files: tuple[Path, ...]) -> Answer:
    from headwater.desk.agreement_files import matrix_of_files

    return dataclasses.asdict(matrix_of_files(files, datetime.now(UTC)))


def _matrix_of_node() -> Answer:
    with node_of(chosen()) as node:
        return node.agreeing().matrix()


@agreements.command()
@click.option("--from", "sender", required=True, metavar="PARTY", help="Who would share: GB, FRONTEX.")
@click.option("--to", "recipient", required=True, metavar="PARTY", help="Who would receive it.")
@click.option("--purpose", required=True, help="What the recipient would read it for: a code, such as investigate.")
@click.option("--report", required=True, metavar="ID", help="Which report.")
@click.option("--as", "as_", default="", metavar="USER", help="Account that asks; without it the node's operator.")
@click.option("--why", default="", help="With --as: why you ask; the same as --purpose if left out.")
@node_options
def explain(sender: str, recipient: str, purpose: str, report: str, as_: str, why: str) -> None:
    """Show for each line of a report whether it goes or stays, and by which clause.

    The operator is shown ids and no values; a reader the lines that they may read, with their values.
    """
    choices = chosen()
    choices.name, choices.purpose = as_, why or purpose
    with node_of(choices) as node:
        view = explained(node.agreeing().explain(sender, recipient, purpose, report))
    if choices.json:
        print_json(view)
    else:
        print_explanation(view)


@agreements.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--on-node", is_flag=True, help="Count how many lines of the node each change touches, with --as.")
@actor_options
def diff(old: Path, new: Path, on_node: bool) -> None:
    """Show what the file NEW says otherwise than OLD, of one agreement or one party's profile.

    `lines` is -1 where nobody has counted, or for whoever is not told.
    """
    view = _diff(old, new, on_node)
    if chosen().json:
        print_json(view)
    else:
        print_changes(view)


def _diff(old: Path, new: Path, on_node: bool) -> dict[str, Any]:
    from headwater.desk.agreement_files import changes_between, document_view, read_file

    was, will = read_file(old), read_file(new)
    documents = [dataclasses.asdict(document_view(one)) for one in (was, will)]
    if not on_node:
        return compared(documents, [dataclasses.asdict(one) for one in changes_between(was, will)])
    with node_of(chosen()) as node:
        return compared(documents, node.agreeing().compare(_text(old), _text(new))["changes"])


def _text(path: Path) -> str:
    return path.read_bytes().decode()


# -- changing the register


@agreements.command()
@click.argument("files", nargs=-1, metavar="[FILE...]", type=FILE)
@click.option("--shipped", is_flag=True, help="Add the profiles that come with Headwater and are not here.")
@actor_options
def add(files: tuple[Path, ...], shipped: bool) -> None:
    """Add agreements as proposals that nobody has signed, and parties' profiles."""
    if not files and not shipped:
        raise click.UsageError("Name a FILE, or --shipped.")
    with node_of(chosen()) as node:
        added = [_added(node.agreeing(), path) for path in files]
        if shipped:
            added += _add_shipped(node.agreeing())
    if chosen().json:
        print_json({"added": added})
    else:
        print_lines(f"{one['id']}, version {one['version']}: {one['title']}" for one in added)


def _added(node: Any, path: Path) -> dict[str, Any]:
    from headwater.desk.agreement_files import document_view, read_file

    document = document_view(read_file(path))
    keep = node.propose if document.kind == "agreement" else node.add_profile
    keep(_text(path), path.name)
    return dataclasses.asdict(document)


def _add_shipped(node: Any) -> list[dict[str, Any]]:
    from headwater.desk.agreement_files import document_view, read_text, shipped_profiles
    from headwater.errors import Conflict

    added = []
    for name, text in shipped_profiles():
        try:
            node.add_profile(text.decode(), name)
        except Conflict:
            continue  # it is here, or a newer one is
        added.append(dataclasses.asdict(document_view(read_text(text, name))))
    return added


@agreements.command()
@click.argument("agreement")
@click.option("--version", type=click.IntRange(1), default=None, help="Default: the newest held.")
@actor_options
def sign(agreement: str, version: int | None) -> None:
    """Sign a version of AGREEMENT for the node's own agency; prints the signature for the other parties."""
    with node_of(chosen()) as node:
        number = version or _newest(node.agreeing(), agreement)
        signature = node.agreeing().sign(agreement, number)
    if chosen().json:
        print_json({"agreement": agreement, "version": number, "signature": signature})
    else:
        print_lines([signature])


def _newest(node: Any, agreement: str) -> int:
    return max((one["version"] for one in node.matrix()["held"] if one["id"] == agreement), default=1)


@agreements.command("add-signature")
@click.argument("file", type=FILE)
@actor_options
def add_signature(file: Path) -> None:
    """Keep a party's signature from FILE; it finds the agreement that it is of."""
    with node_of(chosen()) as node:
        view = node.agreeing().add_signature(_text(file).strip())
    if chosen().json:
        print_json(view)
    else:
        print_lines([f"{view['party']}: {view['words']}"])


@agreements.command()
@click.argument("agreement")
@click.argument("version", type=click.IntRange(1))
@actor_options
def withdraw(agreement: str, version: int) -> None:
    """Take back a VERSION of AGREEMENT that not every party has signed."""
    with node_of(chosen()) as node:
        node.agreeing().withdraw(agreement, version)
    if chosen().json:
        print_json({"agreement": agreement, "version": version, "withdrawn": True})
    else:
        print_lines([f"{agreement}, version {version}, is taken back."])


@agreements.command()
@actor_options
def key() -> None:
    """Print the node's own public key as JSON, for the other parties; it is made when it is first asked for."""
    with node_of(chosen()) as node:
        own = node.agreeing().own_key()
    if chosen().json:
        print_json(own)
    else:
        print_lines([own["jwk"]])
        click.echo(f"{own['key']['party']}: {own['key']['fingerprint']}", err=True)


@agreements.command()
@actor_options
def keys() -> None:
    """List the parties' public keys, each with where it came from."""
    with node_of(chosen()) as node:
        views = node.agreeing().keys()
    if chosen().json:
        print_json(views)
    else:
        print_keys(views)


@agreements.command()
@click.argument("party")
@click.argument("file", type=FILE)
@click.option("--origin", required=True, help="Where the key came from, in a few words.")
@actor_options
def trust(party: str, file: Path, origin: str) -> None:
    """Keep PARTY's public key from FILE. Compare its fingerprint by another way than the one it came by."""
    with node_of(chosen()) as node:
        view = node.agreeing().trust(party, _text(file), origin)
    if chosen().json:
        print_json(view)
    else:
        print_lines([f"{view['party']}: {view['fingerprint']}"])


@agreements.command()
@click.argument("key")
@actor_options
def revoke(key: str) -> None:
    """Trust KEY no more: what it signed counts as not signed."""
    with node_of(chosen()) as node:
        view = node.agreeing().revoke(key)
    if chosen().json:
        print_json(view)
    else:
        print_lines([f"{view['party']}: {view['fingerprint']} was revoked at {view['revoked_at']}"])
