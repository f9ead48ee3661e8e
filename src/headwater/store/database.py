"""One way to speak SQL to SQLite and to PostgreSQL: sessions, bulk loading, compaction.

SQL is written once, with `?` for parameters; every value is a bound parameter, so none reaches a statement log.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError

from headwater.errors import Unavailable

_ONE_WRITER = 8700
"""The advisory lock that makes writers on PostgreSQL take turns, as they do on SQLite."""

IN_AT_ONCE = 400
COMPACTED_AT_ONCE = 2
CACHE_KIB = 1_048_576
CHECKPOINT_PAGES = 65_536
"""Room for a long import's transaction, which touches a good part of the index; filled only as far as needed."""
ROWS_AT_ONCE = 200
Row = tuple[Any, ...]


class Session:
    """Statements inside one transaction on one connection."""

    def __init__(self, connection: Any, dialect: str) -> None:
        self.dialect = dialect
        self._cursor = connection.cursor()

    def _sql(self, sql: str) -> str:
        return sql.replace("?", "%s") if self.dialect == "postgresql" else sql

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns the number of rows it touched."""
        self._cursor.execute(self._sql(sql), values)
        return int(self._cursor.rowcount)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of one query."""
        self._cursor.execute(self._sql(sql), values)
        found: list[Row] = self._cursor.fetchall()
        return found

    def many(self, sql: str, rows: Iterable[Row]) -> None:
        """Run one statement for each row."""
        self._cursor.executemany(self._sql(sql), rows)

    def any_of(self, numbers: Sequence[int]) -> Any:
        """The parameter for what `among` writes: an array, or its JSON."""
        joined = ",".join(map(str, numbers))
        return f"{{{joined}}}" if self.dialect == "postgresql" else f"[{joined}]"

    def among(self, column: str) -> str:
        """SQL for `column` being one of a list of numbers, handed over as the one parameter `any_of` makes."""
        if self.dialect == "postgresql":
            return f"{column} = ANY(?::int[])"
        return f"{column} IN (SELECT value FROM json_each(?))"

    def rows_in(self, sql: str, values: Sequence[Any], more: Sequence[Any] = ()) -> list[Row]:
        """Rows of a query whose text has `{in}` where the list goes, asked in pieces of a bounded size.

        `more` are the parameters that come after the list.
        """
        if self.dialect == "postgresql":
            # One text of the statement for lists of any length, which the server then need not read again.
            return self.rows(sql.replace("IN {in}", "= ANY(?)"), [list(values), *more]) if values else []
        found: list[Row] = []
        for start in range(0, len(values), IN_AT_ONCE):
            piece = values[start : start + IN_AT_ONCE]
            marks = "(" + ",".join("?" * len(piece)) + ")"
            found += self.rows(sql.replace("{in}", marks), [*piece, *more])
        return found

    def numbers_by_label(self, where: str, values: Sequence[Any]) -> list[tuple[int, Sequence[int]]]:
        """(label, entity numbers) of the rows of `FROM … WHERE …`, handed over as one value a label.

        A row an entity would cost more to hand over than to find.
        """
        if self.dialect == "postgresql":
            sql = f"SELECT label, string_agg(int4send(eid), ''::bytea) {where} GROUP BY label"
            self._cursor.execute(self._sql(sql), values, binary=True)
            return [(label, _numbers_of(joined)) for label, joined in self._cursor.fetchall()]
        joined = self.rows(f"SELECT label, group_concat(eid) {where} GROUP BY label", values)
        return [(label, _number_list.decode(f"[{eids}]")) for label, eids in joined]

    def load(self, table: str, columns: Sequence[str], rows: Sequence[Row], *, merge: str = "") -> None:
        """Insert many rows at once; `merge` is an `ON CONFLICT …` clause, "" where no row can be there already."""
        if not rows:
            return
        names = ", ".join(columns)
        if self.dialect == "postgresql":
            self._copy(table, names, rows, merge)
            return
        for piece, marks in _pieces(rows, len(columns)):
            self._cursor.execute(f"INSERT INTO {table} ({names}) VALUES {marks} {merge}", piece)

    def _copy(self, table: str, names: str, rows: Sequence[Row], merge: str) -> None:
        target = table
        if merge:
            target = f"arriving_{table}"
            self._cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {target} (LIKE {table}) ON COMMIT DELETE ROWS")
        with self._cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if merge:
            self._cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {target} {merge}")
            self._cursor.execute(f"TRUNCATE {target}")

    def delete(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Delete the rows whose `columns` equal one of the given tuples."""
        if not rows:
            return
        if self.dialect == "postgresql":
            names = ", ".join(columns)
            gone = f"leaving_{table}_by_{'_'.join(columns)}"
            self._cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {gone} ON COMMIT DELETE ROWS "
                f"AS SELECT {names} FROM {table} WITH NO DATA"
            )
            with self._cursor.copy(f"COPY {gone} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            same = " AND ".join(f"kept.{c} = gone.{c}" for c in columns)
            self._cursor.execute(f"DELETE FROM {table} kept USING {gone} gone WHERE {same}")
            self._cursor.execute(f"TRUNCATE {gone}")
            return
        same = " AND ".join(f"{c} = ?" for c in columns)
        self._cursor.executemany(f"DELETE FROM {table} WHERE {same}", rows)


_number_list = msgspec.json.Decoder(list[int])


def _numbers_of(joined: bytes) -> array[int]:
    """Numbers laid end to end in network byte order (PostgreSQL's `int4send`)."""
    numbers = array("I", joined)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _pieces(rows: Sequence[Row], width: int) -> Iterator[tuple[list[Any], str]]:
    """Rows laid end to end for statements of many rows each, which cost half of as many statements of one row."""
    one = "(" + ",".join("?" * width) + ")"
    full = ",".join([one] * ROWS_AT_ONCE)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        piece = rows[start : start + ROWS_AT_ONCE]
        marks = full if len(piece) == ROWS_AT_ONCE else ",".join([one] * len(piece))
        yield list(chain.from_iterable(piece)), marks


class Database:
    """A SQLite file, or a PostgreSQL database."""

    def __init__(self, engine: Engine, path: Path | None, *, durable: bool) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self.path = path
        if path is not None:
            _prepare_sqlite(engine, durable=durable)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database, whatever is written meanwhile."""
        begin = "BEGIN" if self.path else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        with self._transaction(begin) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept together at its end, or not at all."""
        with self._transaction("BEGIN IMMEDIATE" if self.path else "BEGIN") as session:
            if not self.path:
                session.run("SELECT pg_advisory_xact_lock(?)", (_ONE_WRITER,))
            yield session

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Session]:
        try:
            connection = self.engine.raw_connection()
        except DBAPIError as error:
            raise Unavailable("The database does not answer.", remedy="See whether it runs.") from error
        try:
            session = Session(connection, self.dialect)
            session.run(begin)
            try:
                yield session
            except BaseException:
                session.run("ROLLBACK")
                raise
            session.run("COMMIT")
        finally:
            connection.close()

    def create(self, tables: MetaData) -> None:
        """Make the tables that are not there yet."""
        tables.create_all(self.engine)

    def drop(self, tables: MetaData) -> None:
        """Drop the tables with all they hold."""
        tables.drop_all(self.engine)

    def compact(self, tables: Sequence[str]) -> None:
        """Rewrite the tables so that no deleted value stays in a page, and empty the write-ahead log (SQLite).

        Raises:
            Unavailable: A reader kept the log from being emptied.
        """
        if self.path is None:
            self._each("VACUUM FULL", tables)
            self._outside("CHECKPOINT")
            return
        self._outside("VACUUM")
        self.checkpoint()

    def mark_visible(self, tables: Sequence[str]) -> None:
        """Tell PostgreSQL which pages everybody sees, so that a question is answered from an index alone."""
        if self.path is None:
            self._each("VACUUM", tables)

    def _each(self, what: str, tables: Sequence[str]) -> None:
        with ThreadPoolExecutor(COMPACTED_AT_ONCE) as pool:
            list(pool.map(self._outside, (f"{what} {name}" for name in tables)))

    def checkpoint(self) -> None:
        """Empty SQLite's write-ahead log into its file.

        Raises:
            Unavailable: A reader holds it open.
        """
        connection = self.engine.raw_connection()
        try:
            session = Session(connection, self.dialect)
            for _ in range(100):
                ((busy, _, _),) = session.rows("PRAGMA wal_checkpoint(TRUNCATE)")
                if not busy:
                    return
        finally:
            connection.close()
        raise Unavailable("The write-ahead log could not be emptied: a reader holds it.", remedy="Try again.")

    def _outside(self, *statements: str) -> None:
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _prepare_sqlite(engine: Engine, *, durable: bool) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if durable else 'NORMAL'}",
            "secure_delete=ON",
            "temp_store=MEMORY",
            f"cache_size=-{CACHE_KIB}",
            f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def open_sqlite(path: Path, *, durable: bool) -> Database:
    """Open or make a SQLite file in WAL mode with `secure_delete`; `durable` flushes at each commit."""
    path.touch(mode=0o600)
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=16,
        max_overflow=32,
        connect_args={"check_same_thread": False, "timeout": 60},
        pool_reset_on_return=None,
    )
    return Database(engine, path, durable=durable)


# Every question is a point or a short range of a primary key. Without statistics (they would keep values, see `tables`)
# the planner must be kept from scans and hash joins, and from compiling a plan for longer than it runs.
_PLANNING = " ".join(
    f"-c {setting}"
    for setting in (
        "jit=off",
        "enable_seqscan=off",
        "enable_hashjoin=off",
        "enable_mergejoin=off",
        "plan_cache_mode=force_custom_plan",
        "maintenance_work_mem=512MB",
    )
)


def open_postgresql(address: str) -> Database:
    """Open a PostgreSQL database by its address.

    Raises:
        Unavailable: The driver is not installed.
    """
    url = address.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        engine = create_engine(
            url,
            pool_size=16,
            max_overflow=32,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",  # transactions are begun and ended in words, see `_transaction`
            connect_args={"options": _PLANNING},
        )
    except ModuleNotFoundError as error:
        raise Unavailable(
            "The PostgreSQL driver is not installed.", remedy="Install the extra: pip install 'headwater[postgresql]'."
        ) from error
    return Database(engine, None, durable=True)
