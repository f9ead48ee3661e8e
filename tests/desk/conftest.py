"""A node with the synthetic group and an account of each role, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from headwater.desk import Actor, Desk, Role
from headwater.desk.demonstration import install_agreements
from headwater.intake.selection import SHIPPED
from headwater.model import DraftAssertion, DraftReport, SubjectCategory
from headwater.settings import Settings

PASSWORD = "four words for tests"
ROLES = {
    "ana": {Role.ANALYST},
    "lia": {Role.LIAISON},
    "bo": {Role.BORDER},
    "dora": {Role.PROTECTION},
    "adam": {Role.ADMINISTRATOR},
    "nobody": set(),
}
GUEST = "alba"
"""An analyst of AL on this node of GB."""


@pytest.fixture(scope="session")
def made_node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed node with the shipped agreements, the synthetic group and the accounts of `ROLES`."""
    folder = tmp_path_factory.mktemp("made") / "node"
    desk = Desk.open(Settings(data=folder, port=0, demo=False))
    try:
        install_agreements(desk._parts, desk.operator())
        shipped = SHIPPED["synthetic"]
        desk.import_file(desk.operator(), shipped.path, format="headwater", agency="SYN")
        for name, roles in ROLES.items():
            desk.add_account(desk.operator(), name, PASSWORD, frozenset(roles))
        desk.add_account(desk.operator(), GUEST, PASSWORD, frozenset({Role.ANALYST}), "AL")
    finally:
        desk.close()
    return folder


@pytest.fixture
def desk(made_node: Path, settings: Settings) -> Iterator[Desk]:
    """An open desk on a copy of the made node."""
    shutil.copytree(made_node, settings.data)
    opened = Desk.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def empty_desk(settings: Settings) -> Iterator[Desk]:
    """An open desk on a node that has nothing."""
    opened = Desk.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def acting(desk: Desk) -> Callable[..., Actor]:
    """A function that gives the actor of an account, for a purpose in words."""

    def actor(name: str, purpose: str = "") -> Actor:
        return desk.actor_named(name, purpose, via="api")

    return actor


@pytest.fixture
def analyst(acting: Callable[..., Actor]) -> Actor:
    """An analyst whose purpose names the synthetic group's case."""
    return acting("ana", "investigate case SYN-014")


@pytest.fixture
def guest(acting: Callable[..., Actor]) -> Actor:
    """An analyst of AL whose purpose names the synthetic group's case."""
    return acting(GUEST, "investigate case SYN-014")


@pytest.fixture
def stranger(acting: Callable[..., Actor]) -> Actor:
    """An analyst whose purpose names no case."""
    return acting("ana", "develop")


@pytest.fixture
def protection(acting: Callable[..., Actor]) -> Actor:
    """A data protection officer."""
    return acting("dora", "supervise")


@pytest.fixture
def write_reports(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes drafts as a file of reports and returns its path."""

    def write(drafts: Sequence[DraftReport | str], *, edition_date: str = "2026-01-01", name: str = "list") -> Path:
        path = tmp_path / f"{name}-{edition_date}.jsonl"
        list_id = next((draft.list_id for draft in drafts if isinstance(draft, DraftReport)), "TEST-1")
        header = {"format": "headwater-reports", "version": 1, "list": list_id, "edition": edition_date}
        lines = [msgspec.json.encode(header | {"edition_date": edition_date})]
        lines += [draft.encode() if isinstance(draft, str) else msgspec.json.encode(draft) for draft in drafts]
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    return write


@pytest.fixture
def draft_of() -> Callable[..., DraftReport]:
    """A function that makes the draft of one person, synthetic."""

    def draft(number: int, **said: str) -> DraftReport:
        key = f"person-{number}"
        values = {"name": f"Primjer Uzorak{number}"} | said
        assertions = tuple(
            DraftAssertion(key, "Person", prop, value, category=SubjectCategory.SUSPECT)
            for prop, value in values.items()
        )
        return DraftReport("GB", "TEST-1", f"SYN-{number}", assertions, reported_at="2026-01-01", synthetic=True)

    return draft
