"""Who is who, as the desk does it: the queue of pairs, a pair side by side, and the word of a person on it.

Everything here is read as what could leave the desk (`onward`): victims, witnesses and persons under 18 are not there,
whatever the purpose, so none of them is suggested, compared or judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from headwater.desk.actors import Actor, Capability, demand
from headwater.desk.comparing import Side, Words, pair_view, record_views, sides_of
from headwater.desk.entities import not_found
from headwater.desk.importing import Progress
from headwater.desk.judging import checked_reason, checked_verdict, labels_seen, light_end, shown
from headwater.desk.opening import OpenNode
from headwater.desk.pool import Pool, pair_of
from headwater.desk.reading import Reading
from headwater.desk.review_views import (
    AgreementView,
    JudgementView,
    PairView,
    QueueLineView,
    QueueView,
    RecordView,
)
from headwater.desk.searching import checked_page
from headwater.desk.source_views import CountView
from headwater.desk.sources import marking_of
from headwater.desk.suggesting import NotWorkedOut
from headwater.desk.waiting import Line, agreement_of, counted_by, lines_for, lines_kept, units_of
from headwater.errors import Conflict, Forbidden, NotFound
from headwater.model import Classification, Judgement, NewJudgement
from headwater.resolve.scoring import THRESHOLD, compare
from headwater.store.audit import Operation

GANGS_AT_MOST = 100
"""Groups that the queue can be narrowed to: those with most pairs."""


@dataclass(frozen=True)
class _Asked:
    """What a queue is asked for."""

    case: str
    gang: str
    offset: int
    limit: int


class Reviewing(OpenNode):
    """The use cases of a review; each writes its audit entry to disk before it returns.

    All need an analyst's role and a purpose for which one reads; `NotFound` is what is not there or not for the reader.
    """

    def suggestions(
        self,
        actor: Actor,
        *,
        case: str = "",
        gang: str = "",
        offset: int = 0,
        limit: int = 50,
        progress: Progress | None = None,
    ) -> QueueView:
        """A page of the pairs that wait for this reader, those first that would teach most.

        While a first pass goes on, the page is empty and its `fraction` below 1.

        Args:
            actor: Who reviews.
            case: Only pairs with an end that a report of this case speaks of.
            gang: Only pairs with an end that is a member of this group, by the group's id.
            offset: Pairs to pass over.
            limit: Pairs on the page, 1 to 200.
            progress: Told how far a first pass is; with it, the answer comes when that is done.
        """
        demand(actor, Capability.JUDGE)
        asked = _Asked(case, gang, *checked_page(offset, limit))
        try:
            with self._compared(actor, progress) as (pool, reading):
                queue = _queue(reading, pool, actor, asked)
        except NotWorkedOut as error:
            return _unfinished(asked, error.fraction)
        self._consulted(actor, "review-queue", reading.seen())
        return queue

    def comparison(self, actor: Actor, left_id: str, right_id: str, *, progress: Progress | None = None) -> PairView:
        """Two records side by side, with what speaks for and against.

        Raises:
            BadInput: The two are one id, or of kinds that cannot be one.
            NotFound: One is not there, or not for this reader.
            Forbidden: One is a victim, a witness or under 18.
            Unavailable: How rare words are is still being worked out.
        """
        demand(actor, Capability.JUDGE)
        with self._compared(actor, progress) as (pool, reading):
            sides = self._sides(actor, reading, left_id, right_id)
            standing = _standing(reading)
            found = pair_view(reading, pool, sides, standing, self._words(reading, actor))
        self._consulted(actor, "review-pair", [left_id, right_id, *reading.seen()])
        return found

    def judge(
        self,
        actor: Actor,
        left_id: str,
        right_id: str,
        verdict: str,
        reason: str = "",
        *,
        progress: Progress | None = None,
    ) -> JudgementView:
        """Keep this reader's word on a pair; an earlier one of theirs on it is withdrawn and kept.

        Args:
            actor: Who decides.
            left_id: One of the two.
            right_id: The other.
            verdict: `positive` (the same), `negative` (different) or `unsure`.
            reason: In the judge's words, at most 2,000 characters.
            progress: Told how far a first pass is; with it, the answer comes when that is done.

        Raises:
            BadInput: The verdict is none, the reason too long, or the two cannot be compared.
            NotFound: One is not there, or not for this reader.
            Forbidden: One is a victim, a witness or under 18.
        """
        demand(actor, Capability.JUDGE)
        said, why = checked_verdict(verdict), checked_reason(reason)
        with self._compared(actor, progress) as (pool, reading):
            left, right = self._sides(actor, reading, left_id, right_id)
            p_match = compare_sides(pool, left, right)
            labels = labels_seen(reading.view, [*left.seen(), *right.seen()])
            former = _own_on(reading, actor, (left_id, right_id))
        new = NewJudgement(left_id, right_id, said, actor.account_id, why, labels, p_match)
        intent = self._parts.journal.intent(Operation.COMBINATION, actor, "judge", (left_id, right_id))
        made = self._made(intent, new, former)
        return self._one(actor, made)

    def withdraw(self, actor: Actor, judgement_id: str = "") -> JudgementView:
        """Withdraw a judgement; without an id the reader's own last standing one. Nothing is deleted.

        Raises:
            Conflict: It was withdrawn before.
            NotFound: There is none that this reader may see.
        """
        demand(actor, Capability.JUDGE)
        with self._moment(actor, onward=True) as reading:
            found = _chosen(reading, actor, judgement_id)
        if not found.stands:
            raise Conflict("The judgement was withdrawn before.", remedy="See the list of judgements.")
        journal, store = self._parts.journal, self._parts.store
        intent = journal.intent(Operation.COMBINATION, actor, "withdraw-judgement", (found.id, *found.pair))
        try:
            withdrawn = store.withdraw_judgement(found.id, actor.account_id)
        except BaseException:
            journal.failed(intent)
            raise
        journal.done(intent, {"withdrawn": 1})
        return self._one(actor, withdrawn)

    def judgements(self, actor: Actor, *, offset: int = 0, limit: int = 50) -> tuple[tuple[JudgementView, ...], int]:
        """A page of the judgements this reader may see, withdrawn ones included, newest first, and their number."""
        demand(actor, Capability.JUDGE)
        offset, limit = checked_page(offset, limit)
        with self._moment(actor, onward=True) as reading:
            found = list(shown(reading, reading.store.judgements(reading.view, withdrawn=True)))
            words = self._words(reading, actor)
            page = found[offset : offset + limit]
            views = tuple(words(one) for one in page)
        self._consulted(actor, "judgements", [id_ for one in page for id_ in (one.id, *one.pair)])
        return views, len(found)

    # -- what these are made of

    @contextmanager
    def _compared(self, actor: Actor, progress: Progress | None) -> Iterator[tuple[Pool, Reading]]:
        """The pool of the actor's class and what they may see, both of one class.

        An agreement may end, or another begin, while the pool is waited for: then the actor is of another class.
        """
        while True:
            view = self._view(actor, onward=True)
            with self._parts.suggesting.pool(view, progress) as pool, self._moment(actor, onward=True) as reading:
                if reading.view.key == view.key:
                    yield pool, reading
                    return

    def _words(self, reading: Reading, actor: Actor) -> Words:
        return Words(reading, actor.account_id, self._parts.accounts.names())

    def _sides(self, actor: Actor, reading: Reading, left_id: str, right_id: str) -> tuple[Side, Side]:
        try:
            return sides_of(reading, left_id, right_id)
        except NotFound:
            wider = Reading(reading.store, self._view(actor))
            if wider.there(left_id) and wider.there(right_id):
                raise Forbidden(
                    "Victims, witnesses and persons under 18 are not compared.",
                    remedy="Leave their records apart.",
                ) from None
            raise

    def _made(self, intent: int, new: NewJudgement, former: Sequence[Judgement]) -> Judgement:
        """Keep a judgement, then withdraw its author's earlier ones: a crash between leaves the last word standing."""
        store, journal = self._parts.store, self._parts.journal
        try:
            made = store.judge(new)
            for one in former:
                store.withdraw_judgement(one.id, new.by)
        except BaseException:
            journal.failed(intent)
            raise
        journal.done(intent, {"made": 1, "withdrawn": len(former)})
        return made

    def _one(self, actor: Actor, judgement: Judgement) -> JudgementView:
        with self._moment(actor, onward=True) as reading:
            return self._words(reading, actor)(judgement)

    def _records(self, actor: Actor, entity_id: str, reading: Reading) -> tuple[RecordView, ...]:
        """The records an entity is made of, and why."""
        joined_by = reading.store.clusters(reading.view).joined_by(entity_id)
        if not joined_by:
            return ()
        words = self._words(reading, actor)
        view = self._view(actor, onward=True)
        if not reading.store.assertions(view, [entity_id]):
            return record_views(reading, entity_id, joined_by, None, words)
        try:
            with self._parts.suggesting.pool(view) as pool:
                return record_views(reading, entity_id, joined_by, pool.rarity, words)
        except NotWorkedOut:
            return record_views(reading, entity_id, joined_by, None, words)


