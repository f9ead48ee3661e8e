"""Names of firms, bodies and ships side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.resolve.name_evidence import explain, thing_evidence


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Primer Trans d.o.o.", "PRIMER TRANS DOO"),
        ("Primer Trans d.o.o.", "Primer Trans"),
        ("Пример Транс ДООЕЛ Скопје", "Primer Trans DOOEL"),
        ("Shembull Sh.p.k.", "Shembull SHPK"),
        ("Örnek İnşaat Ltd. Şti.", "Ornek Insaat Limited"),
        ("OAO Primer", "Open Joint Stock Company Primer"),
        ("Good Will Company", "Goodwill Company"),
        ("Brigade Forty-Four", "Brigade 44"),
        ("Crystalord Limited", "CRISTALORD LTD"),
    ],
)
def test_one_firm(left, right):
    assert thing_evidence(left, right, "organisation").bits > 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Primer Trans d.o.o.", "Primer Turs d.o.o."),
        ("Primer Trans d.o.o. Beograd", "Primer Trans d.o.o. Skopje"),
        ("Deutsche Bank AG", "Deutsche Bank GmbH"),
        ("Primer Fund III", "Primer Fund IV"),
        ("Government of Estonia", "Government of Ethiopia"),
        ("Crystalord Systems Limited", "Crystalord Ltd"),
    ],
)
def test_two_firms(left, right):
    assert thing_evidence(left, right, "organisation").bits < 0


def test_ships():
    assert thing_evidence("M/V Sea Example 2", "SEA EXAMPLE II", "vessel").bits > 0
    assert thing_evidence("Sea Example 2", "Sea Example 3", "vessel").bits < 0
    assert thing_evidence("Lady Maria", "Lady Marina", "vessel").bits < 0


def test_an_abbreviation_stands_for_its_words():
    found = thing_evidence("PLA", "People’s Liberation Army", "organisation")
    assert found.bits > 0
    assert explain(found).clauses[0] == "one is made of the first letters of the other"


NAME = st.text(st.characters(categories=("L", "Nd", "P", "Zs"), max_codepoint=0xFFFF), max_size=40)


@given(NAME, NAME)
def test_any_two_names_compare_and_alike_both_ways(left, right):
    one, other = thing_evidence(left, right, "organisation"), thing_evidence(right, left, "organisation")
    assert one.bits == pytest.approx(other.bits)
    explain(one)
