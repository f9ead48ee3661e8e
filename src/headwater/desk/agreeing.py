"""Agreements as the desk keeps and explains them: who may read what, until when, and by which clause."""

from __future__ import annotations

from datetime import UTC, datetime

from headwater.desk.actors import Actor, Capability, demand
from headwater.desk.agreement_views import (
    AgreementView,
    CellView,
    ChangeLineView,
    ClauseView,
    ComparisonView,
    ExampleView,
    ExplanationView,
    FactView,
    FactWhyView,
    InForceView,
    KeptForView,
    KeyView,
    LineView,
    MatrixView,
    OpeningView,
    PartyView,
    ProfileView,
    SignatureView,
    VersionView,
    WhyView,
)
from headwater.desk.reviewing import Reviewing


class Agreeing(Reviewing):
    """The use cases of agreements. Shapes first: what they answer here is invented until the register stands."""

    def agreements(self, actor: Actor) -> MatrixView:
        """Who may share what with whom at this moment, every party with every other."""
        demand(actor, Capability.AGREEMENTS)
        parties = (PartyView("AL", "Albania", True), PartyView("GB", "United Kingdom", True))
        return MatrixView(_now(), parties, (_cell("AL", "GB"), _cell("GB", "AL")))

    def agreement(
        self,
        actor: Actor,
        agreement_id: str,
        version: int = 0,
        *,
        sender: str = "",
        recipient: str = "",
        purpose: str = "",
    ) -> AgreementView:
        """One version of one agreement, clause by clause; 0 is the one in force, else the newest."""
        demand(actor, Capability.AGREEMENTS)
        return AgreementView(
            id=agreement_id,
            version=version or 1,
            title="United Kingdom and Albania, organised immigration crime",
            illustrative=True,
            state="in-force",
            state_words="In force, signed by 2 of 2",
            parties=(PartyView("AL", "Albania", True), PartyView("GB", "United Kingdom", True)),
            sender=sender or "AL",
            recipient=recipient or "GB",
            begins="2026-01-01",
            ends="2028-12-31",
            time_zone="Europe/London",
            purposes=(ClauseView("GB-AL, version 1", "2.1", "To investigate facilitation of illegal entry."),),
            purpose=purpose or "investigate",
            table=(_opening(),),
            never=(ClauseView("GB-AL, version 1", "6.3", "Anyone under 18, and victims and witnesses, stay."),),
            conditions=(ClauseView("GB-AL, version 1", "5.4", "Not used in court without the sender's word."),),
            ceilings=(ClauseView("GB-AL, version 1", "5.1", "Nothing above OFFICIAL-SENSITIVE."),),
            onward=ClauseView("GB-AL, version 1", "7.1", "Not passed on without the sender's word."),
            kept_for=(
                KeptForView("Suspect", "3 years", "1 year", ClauseView("GB-AL, version 1", "8.1", "Kept 3 years.")),
            ),
            examples=(ExampleView("A suspect's phone goes from AL to GB", True, "It goes, by 4.1."),),
            facts=(FactView("2018-07", "A fact.", "A source."),),
            signatures=(SignatureView("AL", "good", "Signed", "k", "An origin", "2026-01-01T00:00:00+00:00"),),
            versions=(VersionView(1, "in-force", "In force", "2026-01-01T00:00:00+00:00"),),
            digest="0" * 64,
            text="format: headwater-agreement/1\n",
        )

    def compare_agreements(self, actor: Actor, agreement_id: str, old: int, new: int) -> ComparisonView:
        """What one version of an agreement says otherwise than another, and on how many lines held here."""
        demand(actor, Capability.AGREEMENTS)
        changes = (ChangeLineView("opened", "4.3", "Contacts of a case may pass.", 12),)
        return ComparisonView(agreement_id, old, new, "Proposed, signed by 0 of 2", changes)

    def propose(self, actor: Actor, data: bytes, file_name: str) -> AgreementView:
        """Keep an agreement as a proposal that nobody has signed."""
        demand(actor, Capability.AGREE)
        return self.agreement(actor, "GB-AL", 1)

    def sign(self, actor: Actor, agreement_id: str, version: int) -> str:
        """Sign a version for this node's own party; returns the detached signature."""
        demand(actor, Capability.AGREE)
        return "e30..e30"

    def add_signature(self, actor: Actor, signature: str) -> SignatureView:
        """Keep a party's detached signature; it finds the document that it is of."""
        demand(actor, Capability.AGREE)
        return SignatureView("AL", "good", "Signed", "k", "An origin", "2026-01-01T00:00:00+00:00")

    def withdraw_proposal(self, actor: Actor, agreement_id: str, version: int) -> None:
        """Take back a version that not every party has signed."""
        demand(actor, Capability.AGREE)

    def party_keys(self, actor: Actor) -> tuple[KeyView, ...]:
        """The public keys of the parties, each with where it came from."""
        demand(actor, Capability.AGREEMENTS)
        return (KeyView("k", "AL", "abcd efgh", "An origin", "2026-01-01T00:00:00+00:00", "", False),)

    def own_key(self, actor: Actor) -> tuple[KeyView, str]:
        """The node's own public key, made when it is first asked for, and its JSON (RFC 8037) for the partners."""
        demand(actor, Capability.AGREE)
        return KeyView("k", "GB", "abcd efgh", "Made by this node", _now(), "", True), "{}"

    def trust(self, actor: Actor, party: str, jwk: str, origin: str) -> KeyView:
        """Keep a party's public key (RFC 7517), with where it came from."""
        demand(actor, Capability.AGREE)
        return KeyView("k", party, "abcd efgh", origin, _now(), "", False)

    def revoke_key(self, actor: Actor, key_id: str) -> KeyView:
        """Trust a key no more; what it signed is signed no more."""
        demand(actor, Capability.AGREE)
        return KeyView(key_id, "AL", "abcd efgh", "An origin", _now(), _now(), False)

    def profile(self, actor: Actor, party: str) -> ProfileView:
        """What a party's own law lets it hold and pass on."""
        demand(actor, Capability.AGREEMENTS)
        hold = (ClauseView("Profile of AL", "Art. 1", "Suspects' data."),)
        return ProfileView(
            party, 1, "Albania", True, hold, ("",), hold, hold, (), (), (), (), (), "A commissioner", "", ""
        )

    def add_profile(self, actor: Actor, data: bytes, file_name: str) -> ProfileView:
        """Keep a party's profile; a higher version takes the place of the one before."""
        demand(actor, Capability.AGREE)
        return self.profile(actor, "AL")

    def explain_sharing(
        self, actor: Actor, sender: str, recipient: str, purpose: str, report_id: str
    ) -> ExplanationView:
        """Line by line, what of a report goes from one party to another for a purpose, and why."""
        demand(actor, Capability.AGREEMENTS)
        lines = (LineView("a" * 16, "b" * 24, "Person", "name", "Name", "", "suspect", _why("GB")),)
        return ExplanationView(sender, recipient, purpose, report_id, _now(), (_in_force(),), 1, 0, lines)

    def why(self, actor: Actor, report_id: str, assertion_id: str) -> FactWhyView:
        """Why this reader may read one fact, and, of their own agency's, who else may."""
        demand(actor, Capability.READ)
        clause = ClauseView("GB-AL, version 1", "4.1", "Who suspects and convicted persons are may pass.")
        return FactWhyView(
            assertion_id, report_id, "Name", "Primjer Uzorak", (clause,), "Under GB-AL 4.1", (_why("AL"),)
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _in_force() -> InForceView:
    return InForceView("GB-AL", 1, "United Kingdom and Albania", "in-force", "In force, signed by 2 of 2", 2, 2)


def _opening() -> OpeningView:
    clause = ClauseView("GB-AL, version 1", "4.1", "Who suspects and convicted persons are may pass.")
    return OpeningView("investigate", "suspect", "Suspects", "identity", "Identity", "goes", "May pass", (), (clause,))


def _cell(sender: str, recipient: str) -> CellView:
    return CellView(sender, recipient, (_in_force(),), 1, (_opening(),), ())


def _why(recipient: str) -> WhyView:
    clause = ClauseView("GB-AL, version 1", "4.1", "Who suspects and convicted persons are may pass.")
    return WhyView(recipient, recipient, "goes", "It goes, by GB-AL 4.1.", (), (clause,))
