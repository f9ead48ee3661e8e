"""Each filter of `docs/explanation/filters.md` taken away, for the tests that show that it is missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

import pytest
from pyroaring import BitMap

from headwater.desk import explanations, judging, policy
from headwater.desk.policy import Word
from headwater.desk.reading import Reading
from headwater.desk.suggesting import Suggesting
from headwater.store import View
from headwater.store.folding import Folding, Foldings, Standing
from headwater.store.reading import IndexReader
from headwater.store.rulings import Rulings
from headwater.store.searching import Searcher
from headwater.store.views import Views

Patch = pytest.MonkeyPatch
Removal = Callable[[Patch], None]
LONG_AGO = 0


def widened(view: View) -> View:
    """A view that is allowed every label."""
    return replace(view, allowed=frozenset(view.labels))


def _every_label(patch: Patch, method: str) -> None:
    known = getattr(IndexReader, method)

    @wraps(known)
    def asked(self: IndexReader, view: View, *rest: Any) -> Any:
        return known(self, widened(view), *rest)

    patch.setattr(IndexReader, method, asked)


def _every_number(patch: Patch, method: str) -> None:
    """Ask under every label there is, in a method whose last argument is the numbers."""
    known = getattr(IndexReader, method)

    @wraps(known)
    def asked(self: IndexReader, *rest: Any) -> Any:
        numbers = [number for number, _ in self._ledger.labels_after(self._session, 0)]
        return known(self, *rest[:-1], numbers)

    patch.setattr(IndexReader, method, asked)


def _nobody_withheld(patch: Patch, of: type, method: str) -> None:
    known = getattr(of, method)

    @wraps(known)
    def asked(self: Any, *rest: Any, **more: Any) -> Any:
        reader = getattr(self, "_reader", self)
        before = reader._hidden
        reader._hidden = _Nobody()
        try:
            return known(self, *rest, **more)
        finally:
            reader._hidden = before

    patch.setattr(of, method, asked)


class _Nobody(dict[frozenset[int], BitMap]):
    """Who is withheld, by the cases that are open: nobody."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: frozenset[int]) -> BitMap:
        return BitMap()


def _never_out(patch: Patch, method: str) -> None:
    known = getattr(IndexReader, method)

    @wraps(known)
    def asked(self: IndexReader, *rest: Any) -> Any:
        before, self._today = self._today, LONG_AGO
        try:
            return known(self, *rest)
        finally:
            self._today = before

    patch.setattr(IndexReader, method, asked)


def _any_judgement(patch: Patch) -> None:
    patch.setattr(Standing, "seen_by", lambda self, view: list(self.judgements))


def _present_anyway(patch: Patch) -> None:
    patch.setattr(IndexReader, "present", lambda self, view, eids: BitMap(eids))


def _nothing_withheld_as_a_value(patch: Patch) -> None:
    patch.setattr(IndexReader, "_withheld_values", lambda self, view, found, hidden: set())


def _another_s_word(patch: Patch) -> None:
    patch.setattr(IndexReader, "guarded", lambda self, view: BitMap())


def _restricted_in_use(patch: Patch) -> None:
    patch.setattr(Rulings, "shut", lambda self, report: frozenset())


def _words(patch: Patch, changed: Callable[[policy.Reach, Any, Word], Word]) -> None:
    known = policy.word_on
    patch.setattr(policy, "word_on", lambda reach, label: changed(reach, label, known(reach, label)))


def _agreed_anyway(reach: policy.Reach, label: Any, word: Word) -> Word:
    return Word.OPEN if word is Word.BY_AGREEMENT else word


def _no_ceiling(patch: Patch) -> None:
    known = policy.word_on
    patch.setattr(policy, "word_on", lambda reach, label: known(replace(reach, ceiling=label.classification), label))


def _like_anybody(reach: policy.Reach, label: Any, word: Word) -> Word:
    protected = label.category is not None and label.category.protected
    return Word.OPEN if protected and label.agency == reach.agency else word


