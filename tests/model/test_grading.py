"""Gradings: the published values of three schemes, each kept in its own."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import BadInput
from headwater.model.grading import INFORMATION_WORDS, NOT_GRADED, SOURCE_WORDS, Grading, Scheme

# College of Policing, intelligence report (3x5x2); Europol, evaluation of source and information (4x4);
# STANAG 2511 (Admiralty): which codes grade the source, which the information.
PUBLISHED = {
    Scheme.UK_3X5X2: ("123", "ABCDE"),
    Scheme.EUROPEAN_4X4: ("ABCX", "1234"),
    Scheme.ADMIRALTY: ("ABCDEF", "123456"),
}


@pytest.mark.parametrize("scheme", PUBLISHED)
def test_the_codes_of_a_scheme_are_the_published_ones(scheme):
    sources, informations = PUBLISHED[scheme]
    assert "".join(SOURCE_WORDS[scheme]) == sources
    assert "".join(INFORMATION_WORDS[scheme]) == informations


@pytest.mark.parametrize(
    ("grading", "source", "information"),
    [
        (Grading(Scheme.UK_3X5X2, "2", "D"), "Untested", "Not known"),
        (Grading(Scheme.UK_3X5X2, "1", "E"), "Reliable", "Suspected to be false"),
        (Grading(Scheme.EUROPEAN_4X4, "X", "4"), "Cannot be assessed", "Not known personally to the source, cannot be"),
        (Grading(Scheme.ADMIRALTY, "F", "6"), "Reliability cannot be judged", "Truth cannot be judged"),
        (NOT_GRADED, "Not graded", "Not graded"),
    ],
)
def test_words(grading, source, information):
    assert grading.source_words == source
    assert grading.information_words.startswith(information)


@pytest.mark.parametrize(
    ("scheme", "source", "information"),
    [
        (Scheme.UK_3X5X2, "B", "2"),  # a European grading under the British name: letters and digits change places
        (Scheme.EUROPEAN_4X4, "1", "A"),
        (Scheme.EUROPEAN_4X4, "D", "1"),  # Admiralty only
        (Scheme.ADMIRALTY, "X", "1"),  # European only
        (Scheme.UK_3X5X2, "1", ""),
        (Scheme.UK_3X5X2, "1", "a"),
        (Scheme.NOT_GRADED, "1", "A"),
    ],
)
def test_a_code_of_another_scheme_is_refused_with_those_that_exist(scheme, source, information):
    with pytest.raises(BadInput, match="grade of the scheme") as refused:
        Grading(scheme, source, information)
    assert refused.value.where == "grading"
    assert "Use one of" in refused.value.remedy


@given(st.sampled_from(Scheme), st.text(max_size=2), st.text(max_size=2))
def test_a_grading_is_one_of_its_scheme_or_refused(scheme, source, information):
    known = source in SOURCE_WORDS[scheme] and information in INFORMATION_WORDS[scheme]
    try:
        grading = Grading(scheme, source, information)
    except BadInput:
        assert not known
    else:
        assert known
        assert grading.source_words
        assert grading.information_words


@given(st.sampled_from(sorted(PUBLISHED)), st.data())
def test_what_was_stored_comes_back_in_the_same_scheme(scheme, data):
    sources, informations = PUBLISHED[Scheme(scheme)]
    grading = Grading(Scheme(scheme), data.draw(st.sampled_from(sources)), data.draw(st.sampled_from(informations)))
    assert msgspec.json.decode(msgspec.json.encode(grading), type=Grading) == grading


def test_a_stored_grading_that_is_no_grading_is_refused_when_read():
    with pytest.raises(BadInput, match="grade of the scheme"):
        msgspec.json.decode(b'{"scheme":"3x5x2","source":"9","information":"A"}', type=Grading)
