"""The node's lock: one holder, named to the second, gone with its process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from headwater.errors import Conflict
from headwater.store.lock import NodeLock

_HOLD = """
import sys, time
from pathlib import Path
from headwater.store.lock import NodeLock
lock = NodeLock(Path(sys.argv[1]), what="headwater up")
print("held", flush=True)
time.sleep(60)
"""


def _holder(folder: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_opener_learns_who_holds_the_folder_and_what_to_do(tmp_path: Path) -> None:
    holder = _holder(tmp_path)
    try:
        with pytest.raises(Conflict) as refused:
            NodeLock(tmp_path)
        assert f"process {holder.pid} (headwater up)" in refused.value.detail
        assert "stop it" in refused.value.remedy
    finally:
        holder.kill()
        holder.communicate()


def test_a_killed_holder_leaves_the_folder_free(tmp_path: Path) -> None:
    holder = _holder(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with NodeLock(tmp_path, what="a much shorter one"):
        assert (tmp_path / "node.lock").read_text() == f"{os.getpid()} a much shorter one\n"


def test_released_means_free_and_the_same_process_is_no_exception(tmp_path: Path) -> None:
    with NodeLock(tmp_path) as lock:
        with pytest.raises(Conflict, match=str(os.getpid())):
            NodeLock(tmp_path)
        lock.release()
        NodeLock(tmp_path).release()
    with NodeLock(tmp_path):
        pass


def test_locks_of_other_names_do_not_meet(tmp_path: Path) -> None:
    with NodeLock(tmp_path), NodeLock(tmp_path, name="lock"):
        pass


def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = NodeLock(tmp_path)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"x")
        signal.pause()
        os._exit(0)
    try:
        os.read(reading, 1)
        lock.release()
        NodeLock(tmp_path).release()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(writing)


def test_the_lock_file_is_for_the_owner_alone(tmp_path: Path) -> None:
    with NodeLock(tmp_path / "data"):
        assert (tmp_path / "data" / "node.lock").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
