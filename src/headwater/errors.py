"""The errors of Headwater, one tree.

    HeadwaterError            500
    ├── BadInput              400  what came in cannot be read or does not say enough
    │   ├── UnreadableFile    400  a whole file cannot be read: nothing of it was taken in
    │   └── EntryRefused      400  one entry of a file was refused; the rest goes on
    ├── SignInNeeded          401
    ├── Forbidden             403  the role does not include this
    │   └── PurposeNeeded     403  a purpose must be stated first
    ├── NotFound              404  not there, or not for this reader: the two look the same
    ├── Conflict              409  the state of the node does not allow it now
    ├── TooLarge              413
    ├── TooMany               429
    └── Unavailable           503  the node is not ready (index being rebuilt, disk full)
        └── StoreDamaged      503  a file of the node is not what it should be

Each says what was wrong (`detail`), where (`where`) and what to do (`remedy`). `web` and `cli` turn them into an
answer in one place each.
"""

from __future__ import annotations


class HeadwaterError(Exception):
    """Anything Headwater refuses to do, with the reason in words for a person."""

    status = 500

    def __init__(self, detail: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{where}{self.detail}{remedy}"


class BadInput(HeadwaterError):
    """What came in cannot be read or does not say enough."""

    status = 400


class UnreadableFile(BadInput):
    """A whole file cannot be read; nothing of it was taken in."""


class EntryRefused(BadInput):
    """One entry of a file was refused.

    Args:
        detail: What was wrong, one sentence.
        field: The field of the entry that was at fault, as the file names it.
        remedy: What the importer can do.
    """

    def __init__(self, detail: str, *, field: str, remedy: str) -> None:
        super().__init__(detail, where=field, remedy=remedy)
        self.field = field


class SignInNeeded(HeadwaterError):
    """Nobody is signed in."""

    status = 401


class Forbidden(HeadwaterError):
    """The reader's role does not include this."""

    status = 403


class PurposeNeeded(Forbidden):
    """The reader has not yet said why they read."""


class NotFound(HeadwaterError):
    """It is not there, or not for this reader; the two look the same."""

    status = 404


class Conflict(HeadwaterError):
    """The state of the node does not allow it now."""

    status = 409


class TooLarge(HeadwaterError):
    """More was sent than the node takes in at once."""

    status = 413


class TooMany(HeadwaterError):
    """Too many requests in a short time.

    Args:
        detail: What was too much, one sentence.
        retry_after_s: Seconds after which it is worth asking again.
    """

    status = 429

    def __init__(self, detail: str, *, where: str = "", remedy: str = "", retry_after_s: int = 1) -> None:
        super().__init__(detail, where=where, remedy=remedy)
        self.retry_after_s = retry_after_s


class Unavailable(HeadwaterError):
    """The node is not ready to answer."""

    status = 503


class StoreDamaged(Unavailable):
    """A file of the node is not what it should be; the node does not guess."""
