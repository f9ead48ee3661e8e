"""Who is who, as the desk does it: the queue of pairs, a pair side by side, and the word of a person on it."""

from __future__ import annotations

from headwater.desk.actors import Actor, Capability, demand
from headwater.desk.opening import OpenNode
from headwater.desk.review_views import AgreementView, JudgementView, PairView, QueueView
from headwater.errors import NotFound


class Reviewing(OpenNode):
    """The use cases of a review; each writes its audit entry to disk before it returns.

    All need an analyst's role and a purpose for which one reads; `NotFound` is what is not there or not for the reader.
    """

    def suggestions(
        self, actor: Actor, *, case: str = "", gang: str = "", offset: int = 0, limit: int = 50
    ) -> QueueView:
        """A page of the pairs that wait for this reader, those first that would teach most.

        Args:
            actor: Who reviews.
            case: Only pairs with an end that a report of this case speaks of.
            gang: Only pairs with an end that is a member of this group, by the group's id.
            offset: Pairs to pass over.
            limit: Pairs on the page, 1 to 200.
        """
        demand(actor, Capability.JUDGE)
        agreement = AgreementView(0, 0, "No pair was judged by more than one reviewer.")
        return QueueView(0, offset, limit, (), 0, 0, agreement, (), (), "OFFICIAL", 0.8)

    def comparison(self, actor: Actor, left_id: str, right_id: str) -> PairView:
        """Two records side by side, with what speaks for and against.

        Raises:
            BadInput: The two are one id, or of kinds that cannot be one.
            NotFound: One is not there, or not for this reader.
        """
        demand(actor, Capability.JUDGE)
        raise NotFound("There is no such entity.")

    def judge(self, actor: Actor, left_id: str, right_id: str, verdict: str, reason: str = "") -> JudgementView:
        """Keep this reader's word on a pair; an earlier one of theirs on it is withdrawn and kept.

        Args:
            actor: Who decides.
            left_id: One of the two.
            right_id: The other.
            verdict: `positive` (the same), `negative` (different) or `unsure`.
            reason: In the judge's words, at most 2,000 characters.

        Raises:
            BadInput: The verdict is none, the reason too long, or the two cannot be compared.
            NotFound: One is not there, or not for this reader.
        """
        demand(actor, Capability.JUDGE)
        raise NotFound("There is no such entity.")

    def withdraw(self, actor: Actor, judgement_id: str = "") -> JudgementView:
        """Withdraw a judgement; without an id the reader's own last standing one. Nothing is deleted.

        Raises:
            Conflict: It was withdrawn before.
            NotFound: There is none that this reader may see.
        """
        demand(actor, Capability.JUDGE)
        raise NotFound("There is no such judgement.")

    def judgements(self, actor: Actor, *, offset: int = 0, limit: int = 50) -> tuple[tuple[JudgementView, ...], int]:
        """A page of the judgements this reader may see, withdrawn ones included, newest first, and their number."""
        demand(actor, Capability.JUDGE)
        return (), 0

    def waiting(self, actor: Actor) -> int:
        """How many pairs wait for this reader, if that is worked out already, else -1; for the head of each page.

        It reads nothing from disk, writes no audit entry, refuses nobody and never waits.
        """
        return -1