def compare_sides(pool: Pool, left: Side, right: Side) -> float:
    """The score of a pair as its reviewer is shown it."""
    return compare(left.record, right.record, pool.rarity).p_match


def _standing(reading: Reading) -> list[Judgement]:
    return list(shown(reading, reading.store.judgements(reading.view)))


def _own_on(reading: Reading, actor: Actor, pair: tuple[str, str]) -> list[Judgement]:
    """The reader's own standing judgements on these two, or on the entities that they are part of."""
    clusters = reading.store.clusters(reading.view)
    own = [one for one in _standing(reading) if one.by == actor.account_id]
    units = pair_of(clusters.canonical(pair[0]), clusters.canonical(pair[1]))
    exact = [one for one in own if one.pair == pair_of(*pair)]
    return exact + [one for one in units_of(own, clusters).get(units, ()) if one not in exact]


def _chosen(reading: Reading, actor: Actor, judgement_id: str) -> Judgement:
    found = shown(reading, reading.store.judgements(reading.view, withdrawn=bool(judgement_id)))
    fits = (one for one in found if (one.id == judgement_id if judgement_id else one.by == actor.account_id))
    first = next(fits, None)
    if first is None:
        raise not_found("judgement")
    return first


def _queue(reading: Reading, pool: Pool, actor: Actor, asked: _Asked) -> QueueView:
    standing = _standing(reading)
    own = [one for one in standing if one.by == actor.account_id]
    judged = units_of(own, pool.clusters)
    mine = lines_for(lines_kept(pool, standing), judged)
    gang = pool.clusters.canonical(asked.gang) if asked.gang else ""
    chosen = lines_for(mine, (), case=asked.case, gang=gang) if asked.case or gang else mine
    page = chosen[asked.offset : asked.offset + asked.limit]
    cases, members = counted_by(mine)
    gangs = dict(sorted(members.items(), key=lambda one: (-one[1], one[0]))[:GANGS_AT_MOST])
    reading.load([*(end for line in page for end in line.pair), *gangs])
    lines = tuple(_line(reading, line, actor) for line in page)
    return QueueView(
        total=len(chosen),
        offset=asked.offset,
        limit=asked.limit,
        lines=lines,
        judged=len({one.pair for one in own}),
        waiting=len(mine),
        agreement=agreement_of(standing),
        cases=_facet({case: case for case in cases}, cases),
        gangs=_facet({id_: reading.caption(id_).text for id_ in gangs if reading.there(id_)}, gangs),
        marking=marking_of(row for line in page for end in line.pair for row in reading.rows(end)),
        threshold=THRESHOLD,
    )


def _line(reading: Reading, line: Line, actor: Actor) -> QueueLineView:
    left, right = (light_end(end, reading.rows(end)) for end in line.pair)
    return QueueLineView(left, right, line.p_match, line.settles, line.reason_for(actor.account_id))


def _facet(words: dict[str, str], counts: dict[str, int]) -> tuple[CountView, ...]:
    views = [CountView(code, said, counts[code]) for code, said in words.items()]
    return tuple(sorted(views, key=lambda view: (-view.count, view.words, view.code)))


def _unfinished(asked: _Asked, fraction: float) -> QueueView:
    nothing = AgreementView(0, 0, "")
    marking = Classification.OFFICIAL.mark
    return QueueView(0, asked.offset, asked.limit, (), 0, 0, nothing, (), (), marking, THRESHOLD, fraction)
