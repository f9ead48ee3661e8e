"""Opening, first start and closing of a node."""

from __future__ import annotations

import shutil

import pytest

from headwater.desk import Desk, Role
from headwater.errors import Conflict, Forbidden, Unavailable


def test_two_cannot_have_one_folder(empty_desk, settings):
    with pytest.raises(Conflict):
        Desk.open(settings)


def test_before_it_is_open_it_says_so(settings):
    desk = Desk(settings)
    assert not desk.status().index_ready
    for ask in (lambda: desk.sign_in("ana", "x"), desk.first_link, lambda: desk.imports(desk.operator())):
        with pytest.raises(Unavailable):
            ask()
    desk.close()


def test_a_folder_is_free_again_after_closing(settings):
    for _ in range(2):
        desk = Desk.open(settings)
        assert desk.status().first_start
        desk.close()
        desk.close()


def test_the_first_start_over_the_desk(empty_desk):
    token = empty_desk.first_link()
    assert empty_desk.check_link(token)
    empty_desk.redeem_link(token, ("Adam", "some words for tests"), ("Ana", "four words for tests"))
    status = empty_desk.status()
    assert not status.first_start
    assert status.accounts == 2
    with pytest.raises(Conflict):
        empty_desk.first_link()
    assert empty_desk.sign_in("adam", "some words for tests").roles == {Role.ADMINISTRATOR}


def test_the_demonstration_is_taken_in_once_and_only_when_asked(settings, analyst_of):
    told = []
    desk = Desk(settings)
    desk.prepare(lambda fraction, words: told.append(fraction), demo=True)
    views = desk.imports(desk.operator())
    assert sorted(view.made for view in views) == [2, 7, 8, 10, 29, 41, 142]
    assert all((view.state, view.refused, view.by) == ("done", 0, "operator") for view in views)
    assert told == sorted(told)
    assert len(desk.status().lists) == 6
    assert told[-1] == 1.0
    actor = analyst_of(desk)
    listed = desk.search(actor, "Kashlaf")
    assert listed.total >= 1
    person = desk.entity(actor, listed.hits[0].id)
    assert person.listed
    assert not person.synthetic
    assert person.categories[0].text.startswith("Designated by ")
    lines, total = desk.groups(actor)
    assert lines[0].caption == "Brook group"
    assert total == len(lines)
    thieves = next(line for line in lines if line.caption == "THIEVES-IN-LAW")
    assert thieves.linked_count == len(desk.group(actor, thieves.id).linked) == 10
    assert desk.group(actor, thieves.id).lede == "10 entries are linked to this group."
    linked = desk.entity(actor, desk.search(actor, "Kolbayev").hits[0].id)
    (links,) = (group.properties for group in linked.groups if group.group == "link")
    assert [(prop.label, prop.values[0].text) for prop in links] == [("Linked to", "THIEVES-IN-LAW")]
    desk.undo_import(desk.operator(), views[0].id)
    desk.close()
    again = Desk(settings)
    again.prepare(demo=True)
    assert len(again.imports(again.operator())) == len(views)
    again.close()


def test_rebuilding_changes_no_answer(desk, analyst, acting):
    before = desk.search(analyst, "Besnik Shembulli")
    entity = desk.entity(analyst, before.hits[0].id)
    told = []
    desk.rebuild_index(desk.operator(), lambda fraction, words: told.append(fraction))
    assert told[-1] == 1.0
    assert desk.search(analyst, "Besnik Shembulli") == before
    assert desk.entity(analyst, before.hits[0].id) == entity
    with pytest.raises(Forbidden):
        desk.rebuild_index(acting("dora", "supervise"))


def test_a_lost_index_is_made_again(made_node, settings):
    shutil.copytree(made_node, settings.data)
    for path in settings.data.glob("index.sqlite*"):
        path.unlink()
    desk = Desk.open(settings)
    assert desk.search(desk.actor_named("ana", "test", via="api"), "Besnik").total == 1
    desk.close()


@pytest.fixture
def analyst_of():
    def actor(desk):
        desk.add_account(desk.operator(), "ana", "four words for tests", frozenset({Role.ANALYST}))
        return desk.actor_named("ana", "develop", via="api")

    return actor
