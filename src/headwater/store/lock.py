"""The lock of a data folder: one process at a time writes to a node.

The kernel drops the lock when its holder ends, killed or not, so a lock file that lies about is no obstacle.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from headwater.errors import Conflict

_HELD: set[int] = set()


def _let_go_in_child() -> None:
    # A forked child shares the lock and would keep it after its parent's death.
    for fd in _HELD:
        os.close(fd)
    _HELD.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


class NodeLock:
    """Holds `<folder>/<name>` from construction until `release` or the end of the process.

    Args:
        folder: The data folder; made with mode 0700 if it is not there.
        what: What the holder is, in words for the one who finds the folder locked.
        name: Name of the lock file.

    Raises:
        Conflict: Another process holds it; the message names its number and what it is.
    """

    def __init__(self, folder: Path, *, what: str = "headwater", name: str = "node.lock") -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / name
        self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise self._conflict() from None
        _HELD.add(self._fd)
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"{os.getpid()} {what}\n".encode(), 0)

    @property
    def held(self) -> bool:
        """Whether this object still holds the lock."""
        return self._fd in _HELD

    def release(self) -> None:
        """Let others open the folder; releasing twice is releasing once."""
        if self.held:
            _HELD.discard(self._fd)
            os.close(self._fd)
        self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def _conflict(self) -> Conflict:
        number, _, what = os.pread(self._fd, 200, 0).decode(errors="replace").strip().partition(" ")
        os.close(self._fd)
        self._fd = -1
        holder = f"process {number} ({what})" if number else "another process"
        return Conflict(
            f"The folder is in use by {holder}.",
            where=str(self.path.parent),
            remedy="Use the node that runs there, or stop it first.",
        )
