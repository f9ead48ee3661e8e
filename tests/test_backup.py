"""What `docs/how-to/back-up.md` promises, done as it says, on a node in use."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from headwater.desk import Desk, Role
from headwater.desk.auditing import verification
from headwater.intake.selection import SHIPPED
from headwater.settings import Settings

NAMES = ("Shembulli", "Primerski", "Örnek")


def found(desk: Desk) -> dict[str, set[str]]:
    """The ids that some searches find."""
    actor = desk.actor_named("anna", "test", via="api")
    return {name: {hit.id for hit in desk.search(actor, name).hits} for name in NAMES}


def copied(source: Path, target: Path) -> None:
    """The ledger by SQLite's own backup, then keys, audit and master key; no index."""
    target.mkdir(mode=0o700)
    with closing(sqlite3.connect(source / "ledger.sqlite")) as ledger, closing(sqlite3.connect(target / "l")) as copy:
        ledger.backup(copy)
    (target / "l").rename(target / "ledger.sqlite")
    for name in ("keys.bin", "master.key", "audit/log.jsonl", "audit/head"):
        (target / name).parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copy2(source / name, target / name)


@pytest.fixture
def node(settings):
    desk = Desk.open(settings)
    desk.import_file(desk.operator(), SHIPPED["synthetic"].path, format="headwater", agency="SYN")
    desk.add_account(desk.operator(), "anna", "four words for tests", frozenset({Role.ANALYST}))
    yield desk
    desk.close()


def test_a_restored_copy_of_a_node_in_use_finds_the_same(node, settings, tmp_path):
    before = found(node)
    assert all(before.values())
    copied(settings.data, tmp_path / "copy")
    told = []
    restored = Desk.open(
        Settings(data=tmp_path / "copy", port=0, demo=False), progress=lambda fraction, words: told.append(words)
    )
    try:
        assert found(restored) == before
    finally:
        restored.close()
    assert any("index" in words for words in told), told
    assert verification(tmp_path / "copy").ok


def test_a_copy_of_the_ledger_without_its_keys_gives_nothing(node, settings, tmp_path):
    copied(settings.data, tmp_path / "copy")
    ledger = (tmp_path / "copy" / "ledger.sqlite").read_bytes()
    for name in NAMES:
        assert name.encode() not in ledger
