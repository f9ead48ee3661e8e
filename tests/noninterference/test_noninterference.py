"""Whatever a viewer may not see changes no byte of any answer to that viewer.

Worlds are drawn; what is hidden is decided by a second reading of the rule (`terms`), never by the code under test.
What is withheld because somebody is protected is the declared exception, and for it more is asserted: the answers are
those of a world in which the protected entity does not exist at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.noninterference.histories import histories
from tests.noninterference.nodes import AUTHORS, VIEWERS, Ground, Worlds
from tests.noninterference.worlds import History, Viewer

WORLDS = 300
SOAKED = 10_000
UNCOMPARED = 0.05
"""The share of worlds that may be compared for nobody, because only something hidden protects whom they show."""

shared = [HealthCheck.too_slow, HealthCheck.data_too_large]
LONG = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""A world that fails is told whole, however long it is."""

groups = st.lists(st.sampled_from(VIEWERS), min_size=1, max_size=2, unique=True)


def check(worlds: Worlds, ground: Ground, history: History, viewers: Sequence[Viewer], turn: int) -> None:
    """Fail with the first answers that differ."""
    differ = worlds.compare(ground, history, viewers, turn)
    assert not differ, "\n\n".join(f"{name}\n{one!r}\n{other!r}" for name, one, other in differ[:3])


def play(worlds: Worlds, grounds: tuple[Ground, ...], house: settings) -> None:
    """Compare as many drawn worlds as the settings say; nearly all of them can be compared for somebody."""
    before, uncompared = worlds.played, worlds.uncompared

    @house
    @given(st.integers(0, 100), histories(AUTHORS), groups)
    def changes_no_answer(number: int, history: History, viewers: list[Viewer]) -> None:
        check(worlds, grounds[number % len(grounds)], history, viewers, number)

    changes_no_answer()
    left, of = worlds.uncompared - uncompared, worlds.played - before
    told = f"{left:,} of {of:,} worlds were compared for nobody"
    assert left <= UNCOMPARED * of, told


@LONG
def test_what_is_hidden_changes_no_answer(worlds: Worlds, grounds: tuple[Ground, ...]) -> None:
    play(worlds, grounds, settings(max_examples=WORLDS, suppress_health_check=shared))


@LONG
@pytest.mark.soak
def test_what_is_hidden_changes_no_answer_in_ten_thousand_worlds(worlds: Worlds, grounds: tuple[Ground, ...]) -> None:
    play(worlds, grounds, settings(max_examples=SOAKED, suppress_health_check=shared, derandomize=False))
