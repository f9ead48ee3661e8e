"""The world in which everything happens: a history is let happen at a node, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.noninterference.worlds import PUBLIC_LIST, History, Played, Step, id_of, live_reports

from headwater.desk import Actor, Desk
from headwater.errors import BadInput, Forbidden, NotFound
from headwater.model import Report

Acting = Callable[[Desk, str], Actor]


def play(played: Played, history: History, acting: Callable[[Desk, str], Actor], look: Callable[[], None]) -> None:
    """Let a history happen, judgements by the accounts that its steps name.

    Args:
        played: A new node.
        history: What happens.
        acting: Gives the actor of an account's name.
        look: What viewers do in between, so that whatever is remembered is remembered by then.
    """
    for place, step in enumerate(history.steps):
        played.begin(place, history.moment(place))
        _DO[step.what](played, place, step, acting)
        if step.what == "look":
            look()
    played.begin(len(history.steps), history.at)


def _import(played: Played, place: int, step: Step, acting: Acting) -> None:
    played.runs[place] = played.take_in(place, step.drafts, full=step.full)


def _undo(played: Played, place: int, step: Step, acting: Acting) -> None:
    there = [run for run in played.runs if run not in played.undone]
    if there:
        chosen = there[step.number % len(there)]
        played.desk._parts.store.undo_import(played.runs[chosen])
        played.undone.add(chosen)


def _erase(played: Played, place: int, step: Step, acting: Acting) -> None:
    for report in _chosen_report(played, step):
        played.desk._parts.store.erase_reports([report.id])
        played.erased[place] = (report.list_id, report.reference)


def _erase_value(played: Played, place: int, step: Step, acting: Acting) -> None:
    for report in _chosen_report(played, step):
        line = step.number % len(report.assertions)
        played.desk._parts.store.erase_values(report.id, [report.assertions[line].id])
        played.valued[place] = ((report.list_id, report.reference), line)


def _restrict(played: Played, place: int, step: Step, acting: Acting) -> None:
    for report in _chosen_report(played, step):
        lines = tuple(range(len(report.assertions)))[step.number % 3 - 1 :: 3] if step.number % 3 else ()
        ids = [report.assertions[line].id for line in lines]
        played.desk._parts.store.restrict(report.id, ids, ground="contested", reason="An example.", by="operator")
        played.restricted[place] = ((report.list_id, report.reference), lines)


def _chosen_report(played: Played, step: Step) -> list[Report]:
    """A report of the node that is of no public list, if there is any."""
    private = [one for one in live_reports(played) if one.list_id != PUBLIC_LIST]
    return private[step.number % len(private) :][:1] if private else []


def _judge(played: Played, place: int, step: Step, acting: Acting) -> None:
    before = {one.id: one.stands for one in played.judgements()}
    left, right = id_of(step.left), id_of(step.right)
    try:
        played.desk.judge(acting(played.desk, step.by), left, right, step.verdict.value, f"Said at step {place}.")
    except (NotFound, Forbidden, BadInput):
        return
    _note(played, place, before)


def _withdraw(played: Played, place: int, step: Step, acting: Acting) -> None:
    before = {one.id: one.stands for one in played.judgements()}
    try:
        played.desk.withdraw(acting(played.desk, step.by))
    except NotFound:
        return
    _note(played, place, before)


def _note(played: Played, place: int, before: Mapping[str, bool]) -> None:
    for one in played.judgements():
        if one.id not in before:
            played.judged[place] = one.id
        elif before[one.id] and not one.stands:
            played.withdrawn.setdefault(place, []).append(one.id)


def _nothing(played: Played, place: int, step: Step, acting: Acting) -> None:
    """A step in which only the viewers look."""


_DO = {
    "import": _import,
    "undo": _undo,
    "erase": _erase,
    "erase-value": _erase_value,
    "restrict": _restrict,
    "judge": _judge,
    "withdraw": _withdraw,
    "look": _nothing,
}
