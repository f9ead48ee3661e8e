"""The first ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the ledger's tables."""
    number, text, mac, box = sa.Integer(), sa.String, sa.LargeBinary(16), sa.LargeBinary()
    op.create_table(
        "import_run",
        sa.Column("iid", number, primary_key=True),
        sa.Column("ext", text(24), nullable=False, unique=True),
        sa.Column("state", text(12), nullable=False),
        sa.Column("slot", number, nullable=False),
        sa.Column("body", box, nullable=False),
    )
    op.create_table(
        "report",
        sa.Column("rid", number, primary_key=True),
        sa.Column("ext", text(24), nullable=False, unique=True),
        sa.Column("iid", number, nullable=False),
        sa.Column("list", mac, nullable=False),
        sa.Column("entry", mac, nullable=False),
        sa.Column("version", number, nullable=False),
        sa.Column("content", mac, nullable=False),
        sa.Column("change", text(8), nullable=False),
        sa.Column("erased", sa.SmallInteger(), nullable=False),
        sa.Column("slot", number, nullable=False),
        sa.Column("body", box, nullable=False),
    )
    op.create_index("report_entry", "report", ["entry", "version"])
    op.create_index("report_list", "report", ["list"])
    op.create_index("report_import", "report", ["iid"])
    for name in ("seen", "entry_end"):
        op.create_table(
            name,
            sa.Column("rid", number, primary_key=True),
            sa.Column("iid", number, primary_key=True),
            sqlite_with_rowid=False,
        )
        op.create_index(f"{name}_import", name, ["iid"])
    op.create_table(
        "entity",
        sa.Column("eid", number, primary_key=True, autoincrement=False),
        sa.Column("ext", text(24), nullable=False, unique=True),
        sa.Column("mac", mac, nullable=False, unique=True),
    )
    op.create_table(
        "label",
        sa.Column("lid", number, primary_key=True),
        sa.Column("body", sa.Text(), nullable=False, unique=True),
    )
    op.create_table(
        "record",
        sa.Column("id", text(24), primary_key=True),
        sa.Column("kind", text(24), nullable=False),
        sa.Column("name", mac),
        sa.Column("iid", number),
        sa.Column("state", text(12), nullable=False),
        sa.Column("slot", number, nullable=False),
        sa.Column("body", box, nullable=False),
    )
    op.create_index("record_kind", "record", ["kind", "name"])
    op.create_index("record_import", "record", ["iid"])
    op.create_table("pending", sa.Column("rid", number, primary_key=True))
    op.create_table("progress", sa.Column("applied", number, primary_key=True, autoincrement=False))
    op.execute("INSERT INTO progress (applied) VALUES (0)")
