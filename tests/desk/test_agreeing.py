"""Agreements at the desk: kept and signed, shown clause by clause, and asked why a line goes or stays."""

from __future__ import annotations

import msgspec
import pytest
from tests.desk.agreed import agree, opened, text

from headwater.agreements import BadSignature, make_key, read, sign
from headwater.desk import Desk
from headwater.desk.demonstration import ORIGIN, install_agreements
from headwater.errors import BadInput, Conflict, Forbidden, NotFound, PurposeNeeded
from headwater.model import DraftAssertion, SubjectCategory

CASE = "investigate case SYN-014"
LATER = "2027-12-31"


@pytest.fixture
def desk(settings, clock):
    with opened(settings, clock, text(until=LATER)) as desk:
        yield desk


@pytest.fixture
def ana(desk):
    return desk.actor_named("ana", CASE, via="page")


@pytest.fixture
def alba(desk):
    return desk.actor_named("alba", CASE, via="page")


@pytest.fixture
def dora(desk):
    return desk.actor_named("dora", "supervise", via="page")


def take_in(desk, path):
    return desk.import_file(desk.operator(), path, format="headwater", agency="GB")


def reports(draft_of, **said):
    """GB's report of a person and AL's of another, each with a phone."""
    ours, theirs = draft_of(1, phone="+447700900111", **said), draft_of(2, phone="+447700900222", **said)
    return ours, msgspec.structs.replace(theirs, agency="AL")


# -- the register


def test_a_proposal_opens_nothing_until_every_party_has_signed(settings, clock, write_reports, draft_of):
    with opened(settings, clock) as desk:
        take_in(desk, write_reports(reports(draft_of)))
        ana, adam = (desk.actor_named(name, CASE if name == "ana" else "", via="page") for name in ("ana", "adam"))
        view = desk.propose(adam, text(until=LATER), "gb-al.yaml")
        assert (view.state, view.own_party, view.may_sign, view.may_withdraw) == ("proposed", "GB", True, True)
        assert {one.state for one in view.signatures} == {"missing"}
        assert desk.search(ana, "Uzorak2").total == 0
        desk.sign(adam, "GB-AL", 1)
        assert desk.agreement(ana, "GB-AL").state == "part-signed"
        assert desk.search(ana, "Uzorak2").total == 0

        key = make_key()
        jws = sign(read(text(until=LATER), "x.yaml"), key, "AL", clock())
        with pytest.raises(BadSignature, match="directory"):
            desk.add_signature(adam, jws)
        trusted = desk.trust(adam, "AL", key.public().jwk, "Handed over in person")
        signed = desk.add_signature(adam, jws)
        assert (signed.party, signed.state, signed.key_origin) == ("AL", "good", "Handed over in person")
        assert desk.agreement(ana, "GB-AL").state == "in-force"
        assert desk.search(ana, "Uzorak2").total == 1

        desk.revoke_key(adam, trusted.key_id)
        assert desk.agreement(ana, "GB-AL").state == "part-signed"
        assert desk.search(ana, "Uzorak2").total == 0


def test_the_register_is_there_after_a_restart(settings, clock):
    with opened(settings, clock, text(until=LATER)) as desk:
        before = desk.agreement(desk.operator(), "GB-AL"), desk.party_keys(desk.operator())
        desk.propose(desk.operator(), text(2, until=LATER), "second.yaml")
        desk.withdraw_proposal(desk.operator(), "GB-AL", 2)
    again = Desk.open(settings, now=clock)
    try:
        assert (again.agreement(again.operator(), "GB-AL"), again.party_keys(again.operator())) == before
    finally:
        again.close()


def test_a_version_is_refused_once_a_newer_one_is_signed(desk):
    adam = desk.actor_named("adam", "", via="page")
    with pytest.raises(Conflict):
        desk.propose(adam, text(until=LATER), "again.yaml")
    with pytest.raises(Conflict):
        desk.sign(adam, "GB-AL", 1)
    with pytest.raises(Conflict):
        desk.withdraw_proposal(adam, "GB-AL", 1)
    desk.propose(adam, text(2, until=LATER), "second.yaml")
    desk.withdraw_proposal(adam, "GB-AL", 2)
    with pytest.raises(NotFound):
        desk.agreement(adam, "GB-AL", 2)
    assert desk.propose(adam, text(2, until=LATER), "second.yaml").version == 2


