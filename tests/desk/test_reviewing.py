"""The review of pairs: what is suggested to whom and in which order, what a person's word does, how it is undone."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from tests.desk.conftest import PASSWORD, ROLES

from headwater.desk import Desk, Role
from headwater.errors import BadInput, Conflict, Forbidden, NotFound, PurposeNeeded
from headwater.model import DraftAssertion, DraftReport, SubjectCategory
from headwater.settings import Settings
from headwater.store import ImportPlan

SUSPECT, VICTIM, WITNESS = SubjectCategory.SUSPECT, SubjectCategory.VICTIM, SubjectCategory.WITNESS
MAN = {"name": "Besnik Shembullari", "birthDate": "1984-03-14", "birthPlace": "Shembull", "passportNumber": "X000142S7"}
OTHER = {"name": "Dragan Primerović", "birthDate": "1979-05-02", "passportNumber": "X000155S4"}


def person(key, category=SUSPECT, **values):
    return [DraftAssertion(key, "Person", prop, value, category=category) for prop, value in values.items()]


def link(key, schema, **ends):
    return [DraftAssertion(key, schema, prop, value) for prop, value in ends.items()]


def report(reference, *assertions, list_id="TEST-1", case="SYN-099"):
    said = tuple(one for some in assertions for one in some)
    return DraftReport("GB", list_id, reference, said, reported_at="2026-01-01", case=case, synthetic=True)


def take_in(desk, *drafts, list_id="TEST-1"):
    """Take reports in as one import of their list; returns the run's id."""
    plan = ImportPlan("headwater", "f", "0" * 64, "GB", list_id, "1", "2026-01-01", False, "operator", "")
    run = desk._parts.store.begin_import(plan)
    run.add([replace_list(draft, list_id) for draft in drafts])
    return run.finish().id


def replace_list(draft, list_id):
    return DraftReport(
        draft.agency, list_id, draft.reference, draft.assertions, draft.reported_at, case=draft.case, synthetic=True
    )


def found(desk, actor, words):
    """The id of the one entity that a search finds."""
    (hit,) = desk.search(actor, words).hits
    return hit.id


def captions(queue):
    return sorted(tuple(sorted((line.left.caption, line.right.caption))) for line in queue.lines)


@pytest.fixture(scope="module")
def made_node(tmp_path_factory):
    """The folder of a closed node with accounts and no reports: what is suggested is what a test brings."""
    folder = tmp_path_factory.mktemp("reviewed") / "node"
    desk = Desk.open(Settings(data=folder, port=0, demo=False))
    for name, roles in ROLES.items():
        desk.add_account(desk.operator(), name, PASSWORD, frozenset(roles))
    desk.close()
    return folder


@pytest.fixture
def bea(desk):
    """A second analyst, for another purpose."""
    desk.add_account(desk.operator(), "bea", PASSWORD, frozenset({Role.ANALYST}))
    return desk.actor_named("bea", "develop", via="api")


@pytest.fixture
def twins(desk, analyst):
    """One man in two lists, another man in two lists: the two pairs' ids."""
    for list_id, spelling in (("L1", "Besnik Shembullari"), ("L2", "Бесник Шембулари")):
        take_in(
            desk,
            report("A", person("a", **MAN | {"name": spelling})),
            report("B", person("b", **OTHER), case="SYN-100"),
            list_id=list_id,
        )
    queue = desk.suggestions(analyst)
    assert queue.total == 2
    return {line.left.caption.split()[-1]: (line.left.id, line.right.id) for line in queue.lines}


@pytest.fixture
def pair(twins):
    return next(ids for name, ids in twins.items() if name != "Primerović")


# -- who may


