"""CSV that no spreadsheet takes for formulas (CWE-1236)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

BOM = b"\xef\xbb\xbf"
"""Spreadsheets take a CSV file for the machine's old code page without it."""
_STARTERS = frozenset("=+-@\t\r\n")


def neutral(cell: str) -> str:
    """Return the cell with an apostrophe in front if a spreadsheet could take it for a formula.

    Full-width forms (U+FF1D `＝` and their like) count as the characters they stand for, and blanks or invisible
    characters in front do not hide one.
    """
    return "'" + cell if _tempting(cell) else cell


def _tempting(cell: str) -> bool:
    for character in cell:
        if character in _STARTERS or unicodedata.normalize("NFKC", character)[:1] in _STARTERS:
            return True
        if not (character.isspace() or unicodedata.category(character)[0] == "C"):
            return False
    return False


def csv_line(cells: Sequence[str]) -> bytes:
    """One record in UTF-8 (RFC 4180): every cell neutralised and quoted, CRLF at the end."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([neutral(cell) for cell in cells])
    return text.getvalue().encode("utf-8", "replace")
