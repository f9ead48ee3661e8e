"""The crime script: every role has words and a stage, every stage a role."""

import pytest

from headwater.model.script import STAGE_OF, ScriptRole, Stage


def test_every_role_has_a_stage_and_every_stage_a_role():
    assert set(STAGE_OF) == set(ScriptRole)
    assert set(STAGE_OF.values()) == set(Stage)


def test_the_stages_stand_in_the_order_of_the_script():
    roles_in_order = [role.stage for role in ScriptRole]
    assert roles_in_order == sorted(roles_in_order, key=list(Stage).index)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (ScriptRole.ORGANISER, "Organiser"),
        (ScriptRole.SAFE_HOUSE_KEEPER, "Safe-house keeper"),
        (ScriptRole.BOAT_SUPPLIER, "Boat or engine supplier"),
        (ScriptRole.CORRUPTED_OFFICIAL, "Corrupted official"),
    ],
)
def test_words(role, words):
    assert role.words == words


def test_no_two_roles_read_the_same():
    assert len({role.words for role in ScriptRole}) == len(ScriptRole)
