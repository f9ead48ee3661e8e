"""The demonstration's lists: who stands on two of them is suggested."""

from __future__ import annotations

import pytest
from tests.desk.conftest import PASSWORD

from headwater.desk import Desk, Role
from headwater.settings import Settings

LIBYA = {f"LYi.0{number}": f"II.A/{number}" for number in (21, 22, 23, 24, 25, 26, 29)}
"""The people-smugglers that both the United Nations and the European Union list, by the reference of each."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    desk = Desk.open(Settings(data=tmp_path_factory.mktemp("demo") / "node", port=0))
    desk.load_demo()
    desk.add_account(desk.operator(), "ana", PASSWORD, frozenset({Role.ANALYST}))
    yield desk
    desk.close()


def references(desk, actor, entity_id):
    view = desk.entity(actor, entity_id)
    values = [value for group in view.groups for prop in group.properties for value in prop.values]
    return {source.reference for value in values for source in value.sources}


def test_each_of_the_seven_smugglers_on_two_lists_is_suggested(demo):
    actor = demo.actor_named("ana", "develop", via="api")
    queue = demo.suggestions(actor, limit=200)
    suggested = [
        references(demo, actor, line.left.id) | references(demo, actor, line.right.id)
        for line in queue.lines
        if line.reason == "suggested"
    ]
    for un, eu in LIBYA.items():
        assert any({un, eu} <= some for some in suggested), un


def test_a_suggestion_of_the_demonstration_is_explained_in_sentences(demo):
    actor = demo.actor_named("ana", "develop", via="api")
    for line in demo.suggestions(actor, limit=200).lines:
        view = demo.comparison(actor, line.left.id, line.right.id)
        assert view.p_match == line.p_match >= view.threshold
        assert view.findings[0].feature == "name"
        for finding in view.findings:
            assert finding.words
            assert finding.sentence
            assert all(value.sources for value in (*finding.left, *finding.right)), finding.feature
