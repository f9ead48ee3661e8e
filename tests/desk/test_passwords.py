"""Names and passwords of accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.passwords import checked_name, checked_password, hashed, matches, name_key
from headwater.errors import BadInput


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "a\0b", "a\u202eb"])
def test_names_that_cannot_be_used(name):
    with pytest.raises(BadInput):
        checked_name(name)


def test_names_are_brought_into_one_form():
    assert checked_name("  Ａna   Primjer ") == "Ana Primjer"
    assert name_key("ＡNA") == name_key("ana")


@given(st.text(max_size=80))
def test_a_name_that_is_taken_stays_as_it_is(text):
    try:
        name = checked_name(text)
    except BadInput:
        return
    assert checked_name(name) == name


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 1025, "my name is Ana Primjer", "ANA PRIMJER 12345"])
def test_passwords_that_cannot_be_used(password):
    with pytest.raises(BadInput):
        checked_password("Ana Primjer", password)


def test_a_long_password_is_taken():
    assert checked_password("Ana Primjer", "four words for tests") == "four words for tests"


def test_a_password_matches_its_own_hash_only():
    kept = hashed("four words for tests")
    assert kept.startswith("$argon2id$")
    assert matches(kept, "four words for tests")
    assert not matches(kept, "four words for test")
    assert not matches("", "four words for tests")
    assert not matches("no hash", "four words for tests")
    assert not matches(kept, "x" * 100_000)
