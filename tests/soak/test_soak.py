"""A node under readers, imports, undos and one kill, for as long as `HEADWATER_SOAK_MINUTES` says.

Nothing is timed. What must hold at the end: every answer was given or was one of the refusals a reader must expect,
every answer with intelligence is in the audit, the chain is whole, memory and open files do not grow, and after
everything was taken back a search finds what it found in the beginning.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.soak.running_node import RunningNode, editions

READERS = 4
PEOPLE = 2000
WORDS = ("Example", "пример", "brook", "Example Person 1", "07700 900", "al", "LYi")
EXPECTED = {200, 404, 429}  # 404: an entity that an undo has just taken away
pytestmark = pytest.mark.soak


class Reader(threading.Thread):
    """Somebody who searches and opens what is found, until told to stop."""

    def __init__(self, client: httpx.Client, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._client, self._told = client, stop
        self.answers: Counter[int] = Counter()
        self.errors: list[str] = []

    def run(self) -> None:
        """Read in turns."""
        turn = 0
        while not self._told.is_set():
            turn += 1
            found = self._get("/api/v1/search", q=WORDS[turn % len(WORDS)], limit=5)
            for hit in found.get("hits", [])[:3]:
                self._get(f"/api/v1/entities/{hit['id']}")
            if turn % 5 == 0:
                self._get("/api/v1/groups")

    def _get(self, path: str, **asked: str | int) -> dict[str, Any]:
        answer = self._client.get(path, params=asked)
        self.answers[answer.status_code] += 1
        if answer.status_code == 429:
            self._told.wait(float(answer.headers.get("Retry-After", "1")))
        if answer.status_code not in EXPECTED:
            self.errors.append(f"{path}: {answer.status_code} {answer.text[:200]}")
        return answer.json() if answer.status_code == 200 else {}


def totals(client: httpx.Client) -> dict[str, int]:
    found = {}
    for word in WORDS:
        answer = client.get("/api/v1/search", params={"q": word})
        answer.raise_for_status()
        found[word] = answer.json()["total"]
        time.sleep(0.1)
    return found


def churn(node: RunningNode, folder: Path, until: float) -> tuple[list[float], list[int]]:
    """Import edition after edition and take all back in between; memory and open files after each round."""
    memory: list[float] = []
    files: list[int] = []
    number = 0
    while time.monotonic() < until or len(memory) < 3:
        runs = []
        for _ in range(3):
            number += 1
            said = ["--format", "ftm", "--agency", "GB", "--list", "soak", "--category", "suspect", "--full"]
            day = ["--edition", f"{2000 + number // 300:04}-{number % 300 // 28 + 1:02}-{number % 28 + 1:02}"]
            view = node.command("import", editions(folder, PEOPLE, number), *said, *day)
            assert (view["read"], view["refused"]) == (PEOPLE, 0)
            runs.append(view["import"])
        for run in reversed(runs):
            node.command("undo", run)
        memory.append(node.memory_mib())
        files.append(node.open_files())
    return memory, files


def test_a_node_holds(tmp_path):
    minutes = float(os.environ.get("HEADWATER_SOAK_MINUTES", "10"))
    node = RunningNode(tmp_path / "node")
    with ExitStack() as ending:
        ending.callback(node.end)
        node.start()
        node.account("soak-officer", "protection")
        for number in range(READERS):
            node.account(f"soak-{number}", "analyst")

        def signed_in(name: str, kind: str) -> httpx.Client:
            client = node.signed_in(name, kind)
            ending.callback(client.close)
            return client

        clients = [signed_in(f"soak-{number}", "test") for number in range(READERS)]
        before = totals(clients[0])
        stop = threading.Event()
        readers = [Reader(client, stop) for client in clients]
        for reader in readers:
            reader.start()
        ending.callback(stop.set)
        memory, files = churn(node, tmp_path, time.monotonic() + minutes * 60)
        stop.set()
        for reader in readers:
            reader.join()

        assert [error for reader in readers for error in reader.errors] == []
        answers = sum((reader.answers for reader in readers), Counter[int]())
        assert answers[200] > READERS * len(memory)
        assert totals(clients[0]) == before
        middle = len(memory) // 2
        assert max(memory[middle:]) < 1.2 * max(memory[:middle]) + 50, memory
        assert max(files[middle:]) <= max(files[:middle]) + 20, files

        asked = {"operation": "consultation"}
        logged = signed_in("soak-officer", "supervise").get("/api/v1/audit/entries", params=asked).json()["total"]
        assert logged >= answers[200]

        node.end(signal.SIGKILL)
        node.start()
        assert node.command("audit", "verify")["ok"]
        assert totals(signed_in("soak-0", "test")) == before
        sys.stdout.write(f"answers {dict(answers)}, consultations {logged}, MiB {memory}, open files {files}\n")
