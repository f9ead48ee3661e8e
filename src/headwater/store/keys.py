"""The key file: one data key a record, each wrapped under the node's master key, each in a slot of its own.

`<data>/master.key` holds 32 random bytes, made at first start and never written again. `<data>/keys.bin` is a header
of 64 bytes and then slots of 64 bytes; slot n begins at byte 64 n. A slot holds the AES-256-GCM wrapping
(NIST SP 800-38D) of one 32-byte data key, with the slot's number as associated data, so that a slot that was moved is
refused. A destroyed slot is all zeros. Slots are only appended and never used again, so a ledger row that outlives its
key can never meet another's.

Destroying overwrites in place. What the file system or the disk keeps of older blocks (snapshots, copy on write) is
outside the node: the key file's own backups are the ones to bound.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from headwater.errors import NotFound, StoreDamaged, Unavailable

SLOT_BYTES = 64
KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + 16
_PADDING = bytes(SLOT_BYTES - _WRAPPED_BYTES)
_DESTROYED = bytes(SLOT_BYTES)
_MAGIC = b"HWKEYS\r\n"
_VERSION = 1
_HEADER = struct.Struct("<8sI16s")
_NUMBER = struct.Struct("<Q")


class KeyFile:
    """The data keys of a node. Safe for several threads, and for several processes that each open it.

    Attributes:
        path: The key file.
    """

    def __init__(self, path: Path, master: bytes) -> None:
        self.path = path
        self._fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self._master = AESGCM(master)
        self._mac_key = _derive(master, b"headwater reference mac v1")
        self._check_header(master)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the key file of a data folder; make it and the master key if the folder has neither.

        Raises:
            StoreDamaged: One of the two is missing, cut, readable by others, or does not belong to the other.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(folder, os.O_RDONLY):
            master = _master_key(folder)
            path = folder / "keys.bin"
            if not path.exists():
                _write_new(path, _header(master))
        return cls(path, master)

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        os.close(self._fd)

    def allocate(self, count: int, *, sync: bool = True) -> list[tuple[int, bytes]]:
        """Append `count` fresh data keys and return their slot numbers and keys.

        Args:
            count: How many; batches of a thousand cost one write and one fdatasync.
            sync: Wait until the keys are on disk. Without it, call `sync` before anything sealed with them is kept.

        Raises:
            Unavailable: The disk is full or failed; none of the keys may be used.
        """
        drawn = os.urandom(count * (KEY_BYTES + _NONCE_BYTES))
        keys = [drawn[i : i + KEY_BYTES] for i in range(0, count * KEY_BYTES, KEY_BYTES)]
        nonces = [drawn[i : i + _NONCE_BYTES] for i in range(count * KEY_BYTES, len(drawn), _NONCE_BYTES)]
        # A lock on a descriptor of its own holds between threads and after a fork alike.
        with _disk(), _locked(self.path, os.O_RDWR) as fd:
            first = os.fstat(fd).st_size // SLOT_BYTES
            slots = range(first, first + count)
            wrapped = (self._wrap(slot, key, nonce) for slot, key, nonce in zip(slots, keys, nonces, strict=True))
            _write_all(fd, b"".join(wrapped), first * SLOT_BYTES)
            if sync:
                os.fdatasync(fd)
        return list(zip(slots, keys, strict=True))

    def sync(self) -> None:
        """Return when all that was written is on disk."""
        with _disk():
            os.fdatasync(self._fd)

    def read(self, slot: int) -> bytes:
        """The data key in a slot.

        Raises:
            NotFound: The key was destroyed, or the slot was never used.
            StoreDamaged: The slot does not open under this master key.
        """
        held = os.pread(self._fd, SLOT_BYTES, _offset(slot))
        if len(held) < SLOT_BYTES or held == _DESTROYED:
            raise NotFound("The key was destroyed.", where=f"key slot {slot}")
        try:
            return self._master.decrypt(held[:_NONCE_BYTES], held[_NONCE_BYTES:_WRAPPED_BYTES], _NUMBER.pack(slot))
        except InvalidTag:
            raise StoreDamaged(
                "The key does not open.", where=f"key slot {slot}", remedy="Restore keys.bin from a backup."
            ) from None

    def read_many(self, slots: Iterable[int]) -> dict[int, bytes]:
        """The data keys in many slots, those destroyed left out.

        Raises:
            StoreDamaged: A slot does not open under this master key.
        """
        found: dict[int, bytes] = {}
        for slot in slots:
            try:
                found[slot] = self.read(slot)
            except NotFound:
                continue
        return found

    def destroy(self, slots: Iterable[int]) -> None:
        """Overwrite slots with zeros and return when that is on disk; destroying twice is destroying once."""
        end = os.fstat(self._fd).st_size
        with _disk():
            for offset in sorted({_offset(slot) for slot in slots}):
                if offset + SLOT_BYTES <= end:  # past the end there is no key, and the file must not grow
                    _write_all(self._fd, _DESTROYED, offset)
            os.fdatasync(self._fd)

    def mac(self, domain: bytes, *parts: bytes) -> bytes:
        """A 16-byte keyed BLAKE2b (RFC 7693) over a domain and parts: looks a reference up without storing it."""
        digest = hashlib.blake2b(key=self._mac_key, digest_size=16)
        for part in (domain, *parts):
            digest.update(_NUMBER.pack(len(part)))
            digest.update(part)
        return digest.digest()

    def _wrap(self, slot: int, key: bytes, nonce: bytes) -> bytes:
        return nonce + self._master.encrypt(nonce, key, _NUMBER.pack(slot)) + _PADDING

    def _check_header(self, master: bytes) -> None:
        held = os.pread(self._fd, SLOT_BYTES, 0)
        if held == _header(master):
            return
        os.close(self._fd)
        detail = "The file is not a key file of this version."
        if held.startswith(_MAGIC + _NUMBER.pack(_VERSION)[:4]):
            detail = "The key file was made under another master key."
        raise StoreDamaged(
            detail, where=str(self.path), remedy="Restore keys.bin and master.key from the same node's backup."
        )


def seal(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """Encrypt under a data key with AES-256-GCM: 12 bytes nonce, ciphertext, 16 bytes tag.

    Args:
        key: Data key of 32 bytes.
        plain: What to encrypt.
        aad: What the box belongs to (an id, say); the same is needed to open it.
    """
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def unseal(key: bytes, box: bytes, aad: bytes) -> bytes:
    """Decrypt what `seal` made.

    Raises:
        StoreDamaged: Wrong key, wrong `aad`, or the box was changed.
    """
    try:
        return AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], aad)
    except (InvalidTag, ValueError):
        raise StoreDamaged("A record does not open.", remedy="Restore the ledger from a backup.") from None


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(master)


def _header(master: bytes) -> bytes:
    # The check ties the file to its master key: a wrong one shows at open and not at the first read.
    check = hashlib.blake2b(key=_derive(master, b"headwater key file v1"), digest_size=16).digest()
    return _HEADER.pack(_MAGIC, _VERSION, check).ljust(SLOT_BYTES, b"\0")


def _offset(slot: int) -> int:
    if slot < 1:  # slot 0 is the header
        raise NotFound("There is no such key slot.", where=f"key slot {slot}")
    return slot * SLOT_BYTES


def _master_key(folder: Path) -> bytes:
    path = folder / "master.key"
    if not path.exists():
        if (folder / "keys.bin").exists():
            raise StoreDamaged("The master key is missing.", where=str(path), remedy="Restore it from its backup.")
        _write_new(path, os.urandom(KEY_BYTES))
    if path.stat().st_mode & 0o077:
        raise StoreDamaged("Others may read the master key.", where=str(path), remedy="Set its mode to 0600.")
    master = path.read_bytes()
    if len(master) != KEY_BYTES:
        raise StoreDamaged("The master key is cut.", where=str(path), remedy="Restore it from its backup.")
    return master


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        _write_all(fd, content, 0)
        os.fsync(fd)
    finally:
        os.close(fd)
    os.link(draft, path)  # unlike a rename, refuses to replace
    draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_all(fd: int, content: bytes, offset: int) -> None:
    view = memoryview(content)
    while view:
        written = os.pwrite(fd, view, offset)
        view, offset = view[written:], offset + written


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        detail = f"The key file cannot be written: {error.strerror}."
        raise Unavailable(detail, where="keys.bin", remedy="Free space on the disk, or replace it.") from error


@contextmanager
def _locked(path: Path, flags: int) -> Iterator[int]:
    fd = os.open(path, flags | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield fd
    finally:
        os.close(fd)
