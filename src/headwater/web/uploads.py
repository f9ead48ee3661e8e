"""Files that come in over a form, streamed into the node's own folder: nothing of them lands elsewhere on the disk."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from headwater.errors import BadInput, TooLarge, Unavailable
from headwater.settings import Settings
from headwater.web.security import check_form_token

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_FIELD_BYTES = 64 * 1024
_FIELDS = 40
_NAME = re.compile(r"[^\w. -]+")


@dataclass(frozen=True)
class Upload:
    """A form with a file.

    Attributes:
        path: The file, alone in a folder of its own under `<data>/incoming/`, under its own name as far as it is safe.
        fields: The other fields of the form.
    """

    path: Path
    fields: dict[str, str]

    def discard(self) -> None:
        """Remove the file and its folder."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def incoming(settings: Settings) -> Path:
    """The folder that uploads are streamed to."""
    return settings.data / "incoming"


def clear_incoming(settings: Settings) -> None:
    """Remove what an earlier process left behind: its imports are over or were taken back."""
    shutil.rmtree(incoming(settings), ignore_errors=True)


async def receive_upload(request: Request) -> Upload:
    """Read a multipart form whose file stands in the field `file`; the visitor's form token is checked.

    Raises:
        BadInput: It is no such form.
        Forbidden: The form's token is missing or wrong.
        Unavailable: The file could not be written.
    """
    settings: Settings = request.app.state.settings
    folder = incoming(settings) / secrets.token_hex(12)
    form = _Form(folder)
    try:
        with _written_errors():
            await _read(request, form)
        upload = form.finished()
        check_form_token(request, request.headers.get("x-csrf-token", "") or upload.fields.pop("_csrf", ""))
    except BaseException:
        form.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return upload


async def _read(request: Request, form: _Form) -> None:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise BadInput("The request is no form with a file.", where="Content-Type", remedy="Send multipart/form-data.")
    try:
        parser = MultipartParser(options[b"boundary"], form.callbacks())
        async for chunk in request.stream():
            parser.write(chunk)
            if form.has_pending:
                await run_in_threadpool(form.write_pending)
        parser.finalize()
    except FormParserError:
        raise BadInput("The form breaks off or is not well formed.", remedy="Send it again.") from None


@contextmanager
def _written_errors() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise Unavailable(
            "The file could not be kept: the node's disk is full or not writable.",
            remedy="Make room in the node's folder and try again.",
        ) from None


@dataclass
class _Form:
    """What a multipart parser has found so far. Its methods are the parser's callbacks."""

    folder: Path
    fields: dict[str, str] = field(default_factory=dict)
    path: Path | None = None
    _file: BinaryIO | None = None
    _header: bytes = b""
    _value: bytes = b""
    _disposition: bytes = b""
    _name: str = ""
    _text: bytearray = field(default_factory=bytearray)
    _in_file: bool = False
    _pending: list[bytes] = field(default_factory=list)

    def callbacks(self) -> MultipartCallbacks:
        names = [
            "part_begin",
            "part_data",
            "part_end",
            "header_field",
            "header_value",
            "header_end",
            "headers_finished",
        ]
        return cast("MultipartCallbacks", {f"on_{name}": getattr(self, name) for name in names})

    @property
    def has_pending(self) -> bool:
        return bool(self._pending)

    def write_pending(self) -> None:
        if self._file is None and self.path is not None:
            self.folder.mkdir(parents=True, mode=0o700)
            self.folder.parent.chmod(0o700)
            self._file = self.path.open("xb")
            self.path.chmod(0o600)
        if self._file is not None:
            self._file.writelines(self._pending)
        self._pending.clear()

    def part_begin(self) -> None:
        self._disposition, self._name, self._in_file = b"", "", False
        self._text.clear()

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._in_file = b"filename" in options
        if not self._in_file:
            return
        if self._name != "file" or self.path is not None:
            raise BadInput("The form has a file where none is expected.", where=self._name, remedy="Send one: `file`.")
        self.path = self.folder / safe_name(options[b"filename"].decode("utf-8", "replace"))

    def part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._pending.append(data[start:end])
        elif len(self._text) + end - start > _FIELD_BYTES or len(self.fields) >= _FIELDS:
            raise TooLarge("A field of the form is too long, or there are too many.", where=self._name)
        else:
            self._text += data[start:end]

    def part_end(self) -> None:
        if not self._in_file:
            self.fields[self._name] = self._text.decode("utf-8", "replace")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def finished(self) -> Upload:
        self.close()
        if self.path is None or self._file is None:
            raise BadInput("The form has no file, or an empty one.", where="file", remedy="Choose a file.")
        return Upload(self.path, self.fields)


def safe_name(name: str) -> str:
    r"""The last part of a file's name without anything a file system or a page could trip over.

    >>> safe_name("C:\\lists\\UN list.xml"), safe_name("../../etc/passwd"), safe_name("..")
    ('UN list.xml', 'passwd', 'upload')
    """
    last = re.split(r"[/\\]", name)[-1]
    return _NAME.sub("_", last).strip(" .")[-100:].strip(" .") or "upload"
