"""Alias fields, from the lists as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake.aliases import split_aliases, split_script
from headwater.intake.scripts import language_of
from headwater.intake.written_names import family_first


def names(field: str, main_name: str = "", *, person: bool = True) -> list[str]:
    return [alias.name for alias in split_aliases(field, main_name=main_name, person=person)]


@pytest.mark.parametrize(
    ("field", "main_name", "found"),
    [
        ("Ermias Ghermay, Guro", "Ermias Alem", ["Ermias Ghermay", "Guro"]),
        ("Majeed, Abdul", "Mahmood Sultan", ["Majeed, Abdul"]),
        ("Bin Al Shibh, Ramzi", "Ramzi Mohamed", ["Bin Al Shibh, Ramzi"]),
        ("Abdul Rahman, Mohamad Iqbal", "Mohamad Iqbal", ["Abdul Rahman, Mohamad Iqbal"]),
        ("Hilarion Santos, III (third)", "Hilarion Santos", ["Hilarion Santos, III (third)"]),
        ("Abdurezak, Abdelrazaq, Abdulrazak", "FITIWI", ["Abdurezak", "Abdelrazaq", "Abdulrazak"]),
        ("Dimitri SYTYI, Dmitry SYTIY", "Dmitrii SYTII", ["Dimitri SYTYI", "Dmitry SYTIY"]),
        ("Fazel Rahim; Fazil Rahim", "Fazal Rahim", ["Fazel Rahim", "Fazil Rahim"]),
        ("Jin Tiesan (金铁三)", "KIM CHOL SAM", ["Jin Tiesan", "金铁三"]),
        ("Abubakar (original script: Абубакар)", "", ["Abubakar", "Абубакар"]),
        (
            "حاجى مالك نورزى (Hajji Malik Noorzai; Haji Malek Noorzai)",
            "MALIK NOORZAI",
            ["حاجى مالك نورزى", "Hajji Malik Noorzai", "Haji Malek Noorzai"],
        ),
        ("Khirullah Said Wali Khairkhwa, born in Kandahar on 01 Jan.1967", "", ["Khirullah Said Wali Khairkhwa"]),
        (
            "Abdoullah Ould Ahmed (Passport number: B0515260; DOB: 1948; POB: Anefif (Kidal))",
            "",
            ["Abdoullah Ould Ahmed"],
        ),
        ('"HASSAN, Sheikh"', "", ["HASSAN, Sheikh"]),
        ("\u2018Abd al-Rahman", "", ["\u2018Abd al-Rahman"]),
        (") Abdelrahman Juhan", "", ["Abdelrahman Juhan"]),
    ],
)
def test_fields_of_persons(field: str, main_name: str, found: list[str]) -> None:
    assert names(field, main_name) == found


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("AL-BASHAER TRADING COMPANY, LTD", ["AL-BASHAER TRADING COMPANY, LTD"]),
        (
            "Association for Education, Cultural, and to Create Society",
            ["Association for Education, Cultural, and to Create Society"],
        ),
        ("Vagner Group, PMC Wagner, Liga, League", ["Vagner Group", "PMC Wagner", "Liga", "League"]),
        ("أنصار الشريعة (Ansar al Charia)", ["أنصار الشريعة", "Ansar al Charia"]),
    ],
)
def test_organisations_are_parted_at_commas_only_in_long_rows(field: str, found: list[str]) -> None:
    assert names(field, person=False) == found


def test_a_field_may_say_that_the_name_is_a_former_one() -> None:
    (alias,) = split_aliases("Ezatullah Haqqani (previously listed as)", main_name="", person=True)
    assert (alias.name, alias.former) == ("Ezatullah Haqqani", True)


def test_a_second_script_in_brackets_is_a_name_of_its_own() -> None:
    written = "KUZNETSOV, Aleksandr (Alexander) Sergeevich (Александр Сергеевич КУЗНЕЦОВ)"
    assert split_script(written) == (
        "KUZNETSOV, Aleksandr (Alexander) Sergeevich",
        "Александр Сергеевич КУЗНЕЦОВ",
    )
    assert split_script("Prince Group (Holding)") == ("Prince Group (Holding)", "")


def test_family_first_needs_a_family_name_in_capitals() -> None:
    assert family_first("KOLBAYEV, Kamchybek Asanbekovich") == ("KOLBAYEV", "Kamchybek Asanbekovich")
    assert family_first("DELL'AQUILA, Giuseppe") == ("DELL'AQUILA", "Giuseppe")
    assert family_first("Majeed, Abdul") == ("", "")
    assert family_first("SMITH, John, Jr.") == ("", "")


def test_a_language_is_told_only_by_a_script_of_its_own() -> None:
    assert language_of("리영길") == "kor"
    assert language_of("ソー・サン・アウン") == "jpn"
    assert language_of("陈志") == "zho"
    assert language_of("محمد الأمين") == ""
    assert language_of("Александр") == ""


@given(st.text(max_size=120), st.text(max_size=20), st.booleans())
def test_any_field_gives_names_without_losing_their_letters(field: str, main_name: str, person: bool) -> None:
    for name in names(field, main_name, person=person):
        assert name == name.strip() != ""
        assert all(word in " ".join(field.split()) for word in name.split())
