"""The agreements and profiles that ship: what each must carry, and what all of them open together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from headwater.agreements import (
    PURPOSES,
    Agreement,
    Asked,
    Document,
    Held,
    Matrix,
    Profile,
    Register,
    changes,
    check,
    make_key,
    party_key,
    shipped,
    sign,
)
from headwater.intake import Entry, Given, reader_for
from headwater.intake.selection import SHIPPED
from headwater.model import DraftReport, Label
from headwater.model.schema import group_of

FOLDER = SHIPPED["synthetic"].path.parent.parent / "agreements"
AGREEMENTS = [one for one in shipped() if isinstance(one, Agreement)]
PROFILES = [one for one in shipped() if isinstance(one, Profile)]
BLANK = sorted(FOLDER.glob("blank/*.yaml"))
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
SIX = ("AL", "BA", "XK", "ME", "MK", "RS")


def named(document: Document) -> str:
    return document.key


@pytest.fixture(scope="module")
def register() -> Register:
    """What a demonstration holds: everything that ships, first versions signed by all, later ones by nobody."""
    keys = {party: make_key() for one in AGREEMENTS for party in one.parties}
    held = [Held(one, tuple(sign(one, keys[party], party, AT) for party in signers(one)), "") for one in AGREEMENTS]
    directory = [party_key(party, key.public(), origin="Made for a test.", at=AT) for party, key in keys.items()]
    return Register(held, PROFILES, directory)


def signers(agreement: Agreement) -> Iterable[str]:
    return agreement.parties if agreement.version == 1 else ()


@pytest.fixture(scope="module")
def matrix(register: Register) -> Matrix:
    return register.matrix(AT)


@pytest.fixture(scope="module")
def brook() -> list[tuple[str, str, Label]]:
    """Each line of the synthetic group as (agency, reference, label)."""
    reader = reader_for("headwater")
    opened = reader.open(SHIPPED["synthetic"].path, "SYN", Given())
    reports = [reader.read(entry, opened.source) for entry in opened if isinstance(entry, Entry)]
    return [(report.agency, report.reference, label) for report in reports for label in labels_of(report)]


def labels_of(report: DraftReport) -> list[Label]:
    return [
        Label(
            agency=report.agency,
            schema=said.schema,
            group=group_of(said.schema, said.prop).value,
            category=said.category,
            case=report.case,
            releasable_to=report.releasable_to,
            handling=" ".join(report.handling.codes),
            classification=report.classification,
            agreement=report.agreement,
            agreement_version=report.agreement_version,
            synthetic=report.synthetic,
        )
        for said in report.assertions
    ]


def read_at_gb(register: Register, brook: list[tuple[str, str, Label]], purpose: str) -> Counter[str]:
    labels = [label for _, _, label in brook]
    opened = register.decide(Asked("GB", purpose, AT, holder="GB"), labels)
    return Counter(agency for (agency, _, _), goes in zip(brook, opened, strict=True) if goes)


def outcomes(matrix: Matrix, sender: str, recipient: str, about: str) -> set[str]:
    return {one.outcome for one in matrix.cell(sender, recipient).openings if one.about == about}


def test_what_ships_is_there() -> None:
    assert [one.key for one in AGREEMENTS] == [
        "FX-6/2", "FX-6/1", "GB-AL/2", "GB-AL/1", "GB-FRONTEX/1", "GB-MK/1", "GB-RS/1", "GB-XK/1",
    ]  # fmt: skip
    assert {one.party for one in PROFILES} == {"GB", "FRONTEX", "EUROPOL", *SIX}


@pytest.mark.parametrize("document", shipped(), ids=named)
def test_it_says_that_it_illustrates(document: Document) -> None:
    assert document.illustrative
    assert document.text.startswith("# Illustrative:")


@pytest.mark.parametrize("document", shipped(), ids=named)
def test_each_fact_has_its_source(document: Document) -> None:
    facts = document.facts if isinstance(document, Agreement) else document.law
    assert facts
    assert all(fact.fact and fact.source for fact in facts)


@pytest.mark.parametrize("agreement", [one for one in AGREEMENTS if one.id == "FX-6"], ids=named)
def test_an_announcement_is_called_no_legal_basis(agreement: Agreement) -> None:
    [announced] = [fact.fact for fact in agreement.facts if "announcement" in fact.fact]
    assert "no legal basis" in announced
    assert "No text was found" in announced


@pytest.mark.parametrize("agreement", AGREEMENTS, ids=named)
def test_it_is_in_force_for_years(agreement: Agreement) -> None:
    assert agreement.begins == f"{2025 + agreement.version}-01-01"
    assert not agreement.ends or date.fromisoformat(agreement.ends) >= date(2028, 12, 31)


@pytest.mark.parametrize("agreement", AGREEMENTS, ids=named)
def test_its_examples_cover_what_matters(agreement: Agreement) -> None:
    going = [one for one in agreement.examples if one.outcome == "goes"]
    staying = [one for one in agreement.examples if one.outcome == "stays"]
    assert min(len(going), len(staying)) >= 5
    assert {one.data.category for one in staying} & {"victim", "witness"}
    assert {"ethnicity", "religion", "political"} & {one.data.property for one in staying}
    assert {code for one in staying for code in one.data.handling} >= {"H2", "TLP:RED"}
    served = {one.purpose for one in agreement.purposes}
    assert {one.purpose for one in staying} - served or served == set(PURPOSES)
    assert "contact" in {one.data.category for one in staying}


@pytest.mark.parametrize("path", BLANK, ids=lambda path: path.name)
def test_a_blank_lists_what_is_to_be_filled_in(path: Path) -> None:
    checked = check(path)
    assert not checked.ok
    lines = path.read_text(encoding="utf-8").splitlines()
    empty = {number for number, line in enumerate(lines, 1) if line.rstrip().endswith(":") and is_field(lines, number)}
    told = {int(problem.where.rpartition(":")[2]) for problem in checked.problems}
    assert empty
    assert empty <= told
    assert "does not load" in lines[0]
    assert all(problem.remedy for problem in checked.problems)


def is_field(lines: list[str], number: int) -> bool:
    """Whether a line that ends in a colon is a field left empty, and not the head of a list or mapping."""
    following = next((line for line in lines[number:] if line.strip() and not line.lstrip().startswith("#")), "")
    here = len(lines[number - 1]) - len(lines[number - 1].lstrip(" -"))
    return not lines[number - 1].startswith("#") and len(following) - len(following.lstrip(" ")) <= here


@pytest.mark.parametrize("purpose", ["investigate", "develop"])
def test_a_british_analyst_reads_the_group_but_what_frontex_says_of_people(register, brook, purpose) -> None:
    read = read_at_gb(register, brook, purpose)
    held = Counter(agency for agency, _, _ in brook)
    assert {agency: held[agency] - read[agency] for agency in held} == {
        "GB": 0,
        "AL": 3,
        "MK": 0,
        "RS": 0,
        "FRONTEX": 23,
    }
    suspect = [label for _, reference, label in brook if reference == "SYN-FX-2026-0287"]
    assert not any(register.decide(Asked("GB", purpose, AT, holder="GB"), suspect))


def test_a_wrong_purpose_reads_what_is_british_alone(register, brook) -> None:
    assert set(read_at_gb(register, brook, "other")) == {"GB"}
    assert set(read_at_gb(register, brook, "test")) == {"GB"}
    assert set(read_at_gb(register, brook, "search-and-rescue")) == {"GB", "FRONTEX"}


def test_no_suspect_passes_from_frontex_to_any_party(matrix) -> None:
    for recipient in ("GB", *SIX):
        for about in ("suspect", "convicted", "contact", "victim", "witness"):
            assert outcomes(matrix, "FRONTEX", recipient, about) <= {"stays"}
        assert "some" in outcomes(matrix, "FRONTEX", recipient, "thing")


@pytest.mark.parametrize(
    ("sender", "passes"), [("AL", True), ("BA", True), ("ME", True), ("MK", True), ("RS", False), ("XK", False)]
)
def test_suspects_pass_to_frontex_where_a_status_agreement_holds(matrix, sender, passes) -> None:
    assert ("goes" in outcomes(matrix, sender, "FRONTEX", "suspect")) is passes
    assert "some" in outcomes(matrix, sender, "FRONTEX", "thing")


@pytest.mark.parametrize("sender", SIX)
def test_no_person_passes_between_kosovo_and_the_five(matrix, sender) -> None:
    assert outcomes(matrix, sender, "XK", "suspect") <= {"stays"}
    assert outcomes(matrix, "XK", sender, "suspect") <= {"stays"}


@pytest.mark.parametrize("party", ["BA", "ME"])
def test_without_an_agreement_the_cell_says_what_is_needed(matrix, party) -> None:
    for pair in (("GB", party), (party, "GB")):
        cell = matrix.cell(*pair)
        assert (cell.opens, cell.agreements) == (0, ())
        assert cell.needs


def test_no_victim_no_witness_and_nothing_special_passes_anywhere(matrix) -> None:
    kept = [
        one
        for cell in matrix.cells
        for one in cell.openings
        if one.about in ("victim", "witness") or one.kind == "special"
    ]
    assert {one.outcome for one in kept} <= {"stays"}


@pytest.mark.parametrize(
    ("id", "kinds"),
    [
        ("FX-6", {"opened": {"4.5", "4.6"}, "closed": {"4.4", "4.7"}, "shorter": {"8.3"}, "added": {"2.5"}}),
        ("GB-AL", {"opened": {"4.7"}, "closed": {"6.3"}, "shorter": {"8.2", "8.4"}}),
    ],
)
def test_a_proposal_has_something_to_show(id, kinds) -> None:
    old, new = (next(one for one in AGREEMENTS if (one.id, one.version) == (id, version)) for version in (1, 2))
    found = changes(old, new)
    assert {kind: {one.clause for one in found if one.kind == kind} for kind in kinds} == kinds


@pytest.mark.parametrize("key", ["FX-6/2", "GB-AL/2"])
def test_a_proposal_opens_nothing(register, key) -> None:
    id, version = key.split("/")
    assert register.standing(id, int(version), AT).state == "proposed"
    assert int(version) not in [one.version for one in register.in_force(AT) if one.id == id]
