"""Where the nodes of a group's chart stand: the same picture for the same group, without chance.

The group stands in the middle, its persons on a ring in the order of the crime script, and each thing outside them
beside whoever is linked to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

PERSONS_RADIUS = 0.28
THINGS_RADIUS = 0.46
_MIDDLE = 0.5


def layout(
    centre: str, persons: Sequence[str], things: Sequence[str], edges: Sequence[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Places of nodes in the unit square, y downwards.

    Args:
        centre: The group.
        persons: Its persons, in the order they stand on the ring from the top, clockwise.
        things: Whatever else is linked.
        edges: Pairs of node ids; they pull a thing towards its persons.
    """
    turns = {person: place / len(persons) for place, person in enumerate(persons)}
    wanted = {thing: _mean_turn(turns, thing, edges) for thing in things}
    # Evenly spread, in the order of where they would like to be: no two lie on each other.
    order = sorted(things, key=lambda thing: (wanted[thing], thing))
    start = min(wanted.values(), default=0.0)
    spread = {thing: (start + place / len(order)) % 1 for place, thing in enumerate(order)}
    places = {centre: (_MIDDLE, _MIDDLE)}
    places |= {person: _on_ring(turn, PERSONS_RADIUS) for person, turn in turns.items()}
    return places | {thing: _on_ring(turn, THINGS_RADIUS) for thing, turn in spread.items()}


def _mean_turn(turns: Mapping[str, float], thing: str, edges: Sequence[tuple[str, str]]) -> float:
    near = [turns[a if b == thing else b] for a, b in edges if thing in (a, b) and (a if b == thing else b) in turns]
    if not near:
        return 1.0
    x = sum(math.cos(2 * math.pi * turn) for turn in near)
    y = sum(math.sin(2 * math.pi * turn) for turn in near)
    return round((math.atan2(y, x) / (2 * math.pi)) % 1, 6)


def _on_ring(turn: float, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn - math.pi / 2
    return round(_MIDDLE + radius * math.cos(angle), 4), round(_MIDDLE + radius * math.sin(angle), 4)
