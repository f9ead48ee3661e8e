"""Identifiers: every way to write one number meets in one form. Phone numbers are Ofcom's for drama, or invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.names import identifier_tokens
from headwater.names.identifiers import country_code

UK = ["+44 7700 900142", "07700 900142", "0044 7700 900142", "+44 (0)7700 900142", "447700900142", "(07700) 900-142",
      "٠٧٧٠٠٩٠٠١٤٢", "+۴۴۷۷۰۰۹۰۰۱۴۲", "tel. 07700900142", "+44 7700 900142 ext. 12"]  # fmt: skip


@pytest.mark.parametrize("written", UK)
def test_one_phone_number_meets_in_its_tail(written: str) -> None:
    assert identifier_tokens("phone", written)[-1] == "p:700900142"


def test_an_international_number_is_also_found_as_a_national_one() -> None:
    assert identifier_tokens("phone", "+44 7700 900142") == ("447700900142", "07700900142", "p:700900142")
    assert set(identifier_tokens("phone", "+383 44 000 142")) & set(identifier_tokens("phone", "044 000 142"))


def test_several_numbers_in_one_field_are_each_found() -> None:
    forms = identifier_tokens("phone", "07700 900142 / +44 7700 900143; 07700900144")
    assert {"p:700900142", "p:700900143", "p:700900144"} <= set(forms)
    assert identifier_tokens("phone", "07700/900142")[-1] == "p:700900142"


def test_a_short_number_has_no_tail() -> None:
    assert identifier_tokens("phone", "112") == ("112",)
    assert identifier_tokens("phone", "unknown") == ()


@pytest.mark.parametrize(
    ("digits", "code"), [("447700", "44"), ("1202", "1"), ("7495", "7"), ("38344", "383"), ("3556", "355")]
)
def test_country_codes_follow_e164(digits: str, code: str) -> None:
    assert country_code(digits) == code


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("AB-123 456", ("ab123456",)),
        ("ＡＢ１２３４５６", ("ab123456",)),
        ("ВЕ 123 АС", ("be123ac",)),  # Cyrillic letters of the same form
        ("Passport AB123456", ("passportab123456", "ab123456")),
        ("", ()),
        ("—", ()),
    ],
)
def test_document_numbers_lose_their_signs(written: str, forms: tuple[str, ...]) -> None:
    assert identifier_tokens("identifier", written) == forms


def test_an_address_is_found_whole_and_by_its_name() -> None:
    assert identifier_tokens("email", " Example.One@Example.ORG ") == ("example.one@example.org", "example.one")
    assert identifier_tokens("url", "https://www.example.org/Example") == ("example.org/example", "example")
    assert identifier_tokens("account", "@Example_One") == ("example_one",)


@given(st.sampled_from(["phone", "identifier", "email", "url", "account", "?"]), st.text(st.characters(codec=None)))
def test_any_text_gives_small_forms_each_once(kind: str, value: str) -> None:
    forms = identifier_tokens(kind, value)
    assert "" not in forms
    assert len(set(forms)) == len(forms)


@given(st.text("0123456789 ()-+", max_size=30))
def test_a_phone_number_is_digits_and_one_tail(value: str) -> None:
    for form in identifier_tokens("phone", value):
        assert form.removeprefix("p:").isdigit()
