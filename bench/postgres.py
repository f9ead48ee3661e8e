"""A private PostgreSQL server for a bench: a temporary folder, a Unix socket, durable settings as in use."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "max_connections": "60",
}
"""What differs from the server's own defaults; fsync, full_page_writes and synchronous_commit stay on."""


class PostgresServer:
    """A server that lives as long as its `with` block.

    Raises:
        RuntimeError: It is not installed, or does not answer.
    """

    def __init__(self) -> None:
        self._programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="headwater-bench-postgres-"))
        self._process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)

    def __enter__(self) -> Self:
        make = [str(self._programs / "initdb"), "-D", str(self.folder / "data"), "-U", "headwater", "--auth=trust"]
        subprocess.run([*_as_owner(), *make, "--encoding=UTF8", "--locale=C"], check=True, capture_output=True)
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start and wait until the server answers."""
        run = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder)]
        run += [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen([*_as_owner(), *run], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(600):
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL does not answer: {(self.folder / 'server.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """Shut the server down, ending its connections."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=300)
            self._process = None

    def address(self, database: str) -> str:
        """The address of a database, as `HEADWATER_DATABASE` takes it."""
        return f"postgresql://headwater@/{database}?host={self.folder}"

    def new_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self.address(name)

    def version(self) -> str:
        """The server's version."""
        with psycopg.connect(self.address("postgres")) as connection:
            number = connection.info.server_version
        return f"{number // 10000}.{number % 10000}"

    def sizes(self, address: str) -> dict[str, int]:
        """Bytes of each table with its indexes, and of the write-ahead log."""
        with psycopg.connect(address) as connection:
            rows = connection.execute(
                "SELECT relname, pg_total_relation_size(oid) FROM pg_class "
                "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            ).fetchall()
        wal = sum(path.stat().st_size for path in (self.folder / "data" / "pg_wal").iterdir() if path.is_file())
        return {**{str(name): int(size) for name, size in rows}, "write-ahead log": wal}


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = found[-1] if found else shutil.which("initdb")
    if not on_path:
        raise RuntimeError("PostgreSQL is not installed: install the package postgresql, or bench sqlite alone.")
    return Path(on_path).parent


def _as_owner() -> list[str]:
    # The server refuses to run as root. `pdeathsig` ends it with the bench, whatever ended that.
    owner = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *owner, "--pdeathsig=INT"]
