"""Features and their sum."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.resolve import Candidates, Record, compare, feature_explanation, feature_words, forget, quick
from headwater.resolve.features import FEATURES
from headwater.resolve.scoring import p_of

BASE = [("name", "Besnik Shembulli"), ("birthDate", "1984-03-14"), ("gender", "male"), ("nationality", "al")]


def person(*values: tuple[str, str], base: list[tuple[str, str]] = BASE) -> Record:
    return Record.of("example", "Person", [*base, *values])


def weights(left: Record, right: Record) -> dict[str, float]:
    return {one.feature: one.weight for one in compare(left, right).findings}


def changed(prop: str, *values: str) -> Record:
    return person(*((prop, value) for value in values), base=[pair for pair in BASE if pair[0] != prop])


def test_nationality_alone_never_moves_a_score():
    for other in ("al", "xk", ""):
        assert compare(person(), changed("nationality", other)).p_match == compare(person(), person()).p_match
    found = next(
        one for one in compare(person(), changed("nationality", "xk")).findings if one.feature == "nationality"
    )
    assert (found.weight, found.sentence) == (0.0, "Shown to you. Never counted.")


@pytest.mark.parametrize(
    ("date", "sign"),
    [("1984-03-14", 1), ("1984", 1), ("1984-03", 1), ("1985", -1), ("1990", -1), ("1950-01-01", -1)],
)
def test_dates_of_birth(date, sign):
    found = weights(person(), changed("birthDate", date))["birth_date"]
    assert (found > 0) - (found < 0) == sign


def test_a_date_that_is_none_says_nothing():
    assert weights(person(), changed("birthDate", "about 1984"))["birth_date"] == 0


def test_day_and_month_the_other_way_round_still_speak_for():
    assert weights(changed("birthDate", "1984-03-05"), changed("birthDate", "1984-05-03"))["birth_date"] > 0


def test_years_apart_say_more_the_farther_they_are():
    found = [weights(person(), changed("birthDate", str(1984 + apart)))["birth_date"] for apart in (1, 3, 8, 20)]
    assert found == sorted(found, reverse=True)


def test_one_of_several_dates_is_enough():
    assert weights(person(), changed("birthDate", "1970-01-01", "1984-03-14"))["birth_date"] > 0


def test_two_sexes_speak_against():
    assert weights(person(), changed("gender", "female"))["sex"] < 0
    assert weights(person(), changed("gender", "other"))["sex"] == 0


def test_numbers_in_common_however_written():
    left, right = person(("passportNumber", "X-000142 S7")), person(("passportNumber", "x000142s7"))
    assert weights(left, right)["passport"] > 5
    assert weights(person(("phone", "+44 7700 900142")), person(("phone", "07700 900142")))["phone"] > 5


def test_two_passports_speak_a_little_against_and_two_phones_not():
    assert weights(person(("passportNumber", "X0001420")), person(("passportNumber", "X0001970")))["passport"] < 0
    assert weights(person(("phone", "07700 900142")), person(("phone", "07700 900197")))["phone"] == 0


def test_brothers_who_share_a_birthday_are_two():
    twin = changed("name", "Ilir Shembulli")
    found = compare(person(("birthPlace", "Shembull")), person(("birthPlace", "Shembull"), base=list(_pairs(twin))))
    assert found.p_match < 0.5
    halved = next(one for one in found.findings if one.feature == "birth_date")
    assert "Counted a third" in halved.sentence


def _pairs(record: Record) -> list[tuple[str, str]]:
    return [(prop, value) for prop, values in record.values.items() for value in values]


def test_two_entries_of_one_publishers_lists_speak_against():
    assert weights(person(("listedBy", "UN")), person(("listedBy", "UN")))["listing"] < 0
    assert weights(person(("listedBy", "UN")), person(("listedBy", "EU")))["listing"] == 0


def test_an_alias_alone_does_not_make_two_contradicting_names_one():
    left = Record.of("left", "Person", [("name", "Besnik Shembulli"), ("alias", "Abu Ahmad")])
    right = Record.of("right", "Person", [("name", "Goran Primer"), ("alias", "Abu Ahmad")])
    assert compare(left, right).p_match < 0.5


def test_a_weak_name_counts_less_than_an_alias():
    left = Record.of("left", "Person", [("name", "Besnik Shembulli")])
    strong = Record.of("right", "Person", [("name", "Ilir Provaj"), ("alias", "Besnik Shembulli")])
    weak = Record.of("right", "Person", [("name", "Ilir Provaj"), ("weakAlias", "Besnik Shembulli")])
    assert compare(left, weak).p_match < compare(left, strong).p_match


def test_plates_without_names_are_one_vehicle():
    left, right = (Record.of("a", "Vehicle", [("registrationNumber", plate)]) for plate in ("ZZ 142 SY", "ZZ142SY"))
    assert compare(left, right).p_match > 0.95


def test_engines_whose_serial_numbers_differ_in_letters_are_two():
    left, right = (Record.of("a", "Engine", [("serialNumber", number)]) for number in ("AX123456", "BX123456"))
    assert compare(left, right).p_match < 0.1
    assert compare(left, left).p_match > 0.9


def test_token_weights_come_from_the_records_at_hand():
    common, rare = Candidates(), Candidates()
    common.add(Record.of(f"a{n}", "Person", [("name", f"Besnik Shembulli{'abcdefgh'[n % 8]}")]) for n in range(60))
    rare.add(Record.of(f"a{n}", "Person", [("name", f"Goran Primer{'abcdefgh'[n % 8]}")]) for n in range(60))
    left, right = (Record.of(id_, "Person", [("name", "Besnik Provaj")]) for id_ in ("left", "right"))
    assert compare(left, right, rare).sum > compare(left, right, common).sum


@pytest.mark.parametrize("code", list(FEATURES))
def test_each_feature_has_words_and_says_what_it_looks_at(code):
    assert feature_words(code)
    assert feature_explanation(code).endswith(".")


def test_probability_grows_with_bits():
    assert p_of(-40) < p_of(-1) < p_of(0) == 0.5 < p_of(1) < p_of(40) <= 1


VALUES = st.lists(
    st.tuples(
        st.sampled_from(
            ["name", "alias", "weakAlias", "birthDate", "gender", "passportNumber", "phone", "birthPlace", "address",
             "fatherName", "nationality", "listedBy", "email", "idNumber", "username"]
        ),
        st.sampled_from(
            ["Besnik Shembulli", "Бесник Шембули", "Goran Primer", "1984-03-14", "1984", "1990-13", "male", "female",
             "X000142", "07700 900142", "example@example.org", "Shembull 14", "UN", "", "؟", "0", "a" * 300]
        ),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=150)
@given(VALUES, VALUES)
def test_quick_is_compare_and_both_are_the_same_both_ways(left, right):
    one, other = Record.of("left", "Person", left), Record.of("right", "Person", right)
    found = compare(one, other)
    assert quick(one, other) == pytest.approx(found.p_match)
    assert compare(other, one).p_match == pytest.approx(found.p_match)
    assert all(set(one.left_marks) <= set(" ".join(one.left).split()) for one in found.findings)


def test_nothing_of_a_name_stays_after_forgetting():
    compare(person(), person())
    forget()
    from headwater.resolve import features, name_evidence, person_names, words

    for cached in (
        words.word_of,
        words.likeness,
        person_names.person_name,
        name_evidence.person_evidence,
        features._dates,
    ):
        assert cached.cache_info().currsize == 0
