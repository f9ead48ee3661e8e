"""Folding and reading: each expected spelling follows from the table that the module names as its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.names import fold, latin, script_of, tokens

ANY_TEXT = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Hashim Thaçi", "hashim thaci"),
        ("Хашим Тачи", "hashim tachi"),
        ("Ђорђе Живковић", "djordje zivkovic"),  # Serbian: the two official alphabets
        ("Đorđe Živković", "djordje zivkovic"),
        ("Ѓорѓе Ќосев", "gjorgje kjosev"),  # Macedonian passports
        ("Щерю Ъглов", "shteryu aglov"),  # Bulgarian act of 2009
        ("Згурський Юрій", "zghurskyi yurii"),  # Ukrainian resolution 55 (see the test below for зг)
        ("Гадюкін Єнакієве", "hadiukin yenakiieve"),
        ("Хрущёв", "khrushchyov"),
        ("İsmail Şükrü Güneş Çağrı", "ismail sukru gunes cagri"),
        ("Əliyev", "aliyev"),
        ("Straße Øre Łódź", "strasse ore lodz"),
        ("محمد صالح", "mhmd salh"),
        ("عبدالله", "abdallah"),
        ("بەرزان", "berzan"),
        ("ﻣﺤﻤﺪ", "mhmd"),  # presentation forms
        ("مـــحـــمّد", "mhmd"),  # tatweel and shadda
        ("Ｊｏｈｎ", "john"),  # full-width
        ("٠٧٧ ۰۷۷", "077 077"),
        ("O'Ninno", "oninno"),
        ("Al-Amin", "al amin"),
        ("Γεώργιος", "georgios"),
        ("გიორგი", "giorgi"),
        ("김영철", "kim yong chol"),
        ("张伟", "zhang wei"),
        ("", ""),
        ("---", ""),
    ],
)
def test_a_name_folds_as_its_table_says(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_a_latin_letter_in_a_cyrillic_word_is_read_as_cyrillic() -> None:
    assert fold("A" + "лександр") == "aleksandr"
    assert fold("ГАЛИМО" + "B") == fold("ГАЛИМОВ") == "galimov"


def test_a_cyrillic_letter_in_a_latin_word_is_read_as_latin() -> None:
    assert fold("Р" + "etrov") == "petrov"


@pytest.mark.parametrize("mark", ["\u200f", "\u200d", "\u200c", "\ufeff", "\u00ad", "\u2069", "\u202e"])
def test_characters_that_steer_display_do_not_part_a_word(mark: str) -> None:
    assert tokens(f"Has{mark}an") == ("hasan",)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Бесник Шембули", "Besnik Shembuli"),
        ("Ђорђе", "Đorđe"),
        ("ШЕМБУЛИ", "SHEMBULI"),
        ("محمد الأمين", "Muhammad al-Amin"),
        ("Besnik Шембули", "Besnik Shembuli"),
        ("გიორგი", "Giorgi"),
        ("Besnik Shembuli", ""),
        ("Hashim Thaçi", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_a_reading_keeps_capitals_and_is_empty_for_latin(name: str, read: str) -> None:
    assert latin(name) == read


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Hashim", "Latn"), ("Хашим", "Cyrl"), ("هاشم", "Arab"), ("Γεώ", "Grek"), ("გიო", "Geor"), ("Գև", "Armn"),
        ("משה", "Hebr"), ("김", "Hang"), ("张", "Hani"), ("12 Хашим", "Cyrl"), ("A" + "лександр", "Cyrl"), ("", ""),
        ("12", ""),
    ],
)  # fmt: skip
def test_the_script_is_that_of_the_first_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folded_text_is_small_ascii(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower()
    assert all(token.isalnum() for token in folded.split(" ") if folded)


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_has_a_reading_or_none(text: str) -> None:
    assert isinstance(latin(text), str)
    assert len(script_of(text)) in (0, 4)


@pytest.mark.parametrize(
    "hostile",
    ["a" * 1_000_000, "م" * 1_000_000, "e" + "\u0301\u0323" * 500_000, "\ud800" * 1_000, "张" * 100_000, "ﷺ" * 100_000],
)
def test_a_hostile_name_is_cut_and_read(hostile: str) -> None:
    assert len(fold(hostile)) <= 20_000
