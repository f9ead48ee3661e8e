"""The check of the audit: any change to the log is found, and named."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.store.audit import Audit, AuditEntry, Operation, verify
from headwater.store.audit_verify import Verification, leaf_hash, root

ENTRIES = 12


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return _written(tmp_path_factory.mktemp("audit")).read_bytes().splitlines(keepends=True)


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> bytes:
    """The head of the log `lines`: the last one of a log written with the same clock differs only in its times."""
    folder = tmp_path_factory.mktemp("again")
    (folder / "audit").mkdir()
    (folder / "audit" / "log.jsonl").write_bytes(b"".join(lines))
    audit = Audit.open(folder)  # without a head: reads the whole log and makes one, with an entry that says so
    audit.close()
    lines[:] = (folder / "audit" / "log.jsonl").read_bytes().splitlines(keepends=True)
    return (folder / "audit" / "head").read_bytes()


def _written(data: Path) -> Path:
    audit = Audit.open(data)
    for i in range(ENTRIES - 1):
        audit.append(AuditEntry(Operation.CONSULTATION, f"account-{i % 3}", records=(f"e{i}",), counts={"total": i}))
    audit.close()
    return data / "audit" / "log.jsonl"


def _verified(log: bytes, head: bytes) -> Verification:
    with TemporaryDirectory() as folder:
        audit = Path(folder) / "audit"
        audit.mkdir()
        (audit / "log.jsonl").write_bytes(log)
        (audit / "head").write_bytes(head)
        return verify(Path(folder))


def test_a_log_as_written_is_whole(lines: list[bytes], head: bytes) -> None:
    found = _verified(b"".join(lines), head)
    assert (found.ok, found.entries, found.problem, found.damage, found.entry) == (True, ENTRIES, "", "", 0)
    assert found.head.encode() in head


@given(at=st.floats(0, 1, exclude_max=True), other=st.integers(1, 255))
@settings(max_examples=300, deadline=None)
def test_any_changed_byte_is_found_and_its_entry_named(lines: list[bytes], head: bytes, at: float, other: int) -> None:
    log = bytearray(b"".join(lines))
    place = int(at * len(log))
    number = bytes(log[:place]).count(b"\n") + 1
    log[place] ^= other
    found = _verified(bytes(log), head)
    assert not found.ok
    assert (found.entry, found.damage) == (number, "changed" if place < len(log) - 1 else "cut")
    assert str(number) in found.problem


@given(place=st.integers(0, ENTRIES - 1))
def test_any_removed_line_is_found(lines: list[bytes], head: bytes, place: int) -> None:
    found = _verified(b"".join(lines[:place] + lines[place + 1 :]), head)
    assert not found.ok
    assert (found.entry, found.damage) == (place + 1, "missing" if place < ENTRIES - 1 else "cut")


@given(places=st.sets(st.integers(0, ENTRIES - 1), min_size=2, max_size=2))
def test_any_two_swapped_lines_are_found(lines: list[bytes], head: bytes, places: set[int]) -> None:
    first, second = sorted(places)
    swapped = list(lines)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    found = _verified(b"".join(swapped), head)
    assert not found.ok
    assert (found.entry, found.damage) == (first + 1, "reordered")


@given(place=st.integers(0, ENTRIES - 1), into=st.integers(0, ENTRIES))
def test_any_line_written_twice_is_found(lines: list[bytes], head: bytes, place: int, into: int) -> None:
    assert not _verified(b"".join([*lines[:into], lines[place], *lines[into:]]), head).ok


@given(at=st.floats(0, 1, exclude_max=True))
@settings(deadline=None)
def test_any_cut_is_found(lines: list[bytes], head: bytes, at: float) -> None:
    log = b"".join(lines)
    kept = log[: int(at * len(log))]
    found = _verified(kept, head)
    assert (found.ok, found.entry, found.damage) == (False, kept.count(b"\n") + 1, "cut")


@pytest.mark.parametrize(
    "harm",
    [
        lambda line: line.replace(b'"total":3', b'"total": 3'),
        lambda line: line.replace(b'"of":0', b'"of":0,"of":0'),
        lambda line: line.replace(b"{", b'{"a":1,', 1),
        lambda line: line.replace(b"consultation", b"consultati\\u006fn"),
        lambda line: b"\n",
    ],
)
def test_a_line_that_says_the_same_in_other_bytes_is_found(
    lines: list[bytes], head: bytes, harm: Callable[[bytes], bytes]
) -> None:
    changed = harm(lines[3])
    assert changed != lines[3]
    found = _verified(b"".join([*lines[:3], changed, *lines[4:]]), head)
    assert (found.ok, found.entry, found.damage) == (False, 4, "changed")


@pytest.mark.parametrize("head_now", [b"", b"{}x", b'{"n":"x"}'])
def test_a_head_that_cannot_be_read_is_told(lines: list[bytes], head_now: bytes) -> None:
    found = _verified(b"".join(lines), head_now)
    assert (found.ok, found.entries, found.damage) == (False, ENTRIES, "head")


def test_a_head_that_goes_further_than_the_log_is_told(lines: list[bytes], head: bytes) -> None:
    found = _verified(b"".join(lines), head.replace(b'"n":%d' % ENTRIES, b'"n":%d' % (ENTRIES + 1)))
    assert (found.ok, found.entry, found.damage) == (False, ENTRIES + 1, "cut")


def test_a_folder_without_an_audit_has_nothing_wrong_in_it(tmp_path: Path) -> None:
    assert verify(tmp_path) == Verification(True, 0, "0" * 64)


def test_a_check_runs_beside_the_writer_up_to_the_last_whole_line(tmp_path: Path) -> None:
    audit = Audit.open(tmp_path)
    audit.append(AuditEntry(Operation.CONSULTATION, "account-1"))
    with (tmp_path / "audit" / "log.jsonl").open("ab") as file:
        file.write(b'{"at":')
    fractions: list[float] = []
    assert verify(tmp_path, lambda fraction, _: fractions.append(fraction)).entries == 1
    assert fractions[-1] == 1.0
    audit.close()


# The leaves and roots of the reference tree of Certificate Transparency, github.com/google/certificate-transparency,
# cpp/merkletree/merkle_tree_test.cc; the roots follow from RFC 6962, clause 2.1 (unchanged in RFC 9162, clause 2.1.1).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_reference_tree(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


def test_the_hash_of_the_empty_leaf() -> None:
    assert leaf_hash(b"").hex() == ROOTS[1]


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=40))
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    """RFC 6962, clause 2.1: MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of 2 < n."""

    def defined(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return hashlib.sha256(b"\x00" + part[0]).digest()
        k = 1 << ((len(part) - 1).bit_length() - 1)
        return hashlib.sha256(b"\x01" + defined(part[:k]) + defined(part[k:])).digest()

    assert root(leaves) == defined(leaves)
