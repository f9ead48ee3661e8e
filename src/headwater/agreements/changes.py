"""What another version of a document says otherwise, found by asking both the same questions."""

from __future__ import annotations

from headwater.agreements.decision import Change
from headwater.agreements.terms import Document


def changes(old: Document, new: Document) -> tuple[Change, ...]:
    """What `new` opens, closes, keeps longer or shorter, adds, removes or words otherwise, against `old`.

    Raises:
        BadInput: They are not of one agreement, or not of one party's profile.
    """
    raise NotImplementedError
