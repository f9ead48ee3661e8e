"""An analyst's word on whether two entities are the same."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """FollowTheMoney's three judgements."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


class NewJudgement(msgspec.Struct, frozen=True):
    """A judgement as a person gives it: the ends in any order.

    Attributes:
        by: Id of the account that judges.
        labels: Numbers of all labels of what the judge saw of the two ends; nobody who is not allowed every one of
            them ever learns of the judgement.
        p_match: The probability that was shown, 0 to 1.
    """

    left: str
    right: str
    verdict: Verdict
    by: str
    reason: str = ""
    labels: tuple[int, ...] = ()
    p_match: float = 0.0


class Judgement(msgspec.Struct, frozen=True):
    """Positive, negative or unsure, about a pair of entity ids; `left` sorts before `right`.

    `decided_at` is an aware UTC datetime in ISO 8601; `withdrawn_at` and `withdrawn_by` are empty while the judgement
    stands. `labels` and `p_match` are as in `NewJudgement`, the labels sorted.
    """

    id: str
    left: str
    right: str
    verdict: Verdict
    by: str
    decided_at: str
    reason: str = ""
    withdrawn_at: str = ""
    withdrawn_by: str = ""
    labels: tuple[int, ...] = ()
    p_match: float = 0.0

    @property
    def pair(self) -> tuple[str, str]:
        """The two ends."""
        return self.left, self.right

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return not self.withdrawn_at
