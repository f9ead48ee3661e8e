"""The pairs that wait for a person, in the order of what an answer would teach.

An answer teaches most where the score is undecided, and where other pairs settle themselves by it: a third record that
is a candidate of both ends needs one answer less, and one that is known to be different from one end needs none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.desk.pool import Pair, Pool, pair_of
from headwater.desk.review_views import AgreementView
from headwater.model import Judgement, Verdict
from headwater.model.clusters import Clusters, last_words
from headwater.resolve.scoring import THRESHOLD

SUGGESTED, IN_QUESTION, UNSURE = "suggested", "in question", "unsure"


@dataclass(frozen=True)
class Line:
    """A pair that waits for somebody.

    Attributes:
        unsure: Accounts that said they cannot say.
        cases: Cases of either end.
        gangs: Groups that either end is a member of.
    """

    pair: Pair
    p_match: float
    settles: int
    in_question: bool
    unsure: frozenset[str]
    cases: frozenset[str]
    gangs: frozenset[str]

    @property
    def order(self) -> tuple[bool, float, Pair]:
        """What waits first sorts first: what people contradict each other on, then what teaches most."""
        doubt = self.p_match * (1 - self.p_match)
        return not self.in_question, -doubt * (1 + self.settles), self.pair

    def reason_for(self, account: str) -> str:
        """Why it waits for this account."""
        if self.in_question:
            return IN_QUESTION
        return UNSURE if self.unsure - {account} else SUGGESTED


def lines_of(pool: Pool, judgements: Sequence[Judgement]) -> tuple[Line, ...]:
    """Every pair that waits for somebody of this class, in order.

    Args:
        pool: What the class may see.
        judgements: The standing ones that it may see.
    """
    clusters = pool.clusters
    questions = questioned(clusters)
    unsure = _unsure(judgements, clusters)
    open_ = {pair for pair, p in pool.scores.items() if p >= THRESHOLD and not clusters.separated(*pair)}
    open_ |= {pair for pair in unsure if not clusters.separated(*pair)} | questions
    open_ = {pair for pair in open_ if pair[0] in pool.units and pair[1] in pool.units}
    near = _near(open_)
    lines = [_line(pool, pair, near, pair in questions, unsure.get(pair, frozenset())) for pair in open_]
    return tuple(sorted(lines, key=lambda line: line.order))


def lines_kept(pool: Pool, judgements: Sequence[Judgement]) -> tuple[Line, ...]:
    """The same, worked out once for a state of pool and judgements."""
    return _kept(pool, judgements)[0]


def near_kept(pool: Pool, judgements: Sequence[Judgement]) -> dict[str, set[str]]:
    """The other ends of the pairs that wait, by end."""
    return _kept(pool, judgements)[1]


def _kept(pool: Pool, judgements: Sequence[Judgement]) -> tuple[tuple[Line, ...], dict[str, set[str]]]:
    state = pool.version, tuple(one.id for one in judgements)
    kept = pool.memory.get("waiting")
    if kept is None or kept[0] != state:
        lines = lines_of(pool, judgements)
        kept = pool.memory["waiting"] = state, (lines, _near(line.pair for line in lines))
    found: tuple[tuple[Line, ...], dict[str, set[str]]] = kept[1]
    return found


def _near(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    return near


def _line(pool: Pool, pair: Pair, near: dict[str, set[str]], in_question: bool, unsure: frozenset[str]) -> Line:
    one, other = (pool.units[end] for end in pair)
    return Line(
        pair,
        pool.score(*pair),
        settles(pool.clusters, pair, near),
        in_question,
        unsure,
        one.cases | other.cases,
        one.gangs | other.gangs,
    )


def settles(clusters: Clusters, pair: Pair, near: dict[str, set[str]]) -> int:
    """How many other pairs need no answer once the two of `pair` are one.

    Args:
        clusters: What is known to be one and to be different.
        pair: The two.
        near: The other ends of the pairs that wait, by end.
    """
    one, other = pair
    beside, around = near.get(one, set()) - {other}, near.get(other, set()) - {one}
    apart = sum(clusters.separated(other, end) for end in beside - around)
    apart += sum(clusters.separated(one, end) for end in around - beside)
    return len(beside & around) + apart


def questioned(clusters: Clusters) -> set[Pair]:
    """The pairs of every positive judgement that is in question, and of the negative ones that it meets."""
    every = (one for question in clusters.in_question for one in (*question.negatives, *question.positives))
    return set(units_of(every, clusters))


def units_of(judgements: Iterable[Judgement], clusters: Clusters) -> dict[Pair, list[Judgement]]:
    """Judgements by the two units they are about today; none about two records that are one."""
    found: dict[Pair, list[Judgement]] = {}
    for one in judgements:
        pair = pair_of(clusters.canonical(one.left), clusters.canonical(one.right))
        if pair[0] != pair[1]:
            found.setdefault(pair, []).append(one)
    return found


def _unsure(judgements: Iterable[Judgement], clusters: Clusters) -> dict[Pair, frozenset[str]]:
    said = [one for one in last_words(judgements) if one.verdict is Verdict.UNSURE]
    return {pair: frozenset(one.by for one in same) for pair, same in units_of(said, clusters).items()}


def lines_for(lines: Iterable[Line], own: Iterable[Pair], *, case: str = "", gang: str = "") -> list[Line]:
    """The lines that wait for one reviewer: what they have judged is theirs no more, unless it is in question.

    Args:
        lines: What waits for anybody.
        own: Pairs of units on which the reviewer has a standing judgement.
        case: Only lines of this case.
        gang: Only lines of this group.
    """
    judged = set(own)
    return [
        line
        for line in lines
        if (line.in_question or line.pair not in judged)
        and (not case or case in line.cases)
        and (not gang or gang in line.gangs)
    ]


def counted_by(lines: Iterable[Line]) -> tuple[Counter[str], Counter[str]]:
    """How many lines each case and each group has."""
    cases: Counter[str] = Counter()
    gangs: Counter[str] = Counter()
    for line in lines:
        cases.update(line.cases)
        gangs.update(line.gangs)
    return cases, gangs


def agreement_of(judgements: Iterable[Judgement]) -> AgreementView:
    """How often those who judged one pair said the same, by the last standing word of each."""
    verdicts: dict[Pair, list[Verdict]] = {}
    for one in last_words(judgements):
        verdicts.setdefault(one.pair, []).append(one.verdict)
    shared = [said for said in verdicts.values() if len(said) > 1]
    agreed = sum(len(set(said)) == 1 for said in shared)
    return AgreementView(len(shared), agreed, _agreement_words(len(shared), agreed))


def _agreement_words(pairs: int, agreed: int) -> str:
    if not pairs:
        return "No pair has been judged by more than one reviewer."
    if pairs == 1:
        return "One pair was judged by more than one reviewer: they " + ("agree." if agreed else "do not agree.")
    return f"{pairs:,} pairs were judged by more than one reviewer: on {agreed:,} they agree."
