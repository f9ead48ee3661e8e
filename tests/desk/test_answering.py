"""A person asks what is held on them: found whatever it is, decided value by value, carried out once, answered."""

from __future__ import annotations

import pytest
from tests.desk.supervision import analyst, found, officer, people, person, report, said, take_in

from headwater.desk import Desk
from headwater.desk.drafting import NOTHING
from headwater.errors import BadInput, Conflict, Forbidden, NotFound, PurposeNeeded
from headwater.model import DraftAssertion, NewJudgement, SubjectCategory, Verdict

VICTIM = SubjectCategory.VICTIM
CLAUSE = "prevention"


@pytest.fixture
def desk(settings, clock):
    """A node of GB that holds four reports on one person and two on others."""
    opened = Desk.open(settings, now=clock)
    people(opened)
    link = [DraftAssertion("link-1", "UnknownLink", prop, value) for prop, value in LINK]
    take_in(
        opened,
        report(1, person(1), said("person-1", "nationality", "al"), legal_basis="Example Act, s. 1"),
        report(2, person(1, key="person-1"), agency="AL", agreement="GB-AL", agreement_version=1),
        report(3, person(1), person(2), *link, erase_by="2027-05-14"),
        report(4, person(2)),
        report(5, said("person-5", "name", "Primjer Uzorak5", VICTIM)),
    )
    yield opened
    opened.close()


LINK = (("subject", "person-1"), ("object", "person-2"), ("role", "Lent a van"))


def opened(desk, name="Primjer Uzorak1", reference="DSR-1"):
    return desk.open_request(
        officer(desk), reference=reference, name=name, asked_on="2026-02-27", words="She asks what is held."
    )


def chosen(desk, name="Primjer Uzorak1"):
    request = opened(desk, name)
    records, total = desk.find_records(officer(desk), request.id)
    assert total == len(records) == 1
    return desk.choose_records(officer(desk), request.id, [records[0].id])


def value(request, label, agency="GB", text=""):
    (one,) = [v for v in request.values if v.label == label and v.agency == agency and text in v.text][:1]
    return one


def decide(desk, request, said_of=(), rest="keep"):
    """Decide on some values, each as ((label, agency), fields), and in one way on the rest."""
    decisions = {one.assertion_id: {"decision": rest} for one in request.values}
    for (label, agency), fields in said_of:
        decisions[value(request, label, agency).assertion_id] = fields
    return desk.decide_request(officer(desk), request.id, decisions)


def labels(request):
    return [(one.label, one.text, one.agency) for one in request.values]


# -- opening and finding


def test_a_request_is_due_one_month_after_it_was_received(desk):
    request = opened(desk)
    assert (request.due, request.days_left, request.state) == ("2026-03-27", 25, "open")
    assert "s.54" in request.due_by
    (line,) = desk.requests(officer(desk))
    assert (line.reference, line.due, line.days_left) == ("DSR-1", "2026-03-27", 25)


@pytest.mark.parametrize(
    ("field", "value"),
    [("reference", " "), ("name", ""), ("asked_on", "2026-03-03"), ("asked_on", "soon"), ("words", "x" * 4001)],
)
def test_what_cannot_be_written_down_says_which_field(desk, field, value):
    given = {"reference": "DSR-1", "name": "Primjer", "asked_on": "2026-02-27", "words": ""} | {field: value}
    with pytest.raises(BadInput) as error:
        desk.open_request(officer(desk), **given)
    assert error.value.where == field
    assert desk.requests(officer(desk)) == ()


def test_a_reference_stands_for_one_request(desk):
    request = opened(desk)
    with pytest.raises(Conflict):
        opened(desk, reference="dsr-1")
    assert desk.request(officer(desk), "DSR-1").id == request.id


def test_only_a_supervising_officer_answers(desk, settings):
    request = opened(desk)
    asks = (
        desk.requests,
        lambda actor: desk.request(actor, request.id),
        lambda actor: desk.find_records(actor, request.id),
    )
    for ask in asks:
        with pytest.raises(Forbidden):
            ask(analyst(desk))
        with pytest.raises(Forbidden):
            ask(desk.operator())
        with pytest.raises(PurposeNeeded):
            ask(desk.actor_named("dora", "", via="api"))


