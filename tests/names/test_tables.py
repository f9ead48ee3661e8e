"""The tables against the alphabets they stand for. Sources: see the docstrings of the modules under test."""

import pytest

from headwater.names import arabic, cyrillic, latin_letters
from headwater.names.given_names import GIVEN_NAMES

ALPHABETS = {
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
# fmt: off
GAJ = [
    "a", "b", "v", "g", "d", "đ", "e", "ž", "z", "i", "j", "k", "l", "lj", "m", "n", "nj", "o", "p", "r", "s", "t", "ć",
    "u", "f", "h", "c", "č", "dž", "š",
]
# fmt: on
SORANI = "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ"
PASHTO = "اآبپتټثجځچڅحخدډذرړزژږسښشصضطظعغفقکګلمنڼوهءیېۍ"
URDU = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے"


@pytest.mark.parametrize("language", sorted(ALPHABETS))
def test_every_letter_of_an_alphabet_has_a_reading(language: str) -> None:
    assert set(ALPHABETS[language]) <= set(cyrillic.READINGS[language])


@pytest.mark.parametrize("language", sorted(ALPHABETS))
def test_every_reading_is_latin(language: str) -> None:
    table = cyrillic.READINGS[language]
    assert all(
        latin_letters.LETTERS.get(ord(sign), sign).isascii() or sign in "žčšć" for r in table.values() for sign in r
    )


def test_serbian_is_read_as_its_official_latin_alphabet() -> None:
    assert [cyrillic.READINGS["sr"][letter] for letter in ALPHABETS["sr"]] == GAJ


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("ђорђе", "sr"), ("љубица", "sr"), ("ѓорѓи", "mk"), ("јовановски", "mk"), ("юрій", "uk"),
        ("уладзімір яўген", "be"),
        ("хрущёв", "ru"), ("въло", "bg"), ("иван", ""),
    ],
)  # fmt: skip
def test_letters_show_the_language(name: str, language: str) -> None:
    assert cyrillic.language_of(name) == language


@pytest.mark.parametrize("letters", [SORANI, PASHTO, URDU])
def test_every_letter_of_an_arabic_script_has_a_reading_and_a_sound(letters: str) -> None:
    assert set(letters) <= set(arabic.READING)
    for letter in set(letters) - set("عءئ"):
        assert any(sound not in "?" for sound in arabic.sounds("ب" + letter)[0][1:])


def test_given_names_are_letters_of_the_script_and_latin() -> None:
    assert len(GIVEN_NAMES) > 150
    for name, read in GIVEN_NAMES.items():
        assert set(name) <= set(arabic.READING)
        assert read.replace("-", "").isascii()


@pytest.mark.parametrize("letter", "æœøłþðßđıəħŋ")
def test_latin_letters_without_a_mark_have_an_ascii_spelling(letter: str) -> None:
    assert latin_letters.LETTERS[ord(letter)].isascii()
