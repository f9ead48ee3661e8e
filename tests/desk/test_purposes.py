"""A purpose is a kind, a case and a few words; the command line's words are read into the same three."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk import PURPOSE_KINDS, Actor, Role, kinds_for
from headwater.desk.purposes import Purpose, Purposes, checked, purpose_named, purpose_words
from headwater.errors import BadInput, Forbidden, NotFound
from headwater.store import Store


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("investigate", Purpose("investigate")),
        ("investigate:SYN-014", Purpose("investigate", "SYN-014")),
        ("investigate case SYN-014", Purpose("investigate", "SYN-014")),
        (
            "investigate case SYN-014, facilitation of illegal entry",
            Purpose("investigate", "SYN-014", "facilitation of illegal entry"),
        ),
        ("Investigate  case SYN-014.", Purpose("investigate", "SYN-014")),
        ("inspect documents", Purpose("inspect-documents")),
        ("inspect-documents: at the port", Purpose("inspect-documents", "", "at the port")),
        ("test", Purpose("test")),
        ("testing the desk", Purpose("other", "", "testing the desk")),
        ("supervise data protection", Purpose("supervise")),
        ("look at case AL/7 again", Purpose("other", "AL/7", "look at case AL/7 again")),
    ],
)
def test_words_of_a_command_line(text, purpose):
    assert purpose_named(text) == purpose


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        (
            Purpose("investigate", "SYN-014", "facilitation of illegal entry"),
            "investigate case SYN-014, facilitation of illegal entry",
        ),
        (Purpose("develop", "SYN-014"), "develop intelligence, case SYN-014"),
        (Purpose("inspect-documents"), "inspect documents"),
    ],
)
def test_a_purpose_in_one_line(purpose, words):
    assert purpose_words(purpose) == words


@given(st.sampled_from(sorted(PURPOSE_KINDS)), st.from_regex(r"[A-Z]{2,4}-[0-9]{1,4}", fullmatch=True))
def test_kind_and_case_come_back_from_their_own_words(kind, case):
    if kind != "other":
        purpose = checked(kind, case, "")
        assert purpose_named(purpose_words(purpose)) == purpose


@given(st.text(max_size=600))
def test_any_words_are_a_purpose_or_refused(text):
    try:
        purpose = purpose_named(text)
    except BadInput:
        return
    assert purpose == checked(purpose.kind, purpose.case, purpose.note)


@pytest.mark.parametrize(
    ("kind", "case", "note"),
    [("gossip", "", ""), ("investigate", "a b", ""), ("test", "", "x" * 501), ("other", "", "  "), ("test", "-1", "")],
)
def test_what_cannot_be_kept_is_refused(kind, case, note):
    with pytest.raises(BadInput):
        checked(kind, case, note)


def test_supervising_and_administering_go_with_their_roles_only():
    assert set(kinds_for(frozenset({Role.PROTECTION}))) == {"supervise"}
    assert set(kinds_for(frozenset({Role.ADMINISTRATOR}))) == {"administer"}
    assert "supervise" not in kinds_for(frozenset({Role.ANALYST}))
    assert kinds_for(frozenset()) == {}


@pytest.fixture
def purposes(settings):
    store = Store.open(settings)
    yield Purposes(store.vault)
    store.close()


def test_the_same_words_are_kept_once(purposes):
    actor = Actor("1" * 24, "ana", frozenset({Role.ANALYST}))
    one = purposes.state(actor, checked("investigate", "SYN-014", "a note"))
    again = purposes.state(actor, checked("investigate", " SYN-014 ", " a  note"))
    assert one == again
    assert purposes.get(one.id) == one
    assert purposes.words() == {one.id: "investigate case SYN-014, a note"}


def test_a_purpose_of_another_role_is_refused(purposes):
    with pytest.raises(Forbidden):
        purposes.state(Actor("1" * 24, "ana", frozenset({Role.ANALYST})), Purpose("supervise"))


def test_there_is_no_purpose_that_was_not_stated(purposes):
    with pytest.raises(NotFound):
        purposes.get("0" * 24)
