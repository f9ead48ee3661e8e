"""The matrix of a node's agreements and the table of one of them, each worked out once."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime

from headwater.agreements import Agreement, Opening, Register
from headwater.agreements.compiling import compiled
from headwater.agreements.openings import openings
from headwater.agreements.rules import Rules
from headwater.desk.agreement_views import MatrixView
from headwater.desk.agreement_words import matrix_view

KEPT_AT_MOST = 64
"""Tables kept at a time."""


class Matrices:
    """Remembers what was worked out from a register until another one takes its place, or time changes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._matrix: tuple[Hashable, MatrixView] = ((), MatrixView("", (), ()))
        self._tables: dict[Hashable, tuple[Opening, ...]] = {}

    def matrix(self, register: Register, at: datetime) -> MatrixView:
        """Who may share what with whom at a moment."""
        versions = ((one.key, register.standing(one.id, one.version, at)) for one in register.agreements())
        state = (id(register), register.key(at), *((key, standing.state) for key, standing in versions))
        with self._lock:
            if self._matrix[0] != state:
                self._matrix = (state, matrix_view(register, at))
            return replace(self._matrix[1], at=at.isoformat(timespec="seconds"))

    def table(self, register: Register, agreement: Agreement, sender: str, recipient: str) -> tuple[Opening, ...]:
        """What one agreement opens between two of its parties, as if every party had signed and it were in force."""
        profiles = tuple((one.party, one.digest) for one in register.profiles() if one.party in (sender, recipient))
        state = (agreement.digest, sender, recipient, profiles)
        with self._lock:
            if state not in self._tables:
                if len(self._tables) >= KEPT_AT_MOST:
                    self._tables.clear()
                self._tables[state] = table_of(register, agreement, sender, recipient)
            return self._tables[state]


def table_of(register: Register, agreement: Agreement, sender: str, recipient: str) -> tuple[Opening, ...]:
    """What one agreement opens between two of its parties, with the profiles of a register."""
    profiles = {one.party: compiled(one) for one in register.profiles()}
    at = datetime.fromisoformat(f"{agreement.begins}T12:00:00+00:00")
    return openings(Rules([compiled(agreement)], profiles), sender, recipient, at)
