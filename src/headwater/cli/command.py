"""The command `headwater` and how it ends."""

from __future__ import annotations

import sys
from typing import Any

import click

from headwater import __version__
from headwater.cli import (
    accounts,
    agreements,
    audit,
    exporting,
    importing,
    reading,
    requests,
    resolving,
    retention,
    running,
)
from headwater.cli.options import Choices
from headwater.cli.output import print_error
from headwater.errors import HeadwaterError


class Headwater(click.Group):
    """The group of all commands; turns our errors into exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a refusal of Headwater is told once, here."""
        choices = ctx.ensure_object(Choices)
        try:
            return super().invoke(ctx)
        except HeadwaterError as error:
            print_error(error, choices.json)
            ctx.exit(1)
        except BrokenPipeError:
            raise  # whoever read the output has had enough: click ends the command without a word
        except OSError as error:
            detail = f"The system refused: {error.strerror or type(error).__name__}."
            print_error(HeadwaterError(detail, where=str(error.filename or "")), choices.json)
            ctx.exit(1)


@click.group(cls=Headwater, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="headwater")
def headwater() -> None:
    """The joint desk: sourced reports in, one graded picture of the gangs out.

    Whatever reads needs --as USER and --purpose P; each read is logged with them. Without --as, a command is the
    node operator's, who imports and keeps accounts and reads nothing.
    """


for _command in (
    running.up,
    running.link,
    running.rebuild,
    running.status,
    importing.import_,
    importing.imports,
    importing.undo,
    importing.erase,
    reading.search,
    reading.show,
    reading.groups,
    resolving.resolve,
    exporting.export,
    audit.audit,
    retention.retention,
    requests.requests,
    accounts.account,
    agreements.agreements,
):
    headwater.add_command(_command)


def main() -> None:
    """Run the command line; never returns."""
    sys.exit(headwater())
