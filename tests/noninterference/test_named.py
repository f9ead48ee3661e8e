"""Cases that have a name: arrival, a victim who is also a suspect, a new party, midnight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from tests.noninterference.browsers import Browser
from tests.noninterference.drawn_terms import drawn_terms, examples_of, plain_agreement, plain_profile
from tests.noninterference.histories import ADULT, JOINT, NAMES, PERSONS
from tests.noninterference.nodes import VIEWERS, Ground, Worlds, actor_of, made_ground
from tests.noninterference.terms import PARTIES, PURPOSES, Document, Terms
from tests.noninterference.worlds import NODE, PUBLIC_LIST, START, History, Played, Said, Step, id_of, opened

from headwater.agreements import Agreement, Asked, Held, Profile, Register, make_key, party_key, read, sign
from headwater.errors import NotFound
from headwater.model import DraftAssertion, DraftReport, Label, SubjectCategory
from headwater.model.schema import group_of, is_person, properties_of, schema_of, schemata

SUSPECT, VICTIM = SubjectCategory.SUSPECT, SubjectCategory.VICTIM
GUESTS = [viewer for viewer in VIEWERS if viewer.agency != NODE]


OPEN = Terms((plain_agreement("JOINT", PARTIES),), tuple(plain_profile(party) for party in PARTIES))


@pytest.fixture(scope="module")
def open_ground(folder: Path) -> Ground:
    """A node at which everything that may ever pass between its parties passes."""
    return made_ground(folder / "open", OPEN)


def person(key: str, name: str, category: SubjectCategory = SUSPECT, born: str = ADULT) -> Said:
    """What a report says of a person, and of their passport and their place in the gang."""
    said = [DraftAssertion(key, "Person", prop, value, category=category) for prop, value in named(name, born)]
    links = {
        f"{key}#passport": ("Passport", {"holder": key, "passportNumber": "X000141S7"}),
        f"{key}#role": ("GangMembership", {"member": key, "organization": "gang", "scriptRole": "driver"}),
    }
    said += [
        DraftAssertion(entity, schema, prop, value)
        for entity, (schema, values) in links.items()
        for prop, value in values.items()
    ]
    return tuple(said)


def named(name: str, born: str) -> tuple[tuple[str, str], ...]:
    """A person's own values."""
    return (("name", name), ("birthDate", born))


def came(agency: str, number: int, said: Said, case: str = "") -> Step:
    """A report of one agency comes in."""
    gang = (DraftAssertion("gang", "SmugglingGroup", "name", "Example Ford group"),)
    return Step("import", (DraftReport(agency, JOINT, f"{agency}-R{number}", (*gang, *said), case=case),))


@contextmanager
def played(worlds: Worlds, ground: Ground, folder: Path, *steps: Step) -> Iterator[Played]:
    """A node at which steps have happened."""
    node = opened(ground.template, folder)
    try:
        for place, step in enumerate(steps):
            node.begin(place, History.moment(place))
            node.take_in(place, step.drafts)
        yield node
    finally:
        node.close()


# -- arrival


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: viewer.name)
@pytest.mark.parametrize("hidden_first", [True, False])
def test_order_survives_hidden_earlier_reports(worlds, open_ground, viewer, hidden_first):
    """Forty reports that nobody here may read, before or after six that all may: not one byte of any answer moves."""
    secret = [came("UN", number, person(PERSONS[number % 6], NAMES[number % 5])) for number in range(40)]
    shown = [came(NODE, number, person(key, NAMES[number])) for number, key in enumerate(PERSONS)]
    steps = [*secret, *shown] if hidden_first else [*shown, *secret]
    assert worlds.compare(open_ground, History(tuple(steps)), [viewer], turn=3) == []


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize("order", list(permutations(["erase-value", "restrict"])))
def test_a_line_is_put_out_of_use_as_it_is_counted_after_another_was_erased(worlds, open_ground, order, number):
    """A protected person's paper, from which a line is erased and another restricted, in both orders."""
    steps = [came(NODE, 1, person("p0", NAMES[0])), came(NODE, 2, person("p1", NAMES[1], VICTIM), case="SYN-1")]
    steps += [Step(what, number=number) for what in order]
    for turn, viewer in enumerate(VIEWERS):
        assert worlds.compare(open_ground, History(tuple(steps)), [viewer], turn=turn) == []