def test_only_an_analyst_with_a_purpose_reviews(desk, acting, pair):
    for name, purpose in (
        ("lia", "develop"),
        ("bo", "inspect-documents"),
        ("dora", "supervise"),
        ("adam", "administer"),
    ):
        actor = acting(name, purpose)
        asked = (
            desk.suggestions,
            lambda actor: desk.comparison(actor, *pair),
            lambda actor: desk.judge(actor, *pair, "positive"),
            desk.withdraw,
            desk.judgements,
        )
        for ask in asked:
            with pytest.raises(Forbidden):
                ask(actor)
    with pytest.raises(Forbidden):
        desk.suggestions(desk.operator())
    with pytest.raises(PurposeNeeded):
        desk.suggestions(acting("ana"))


# -- what is suggested


def test_records_of_one_man_on_two_lists_are_suggested_to_every_reviewer(desk, analyst, bea, twins):
    queues = [desk.suggestions(actor) for actor in (analyst, bea)]
    assert captions(queues[0]) == captions(queues[1])
    assert [line.p_match for line in queues[0].lines] == [line.p_match for line in queues[1].lines]
    assert {line.reason for line in queues[0].lines} == {"suggested"}
    assert (queues[0].waiting, queues[0].judged, queues[0].fraction) == (2, 0, 1.0)
    assert all(line.p_match >= queues[0].threshold for line in queues[0].lines)


def test_the_queue_by_case_counts_each_case_and_passes_over_the_rest(desk, analyst, twins):
    queue = desk.suggestions(analyst, case="SYN-100")
    assert captions(queue) == [("Dragan Primerović", "Dragan Primerović")]
    assert (queue.total, queue.waiting) == (1, 2)
    assert [(one.code, one.count) for one in queue.cases] == [("SYN-099", 1), ("SYN-100", 1)]
    assert desk.suggestions(analyst, case="SYN-101").total == 0


def test_the_queue_by_gang_holds_the_pairs_with_a_member(desk, analyst, twins):
    gang = [DraftAssertion("g", "SmugglingGroup", "name", "Example Ford group")]
    member = link("m", "GangMembership", member="b", organization="g", scriptRole="driver")
    take_in(desk, report("G", gang, person("b", **OTHER), member), list_id="L3")
    queue = desk.suggestions(analyst)
    ((gang_id, words, count),) = [(one.code, one.words, one.count) for one in queue.gangs]
    assert (words, count) == ("Example Ford group", 2)
    chosen = desk.suggestions(analyst, gang=gang_id)
    assert chosen.total == 2
    assert all("Primerović" in line.left.caption for line in chosen.lines)
    assert desk.suggestions(analyst, gang="0" * 24).total == 0


def test_pages_follow_one_another_in_one_order(desk, analyst, twins):
    whole = desk.suggestions(analyst)
    pages = [desk.suggestions(analyst, offset=place, limit=1) for place in range(3)]
    assert tuple(line for page in pages for line in page.lines) == whole.lines
    assert {page.total for page in pages} == {2}
    with pytest.raises(BadInput):
        desk.suggestions(analyst, limit=0)


def test_pairs_that_settle_others_come_first_and_say_how_many(desk, analyst, twins):
    take_in(desk, report("C", person("b", **OTHER)), list_id="L3")
    queue = desk.suggestions(analyst)
    assert [line.settles for line in queue.lines] == [1, 1, 1, 0]
    assert all("Primerović" in line.left.caption for line in queue.lines[:3])
    line = queue.lines[0]
    assert desk.comparison(analyst, line.left.id, line.right.id).settles == 1


@pytest.mark.parametrize("category", [VICTIM, WITNESS])
@pytest.mark.parametrize("case", ["SYN-014", "SYN-099"])
def test_a_victim_or_a_witness_is_never_suggested_compared_or_judged(desk, acting, twins, category, case):
    actor = acting("ana", f"investigate case {case}")
    take_in(desk, report("V", person("v", category, **MAN)), list_id="L3")
    take_in(desk, report("W", person("w", **MAN)), list_id="L4")
    seen = {end.id for line in desk.suggestions(actor).lines for end in (line.left, line.right)}
    open_ = desk.actor_named("ana", "investigate case SYN-099", via="api")
    hits = {hit.id for hit in desk.search(open_, "Besnik Shembullari").hits}
    (victim,) = hits - {hit.id for hit in desk.search(desk.actor_named("ana", "develop", via="api"), "Besnik").hits}
    assert victim not in seen
    assert len(seen & hits) == 3
    error = Forbidden if case == "SYN-099" else NotFound
    other = min(seen & hits)
    for ask in (lambda: desk.comparison(actor, victim, other), lambda: desk.judge(actor, other, victim, "positive")):
        with pytest.raises(error):
            ask()
    assert desk.judgements(actor) == ((), 0)


