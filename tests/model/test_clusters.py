"""Clusters: derived from judgements in any order, with a chain that meets a negative judgement left in question."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.model import Clusters, Judgement, Verdict, clusters_of
from headwater.model.clusters import Blocks, components_of

POSITIVE, NEGATIVE, UNSURE = Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.UNSURE
SIGNS = {"=": POSITIVE, "#": NEGATIVE, "?": UNSURE}


def word(said: str, by: str = "ana", minute: int = 0, *, withdrawn: bool = False) -> Judgement:
    """A judgement written `a=b` (the same), `a#b` (different) or `a?b` (cannot say)."""
    left, sign, right = said[0], said[1], said[2]
    return Judgement(
        id=f"{said}-{by}-{minute}",
        left=min(left, right),
        right=max(left, right),
        verdict=SIGNS[sign],
        by=by,
        decided_at=f"2026-03-02T12:{minute:02}:00+00:00",
        withdrawn_at="2026-03-03T12:00:00+00:00" if withdrawn else "",
    )


def groups(clusters: Clusters) -> list[str]:
    return ["".join(group) for group in clusters]


def made(said: str) -> Clusters:
    return clusters_of(word(one) for one in said.split())


def test_what_nobody_judged_stands_for_itself() -> None:
    nothing = clusters_of([])
    assert (nothing.canonical("a"), nothing.members("a"), nothing.joined_by("a")) == ("a", ("a",), ())
    assert (nothing.in_question, nothing.separated("a", "b"), list(nothing)) == ((), False, [])


def test_positive_judgements_join_and_the_smallest_id_stands_for_all() -> None:
    clusters = made("c=b b=d x=y")
    assert groups(clusters) == ["bcd", "xy"]
    assert [clusters.canonical(one) for one in "abcdxy"] == ["a", "b", "b", "b", "x", "x"]
    assert clusters.members("d") == ("b", "c", "d")
    assert [one.id[:3] for one in clusters.joined_by("d")] == ["b=d", "c=b"]
    assert len(clusters) == 2


def test_unsure_joins_nothing_and_separates_nothing() -> None:
    clusters = made("a?b b=c")
    assert groups(clusters) == ["bc"]
    assert not clusters.separated("a", "b")


def test_of_a_reviewer_only_the_last_word_on_a_pair_counts() -> None:
    first, second = word("a=b", minute=1), word("a#b", minute=2)
    assert groups(clusters_of([first, second])) == []
    assert clusters_of([first, second]).in_question == ()
    assert groups(clusters_of([second, word("a=b", minute=3), first])) == ["ab"]
    assert groups(clusters_of([word("a?b", minute=2), first])) == []


def test_a_withdrawn_judgement_does_not_count_and_the_one_before_it_stands_again() -> None:
    assert groups(clusters_of([word("a=b", withdrawn=True)])) == []
    assert groups(clusters_of([word("a=b", minute=1), word("a#b", minute=2, withdrawn=True)])) == ["ab"]


def test_reviewers_who_contradict_each_other_put_the_pair_in_question() -> None:
    yes, no = word("a=b", "ana"), word("a#b", "ben")
    clusters = clusters_of([yes, no, word("b=c", "ana")])
    assert groups(clusters) == ["bc"]
    assert [(one.negatives, one.positives) for one in clusters.in_question] == [((no,), (yes,))]
    assert clusters.separated("a", "c")


def test_a_chain_that_meets_a_negative_judgement_joins_nothing() -> None:
    clusters = made("a=b b=c a#c")
    assert groups(clusters) == []
    (question,) = clusters.in_question
    assert [one.id[:3] for one in question.negatives] == ["a#c"]
    assert sorted(one.id[:3] for one in question.positives) == ["a=b", "b=c"]


def test_what_is_on_no_way_between_the_two_still_joins() -> None:
    clusters = made("a=b b=c c=d a#c b=x x=y")
    assert groups(clusters) == ["bxy", "cd"]
    assert clusters.separated("a", "d")
    assert not clusters.separated("a", "y")
    assert not clusters.separated("y", "d")


def test_every_way_between_the_two_is_in_question() -> None:
    clusters = made("a=b b=d a=c c=d b=c d=e e#a")
    assert groups(clusters) == []
    assert len(clusters.in_question[0].positives) == 6


def test_two_questions_may_share_a_judgement() -> None:
    clusters = made("a=b b=c c=d a#c b#d")
    assert groups(clusters) == []
    assert [sorted(one.id[:3] for one in question.positives) for question in clusters.in_question] == [
        ["a=b", "b=c"],
        ["b=c", "c=d"],
    ]


def test_a_negative_judgement_between_two_clusters_keeps_them_apart_and_questions_nothing() -> None:
    clusters = made("a=b x=y b#y")
    assert groups(clusters) == ["ab", "xy"]
    assert clusters.in_question == ()
    assert clusters.separated("a", "x")
    assert not clusters.separated("a", "b")


def test_deciding_a_question_settles_it() -> None:
    chain = [word("a=b"), word("b=c"), word("a#c", "ben", 1)]
    assert clusters_of(chain).in_question
    assert groups(clusters_of([*chain, word("a=c", "ben", 2)])) == ["abc"]
    assert groups(clusters_of([*chain, word("b#c", minute=2)])) == ["ab"]


ends = st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda pair: pair[0] < pair[1])
words = st.builds(
    lambda pair, sign, by, minute, withdrawn: word(f"{pair[0]}{sign}{pair[1]}", by, minute, withdrawn=withdrawn),
    ends,
    st.sampled_from("===#?"),
    st.sampled_from(["ana", "ben"]),
    st.integers(0, 5),
    st.booleans(),
)
said = st.lists(words, max_size=14, unique_by=lambda one: one.id)


@given(said, st.randoms(use_true_random=False))
def test_the_order_in_which_judgements_come_changes_nothing(judgements: list[Judgement], draw) -> None:
    shuffled = list(judgements)
    draw.shuffle(shuffled)
    assert clusters_of(shuffled) == clusters_of(judgements)


@given(said)
def test_no_negative_judgement_stands_within_a_cluster(judgements: list[Judgement]) -> None:
    clusters = clusters_of(judgements)
    last = {
        (one.by, one.pair): one for one in sorted(judgements, key=lambda one: (one.decided_at, one.id)) if one.stands
    }
    for one in last.values():
        if one.verdict is NEGATIVE:
            assert clusters.canonical(one.left) != clusters.canonical(one.right)
            assert clusters.separated(one.left, one.right)
    holding = [one for group in clusters for one in clusters.joined_by(group[0])]
    questioned = [one for question in clusters.in_question for one in question.positives]
    positive = [one for one in last.values() if one.verdict is POSITIVE]
    assert sorted(one.id for one in positive) == sorted({one.id for one in (*holding, *questioned)})
    assert not set(holding) & set(questioned)


@given(said)
def test_a_cluster_is_what_its_judgements_hold_together(judgements: list[Judgement]) -> None:
    clusters = clusters_of(judgements)
    for group in clusters:
        assert components_of(one.pair for one in clusters.joined_by(group[0])) == [group]
        assert {clusters.canonical(one) for one in group} == {group[0]}


def simple_ways(edges: Iterable[tuple[str, str]], left: str, right: str) -> set[tuple[str, str]]:
    """The edges on simple paths, by walking every one of them."""
    listed = list(edges)
    found: set[tuple[str, str]] = set()

    def walk(path: list[str]) -> None:
        if path[-1] == right:
            found.update((min(step), max(step)) for step in itertools.pairwise(path))
            return
        for edge in listed:
            if path[-1] in edge:
                near = edge[1] if edge[0] == path[-1] else edge[0]
                if near not in path:
                    walk([*path, near])

    walk([left])
    return found


@given(st.lists(ends, max_size=11, unique=True))
def test_the_edges_between_two_ends_are_those_of_all_simple_paths(edges: list[tuple[str, str]]) -> None:
    blocks = Blocks(edges)
    for left, right in itertools.permutations("abcdefg", 2):
        assert blocks.between(left, right) == simple_ways(edges, left, right)


@pytest.mark.parametrize("length", [5000])
def test_a_long_chain_costs_no_recursion(length: int) -> None:
    ids = [f"{number:05}" for number in range(length)]
    chain = [
        Judgement(f"j{left}", left, right, POSITIVE, "ana", "2026-03-02T12:00:00+00:00")
        for left, right in itertools.pairwise(ids)
    ]
    assert [len(group) for group in clusters_of(chain)] == [length]
    apart = Judgement("no", ids[10], ids[-1], NEGATIVE, "ben", "2026-03-02T12:00:00+00:00")
    assert [group[-1] for group in clusters_of([*chain, apart])] == [ids[10]]