def test_the_six_reports_are_read_by_all(worlds, open_ground, folder):
    shown = [came(NODE, number, person(key, NAMES[number])) for number, key in enumerate(PERSONS)]
    with played(worlds, open_ground, folder / "six", *shown) as node:
        for viewer in VIEWERS:
            assert node.desk.search(actor_of(node.desk, viewer), "X000141S7", limit=100).total == 12


# -- a victim in one report and a suspect in another


@pytest.mark.parametrize("viewer", [*GUESTS, VIEWERS[2], VIEWERS[3]], ids=lambda viewer: viewer.name)
@pytest.mark.parametrize("victim_first", [True, False])
@pytest.mark.parametrize("speaker", ["XK", NODE])
def test_a_victim_who_is_a_suspect_elsewhere_does_not_exist_for_partners(
    worlds, open_ground, viewer, victim_first, speaker
):
    """By no surface: not the person, what belongs to them, a count, a gap, a reason; nor that anything is withheld."""
    victim = came(speaker, 1, person("p0", NAMES[0], VICTIM), case="SYN-9")
    suspect = came("AL" if speaker == NODE else NODE, 2, person("p0", NAMES[0]))
    others = [came(NODE, 3, person("p1", NAMES[1])), came("AL", 4, person("p2", NAMES[2]))]
    steps = [victim, suspect, *others] if victim_first else [*others, suspect, victim]
    for turn in (0, 7):
        assert worlds.compare(open_ground, History(tuple(steps)), [viewer], turn) == []


def test_the_suspect_is_there_without_the_victim_s_report(worlds, open_ground, folder):
    steps = [came(NODE, 2, person("p0", NAMES[0])), came("XK", 1, person("p0", NAMES[0], VICTIM), case="SYN-9")]
    for number, there in ((1, 2), (2, 0)):
        with played(worlds, open_ground, folder / f"victim-{number}", *steps[:number]) as node:
            for viewer in VIEWERS:
                assert node.desk.search(actor_of(node.desk, viewer), "X000141S7").total == there


# -- a new party


def universe() -> list[Label]:
    """Every label that has no mark on it: agency, category, group and schema."""
    kinds = [
        (schema, group, category)
        for schema in schemata()
        if not schema_of(schema).abstract
        for group in sorted({group_of(schema, prop).value for prop in properties_of(schema)})
        for category in (tuple(SubjectCategory) if is_person(schema) else (None,))
    ]
    return [Label(sender, *kind) for sender in PARTIES for kind in kinds]


def register_of(terms: Terms) -> Register:
    """A register in which every party has signed everything."""
    keys = {party: make_key() for party in PARTIES}
    known = [party_key(party, key.public(), origin="An example", at=START) for party, key in keys.items()]
    documents = [read(text, name) for name, text in terms.documents()]
    held = [
        Held(one, tuple(sign(one, keys[party], party, START) for party in one.parties))
        for one in documents
        if isinstance(one, Agreement)
    ]
    return Register(held, [one for one in documents if isinstance(one, Profile)], known)


def opened_by(register: Register, labels: Sequence[Label]) -> set[tuple[str, str, Label]]:
    """What is open: recipient, purpose and label."""
    found = set()
    for recipient in PARTIES:
        for purpose in PURPOSES:
            for sender in PARTIES:
                asked = [label for label in labels if label.agency == sender != recipient]
                passes = register.decide(Asked(recipient, purpose, START, holder=sender), asked)
                found |= {(recipient, purpose, label) for label, goes in zip(asked, passes, strict=True) if goes}
    return found


@pytest.mark.parametrize("seed", range(6))
def test_adding_a_party_opens_exactly_what_the_matrix_said(seed):
    """Of generated terms, over every label that has no mark on it: what the new version's matrix says, and no more."""
    terms, new = drawn_terms(seed), PARTIES[1 + seed % 3]
    joint = for_any_party(next(one for one in terms.agreements if one["agreement"] == "JOINT"))
    register = register_of(Terms((joint | {"version": 2},), terms.profiles))
    fewer = joint | {"parties": [party for party in PARTIES if party != new]}
    before = register_of(Terms((fewer | {"examples": examples_of(fewer)},), terms.profiles))
    labels = universe()
    was, will = opened_by(before, labels), opened_by(register, labels)
    assert was < will
    assert all(new in (recipient, label.agency) for recipient, _, label in will - was)
    assert_matrix_says(register, labels, will)