def test_who_is_under_eighteen_or_a_victim_in_another_report_is_never_suggested(desk, analyst, twins):
    child = {"name": "Primjer Dijete", "birthDate": "2015-01-01", "passportNumber": "X000177S2"}
    both = {"name": "Uzorak Oboje", "birthDate": "1988-01-01", "passportNumber": "X000178S2"}
    for list_id in ("L3", "L4"):
        take_in(desk, report("C", person("c", **child)), report("D", person("d", **both)), list_id=list_id)
    before = desk.suggestions(analyst)
    assert ("Uzorak Oboje", "Uzorak Oboje") in captions(before)
    assert "Primjer Dijete" not in repr(before)
    take_in(desk, report("D2", person("d", VICTIM, notes="Held in a house."), case="SYN-200"), list_id="L3")
    take_in(desk, report("D", person("d", **both)), report("D3", person("d", VICTIM, notes="Held.")), list_id="L5")
    after = desk.suggestions(analyst)
    shown = {end.id for line in after.lines for end in (line.left, line.right)}
    hidden = {hit.id for hit in desk.search(analyst, "Uzorak Oboje").hits}
    assert shown & hidden <= {
        hit.id for hit in desk.search(desk.actor_named("ana", "develop", via="api"), "Uzorak").hits
    }


def test_who_is_judged_to_be_a_victim_leaves_the_queue(desk, analyst, twins, pair):
    """The tie comes from a judgement, the protection from a report that came later."""
    take_in(desk, report("E", person("e", **MAN)), list_id="L3")
    desk.judge(analyst, *pair, "positive")
    assert desk.suggestions(analyst).total == 2
    take_in(desk, report("A", person("a", **MAN), person("a", VICTIM, notes="Held.")), list_id="L2")
    queue = desk.suggestions(analyst)
    assert captions(queue) == [("Dragan Primerović", "Dragan Primerović")]
    assert desk.judgements(analyst) == ((), 0)


# -- two records side by side


def test_a_comparison_shows_each_value_with_its_sources(desk, analyst, pair):
    view = desk.comparison(analyst, *pair)
    assert view.question == "Are these the same person?"
    assert (view.left.id, view.right.id) == pair
    assert view.p_match >= view.threshold
    assert view.sum == pytest.approx(sum(one.weight for one in view.findings), abs=0.1)
    by_feature = {one.feature: one for one in view.findings}
    name = by_feature["name"]
    cyrillic = next(one for one in (*name.left, *name.right) if one.text == "Бесник Шембулари")
    assert cyrillic.reading == "Besnik Shembulari"
    for finding in view.findings:
        assert finding.sentence.endswith(".")
        for value in (*finding.left, *finding.right):
            assert [source.agency for source in value.sources] == ["GB"], finding.feature
        for marks, values in ((finding.left_marks, finding.left), (finding.right_marks, finding.right)):
            assert all(mark in values[0].text for mark in marks)
    queue = desk.suggestions(analyst)
    (line,) = [line for line in queue.lines if {line.left.id, line.right.id} == set(pair)]
    assert line.p_match == view.p_match