def test_what_is_no_agreement_is_refused_with_its_place(desk):
    with pytest.raises(BadInput) as refused:
        desk.propose(desk.operator(), text().replace(b"outcome: goes", b"outcome: stays"), "broken.yaml")
    assert refused.value.where.startswith("broken.yaml:")
    profile = desk._parts.register.current.profile("AL").text.encode()
    with pytest.raises(BadInput, match="profile"):
        desk.propose(desk.operator(), profile, "profile.yaml")
    with pytest.raises(BadInput, match="agreement"):
        desk.add_profile(desk.operator(), text(), "gb-al.yaml")
    with pytest.raises(Conflict):
        desk.add_profile(desk.operator(), profile, "profile.yaml")


@pytest.mark.parametrize("name", ["ana", "dora", "alba"])
def test_who_may_agree(desk, name):
    actor = desk.actor_named(name, "", via="page")
    for change in (
        lambda: desk.propose(actor, text(2), "x.yaml"),
        lambda: desk.sign(actor, "GB-AL", 1),
        lambda: desk.add_signature(actor, "a..b"),
        lambda: desk.withdraw_proposal(actor, "GB-AL", 1),
        lambda: desk.trust(actor, "AL", "{}", "x"),
        lambda: desk.revoke_key(actor, "x"),
        lambda: desk.own_key(actor),
        lambda: desk.add_profile(actor, b"", "x.yaml"),
    ):
        with pytest.raises(Forbidden):
            change()
    assert desk.agreements(actor).cells


def test_each_change_has_its_intent_and_its_outcome_in_the_audit(desk, dora):
    adam = desk.actor_named("adam", "", via="page")
    desk.propose(adam, text(2, until=LATER), "second.yaml")
    desk.sign(adam, "GB-AL", 2)
    page = desk.audit_page(dora, record="GB-AL.2")
    said = [(entry.by, entry.reason) for entry in page.entries]
    assert said[-1] == ("adam", "Agreement proposed: begun")
    assert ("adam", "Agreement signed: begun") in said
    done = [entry.reason for entry in desk.audit_page(dora, by="adam").entries]
    assert "Agreement signed: done" in done


def test_the_private_key_of_the_node_is_in_no_answer(desk):
    key, jwk = desk.own_key(desk.operator())
    assert key.own
    assert '"d"' not in jwk
    assert [one.own for one in desk.party_keys(desk.operator()) if one.party == "GB"] == [True]


def test_how_long_things_are_kept_follows_what_is_agreed(desk):
    retention = desk._parts.store.retention()
    assert retention.agency == "GB"
    assert retention == desk._parts.register.retention()
    assert any(rule.party == "GB" for rule in retention.rules)


# -- reading them


def test_one_agreement_clause_by_clause(desk, ana):
    view = desk.agreement(ana, "GB-AL")
    assert (view.version, view.state, view.sender, view.recipient) == (1, "in-force", "GB", "AL")
    assert view.illustrative
    assert [clause.number for clause in view.never] == ["6.1"]
    assert view.onward.number == "7.1"
    opening = {(one.about, one.kind): one.outcome for one in view.table}
    assert opening["suspect", "identity"] == "goes"
    assert opening["suspect", "contact"] == "stays"
    assert opening["victim", "identity"] == "stays"
    assert all(example.passed for example in view.examples)
    turned = desk.agreement(ana, "GB-AL", sender="AL", recipient="GB")
    assert (turned.sender, turned.recipient) == ("AL", "GB")
    for pair in ({"sender": "RS"}, {"sender": "GB", "recipient": "GB"}):
        with pytest.raises(BadInput):
            desk.agreement(ana, "GB-AL", **pair)


def test_adding_a_party_opens_exactly_what_the_matrix_says(settings, clock, write_reports, draft_of):
    with opened(settings, clock) as desk:
        take_in(desk, write_reports(reports(draft_of)))
        ana = desk.actor_named("ana", CASE, via="page")
        assert desk.agreements(ana).cells == ()
        agree(desk, text(until=LATER))
        (cell,) = [one for one in desk.agreements(ana).cells if (one.sender, one.recipient) == ("AL", "GB")]
        said = {(one.about, one.kind) for one in cell.openings if one.outcome == "goes"}
        entity = desk.entity(ana, desk.search(ana, "Uzorak2").hits[0].id)
        labels = [label for label in desk._view(ana).seen if label.agency == "AL"]
        assert labels
        assert {(label.category.value, label.group) for label in labels} <= said
        assert {group.group for group in entity.groups} == {"identity"}
        assert desk.search(ana, "+447700900222").total == 0
        assert desk.search(ana, "+447700900111").total == 1


