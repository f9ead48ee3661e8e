"""The desk's end of an import process: start it, hand it jobs, follow it, and know when it died."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import IO, Self

from headwater.desk.job import GO, Begun, Failed, Finished, Job, Progressed, error_of, line_of, message_of
from headwater.errors import HeadwaterError, Unavailable

KILLED = "The import's process was stopped before it was finished; nothing of the file was kept."


class ImportProcess:
    """A process that takes in files one after the other; `with` ends it.

    A process of its own, since an import in a thread makes every reader wait for it.
    """

    def __init__(self) -> None:
        command = [sys.executable, "-m", "headwater.desk.worker"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def begin(self, job: Job) -> str:
        """Hand over a job; returns the run's id when the file was opened and nothing is taken in yet.

        Raises:
            UnreadableFile: The file cannot be read.
            Conflict: A later edition is here.
            Unavailable: The process died.
        """
        self._send(line_of(job))
        message = self._hear()
        if isinstance(message, Failed):
            raise error_of(message)
        if not isinstance(message, Begun):
            raise Unavailable("The import's process answered out of turn.", remedy="Try again.")
        return message.import_id

    def go(self, progress: Callable[[float, int], None]) -> None:
        """Let it take the file in; returns when the run is finished.

        Raises:
            HeadwaterError: The run was taken back, for the reason given.
            Unavailable: The process died; the run is still open.
        """
        self._send(GO)
        while not isinstance(message := self._hear(), Finished):
            if isinstance(message, Failed):
                raise error_of(message)
            if isinstance(message, Progressed):
                progress(message.fraction, message.read)

    def stop(self) -> None:
        """End the process; what it had not finished is the caller's to take back."""
        self._process.kill()

    def wait(self) -> None:
        """Wait until the process is gone."""
        for pipe in (self._process.stdin, self._process.stdout):
            _close(pipe)
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self.stop()
        self.wait()

    def _send(self, line: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except OSError:
            raise _died() from None

    def _hear(self) -> Begun | Progressed | Finished | Failed:
        assert self._process.stdout is not None  # noqa: S101
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise _died()
        return message_of(line)


def _died() -> HeadwaterError:
    return Unavailable(KILLED, remedy="Import it again.")


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except OSError:
            return  # the other end is gone, with what was still to be said


class OneAtATime:
    """The turn to change the picture: an import, its undoing, a mended entry. Nobody queues."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def take(self, timeout_s: float = 0) -> bool:
        """Take the turn; False if somebody has it and keeps it for that long."""
        return self._lock.acquire(timeout=timeout_s)

    def give(self) -> None:
        """Give the turn back, from whichever thread has it."""
        self._lock.release()
