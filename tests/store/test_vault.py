"""The vault: encrypted records, found by kind, id or a name of which only a keyed hash is kept."""

from __future__ import annotations

import pytest

from headwater.errors import NotFound
from headwater.settings import Settings
from headwater.store import Store


def test_a_record_is_read_replaced_found_and_removed(store: Store) -> None:
    ident = store.vault.put("account", b"one", name="ana")
    assert store.vault.get("account", ident) == b"one"
    assert store.vault.find("account", "ana") == ident
    assert store.vault.find("purpose", "ana") is None
    store.vault.replace("account", ident, b"two", name="anna")
    assert (store.vault.find("account", "ana"), store.vault.find("account", "anna")) == (None, ident)
    assert store.vault.all("account") == [(ident, b"two")]
    store.vault.remove("account", ident)
    assert store.vault.all("account") == []
    with pytest.raises(NotFound):
        store.vault.get("account", ident)


def test_a_record_is_of_one_kind(store: Store) -> None:
    ident = store.vault.put("account", b"one")
    with pytest.raises(NotFound):
        store.vault.get("purpose", ident)


def test_nothing_of_a_record_stands_in_a_file(settings: Settings) -> None:
    store = Store.open(settings)
    store.vault.put("account", b"Besnik Shembulli", name="besnik")
    store.close()
    for path in settings.data.rglob("*"):
        assert not path.is_file() or b"esnik" not in path.read_bytes()
