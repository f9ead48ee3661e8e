"""Country names of the lists, to codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake.countries import country_code, country_name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Libya", "ly"),
        ("Democratic People's Republic of Korea", "kp"),
        ("Democratic People\u2019s Republic of Korea (DPRK)", "kp"),
        ("Congo", "cg"),
        ("Democratic Republic of the Congo", "cd"),
        ("China, Hong Kong Special Administrative Region", "hk"),
        ("United Kingdom of Great Britain and Northern Ireland", "gb"),
        ("Iran (Islamic Republic of)", "ir"),
        ("State of Palestine", "ps"),
        ("Kosovo", "xk"),
        ("XK", "xk"),
        ("UK", "gb"),
        ("USA", "us"),
        ("UAE", "ae"),
        ("Myanmar/Burma", "mm"),
        ("Guinea-Bissau", "gw"),
        ("Russian", "ru"),
        ("South Sudanese", "ss"),
        ("Libya (in custody)", "ly"),
        ("former Soviet Union", "suhh"),
    ],
)
def test_the_names_that_lists_use(written: str, code: str) -> None:
    assert country_code(written) == code


@pytest.mark.parametrize(
    "written",
    ["na", "N/A", "", "Paktia Province", "Gaza Strip, West Bank", "00", "Atlantis", "Tripoli", "Jerusalem", "x" * 200],
)
def test_what_is_no_country_is_not_guessed(written: str) -> None:
    assert country_code(written) == ""


def test_a_code_has_its_name() -> None:
    assert country_name("ly") == "Libya"
    assert country_name("q0") == ""


@given(st.text(max_size=100))
def test_any_text_gives_a_code_with_a_name_or_nothing(text: str) -> None:
    code = country_code(text)
    assert code == "" or country_name(code)
