"""The desk on SQLite and on PostgreSQL: the same file in, the same answers, taken back whole."""

from __future__ import annotations

from headwater.desk import Desk, Role
from headwater.intake.selection import SHIPPED


def test_an_import_is_read_and_taken_back_on_either_engine(engine):
    desk = Desk.open(engine)
    try:
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
