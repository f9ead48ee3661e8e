"""What may pass from one party to another, as a table of kinds of data by whom they are about.

Categories that are answered alike share a column and kinds of data a row, so that the table is as large as what it
says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.desk.agreement_views import CellView, ClauseView, InForceView, OpeningView
from headwater.i18n import mark

PURPOSE_WORDS: dict[str, str] = {
    "investigate": mark("Investigate a case"),
    "develop": mark("Develop intelligence on a group"),
    "inspect-documents": mark("Inspect documents"),
    "risk-analysis": mark("Analyse risk"),
    "search-and-rescue": mark("Search and rescue"),
}
_ABOUT_ORDER = ("suspect", "convicted", "contact", "listed", "victim", "witness", "thing")
_KIND_ORDER = ("identity", "contact", "document", "role", "place", "money", "listing", "note", "special")
_RANK = ("in-force", "agreed", "part-signed", "proposed", "ended", "refused")
_Shown = dict[tuple[str, str], OpeningView]
PASSES, BOUND, COMING, ENDED, NONE = "passes", "bound", "coming", "ended", "none"


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
    openings: tuple[OpeningView, ...]


@dataclass(frozen=True)
class OpeningTable:
    """Kinds of data by category, for one purpose.

    Attributes:
        purposes: Every purpose that there is an answer for, in the order of the agreement.
        purpose: The one that is shown.
        clauses: Each clause that an answer rests on, once.
        bound_by: Who keeps something back, each once: `agreement`, `sender`, `recipient`, `headwater`.
    """

    purposes: tuple[str, ...]
    purpose: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    clauses: tuple[ClauseView, ...]
    bound_by: tuple[str, ...]

    @property
    def opens(self) -> int:
        """How many answers let something pass."""
        return sum(opening.outcome != "stays" for row in self.rows for opening in row.openings)


def opening_table(openings: Iterable[OpeningView], purpose: str) -> OpeningTable:
    """Lay out the answers for this purpose, or for the first there is where none is for it."""
    openings = tuple(openings)
    purposes = tuple(dict.fromkeys(opening.purpose for opening in openings))
    chosen = purpose if purpose in purposes else next(iter(purposes), "")
    shown = {(opening.kind, opening.about): opening for opening in openings if opening.purpose == chosen}
    kinds = _ordered({kind for kind, _ in shown}, _KIND_ORDER)
    columns = _columns(shown, kinds)
    rows = _rows(shown, kinds, columns)
    return OpeningTable(purposes, chosen, columns, rows, _clauses(rows), _bound_by(rows))


def _ordered(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    return sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))


def _columns(shown: _Shown, kinds: Sequence[str]) -> tuple[Column, ...]:
    alike: dict[tuple[object, ...], list[str]] = {}
    for about in _ordered({about for _, about in shown}, _ABOUT_ORDER):
        alike.setdefault(tuple(_answer(shown.get((kind, about))) for kind in kinds), []).append(about)
    words = {opening.about: opening.about_words for opening in shown.values()}
    return tuple(Column(tuple(abouts), tuple(words[about] for about in abouts)) for abouts in alike.values())


def _answer(opening: OpeningView | None) -> object:
    return opening and (opening.outcome, opening.words, opening.bound_by, opening.clauses)


def _rows(shown: _Shown, kinds: Iterable[str], columns: Sequence[Column]) -> tuple[Row, ...]:
    alike: dict[tuple[object, ...], list[tuple[OpeningView, ...]]] = {}
    for kind in kinds:
        openings = tuple(shown[kind, column.abouts[0]] for column in columns if (kind, column.abouts[0]) in shown)
        alike.setdefault(tuple(_answer(opening) for opening in openings), []).append(openings)
    return tuple(
        Row(tuple(row[0].kind for row in rows), tuple(row[0].kind_words for row in rows), rows[0])
        for rows in alike.values()
    )


def _clauses(rows: Iterable[Row]) -> tuple[ClauseView, ...]:
    found = dict.fromkeys(clause for row in rows for opening in row.openings for clause in opening.clauses)
    return tuple(sorted(found, key=lambda clause: clause.document.startswith("Headwater")))


def _bound_by(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            who for row in rows for opening in row.openings if opening.outcome != "goes" for who in opening.bound_by
        )
    )


@dataclass(frozen=True)
class Mark:
    """What a cell of the matrix shows at a glance: `passes`, `bound`, `coming`, `ended` or `none`, and under which."""

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
        return Mark(PASSES if cell.opens else BOUND, best)
    return Mark(ENDED if found[0].state == "ended" else COMING, best)
