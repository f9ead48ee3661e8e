"""An analyst's word on whether two entities are the same."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """FollowTheMoney's three judgements."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


class Judgement(msgspec.Struct, frozen=True):
    """Positive, negative or unsure, about a pair of entity ids; `left` sorts before `right`.

    `decided_at` is an aware UTC datetime in ISO 8601; `withdrawn_at` is empty while the judgement stands.
    """

    id: str
    left: str
    right: str
    verdict: Verdict
    by: str
    decided_at: str
    reason: str = ""
    withdrawn_at: str = ""
