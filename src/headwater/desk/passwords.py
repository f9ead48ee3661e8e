"""Names and passwords of local accounts: what is taken, and how a password is kept (argon2id, RFC 9106)."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from headwater.errors import BadInput

NAME_LENGTH = 64
PASSWORD_LENGTH = 12
PASSWORD_MOST = 1024
_HASHER = PasswordHasher()
# Each hash takes 64 MiB: a crowd at the door must not take the machine's memory.
_TURNS = threading.BoundedSemaphore(2)


def checked_name(name: str) -> str:
    """Return an account name in NFKC without spaces around it.

    Raises:
        BadInput: It is empty, too long, or holds characters that cannot be seen.
    """
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not 1 <= len(name) <= NAME_LENGTH or any(unicodedata.category(c)[0] == "C" for c in name):
        raise BadInput("This is no account name.", where="name", remedy=f"Write 1 to {NAME_LENGTH} visible characters.")
    return name


def name_key(name: str) -> str:
    """The form under which two spellings of an account name are one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def checked_password(name: str, password: str) -> str:
    """Return a password that is long enough and does not hold the name.

    Raises:
        BadInput: It is too short, too long, or the name is in it.
    """
    if not PASSWORD_LENGTH <= len(password) <= PASSWORD_MOST:
        raise BadInput(
            "The password is too short or too long.",
            where="password",
            remedy=f"Use {PASSWORD_LENGTH} to {PASSWORD_MOST} characters; four words that do not belong together do.",
        )
    if len(name) >= 3 and name_key(name) in name_key(password):
        raise BadInput("The name is in the password.", where="password", remedy="Use a password without the name.")
    return password


def hashed(password: str) -> str:
    """The argon2id hash of a password, with its own salt and costs inside."""
    with _TURNS:
        return _HASHER.hash(unicodedata.normalize("NFKC", password))


def matches(kept: str, password: str) -> bool:
    """Whether the password is the one whose hash was kept; an empty hash costs as much time and never matches."""
    if len(password) > PASSWORD_MOST:
        password = ""
    with _TURNS:
        try:
            return _HASHER.verify(kept or _nobody(), unicodedata.normalize("NFKC", password)) and bool(kept)
        except (VerifyMismatchError, InvalidHashError):
            return False


_NOBODY: list[str] = []


def _nobody() -> str:
    if not _NOBODY:
        _NOBODY.append(_HASHER.hash("the password of nobody"))
    return _NOBODY[0]
