"""Carrying out what was decided on a person's data: values restricted, values erased, each once.

The plan is kept with the request before anything is changed, so that what a crash cut short goes on at the next start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from headwater.desk.importing import Progress
from headwater.desk.requests import Decision, Step
from headwater.desk.subject import Subject

if TYPE_CHECKING:
    from headwater.store import Store


def plan_of(subject: Subject, decisions: Mapping[str, Decision]) -> dict[str, Step]:
    """What is to be done to each report, with the lines that go where the decided ones go."""
    steps = {}
    for part in subject.parts:
        erase = part.with_followers(_decided(part.shown_ids, decisions, "erase"))
        evidence = part.with_followers(_decided(part.shown_ids, decisions, "evidence"))
        contested = part.with_followers(_decided(part.shown_ids, decisions, "contested"))
        step = Step(tuple(erase), tuple(contested), tuple(evidence))
        if step != Step():
            steps[part.report.id] = step
    return steps


def _decided(ids: Iterable[str], decisions: Mapping[str, Decision], what: str) -> Iterator[str]:
    for id_ in ids:
        decision = decisions.get(id_)
        if decision is not None and what == (decision.ground or decision.what):
            yield id_


def records_of(plan: Mapping[str, Step]) -> list[str]:
    """Ids of the reports and assertions that a plan changes."""
    return [
        id_ for report_id, step in plan.items() for id_ in (report_id, *step.erase, *step.contested, *step.evidence)
    ]


def carry_out(store: Store, plan: Mapping[str, Step], reason: str, by: str, progress: Progress) -> dict[str, int]:
    """Restrict, then erase; what was done before is passed over. Returns how many values were restricted and erased."""
    standing = {
        (one.report_id, id_, one.ground) for one in store.restrictions() for id_ in (one.assertion_ids or ("",))
    }
    for report_id, step in plan.items():
        for ground, ids in (("contested", step.contested), ("evidence", step.evidence)):
            missing = tuple(id_ for id_ in ids if (report_id, id_, ground) not in standing)
            if missing:
                store.restrict(report_id, missing, ground=ground, reason=reason, by=by)
    if lines := _there(store, {report_id: step.erase for report_id, step in plan.items() if step.erase}):
        store.erase_values_of(lines, progress)
    return {
        "restricted": sum(len(step.contested) + len(step.evidence) for step in plan.values()),
        "erased": sum(len(step.erase) for step in plan.values()),
    }


def _there(store: Store, lines: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Those of some lines that are still there."""
    found = {}
    for report_id, opened in store.opened(list(lines)).items():
        said = {one.id for one in opened.report.assertions}
        if left := [id_ for id_ in lines[report_id] if id_ in said]:
            found[report_id] = left
    return found
