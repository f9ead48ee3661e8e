"""What every room's tests share: a node folder, a clock and a random source that repeat, a PostgreSQL server.

`settings` is a node on SQLite, `engine` the same on SQLite and then on PostgreSQL: a test that takes `engine` runs on
both. `postgres` is the private server itself, for the tests that look at its files or restart it.
"""

from __future__ import annotations

import glob
import os
import pwd
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings

from headwater.settings import Settings

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
# Nothing is timed, and CI tries the same examples each time: a push is not refused for another one's old defect.
hypothesis_settings.register_profile("house", deadline=None, print_blob=True, derandomize=IN_CI)
hypothesis_settings.load_profile("house")

NO_SERVER = "PostgreSQL is not installed: the tests on it were SKIPPED. Install the package postgresql to run them."


class Clock:
    """A clock that stands until it is moved: aware UTC, the same in every run."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time now."""
        return self.now

    def advance(self, **step: float) -> None:
        """Move on by `timedelta(**step)`."""
        self.now += timedelta(**step)


class Draws:
    """Random bytes that are the same in every run; a source for ids wherever one can be handed in."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def __call__(self, size: int) -> bytes:
        """The next `size` bytes."""
        return self._random.randbytes(size)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon of 2 March 2026 (UTC)."""
    return Clock(datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.fixture
def draws() -> Draws:
    """A source of random bytes that repeats."""
    return Draws(seed=8700)


@pytest.fixture
def node_folder(tmp_path: Path) -> Path:
    """The folder of a node that has not been started yet."""
    return tmp_path / "node"


@pytest.fixture
def settings(node_folder: Path) -> Settings:
    """A node on SQLite without the shipped lists, on a port that the system picks."""
    return Settings(data=node_folder, port=0, demo=False)


def server_programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine, or None."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    newest = max(found, key=lambda path: int(path.split("/")[4]), default="")
    on_path = newest or shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class PostgresServer:
    """A private PostgreSQL server in a temporary folder, reached only by its Unix socket.

    Attributes:
        folder: The server's whole folder; `folder / "data"` holds its files, write-ahead log included.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "headwater"]
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        subprocess.run([*self._as_owner(), *initdb, *options], check=True, capture_output=True, cwd=folder)

    def _as_owner(self) -> list[str]:
        # The server refuses to run as root. `pdeathsig` ends it with the tests, whatever ended them.
        owner = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        return ["setpriv", *owner, "--pdeathsig=INT"]

    def start(self) -> None:
        """Start the server and wait until it answers."""
        quick = ["fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=60", "shared_buffers=64MB"]
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder)]
        command += ["-c", "listen_addresses=", *(word for setting in quick for word in ("-c", setting))]
        with open(self.folder / "server.log", "ab") as log:
            self._process = subprocess.Popen(
                [*self._as_owner(), *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder
            )
        for _ in range(600):
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL does not answer: {(self.folder / 'server.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """Shut the server down, ending its connections; its files are complete afterwards."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=60)
            self._process = None

    def restart(self) -> None:
        """Stop and start, as a person would between an erasure and a look at the files."""
        self.stop()
        self.start()

    def address(self, database: str) -> str:
        """The address of a database, as `HEADWATER_DATABASE` takes it."""
        return f"postgresql://headwater@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        self._made += 1
        name = f"test_{self._made}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self.address(name)

    def drop_database(self, address: str) -> None:
        """Drop a database that `new_database` made, whoever is still connected."""
        name = address.partition("@/")[2].partition("?")[0]
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, command: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(command)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The private server, one for each test process; started when the first test asks for it."""
    programs = server_programs()
    if programs is None:
        pytest.skip(NO_SERVER)
    # Not under pytest's own folder: that one is closed to the server's user when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="headwater-postgres-"))
    server = PostgresServer(programs, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, node_folder: Path) -> Iterator[Settings]:
    """A node on each engine in turn, PostgreSQL with a fresh database; without the shipped lists."""
    if request.param == "sqlite":
        yield Settings(data=node_folder, port=0, demo=False)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    address = server.new_database()
    yield Settings(data=node_folder, port=0, demo=False, database=address)
    server.drop_database(address)


def pytest_sessionstart() -> None:
    """Refuse to leave PostgreSQL out where the tests count."""
    if IN_CI and server_programs() is None:
        raise pytest.UsageError("PostgreSQL is not installed, and its tests are never skipped in CI.")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line when the tests on PostgreSQL were skipped."""
    skipped = terminalreporter.stats.get("skipped", ())
    if any(NO_SERVER in str(report.longrepr) for report in skipped):
        terminalreporter.write_sep("!", NO_SERVER, red=True, bold=True)
