"""YAML 1.2 as agreement files allow it: what is refused, at which line, and what plain scalars mean."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.agreements.decision import Problem
from headwater.agreements.nodes import MAX_BYTES, Node, parse
from headwater.errors import UnreadableFile


def parsed(text: str) -> tuple[Node, list[Problem]]:
    problems: list[Problem] = []
    return parse(text.encode(), "f.yaml", problems), problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("~", None),
        ("null", None),
        ("4.1", "4.1"),
        ("0x1F", "0x1F"),
    ],
)
def test_a_scalar_means_what_the_core_schema_says(text, value):
    root, problems = parsed(f"a: {text}\n")
    assert root.plain == {"a": value}
    assert problems == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: &x 2\n", 2, "anchor"),
        ("a: 1\nb: *x\n", 2, "alias"),
        ("a: 1\n\nb: !!str 2\n", 3, "tag"),
        ("a: ! b\n", 1, "tag"),
        ("a: 1\n<<: {b: 2}\n", 2, "merge key"),
        ("a: 1\nb: 2\na: 3\n", 3, "stands here twice"),
        ('"a": 1\na: 3\n', 2, "stands here twice"),
        ("a: {b: 1, b: 2}\n", 1, "stands here twice"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("%YAML 1.1\n---\na: 1\n", 2, "not YAML 1.2"),
        ("%TAG ! tag:example,2000:\n---\na: 1\n", 2, "tags"),
        ("? [a]\n: 2\n", 1, "no word"),
        ("1: 2\n", 1, "no word"),
    ],
)
def test_what_could_make_a_file_say_something_else_is_refused_at_its_line(text, line, said):
    _, problems = parsed(text)
    assert [one.where for one in problems] == [f"f.yaml:{line}"]
    assert said in problems[0].detail
    assert problems[0].remedy


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "f.yaml:1"),
        (b"- a\n", "f.yaml:1"),
        (b"a: 1\nb: [1,\n", "f.yaml:3"),
        (b"a: 1\n\tb: 2\n", "f.yaml:2"),
        (b"a: 1\nb: \xff\n", "f.yaml:2"),
        (b"a: 1\nb: \x01\n", "f.yaml:2"),
        (b"a: 1\n b: 2\n", "f.yaml:2"),
        (b"[" * 5000, "f.yaml:1"),
        (b"a: " + b"{a: " * 500 + b"}" * 500, "f.yaml:1"),
    ],
)
def test_what_is_no_such_file_says_so_with_its_line(data, where):
    with pytest.raises(UnreadableFile) as caught:
        parse(data, "f.yaml", [])
    assert caught.value.where == where
    assert caught.value.remedy


def test_a_file_that_is_too_long_is_not_read():
    with pytest.raises(UnreadableFile, match="longer"):
        parse(b"a: " + b"b" * MAX_BYTES, "f.yaml", [])


def test_lines_are_those_of_the_file():
    root, _ = parsed("# a comment\n\na: 1\nb:\n  - c\n  - d: e\n    f: g\n")
    assert root.lines == {"a": 3, "b": 4}
    assert [node.line for node in root.value["b"].value] == [5, 6]
    assert root.value["b"].value[1].lines == {"d": 6, "f": 7}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    plain, _ = parsed("a: 1\nb: [x, y]\n")
    assert parse(b"\xef\xbb\xbfa: 1\r\nb: [x, y]\r\n", "f", []).plain == plain.plain


def read_or_refused(data: bytes) -> bool:
    try:
        return isinstance(parse(data, "f", []).plain, dict)
    except UnreadableFile as refused:
        return refused.where.startswith("f")


@given(st.text(alphabet=string.printable, max_size=200))
def test_whatever_comes_in_is_read_or_refused(text):
    assert read_or_refused(text.encode())


@given(st.binary(max_size=100))
def test_whatever_bytes_come_in_are_read_or_refused(data):
    assert read_or_refused(data)
