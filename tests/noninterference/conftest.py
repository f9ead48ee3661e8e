"""The nodes of this room, made once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tests.noninterference.drawn_terms import drawn_terms
from tests.noninterference.nodes import Ground, Worlds, made_ground, memory_folder, removed

from headwater.agreements import read
from headwater.desk import passwords

GROUNDS = 8


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Passwords are hashed as ever, at a cost that suits a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def files_read_once() -> Iterator[None]:
    """The same agreement is read at a thousand nodes: its text is parsed once."""
    with pytest.MonkeyPatch.context() as patch:
        once = lru_cache(read)
        for module in ("register", "agreeing"):
            patch.setattr(f"headwater.desk.{module}.read", once)
        yield


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where the nodes lie."""
    made = memory_folder()
    yield made
    removed(made)


@pytest.fixture(scope="session")
def worlds(folder: Path) -> Iterator[Worlds]:
    """Plays worlds."""
    made = Worlds(folder)
    yield made
    made.close()


@pytest.fixture(scope="session")
def grounds(folder: Path) -> tuple[Ground, ...]:
    """The nodes that worlds begin with."""
    return tuple(made_ground(folder / f"ground-{seed}", drawn_terms(seed)) for seed in range(GROUNDS))
