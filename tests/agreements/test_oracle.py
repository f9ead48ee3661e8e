"""Cedar's answers and an independent reading of the terms agree, over agreements, profiles and labels of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec import structs, to_builtins
from tests.agreements.oracle import passes
from tests.agreements.worlds import NOON, key_of

from headwater.agreements import Agreement, Asked, Held, Profile, Register, digest, party_key, sign
from headwater.agreements.compiling import Compiled
from headwater.agreements.questions import question
from headwater.agreements.terms import (
    ABOUT,
    PURPOSES,
    TLP_ORDER,
    Ceiling,
    Never,
    Onward,
    Purpose,
    Readers,
    Share,
)
from headwater.classification import Classification
from headwater.model import Label, SubjectCategory
from headwater.model.handling import HANDLING_WORDS
from headwater.model.schema import Group

PARTIES = ("AA", "BB", "CC", "DD")
OUTSIDER = "EE"
GROUPS = tuple(group.value for group in Group)
SCHEMATA = ("Person", "Vehicle", "Boat", "Passport", "Phone", "Engine", "Identification", "Thing")
ROLES = ("analyst", "liaison", "border")
ZONES = ("UTC", "Europe/London", "Africa/Cairo", "Pacific/Auckland")


def some(words: tuple[str, ...], least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), min_size=least, max_size=most, unique=True).map(tuple)


def seldom(words: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly nothing: what narrows everywhere opens nothing, and tests little."""
    return st.one_of(st.just(()), st.just(()), some(words, least=1, most=most))


SELECTED = {"about": seldom(ABOUT, most=6), "groups": seldom(GROUPS, most=7), "schemata": seldom(SCHEMATA)}


def shares(parties: tuple[str, ...], purposes: tuple[str, ...] = ()) -> st.SearchStrategy[Share]:
    return st.builds(
        Share,
        **SELECTED,
        clause=st.sampled_from(("1", "2", "3")),
        sentence=st.just("It may pass."),
        from_=seldom(parties),
        to=seldom(parties),
        purposes=seldom(purposes) if purposes else st.just(()),
    )


def nevers(parties: tuple[str, ...]) -> st.SearchStrategy[Never]:
    narrow = st.builds(
        Never,
        about=some(ABOUT, least=1),
        groups=seldom(GROUPS),
        schemata=seldom(SCHEMATA),
        clause=st.just("6"),
        sentence=st.just("It stays."),
        from_=seldom(parties),
        to=seldom(parties),
    )
    return st.one_of(narrow, st.just(Never(clause="6.1", sentence="The young stay.", protected=True)))


CEILINGS = st.one_of(
    st.builds(Ceiling, st.just("5.1"), st.just("s"), st.sampled_from([one.mark for one in Classification])),
    st.builds(Ceiling, st.just("5.2"), st.just("s"), tlp=st.sampled_from(TLP_ORDER)),
    st.builds(Ceiling, st.just("5.3"), st.just("s"), not_handling=some(tuple(HANDLING_WORDS), least=1)),
)
ONWARD = st.builds(Onward, st.just("7"), st.just("s"), st.sampled_from(("never", "parties", "consent")))
FIRST_DAYS = st.sampled_from(("2026-03-29", "2026-03-29", "2026-05-31", "2026-06-01", "2026-06-02"))
LAST_DAYS = st.sampled_from(("", "", "2026-10-25", "2026-06-02", "2026-06-01"))


@st.composite
def agreements(draw: st.DrawFn, id: str, version: int) -> Agreement:
    parties = draw(st.one_of(st.just(PARTIES), st.just(PARTIES[:3]), some(PARTIES, least=2, most=4)))
    purposes = draw(st.one_of(st.just(tuple(PURPOSES)), some(tuple(PURPOSES), least=1)))
    begins = draw(FIRST_DAYS)
    agreement = Agreement(
        id=id,
        version=version,
        title="t",
        parties=parties,
        begins=begins,
        ends=draw(LAST_DAYS.filter(lambda day: not day or day >= begins)),
        time_zone=draw(st.sampled_from(ZONES)),
        purposes=tuple(Purpose("2", purpose, "s") for purpose in purposes),
        may_share=tuple(draw(st.lists(shares(parties, purposes), min_size=1, max_size=4))),
        never=tuple(draw(st.lists(nevers(parties), max_size=1))),
        ceilings=tuple(draw(st.lists(CEILINGS, max_size=2))),
        onward=draw(ONWARD),
        readers=tuple(draw(st.lists(st.builds(Readers, st.just("3"), st.just("s"), some(ROLES, least=1)), max_size=1))),
        examples=(),
    )
    agreement = structs.replace(agreement, plain=to_builtins(agreement))
    return structs.replace(agreement, digest=digest(agreement))


def profiles(party: str) -> st.SearchStrategy[Profile]:
    others = (*PARTIES, OUTSIDER)
    return st.builds(
        Profile,
        party=st.just(party),
        version=st.just(1),
        called=st.just("n"),
        may_hold=st.lists(shares(others), max_size=3).map(tuple),
        may_pass=st.lists(shares(others), max_size=3).map(tuple),
        never_hold=st.lists(nevers(others), max_size=1).map(tuple),
        never_pass=st.lists(nevers(others), max_size=1).map(tuple),
        onward=st.lists(ONWARD, max_size=1).map(tuple),
    )


