"""Terms: what a record is found by, each key once, whatever it is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater import names
from headwater.resolve.blocking import MAX_TERMS, keys_of, slips_of, terms_of
from headwater.resolve.record import Record

NAMES = ["Hashim Thaçi", "Хашим Тачи", "Abd al-Razzaq Husayn", "Abdelrazak", "عبدالرزاق حسين", "O'Ninno", "김영철",
         "Ben Example", "Sh.p.k. Shembull", "Sech1n", "a", "-", "Abu Abu", "al", "Ali Reza Alireza"]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=20)), max_size=5)


def person(*said: tuple[str, str], id_: str = "a") -> Record:
    return Record.of(id_, "Person", said)


@given(texts)
def test_each_key_belongs_to_one_term_and_overlaps_are_with_earlier_ones(said: list[str]) -> None:
    terms = terms_of(person(*(("name", name) for name in said)))
    keys = [key for term in terms for key in term.keys]
    assert len(keys) == len(set(keys))
    assert all(0 <= place < at for at, term in enumerate(terms) for place in term.within)


@given(texts)
def test_a_record_is_kept_under_the_keys_of_its_words(said: list[str]) -> None:
    kept = keys_of(person(*(("name", name) for name in said)))
    asked = {key for name in said for term in names.search_terms(name) for key in names.keys(term.token)}
    found = {key for name in said for key in names.name_index(name)[1]}
    assert asked & found <= kept


def test_spellings_of_one_word_are_one_term() -> None:
    terms = terms_of(person(("name", "Hashim Thaçi"), ("alias", "Hasim Taci"), ("alias", "Хашим Тачи")))
    of_family_name = [term for term in terms if "TCa" in term.keys]
    assert len(of_family_name) == 1
    assert {"thaci", "taci", "tachi"} <= set(of_family_name[0].keys)


def test_a_compound_says_what_its_words_say() -> None:
    terms = terms_of(person(("name", "Abd al-Razzaq")))
    together = next(term for term in terms if "BDRZK" in term.keys)
    assert {key for place in together.within for key in terms[place].keys} >= {"abd", "razzaq"}


@pytest.mark.parametrize(
    ("prop", "one", "other"),
    [
        ("passportNumber", "AB 123-456", "ab123456"),
        ("phone", "+44 7700 900142", "07700 900142"),
        ("email", "Example@Example.org", "mailto:example@example.org"),
        ("username", "@example_user", "https://example.org/example_user"),
        ("registrationNumber", "SYN 00-1234", "SYN001234"),
    ],
)
def test_a_number_is_found_however_it_is_written(prop: str, one: str, other: str) -> None:
    assert keys_of(person((prop, one))) & keys_of(person((prop, other)))


@pytest.mark.parametrize("value", ["unknown", "none", "12", "-"])
def test_what_is_no_number_is_no_key(value: str) -> None:
    assert not keys_of(person(("passportNumber", value)))


def test_a_date_says_which_of_many_and_finds_nothing_alone() -> None:
    (term,) = terms_of(person(("birthDate", "1970-02-03"), ("birthDate", "1971")))
    assert set(term.keys) == {"b:1970", "b:1970-02-03", "b:1971"}
    assert not term.alone
    assert not terms_of(person(("birthDate", "unknown")))


def test_nationality_is_no_key() -> None:
    assert not terms_of(person(("nationality", "al"), ("country", "rs"), ("gender", "male")))


@pytest.mark.parametrize(
    ("one", "other"),
    [("sech1n", "sechin"), ("serei", "sergei"), ("mohsmad", "mohamad"), ("qasim", "qaism"), ("MKLFC", "NKLFC")],
)
def test_a_slip_leaves_something_in_common(one: str, other: str) -> None:
    assert set(slips_of(one)) & set(slips_of(other))


@pytest.mark.parametrize("key", ["ali", "aMR*", "i:ab12345", "b:1970", "123456", "#1234", ""])
def test_short_words_and_numbers_have_no_slips(key: str) -> None:
    assert slips_of(key) == ()


def test_terms_are_bounded() -> None:
    said = [("alias", f"Shembull{chr(97 + one)}{chr(97 + two)} Primer") for one in range(26) for two in range(26)]
    phones = [("phone", f"+44770090{number:04d}") for number in range(500)]
    assert len(terms_of(person(*said, *phones, ("birthDate", "1970")))) <= 2 * MAX_TERMS + 1
