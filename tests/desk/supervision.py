"""A node with a data protection officer and an analyst, into which drafts go without a process of their own."""

from __future__ import annotations

from typing import Any

from argon2 import PasswordHasher
from tests.desk.conftest import PASSWORD

from headwater.desk import Actor, Desk, Role
from headwater.desk import passwords as hashing
from headwater.model import DraftAssertion, DraftReport, SubjectCategory
from headwater.store import ImportPlan

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Passwords are hashed as ever, at a cost that suits a test."""


def person(number: int, category: SubjectCategory = SubjectCategory.SUSPECT, key: str = "") -> DraftAssertion:
    """The name of a person, `Primjer Uzorak1`."""
    return said(key or f"person-{number}", "name", f"Primjer Uzorak{number}", category)


def said(key: str, prop: str, value: str, category: SubjectCategory = SubjectCategory.SUSPECT) -> DraftAssertion:
    """One thing said of a person."""
    return DraftAssertion(key, "Person", prop, value, category=category)


def report(number: int, *assertions: DraftAssertion, agency: str = "GB", **more: Any) -> DraftReport:
    """A synthetic report, `SYN-1`, of one person unless it is given what it says."""
    return DraftReport(
        agency,
        "TEST-1",
        f"SYN-{number}",
        assertions or (person(number),),
        reported_at="2026-01-01",
        narrative=f"Example text about number {number}",
        synthetic=True,
        **more,
    )


def take_in(desk: Desk, *drafts: DraftReport, edition: str = "1") -> None:
    """Take drafts in, as the desk's import process does in the end."""
    plan = ImportPlan("headwater", "list", "0" * 64, "GB", "TEST-1", edition, "", False, "operator", "")
    run = desk._parts.store.begin_import(plan)
    run.add(drafts)
    run.finish()


def people(desk: Desk) -> None:
    """Make the accounts `dora` (data protection) and `ana` (analyst)."""
    hasher, hashing._HASHER = hashing._HASHER, CHEAP
    try:
        for name, role in (("dora", Role.PROTECTION), ("ana", Role.ANALYST)):
            desk.add_account(desk.operator(), name, PASSWORD, frozenset({role}))
    finally:
        hashing._HASHER = hasher


def officer(desk: Desk) -> Actor:
    """The data protection officer, supervising."""
    return desk.actor_named("dora", "supervise", via="api")


def analyst(desk: Desk) -> Actor:
    """The analyst, developing intelligence."""
    return desk.actor_named("ana", "develop", via="api")


def found(desk: Desk, number: int) -> int:
    """How many records the analyst finds of the person of that number."""
    return desk.search(analyst(desk), f"Uzorak{number}").total