@dataclass(frozen=True)
class World:
    held: list[tuple[Held, set[str]]]
    profiles: dict[str, Profile]

    def register(self) -> Register:
        directory = [party_key(one, key_of(one).public(), origin="A test.", at=NOON) for one in PARTIES]
        return Register([held for held, _ in self.held], list(self.profiles.values()), directory)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    held = []
    for id, version in draw(
        st.sampled_from(([("A", 1)], [("A", 1), ("A", 2)], [("A", 1), ("B", 1)], [("A", 2), ("B", 3)]))
    ):
        agreement = draw(agreements(id, version))
        all_sign = draw(st.sampled_from((True, True, True, False)))
        signing = set(agreement.parties) if all_sign else set(draw(some(agreement.parties)))
        texts = tuple(sign(agreement, key_of(party), party, NOON) for party in sorted(signing))
        held.append((Held(agreement, texts), signing))
    generous = Share(clause="1", sentence="s", about=ABOUT, groups=GROUPS)
    found = {}
    for party in (*PARTIES, OUTSIDER):
        kind = draw(st.sampled_from((*["generous"] * 8, "narrow", "missing")))
        if kind == "narrow":
            found[party] = draw(profiles(party))
        elif kind == "generous":
            found[party] = Profile(party, 1, "n", may_hold=(generous,), may_pass=(generous,))
    return World(held, found)


CATEGORIES = (None, None, SubjectCategory.SUSPECT, SubjectCategory.CONTACT, *SubjectCategory)
LABELS = st.builds(
    Label,
    agency=st.sampled_from((*PARTIES, *PARTIES[:2], OUTSIDER)),
    schema=st.sampled_from(SCHEMATA),
    group=st.sampled_from(GROUPS),
    category=st.sampled_from(CATEGORIES),
    releasable_to=st.one_of(st.just(()), seldom((*PARTIES, OUTSIDER))),
    handling=st.one_of(*[st.just("")] * 3, st.just("X9"), some((*HANDLING_WORDS, "X9"), most=2).map(" ".join)),
    classification=st.sampled_from((*[Classification.OFFICIAL] * 3, *Classification)),
    agreement=st.sampled_from((*[""] * 12, "A", "A", "B", "Z")),
    published=st.sampled_from((*[False] * 7, True)),
)
QUESTIONS = st.builds(
    Asked,
    recipient=st.sampled_from((*PARTIES, *PARTIES[2:], OUTSIDER)),
    purpose=st.sampled_from((*list(PURPOSES) * 4, "", "other", "supervise", "test")),
    at=st.integers(-3 * 24, 3 * 24).map(lambda hours: datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(hours=hours)),
    holder=st.sampled_from((*[""] * 6, *PARTIES, OUTSIDER)),
    sender=st.sampled_from((*[""] * 12, *PARTIES)),
    roles=st.frozensets(st.sampled_from(ROLES), max_size=1),
)


@hypothesis_settings(max_examples=60)
@given(worlds(), st.lists(QUESTIONS, min_size=2, max_size=6), st.lists(LABELS, min_size=10, max_size=40))
def test_cedar_and_the_plain_reading_agree(world: World, questions: list[Asked], labels: list[Label]):
    register = world.register()
    for asked in questions:
        expected = [passes(world.held, world.profiles, asked, label) for label in labels]
        assert register.decide(asked, labels) == expected


@hypothesis_settings(max_examples=40)
@given(worlds(), QUESTIONS, st.lists(LABELS, min_size=1, max_size=20))
def test_what_is_explained_is_what_is_decided(world: World, asked: Asked, labels: list[Label]):
    register = world.register()
    explained = [register.explain(asked, label) for label in labels]
    assert [one.goes for one in explained] == register.decide(asked, labels)
    for one in explained:
        assert one.goes == (one.bound_by == ())
        assert one.goes == all(part.allows for part in one.parts)
        assert one.sentence
        assert one.sentence[-1] in ".!?"


@hypothesis_settings(max_examples=40)
@given(worlds(), QUESTIONS, st.lists(LABELS, min_size=1, max_size=20))
def test_whoever_is_protected_goes_nowhere_that_others_do_not(world: World, asked: Asked, labels: list[Label]):
    register = world.register()
    for label in labels:
        decision = register.explain(asked, label, protected=True)
        if decision.goes:
            assert label.agency == asked.recipient or (label.published and asked.recipient == asked.holder)
            assert register.explain(asked, label).goes


@hypothesis_settings(max_examples=40)
@given(agreements("A", 1), QUESTIONS, st.lists(LABELS, min_size=1, max_size=20), st.booleans())
def test_what_a_question_leaves_out_changes_no_answer(
    agreement: Agreement, asked: Asked, labels: list[Label], protected: bool
):
    whole, seeing = Compiled(agreement), Compiled(agreement)
    for label in labels:
        put = question("share", label, asked.recipient, asked.purpose, protected)
        put = put._replace(holder=asked.holder, roles=asked.roles)
        assert whole.answers([put])[put].allows == seeing.answer(put).allows


@hypothesis_settings(max_examples=40)
@given(st.sampled_from(PARTIES).flatmap(profiles), QUESTIONS, st.lists(LABELS, min_size=1, max_size=20))
def test_what_a_question_to_a_profile_leaves_out_changes_no_answer(profile: Profile, asked: Asked, labels: list[Label]):
    whole, seeing = Compiled(profile), Compiled(profile)
    for label in labels:
        for action in ("send", "hold"):
            put = question(action, label, asked.recipient, asked.purpose, False)._replace(holder=asked.holder)
            assert whole.answers([put])[put].allows == seeing.answer(put).allows