def for_any_party(agreement: Document) -> Document:
    """The agreement in force, with clauses that speak of all its parties."""
    clauses = [
        {name: said for name, said in one.items() if name not in ("from", "to")} for one in agreement["may_share"]
    ]
    made = agreement | {"may_share": clauses, "in_force": {"from": "2026-01-01"}}
    return made | {"examples": examples_of(made)}


def assert_matrix_says(register: Register, labels: Sequence[Label], is_open: set[tuple[str, str, Label]]) -> None:
    """Fail unless each cell of the matrix says of each kind of data what deciding says of each label of that kind."""
    kinds: dict[tuple[str, str, str], list[Label]] = {}
    for label in labels:
        about = label.category.value if label.category else "thing"
        kinds.setdefault((label.agency, about, label.group), []).append(label)
    matrix = register.matrix(START)
    for sender, recipient in permutations(PARTIES, 2):
        said = {(one.purpose, one.about, one.kind): one.outcome for one in matrix.cell(sender, recipient).openings}
        for purpose in PURPOSES:
            for (agency, about, group), same in kinds.items():
                if agency == sender:
                    goes = [(recipient, purpose, label) in is_open for label in same]
                    outcome = "goes" if all(goes) else "some" if any(goes) else "stays"
                    assert said.get((purpose, about, group), "stays") == outcome, (sender, recipient, purpose, about)


# -- midnight


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("UTC", datetime(2026, 3, 29, tzinfo=UTC)),
        ("Europe/London", datetime(2026, 3, 29, tzinfo=UTC)),  # clocks go forward at 01:00 of that day
        ("Europe/Tirane", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 3, 28, 10, tzinfo=UTC)),
    ],
)
def test_an_agreement_that_ends_at_midnight_closes_an_open_session(worlds, folder, zone, ends):
    """The page and the API, without signing in again, stating a purpose again or anything else that happens."""
    terms = Terms(
        (
            plain_agreement(
                "GB-AL", (NODE, "AL"), time_zone=zone, in_force={"from": "2026-01-01", "until": "2026-03-28"}
            ),
        ),
        OPEN.profiles,
    )
    name = zone.replace("/", "-")
    ground = made_ground(folder / f"midnight-{name}", terms)
    eva = next(viewer for viewer in VIEWERS if viewer.name == "eva")
    with played(worlds, ground, folder / f"open-{name}", came(NODE, 0, person("p0", NAMES[0]))) as node:
        node.clock[0] = ends - timedelta(microseconds=1)
        session = worlds.browser(node, eva)
        assert statuses(session) == [200, 200, 200]
        assert NAMES[0].encode() in session.get("/search", q="hashim")
        node.clock[0] = ends
        assert statuses(session) == [404, 404, 200]
        assert NAMES[0].encode() not in session.get("/search", q="hashim")
        node.clock[0] = ends - timedelta(hours=1)  # set back, it stays closed
        assert statuses(session) == [404, 404, 200]
        with pytest.raises(NotFound):
            node.desk.entity(actor_of(node.desk, eva), id_of((JOINT, "p0")))


def statuses(session: Browser) -> list[int]:
    """How a page, the API and a page of the viewer's own rights answer."""
    entity = id_of((JOINT, "p0"))
    asked = (f"/entities/{entity}", f"/api/v1/entities/{entity}", "/agreements")
    return [int(session.get(path)[1:4]) for path in asked]


def test_hidden_imports_take_no_place_in_the_list_of_imports(worlds, open_ground, folder):
    """Three hundred runs of partners' reports after the one that all may know of: it is still there."""
    listed = DraftReport("UN", PUBLIC_LIST, "SYN.1", person("p0", NAMES[0]), published=True)
    steps = [Step("import", (listed,)), *(came("AL", number, person("p1", NAMES[1])) for number in range(300))]
    ana = next(viewer for viewer in VIEWERS if viewer.name == "ana")
    with played(worlds, open_ground, folder / "imports", *steps) as node:
        assert [view.list_id for view in node.desk.imports(actor_of(node.desk, ana))] == [PUBLIC_LIST]
