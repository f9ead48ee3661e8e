"""Two words: one name, a slip of it, or two names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.resolve.words import Likeness, likeness, split_words, word_of


def like(left: str, right: str) -> Likeness:
    (one,), (other,) = split_words(left), split_words(right)
    return likeness(one, other)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Тачи", "Thaçi"),
        ("Đorđe", "Dorde"),
        ("Ђорђевић", "Dordevic"),
        ("Xhevdet", "Џевдет"),
        ("Mohammed", "Muhammad"),
        ("محمد", "Mehmet"),
        ("Ehmed", "Ahmad"),
        ("Qaddafi", "Gadhafi"),
        ("Naqdi", "Naghdi"),
        ("Müller", "Mueller"),
        ("Ljupcho", "Љубчо"),
    ],
)
def test_spellings_of_one_name(left, right):
    assert like(left, right).value >= Likeness.FORM.value


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Marko", "Mirko"),
        ("Goran", "Zoran"),
        ("Dragan", "Dragana"),
        ("Hasan", "Husayn"),
        ("حسن", "حسين"),
        ("Mahmoud", "Mohammed"),
        ("Arben", "Arbër"),
        ("Petrović", "Petković"),
        ("Николовски", "Николоски"),
        ("Salim", "Salam"),
    ],
)
def test_two_names_however_alike(left, right):
    assert not like(left, right).matches


def test_vietnamese_marks_tell_names_apart_only_where_both_are_written():
    assert like("Hưng", "Hung") is Likeness.SAME
    one, other = split_words("Nguyễn Văn Hùng")[2], split_words("Nguyễn Văn Hưng")[2]
    assert likeness(one, other) is Likeness.NEAR
    assert likeness(one, split_words("Nguyen Van Hung")[2]) is Likeness.SAME


def test_the_tone_may_stand_on_either_vowel():
    assert likeness(split_words("Bùi Thị Hoà")[2], split_words("Bùi Thị Hòa")[2]) is Likeness.SAME


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Shembulli", "Shembulii", Likeness.SPELLING),
        ("Shembulli", "Shebmulli", Likeness.SLIP),
        ("Khodorkovsky", "Khordorovsky", Likeness.TWO_SLIPS),
        ("K", "Kemal", Likeness.INITIAL),
        ("Primero", "Primerosovski", Likeness.CUT),
        ("Abdulkarim", "Abdulrahim", Likeness.NEAR),
    ],
)
def test_slips_initials_and_servants(left, right, expected):
    assert like(left, right) is expected


WORD = st.text(st.characters(categories=("Ll", "Lo", "Lm"), max_codepoint=0x06FF), min_size=1, max_size=12)


@given(WORD, WORD)
def test_likeness_is_the_same_both_ways_and_a_word_is_like_itself(left, right):
    one, other = word_of(left), word_of(right)
    assert likeness(one, other) is likeness(other, one)
    if one.token:
        assert likeness(one, one) is Likeness.SAME
