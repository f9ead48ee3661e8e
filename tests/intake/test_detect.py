"""The guess at a format."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import headwater
from headwater.intake import detect, reader_for

LISTS = Path(headwater.__file__).parent / "data" / "lists"


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("un/consolidated_2025-04-19.xml", "un"),
        ("eu/32016R0044.csv", "eu"),
        ("eu/32026R1895.csv", "eu"),
        ("ofac/sdn_tco_2023-11.csv", "ofac"),
        ("uk/header_2026-10-08.csv", "uk"),
        ("uk/press_designations.csv", "uk-press"),
        ("un/SOURCE.txt", ""),
    ],
)
def test_the_files_that_ship(name: str, format: str) -> None:
    assert detect(LISTS / name) == format


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('<?xml version="1.0"?>\n<export xmlns="http://eu.europa.ec/fpi/fsd/export"/>', "eu"),
        (
            '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'AERO-CARIBBEAN\'."\n',
            "ofac",
        ),
        ('{"id": "x", "schema": "Person", "properties": {"name": ["Example"]}}\n', "ftm"),
        ('{"agency": "GB", "list_id": "SYN", "reference": "1", "assertions": []}\n', "headwater"),
        ("Report Date: 08-Oct-2026\nLast Updated,Unique ID,OFSI Group ID\n", "uk"),
        ("a,b\n1,2\n", ""),
        ("<html></html>", ""),
        ("{", ""),
        ("", ""),
    ],
)
def test_beginnings(tmp_path: Path, text: str, format: str) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8-sig")
    assert detect(path) == format


def test_a_file_that_is_not_there_is_no_format(tmp_path: Path) -> None:
    assert detect(tmp_path / "none") == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_give_a_known_format_or_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    format = detect(path)
    assert format == "" or reader_for(format).format == format
