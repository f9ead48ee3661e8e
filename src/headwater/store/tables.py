"""The tables of ledger and index, the same on both engines.

The *ledger* is what must never be lost: every body in it is encrypted under a key of its own (`keys`), and what is
looked up is a keyed hash. The *index* is what a reader searches; it is decoded, can be rebuilt from the ledger, and is
never backed up. Entity numbers (`eid`) are drawn at random, so that their order says nothing about arrival.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

INDEX_LAYOUT = 5
"""Raised whenever the index tables or what is written into them change: the index is then rebuilt at start."""

NEVER = 99_999_999
"""`erase_by` of what has no date of erasure; dates are integers YYYYMMDD."""

SHUT = 0
"""`erase_by` of a reference that is restricted: before every day, so that none is answered, and it still protects."""

DUE_KINDS = ("erase", "review")
"""What `due.kind` stands for."""

LEDGER = MetaData()

import_run = Table(
    "import_run",
    LEDGER,
    Column("iid", Integer, primary_key=True),
    Column("ext", String(24), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
report = Table(
    "report",
    LEDGER,
    Column("rid", Integer, primary_key=True),
    Column("ext", String(24), nullable=False, unique=True),
    Column("iid", Integer, nullable=False),
    Column("list", LargeBinary(16), nullable=False),
    Column("entry", LargeBinary(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", LargeBinary(16), nullable=False),
    Column("change", String(8), nullable=False),
    Column("erased", SmallInteger, nullable=False, default=0),
    Column("slot", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("report_entry", "entry", "version"),
    Index("report_list", "list"),
    Index("report_import", "iid"),
)
seen = Table(
    "seen",
    LEDGER,
    Column("rid", Integer, primary_key=True),
    Column("iid", Integer, primary_key=True),
    Index("seen_import", "iid"),
    sqlite_with_rowid=False,
)
entry_end = Table(
    "entry_end",
    LEDGER,
    Column("rid", Integer, primary_key=True),
    Column("iid", Integer, primary_key=True),
    Index("entry_end_import", "iid"),
    sqlite_with_rowid=False,
)
entity = Table(
    "entity",
    LEDGER,
    Column("eid", Integer, primary_key=True, autoincrement=False),
    Column("ext", String(24), nullable=False, unique=True),
    Column("mac", LargeBinary(16), nullable=False, unique=True),
)
label = Table(
    "label",
    LEDGER,
    Column("lid", Integer, primary_key=True),
    Column("body", Text, nullable=False, unique=True),
)
record = Table(
    "record",
    LEDGER,
    Column("id", String(24), primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("name", LargeBinary(16)),
    Column("iid", Integer),
    Column("state", String(12), nullable=False, default=""),
    Column("slot", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("record_kind", "kind", "name"),
    Index("record_import", "iid"),
)
pending = Table("pending", LEDGER, Column("rid", Integer, primary_key=True))
progress = Table("progress", LEDGER, Column("applied", Integer, primary_key=True, autoincrement=False))


def index_tables(dialect: str) -> MetaData:
    """The index's tables for an engine: WITHOUT ROWID on SQLite; UNLOGGED with byte order on PostgreSQL."""
    metadata = MetaData()
    unlogged = ["UNLOGGED"] if dialect == "postgresql" else []
    text = Text(collation="C") if dialect == "postgresql" else Text()

    def table(name: str, *columns: Column[object] | Index) -> None:
        Table(name, metadata, *columns, prefixes=unlogged, sqlite_with_rowid=False)

    def number(name: str, *, key: bool = False) -> Column[object]:
        return Column(name, Integer, primary_key=key, autoincrement=False, nullable=False)

    table(
        "assertion",
        number("eid", key=True),
        number("rid", key=True),
        Column("aid", BigInteger, primary_key=True, autoincrement=False),
        number("label"),
        Column("prop", text, nullable=False),
        Column("value", text, nullable=False),
        Column("original", text, nullable=False),
        Column("lang", text, nullable=False),
        Column("basis", SmallInteger, nullable=False),
        Column("grade", text, nullable=False),
        number("erase_by"),
    )
    for name in ("tok", "nkey"):
        table(
            name,
            number("label", key=True),
            Column("token", text, primary_key=True),
            number("eid", key=True),
            number("rid", key=True),
            number(
                "erase_by", key=True
            ),  # follows from rid and label: in the key, so that a question reads nothing else
        )
    keys = [number(name, key=True) for name in ("target", "label", "eid", "rid", "erase_by")]
    table("ref", *keys)
    keys = [number(name, key=True) for name in ("eid", "source", "label", "rid")]
    table("protected", *keys, number("until"), number("erase_by"))
    keys = [number(name, key=True) for name in ("rid", "kind", "day")]
    table("due", *keys, number("lines"), Index("due_day", "kind", "day", "rid"))
    table("ended", number("rid", key=True), Column("edition_date", text, nullable=False))
    table("meta", Column("generation", text, primary_key=True), number("layout"), number("complete"))
    return metadata
