"""Where two versions of an agreement draw their ceilings otherwise: classification, TLP, handling codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from headwater.agreements.decision import Change, Probe
from headwater.agreements.terms import TLP_ORDER, Agreement, Ceiling
from headwater.agreements.words import many
from headwater.classification import Classification
from headwater.model.handling import HANDLING_WORDS

_MARKS = {one.mark: int(one) for one in Classification}


def differing_marks(old: Agreement, new: Agreement) -> Iterator[Change]:
    """The marks under which data passes in one and stays in the other, kind of mark by kind of mark."""
    for name, marks, stays in (
        ("classification", tuple(_MARKS), _above_classification),
        ("tlp", TLP_ORDER, _above_tlp),
        ("handling", tuple(HANDLING_WORDS), _handled),
    ):
        was, now = (frozenset(mark for mark in marks if _closed(each, mark, stays)) for each in (old, new))
        for kind, differing in (("opened", was - now), ("closed", now - was)):
            if differing:
                shown = [mark for mark in marks if mark in differing]
                yield _change(kind, name, shown, _clause(kind, old, new, shown, stays), new)


Stays = Callable[[Ceiling, str], bool]


def _closed(agreement: Agreement, mark: str, stays: Stays) -> bool:
    return any(stays(ceiling, mark) for ceiling in agreement.ceilings)


def _clause(kind: str, old: Agreement, new: Agreement, marks: Sequence[str], stays: Stays) -> str:
    """The ceiling that keeps it: of the new version where it closes, of the old where it opened."""
    ceilings = old.ceilings if kind == "opened" else new.ceilings
    return next(ceiling.clause for ceiling in ceilings if stays(ceiling, marks[0]))


def _change(kind: str, name: str, marks: Sequence[str], clause: str, new: Agreement) -> Change:
    shown = [f"TLP:{mark}" for mark in marks] if name == "tlp" else list(marks)
    how = "handled" if name == "handling" else "marked"
    may = "may pass now" if kind == "opened" else "stays now"
    probe = Probe(
        senders=new.parties,
        agreement=new.id,
        classifications=tuple(_MARKS[mark] for mark in marks) if name == "classification" else (),
        handling=tuple(shown) if name != "classification" else (),
    )
    if_opened = ", if a clause lets it" if kind == "opened" else ""
    return Change(kind, clause, f"What is {how} {many(shown)} {may}{if_opened}.", (probe,))


def _above_classification(ceiling: Ceiling, mark: str) -> bool:
    return bool(ceiling.classification) and _MARKS[mark] > _MARKS[ceiling.classification]


def _above_tlp(ceiling: Ceiling, mark: str) -> bool:
    return bool(ceiling.tlp) and TLP_ORDER.index(mark) > TLP_ORDER.index(ceiling.tlp)


def _handled(ceiling: Ceiling, mark: str) -> bool:
    return mark in ceiling.not_handling
