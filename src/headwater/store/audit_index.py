"""Questions to the audit: a small SQLite file derived from the log, caught up when a question is asked.

It is never a source of truth: it holds where each entry begins and what it is found by, and the answer is read from
the log itself. When it is missing, broken or of another log, it is made again.
"""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from headwater.errors import BadInput
from headwater.store.audit_entry import LoggedEntry, hash_of, read_line
from headwater.store.audit_log import LogFile

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS entry(
  n INTEGER PRIMARY KEY, start INTEGER NOT NULL, size INTEGER NOT NULL,
  at TEXT NOT NULL, op TEXT NOT NULL, by TEXT NOT NULL, purpose TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS entry_at ON entry(at);
CREATE INDEX IF NOT EXISTS entry_by ON entry(by, n);
CREATE INDEX IF NOT EXISTS entry_op ON entry(op, n);
CREATE INDEX IF NOT EXISTS entry_purpose ON entry(purpose, n);
CREATE TABLE IF NOT EXISTS last(hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS record(id TEXT, n INTEGER, PRIMARY KEY(id, n)) WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_BLOCK_BYTES = 4 * 1024 * 1024


class Question(msgspec.Struct, frozen=True):
    """What the entries asked for have in common; "" asks nothing."""

    operation: str = ""
    by: str = ""
    record: str = ""
    purpose: str = ""
    since: str = ""
    until: str = ""

    def where(self) -> tuple[str, list[str]]:
        """The SQL condition over `entry` and its parameters.

        Raises:
            BadInput: A time is not in ISO form.
        """
        parts = [
            ("op = ?", self.operation),
            ("by = ?", self.by),
            ("purpose = ?", self.purpose),
            ("n IN (SELECT n FROM record WHERE id = ?)", self.record),
            ("at >= ?", _moment(self.since)),
            # "~" sorts after every character of a time: a day includes all its moments
            ("at < ? || '~'", _moment(self.until)),
        ]
        asked = [(condition, value) for condition, value in parts if value]
        return " AND ".join(condition for condition, _ in asked) or "1", [value for _, value in asked]


class AuditIndex:
    """The index of a log that this process writes.

    Args:
        path: Its SQLite file.
        log: The log; read up to its last line on disk.
    """

    def __init__(self, path: Path, log: LogFile) -> None:
        self._path = path
        self._log = log
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None

    def page(self, question: Question, offset: int, limit: int) -> tuple[list[LoggedEntry], int]:
        """The entries asked for, newest first, and their exact number."""
        where, values = question.where()
        with self._lock:
            db = self._caught_up()
            # the conditions are our own words, the values are bound
            (total,) = db.execute(f"SELECT count(*) FROM entry WHERE {where}", values).fetchone()
            places = db.execute(
                f"SELECT start, size FROM entry WHERE {where} ORDER BY n DESC LIMIT ? OFFSET ?",
                [*values, max(limit, 0), max(offset, 0)],
            ).fetchall()
        return [read_line(self._log.read(start, start + size)) for start, size in places], total

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _caught_up(self) -> sqlite3.Connection:
        try:
            if self._db is None:
                self._db = self._opened()
            self._catch_up(self._db)
        except sqlite3.DatabaseError:
            self._db = self._made_anew()
            self._catch_up(self._db)
        return self._db

    def _opened(self) -> sqlite3.Connection:
        db = self._connect()
        found = db.execute("SELECT start, size, hash FROM entry, last ORDER BY n DESC LIMIT 1").fetchone()
        if found is not None:
            start, size, digest = found
            if hash_of(self._log.read(start, start + size)) != digest:
                raise sqlite3.DatabaseError("the index is of another log")
        return db

    def _made_anew(self) -> sqlite3.Connection:
        if self._db is not None:
            self._db.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        self._path.touch(mode=0o600)
        db = sqlite3.connect(self._path, check_same_thread=False)
        db.executescript(_SCHEMA)
        return db

    def _catch_up(self, db: sqlite3.Connection) -> None:
        end = self._log.end
        (start,) = db.execute("SELECT coalesce(max(start + size + 1), 0) FROM entry").fetchone()
        while start < end:
            block = self._log.read(start, min(end, start + _BLOCK_BYTES))
            if b"\n" not in block:  # one entry that names very many records
                block = self._log.read(start, end)
            lines = block.split(b"\n")[:-1]
            with db:
                start = _insert(db, lines, start)


def _insert(db: sqlite3.Connection, lines: list[bytes], start: int) -> int:
    entries, records = [], []
    for line in lines:
        entry = read_line(line)
        entries.append((entry.number, start, len(line), entry.at, entry.operation, entry.by, entry.purpose))
        records += [(record, entry.number) for record in entry.records]
        start += len(line) + 1
    db.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", entries)
    db.executemany("INSERT OR IGNORE INTO record VALUES (?, ?)", records)
    db.execute("DELETE FROM last")
    db.execute("INSERT INTO last VALUES (?)", [hash_of(lines[-1])])
    return start


def _moment(text: str) -> str:
    """A time in the form that entries hold, or the beginning of that form for a date."""
    if not text:
        return ""
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is no time.", where="audit", remedy="Write YYYY-MM-DD or an ISO time.") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
