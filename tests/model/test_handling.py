"""Handling: the codes of three systems, combinable, with conditions where a code demands them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import BadInput
from headwater.model.handling import HANDLING_WORDS, NEED_TEXT, Handling


def test_the_codes_are_the_published_ones():
    british, europol = {"P", "C"}, {"H0", "H1", "H2", "H3"}
    tlp = {"TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"}
    assert set(HANDLING_WORDS) == british | europol | tlp


@pytest.mark.parametrize("code", sorted(NEED_TEXT))
@pytest.mark.parametrize("conditions", ["", "  ", "\n\t"])
def test_a_code_with_conditions_needs_them_in_words(code, conditions):
    with pytest.raises(BadInput, match=f"{code} needs its conditions"):
        Handling(("H0", code) if code != "C" else (code,), conditions)


def test_conditions_may_stand_beside_any_code():
    assert Handling(("P",), "Tell the originator first.").conditions == "Tell the originator first."


@pytest.mark.parametrize("code", ["", "p", "H4", "TLP:WHITE", "TLP:AMBER+", "H0 H1"])
def test_an_unknown_code_is_refused_with_those_that_exist(code):
    with pytest.raises(BadInput, match="is no handling code") as refused:
        Handling((code,))
    assert "TLP:CLEAR" in refused.value.remedy


@given(st.lists(st.sampled_from(sorted(HANDLING_WORDS)), max_size=5), st.text(max_size=8))
def test_codes_combine_and_only_missing_conditions_are_refused(codes, conditions):
    needs = any(code in NEED_TEXT for code in codes)
    try:
        handling = Handling(tuple(codes), conditions)
    except BadInput:
        assert needs
        assert not conditions.strip()
    else:
        assert handling.codes == tuple(codes)
        assert conditions.strip() or not needs
