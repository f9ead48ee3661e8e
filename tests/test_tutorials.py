"""The tutorial on agreements, run as it is printed: its files, its commands, and what they answer.

A block marked `yaml FILE` is written, one marked `diff FILE` is applied, and in one marked `console` each line that
begins with `$` is run; what follows it must be its output. `…` stands for anything, on a line of its own for any lines.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from headwater.cli.command import headwater

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / "docs" / "tutorial-agreement.md"
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str) -> list[tuple[str, str, str]]:
    """Kind, file and content of each block."""
    return [(kind, file, content) for kind, file, content in _BLOCK.findall(text)]


def commands(content: str) -> list[tuple[str, str]]:
    """Each command of a block with the output that is printed under it."""
    parts = re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def applied(change: str, text: str) -> str:
    """A text after a change of the form `-old`, `+new`, ` kept`; what is taken out must be there once."""
    lines = change.splitlines()
    old = "\n".join(line[1:] for line in lines if line[0] in " -")
    new = "\n".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(old) == 1, f"stands there {text.count(old)} times: {old}"
    return text.replace(old, new)


def run(command: str) -> str:
    """What a command of the tutorial prints: `cp`, or `headwater` with settings before it and a file after it."""
    words = shlex.split(command)
    if words[0] == "cp":
        shipped = ROOT / words[1]
        shutil.copyfile(shipped if shipped.exists() else words[1], words[2])
        return ""
    place = words.index("headwater")
    settings = dict(word.split("=", 1) for word in words[:place])
    arguments, into = words[place + 1 :], ""
    if ">" in arguments:
        arguments, into = arguments[:-2], arguments[-1]
    result = CliRunner().invoke(headwater, arguments, env=settings)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if not into:
        return result.output
    Path(into).write_text(result.stdout, encoding="utf-8")
    return ""


def pattern(printed: str) -> re.Pattern[str]:
    """What the printed output stands for."""
    lines = [r"(?:.*\n)*?" if line.strip() == "…" else _line(line) for line in printed.splitlines()]
    return re.compile("".join(lines))


def _line(line: str) -> str:
    return ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + "\n"


def tidy(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.rstrip("\n").splitlines())


def test_it_runs_as_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HEADWATER_DATA", "HEADWATER_DEMO"):
        monkeypatch.delenv(name, raising=False)
    ran = 0
    for kind, file, content in blocks(TUTORIAL.read_text(encoding="utf-8")):
        if kind == "yaml":
            Path(file).write_text(content, encoding="utf-8")
        elif kind == "diff":
            Path(file).write_text(applied(content, Path(file).read_text(encoding="utf-8")), encoding="utf-8")
        else:
            for command, printed in commands(content):
                output = tidy(run(command))
                assert pattern(printed).fullmatch(output), f"$ {command}\n{output}"
                ran += 1
    assert ran >= 20


@pytest.mark.parametrize(
    ("printed", "output"),
    [("a\n…\nd\n", "a\nb\nc\nd\n"), ("a\n…\nd\n", "a\nd\n"), ("sha256 …\n", "sha256 0f\n"), ("", ""), ("a  \n", "a\n")],
)
def test_what_may_differ_is_marked(printed: str, output: str) -> None:
    assert pattern(printed).fullmatch(output)


@pytest.mark.parametrize(("printed", "output"), [("a\n", "b\n"), ("a\n", ""), ("", "a\n"), ("a\n…\nd\n", "a\nb\n")])
def test_anything_else_must_be_as_it_is_printed(printed: str, output: str) -> None:
    assert not pattern(printed).fullmatch(output)


def test_a_change_is_applied_once() -> None:
    assert applied(" a\n-b\n+c", "a\nb\nd\n") == "a\nc\nd\n"
    with pytest.raises(AssertionError):
        applied("-b\n+c", "b\nb\n")
