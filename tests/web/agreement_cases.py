"""Hand-made answers about agreements, for what a page shows in states that a small node does not come into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from headwater.desk import Actor, Desk
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
from headwater.errors import NotFound

AT = "2026-11-24T15:00:00+00:00"
NAMES = {
    "GB": "United Kingdom",
    "FRONTEX": "Frontex",
    "AL": "Albania",
    "BA": "Bosnia and Herzegovina",
    "XK": "Kosovo",
    "ME": "Montenegro",
    "MK": "North Macedonia",
    "RS": "Serbia",
}
PARTIES = tuple(PartyView(code, name, code != "XK") for code, name in NAMES.items())
SIX = ("AL", "BA", "XK", "ME", "MK", "RS")
FOUNDING = InForceView(
    "FRONTEX-6", 2, "Frontex and six states", "in-force", "In force, signed by 7 of 7", 7, 7, True, "2026-01-01", ""
)
GB_AL = InForceView(
    "GB-AL",
    1,
    "United Kingdom and Albania, organised immigration crime",
    "in-force",
    "In force, signed by 2 of 2",
    2,
    2,
    True,
    "2026-01-01",
    "2028-12-31",
)
GB_MK = InForceView(
    "GB-MK",
    1,
    "United Kingdom and North Macedonia",
    "part-signed",
    "Signed by 1 of 2",
    1,
    2,
    True,
    "2026-01-01",
    "2028-12-31",
)
GB_RS = InForceView(
    "GB-RS",
    1,
    "United Kingdom and Serbia",
    "ended",
    "Ended on 30 June 2026",
    2,
    2,
    True,
    "2026-01-01",
    "2026-06-30",
)

KINDS = {
    "identity": "Identity",
    "contact": "Phones and accounts",
    "document": "Documents",
    "role": "Role in groups",
    "place": "Places",
    "money": "Money and property",
    "listing": "Listings",
    "note": "Notes",
    "special": "Ethnicity, religion, politics",
}
ABOUTS = {
    "suspect": "Suspect",
    "convicted": "Convicted",
    "contact": "Contact or associate",
    "listed": "On a public list",
    "victim": "Victim",
    "witness": "Witness",
    "thing": "No person",
}
SHARED = ClauseView("GB-AL, version 1", "4.1", "Who suspects and convicted persons are may pass.", True)
THINGS = ClauseView("GB-AL, version 1", "4.5", "Vehicles, boats and engines may pass, without who used them.", True)
NEVER = ClauseView("GB-AL, version 1", "6.3", "Anyone under 18, and victims and witnesses, stay.", True)
SPECIAL = ClauseView("GB-AL, version 1", "6.4", "Ethnicity, religion and political opinion stay.", True)
ONLY = ClauseView(
    "Profile of FRONTEX",
    "Art. 90(2)",
    "Data of suspects pass to Europol, Eurojust and the police of member states only.",
    True,
)
OWN = ClauseView("Headwater", "", "Victims, witnesses and anyone under 18 never pass to another agency.")


def opening(about: str, kind: str, outcome: str, bound_by: tuple[str, ...], *clauses: ClauseView) -> OpeningView:
    """The answer for one kind of data."""
    words = {"goes": "May pass", "stays": "Stays", "some": "Some may pass"}[outcome]
    return OpeningView("investigate", about, ABOUTS[about], kind, KINDS[kind], outcome, words, bound_by, clauses)


def _answer(about: str, kind: str) -> OpeningView:
    if about in ("victim", "witness"):
        return opening(about, kind, "stays", ("agreement", "headwater"), NEVER, OWN)
    if kind == "special":
        return opening(about, kind, "stays", ("agreement",), SPECIAL)
    if about == "thing":
        return opening(about, kind, "some", ("agreement",), THINGS)
    if about in ("suspect", "convicted") or kind in ("identity", "contact"):
        return opening(about, kind, "goes", (), SHARED)
    return opening(about, kind, "stays", ("agreement",))


OPEN = tuple(_answer(about, kind) for kind in KINDS for about in ABOUTS)
OTHER = tuple(replace(answer, purpose="risk-analysis", outcome="stays", words="Stays") for answer in OPEN)
LEFT = tuple(
    opening(about, kind, "some", (), THINGS) if about == "thing" else opening(about, kind, "stays", ("sender",), ONLY)
    for kind in KINDS
    for about in ABOUTS
)
BOUND = tuple(opening(about, kind, "stays", ("sender",), ONLY) for kind in KINDS for about in ABOUTS)
NO_PROFILE = "No profile of XK is held here, so nothing is known of what its law allows."
NO_AGREEMENT = "An agreement between {} and {} that both have signed."


def cell(sender: str, recipient: str) -> CellView:
    """What the founding partners have between them, of one pair."""
    pair = {sender, recipient}
    held = [(GB_AL, {"GB", "AL"}), (GB_MK, {"GB", "MK"}), (GB_RS, {"GB", "RS"}), (FOUNDING, {"FRONTEX", *SIX})]
    found = tuple(one for one, parties in held if pair <= parties)
    needs = [NO_AGREEMENT.format(sender, recipient)] if not found else []
    needs += [NO_PROFILE] if "XK" in pair else []
    openings = BOUND if "XK" in pair else LEFT if sender == "FRONTEX" else (*OPEN, *OTHER)
    in_force = bool(found) and found[0].state == "in-force" and "XK" not in pair
    return CellView(sender, recipient, found, 30 if in_force else 0, openings if found else (), tuple(needs))


MATRIX = MatrixView(AT, PARTIES, tuple(cell(a, b) for a in NAMES for b in NAMES if a != b))

AGREEMENT = AgreementView(
    id="GB-AL",
    version=1,
    title=GB_AL.title,
    illustrative=True,
    state="in-force",
    state_words=GB_AL.state_words,
    parties=(PARTIES[0], PARTIES[2]),
    sender="GB",
    recipient="AL",
    begins="2026-01-01",
    ends="2028-12-31",
    time_zone="Europe/London",
    purposes=(
        ClauseView("GB-AL, version 1", "2.1", "To investigate facilitation of illegal entry.", True),
        ClauseView("GB-AL, version 1", "2.2", "To analyse risk, in aggregate.", True),
    ),
    purpose="investigate",
    table=(*OPEN, *OTHER),
    never=(NEVER, SPECIAL),
    conditions=(ClauseView("GB-AL, version 1", "5.4", "Not used in court without the sender's word.", True),),
    ceilings=(
        ClauseView("GB-AL, version 1", "5.1", "Nothing above OFFICIAL-SENSITIVE passes.", True),
        ClauseView("GB-AL, version 1", "5.2", "Nothing above TLP:AMBER passes.", True),
    ),
    onward=ClauseView("GB-AL, version 1", "7.1", "Passed on only with the word of whoever reported it.", True),
    kept_for=(
        KeptForView("Convicted", "5 years", "1 year", ClauseView("GB-AL, version 1", "8.1", "", True)),
        KeptForView("Contact or associate", "1 year", "", ClauseView("GB-AL, version 1", "8.2", "", True)),
    ),
    examples=(
        ExampleView("A suspect's phone goes from AL to GB", True, "Goes, by 4.1."),
        ExampleView("A witness's phone stays", True, "Stays, by 6.3."),
    ),
    facts=(FactView("2018-07", "An agreement on crime information is signed.", "A broadcaster, 6 July 2018"),),
    signatures=(
        SignatureView("GB", "good", "Signed", "kid-gb-0123456789", "This node's own key", AT),
        SignatureView("AL", "good", "Signed", "kid-al-0123456789", "Made at the first start", AT),
    ),
    versions=(
        VersionView(1, "in-force", "In force, signed by 2 of 2", AT),
        VersionView(2, "proposed", "Proposed, signed by nobody", AT),
    ),
    digest="9c1e44d07ab2" + "0" * 52,
    text="format: headwater-agreement/1\nagreement: GB-AL  # <b>not markup</b>\nversion: 1\n",
    recall=(ClauseView("GB-AL, version 1", "9.1", "What is recalled is erased within 24 hours.", True),),
    own_party="GB",
)
PROPOSAL = replace(
    AGREEMENT,
    version=2,
    state="part-signed",
    state_words="Signed by 1 of 2",
    signatures=(
        SignatureView("GB", "missing", "Not signed yet", "", "", ""),
        SignatureView("AL", "bad", "Signed with a key that is revoked", "kid-al-0123456789", "By courier", AT),
    ),
    versions=AGREEMENT.versions,
    may_sign=True,
    may_withdraw=True,
)
COMPARISON = ComparisonView(
    "GB-AL",
    1,
    2,
    "Proposed, signed by nobody",
    (
        ChangeLineView("opened", "4.4", "Roles of contacts may pass, marked as assessment.", 212),
        ChangeLineView("added", "2.3", "To search and rescue at sea.", 0),
        ChangeLineView("shorter", "8.2", "Contacts are kept 1 year; it was 18 months.", 1),
        ChangeLineView("changed", "7.1", "Passed on only with the word of both."),
    ),
    GB_AL.title,
    True,
)
PROFILE = ProfileView(
    party="FRONTEX",
    version=1,
    name="European Border and Coast Guard Agency (Frontex)",
    illustrative=True,
    law=(ClauseView("Profile of FRONTEX", "Regulation (EU) 2019/1896, Art. 90", "Suspects' data pass to few."),),
    sources=("The regulation's text",),
    may_hold=(ClauseView("Profile of FRONTEX", "Art. 88(1)(c)", "Numbers of vehicles, boats and phones.", True),),
    may_pass=(ONLY,),
    never_hold=(),
    never_pass=(),
    conditions=(),
    onward=(ClauseView("Profile of FRONTEX", "Art. 86(5)", "No passing on to others.", True),),
    kept_for=(KeptForView("No person", "90 days", "", ClauseView("Profile of FRONTEX", "Art. 91(1)", "", True)),),
    authority="European Data Protection Supervisor",
    digest="44d0" * 16,
    text="format: headwater-profile/1\nparty: FRONTEX\n",
)
KEYS = (
    KeyView("kid-gb", "GB", "9c1e 44d0 7ab2 0000", "This node's own key", AT, "", True),
    KeyView("kid-al", "AL", "11aa 22bb 33cc 44dd", "By courier, 3 January 2026", AT, AT, False),
)


def why(recipient: str, outcome: str, *clauses: ClauseView) -> WhyView:
    """What one party may see of a fact."""
    sentence = clauses[0].sentence if clauses else "No agreement."
    return WhyView(recipient, NAMES[recipient], outcome, sentence, () if outcome == "goes" else ("agreement",), clauses)


FACT = FactWhyView(
    "assertion-1",
    "report-1",
    "Phone",
    "07700 900142",
    (),
    "Your own agency said it.",
    (why("AL", "goes", SHARED), why("FRONTEX", "stays", ONLY), why("XK", "stays")),
    True,
    "OFFICIAL-SENSITIVE",
    True,
)


EXPLANATION = ExplanationView(
    "GB",
    "AL",
    "investigate",
    "report-1",
    AT,
    (GB_AL,),
    1,
    1,
    (
        LineView("a-1", "e-1", "Person", "phone", "Phone", "07700 900142", "Suspect", why("AL", "goes", SHARED)),
        LineView("a-2", "e-2", "Person", "name", "Name", "", "Witness", why("AL", "stays", NEVER, OWN)),
    ),
    "OFFICIAL-SENSITIVE",
    True,
)


@dataclass
class Answers:
    """What a `HandMade` desk answers, and what it was asked to do."""

    matrix: MatrixView = MATRIX
    agreement: AgreementView = AGREEMENT
    comparison: ComparisonView = COMPARISON
    keys: tuple[KeyView, ...] = KEYS
    fact: FactWhyView = FACT
    asked: list[tuple[object, ...]] = field(default_factory=list)


class HandMade(Desk):
    """A desk that is the node's in everything but agreements."""

    answers: Answers

    @classmethod
    def over(cls, desk: Desk) -> HandMade:
        """This desk over the files that the node's own has open."""
        made = cls(desk._settings)
        made.__dict__.update(desk.__dict__)
        made.answers = Answers()
        return made

    def agreements(self, actor: Actor) -> MatrixView:
        return self.answers.matrix

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
        found = self.answers.agreement
        return replace(found, sender=sender or found.sender, recipient=recipient or found.recipient)

    def compare_agreements(self, actor: Actor, agreement_id: str, old: int, new: int) -> ComparisonView:
        return replace(self.answers.comparison, old_version=old, new_version=new)

    def party_keys(self, actor: Actor) -> tuple[KeyView, ...]:
        return self.answers.keys

    def profile(self, actor: Actor, party: str) -> ProfileView:
        if party != "FRONTEX":
            raise NotFound(f"No profile of {party} is held here.", where="party")
        return PROFILE

    def why(self, actor: Actor, report_id: str, assertion_id: str) -> FactWhyView:
        return self.answers.fact

    def explain_sharing(
        self, actor: Actor, sender: str, recipient: str, purpose: str, report_id: str
    ) -> ExplanationView:
        self.answers.asked.append(("explain", sender, recipient, purpose, report_id))
        return EXPLANATION

    def propose(self, actor: Actor, data: bytes, file_name: str) -> AgreementView:
        self.answers.asked.append(("propose", data, file_name))
        return PROPOSAL

    def add_profile(self, actor: Actor, data: bytes, file_name: str) -> ProfileView:
        self.answers.asked.append(("profile", data, file_name))
        return PROFILE
