"""Values side by side: which sources disagree, and which only say less."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.desk.lines import disagree
from headwater.desk.source_views import GradingView, SourceView
from headwater.desk.views import ValueView
from headwater.model import Basis

GRADING = GradingView("not graded", "Not graded", "", "", "Not graded", "Not graded")
SOURCE = SourceView("", "", "GB", "", "", "", "", "", "", "", False, "", GRADING, Basis.FACT, "", True, False)


def values(said):
    """The values of a property from what each report says, report by report."""
    by_value: dict[str, list[SourceView]] = {}
    for report, some in enumerate(said):
        for value in some:
            by_value.setdefault(value, []).append(replace(SOURCE, report_id=str(report)))
    return [
        ValueView(value, value, "", "", "", "", Basis.FACT, "", tuple(sources)) for value, sources in by_value.items()
    ]


@pytest.mark.parametrize(
    ("said", "differ"),
    [
        ([], False),
        ([["1984-03-14"]], False),
        ([["1984-03-14"], ["1984-03-14"]], False),
        ([["1984-03-14"], ["1984"]], False),
        ([["1984-03-14"], ["1984-03"]], False),
        ([["1984-03-14"], ["1985-03-14"]], True),
        ([["1984-03-14"], ["1985"]], True),
        ([["1984"], ["1985"]], True),
        ([["1984", "1985"]], False),
        ([["1984", "1985"], ["1985-01-01"]], False),
        ([["1984", "1985"], ["1986"]], True),
        ([["male"], ["female"]], True),
        ([["male"], ["male"]], False),
        ([["198"], ["1984"]], True),
    ],
)
def test_two_reports_disagree_when_neither_can_be_right_with_the_other(said, differ):
    assert disagree(values(said)) is differ


DATES = st.lists(st.sampled_from(["1984", "1984-03", "1984-03-14", "1985", "1985-03-14"]), min_size=1, max_size=3)


@given(st.lists(DATES, max_size=5), st.randoms())
def test_the_order_of_reports_changes_nothing(said, random):
    shuffled = list(said)
    random.shuffle(shuffled)
    assert disagree(values(said)) == disagree(values(shuffled))


@given(st.lists(DATES, max_size=5))
def test_a_further_report_never_settles_a_disagreement(said):
    if disagree(values(said)):
        assert disagree(values([*said, ["1984"]]))
