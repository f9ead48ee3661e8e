"""What the desk and its import process say to each other: one JSON object a line, jobs in, messages out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from headwater import errors
from headwater.classification import Classification
from headwater.errors import HeadwaterError
from headwater.settings import Settings

CHUNK = 1000
"""Drafts that are kept in one transaction; a reader waits for no more than one of them."""
LOCK = "worker.lock"
"""Held while an import process writes, so that no other node opens the folder beside it."""
GO = b"go\n"
"""The desk's word that the intent of the import is on disk."""


class Job(msgspec.Struct, frozen=True):
    """A file to take in.

    Attributes:
        settings: `Settings` as plain values.
        shipped: Name of a shipped file, of which only the selected entries are taken; "" for a file of a person.
        by: Account id, or `operator`.
        purpose: Id of the purpose.
    """

    settings: dict[str, Any]
    path: str
    file_name: str
    format: str
    agency: str
    list_name: str
    edition_date: str
    full: bool | None
    category: str
    by: str
    purpose: str
    shipped: str = ""
    chunk: int = CHUNK


class Begun(msgspec.Struct, frozen=True, tag=True):
    """The file was opened and the run has an id; nothing is taken in before `GO`."""

    import_id: str


class Progressed(msgspec.Struct, frozen=True, tag=True):
    """How far the file was read, 0 to 1."""

    fraction: float
    read: int


class Finished(msgspec.Struct, frozen=True, tag=True):
    """The run is done."""


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The run was not made or was taken back; `error` names a class of `headwater.errors`."""

    error: str
    detail: str
    where: str = ""
    remedy: str = ""


Message = Begun | Progressed | Finished | Failed
_ENCODER = msgspec.json.Encoder()
_JOB = msgspec.json.Decoder(Job)
_MESSAGE = msgspec.json.Decoder(Message)


def line_of(said: Job | Message) -> bytes:
    """One line of the conversation."""
    return _ENCODER.encode(said) + b"\n"


def job_of(line: bytes) -> Job:
    """The job a line holds."""
    return _JOB.decode(line)


def message_of(line: bytes) -> Message:
    """The message a line holds."""
    message: Message = _MESSAGE.decode(line)
    return message


def failure_of(error: HeadwaterError) -> Failed:
    """An error as a message."""
    return Failed(type(error).__name__, error.detail, error.where, error.remedy)


def error_of(failed: Failed) -> HeadwaterError:
    """The error a message tells of."""
    kind = getattr(errors, failed.error, None)
    if kind is errors.EntryRefused or not (isinstance(kind, type) and issubclass(kind, HeadwaterError)):
        kind = errors.BadInput if kind is errors.EntryRefused else HeadwaterError
    return kind(failed.detail, where=failed.where, remedy=failed.remedy)


def plain(settings: Settings) -> dict[str, Any]:
    """Settings as plain values."""
    values = {name: getattr(settings, name) for name in Settings.__dataclass_fields__}
    hosts = list(settings.allowed_hosts)
    return values | {"data": str(settings.data), "ceiling": int(settings.ceiling), "allowed_hosts": hosts}


def settings_of(values: dict[str, Any]) -> Settings:
    """The settings those plain values were."""
    hosts = tuple(values["allowed_hosts"])
    made = values | {
        "data": Path(values["data"]),
        "ceiling": Classification(values["ceiling"]),
        "allowed_hosts": hosts,
    }
    return Settings(**made)
