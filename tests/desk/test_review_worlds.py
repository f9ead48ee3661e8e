"""What a reviewer may not see changes nothing of a review: not the pairs, their order, counts, scores or sentences."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import asdict

import pytest
from tests.desk.conftest import PASSWORD
from tests.desk.test_two_worlds import SUSPECT, VICTIM, WITNESS, link, person, report

from headwater.desk import Desk, Role
from headwater.errors import Forbidden, NotFound
from headwater.model import DraftAssertion
from headwater.settings import Settings
from headwater.store import ImportPlan

TIME = re.compile(r"\b20\d\d-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)?")
MEN = (
    ("Besnik Shembullari", {"birthDate": "1984-03-14", "birthPlace": "Shembull"}, "X000142S7"),
    ("Dragan Primerović", {"birthDate": "1979"}, "X000155S4"),
    ("Marko Uzorak", {"birthDate": "1990-01-01", "nationality": "xk"}, "X000199S1"),
)
GANG = [DraftAssertion("gang", "SmugglingGroup", "name", "Example Ford group")]
BOTH = [
    report(
        f"{place}{number}",
        person(f"m{place}{number}", SUSPECT, name=name, **said),
        link(f"p{place}{number}", "Passport", holder=f"m{place}{number}", passportNumber=passport),
        *(
            [GANG, link(f"g{number}", "GangMembership", member=f"m{place}{number}", organization="gang")]
            if place
            else []
        ),
    )
    for place in range(2)
    for number, (name, said, passport) in enumerate(MEN)
]
# Namesakes and relations of all of them, whom this reader may not see: each would change how rare a word is, who is a
# candidate of whom and which pairs settle others.
HIDDEN = [
    report(
        f"H{place}{number}",
        person(f"h{place}{number}", (VICTIM, WITNESS)[number % 2], name=name, **said),
        link(f"hp{place}{number}", "Passport", holder=f"h{place}{number}", passportNumber=passport),
    )
    for place in range(9)
    for number, (name, said, passport) in enumerate(MEN)
]
HIDDEN += [
    report("H90", GANG, link("hm", "GangMembership", member="h00", organization="gang")),
    report("H91", person("h91", SUSPECT, name="Besnik Shembullari", birthDate="2015-03-14")),
]


class Named:
    """Random bytes that follow from what they are drawn for: two worlds draw the same ids for the same."""

    def __init__(self):
        self.drawn: Counter[str] = Counter()

    def __call__(self, what, count):
        self.drawn[what] += 1
        return hashlib.shake_128(f"{what}:{self.drawn[what]}".encode()).digest(count)


@pytest.fixture
def worlds(tmp_path):
    opened = []
    for name, drafts in (("one", BOTH), ("other", [*HIDDEN[:12], *BOTH, *HIDDEN[12:]])):
        desk = Desk.open(Settings(data=tmp_path / name, port=0, demo=False))
        store = desk._parts.store
        store.random = store.ledger.random = Named()
        for reviewer in ("ana", "bea"):
            desk.add_account(desk.operator(), reviewer, PASSWORD, frozenset({Role.ANALYST}))
        run = desk._parts.store.begin_import(
            ImportPlan("headwater", "f", "0" * 64, "GB", "TEST-1", "1", "2026-01-01", False, "operator", "")
        )
        run.add(drafts)
        run.finish()
        opened.append(desk)
    yield opened
    for desk in opened:
        desk.close()


def reviewed(desk, purpose):
    """Everything that a review answers, before, between and after judgements of two reviewers."""
    ana, bea = (desk.actor_named(name, purpose, via="api") for name in ("ana", "bea"))
    told = []

    def look():
        for actor in (ana, bea):
            queue = desk.suggestions(actor)
            pairs = [desk.comparison(actor, line.left.id, line.right.id) for line in queue.lines]
            entities = [desk.entity(actor, end.id) for line in queue.lines for end in (line.left, line.right)]
            told.append([plain(view) for view in (queue, *pairs, *entities, *desk.judgements(actor)[0])])

    look()
    by_name = {line.left.caption: (line.left.id, line.right.id) for line in desk.suggestions(ana).lines}
    desk.judge(ana, *by_name["Besnik Shembullari"], "positive", "one")
    desk.judge(bea, *by_name["Dragan Primerović"], "negative", "two")
    desk.judge(bea, *by_name["Marko Uzorak"], "unsure", "three")
    look()
    told.append([plain(desk.entity(ana, by_name["Besnik Shembullari"][0]))])
    desk.withdraw(ana)
    look()
    return told


def plain(view):
    """A view as bytes, without the moments at which the two worlds were made."""
    return TIME.sub("then", repr(asdict(view)))


@pytest.mark.parametrize("purpose", ["develop", "investigate case SYN-014", "investigate case SYN-099"])
def test_what_is_hidden_changes_nothing_of_a_review(worlds, purpose):
    one, other = (reviewed(desk, purpose) for desk in worlds)
    # The purpose of SYN-099 opens the case of the victims: their pages are there, their records still never reviewed.
    assert one == other
    assert "Besnik Shembullari" in repr(one)


def test_the_hidden_are_there_and_no_reviewer_can_compare_them(worlds):
    desk = worlds[1]
    for purpose, error in (("investigate case SYN-099", Forbidden), ("develop", NotFound)):
        actor = desk.actor_named("ana", purpose, via="api")
        open_ = desk.actor_named("ana", "investigate case SYN-099", via="api")
        hits = [hit.id for hit in desk.search(open_, "Dragan Primerović", limit=100).hits if hit.schema == "Person"]
        assert len(hits) == 11
        shown = {end.id for line in desk.suggestions(actor).lines for end in (line.left, line.right)}
        hidden = sorted(set(hits) - shown)
        assert len(hidden) == 9
        with pytest.raises(error):
            desk.comparison(actor, hidden[0], hidden[1])