def test_the_table_of_a_proposal_is_what_could_pass(desk, ana):
    wider = text(2, until=LATER).replace(b"groups: [identity]", b"groups: [identity, contact]")
    wider = wider.replace(b"A suspect's phone stays", b"A convicted person stays")
    wider = wider.replace(b"property: phone, category: suspect", b"property: phone, category: convicted")
    desk.propose(desk.operator(), wider, "wider.yaml")
    view = desk.agreement(ana, "GB-AL", 2)
    assert view.state == "proposed"
    assert {one.outcome for one in view.table if (one.about, one.kind) == ("suspect", "contact")} == {"goes"}
    assert {(one.id, one.version) for one in desk.agreements(ana).held} == {("GB-AL", 1), ("GB-AL", 2)}
    changes = desk.compare_agreements(ana, "GB-AL", 1, 2).changes
    assert [change.kind for change in changes][:1] == ["opened"]


def test_a_party_s_profile(desk, ana):
    view = desk.profile(ana, "FRONTEX")
    assert (view.party, view.version, view.illustrative) == ("FRONTEX", 1, True)
    assert view.law
    assert view.may_hold
    with pytest.raises(NotFound):
        desk.profile(ana, "ZZ")


def test_the_demonstration_says_whose_keys_stand_for_nobody(empty_desk):
    install_agreements(empty_desk._parts, empty_desk.operator())
    install_agreements(empty_desk._parts, empty_desk.operator())
    keys = empty_desk.party_keys(empty_desk.operator())
    assert {key.origin for key in keys if not key.own} == {ORIGIN}
    assert len({key.party for key in keys}) == len(keys)
    held = {(one.id, one.version): one.state for one in empty_desk.agreements(empty_desk.operator()).held}
    assert held["GB-AL", 1] == "in-force"
    assert held["GB-AL", 2] == "proposed"


# -- counting


def test_who_is_told_how_many_lines_a_change_touches(desk, ana, alba, dora, write_reports, draft_of):
    take_in(desk, write_reports(reports(draft_of)))
    was = text(2, until=LATER)
    will = text(3, until=LATER).replace(b"groups: [identity]", b"groups: [identity, contact]")
    will = will.replace(b"property: phone, category: suspect", b"property: phone, category: convicted")

    def lines(actor):
        found = desk.compare_texts(actor, was, will).changes
        return [change.lines for change in found if change.kind == "opened"]

    assert lines(dora) == [2]
    assert lines(ana) == [1]
    assert lines(alba) == [1]
    assert lines(desk.operator()) == [-1]
    assert lines(desk.actor_named("adam", "", via="page")) == [-1]


# -- why


def victim_too(draft):
    victim = DraftAssertion("person-9", "Person", "name", "Jelena Primerak", category=SubjectCategory.VICTIM)
    return msgspec.structs.replace(draft, case="SYN-014", assertions=(*draft.assertions, victim))


@pytest.fixture
def held(desk, write_reports, draft_of, ana):
    """Ids of GB's report, which speaks of a victim too, and of AL's."""
    ours, theirs = reports(draft_of)
    take_in(desk, write_reports([victim_too(ours), msgspec.structs.replace(theirs, case="SYN-014")]))
    return tuple(
        desk.entity(ana, desk.search(ana, name).hits[0].id).groups[0].properties[0].values[0].sources[0].report_id
        for name in ("Uzorak1", "Uzorak2")
    )


def lines_of(view):
    return sorted((line.label, line.text, line.why.outcome) for line in view.lines)


def test_the_officer_is_told_of_every_line(desk, dora, held):
    ours, theirs = held
    view = desk.explain_sharing(dora, "GB", "AL", "investigate", ours)
    assert (view.goes, view.stays) == (1, 2)
    assert lines_of(view) == [
        ("Name", "Jelena Primerak", "stays"),
        ("Name", "Primjer Uzorak1", "goes"),
        ("Phone", "+447700900111", "stays"),
    ]
    (victim,) = [line for line in view.lines if line.category == "victim"]
    assert "6.1" in {clause.number for clause in victim.why.clauses}
    onward = desk.explain_sharing(dora, "GB", "RS", "investigate", theirs)
    assert onward.goes == 0
    assert desk.explain_sharing(dora, "GB", "AL", "investigate", theirs).stays == 0  # it is AL's own
    with pytest.raises(PurposeNeeded):
        desk.explain_sharing(desk.actor_named("dora", "", via="page"), "GB", "AL", "investigate", ours)


def test_the_operator_is_told_ids_and_no_value(desk, held):
    view = desk.explain_sharing(desk.operator(), "GB", "AL", "investigate", held[0])
    assert (view.goes, view.stays) == (1, 2)
    assert {line.text for line in view.lines} == {""}
    assert "Uzorak" not in repr(view)
    assert "Jelena" not in repr(view)


