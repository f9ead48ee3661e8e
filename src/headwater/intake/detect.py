"""A guess at a file's format from its beginning, for an importer who did not say."""

from __future__ import annotations

import csv
import json
from pathlib import Path

_BEGINNING = 64 * 1024
_CSV_SIGNS: tuple[tuple[str, frozenset[str]], ...] = (
    ("eu", frozenset({"recordId", "programKey", "annex"})),
    ("uk", frozenset({"Unique ID", "OFSI Group ID"})),
    ("uk-press", frozenset({"designated", "country_context", "linked_to"})),
    ("ofac", frozenset({"ID", "Name", "Details"})),
)


def detect(path: Path) -> str:
    """The best guess of a file's format, "" where nothing speaks for one.

    Only the first 64 KiB are looked at; the reader that is chosen checks the file itself.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_BEGINNING).decode("utf-8-sig", "replace")
    except OSError:
        return ""
    text = text.lstrip()
    if text.startswith("<"):
        return _of_xml(text)
    if text.startswith("{"):
        return _of_json(text)
    return _of_csv(text)


def _of_xml(text: str) -> str:
    if "<CONSOLIDATED_LIST" in text:
        return "un"
    return "eu" if "http://eu.europa.ec/fpi/fsd/export" in text else ""


def _of_json(text: str) -> str:
    line = text.partition("\n")[0]
    try:
        keys = set(json.loads(line))
    except (ValueError, RecursionError):
        # The first line is longer than what was read: its names still show.
        keys = {name for name in ("assertions", "list_id", "schema", "properties") if f'"{name}"' in line}
    if {"assertions", "list_id"} <= keys or ("format" in keys and '"headwater-reports"' in line):
        return "headwater"
    return "ftm" if "schema" in keys else ""


def _of_csv(text: str) -> str:
    for row in _rows(text.splitlines()[:3]):
        for format, sign in _CSV_SIGNS:
            if sign <= set(row):
                return format
        if len(row) == 12 and row[0].isdigit() and row[11]:
            return "ofac"
        if row and row[0].startswith("Report Date"):
            return "uk"
    return ""


def _rows(lines: list[str]) -> list[list[str]]:
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines)]
    except csv.Error:
        return []
