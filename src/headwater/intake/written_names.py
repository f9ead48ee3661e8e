"""Names that a list writes with the family's first, `KOLBAYEV, Kamchybek Asanbekovich`, and its alias cells."""

from __future__ import annotations

import re

from headwater.intake.aliases import split_aliases, split_script
from headwater.intake.draft import DraftBuilder
from headwater.model.schema import is_person

_FAMILY_FIRST = re.compile(r"(?P<last>[^,;()]+), (?P<first>[^,;()]+)")


def family_first(name: str) -> tuple[str, str]:
    """The family's name and the rest of a name written `FAMILY, Given`; two empty texts if it is not."""
    match = _FAMILY_FIRST.fullmatch(name.strip())
    if match is None or not match["last"].isupper():
        return "", ""
    return match["last"].strip(), match["first"].strip()


def add_main_name(builder: DraftBuilder, written: str) -> None:
    """Assert an entry's own name: a person's in reading order, and its parts where a comma tells them.

    A second writing in another script, in brackets at the end, is a name of its own.
    """
    name, other = split_script(written)
    last, first = family_first(name) if is_person(builder.schema) else ("", "")
    builder.add_name("name", f"{first} {last}" if last else name, original=written)
    builder.add("lastName", last)
    builder.add("firstName", first)
    if other:
        builder.add_name("name", other, original=written)


def add_aliases(builder: DraftBuilder, prop: str, written: str, *, main_name: str) -> None:
    """Assert the names of an alias field under `prop`, or as a previous name where the field says so."""
    person = is_person(builder.schema)
    for name, former in split_aliases(written, main_name=main_name, person=person):
        last, first = family_first(name) if person else ("", "")
        value = f"{first} {last}" if last else name
        builder.add_name("previousName" if former else prop, value, original=written)