def test_a_reader_is_told_of_what_they_may_read_and_of_what_stays_of_their_own(desk, ana, alba, held):
    ours, theirs = held
    assert lines_of(desk.explain_sharing(ana, "GB", "AL", "investigate", ours)) == [
        ("Name", "Jelena Primerak", "stays"),
        ("Name", "Primjer Uzorak1", "goes"),
        ("Phone", "+447700900111", "stays"),
    ]
    for other in ("investigate", "develop"):
        stranger = desk.actor_named("ana", other, via="page")
        view = desk.explain_sharing(stranger, "GB", "AL", "investigate", ours)
        assert "Jelena" not in repr(view)
        assert (view.goes, view.stays) == (1, 1)
    # Of a partner's report a reader learns what goes on, and nothing of what stays.
    assert lines_of(desk.explain_sharing(ana, "GB", "RS", "investigate", theirs)) == []
    assert lines_of(desk.explain_sharing(alba, "GB", "AL", "investigate", ours)) == [
        ("Name", "Primjer Uzorak1", "goes")
    ]


def test_an_unknown_purpose_and_a_party_without_an_agreement_open_nothing(desk, dora, held):
    assert desk.explain_sharing(dora, "GB", "AL", "sightseeing", held[0]).goes == 0
    view = desk.explain_sharing(dora, "GB", "RS", "investigate", held[0])
    assert (view.goes, view.agreements) == (0, ())
    assert all(line.why.bound_by for line in view.lines)


def test_what_cannot_be_explained(desk, ana, dora, held):
    for sender, recipient in (("gb", "AL"), ("GB", ""), ("GB", "GB")):
        with pytest.raises(BadInput):
            desk.explain_sharing(dora, sender, recipient, "investigate", held[0])
    for actor in (dora, ana, desk.operator()):
        with pytest.raises(NotFound):
            desk.explain_sharing(actor, "GB", "AL", "investigate", "0" * 24)
    for name, purpose in (("adam", "administer"),):
        with pytest.raises(Forbidden):
            desk.explain_sharing(desk.actor_named(name, purpose, via="page"), "GB", "AL", "investigate", held[0])


def assertion_of(desk, actor, report, label="Name"):
    view = desk.explain_sharing(actor, "GB", "AL", "investigate", report)
    return next(line.assertion_id for line in view.lines if line.label == label and "Uzorak" in (line.text or "Uzorak"))


def test_why_one_can_read_a_fact_and_who_else_may(desk, ana, alba, held):
    ours, _ = held
    own = desk.why(ana, ours, assertion_of(desk, ana, ours))
    assert (own.own, own.read_under, own.text) == (True, (), "Primjer Uzorak1")
    assert [(other.recipient, other.outcome) for other in own.others] == [("AL", "goes")]
    fact = desk.why(alba, ours, assertion_of(desk, alba, ours))
    assert (fact.own, fact.others) == (False, ())
    assert ("GB-AL, version 1", "4.1") in {(clause.document, clause.number) for clause in fact.read_under}
    phone = assertion_of(desk, desk.operator(), ours, "Phone")
    assert desk.why(ana, ours, phone).others[0].outcome == "stays"
    answers = set()
    for report, assertion in ((ours, phone), (ours, "0" * 16), ("0" * 24, phone)):
        with pytest.raises(NotFound) as refused:
            desk.why(alba, report, assertion)
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_each_why_is_in_the_audit_by_ids(desk, ana, dora, held):
    desk.why(ana, held[0], assertion_of(desk, ana, held[0]))
    entries = desk.audit_page(dora, record=held[0]).entries
    assert [entry.reason for entry in entries[:2]] == [
        "Asked why a fact can be read",
        "Asked what of a report may be shared",
    ]
    desk.explain_sharing(desk.operator(), "GB", "AL", "investigate", held[0])
    assert desk.audit_page(dora, by="operator", operation="consultation").entries[0].records[0] == held[0]


def test_what_a_guest_reads_or_takes_is_written_as_given_to_their_agency(desk, alba, ana, dora, held):
    desk.search(ana, "Uzorak1")
    hit = desk.search(alba, "Uzorak1").hits[0]
    desk.export(alba, "csv", entity_ids=[hit.id])
    theirs, own = (desk.audit_page(dora, by=name, operation="consultation").entries[0] for name in ("alba", "ana"))
    assert (theirs.recipients, own.recipients) == (("AL",), ())
    assert desk.audit_page(dora, operation="disclosure").entries[0].recipients == ("alba", "AL")
