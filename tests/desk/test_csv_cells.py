"""No spreadsheet takes a cell for a formula, and every cell is read back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from headwater.desk.csv_cells import csv_line, neutral

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
STARTERS = "=+-@\t\r\n"


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+447700900142", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x",
        " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "﹢1", "₊1",
    ],
)  # fmt: skip
def test_what_could_be_a_formula_has_an_apostrophe_in_front(cell):
    assert neutral(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Besnik", "1-2", "a=b", "'=1", "07700 900142", " x"])
def test_anything_else_stays(cell):
    assert neutral(cell) == cell


@given(TEXT)
def test_no_cell_begins_as_a_formula(cell):
    assert not neutral(cell).lstrip(" \u00a0\u200b\ufeff").startswith(tuple(STARTERS))


@given(st.lists(TEXT, min_size=1, max_size=6))
@example(['a"b', "c\r\nd", "e,f", "\0"])
def test_a_line_is_read_back_cell_by_cell(cells):
    text = csv_line(cells).decode("utf-8")
    assert next(csv.reader(io.StringIO(text, newline=""))) == [neutral(cell) for cell in cells]
    assert text.endswith("\r\n")


def test_a_lone_surrogate_does_not_stop_an_export():
    assert csv_line(["\ud800"]) == b'"?"\r\n'
