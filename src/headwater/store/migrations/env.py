"""Alembic's way in: the connection is handed over by `headwater.store.migrating`."""

from __future__ import annotations

from alembic import context

from headwater.store.tables import LEDGER

context.configure(connection=context.config.attributes["connection"], target_metadata=LEDGER)
with context.begin_transaction():
    context.run_migrations()