def test_a_victim_is_found_for_their_own_request_and_by_nobody_else(desk):
    assert found(desk, 5) == 0
    request = chosen(desk, "Primjer Uzorak5")
    assert labels(request) == [("Name", "Primjer Uzorak5", "GB")]
    assert request.categories == ("Victim",)


def test_what_is_restricted_is_found_for_the_request(desk):
    request = chosen(desk, "Primjer Uzorak2")
    reports = {one.report_id for one in request.values}
    for report_id in sorted(reports):
        desk.restrict(officer(desk), report_id, ground="contested", reason="Not sure.")
    assert found(desk, 2) == 0
    second = desk.open_request(officer(desk), reference="DSR-2", name="uzorak2 PRIMJER", asked_on="2026-03-01")
    records, total = desk.find_records(officer(desk), second.id)
    assert [(one.caption, one.line) for one in records] == [("Primjer Uzorak2", "Its use is restricted here.")]
    assert total == 1
    again = desk.choose_records(officer(desk), second.id, [one.id for one in records])
    assert labels(again) == labels(request)
    assert all(one.restricted for one in again.values)
    assert [one.caption for one in again.records] == ["Primjer Uzorak2"]


def test_every_value_stands_with_its_source_basis_and_day(desk):
    request = chosen(desk)
    assert labels(request) == [
        ("Name", "Primjer Uzorak1", "AL"),
        ("Name", "Primjer Uzorak1", "GB"),
        ("Name", "Primjer Uzorak1", "GB"),
        ("Nationality", "Albania", "GB"),
        ("Other link, object", "Primjer Uzorak2", "GB"),
        ("Other link", "Lent a van", "GB"),
    ]
    assert request.report_count == 3
    name = value(request, "Name", "AL")
    assert (name.legal_basis, name.own, name.erase_by) == ("Agreement GB-AL, version 1", False, "")
    assert value(request, "Nationality").legal_basis == "Example Act, s. 1"
    assert value(request, "Other link").erase_by == "2027-05-14"
    assert request.undecided == 6


def test_records_judged_to_be_one_are_one_person(desk):
    request = chosen(desk)
    (record,) = request.entity_ids
    other = desk.search(analyst(desk), "Uzorak2").hits[0].id
    store = desk._parts.store
    store.judge(NewJudgement(record, other, Verdict.POSITIVE, "somebody", labels=(1,)))
    assert {one.reference for one in desk.request(officer(desk), request.id).values} == {
        "SYN-1",
        "SYN-2",
        "SYN-3",
        "SYN-4",
    }


def test_only_records_that_are_there_are_chosen(desk):
    request = opened(desk)
    with pytest.raises(NotFound):
        desk.choose_records(officer(desk), request.id, ["0" * 24])
    assert desk.request(officer(desk), request.id).entity_ids == ()


def test_who_looked_and_who_was_given_it_stand_with_purpose_and_day(desk):
    ana = analyst(desk)
    hit = desk.search(ana, "Uzorak1").hits[0]
    desk.entity(ana, hit.id)
    desk.export(ana, "csv", entity_ids=[hit.id])
    request = chosen(desk)
    assert ("ana", "develop intelligence", "Opened the page of an entity") in {
        (one.who, one.purpose, one.reason) for one in request.looked
    }
    assert not [one for one in request.looked if "request" in one.reason.lower()]
    given = [(one.recipient, one.what) for one in request.received]
    assert given == [("ana", "Export, CSV"), ("AL", "Nothing from here. It reported 1 value itself")]


# -- deciding


def test_a_partner_decides_on_its_own_values(desk):
    request = chosen(desk)
    alien = value(request, "Name", "AL").assertion_id
    for what in ("erase", "correct"):
        with pytest.raises(BadInput, match="partner"):
            desk.decide_request(officer(desk), request.id, {alien: {"decision": what, "correction": "Primjer"}})
    decided = desk.decide_request(officer(desk), request.id, {alien: {"decision": "restrict"}})
    assert decided.received[-1].then == "Is to be told that 1 value is restricted here, and asked to check"


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "burn"},
        {"decision": "correct"},
        {"decision": "correct", "correction": " "},
        {"decision": "restrict", "ground": "because"},
        {"decision": "keep", "left_out": "because"},
        {},
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_kept(desk, fields):
    request = chosen(desk)
    with pytest.raises(BadInput):
        desk.decide_request(officer(desk), request.id, {value(request, "Nationality").assertion_id: fields})
    assert desk.request(officer(desk), request.id).undecided == 6


