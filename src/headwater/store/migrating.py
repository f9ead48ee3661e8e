"""Bringing a ledger to the tables of this version, by alembic. The index is never migrated: it is rebuilt."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from headwater.store.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run the migrations that the ledger has not had."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    with database.engine.connect() as connection:
        if database.dialect == "postgresql":
            connection.execution_options(isolation_level="READ COMMITTED")  # all of a migration, or nothing
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
