"""Judgements: made, withdrawn and destroyed; entities judged to be one are answered as one, and come apart again."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from unittest import mock

import msgspec
import pytest
from tests.store.worlds import found, index_rows, judge, person, take_in, view, who

from headwater.errors import BadInput, Conflict, NotFound
from headwater.model import NewJudgement, SubjectCategory, Verdict
from headwater.settings import Settings
from headwater.store import Store, View

NEGATIVE, UNSURE = Verdict.NEGATIVE, Verdict.UNSURE
VICTIM = SubjectCategory.VICTIM


class Killed(BaseException):
    """Stands for a process that ends here; nothing handles it."""


def two(store: Store) -> tuple[View, str, str]:
    """A node that has the same man twice, once of each agency; a view of everything, and the ids in sort order."""
    first = person("m1", "Hashim Primer", group="Brook")
    take_in(store, [first, person("m2", "Хашим Пример", "1980-02-01", agency="AL", group="Brook"), person("m3")])
    everyone = view(store)
    left, right = sorted(who(store, everyone, "m1", "m2"))
    return everyone, left, right


def answers(store: Store, seen: View) -> dict[str, object]:
    """Everything that can be asked of the node."""
    told: dict[str, object] = {}
    with store.ledger.database.reading() as session:
        known = sorted(ext for (ext,) in session.rows("SELECT ext FROM entity"))
    for text in ("primer", "hashim пример", "Ana", "XM1", "xm2", "brook", "m1", "prim"):
        for offset in (0, 1):
            told[f"{text} {offset}"] = store.search(seen, text, offset=offset, limit=2)
        told[f"{text} AL"] = store.search(seen, text, agencies=["AL"])
    told["browse"] = store.browse(seen)
    told["persons"] = store.browse(seen, schemata=["Person"], agencies=["GB"])
    told["rows"] = store.assertions(seen, known)
    told["links"] = store.referencing_many(seen, known)
    told["records"] = list(store.all_records(seen))
    told["clusters"] = list(store.clusters(seen)), [store.clusters(seen).canonical(one) for one in known]
    return told


def test_entities_judged_to_be_one_are_found_once_with_what_all_say(store: Store) -> None:
    everyone, left, right = two(store)
    assert store.search(everyone, "primer").total == 2
    judge(store, everyone, right, left)
    result = store.search(everyone, "primer")
    (hit,) = result.hits
    assert (result.total, hit.entity_id, result.by_schema) == (1, left, {"Person": 1})
    assert result.by_agency == {"AL": 1, "GB": 1}
    assert {row.record_id for row in hit.rows} == {left, right}
    assert {row.entity_id for row in hit.rows} == {left}
    assert store.search(everyone, "primer", agencies=["AL"]).total == 1
    assert store.browse(everyone, schemata=["Person"]).total == 2


def test_words_of_several_records_find_what_is_made_of_them(store: Store) -> None:
    everyone, left, _ = two(store)
    take_in(store, [person("m4", "Qendrim Uzorak")])
    (third,) = who(store, everyone, "m4")
    assert found(store, everyone, "hashim qendrim") == []
    judge(store, everyone, left, third)
    assert store.search(everyone, "hashim qendrim").total == 1
    assert store.search(everyone, "qendrim primer").total == 1


def test_any_member_answers_for_its_cluster_and_references_point_to_it(store: Store) -> None:
    everyone, left, right = two(store)
    separate = {id_: store.referencing(everyone, id_) for id_ in (left, right)}
    judge(store, everyone, left, right)
    found = store.assertions(everyone, [right, left])
    assert found[left] == found[right]
    assert len(found[left]) == 4
    links = store.referencing(everyone, right)
    assert links == store.referencing(everyone, left)
    assert sorted(links) == sorted(separate[left] + separate[right])
    pointing = [row for rows in store.assertions(everyone, links).values() for row in rows]
    assert {row.value for row in pointing if row.prop in ("holder", "member")} == {left}


def test_a_report_says_what_its_agency_wrote_under_what_it_is_judged_to_be(store: Store) -> None:
    everyone, left, right = two(store)
    reports = {row.report_id for row in store.assertions(everyone, [right])[right]}
    judge(store, everyone, left, right)
    (report,) = reports
    rows = store.report_rows(everyone, report)
    assert {row.report_id for row in rows} == {report}
    assert {(row.entity_id, row.record_id) for row in rows if row.schema == "Person"} == {(left, right)}


def test_records_come_unfolded(store: Store) -> None:
    everyone, left, right = two(store)
    before = list(store.all_records(everyone, ["Person"]))
    judge(store, everyone, left, right)
    assert list(store.all_records(everyone, ["Person"])) == before
    assert len(before) == 3
    assert {id_ for id_, _ in store.all_records(everyone)} > {id_ for id_, _ in before}


def test_withdrawing_a_judgement_restores_both_entities(store: Store) -> None:
    everyone, left, right = two(store)
    before = answers(store, everyone)
    made = judge(store, everyone, left, right)
    assert answers(store, everyone) != before
    withdrawn = store.withdraw_judgement(made.id, "ben")
    assert answers(store, everyone) == before
    assert (withdrawn.withdrawn_by, withdrawn.reason, withdrawn.stands) == ("ben", "Said by ana.", False)
    assert store.judgements(everyone) == []
    assert store.judgements(everyone, withdrawn=True) == [withdrawn]


def test_what_cannot_be_judged_is_refused(store: Store) -> None:
    everyone, left, right = two(store)
    with pytest.raises(BadInput, match="itself"):
        store.judge(NewJudgement(left, left, NEGATIVE, "ana", labels=(1,)))
    with pytest.raises(BadInput, match="saw"):
        store.judge(NewJudgement(left, right, NEGATIVE, "ana"))
    with pytest.raises(NotFound):
        store.judge(NewJudgement(left, "0" * 24, NEGATIVE, "ana", labels=(1,)))
    with pytest.raises(NotFound):
        store.withdraw_judgement("0" * 24, "ana")
    assert store.judgements(everyone, withdrawn=True) == []


def test_a_judgement_is_withdrawn_once(store: Store) -> None:
    everyone, left, right = two(store)
    made = judge(store, everyone, left, right)
    outcomes: list[object] = []

    def withdraw(by: str) -> None:
        try:
            outcomes.append(store.withdraw_judgement(made.id, by).withdrawn_by)
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=withdraw, args=(by,)) for by in ("ana", "ben", "eva")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("conflict") == 2
    (kept,) = store.judgements(everyone, withdrawn=True)
    assert kept.withdrawn_by in outcomes


def test_the_newest_judgement_comes_first_and_a_later_word_is_later(store: Store) -> None:
    everyone, left, right = two(store)
    store.judging._now = lambda: store_time  # a clock that stands
    store_time = store.now()
    made = [judge(store, everyone, left, right, verdict) for verdict in (Verdict.POSITIVE, UNSURE, NEGATIVE)]
    assert store.judgements(everyone) == made[::-1]
    assert [one.verdict for one in made] == ["positive", "unsure", "negative"]
    assert store.clusters(everyone).separated(left, right)


# -- who may know of it


def test_a_judgement_is_for_those_who_may_see_all_that_its_author_saw(store: Store) -> None:
    everyone, left, right = two(store)
    only_gb = view(store, lambda label: label.agency == "GB", key="gb")
    before = answers(store, only_gb)
    judge(store, everyone, left, right)
    assert store.judgements(only_gb, withdrawn=True) == []
    assert answers(store, only_gb) == before
    assert len(store.judgements(everyone)) == 1


def test_a_judgement_without_labels_is_for_nobody(store: Store) -> None:
    everyone, left, right = two(store)
    bare = {"id": "", "left": left, "right": right, "verdict": "positive", "by": "ana", "decided_at": "2026-01-01"}
    store.vault.put("judgement", msgspec.json.encode(bare))
    assert store.judgements(everyone) == []
    assert len(store.clusters(everyone)) == 0


def test_a_chain_that_meets_a_negative_judgement_is_in_question_only_for_those_who_see_all_of_it(store: Store) -> None:
    everyone, left, right = two(store)
    (third,) = who(store, everyone, "m3")
    only_gb = view(store, lambda label: label.agency == "GB", key="gb")
    ours = [id_ for id_ in (left, right, third) if store.assertions(only_gb, [id_])]
    theirs = ({left, right} - set(ours)).pop()
    judge(store, only_gb, ours[0], ours[1])
    judge(store, everyone, ours[0], theirs)
    judge(store, everyone, ours[1], theirs, NEGATIVE, by="ben")
    assert list(store.clusters(only_gb)) == [tuple(sorted(ours))]
    assert list(store.clusters(everyone)) == []
    (question,) = store.clusters(everyone).in_question
    assert len(question.positives) == 2


# -- protection


def test_who_is_judged_to_be_a_victim_is_protected_like_one(store: Store) -> None:
    everyone, left, right = two(store)
    made = judge(store, everyone, left, right)
    before = answers(store, everyone)
    info = take_in(store, [person("m2-victim", "Vera Primer", category=VICTIM, case="C1", list_id="V")], list_id="V")
    in_case = view(store, cases=["C1"])
    (victim,) = who(store, in_case, "m2-victim")
    tie = judge(store, in_case, victim, right, by="ben")
    assert store.search(everyone, "primer").total == 0
    assert store.assertions(everyone, [left, right, victim]) == {}
    assert store.search(everyone, "xm1").total == 0, "the passport of who is tied would name them"
    assert store.judgements(everyone, withdrawn=True) == []
    assert all(id_ not in (left, right) for id_, _ in store.all_records(in_case))
    assert store.search(in_case, "primer").total == 1
    assert store.protected_among(in_case, [left, right, victim]) == {left, right, victim}
    assert store.protected_among(everyone, [left]) == frozenset()
    store.withdraw_judgement(tie.id, "ben")
    assert store.judgements(everyone) == [made]
    assert store.protected_among(in_case, [left, right, victim]) == {victim}
    store.undo_import(info.id)
    after = answers(store, everyone)
    assert {key: after[key] for key in after if key not in ("rows", "links", "clusters")} == {
        key: before[key] for key in after if key not in ("rows", "links", "clusters")
    }


def test_a_tie_protects_also_those_who_may_not_know_of_it(store: Store) -> None:
    everyone, left, right = two(store)
    only_gb = view(store, lambda label: label.agency == "GB", key="gb")
    (seen,) = [id_ for id_ in (left, right) if store.assertions(only_gb, [id_])]
    judge(store, everyone, left, right)
    judge(store, everyone, left, right, NEGATIVE, by="ben")
    other = person("v1", "Vera Uzorak", category=VICTIM, case="C1", agency="AL")
    take_in(store, [other])
    in_case = view(store, cases=["C1"])
    (victim,) = who(store, in_case, "v1")
    hidden = ({left, right} - {seen}).pop()
    judge(store, in_case, victim, hidden)
    assert store.assertions(only_gb, [seen]) == {}
    assert store.search(only_gb, "brook").total == 1


def test_a_positive_word_gone_back_on_protects_while_somebody_sees_it_alone(store: Store) -> None:
    everyone, left, _ = two(store)
    take_in(store, [person("v1", "Vera Uzorak", category=VICTIM, case="C1")])
    in_case = view(store, cases=["C1"])
    (victim,) = who(store, in_case, "v1")
    judge(store, in_case, victim, left)
    assert store.assertions(everyone, [left]) == {}
    wider = store.judge(NewJudgement(victim, left, NEGATIVE, "ana", labels=tuple(sorted(in_case.allowed))))
    assert store.assertions(everyone, [left]) == {}
    store.withdraw_judgement(wider.id, "ana")
    judge(store, in_case, victim, left, NEGATIVE)
    assert set(store.assertions(everyone, [left])) == {left}


def test_a_document_tied_to_the_document_of_who_is_tied_is_protected(store: Store) -> None:
    """The tie of the person reaches their passport, and through it the passport it is judged to be."""
    everyone, _, _ = two(store)
    (mine,) = [hit.entity_id for hit in store.search(everyone, "XM1").hits if hit.schema == "Passport"]
    (other,) = [hit.entity_id for hit in store.search(everyone, "XM3").hits if hit.schema == "Passport"]
    judge(store, everyone, mine, other)
    take_in(store, [person("v1", "Vera Uzorak", category=VICTIM, case="C1")])
    in_case = view(store, cases=["C1"])
    (first,) = who(store, everyone, "m1")
    (victim,) = who(store, in_case, "v1")
    judge(store, in_case, victim, first)
    assert store.assertions(everyone, [first, mine, other]) == {}
    assert store.search(everyone, "Ana").total == 1


# -- what comes and goes


def test_a_judgement_holds_again_when_the_entry_comes_back(store: Store) -> None:
    everyone, left, right = two(store)
    info = take_in(store, [person("n1", "Qendrim Uzorak", list_id="N")], list_id="N")
    (third,) = who(store, everyone, "n1")
    judge(store, everyone, left, third)
    judge(store, everyone, third, right)
    assert list(store.clusters(everyone)) == [tuple(sorted([left, right, third]))]
    store.undo_import(info.id)
    assert list(store.clusters(everyone)) == [], "what held only through the entry comes apart with it"
    assert store.search(everyone, "primer").total == 2
    assert len(store.judgements(everyone)) == 2
    take_in(store, [person("n1", "Qendrim Uzorak", list_id="N")], list_id="N")
    assert who(store, everyone, "n1") == [min(left, right, third)]
    assert list(store.clusters(everyone)) == [tuple(sorted([left, right, third]))]


def test_judgements_survive_a_restart_and_a_rebuild(engine: Settings) -> None:
    store = Store.open(engine)
    everyone, left, right = two(store)
    judge(store, everyone, left, right)
    before, rows = answers(store, everyone), index_rows(store)
    store.rebuild_index()
    assert answers(store, view(store)) == before
    store.close()
    store = Store.open(engine)
    assert answers(store, view(store)) == before
    assert index_rows(store) == rows
    store.close()


def test_a_worker_beside_the_node_takes_in_what_a_judgement_waits_for(engine: Settings) -> None:
    store = Store.open(engine)
    everyone, left, right = two(store)
    judge(store, everyone, left, right)
    worker = Store.open(engine, worker=True)
    take_in(worker, [person("m2", "Hashim Uzorak", "1980-02-01", agency="AL")])
    worker.close()
    (hit,) = store.search(view(store), "m2").hits
    assert {row.value for row in hit.rows if row.prop == "name"} == {"Hashim Primer", "Hashim Uzorak"}
    store.close()


@pytest.mark.parametrize("step", ["add", "take_out"])
def test_what_was_worked_out_in_the_middle_of_a_change_is_not_kept(store: Store, step: str) -> None:
    """The ledger knows of a change before the index does: who asks in between must not settle what comes after."""
    everyone, left, _ = two(store)
    entry = person("n1", "Qendrim Uzorak", list_id="N")
    info = take_in(store, [entry], list_id="N")
    (third,) = who(store, everyone, "n1")
    judge(store, everyone, left, third)
    if step == "add":
        store.undo_import(info.id)
    carry_out, asked = getattr(store.writer, step), []

    def asking_first(*args: object, **named: object) -> object:
        asked.append(len(store.clusters(everyone)))
        return carry_out(*args, **named)

    with mock.patch.object(store.writer, step, asking_first):
        if step == "add":
            take_in(store, [entry], list_id="N")
        else:
            store.undo_import(info.id)
    assert asked == [0 if step == "add" else 1]
    assert len(store.clusters(everyone)) == 1 - asked[0]


def test_an_erased_end_takes_its_judgements_with_it(store: Store) -> None:
    everyone, left, right = two(store)
    (third,) = who(store, everyone, "m3")
    gone = [judge(store, everyone, left, right), judge(store, everyone, right, third, NEGATIVE)]
    stays = judge(store, everyone, left, third, UNSURE)
    store.withdraw_judgement(gone[1].id, "ana")
    with store.ledger.database.reading() as session:
        slots: dict[str, int] = dict(session.rows("SELECT id, slot FROM record WHERE kind = 'judgement'"))
    report = next(row.report_id for row in store.assertions(everyone, [right])[right] if row.record_id == right)
    store.erase_reports([report])
    assert store.judgements(everyone, withdrawn=True) == [stays]
    for one in gone:
        with pytest.raises(NotFound):
            store.ledger.keys.read(slots[one.id])
    assert store.ledger.keys.read(slots[stays.id])
    assert store.search(everyone, "primer").hits[0].entity_id == left


def test_a_judgement_stays_while_another_report_speaks_of_its_ends(store: Store) -> None:
    everyone, left, right = two(store)
    take_in(store, [msgspec.structs.replace(person("m2", "Hashim Uzorak", agency="AL"), reference="m2-again")])
    made = judge(store, everyone, left, right)
    (first,) = who(store, everyone, "m2-again")
    report = next(row.report_id for row in store.assertions(everyone, [first])[first] if row.value == "Хашим Пример")
    store.erase_reports([report])
    assert store.judgements(everyone) == [made]
    assert list(store.clusters(everyone)) == [(left, right)]


# -- a process that is killed


def test_a_judgement_cut_short_is_there_whole_or_not_at_all(engine: Settings) -> None:
    store = Store.open(engine)
    everyone, left, right = two(store)
    with mock.patch.object(store.vault, "write", side_effect=Killed), pytest.raises(Killed):
        judge(store, everyone, left, right)
    store.close()
    store = Store.open(engine)
    assert store.judgements(view(store)) == []
    with mock.patch.object(store.judging, "_remember", side_effect=Killed), pytest.raises(Killed):
        judge(store, view(store), left, right)
    store.close()
    store = Store.open(engine)
    (made,) = store.judgements(view(store))
    with mock.patch.object(store.vault, "replace", side_effect=Killed), pytest.raises(Killed):
        store.withdraw_judgement(made.id, "ana")
    store.close()
    store = Store.open(engine)
    assert store.judgements(view(store)) == [made]
    store.close()


JUDGING = """
import sys
from pathlib import Path
from headwater.model import NewJudgement, Verdict
from headwater.settings import Settings
from headwater.store import Store

store = Store.open(Settings(data=Path(sys.argv[1])), worker=True)
while True:
    made = store.judge(NewJudgement(sys.argv[2], sys.argv[3], Verdict.POSITIVE, "ana", "same", (1,)))
    print(made.id, flush=True)
    store.withdraw_judgement(made.id, "ana")
"""


def test_what_was_said_before_the_process_was_killed_is_there(settings: Settings) -> None:
    store = Store.open(settings)
    _, left, right = two(store)
    store.close()
    command = [sys.executable, "-c", JUDGING, str(settings.data), left, right]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline().strip() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split()
    store = Store.open(settings)
    kept = store.judgements(view(store), withdrawn=True)
    assert set(told) <= {one.id for one in kept}
    assert len(kept) - len(told) in (0, 1)
    assert len(store.judgements(view(store))) <= 1
    store.close()
