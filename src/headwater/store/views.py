"""What a viewer may see, as a set of labels decided once and kept until labels or policy change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from headwater.model import Label
from headwater.store.database import Session
from headwater.store.kept import words_under
from headwater.store.ledger import Ledger

Policy = Callable[[Sequence[Label]], Sequence[bool]]


@dataclass(frozen=True, eq=False)
class View:
    """The labels one viewer may see for one purpose.

    Attributes:
        key: Who and for what; names the view in caches.
        allowed: Numbers of the labels that may be seen.
        labels: Every label known when the view was made, by number.
        in_case: Numbers of the allowed labels whose case the viewer's purpose names: protected persons of those
            cases may be seen.
        agency: The viewer's agency, "" where it does not matter.
    """

    key: Hashable
    allowed: frozenset[int]
    labels: dict[int, Label]
    in_case: frozenset[int]
    agency: str = ""

    @cached_property
    def foreign(self) -> frozenset[int]:
        """Numbers of the allowed labels of other agencies, what is published left out: of a protected person, none."""
        return frozenset(number for number in self.allowed if self.agency and self._is_foreign(self.labels[number]))

    def _is_foreign(self, label: Label) -> bool:
        return label.agency != self.agency and not label.published

    @cached_property
    def seen(self) -> frozenset[Label]:
        """The allowed labels themselves."""
        return frozenset(self.labels[number] for number in self.allowed)

    @cached_property
    def _numbers(self) -> dict[Label, int]:
        return {self.labels[number]: number for number in self.allowed}

    def numbers_of(self, labels: Iterable[Label]) -> tuple[int, ...]:
        """The numbers of labels that the view has shown, sorted, each once."""
        return tuple(sorted({self._numbers[label] for label in labels}))

    @cached_property
    def _worded(self) -> dict[str, list[int]]:
        return {
            table: [n for n in self._sorted if table in words_under(self.labels[n].schema, self.labels[n].group)]
            for table in ("tok", "nkey")
        }

    def worded(self, table: str) -> list[int]:
        """Allowed label numbers under which `tok` or `nkey` can have words at all: far fewer to look under."""
        return self._worded[table]

    @cached_property
    def _sorted(self) -> list[int]:
        return sorted(self.allowed)

    def numbers(self, schemata: Sequence[str] = (), agencies: Sequence[str] = ()) -> list[int]:
        """Allowed label numbers, narrowed to some schemata and agencies if given."""
        if not schemata and not agencies:
            return self._sorted
        return sorted(
            number
            for number in self.allowed
            if (not schemata or self.labels[number].schema in schemata)
            and (not agencies or self.labels[number].agency in agencies)
        )


class Views:
    """Makes views; each label is decided once for a viewer and a purpose."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._labels: dict[int, Label] = {}
        self._views: dict[Hashable, View] = {}
        self._lock = threading.Lock()

    def view(self, session: Session, policy: Policy, key: Hashable, cases: frozenset[str], agency: str = "") -> View:
        """The view of a viewer, extended by the labels that have come since."""
        with self._lock:
            self._labels.update(self._ledger.labels_after(session, max(self._labels, default=0)))
            known = self._views.get(key)
            if known is not None and len(known.labels) == len(self._labels):
                return known
            decided = known.labels if known else {}
            new = {number: label for number, label in self._labels.items() if number not in decided}
            may = policy(list(new.values()))
            added = {number for number, allowed in zip(new, may, strict=True) if allowed}
            allowed = (known.allowed if known else frozenset()) | added
            in_case = frozenset(n for n in allowed if _opened_by(self._labels[n], cases, agency))
            view = View(key, allowed, dict(self._labels), in_case, agency)
            if len(self._views) > 500:
                self._views.clear()
            self._views[key] = view
            return view

    def forget(self) -> None:
        """Decide everything anew, after a change of policy or of the ledger's labels."""
        with self._lock:
            self._labels.clear()
            self._views.clear()


def _opened_by(label: Label, cases: frozenset[str], agency: str) -> bool:
    """Whether protected persons under this label may be seen: of the agency's own, where it is said, and of a case."""
    return bool(label.case) and label.case in cases and agency in ("", label.agency)
