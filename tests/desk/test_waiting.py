"""What waits, in which order, and what one answer would settle."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.pool import Pool, pair_of
from headwater.desk.records import Unit
from headwater.desk.waiting import agreement_of, counted_by, lines_for, lines_of, settles, units_of
from headwater.model import Judgement, Verdict
from headwater.model.clusters import Clusters, clusters_of
from headwater.resolve import Record

POSITIVE, NEGATIVE, UNSURE = Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.UNSURE


def judged(left, right, verdict, by="ana", at=1):
    left, right = sorted((left, right))
    return Judgement(f"{left}{right}{by}{at}", left, right, verdict, by, f"2026-01-01T00:00:{at:02}+00:00")


@dataclass
class Pooled:
    """A pool of records named by letters, with the scores of some pairs."""

    scores: dict[tuple[str, str], float]
    judgements: list[Judgement] = field(default_factory=list)
    cases: dict[str, str] = field(default_factory=dict)

    def pool(self):
        made = Pool()
        made.scores = dict(self.scores)
        made.clusters = clusters_of(self.judgements)
        made.units = {
            id_: Unit(
                Record.of(id_, "Person", [("name", f"Primjer {id_}")]),
                frozenset({self.cases[id_]} if id_ in self.cases else ()),
                frozenset(),
                frozenset(),
            )
            for pair in self.scores
            for id_ in pair
        }
        return made

    def lines(self):
        return lines_of(self.pool(), self.judgements)


def test_the_undecided_come_before_the_nearly_certain():
    lines = Pooled({("a", "b"): 0.99, ("c", "d"): 0.82, ("e", "f"): 0.9}).lines()
    assert [line.pair for line in lines] == [("c", "d"), ("e", "f"), ("a", "b")]
    assert {line.settles for line in lines} == {0}


def test_a_pair_by_which_others_settle_comes_before_one_as_undecided():
    scores = {("x", "y"): 0.9, ("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.9}
    lines = Pooled(scores).lines()
    assert [(line.pair, line.settles) for line in lines] == [
        (("a", "b"), 1), (("a", "c"), 1), (("b", "c"), 1), (("x", "y"), 0),
    ]  # fmt: skip


def test_ties_go_by_the_ids():
    pairs = [("a", "d"), ("b", "e"), ("c", "f")]
    assert [line.pair for line in Pooled(dict.fromkeys(pairs[::-1], 0.9)).lines()] == pairs


def test_below_the_threshold_nothing_is_suggested_but_what_somebody_could_not_say():
    pooled = Pooled({("a", "b"): 0.0001, ("c", "d"): 0.0001}, [judged("a", "b", UNSURE, "bea")])
    (line,) = pooled.lines()
    assert line.pair == ("a", "b")
    assert (line.reason_for("ana"), line.unsure) == ("unsure", {"bea"})
    assert lines_for([line], units_of(pooled.judgements, Clusters())) == []


def test_what_is_known_to_be_different_does_not_wait_and_settles_its_neighbours():
    scores = {("a", "b"): 0.9, ("a", "c"): 0.9, ("b", "c"): 0.9}
    lines = Pooled(scores, [judged("b", "c", NEGATIVE)]).lines()
    assert [(line.pair, line.settles) for line in lines] == [(("a", "b"), 1), (("a", "c"), 1)]


def test_what_is_in_question_comes_first_for_those_too_who_judged_it():
    scores = {("a", "b"): 0.99, ("a", "c"): 0.9, ("b", "c"): 0.9, ("x", "y"): 0.85}
    said = [judged("a", "b", POSITIVE), judged("b", "c", POSITIVE), judged("a", "c", NEGATIVE, "bea")]
    pooled = Pooled(scores, said)
    lines = pooled.lines()
    assert [line.in_question for line in lines] == [True, True, True, False]
    own = units_of([one for one in said if one.by == "ana"], clusters_of(said))
    assert [line.reason_for("ana") for line in lines_for(lines, own)] == ["in question"] * 3 + ["suggested"]


def test_lines_are_narrowed_by_case_and_counted_by_it():
    pooled = Pooled(
        {("a", "b"): 0.9, ("b", "c"): 0.9, ("x", "y"): 0.9}, cases={"a": "SYN-1", "b": "SYN-1", "x": "SYN-2"}
    )
    lines = pooled.lines()
    assert counted_by(lines)[0] == {"SYN-1": 2, "SYN-2": 1}
    assert [line.pair for line in lines_for(lines, (), case="SYN-2")] == [("x", "y")]
    assert lines_for(lines, (), gang="g") == []


IDS = st.sampled_from("abcdefgh")
PAIRS = st.tuples(IDS, IDS).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: pair_of(*pair))


@given(
    waiting=st.sets(PAIRS, min_size=1, max_size=12),
    said=st.lists(st.tuples(PAIRS, st.sampled_from([POSITIVE, NEGATIVE])), max_size=6),
)
def test_an_answer_settles_as_many_pairs_as_wait_less_afterwards(waiting, said):
    """Said same of a pair that waits, the queue shrinks by that pair and by what it said would settle."""
    before = [judged(one, other, verdict, at=place) for place, ((one, other), verdict) in enumerate(said)]
    clusters = clusters_of(before)
    if clusters.in_question:
        return

    def waits(clusters):
        units = {pair_of(*map(clusters.canonical, pair)) for pair in waiting}
        return {pair for pair in units if pair[0] != pair[1] and not clusters.separated(*pair)}

    now = waits(clusters)
    near: dict[str, set[str]] = {}
    for one, other in now:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    for pair in now:
        after = clusters_of([*before, judged(pair[0], pair[1], POSITIVE, "bea", at=50)])
        assert not after.in_question
        assert len(now) - 1 - len(waits(after)) == settles(clusters, pair, near)


@pytest.mark.parametrize(
    ("said", "pairs", "agreed"),
    [
        ([], 0, 0),
        ([("ana", POSITIVE)], 0, 0),
        ([("ana", POSITIVE), ("ana", NEGATIVE)], 0, 0),
        ([("ana", POSITIVE), ("bea", POSITIVE)], 1, 1),
        ([("ana", POSITIVE), ("bea", UNSURE)], 1, 0),
        ([("ana", NEGATIVE), ("bea", POSITIVE), ("ana", POSITIVE)], 1, 1),
    ],
)
def test_reviewers_agree_by_the_last_word_of_each(said, pairs, agreed):
    judgements = [judged("a", "b", verdict, by, at) for at, (by, verdict) in enumerate(said)]
    view = agreement_of(judgements)
    assert (view.pairs, view.agreed) == (pairs, agreed)
    assert view.words.endswith(".")


def test_the_order_is_one_whatever_the_order_of_arrival():
    pairs = [pair_of(*pair) for pair in pairwise("abcdefgh")]
    straight = Pooled(dict.fromkeys(pairs, 0.9)).lines()
    turned = Pooled(dict.fromkeys(reversed(pairs), 0.9)).lines()
    assert straight == turned
