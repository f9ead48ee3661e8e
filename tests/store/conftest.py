"""A store on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from headwater.settings import Settings
from headwater.store import Store


@pytest.fixture
def store(engine: Settings) -> Iterator[Store]:
    """A new store, on SQLite and then on PostgreSQL."""
    opened = Store.open(engine)
    yield opened
    opened.close()
