"""Agreement files outside any node: whether they hold, what they would open, what another version would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from headwater.agreements import (
    Agreement,
    Checked,
    Document,
    Held,
    Profile,
    Register,
    changes,
    check,
    make_key,
    party_key,
    read,
    shipped,
    sign,
)
from headwater.desk.agreement_pages import change_lines, uncounted
from headwater.desk.agreement_views import ChangeLineView, MatrixView
from headwater.desk.agreement_words import matrix_view
from headwater.errors import BadInput


@dataclass(frozen=True)
class TriedView:
    """An example of a file and what came of it. `clause`: where the decision rests."""

    what: str
    expected: str
    outcome: str
    clause: str
    passed: bool
    sentence: str


@dataclass(frozen=True)
class ProblemView:
    """Something wrong with a file. `where`: `file:line`."""

    where: str
    detail: str
    remedy: str


@dataclass(frozen=True)
class FileView:
    """A file under examination. `kind`: `agreement`, `profile`, or "" if it cannot be told; `id`: a profile's party."""

    file: str
    ok: bool
    kind: str
    id: str
    version: int
    title: str
    sha256: str
    illustrative: bool
    examples: tuple[TriedView, ...]
    problems: tuple[ProblemView, ...]


@dataclass(frozen=True)
class DocumentView:
    """Which document: an agreement by its id, a profile by its party."""

    kind: str
    id: str
    version: int
    title: str
    sha256: str


def check_file(path: Path) -> FileView:
    """Examine a file; whatever is wrong with it is told and never raised."""
    return _file_view(check(path))


def _file_view(checked: Checked) -> FileView:
    return FileView(
        file=checked.file,
        ok=checked.ok,
        kind=checked.kind,
        id=checked.id,
        version=checked.version,
        title=checked.title,
        sha256=checked.sha256,
        illustrative=checked.illustrative,
        examples=tuple(
            TriedView(one.what, one.expected, one.outcome, one.clause, one.passed, one.sentence)
            for one in checked.examples
        ),
        problems=tuple(ProblemView(one.where, one.detail, one.remedy) for one in checked.problems),
    )


def read_file(path: Path) -> Document:
    """The document of a file.

    Raises:
        BadInput: It is none, or an example of it fails.
    """
    return read(path.read_bytes(), path.name)


def read_text(text: bytes, name: str) -> Document:
    """The document of a text; `name` stands in messages."""
    return read(text, name)


def document_view(document: Document) -> DocumentView:
    """Which document it is."""
    if isinstance(document, Agreement):
        return DocumentView("agreement", document.id, document.version, document.title, document.digest)
    return DocumentView("profile", document.party, document.version, document.called, document.digest)


def matrix_of_files(paths: Sequence[Path], at: datetime) -> MatrixView:
    """What agreement files would open if every party had signed them, on a day that they are in force.

    A party without a profile among the files has the shipped one, if there is one.

    Raises:
        BadInput: A file is no document, or none of them is an agreement.
    """
    documents = [read_file(path) for path in paths]
    agreements = [one for one in documents if isinstance(one, Agreement)]
    if not agreements:
        raise BadInput("There is no agreement among the files.", remedy="Name at least one agreement.")
    profiles = {one.party: one for one in (*shipped(), *documents) if isinstance(one, Profile)}
    keys = {party: make_key() for one in agreements for party in one.parties}
    trusted = [party_key(party, key.public(), origin="Made to try the files", at=at) for party, key in keys.items()]
    held = [Held(one, tuple(sign(one, keys[party], party, at) for party in one.parties)) for one in agreements]
    register = Register(held, list(profiles.values()), trusted)
    begins = [datetime.fromisoformat(f"{one.begins}T12:00:00+00:00") for one in agreements]
    return matrix_view(register, max([at, *begins]))


def changes_between(old: Document, new: Document) -> tuple[ChangeLineView, ...]:
    """What one document says otherwise than another, counted on nothing.

    Raises:
        BadInput: They are not of one agreement, or not of one party.
    """
    return change_lines(changes(old, new), uncounted)


def shipped_profiles() -> tuple[tuple[str, bytes], ...]:
    """The profiles that come with Headwater: what each file is called, and its text."""
    found = (one for one in shipped() if isinstance(one, Profile))
    return tuple((f"profile-{one.party}.yaml", one.text.encode()) for one in found)
