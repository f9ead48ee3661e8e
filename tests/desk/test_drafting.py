"""The answer to a person follows from the decisions, and says nothing of what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.drafting import NOTHING, button_words, drafted
from headwater.desk.requests import DECISIONS, LEFT_OUT
from headwater.desk.retention_views import HeldValueView
from headwater.desk.sources import grading_view
from headwater.model.grading import NOT_GRADED

PLAIN = HeldValueView(
    assertion_id="0" * 16,
    report_id="0" * 24,
    entity_id="1" * 24,
    label="Name",
    text="Arta Mostra",
    lang="",
    basis="fact",
    agency="GB",
    grading=grading_view(NOT_GRADED),
    legal_basis="DPA 2018, s.35",
    erase_by="2027-05-14",
    restricted=False,
    own=True,
    decision="keep",
    correction="",
    synthetic=True,
    category="Contact or associate",
)
PHONE = replace(PLAIN, label="Phone", text="07700 900151", erase_by="2027-09-03")


def test_what_is_kept_is_told_with_its_basis_and_its_last_day():
    text = drafted([PLAIN, PHONE], ["FRONTEX"], "Information Commissioner")
    assert text.split("\n\n") == [
        "We hold data on you as contact or associate:",
        "- Name: Arta Mostra\n- Phone: 07700 900151",
        "Basis in law: DPA 2018, s.35.",
        "We keep them until 3 September 2027 at the latest.",
        "We gave data on you to: FRONTEX.",
        "You can ask us to correct data on you, to erase them or to limit their use.",
        "You can complain to the Information Commissioner, and you can go to court.",
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"decision": "erase"}, "We have erased one entry."),
        (
            {"decision": "restrict", "ground": "contested"},
            "We have limited the use of one entry while its source checks it.",
        ),
        (
            {"decision": "restrict", "ground": "evidence"},
            "We have limited the use of one entry, which may be needed as evidence.",
        ),
        (
            {"decision": "correct", "ground": "contested", "correction": "Arta Mostër"},
            "We have noted for its source what you say is right about one entry, and have limited the use of it "
            "until the source corrects it.",
        ),
    ],
)
def test_each_decision_has_its_sentence_and_none_if_it_is_left_out(changes, sentence):
    decided = replace(PHONE, **changes)
    assert sentence in drafted([PLAIN, decided], [], "").split("\n\n")
    hidden = drafted([PLAIN, replace(decided, left_out="prevention")], [], "")
    assert sentence not in hidden
    assert "07700" not in hidden


def test_what_was_erased_is_not_told_as_held():
    assert "Arta" not in drafted([replace(PLAIN, decision="erase")], [], "")


def test_who_else_a_value_names_is_not_told():
    text = drafted([replace(PLAIN, label="Link, subject", text="Marko Uzorak", names_other=True)], [], "")
    assert "- Link, subject: another person" in text
    assert "Marko" not in text


values = st.builds(
    replace,
    st.sampled_from([PLAIN, PHONE]),
    decision=st.sampled_from(["", *DECISIONS]),
    left_out=st.sampled_from(["", *LEFT_OUT]),
    text=st.text("abcdefgh", min_size=9, max_size=9),
)


@given(st.lists(values, max_size=8))
def test_what_is_left_out_leaves_no_trace(held):
    told = [value for value in held if not value.left_out]
    assert drafted(held, [], "X") == drafted(told, [], "X")


def test_who_received_it_is_told_only_if_nothing_is_left_out():
    assert "FRONTEX" in drafted([PLAIN, PHONE], ["FRONTEX"], "")
    assert "FRONTEX" not in drafted([PLAIN, replace(PHONE, left_out="inquiry")], ["FRONTEX"], "")


@given(st.lists(values, max_size=8))
def test_with_everything_left_out_the_answer_is_that_of_nothing(held):
    hidden = [replace(value, left_out="others") for value in held]
    assert drafted(hidden, ["AL"], "X") == drafted([], [], "X")
    assert NOTHING in drafted(hidden, [], "X")


def test_the_button_says_what_it_does():
    assert button_words([("keep", 2), ("restrict", 0), ("correct", 1), ("erase", 0)]) == "Restrict 1 value and answer"
    assert button_words([]) == "Answer"
    assert button_words([("erase", 1200)]) == "Erase 1,200 values and answer"