def test_a_comparison_reads_what_documents_and_phones_say(desk, analyst):
    for list_id, name in (("L1", "Marko Uzorak"), ("L2", "M. Uzorak")):
        take_in(
            desk,
            report(
                "A",
                person("a", name=name),
                link("p", "Passport", holder="a", passportNumber="X000199S1", country="zz"),
                [DraftAssertion("ph", "Phone", "number", "+447700900142")],
                link("u", "Use", user="a", item="ph"),
            ),
            list_id=list_id,
        )
    ids = sorted(hit.id for hit in desk.search(analyst, "Uzorak").hits if hit.schema == "Person")
    view = desk.comparison(analyst, *ids)
    shown = {value.value for one in view.findings for value in (*one.left, *one.right)}
    assert {"X000199S1", "+447700900142"} <= shown
    telling = {value.value: value for one in view.findings for value in one.left}
    assert [source.agency for source in telling["+447700900142"].sources] == ["GB"]


def test_what_cannot_be_compared_is_refused_in_words(desk, analyst, pair):
    left, right = pair
    van = [DraftAssertion("van", "Vehicle", "registrationNumber", "ZZ 101 SY")]
    take_in(desk, report("V", van, link("u", "Use", user="van", item="van")), list_id="L3")
    van_id = found(desk, analyst, "ZZ 101 SY")
    for ask in (desk.comparison, lambda *asked: desk.judge(*asked, "positive")):
        with pytest.raises(BadInput, match="itself"):
            ask(analyst, left, left)
        with pytest.raises(NotFound):
            ask(analyst, left, "0" * 24)
        with pytest.raises(BadInput, match="never one: person and vehicle"):
            ask(analyst, left, van_id)
    with pytest.raises(BadInput, match="verdict"):
        desk.judge(analyst, left, right, "same")
    with pytest.raises(BadInput, match="too long"):
        desk.judge(analyst, left, right, "positive", "a" * 2001)
    assert desk.judgements(analyst) == ((), 0)


# -- what a word does


def test_same_makes_one_entity_of_two_records_and_says_why(desk, analyst, bea, pair):
    shown = desk.comparison(analyst, *pair).p_match
    said = desk.judge(analyst, *pair, "positive", " The passport. ")
    assert (said.verdict, said.verdict_words, said.by_name, said.reason) == (
        "positive", "same person", "ana", "The passport.",
    )  # fmt: skip
    assert (said.own, said.p_match, said.withdrawn_at) == (True, shown, "")
    for actor in (analyst, bea):
        assert captions(desk.suggestions(actor)) == [("Dragan Primerović", "Dragan Primerović")]
    views = [desk.entity(bea, id_) for id_ in pair]
    assert views[0] == views[1]
    view = views[0]
    assert view.id == min(pair)
    assert sorted(record.id for record in view.records) == sorted(pair)
    for record in view.records:
        assert [one.id for one in record.joined_by] == [said.id]
        assert record.reference == "A"
        assert record.sentences
        assert record.p_match == pytest.approx(shown, abs=0.2)
    assert {"Besnik Shembullari", "Бесник Шембулари"} <= {view.caption, *view.other_names}
    assert desk.search(analyst, "Shembullari").total == 1


def test_different_is_never_suggested_again_to_anybody(desk, analyst, bea, pair):
    desk.judge(bea, *pair, "negative")
    take_in(desk, report("Z", person("z", name="Ilir Provaj")), list_id="L9")
    for actor in (analyst, bea):
        assert captions(desk.suggestions(actor)) == [("Dragan Primerović", "Dragan Primerović")]
    assert desk.comparison(analyst, *pair).judgements[0].verdict_words == "different"


def test_who_cannot_say_leaves_the_pair_to_the_others(desk, analyst, bea, pair):
    desk.judge(analyst, *pair, "unsure")
    assert len(desk.suggestions(analyst).lines) == 1
    reasons = {tuple(sorted((line.left.id, line.right.id))): line.reason for line in desk.suggestions(bea).lines}
    assert reasons[tuple(sorted(pair))] == "unsure"
    assert sorted(reasons.values()) == ["suggested", "unsure"]


def test_a_second_word_of_one_reviewer_takes_the_place_of_the_first(desk, analyst, pair):
    first = desk.judge(analyst, *pair, "negative", "first")
    second = desk.judge(analyst, *reversed(pair), "positive", "second")
    kept, total = desk.judgements(analyst)
    assert total == 2
    assert [(one.id, bool(one.withdrawn_at)) for one in kept] == [(second.id, False), (first.id, True)]
    assert len(desk.entity(analyst, pair[0]).records) == 2


