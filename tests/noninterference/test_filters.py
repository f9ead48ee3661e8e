"""The list of filters is whole, and each of them is missed when it is taken away."""

from __future__ import annotations

import ast
import importlib
import inspect
from functools import reduce
from pathlib import Path
from random import Random

import pytest
from tests.noninterference.known_worlds import JUDGED, drawn_history
from tests.noninterference.nodes import AUTHORS, VIEWERS, Differing, Ground, Worlds
from tests.noninterference.removals import REMOVALS

import headwater
from headwater.desk import Desk

PAGE = Path(__file__).parents[2] / "docs/explanation/filters.md"
ASKING = ("reading", "searching", "folding", "following")
"""The modules of the store that ask the index in a reader's name."""

WORLDS = 80
"""So many known worlds are tried before a filter is said not to be missed."""

MADE_BY_HAND = 1000
"""From this number on: a history of `JUDGED` at each ground, as each viewer sees it."""

CAUGHT_IN = {
    "labels of links": 1,
    "labels behind a judgement": 1090,
    "ends of a cluster": 1001,
    "protected, in rows": 1,
    "protected, as a value": 1003,
    "protected, in a search": 1,
    "protected, in a list": 1,
    "protected, in clusters": 1002,
    "protected, in another's word": 1014,
    "run out, rows": 9,
    "run out, words": 9,
    "run out, links": 19,
    "restricted": 17,
    "victims and witnesses": 14,
    "the case of one's own agency": 3,
    "words of a report": 1,
    "another's score": 1080,
    "one pool a class": 11,
    "one folding a class": 1090,
}
"""The known world that misses a filter: where to begin to look; the first world of all where none is named."""


def table(heading: str) -> list[list[str]]:
    """The rows of a table of the page, cell by cell, without its head."""
    part = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in row] for row in rows[2:]]


def known_world(worlds: Worlds, grounds: tuple[Ground, ...], seed: int) -> list[Differing]:
    """What differs in a world that is the same in every run."""
    if seed >= MADE_BY_HAND:
        place, seed = divmod(seed - MADE_BY_HAND, 10)
        ground, viewer = grounds[place % len(grounds)], VIEWERS[place // len(grounds) % len(VIEWERS)]
        return worlds.compare(ground, JUDGED[seed % len(JUDGED)], [viewer], place)
    viewers = Random(seed).sample(VIEWERS, 2)
    return worlds.compare(grounds[seed % len(grounds)], drawn_history(seed, AUTHORS), viewers, seed)


def found(place: str) -> object:
    """The function at `module:Class.name`."""
    module, _, name = place.partition(":")
    return reduce(getattr, name.split("."), importlib.import_module(module))


def test_each_filter_of_the_page_is_a_function_and_can_be_taken_away():
    rows = table("Filters")
    assert {row[0] for row in rows} == REMOVALS.keys()
    assert all(callable(found(row[1])) for row in rows)


@pytest.mark.parametrize("module", ASKING)
def test_every_question_of_the_index_stands_on_the_page(module):
    listed = {row[1] for row in table("Filters")} | {row[0] for row in table("Questions that need none")}
    tree = ast.parse((Path(headwater.__file__).parent / f"store/{module}.py").read_text(encoding="utf-8"))
    for body in ast.walk(tree):
        for one in body.body if isinstance(body, ast.ClassDef | ast.Module) else ():
            if isinstance(one, ast.FunctionDef) and asks_sql(one):
                name = f"{body.name}.{one.name}" if isinstance(body, ast.ClassDef) else one.name
                assert f"headwater.store.{module}:{name}" in listed


def asks_sql(function: ast.FunctionDef) -> bool:
    """Whether a function holds words of SQL besides its docstring."""
    words = [
        node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return any("SELECT " in word or "FROM " in word for word in words)


def test_every_question_without_a_filter_is_there():
    assert all(callable(found(row[0])) for row in table("Questions that need none"))


def test_every_use_case_stands_on_the_page():
    cases = {name for name, _ in inspect.getmembers(Desk, inspect.isfunction) if not name.startswith("_")}
    assert sorted(row[0] for row in table("Use cases")) == sorted(cases)


@pytest.mark.parametrize("name", REMOVALS)
def test_a_filter_that_is_taken_away_is_missed(name, worlds, grounds, monkeypatch):
    REMOVALS[name](monkeypatch)
    first = CAUGHT_IN.get(name, 0)
    every = [*range(WORLDS), *range(MADE_BY_HAND, MADE_BY_HAND + 10 * len(grounds) * len(VIEWERS))]
    seeds = [first, *(seed for seed in every if seed != first)]
    assert any(missed(worlds, grounds, seed) for seed in seeds)


def missed(worlds: Worlds, grounds: tuple[Ground, ...], seed: int) -> bool:
    """Whether a known world differs, or cannot even be told, without the filter."""
    try:
        return bool(known_world(worlds, grounds, seed))
    except (KeyError, AssertionError):  # a page met what it should never have been given
        return True
