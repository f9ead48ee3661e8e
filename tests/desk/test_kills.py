"""Twenty kills in the middle of imports: nothing is lost or half there, and the next import has its full counts.

The moments come from a seeded schedule. Fourteen kills hit the import process while the node lives on, six the node
itself, whose import process then ends by itself.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time

import msgspec
import pytest

from headwater.desk import Desk
from headwater.desk.auditing import verification
from headwater.desk.stated import Stated, job_for
from headwater.settings import Settings

DRAFTS = 240
CHUNK = 12
PROCESS_KILLS = 14
NODE_KILLS = 6
NODE = """
import sys, threading
from pathlib import Path
import msgspec
from headwater.desk import Desk
from headwater.desk.stated import Stated, job_for
from headwater.settings import Settings

settings = Settings(data=Path(sys.argv[1]), demo=False)
desk = Desk.open(settings)
job = job_for(settings, desk.operator(), Path(sys.argv[2]), Stated("headwater", "GB"))
desk._parts.imports.take_in(desk.operator(), msgspec.structs.replace(job, chunk=int(sys.argv[3])), wait=False)
print("begun", flush=True)
threading.Event().wait()
"""


def index_rows(settings: Settings) -> list[tuple[object, ...]]:
    """Every row of the index, sorted; read from the file itself."""
    with sqlite3.connect(settings.data / "index.sqlite") as index:
        names = [name for (name,) in index.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [(name, *row) for name in names if name != "meta" for row in index.execute(f"SELECT * FROM {name}")]
    index.close()
    return sorted(rows, key=repr)


def begin(desk: Desk, settings: Settings, path) -> str:
    job = job_for(settings, desk.operator(), path, Stated("headwater", "GB"))
    return desk._parts.imports.take_in(desk.operator(), msgspec.structs.replace(job, chunk=CHUNK), wait=False)


@pytest.fixture
def file(write_reports, draft_of):
    return write_reports([draft_of(number) for number in range(DRAFTS)])


def settled(desk: Desk, import_id: str) -> str:
    thread = desk._parts.imports._thread
    assert thread is not None
    thread.join(timeout=60)
    state = desk.import_run(desk.operator(), import_id).state
    assert state in ("failed", "done")
    return state


def check(desk: Desk, settings: Settings, before, import_id: str, state: str) -> None:
    """What stands is all or nothing; a run that was done before the kill is taken back."""
    assert verification(settings.data).ok
    view = desk.import_run(desk.operator(), import_id)
    if state == "done":
        assert (view.read, view.made) == (DRAFTS, DRAFTS)
        desk.undo_import(desk.operator(), import_id)
    else:
        assert view.error
    assert index_rows(settings) == before


@pytest.mark.slow
def test_twenty_kills(made_node, settings, file):
    import shutil

    shutil.copytree(made_node, settings.data)
    schedule = random.Random(20)
    desk = Desk.open(settings)
    before = index_rows(settings)
    ends = {"failed": 0, "done": 0}
    for _ in range(PROCESS_KILLS):
        import_id = begin(desk, settings, file)
        time.sleep(schedule.uniform(0, 0.4))
        process = desk._parts.imports._process
        if process is not None:
            process._process.send_signal(signal.SIGKILL)
        state = settled(desk, import_id)
        check(desk, settings, before, import_id, state)
        ends[state] += 1
    desk.close()
    for _ in range(NODE_KILLS):
        command = [sys.executable, "-c", NODE, str(settings.data), str(file), str(CHUNK)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as node:
            assert node.stdout is not None
            assert node.stdout.readline() == b"begun\n"
            time.sleep(schedule.uniform(0, 0.4))
            node.send_signal(signal.SIGKILL)
        desk = Desk.open(settings)
        newest = desk.imports(desk.operator())[0]
        assert newest.state in ("failed", "done")
        check(desk, settings, before, newest.id, newest.state)
        ends[newest.state] += 1
        assert not desk._parts.audit.open_intents()
        desk.close()
    assert ends["failed"] > 0, "no kill came before the end of its import: the schedule is too slow for this machine"
    desk = Desk.open(settings)
    view = desk.import_file(desk.operator(), file, format="headwater", agency="GB")
    assert (view.read, view.made, view.refused) == (DRAFTS, DRAFTS, 0)
    again = desk.import_file(desk.operator(), file, format="headwater", agency="GB")
    assert (again.read, again.unchanged) == (DRAFTS, DRAFTS)
    assert verification(settings.data).ok
    desk.close()
