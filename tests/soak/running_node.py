"""A real node for the soak: the command `headwater up` in a process of its own, asked over its page and its socket."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

HEADWATER = Path(sys.executable).parent / "headwater"
PASSWORD = "correct horse battery staple"
READY = re.compile(r"ready at (http://\S+)")


class RunningNode:
    """A node that can be started, asked, killed and started again.

    Args:
        folder: The node's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the node and wait until it says that it is ready."""
        environment = {**os.environ, "HEADWATER_PORT": "0", "PYTHONUNBUFFERED": "1"}
        with open(self.folder.parent / "node.log", "ab") as log:
            self._process = subprocess.Popen(
                [HEADWATER, "up", "--data", self.folder], stdout=subprocess.PIPE, stderr=log, text=True, env=environment
            )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := READY.search(line):
                self.address = found[1]
                return
        raise RuntimeError(f"The node ended: {(self.folder.parent / 'node.log').read_text()[-2000:]}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the node and wait for it."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.communicate(timeout=60)
            self._process = None

    def command(self, *words: object, fed: str = "") -> Any:
        """Run a command beside the node; its JSON answer."""
        done = subprocess.run(
            [HEADWATER, *map(str, words), "--data", self.folder, "--json"],
            input=fed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def account(self, name: str, *roles: str) -> None:
        """Make an account."""
        chosen = [word for role in roles for word in ("--role", role)]
        self.command("account", "add", name, *chosen, "--password-stdin", fed=PASSWORD + "\n")

    def signed_in(self, name: str, kind: str) -> httpx.Client:
        """A session of an account with a stated purpose."""
        client = httpx.Client(base_url=self.address, timeout=60)
        answer = client.post("/api/v1/session", json={"name": name, "password": PASSWORD})
        answer.raise_for_status()
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        client.put("/api/v1/session/purpose", json={"kind": kind}).raise_for_status()
        return client

    def status_lines(self) -> dict[str, str]:
        """What the kernel says about the process."""
        assert self._process is not None
        lines = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii").splitlines()
        return dict(line.split(":\t", 1) for line in lines if ":\t" in line)

    def memory_mib(self) -> float:
        """Resident memory of the node's own process."""
        return int(self.status_lines()["VmRSS"].split()[0]) / 1024

    def open_files(self) -> int:
        """How many file descriptors the node's own process holds."""
        assert self._process is not None
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))


def editions(folder: Path, people: int, number: int) -> Path:
    """Write an edition of an invented list: entries come, change and go from one edition to the next."""
    path = folder / f"edition-{number}.ftm.json"
    with path.open("w", encoding="utf-8") as file:
        for person in range(number * people // 10, number * people // 10 + people):
            properties: dict[str, Sequence[str]] = {
                "name": [f"Example Person {person}", f"Пример {person}"],
                "birthDate": [str(1950 + (person + number // 2) % 40)],
            }
            file.write(json.dumps({"id": f"soak-{person}", "schema": "Person", "properties": properties}) + "\n")
    return path
