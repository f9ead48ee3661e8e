"""Cells of a table that hold several values, and the values that need more than copying."""

from __future__ import annotations

import re

from headwater.intake.countries import country_code
from headwater.intake.draft import DraftBuilder

# A semicolon outside quotes and brackets; a quote is only one where it opens a value.
_PIECE = re.compile(r'\s*(?:"[^"]*"|\([^()]*\)|[^;("]|[("])+')
_BRACKET_AT_END = re.compile(r"\s*\([^()]*\)\s*\Z")
_PHONE = re.compile(r"\(?\s*(?:\+|00)\s*\d[\d\s().-]{5,24}")


def split_cell(text: str) -> list[str]:
    """The values of a cell, parted by semicolons outside quotes and brackets, without outer quotes.

    White space is folded first: the patterns here would take too long over a long run of it.
    """
    pieces = (piece.strip() for piece in _PIECE.findall(" ".join(text.split())))
    return [piece for piece in (_unquoted(piece) for piece in pieces) if piece]


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1] else text


def without_bracket(text: str) -> str:
    """A text without the bracket at its end: `01794877 (UK)` as `01794877`."""
    return _BRACKET_AT_END.sub("", text).strip()


def add_countries(builder: DraftBuilder, prop: str, text: str, *, words: str) -> None:
    """Assert the countries of a cell, parted by semicolons, and by commas where every part is a country."""
    for cell in split_cell(text):
        parts = [part.strip() for part in cell.split(",")]
        if len(parts) > 1 and all(country_code(part) for part in parts):
            for part in parts:
                builder.add_country(prop, part, words=words)
        else:
            builder.add_country(prop, cell, words=words)


def add_address(builder: DraftBuilder, text: str) -> None:
    """Assert an address in one line, and its country where the last part of the line, or its bracket, is one."""
    plain = without_bracket(text)
    builder.add("address", text.strip(" ()") if not plain else text)
    bracket = text.rpartition("(")[2].rstrip(" )")
    for name in (plain.rpartition(",")[2].strip(), bracket):
        if country_code(name):
            builder.add_country("country", name, words="Country of address", original=text)
            return


def add_phone(builder: DraftBuilder, text: str) -> None:
    """Assert a phone number: digits after one plus sign where it has its country's code, else as written."""
    number = re.sub(r"\D", "", text.replace("(0)", ""))
    match = _PHONE.match(text)
    digits = re.sub(r"\D", "", match[0].replace("(0)", "")) if match else ""
    value = f"+{digits.removeprefix('00')}" if digits else text
    builder.add("phone", value if number else "", original=text)
    if not number:
        builder.note(f"Phone, as written: {text}")
