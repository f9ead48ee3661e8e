"""A folder and a function that runs the real command line on it, in this process or as its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from headwater.cli.command import headwater

PASSWORD = "four words for tests"


@dataclass
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document that it printed."""
        return json.loads(self.out)


def run_command(arguments: list[str], data: Path, given: str = "") -> Ran:
    """Run a command in this process."""
    result = CliRunner().invoke(headwater, [*arguments, "--data", str(data)], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def start_command(arguments: list[str], data: Path) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from headwater.cli import main; main()", *arguments, "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"HEADWATER_DEMO": "0"},
    )


@pytest.fixture(autouse=True)
def without_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("HEADWATER_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def run(node_folder: Path) -> Callable[..., Ran]:
    """A function that runs a command on the node's folder."""

    def command(*arguments: str, given: str = "") -> Ran:
        return run_command(list(arguments), node_folder, given)

    return command


@pytest.fixture(scope="session")
def gang_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node with the shipped agreements, the synthetic group, an analyst and a data protection officer."""
    from headwater.desk import Desk
    from headwater.desk.demonstration import install_agreements
    from headwater.intake.selection import SHIPPED
    from headwater.settings import Settings

    data = tmp_path_factory.mktemp("cli") / "node"
    desk = Desk.open(Settings(data=data, port=0, demo=False))
    install_agreements(desk._parts, desk.operator())
    desk.close()
    file = str(SHIPPED["synthetic"].path)
    assert run_command(["import", file, "--agency", "SYN"], data).code == 0
    for name, role in (("ana", "analyst"), ("dora", "protection")):
        assert (
            run_command(["account", "add", name, "--role", role, "--password-stdin"], data, PASSWORD + "\n").code == 0
        )
    return data


@pytest.fixture
def ask(gang_folder: Path) -> Callable[..., Ran]:
    """A function that runs a command on the node with the synthetic group, as its analyst unless told otherwise."""

    def command(*arguments: str, name: str = "ana", purpose: str = "investigate case SYN-014") -> Ran:
        return run_command([*arguments, "--as", name, "--purpose", purpose], gang_folder)

    return command


@pytest.fixture
def start(node_folder: Path) -> Callable[..., subprocess.Popen[str]]:
    """A function that starts a command on the node's folder as a process of its own."""

    def command(*arguments: str) -> subprocess.Popen[str]:
        return start_command(list(arguments), node_folder)

    return command
