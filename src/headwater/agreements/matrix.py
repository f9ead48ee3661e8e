"""The matrix: every ordered pair of parties, what may pass between them, and what is missing where nothing may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from headwater.agreements.decision import Cell, Matrix
from headwater.agreements.needs import missing_between, naming
from headwater.agreements.openings import openings
from headwater.agreements.rules import Rules
from headwater.agreements.versions import Versions


def matrix_of(versions: Versions, rules: Rules, parties: Sequence[str], at: datetime) -> Matrix:
    """The matrix of some parties at a moment."""
    pairs = [(sender, recipient) for sender in parties for recipient in parties if sender != recipient]
    return Matrix(at, tuple(parties), tuple(_cell(versions, rules, pair, at) for pair in pairs))


def _cell(versions: Versions, rules: Rules, pair: tuple[str, str], at: datetime) -> Cell:
    found = openings(rules, *pair, at) if rules.between(*pair) else ()
    passes = any(opening.outcome != "stays" for opening in found)
    needs = () if passes else missing_between(versions, rules, pair, at)
    return Cell(*pair, tuple((one.id, one.version) for one in naming(versions, pair)), found, needs)
