"""Every answer that a viewer can get of a node, as bytes: pages, API, exports, scores, weights and clusters."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Self
from urllib.parse import urlencode

from msgspec.structs import replace as replaced
from tests.noninterference.browsers import Browser
from tests.noninterference.drawn_terms import plain_agreement

from headwater.desk import Actor, Capability, Desk, may
from headwater.errors import HeadwaterError
from headwater.model import Label
from headwater.store import Row, View

WORDS = (
    "hashim primer",
    "besnik",
    "exemplo",
    "X000141S7",
    "ZZ 101 SY",
    "+447700900001",
    "GB-R1",
    "AL-R2",
    "example ford",
)
Answers = dict[str, bytes]
TURNS = 16
"""Of the many addresses one in so many is asked for over HTTP, others in another world."""

CHANGE = tuple(
    json.dumps(plain_agreement("GB-AL", ("GB", "AL"), version=version, **more)).encode()
    for version, more in ((1, {}), (2, {"never": [{"clause": "6.1", "sentence": "No things.", "about": ["thing"]}]}))
)
"""Two versions of an agreement, of which the second closes things: how many lines of one's own that touches is told."""

NO_LABEL = Label("", "", "")


class Surfaces:
    """What one viewer is answered by one node.

    Args:
        desk: The node.
        actor: The viewer, with a purpose.
        browser: Where the viewer is signed in.
        ids: The ids of everything of the fuller world: entities, reports, assertions, judgements, imports.
        turn: Which of the addresses are asked for over HTTP this time; what is behind them is asked for every time.

    Attributes:
        answers: Every answer by the name of its surface and what was asked.
        gaps: Where more was counted than shown, which tells of what is withheld though it tells it in both worlds.
    """

    def __init__(self, desk: Desk, actor: Actor, browser: Browser, ids: dict[str, Sequence[str]], turn: int) -> None:
        self.desk = desk
        self.actor = actor
        self.browser = browser
        self.ids = ids
        self.turn = turn
        self.answers: Answers = {}
        self.gaps: list[str] = []

    def all(self) -> Self:
        """Ask everything."""
        self.searches()
        self.entities()
        self.reports()
        self.groups()
        self.review()
        self.exports()
        self.imports()
        self.agreements()
        self.unnamed()
        self.beneath()
        return self

    def unnamed(self) -> None:
        """No answer names an entity that is not there for the viewer, but where it was asked for by its id."""
        try:
            there = self.desk._parts.store.assertions(self.desk._view(self.actor), self.ids["entities"])
        except HeadwaterError:
            there = {}
        absent = [id_ for id_ in self.ids["entities"] if id_ not in there]
        for name, told in self.answers.items():
            self.gaps += [f"{name} names {id_}" for id_ in absent if id_.encode() in told and id_ not in name]

    def _get(self, path: str, **asked: object) -> None:
        """An address over HTTP, if it is its turn."""
        name = f"GET {path} {urlencode(asked, doseq=True)}"
        if zlib.crc32(name.encode()) % TURNS == self.turn:
            self.answers[name] = self.browser.get(path, **asked)

    def _ask(self, name: str, question: Callable[[], object]) -> object:
        """A use case of the desk, its refusal included."""
        try:
            told = question()
        except HeadwaterError as error:
            told = f"{type(error).__name__}: {error.detail} {error.where} {error.remedy}"
        self.answers[name] = repr(told).encode()
        return told

    def searches(self) -> None:
        """Pages of results, counts and order, narrowed too."""
        self._get("/")
        for place, words in enumerate(WORDS):
            found = self._ask(f"search {words}", partial(self.desk.search, self.actor, words, limit=100))
            if not isinstance(found, str) and found.total != len(found.hits):  # type: ignore[attr-defined]
                self.gaps.append(f"search {words}: {found.total} counted, {len(found.hits)} shown")  # type: ignore[attr-defined]
            page = partial(self.desk.search, self.actor, words, limit=1, offset=1)
            self._ask(f"search {words}, second", page)
            self._get("/search", q=words, kind=("Person", "Vehicle")[place % 2], agency=("GB", "AL")[place % 2])
            self._get("/search", q=words)
            self._get("/api/v1/search", q=words, limit=2, offset=place % 3)

    def entities(self) -> None:
        """Every entity of the fuller world by its id, those that are not there included."""
        for entity in self.ids["entities"]:
            self._ask(f"entity {entity}", partial(self.desk.entity, self.actor, entity))
            self._get(f"/entities/{entity}")
            self._get(f"/api/v1/entities/{entity}")

    def reports(self) -> None:
        """Every report, its panel and why its lines may be read."""
        for report in self.ids["reports"]:
            self._ask(f"report {report}", partial(self.desk.report, self.actor, report))
            self._get(f"/reports/{report}")
            self._get(f"/api/v1/reports/{report}")
        for place, assertion in enumerate(self.ids["assertions"]):
            report = assertion.partition("/")[0]
            line = assertion.partition("/")[2]
            if place < 8:
                self._ask(f"why {assertion}", partial(self.desk.why, self.actor, report, line))
            self._get(f"/reports/{report}/panel", assertion=line)
            self._get(f"/reports/{report}/why", assertion=line)

    def groups(self) -> None:
        """The groups and each group."""
        self._ask("groups", partial(self.desk.groups, self.actor))
        self._get("/groups")
        self._get("/api/v1/groups")
        for entity in self.ids["groups"]:
            self._ask(f"group {entity}", partial(self.desk.group, self.actor, entity))
            self._get(f"/groups/{entity}")
            self._get(f"/api/v1/groups/{entity}")

    def review(self) -> None:
        """The queue with its scores, every pair in it, some pairs that may be of hidden ends, and the judgements."""
        queue = self._ask("queue", partial(self.desk.suggestions, self.actor, limit=100))
        self._ask("judgements", partial(self.desk.judgements, self.actor))
        for path in ("/review", "/api/v1/suggestions", "/review/judgements", "/api/v1/judgements"):
            self._get(path)
        lines = () if isinstance(queue, str) else queue.lines  # type: ignore[attr-defined]
        people = self.ids["persons"]
        pairs = [(line.left.id, line.right.id) for line in lines[:3]] + list(pairwise(people))
        for left, right in pairs[:6]:
            self._ask(f"pair {left} {right}", partial(self.desk.comparison, self.actor, left, right))
            self._get("/api/v1/comparison", left=left, right=right)
            self._get(f"/review/{left}/{right}")

    def exports(self) -> None:
        """What may leave the node, of everything and of single entities."""
        self._get("/export")
        for form in ("ftm", "csv"):
            for words in ("hashim", "example ford", "ZZ 101 SY"):
                self._ask(f"export {form} {words}", partial(self._exported, form, words))
        for entity in self.ids["entities"][:4]:
            self._ask(f"export {entity}", partial(self._exported, "ftm", "", entity))
        asked = {"format": "csv", "query": "besnik"}
        self.answers["POST export"] = self.browser.post("/api/v1/exports", asked)

    def _exported(self, form: str, words: str, *ids: str) -> bytes:
        return b"".join(self.desk.export(self.actor, form, query=words, entity_ids=ids).chunks)

    def imports(self) -> None:
        """The import runs and each of them."""
        if self.ids["imports"]:
            self._ask("imports", partial(self.desk.imports, self.actor))
            self._get("/imports")
            self._get("/api/v1/imports")
        for run in self.ids["imports"]:
            self._ask(f"import {run}", partial(self.desk.import_run, self.actor, run))
            self._get(f"/imports/{run}")
            self._get(f"/api/v1/imports/{run}")

    def agreements(self) -> None:
        """The agreements, and what they say of the data at hand: line by line, and how many lines a change touches."""
        for path in ("/agreements", "/agreements/GB-AL"):
            self._get(path)
        self._ask("change", partial(self.desk.compare_texts, self.actor, *CHANGE))
        if may(self.actor, Capability.READ):
            self._ask("seen as", partial(self.desk.seen_as, self.actor))
        for place, report in enumerate(self.ids["reports"]):
            pair = (("GB", "AL"), ("AL", "GB"), ("XK", "AL"))[place % 3]
            self._ask(f"sharing {report}", partial(self.desk.explain_sharing, self.actor, *pair, "investigate", report))
            self._get(f"/reports/{report}/sharing", to="AL", purpose="investigate")
            self._get(f"/api/v1/reports/{report}/sharing", **{"from": "GB", "to": "AL", "purpose": "investigate"})
        for path in ("/retention", "/requests", "/audit", "/purpose", "/api/v1/status", "/api/v1/session"):
            self._get(path)

    def beneath(self) -> None:
        """What the pages are made from: how rare words are, who is one, and every record."""
        try:
            view = self.desk._view(self.actor)
            onward = self.desk._view(self.actor, onward=True)
        except HeadwaterError as error:
            self.answers["view"] = str(error).encode()
            return
        store = self.desk._parts.store
        if may(self.actor, Capability.JUDGE):
            with self.desk._parts.suggesting.pool(onward) as pool:
                weights = {word: pool.rarity.count(word) for word in _tokens(pool.units.values())}
                told = (pool.rarity.records, sorted(weights.items()), sorted(pool.scores.items()))
                self.answers["weights"] = repr(told).encode()
        for name, seen in (("reading", view), ("onward", onward)):
            self.answers[f"clusters, {name}"] = repr(list(store.clusters(seen))).encode()
            self._stored(name, seen)

    def _stored(self, name: str, seen: View) -> None:
        """What the store answers to each of its questions, whatever the desk makes of it."""
        store, ids = self.desk._parts.store, self.ids
        records = [(id_, _unlabelled(rows)) for id_, rows in store.all_records(seen)]
        self.answers[f"records, {name}"] = repr(records).encode()
        lines = [(id_, _unlabelled(store.report_rows(seen, id_))) for id_ in ids["reports"]]
        self.answers[f"lines, {name}"] = repr(lines).encode()
        there = sorted(store.assertions(seen, ids["entities"]))
        self.answers[f"links, {name}"] = repr(sorted(store.referencing_many(seen, there, limit=3).items())).encode()
        self.answers[f"protected, {name}"] = repr(sorted(store.protected_among(seen, there))).encode()
        said = [one for one in store.judgements(seen, withdrawn=True) if set(one.pair) <= set(there)]
        self.answers[f"words, {name}"] = repr([replaced(one, labels=(), p_match=0.0) for one in said]).encode()
        browsed = store.browse(seen, limit=100)
        told_of = (browsed.total, browsed.by_schema, browsed.by_agency, [hit.entity_id for hit in browsed.hits])
        self.answers[f"browse, {name}"] = repr(told_of).encode()


def _unlabelled(rows: Sequence[Row]) -> list[Row]:
    return [replace(row, label=NO_LABEL) for row in rows]


def _tokens(units: Iterable[Any]) -> set[str]:
    return {word for unit in units for word in (*unit.record.name_keys, *unit.record.name_tokens)}