def test_withdrawing_restores_both_entities_exactly(desk, analyst, twins, pair):
    def everything():
        queue = desk.suggestions(analyst)
        return [*(desk.entity(analyst, id_) for id_ in pair), replace(queue, judged=0), desk.comparison(analyst, *pair)]

    before = everything()
    said = desk.judge(analyst, *pair, "positive")
    assert everything() != before
    gone = desk.withdraw(analyst)
    assert (gone.id, gone.withdrawn_by_name) == (said.id, "ana")
    assert everything() == before
    with pytest.raises(Conflict):
        desk.withdraw(analyst, said.id)
    with pytest.raises(NotFound):
        desk.withdraw(analyst)
    assert [one.id for one in desk.judgements(analyst)[0]] == [said.id]


def test_one_s_own_last_word_is_withdrawn_first_and_another_s_only_by_its_id(desk, analyst, bea, twins):
    one, other = (desk.judge(analyst, *ids, "positive") for ids in twins.values())
    third = desk.judge(bea, *next(iter(twins.values())), "unsure")
    assert desk.withdraw(analyst).id == other.id
    assert desk.withdraw(analyst).id == one.id
    with pytest.raises(NotFound):
        desk.withdraw(analyst)
    gone = desk.withdraw(analyst, third.id)
    assert (gone.by_name, gone.withdrawn_by_name, gone.own) == ("bea", "ana", False)
    with pytest.raises(NotFound):
        desk.withdraw(analyst, "0" * 24)


def test_a_chain_that_meets_a_different_is_in_question_and_joins_nothing(desk, analyst, bea, twins):
    take_in(desk, report("C", person("b", **OTHER)), list_id="L3")
    a, b, c = sorted({end.id for line in desk.suggestions(analyst).lines for end in (line.left, line.right)
                      if "Primerović" in end.caption})  # fmt: skip
    desk.judge(analyst, a, b, "positive")
    desk.judge(analyst, b, c, "positive")
    assert len(desk.entity(analyst, a).records) == 3
    against = desk.judge(bea, a, c, "negative")
    assert desk.entity(analyst, a).records == ()
    for actor in (analyst, bea):
        queue = desk.suggestions(actor)
        questions = [line for line in queue.lines if line.reason == "in question"]
        assert {frozenset((line.left.id, line.right.id)) for line in questions} == {
            frozenset(ends) for ends in ((a, b), (b, c), (a, c))
        }
        assert queue.lines[:3] == tuple(questions)
    view = desk.comparison(analyst, a, c)
    assert view.in_question
    assert [one.verdict for one in view.chain] == ["positive", "positive", "negative"]
    assert view.chain[-1].id == against.id
    walked = [{one.left.id, one.right.id} for one in view.chain[:2]]
    assert walked == [{a, b}, {b, c}]
    desk.withdraw(bea, against.id)
    assert len(desk.entity(analyst, c).records) == 3


def test_two_records_of_one_entity_can_still_be_told_apart(desk, analyst, bea, pair):
    desk.judge(analyst, *pair, "positive")
    view = desk.comparison(bea, *pair)
    assert view.joined
    assert {view.left.caption, view.right.caption} == {"Besnik Shembullari", "Бесник Шембулари"}
    desk.judge(bea, *pair, "negative", "Two brothers.")
    assert desk.entity(analyst, pair[0]).records == ()
    assert desk.suggestions(analyst).lines[0].reason == "in question"


def test_agreement_counts_the_pairs_that_more_than_one_judged(desk, analyst, bea, twins):
    one, other = twins.values()
    for actor, ids, verdict in ((analyst, one, "positive"), (bea, one, "positive"), (analyst, other, "unsure")):
        desk.judge(actor, *ids, verdict)
    assert asdict(desk.suggestions(analyst).agreement)["pairs"] == 1
    desk.judge(bea, *other, "negative")
    agreement = desk.suggestions(bea).agreement
    assert (agreement.pairs, agreement.agreed) == (2, 1)
    assert desk.suggestions(bea).judged == 2


