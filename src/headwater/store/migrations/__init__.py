"""Migrations of the ledger, run by `headwater.store.migrating` at start."""

__all__: list[str] = []