def test_a_value_of_somebody_else_cannot_be_decided(desk):
    request = chosen(desk)
    hit = desk.search(analyst(desk), "Uzorak2").hits[0]
    other = desk._parts.store.assertions(desk._view(analyst(desk)), [hit.id])[hit.id][0].id
    with pytest.raises(NotFound):
        desk.decide_request(officer(desk), request.id, {other: {"decision": "erase"}})


def test_deciding_changes_nothing_yet(desk):
    request = chosen(desk)
    decided = decide(desk, request, rest="keep", said_of=[(("Nationality", "GB"), {"decision": "erase"})])
    assert decided.button == "Erase 1 value and answer"
    assert dict(decided.counts) == {"keep": 5, "restrict": 0, "correct": 0, "erase": 1}
    assert labels(desk.request(officer(desk), request.id)) == labels(request)
    assert "Albania" in str(desk.entity(analyst(desk), request.entity_ids[0]))


# -- answering


def test_what_is_erased_is_gone_from_the_node_and_the_rest_stays(desk, settings):
    request = chosen(desk)
    decide(desk, request, [(("Nationality", "GB"), {"decision": "erase"})])
    answered = desk.answer_request(officer(desk), request.id, reason="Not needed any more.")
    assert answered.state == "answered"
    assert dict(answered.counts)["erase"] == 1
    assert "Nationality" not in [one.label for one in answered.values]
    assert len(answered.values) == 5
    assert found(desk, 1) == 1
    page = str(desk.entity(analyst(desk), request.entity_ids[0]))
    assert "Albania" not in page


def test_a_link_goes_whole_and_the_other_person_stays(desk):
    request = chosen(desk)
    gone = [(("Other link", "GB"), {"decision": "erase"}), (("Other link, object", "GB"), {"decision": "erase"})]
    decide(desk, request, gone)
    desk.answer_request(officer(desk), request.id, reason="Nothing in it.")
    report_id = value(request, "Other link").report_id
    left = desk._parts.store.opened([report_id])[report_id].report
    assert [(one.schema, one.prop) for one in left.assertions] == [("Person", "name"), ("Person", "name")]
    assert left.narrative == ""
    assert found(desk, 2) == 1


def test_what_is_restricted_or_corrected_is_hidden_and_kept_with_its_note(desk):
    request = chosen(desk)
    correct = {"decision": "correct", "correction": "Kosovo"}
    decide(
        desk,
        request,
        [(("Nationality", "GB"), correct), (("Name", "AL"), {"decision": "restrict", "ground": "evidence"})],
    )
    answered = desk.answer_request(officer(desk), request.id, reason="She showed her passport.")
    assert value(answered, "Nationality").restricted
    assert value(answered, "Nationality").correction == "Kosovo"
    assert "Albania" not in str(desk.entity(analyst(desk), request.entity_ids[0]))
    made = {(one.ground, one.reference, one.lines) for one in desk.restrictions(officer(desk))}
    assert made == {("contested", "SYN-1", 1), ("evidence", "SYN-2", 1)}


def test_nothing_is_answered_before_everything_is_decided_or_without_a_reason(desk):
    request = chosen(desk)
    with pytest.raises(Conflict, match="6 values"):
        desk.answer_request(officer(desk), request.id, reason="why")
    decide(desk, request)
    with pytest.raises(BadInput) as error:
        desk.answer_request(officer(desk), request.id)
    assert error.value.where == "reason"
    assert desk.request(officer(desk), request.id).state == "open"


def test_a_value_that_has_come_since_has_to_be_decided_too(desk):
    request = chosen(desk)
    decide(desk, request)
    take_in(desk, report(6, person(1)))
    assert desk.request(officer(desk), request.id).undecided == 1
    with pytest.raises(Conflict, match="1 values"):
        desk.answer_request(officer(desk), request.id, reason="why")