def test_a_merged_entity_is_compared_as_one_with_the_next_record(desk, analyst, twins):
    take_in(desk, report("C", person("b", **OTHER)), list_id="L3")
    lines = [line for line in desk.suggestions(analyst).lines if "Primerović" in line.left.caption]
    desk.judge(analyst, lines[0].left.id, lines[0].right.id, "positive")
    left = [line for line in desk.suggestions(analyst).lines if "Primerović" in line.left.caption]
    assert len(left) == 1
    view = desk.comparison(analyst, left[0].left.id, left[0].right.id)
    assert sorted((view.left.record_count, view.right.record_count)) == [1, 2]


# -- taking imports back, erasing


def test_what_an_import_brought_leaves_the_queue_when_it_is_taken_back(desk, analyst, twins):
    before = captions(desk.suggestions(analyst))
    run = take_in(desk, report("C", person("b", **OTHER)), list_id="L3")
    assert len(desk.suggestions(analyst).lines) == 4
    desk.undo_import(desk.operator(), run)
    assert captions(desk.suggestions(analyst)) == before


# -- the audit


def test_every_answer_and_every_word_is_in_the_audit_first(desk, analyst, protection, twins, pair):
    audit = desk._parts.audit
    desk.suggestions(analyst)
    desk.comparison(analyst, *pair)
    said = desk.judge(analyst, *pair, "positive", "Example reason words")
    desk.withdraw(analyst)
    desk.judgements(analyst)
    entries, _ = audit.page(by=analyst.account_id, limit=7)
    told = [(entry.operation.value, entry.reason, entry.state.value) for entry in reversed(entries)]
    assert told == [
        ("consultation", "review-queue", ""),
        ("consultation", "review-pair", ""),
        ("combination", "judge", "intent"),
        ("combination", "judge", "done"),
        ("combination", "withdraw-judgement", "intent"),
        ("combination", "withdraw-judgement", "done"),
        ("consultation", "judgements", ""),
    ]
    by_reason = {(entry.reason, entry.state.value): entry for entry in entries}
    for reason in ("review-queue", "review-pair"):
        assert set(pair) <= set(by_reason[reason, ""].records)
    assert set(by_reason["judge", "intent"].records) == set(pair)
    assert said.id in by_reason["withdraw-judgement", "intent"].records
    assert "Example" not in repr(entries)
    page = desk.audit_page(protection, record=pair[0], operation="combination")
    assert {entry.reason.split(":")[0] for entry in page.entries} == {
        "Judged whether two records are one", "Judgement withdrawn",
    }  # fmt: skip


def test_a_refused_word_leaves_no_intent_open(desk, analyst, pair):
    with pytest.raises(BadInput):
        desk.judge(analyst, *pair, "same")
    said = desk.judge(analyst, *pair, "positive")
    desk.withdraw(analyst, said.id)
    with pytest.raises(Conflict):
        desk.withdraw(analyst, said.id)
    assert not desk._parts.audit.open_intents()


# -- exports


def test_an_export_names_the_entity_and_the_records_it_is_made_of(desk, analyst, pair):
    desk.judge(analyst, *pair, "positive")
    rows = b"".join(desk.export(analyst, "csv", entity_ids=[max(pair)]).chunks).decode("utf-8-sig").splitlines()
    header = [cell.strip('"') for cell in rows[0].split(",")]
    cells = [[cell.strip('"') for cell in row.split('","')] for row in rows[1:]]
    assert {row[header.index("entity_id")] for row in cells} == {min(pair)}
    assert {row[header.index("record_id")] for row in cells} == set(pair)
    ftm = b"".join(desk.export(analyst, "ftm", entity_ids=list(pair)).chunks).decode()
    assert ftm.count("\n") == 1
    assert all(f'"{id_}"' in ftm for id_ in pair)
