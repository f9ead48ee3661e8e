"""The agreements and profiles that come with Headwater; they illustrate, and bind nobody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from headwater.agreements.reading import read
from headwater.agreements.terms import Document


@cache
def shipped() -> tuple[Document, ...]:
    """Every agreement and profile that ships, by file name; the blanks, for copying, lie in a folder of their own."""
    folder = files("headwater") / "data" / "agreements"
    if not folder.is_dir():
        return ()
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name)
    return tuple(read(entry.read_bytes(), entry.name) for entry in found)
