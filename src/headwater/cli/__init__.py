"""The command line: words and files come in; text or JSON goes out, with the same answers as the page and the API.

Read `command` first, then `node`: a command speaks to a running node over its socket, and else opens the folder
itself. Exit codes: 0 done, 1 refused by Headwater (the reason on the error output, with `--json` also on the output),
2 the command line was wrong.
"""

from headwater.cli.command import main

__all__ = ["main"]
