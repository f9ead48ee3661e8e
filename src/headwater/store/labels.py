"""Numbers of labels, remembered in this process; a new label gets its number in a transaction of its own."""

from __future__ import annotations

from headwater.model import Label
from headwater.store.kept import Labelling
from headwater.store.ledger import Ledger


class Labels:
    """Numbers of labels. A label that nothing carries any more does no harm: it says nothing of a value."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers: dict[Label, int] = {}

    def labelling(self) -> Labelling:
        """The numbers of the labels of reports."""
        return Labelling(self._number)

    def _number(self, label: Label) -> int:
        found = self._numbers.get(label)
        if found is None:
            with self._ledger.database.reading() as session:
                known = self._ledger.label_known(session, label)
            if known is None:
                with self._ledger.database.writing() as session:
                    known = self._ledger.label_number(session, label)
            found = self._numbers[label] = known
        return found
