"""The options that many commands share, and what they were set to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from headwater.settings import Settings, settings_from

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Choices:
    """What the shared options were set to.

    Attributes:
        data: Folder of the node.
        json: Print one JSON document and nothing else.
        name: Account that reads, "" for the node's operator.
        purpose: Why, in words.
    """

    data: Path = Path()
    json: bool = False
    name: str = ""
    purpose: str = ""

    def settings(self) -> Settings:
        """The node's settings, from its folder and the environment."""
        return settings_from(os.environ, self.data)


def default_data() -> Path:
    """`HEADWATER_DATA`, else `headwater` in the home folder."""
    return Path(os.environ.get("HEADWATER_DATA", "") or Path.home() / "headwater")


def chosen() -> Choices:
    """The choices of the command that runs."""
    found: Choices = click.get_current_context().ensure_object(Choices)
    return found


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(context: click.Context, _: click.Parameter, value: Any) -> None:
        setattr(context.ensure_object(Choices), name, value)

    return keep


_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=default_data,
    show_default="$HEADWATER_DATA or ~/headwater",
    help="Folder of the node.",
    callback=_keep("data"),
    expose_value=False,
)
_JSON = click.option(
    "--json", is_flag=True, help="Print one JSON document.", callback=_keep("json"), expose_value=False, is_eager=True
)
_AS = click.option(
    "--as",
    "as_",
    default="",
    metavar="USER",
    help="Account to act as; without it the command is the node operator's.",
    callback=_keep("name"),
    expose_value=False,
)
_PURPOSE = click.option(
    "--purpose",
    default="",
    help="Why: a kind, kind:CASE, or words such as 'investigate case SYN-014'.",
    callback=_keep("purpose"),
    expose_value=False,
)


def json_option(command: F) -> F:
    """Add `--json` alone, for a command that needs no node."""
    return _JSON(command)


def node_options(command: F) -> F:
    """Add `--data` and `--json`."""
    return _DATA(_JSON(command))


def actor_options(command: F) -> F:
    """Add `--as` and `--purpose` to `--data` and `--json`; without `--as` the command is the operator's."""
    return node_options(_AS(_PURPOSE(command)))
