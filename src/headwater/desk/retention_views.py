"""What the desk answers to the data protection officer: what is due, what is held on a person, what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.desk.source_views import GradingView


@dataclass(frozen=True)
class DueView:
    """A report in the retention queue.

    `kind`: `erase` or `review`; `state`: `due`, `overdue` or `extended`. `lines`: how many values come due that day;
    a report may stand in it more than once. `why`: the clause that sets the date. What is restricted is kept and does
    not stand here for erasure. The node's operator is shown ids, days and numbers only.
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
    """The retention queue, earliest first, with the exact number of each state.

    `due` are those of the next `days` days, extended ones that fall among them included; `extended` are all that were
    extended and have not come due. `total` is that of the state asked for. `problem`: why the last run did not
    come to its end, "" if it did.
    """

    lines: tuple[DueView, ...]
    total: int
    offset: int
    limit: int
    due: int
    overdue: int
    extended: int
    last_run: str
    days: int = 30
    marking: str = "OFFICIAL"
    problem: str = ""


@dataclass(frozen=True)
class RunView:
    """What a retention run did. `kept`: reports that are due and stay, because their use is restricted."""

    at: str
    reports: int
    values: int
    kept: int


@dataclass(frozen=True)
class RestrictionView:
    """What is kept and not used. `ground`: `contested` or `evidence` (Directive (EU) 2016/680, Art. 16(3)).

    `erase_by`: the day on which the first of it would be erased if it were not restricted, "" for none.
    """

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
    synthetic: bool = False
    marking: str = "OFFICIAL"
    erase_by: str = ""


@dataclass(frozen=True)
class HeldValueView:
    """One value held on a person. `decision`: `keep`, `restrict`, `correct`, `erase`, or "" while none was made.

    Attributes:
        own: The node's own agency says it. What a partner says can be kept or restricted here; the partner is to be
            told, and decides on its own data.
        ground: Of a restriction: `contested` or `evidence`.
        left_out: Clause by which it is left out of the answer, "" if it stands in it.
        names_other: It names another person; a draft does not say whom.
        stands: It is in use: not superseded by a later version of its report, nor taken back with its import.
    """

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
    ground: str = ""
    left_out: str = ""
    reference: str = ""
    reported_on: str = ""
    category: str = ""
    stands: bool = True
    names_other: bool = False


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

    Attributes:
        due: The day by which an answer is due, by `due_by` in words.
        state: `open`, `answered`, `withdrawn`, or `answering` while an answer is carried out.
        answer: The text as it was changed or sent, "" while it is the draft.
        drafted: The text that follows from the decisions.
        counts: How many values each decision has; after the answer, what was done.
        undecided: Values without a decision.
        button: What the one button does: `Erase 2 values and answer`.
        authority: Whom the person can complain to, as the node's own profile names it.
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
    due_by: str = ""
    undecided: int = 0
    button: str = ""
    authority: str = ""
    answered_at: str = ""
    answered_by: str = ""
    records: tuple[FoundView, ...] = ()


@dataclass(frozen=True)
class RequestLineView:
    """A line of the list of requests. `days_left` is below 0 when an answer is overdue, and 0 once it is given."""

    id: str
    reference: str
    name: str
    asked_on: str
    due: str
    days_left: int
    state: str
