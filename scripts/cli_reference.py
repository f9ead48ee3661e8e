"""Write `docs/reference/cli.md` from the command line's own help, so that the two cannot differ.

python scripts/cli_reference.py          write the page
python scripts/cli_reference.py check    1 if it is not what the command line says
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from headwater.cli.command import headwater

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "cli.md"
WIDTH = 100
BEGINNING = """\
# Command line

Written from the command line's own help by `make reference`.

Every command takes `--data DIR`, the node's folder, and `--json`, which makes it print one JSON document. Beside a
running node a command goes through the node's socket in that folder; else it opens the folder itself.

Whatever reads needs `--as USER` and `--purpose P`. Without them a command is the node operator's, who imports, takes
back and makes accounts, and reads nothing.

Exit codes: 0 done, 1 refused with the reason on the error output, 2 the command line was wrong.
"""


def commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below a group that is not a group itself, with the words it is called by."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def section(path: tuple[str, ...], command: click.Command) -> str:
    """A command's heading and its help, as `--help` prints it."""
    context = click.Context(command, info_name=" ".join(path), terminal_width=WIDTH, max_content_width=WIDTH)
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    body = "\n".join(f"    {line}" if line else "" for line in lines)
    return f"## {' '.join(path)}\n\n{body}\n"


def page() -> str:
    """The whole page."""
    return "\n".join([BEGINNING, *(section(path, command) for path, command in commands(headwater, ("headwater",)))])


def main(what: str) -> int:
    """Write or check; 0 if the page is what the command line says."""
    if what == "write":
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    same = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
    if not same:
        print("docs/reference/cli.md is not what the command line says: run 'make reference'.", file=sys.stderr)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "write"))
