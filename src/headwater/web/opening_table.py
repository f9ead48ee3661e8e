"""What may pass from one party to another, as a table of kinds of data by whom they are about.

Categories that are answered alike share a column and kinds of data a row, so that the table is as large as what it
says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from headwater.desk.agreement_views import AgreementView, CellView, ClauseView, InForceView, OpeningView
from headwater.i18n import mark

PURPOSE_WORDS: dict[str, str] = {
    "investigate": mark("Investigate a case"),
    "develop": mark("Develop intelligence on a group"),
    "inspect-documents": mark("Inspect documents"),
    "risk-analysis": mark("Analyse risk"),
    "search-and-rescue": mark("Search and rescue"),
}
THING = "thing"
_ABOUT_ORDER = ("suspect", "convicted", "contact", "listed", "victim", "witness", THING)
_KIND_ORDER = ("identity", "contact", "place", "document", "role", "note", "money", "listing", "special")
_RANK = ("in-force", "agreed", "part-signed", "proposed", "ended", "refused")
PASSES, THINGS, BOUND, COMING, ENDED, NONE = "passes", "things", "bound", "coming", "ended", "none"
STATES = (PASSES, THINGS, BOUND, COMING, ENDED, NONE)
Closing = frozenset[tuple[str, str]]
_Shown = dict[tuple[str, str], OpeningView]


@dataclass(frozen=True)
class Answer:
    """What a cell of the table says.

    Attributes:
        outcome: `goes`, `stays`, `some`, or `none` where there is no such data.
        numbers: Clauses of the agreement that open it, or that close it.
        bound_by: Who keeps it back: `agreement` where none of its clauses opens it, `sender` or `recipient` where that
            party's law does, `headwater` for its own rule, which stands before all others.
    """

    outcome: str
    numbers: tuple[str, ...] = ()
    bound_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """Categories that are answered alike, by their codes and in words."""

    abouts: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """Kinds of data that are answered alike, by their codes and in words, and the answer of each column."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class OpeningTable:
    """Kinds of data by category, for one purpose.

    Attributes:
        purposes: Every purpose that there is an answer for, in the order of the agreement.
        purpose: The one that is shown.
        clauses: Each clause that an answer rests on, once.
    """

    purposes: tuple[str, ...] = ()
    purpose: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    clauses: tuple[ClauseView, ...] = field(default=())

    @property
    def opens(self) -> bool:
        """Whether something may pass."""
        return any(answer.outcome in ("goes", "some") for row in self.rows for answer in row.answers)


def closing_of(agreement: AgreementView) -> Closing:
    """The clauses of an agreement that close: what never passes, and its ceilings."""
    return frozenset((clause.document, clause.number) for clause in (*agreement.never, *agreement.ceilings))


def opening_table(openings: Iterable[OpeningView], purpose: str, closing: Closing = frozenset()) -> OpeningTable:
    """Lay out the answers for this purpose, or for the first there is where none is for it."""
    openings = tuple(openings)
    purposes = tuple(dict.fromkeys(opening.purpose for opening in openings))
    chosen = purpose if purpose in purposes else next(iter(purposes), "")
    shown = {(opening.kind, opening.about): opening for opening in openings if opening.purpose == chosen}
    answers = {key: _answer(opening, closing) for key, opening in shown.items()}
    kinds = _ordered({kind for kind, _ in shown}, _KIND_ORDER)
    abouts = _ordered({about for _, about in shown}, _ABOUT_ORDER)
    columns = _alike({about: tuple(answers.get((kind, about)) for kind in kinds) for about in abouts})
    rows = _alike({kind: tuple(answers.get((kind, about)) for about in abouts) for kind in kinds})
    return OpeningTable(
        purposes,
        chosen,
        tuple(Column(group, _words(shown, group, 1)) for group in columns),
        tuple(Row(group, _words(shown, group, 0), _row(answers, group[0], columns)) for group in rows),
        tuple(dict.fromkeys(clause for opening in shown.values() for clause in opening.clauses)),
    )


def _answer(opening: OpeningView, closing: Closing) -> Answer:
    if opening.outcome == "goes":
        return Answer("goes", tuple(clause.number for clause in opening.clauses[:1]))
    if "headwater" in opening.bound_by:
        return Answer(opening.outcome, (), ("headwater",))
    closed = tuple(clause.number for clause in opening.clauses if (clause.document, clause.number) in closing)
    return Answer(opening.outcome, closed, tuple(who for who in opening.bound_by if who != "agreement" or not closed))


def _ordered(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    return sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))


def _alike(answered: dict[str, tuple[Answer | None, ...]]) -> list[tuple[str, ...]]:
    """The codes in groups that are answered alike, each group where its first code stands."""
    groups: dict[tuple[Answer | None, ...], tuple[str, ...]] = {}
    for code, answers in answered.items():
        groups[answers] = (*groups.get(answers, ()), code)
    return list(groups.values())


def _row(answers: dict[tuple[str, str], Answer], kind: str, columns: Iterable[tuple[str, ...]]) -> tuple[Answer, ...]:
    return tuple(answers.get((kind, group[0]), Answer("none")) for group in columns)


def _words(shown: _Shown, codes: Iterable[str], place: int) -> tuple[str, ...]:
    words = {key[place]: (one.kind_words, one.about_words)[place] for key, one in shown.items()}
    return tuple(words[code] for code in codes)


def laws_that_bind(openings: Iterable[OpeningView], sender: str, recipient: str) -> tuple[ClauseView, ...]:
    """The clauses of both parties' own laws that keep back all data on persons; none where some of it passes."""
    openings = tuple(openings)
    if any(opening.outcome != "stays" and opening.about != THING for opening in openings):
        return ()
    codes = {"sender": sender, "recipient": recipient}
    return tuple(
        dict.fromkeys(
            clause
            for opening in openings
            if opening.about in ("suspect", "convicted", "contact") and opening.kind != "special"
            for who in opening.bound_by
            for clause in opening.clauses
            if who in codes and clause.document.startswith(f"Profile of {codes[who]}")
        )
    )


@dataclass(frozen=True)
class Mark:
    """What a cell of the matrix shows at a glance: one of `STATES`, and under which agreements."""

    state: str
    agreements: tuple[InForceView, ...]

    @property
    def first(self) -> InForceView:
        """The agreement that the cell names; not for `none`."""
        return self.agreements[0]


def mark_of(cell: CellView) -> Mark:
    """The state of a cell: of its agreements in force, else of the one that is furthest."""
    found = tuple(sorted(cell.agreements, key=lambda held: (_RANK.index(held.state), held.id, -held.version)))
    if not found:
        return Mark(NONE, ())
    best = tuple(held for held in found if held.state == found[0].state)
    if found[0].state == "in-force":
        return Mark(_passing(cell), best)
    return Mark(ENDED if found[0].state == "ended" else COMING, best)


def _passing(cell: CellView) -> str:
    abouts = {opening.about for opening in cell.openings if opening.outcome != "stays"}
    if not abouts:
        return PASSES if cell.opens and not cell.openings else BOUND
    return THINGS if abouts == {THING} else PASSES
