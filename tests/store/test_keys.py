"""The key file: what is allocated is read again, what is destroyed is gone, and nothing is guessed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import NotFound, StoreDamaged, Unavailable
from headwater.store.keys import KEY_BYTES, SLOT_BYTES, KeyFile, seal, unseal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_what_is_allocated_is_read_again_after_a_restart(folder: Path) -> None:
    first = KeyFile.open(folder)
    allocated = first.allocate(3) + first.allocate(2)
    first.close()
    again = KeyFile.open(folder)
    assert [slot for slot, _ in allocated] == [1, 2, 3, 4, 5]
    assert [again.read(slot) for slot, _ in allocated] == [key for _, key in allocated]
    assert again.read_many([5, 1]) == {5: allocated[4][1], 1: allocated[0][1]}
    assert len({key for _, key in allocated}) == 5


def test_files_are_for_the_owner_alone(folder: Path) -> None:
    KeyFile.open(folder)
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == {"keys.bin": 0o600, "master.key": 0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_no_data_key_lies_in_the_file_as_it_is(folder: Path) -> None:
    keys = KeyFile.open(folder)
    allocated = keys.allocate(20)
    held = (folder / "keys.bin").read_bytes()
    assert len(held) == SLOT_BYTES * 21
    assert not any(key in held for _, key in allocated)


def test_a_destroyed_key_is_gone_and_its_slot_never_used_again(folder: Path) -> None:
    keys = KeyFile.open(folder)
    allocated = keys.allocate(4)
    keys.destroy([2, 4, 4])
    keys.destroy([2])
    assert keys.read_many([1, 2, 3, 4]) == {1: allocated[0][1], 3: allocated[2][1]}
    with pytest.raises(NotFound):
        keys.read(2)
    assert (folder / "keys.bin").read_bytes()[2 * SLOT_BYTES : 3 * SLOT_BYTES] == bytes(SLOT_BYTES)
    assert keys.allocate(1)[0][0] == 5


def test_destroying_past_the_end_does_not_lengthen_the_file(folder: Path) -> None:
    keys = KeyFile.open(folder)
    keys.destroy([1, 900])
    assert (folder / "keys.bin").stat().st_size == SLOT_BYTES


@pytest.mark.parametrize("slot", [0, -1])
def test_the_header_is_no_slot(folder: Path, slot: int) -> None:
    keys = KeyFile.open(folder)
    with pytest.raises(NotFound):
        keys.read(slot)
    with pytest.raises(NotFound):
        keys.destroy([slot])
    KeyFile.open(folder)


def test_a_slot_that_was_moved_or_changed_does_not_open(folder: Path) -> None:
    keys = KeyFile.open(folder)
    keys.allocate(2)
    path = folder / "keys.bin"
    held = bytearray(path.read_bytes())
    held[64:128], held[128:192] = held[128:192], held[64:128]
    path.write_bytes(held)
    with pytest.raises(StoreDamaged, match="key slot 1"):
        keys.read(1)
    with pytest.raises(StoreDamaged, match="key slot 2"):
        keys.read_many([2])


def test_a_missing_master_key_is_not_made_anew(folder: Path) -> None:
    KeyFile.open(folder).close()
    (folder / "master.key").unlink()
    with pytest.raises(StoreDamaged, match=r"missing.*Restore"):
        KeyFile.open(folder)
    assert not (folder / "master.key").exists()


def test_another_nodes_master_key_is_refused(folder: Path, tmp_path: Path) -> None:
    KeyFile.open(folder).close()
    KeyFile.open(tmp_path / "other").close()
    (tmp_path / "other" / "master.key").replace(folder / "master.key")
    with pytest.raises(StoreDamaged, match="another master key"):
        KeyFile.open(folder)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" * 8])
def test_a_file_that_is_no_key_file_is_refused(folder: Path, content: bytes) -> None:
    KeyFile.open(folder).close()
    (folder / "keys.bin").write_bytes(content)
    with pytest.raises(StoreDamaged, match="not a key file"):
        KeyFile.open(folder)


def test_a_cut_master_key_is_refused(folder: Path) -> None:
    KeyFile.open(folder).close()
    (folder / "master.key").write_bytes(bytes(31))
    with pytest.raises(StoreDamaged, match="cut"):
        KeyFile.open(folder)


def test_a_master_key_that_others_may_read_is_refused(folder: Path) -> None:
    KeyFile.open(folder).close()
    (folder / "master.key").chmod(0o640)
    with pytest.raises(StoreDamaged, match="0600"):
        KeyFile.open(folder)


def test_a_slot_half_written_in_a_crash_is_written_over(folder: Path) -> None:
    keys = KeyFile.open(folder)
    keys.allocate(1)
    with (folder / "keys.bin").open("ab") as file:
        file.write(b"half a slot")
    ((slot, key),) = keys.allocate(1)
    assert (slot, keys.read(slot)) == (2, key)
    assert (folder / "keys.bin").stat().st_size == 3 * SLOT_BYTES


def test_a_full_disk_gives_no_keys(folder: Path) -> None:
    keys = KeyFile.open(folder)
    keys.path = Path("/dev/full")
    with pytest.raises(Unavailable):
        keys.allocate(1)


_ALLOCATE = """
import sys
from pathlib import Path
from headwater.store.keys import KeyFile
keys = KeyFile.open(Path(sys.argv[1]))
for _ in range(20):
    for slot, key in keys.allocate(7):
        print(slot, key.hex())
"""


def test_processes_and_threads_that_allocate_at_once_share_no_slot(folder: Path) -> None:
    command = [sys.executable, "-c", _ALLOCATE, str(folder)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    keys = KeyFile.open(folder)
    with ThreadPoolExecutor(4) as pool:
        allocated = [pair for pairs in pool.map(lambda _: keys.allocate(7), range(40)) for pair in pairs]
    for process in running:
        printed, _ = process.communicate(timeout=60)
        allocated += [(int(slot), bytes.fromhex(key)) for slot, key in map(str.split, printed.splitlines())]
    assert sorted(slot for slot, _ in allocated) == list(range(1, 7 * (3 * 20 + 40) + 1))
    assert keys.read_many(slot for slot, _ in allocated) == dict(allocated)


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_is_sealed_opens_with_its_key_and_its_id_alone(plain: bytes, aad: bytes) -> None:
    key = os.urandom(KEY_BYTES)
    box = seal(key, plain, aad)
    assert unseal(key, box, aad) == plain
    assert seal(key, plain, aad) != box
    for wrong in ((os.urandom(KEY_BYTES), box, aad), (key, box, aad + b"x"), (key, box[:-1], aad), (key, b"", aad)):
        with pytest.raises(StoreDamaged):
            unseal(*wrong)


def test_a_mac_depends_on_the_node_the_domain_and_each_part(folder: Path, tmp_path: Path) -> None:
    keys = KeyFile.open(folder)
    other = KeyFile.open(tmp_path / "other")
    macs = [
        keys.mac(b"reference", b"UN", b"LYi.025"),
        keys.mac(b"reference", b"UNL", b"Yi.025"),
        keys.mac(b"reference", b"UNLYi.025"),
        keys.mac(b"referenceUN", b"LYi.025"),
        keys.mac(b"account", b"UN", b"LYi.025"),
        other.mac(b"reference", b"UN", b"LYi.025"),
    ]
    assert len(set(macs)) == len(macs)
    assert {len(mac) for mac in macs} == {16}
    assert KeyFile.open(folder).mac(b"reference", b"UN", b"LYi.025") == macs[0]
