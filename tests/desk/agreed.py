"""A small agreement between GB and AL, and a desk that holds it, with the clock in the test's hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from headwater.agreements import Profile, read, shipped
from headwater.desk import Desk, Role
from headwater.desk.demonstration import ORIGIN
from headwater.settings import Settings

PASSWORD = "four words for tests"
TEXT = """\
format: headwater-agreement/1
agreement: GB-AL
version: {version}
title: A small agreement for tests
illustrative: true
parties: [GB, AL]
time_zone: {zone}
in_force: {{from: 2026-01-01, until: {until}}}
purposes:
  - {{clause: "2.1", purpose: investigate, sentence: "To investigate."}}
may_share:
  - clause: "4.1"
    sentence: Who suspects are may pass.
    about: [suspect]
    groups: [identity]
never:
  - {{clause: "6.1", sentence: "Victims, witnesses and under-18s stay.", protected: true}}
onward: {{clause: "7.1", sentence: "Passed on only with the sender's word.", rule: consent}}
examples:
  - what: A suspect's name goes
    from: AL
    to: GB
    purpose: investigate
    data: {{schema: Person, property: name, category: suspect}}
    on: 2026-03-01
    outcome: goes
    clause: "4.1"
  - what: A suspect's phone stays
    from: AL
    to: GB
    purpose: investigate
    data: {{schema: Person, property: phone, category: suspect}}
    on: 2026-03-01
    outcome: stays
"""


def text(version: int = 1, until: str = "2026-03-02", zone: str = "UTC") -> bytes:
    """The agreement's file."""
    return TEXT.format(version=version, until=until, zone=zone).encode()


def profiles() -> list[Profile]:
    """The shipped profiles of the parties."""
    return [one for one in shipped() if isinstance(one, Profile)]


def agree(desk: Desk, *texts: bytes) -> None:
    """Put agreements into a desk's register, each first version signed by all, with the parties' profiles."""
    documents = [read(one, "agreed.yaml") for one in texts]
    desk._parts.register.install(desk.operator(), [*profiles(), *documents], ORIGIN)


@contextmanager
def opened(settings: Settings, now: Callable[[], datetime], *texts: bytes) -> Iterator[Desk]:
    """A desk of GB with these agreements, an analyst, a data protection officer and an administrator."""
    desk = Desk.open(settings, now=now)
    try:
        agree(desk, *texts)
        for name, role in (("ana", Role.ANALYST), ("dora", Role.PROTECTION), ("adam", Role.ADMINISTRATOR)):
            desk.add_account(desk.operator(), name, PASSWORD, frozenset({role}))
        desk.add_account(desk.operator(), "alba", PASSWORD, frozenset({Role.ANALYST}), "AL")
        yield desk
    finally:
        desk.close()
