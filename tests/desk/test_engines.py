"""The desk on SQLite and on PostgreSQL: the same file in, the same answers, taken back whole."""

from __future__ import annotations

from headwater.desk import Desk, Role
from headwater.desk.demonstration import install_agreements
from headwater.intake.selection import SHIPPED


def test_an_import_is_read_and_taken_back_on_either_engine(engine):
    desk = Desk.open(engine)
    try:
        install_agreements(desk._parts, desk.operator())
        view = desk.import_file(desk.operator(), SHIPPED["synthetic"].path, agency="SYN")
        assert (view.read, view.made, view.refused) == (41, 41, 0)
        desk.add_account(desk.operator(), "ana", "four words for tests", frozenset({Role.ANALYST}))
        actor = desk.actor_named("ana", "investigate case SYN-014", via="api")
        found = desk.search(actor, "Бесник Шембули")
        assert found.total == 1
        assert desk.entity(actor, found.hits[0].id).caption == "Besnik Shembulli"
        (line,), total = desk.groups(actor)
        assert (total, line.member_count) == (1, 12)
        assert len(desk.group(actor, line.id).members) == 12
        assert desk.search(desk.actor_named("ana", "develop", via="api"), "Samir Mithal").total == 0
        again = desk.import_file(desk.operator(), SHIPPED["synthetic"].path, agency="SYN")
        assert again.unchanged == 41
        desk.undo_import(desk.operator(), again.id)
        assert desk.search(actor, "Бесник Шембули").total == 1
        desk.undo_import(desk.operator(), view.id)
        assert desk.search(actor, "Бесник Шембули").total == 0
    finally:
        desk.close()
    reopened = Desk.open(engine)
    assert [one.state for one in reopened.imports(reopened.operator())] == ["undone", "undone"]
    reopened.close()


def test_a_pair_is_judged_and_taken_apart_on_either_engine(engine, write_reports, draft_of):
    desk = Desk.open(engine)
    try:
        desk.add_account(desk.operator(), "ana", "four words for tests", frozenset({Role.ANALYST}))
        actor = desk.actor_named("ana", "develop", via="api")
        runs = []
        for number, name in enumerate(("Besnik Shembullari", "Бесник Шембулари"), 1):
            draft = draft_of(number, name=name, birthDate="1984-03-14", passportNumber="X000142S7")
            assert desk.suggestions(actor).total == 0
            path = write_reports([draft], name=f"list{number}")
            runs.append(desk.import_file(actor, path, format="headwater", agency="GB").id)
        (line,) = desk.suggestions(actor).lines
        ids = (line.left.id, line.right.id)
        before = [desk.entity(actor, id_) for id_ in ids]
        desk.judge(actor, *ids, "positive", "The passport.")
        assert desk.suggestions(actor).total == 0
        assert desk.search(actor, "Besnik Shembullari").total == 1
        assert {record.id for record in desk.entity(actor, ids[1]).records} == set(ids)
        desk.withdraw(actor)
        assert [desk.entity(actor, id_) for id_ in ids] == before
        assert desk.suggestions(actor).lines == (line,)
        desk.undo_import(actor, runs[1])
        assert desk.suggestions(actor).total == 0
    finally:
        desk.close()