def test_an_answered_request_is_changed_no_more_until_it_is_opened_again(desk):
    request = chosen(desk)
    decide(desk, request)
    dora = officer(desk)
    answered = desk.answer_request(dora, request.id, answer="You are told this.", reason="why")
    assert (answered.answer, answered.reason, answered.answered_by) == ("You are told this.", "why", "dora")
    assert answered.answered_at == "2026-03-02T12:00:00+00:00"
    for change in (
        lambda: desk.answer_request(dora, request.id, reason="why"),
        lambda: desk.choose_records(dora, request.id, []),
        lambda: desk.decide_request(dora, request.id, {}),
        lambda: desk.withdraw_request(dora, request.id),
    ):
        with pytest.raises(Conflict):
            change()
    again = desk.reopen_request(dora, request.id)
    assert (again.state, again.undecided) == ("open", 0)
    assert desk.withdraw_request(dora, request.id).state == "withdrawn"


def test_the_answer_of_whom_nothing_is_held_and_of_whom_nothing_may_be_told_is_the_same(desk):
    nothing = desk.open_request(officer(desk), reference="DSR-2", name="Nobody", asked_on="2026-03-01")
    request = chosen(desk)
    left_out = {one.assertion_id: {"decision": "keep", "left_out": CLAUSE} for one in request.values}
    hidden = desk.decide_request(officer(desk), request.id, left_out)
    assert hidden.drafted == nothing.drafted
    assert NOTHING in hidden.drafted
    answered = desk.answer_request(officer(desk), request.id, reason="The case is open.")
    assert {one.left_out for one in answered.values} == {CLAUSE}


class Cut(Exception):
    """Power is gone."""


def cut(*_):
    raise Cut


def test_what_failed_half_way_is_carried_out_when_it_is_asked_again(desk, monkeypatch):
    request = chosen(desk)
    decide(desk, request, [(("Nationality", "GB"), {"decision": "erase"})])
    monkeypatch.setattr(desk._parts.store, "erase_values_of", cut)
    with pytest.raises(Cut):
        desk.answer_request(officer(desk), request.id, answer="Told.", reason="why")
    monkeypatch.undo()
    with pytest.raises(Conflict):
        desk.reopen_request(officer(desk), request.id)
    answered = desk.answer_request(officer(desk), request.id)
    assert (answered.state, answered.answer, answered.reason) == ("answered", "Told.", "why")
    assert "Nationality" not in [one.label for one in answered.values]


def test_what_a_crash_cut_short_is_carried_out_at_the_next_start(desk, settings, clock, monkeypatch):
    request = chosen(desk)
    gone = [(("Nationality", "GB"), {"decision": "erase"}), (("Name", "AL"), {"decision": "restrict"})]
    decide(desk, request, gone)
    monkeypatch.setattr(desk._parts.store, "erase_values_of", cut)
    with pytest.raises(Cut):
        desk.answer_request(officer(desk), request.id, answer="Told.", reason="why")
    assert desk.request(officer(desk), request.id).state == "answering"
    desk.close()
    again = Desk.open(settings, now=clock)
    answered = again.request(officer(again), request.id)
    assert (answered.state, answered.answer) == ("answered", "Told.")
    assert "Nationality" not in [one.label for one in answered.values]
    assert [one.ground for one in again.restrictions(officer(again))] == ["contested"]
    again.close()


def test_the_audit_has_every_step_by_ids_and_no_word_of_the_person(desk):
    request = chosen(desk)
    decide(desk, request, [(("Nationality", "GB"), {"decision": "erase"})])
    desk.answer_request(officer(desk), request.id, reason="A reason with words.")
    entries = desk.audit_page(officer(desk), record=request.id, limit=200).entries
    told = " ".join(entry.reason for entry in entries)
    for step in ("Looked for records", "chosen: begun", "Decided", "answered: begun"):
        assert step in told
    begun = next(entry for entry in entries if entry.reason == "Request from a person answered: begun")
    assert begun.operation == "erasure"
    assert value(request, "Nationality").report_id in begun.records
    written = str(desk.audit_page(officer(desk), limit=200))
    for word in ("Uzorak", "Albania", "DSR-1", "A reason"):
        assert word not in written


def test_every_look_at_a_request_is_in_the_audit(desk):
    request = chosen(desk)

    def looks():
        page, total = desk._parts.audit.page(operation="consultation", record=request.entity_ids[0])
        return page[0].reason, total

    _, before = looks()
    desk.request(officer(desk), request.id)
    assert looks() == ("request", before + 1)
