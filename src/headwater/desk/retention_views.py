"""What the desk answers to the data protection officer: what is due, what is held on a person, what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.desk.source_views import GradingView


@dataclass(frozen=True)
class DueView:
    """A report in the retention queue.

    `kind`: `erase` or `review`; `state`: `due`, `overdue` or `extended`. `why`: the clause that sets the date.
    """

    report_id: str
    agency: str
    reference: str
    list_words: str
    kind: str
    state: str
    day: str
    days: int
    lines: int
    why: str
    extended_until: str
    extended_reason: str
    synthetic: bool


@dataclass(frozen=True)
class QueueOfDatesView:
    """The retention queue, earliest first, with the exact number of each state."""

    lines: tuple[DueView, ...]
    total: int
    offset: int
    limit: int
    due: int
    overdue: int
    extended: int
    last_run: str


@dataclass(frozen=True)
class RestrictionView:
    """What is kept and not used. `ground`: `contested` or `evidence` (Directive (EU) 2016/680, Art. 16(3))."""

    id: str
    report_id: str
    agency: str
    reference: str
    lines: int
    ground: str
    ground_words: str
    reason: str
    by_name: str
    since: str
    lifted_at: str


@dataclass(frozen=True)
class HeldValueView:
    """One value held on a person. `decision`: `keep`, `restrict`, `correct`, `erase`, or "" while none was made."""

    assertion_id: str
    report_id: str
    entity_id: str
    label: str
    text: str
    lang: str
    basis: str
    agency: str
    grading: GradingView
    legal_basis: str
    erase_by: str
    restricted: bool
    own: bool
    decision: str
    correction: str
    synthetic: bool


@dataclass(frozen=True)
class ReceivedView:
    """Who was given something of this person, as the audit has it."""

    recipient: str
    what: str
    when: str
    then: str


@dataclass(frozen=True)
class LookedView:
    """Who looked at a record of this person, when and why."""

    when: str
    who: str
    purpose: str
    reason: str


@dataclass(frozen=True)
class FoundView:
    """A record that may be of the person who asks, found over everything the node holds."""

    id: str
    caption: str
    schema_words: str
    line: str
    agencies: tuple[str, ...]
    chosen: bool
    synthetic: bool


@dataclass(frozen=True)
class RequestView:
    """A person's request: what is held, from whom, on which basis; who looked; what is decided.

    `state`: `open` or `answered`. `due`: the day by which an answer is due.
    """

    id: str
    reference: str
    name: str
    asked_on: str
    due: str
    days_left: int
    words: str
    state: str
    reason: str
    answer: str
    drafted: str
    entity_ids: tuple[str, ...]
    values: tuple[HeldValueView, ...]
    report_count: int
    categories: tuple[str, ...]
    received: tuple[ReceivedView, ...]
    looked: tuple[LookedView, ...]
    counts: tuple[tuple[str, int], ...]
    synthetic: bool
    marking: str


@dataclass(frozen=True)
class RequestLineView:
    """A line of the list of requests."""

    id: str
    reference: str
    name: str
    asked_on: str
    due: str
    days_left: int
    state: str
