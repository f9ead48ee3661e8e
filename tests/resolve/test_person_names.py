"""Persons' names side by side."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.resolve import SHIPPED, THRESHOLD, Record, compare
from headwater.resolve.name_evidence import explain, person_evidence, rarity_bits
from headwater.resolve.person_names import align, person_name

CASES = Path(__file__).parent / "name_cases.csv"


def tokens(name: str) -> list[str]:
    return [word.token for word in person_name(name).words]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Dr. Rami Makhlouf", ["rami", "makhlouf"]),
        ("Shaikh Isa Bin Tarif Al Bin Ali", ["isa", "tarif", "ali"]),
        ("PETROVIC<<MARKO<<<<<<<<<<<<<<<<", ["petrovic", "marko"]),
        ("P<SRBJOVANOVIC<<MILAN<<<<<<<<<<<<<<<<<<<<<<<", ["jovanovic", "milan"]),
        ("Ig0r Sech1n", ["igor", "sechin"]),
        ("Marko Petrovic 1984", ["marko", "petrovic"]),
        ("Sheikh", ["sheikh"]),
        ("", []),
    ],
)
def test_what_carries_a_name(written, expected):
    assert tokens(written) == expected


def test_servant_of_and_the_name_of_god_are_one_word():
    assert len(person_name("Abd al-Rahman al-Rashed").words) == len(person_name("Abdulrahman Al Rashid").words) == 2


def test_words_left_over_on_both_sides_contradict():
    laid = align(person_name("Hafez Makhlouf"), person_name("Rami Makhlouf"))
    assert (len(laid.left_over), len(laid.right_over)) == (1, 1)


def test_a_son_is_not_his_father():
    assert person_evidence("Saddam Hussein al-Tikriti", "Uday Saddam Hussein al-Tikriti").bits < 0
    assert person_evidence("Salman bin Muhammad al-Rawi", "Muhammad bin Salman al-Rawi").bits < 0


def test_a_left_out_patronymic_costs_less_than_another_word():
    without = person_evidence("Vladimir Primerov", "Vladimir Ivanovich Primerov").bits
    assert 0 < person_evidence("Vladimir Primerov", "Vladimir Anders Primerov").bits < without


def test_two_written_as_one():
    assert person_evidence("JanDaniel Beispiel", "Jan Daniel Beispiel").bits > 0


def test_characters_tell_more_than_their_sound():
    assert person_evidence("习近朋", "习近平").bits < 0 < person_evidence("习近平", "习近平").bits


def test_every_case_that_a_person_wrote_down():
    """Pairs in ten languages, in machine-readable zones and with noise: at most seven in three hundred may go wrong."""
    wrong = []
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            left, right = (Record.of(name, row["schema"], [("name", row[name])]) for name in ("name1", "name2"))
            if (compare(left, right).p_match >= THRESHOLD) != (row["is_match"] == "true"):
                wrong.append((row["name1"], row["name2"]))
    assert len(wrong) <= 7, wrong


def test_marks_are_parts_of_the_name_and_clauses_say_which_words():
    said = explain(person_evidence("Besnik Shembulli", "Besnik Provaj"))
    assert said.left_marks == ("Shembulli",)
    assert said.right_marks == ("Provaj",)
    assert "two names" in said.clauses[0]


def test_rare_words_say_more_than_common_ones():
    class Counted:
        records = 10_000

        def __init__(self, count: int) -> None:
            self._count = count

        def count(self, word: str) -> int:
            return self._count

    found = person_evidence("Ana Primer", "Ana Primer")
    assert rarity_bits(found, Counted(1)) > rarity_bits(found, Counted(50)) > rarity_bits(found, Counted(3_000))
    assert abs(rarity_bits(found, SHIPPED)) <= 0.3


NAME = st.text(st.characters(categories=("L", "Nd", "P", "Zs"), max_codepoint=0xFFFF), max_size=40)


@given(NAME, NAME)
def test_any_two_names_compare_and_alike_both_ways(left, right):
    one, other = person_evidence(left, right), person_evidence(right, left)
    assert one.bits == pytest.approx(other.bits)
    explain(one)
