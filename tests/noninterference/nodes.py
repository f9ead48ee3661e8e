"""Closed nodes with accounts and agreements, of which each world is a copy; and what their viewers are answered."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.noninterference.browsers import Browser, Browsers
from tests.noninterference.playing import play
from tests.noninterference.seeing import Seen, play_without
from tests.noninterference.surfaces import TURNS, Surfaces
from tests.noninterference.terms import PARTNERS, Terms
from tests.noninterference.worlds import NODE, START, History, Played, StepDraws, Viewer, live_reports
from tests.noninterference.worlds import opened as opened_copy

from headwater.agreements import Profile, make_key, read, sign
from headwater.desk import Actor, Desk, Role
from headwater.settings import Settings

PASSWORD = "four words for tests"
AUTHORS = ("ana", "ben", "eva")
MEMORY = Path("/dev/shm")
Differing = tuple[str, bytes, bytes]
"""Whose answer to what it is, and how the two worlds give it."""


def viewer(name: str, agency: str, role: str, kind: str, case: str = "") -> Viewer:
    """A viewer of one role."""
    return Viewer(name, agency, frozenset({role}), kind, case)


VIEWERS = (
    viewer("ana", NODE, "analyst", "investigate", "SYN-1"),
    viewer("ben", NODE, "analyst", "develop"),
    viewer("lia", NODE, "liaison", "investigate", "SYN-2"),
    viewer("bo", NODE, "border", "inspect-documents"),
    viewer("eva", "AL", "analyst", "investigate", "SYN-1"),
    viewer("kos", "XK", "liaison", "investigate", "SYN-1"),
    viewer("fra", "FRONTEX", "border", "risk-analysis"),
)


@dataclass(frozen=True)
class Ground:
    """A closed node, and the rule that its agreements make."""

    template: Path
    rule: Terms
    viewers: tuple[Viewer, ...]


def made_ground(folder: Path, terms: Terms, viewers: Sequence[Viewer] = VIEWERS) -> Ground:
    """Make a node with agreements that all have signed, and an account for each viewer with a purpose; close it."""
    draws = StepDraws()
    desk = Desk.open(Settings(data=folder, port=0, node=NODE, demo=False), random=draws, now=lambda: START)
    for one in viewers:
        draws.about = f"account {one.name}"
        roles = frozenset(map(Role, one.roles))
        desk.add_account(desk.operator(), one.name, PASSWORD, roles, "" if one.agency == NODE else one.agency)
        actor_of(desk, one)
    draws.about = "agreements"
    agree(desk, terms)
    desk.close()
    return Ground(folder, terms, tuple(viewers))


def agree(desk: Desk, terms: Terms) -> None:
    """Keep agreements and profiles, and let every party sign."""
    operator, keys = desk.operator(), {party: make_key() for party in PARTNERS}
    for party, key in keys.items():
        desk.trust(operator, party, key.public().jwk, "An example")
    for name, text in terms.documents():
        document = read(text, name)
        if isinstance(document, Profile):
            desk.add_profile(operator, text, name)
            continue
        desk.propose(operator, text, name)
        for party in document.parties:
            if party == NODE:
                desk.sign(operator, document.id, document.version)
            else:
                desk.add_signature(operator, sign(document, keys[party], party, START))


def actor_of(desk: Desk, viewer: Viewer) -> Actor:
    """The viewer as an actor of a node."""
    return desk.actor_named(viewer.name, viewer.purpose, via="api")


class Worlds:
    """Plays histories twice and compares what viewers are answered.

    Attributes:
        played: How many histories were played.
        uncompared: How many of them could be compared for nobody, see `Seen.comparable`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._browsers = Browsers(Settings(data=folder / "node", port=0, node=NODE, demo=False))
        self._made = itertools.count(1)
        self.played = self.uncompared = 0

    def close(self) -> None:
        """End what the worlds share."""
        self._browsers.close()

    def compare(self, ground: Ground, history: History, viewers: Sequence[Viewer], turn: int) -> list[Differing]:
        """The answers that differ between the full world and the one without what none of the viewers may see."""
        number = next(self._made)
        one = opened_copy(ground.template, self._folder / f"{number}-full")
        other = opened_copy(ground.template, self._folder / f"{number}-less")
        try:
            seen = self._played(ground, history, viewers, one, other)
            self.played += 1
            self.uncompared += not seen.viewers
            ids = ids_of(one, whole=seen.public_is_whole)
            return [found for viewer in seen.viewers for found in self._differing(one, other, viewer, ids, turn)]
        finally:
            one.close()
            other.close()

    def _played(self, ground: Ground, history: History, viewers: Sequence[Viewer], one: Played, other: Played) -> Seen:
        by_name = {viewer.name: viewer for viewer in ground.viewers}

        def acting(desk: Desk, name: str) -> Actor:
            return actor_of(desk, by_name[name])

        def look() -> None:
            for viewer in viewers:
                one.desk.search(actor_of(one.desk, viewer), "hashim")
                if "analyst" in viewer.roles:
                    one.desk.suggestions(actor_of(one.desk, viewer))

        play(one, history, acting, look)
        groups = [list(viewers), *([viewer] for viewer in viewers), []]
        every = (Seen(ground.rule, group, history, one) for group in groups)
        seen = next(one for one in every if one.comparable)
        play_without(other, seen)
        return seen

    def _differing(
        self, one: Played, other: Played, viewer: Viewer, ids: dict[str, Sequence[str]], turn: int
    ) -> list[Differing]:
        surfaces = [self.asked(world, viewer, ids, turn) for world in (one, other)]
        told, again = (one.answers for one in surfaces)
        names = sorted(told.keys() | again.keys())
        return [
            (f"{viewer.name}: {name}", told.get(name, b""), again.get(name, b""))
            for name in names
            if told.get(name) != again.get(name)
        ] + [(f"{viewer.name}: a gap", gap.encode(), b"") for gap in surfaces[0].gaps]

    def asked(self, played: Played, viewer: Viewer, ids: dict[str, Sequence[str]], turn: int) -> Surfaces:
        """A node asked everything by a viewer."""
        played.draws.about = f"answers to {viewer.name}"
        browser = self.browser(played, viewer)
        return Surfaces(played.desk, actor_of(played.desk, viewer), browser, ids, turn % TURNS).all()

    def browser(self, played: Played, viewer: Viewer) -> Browser:
        """A browser in which a viewer is signed in at a node and has stated a purpose."""
        return self._browsers.of(played.desk, viewer, actor_of(played.desk, viewer))


def ids_of(played: Played, *, whole: bool) -> dict[str, Sequence[str]]:
    """The ids of everything that a node holds, whoever may see it; `whole`: of its import runs too."""
    store = played.desk._parts.store
    with store.ledger.database.reading() as session:
        entities = [ext for (ext,) in session.rows("SELECT ext FROM entity ORDER BY ext")]
    reports = live_reports(played)
    said = [one for report in reports for one in report.assertions]
    return {
        "entities": entities,
        "persons": sorted({one.entity_id for one in said if one.schema == "Person"}),
        "groups": sorted({one.entity_id for one in said if one.schema == "SmugglingGroup"}),
        "reports": [report.id for report in reports],
        "assertions": sorted(f"{report.id}/{one.id}" for report in reports for one in report.assertions),
        "judgements": [one.id for one in played.judgements()],
        "imports": sorted(played.runs.values()) if whole else [],
    }


def memory_folder() -> Path:
    """A new folder for nodes, in memory where there is such a place."""
    return Path(tempfile.mkdtemp(prefix="headwater-worlds-", dir=MEMORY if MEMORY.is_dir() else None))


def removed(folder: Path) -> None:
    """Remove a folder of nodes."""
    shutil.rmtree(folder, ignore_errors=True)