def _any_agency_s_case(patch: Patch) -> None:
    known = Views.view
    patch.setattr(
        Views, "view", lambda self, session, policy, key, cases, agency="": known(self, session, policy, key, cases)
    )


def _whole_anyway(patch: Patch) -> None:
    patch.setattr(Reading, "sees_whole", lambda self, report_id, visible: True)


def _there_anyway(patch: Patch) -> None:
    patch.setattr(Reading, "there", lambda self, entity_id: True)


def _score_told(patch: Patch) -> None:
    known = judging.judgement_view

    def told(reading: Reading, one: Any, account: str, names: dict[str, str]) -> Any:
        return replace(known(reading, one, account, names), p_match=one.p_match)

    for module in ("judging", "comparing"):
        patch.setattr(f"headwater.desk.{module}.judgement_view", told)


def _why_of_anything(patch: Patch) -> None:
    def rows(reading: Reading, report_id: str) -> Sequence[Any]:
        return reading.store.report_rows(widened(reading.view), report_id)

    patch.setattr(explanations, "shown_rows", rows)


class _OneFor(dict[Any, Any]):
    """Keeps one thing for all."""

    def __init__(self, *given: Any) -> None:
        super().__init__()

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get("all", default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__("all", value)


def _one_pool(patch: Patch) -> None:
    known = Suggesting._begun
    patch.setattr(Suggesting, "_begun", lambda self, view: known(self, replace(view, key="all")))


def _one_folding(patch: Patch) -> None:
    known = Foldings.of

    def of(self: Foldings, standing: Standing, view: View, mark: Any, present: Any) -> Folding:
        """The first folding that was worked out for this state of the node, whoever asked."""
        kept_for = self.__dict__.setdefault("for_all", {})
        return kept_for.setdefault((standing, *mark), known(self, standing, view, mark, present))

    patch.setattr(Foldings, "of", of)


def _one_view(patch: Patch) -> None:
    known = Views.view

    def view(self: Views, session: Any, policy: Any, key: Any, cases: frozenset[str], agency: str = "") -> View:
        return known(self, session, policy, "all", cases, agency)

    patch.setattr(Views, "view", view)


REMOVALS: dict[str, Removal] = {
    "labels of rows": lambda patch: _every_label(patch, "_rows"),
    "labels of words": lambda patch: _every_number(patch, "numbers_by_label"),
    "labels of links": lambda patch: _every_number(patch, "_pointing"),
    "labels behind a judgement": _any_judgement,
    "ends of a cluster": _present_anyway,
    "protected, in rows": lambda patch: _nobody_withheld(patch, IndexReader, "_rows"),
    "protected, as a value": _nothing_withheld_as_a_value,
    "protected, in a search": lambda patch: _nobody_withheld(patch, Searcher, "search"),
    "protected, in a list": lambda patch: _nobody_withheld(patch, Searcher, "browse"),
    "protected, in clusters": lambda patch: _nobody_withheld(patch, IndexReader, "folding"),
    "protected, in another's word": _another_s_word,
    "run out, rows": lambda patch: _never_out(patch, "_rows"),
    "run out, words": lambda patch: _never_out(patch, "numbers_by_label"),
    "run out, links": lambda patch: _never_out(patch, "_pointing"),
    "restricted": _restricted_in_use,
    "agreements": lambda patch: _words(patch, _agreed_anyway),
    "ceiling": _no_ceiling,
    "victims and witnesses": lambda patch: _words(patch, _like_anybody),
    "the case of one's own agency": _any_agency_s_case,
    "what is not there": _there_anyway,
    "words of a report": _whole_anyway,
    "another's score": _score_told,
    "why of a shown line": _why_of_anything,
    "one pool a class": _one_pool,
    "one folding a class": _one_folding,
    "one view a class": _one_view,
}
"""What takes a filter away, by the filter's name in the table."""
