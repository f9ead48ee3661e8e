"""CSV from outside: quotes, bounds and encodings."""

from __future__ import annotations

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake import MAX_ENTRY_BYTES, Refusal
from headwater.intake.rows import Row, Rows, split_record


def rows(folder: Path, content: bytes) -> list[Row | Refusal]:
    path = folder / "list.csv"
    path.write_bytes(content)
    return list(Rows(path))[1:]


def cells(found: list[Row | Refusal]) -> list[tuple[str, ...]]:
    return [row.cells for row in found if isinstance(row, Row)]


def test_a_row_may_span_lines_inside_quotes(tmp_path: Path) -> None:
    found = rows(tmp_path, b'a,b\r\n1,"two\nlines, ""quoted"""\r\n\r\n3,4')
    assert cells(found) == [("1", 'two\nlines, "quoted"'), ("3", "4")]
    assert [row.line for row in found] == [2, 5]


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\n1,2\n")
    assert Rows(path).first.cells == ("a", "b")


def test_a_quote_that_is_not_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    found = rows(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n7,8\n')
    assert cells(found) == [("1", "2"), ("5", "6"), ("7", "8")]
    (refusal,) = (row for row in found if isinstance(row, Refusal))
    assert (refusal.line, refusal.raw) == (3, '"3,4')
    assert refusal.reason
    assert refusal.remedy


def test_a_quote_that_is_closed_by_the_next_one_loses_no_row(tmp_path: Path) -> None:
    found = rows(tmp_path, b'a,b\n"1,2\n3,4\n5,"6"\n"7,8\n9,0\n')
    assert cells(found) == [("3", "4"), ("5", "6"), ("9", "0")]
    assert [row.line for row in found if isinstance(row, Refusal)] == [2, 5]


def test_a_quote_inside_a_plain_value_is_a_letter(tmp_path: Path) -> None:
    assert cells(rows(tmp_path, b'a,b\n5" pipe,2\n3,4\n')) == [('5" pipe', "2"), ("3", "4")]


@pytest.mark.parametrize(
    "row",
    [b"1", b"1,2,3", b"\xe9,2", b"1,\x00", b'"1"x,2'],
    ids=["short", "long", "latin-1 bytes", "NUL", "after quote"],
)
def test_a_broken_row_is_refused_and_the_next_is_read(tmp_path: Path, row: bytes) -> None:
    first, second = rows(tmp_path, b"a,b\n" + row + b"\n3,4\n")
    assert isinstance(first, Refusal)
    assert first.line == 2
    assert isinstance(second, Row)
    assert second.cells == ("3", "4")


def test_a_hundred_megabytes_in_one_row_need_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.write(b'a,b\n1,"')
        for _ in range(100):
            file.write(b"x" * 1024 * 1024)
        file.write(b'"\n3,4\n')
    tracemalloc.start()
    try:
        first, second = list(Rows(path))[1:]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(first, Refusal)
    assert "8 MiB" in first.reason
    assert isinstance(second, Row)
    assert peak < 64 * 1024 * 1024


def test_a_quote_open_past_the_bound_loses_one_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = 30_000
    with path.open("wb") as file:
        file.write(b'a,b\n"1,2\n')
        for _ in range(lines):
            file.write(b"x" * 300 + b",y\n")
    found = list(Rows(path))[1:]
    assert sum(isinstance(row, Refusal) for row in found) == 1
    assert len(found) == lines + 1


def test_a_value_of_a_megabyte_is_a_value(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, b"a,b\n1," + b"x" * 1024 * 1024 + b"\n")
    assert isinstance(row, Row)
    assert len(row.cells[1]) == 1024 * 1024


def test_an_old_end_of_file_mark_is_no_row(tmp_path: Path) -> None:
    assert cells(rows(tmp_path, b"a,b\n1,2\n\x1a")) == [("1", "2")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xe9\n", b"\x00\n"], ids=["empty", "blank", "latin-1", "NUL"])
def test_a_file_without_a_first_row_is_unreadable(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        rows(tmp_path, content)


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        Rows(tmp_path / "none.csv")


def test_the_part_read_grows_to_one(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 100)
    opened = Rows(path)
    fractions = [opened.fraction() for _ in opened]
    assert fractions == sorted(fractions)
    assert opened.fraction() == 1.0


def test_a_record_alone_has_its_names_above_it() -> None:
    assert split_record("a,b\n1,2") == {"a": "1", "b": "2"}
    for raw in ("", "a,b", "a,b\n1", "a,b\n1,2\n3,4"):
        with pytest.raises(EntryRefused):
            split_record(raw)


VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=8))
def test_what_the_csv_module_writes_comes_back(tmp_path: Path, table: list[tuple[str, str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c"), *table])
    found = rows(tmp_path, text.getvalue().encode())
    assert cells(found) == [tuple(value.strip() for value in row) for row in table]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b"x", b"\xc3", b"\0", b" "]), max_size=60))
def test_no_line_is_lost_whatever_the_bytes(tmp_path: Path, content: list[bytes]) -> None:
    found = rows(tmp_path, b"a,b\n" + b"".join(content) + b"\nlast,row\n")
    last = found[-1]
    assert ("last,row" in last.raw) if isinstance(last, Refusal) else last.cells[1].endswith("row")
    lines = [row.line for row in found]
    assert lines == sorted(lines)


def test_the_bound_is_what_the_reader_says() -> None:
    assert csv.field_size_limit() == MAX_ENTRY_BYTES
