"""What an entity is called: the Latin name most reports give, chosen the same way for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from headwater import names
from headwater.model import schema

if TYPE_CHECKING:
    from headwater.store import Row

NAMES = ("name", "alias", "weakAlias", "previousName")


class Caption(NamedTuple):
    """A caption and the language it is in, "" where unknown."""

    text: str
    lang: str = ""


@cache
def _caption_props(schema_name: str) -> tuple[str, ...]:
    # Without a name of its own a thing is called by the number people know it by.
    return tuple(dict.fromkeys((*schema.schema_of(schema_name).caption, "name", "full", "number", "address")))


def schema_among(schemata: Iterable[str]) -> str:
    """The most particular of the schemata one entity was given; "Thing" for none."""
    return max(schemata, key=lambda name: (len(schema.schema_of(name).schemata), name), default="Thing")


def caption_of(rows: Sequence[Row]) -> Caption:
    """The caption of an entity from the rows a reader may see.

    Of the first property of the schema's caption that has a value: Latin before other scripts, then what most
    reports say, then by the text itself. An entity without any is called by its schema.
    """
    schema_name = schema_among({row.schema for row in rows})
    for prop in _caption_props(schema_name):
        found = _best([row for row in rows if row.prop == prop])
        if found is not None:
            return _with_kind(schema_name, found, rows)
    return Caption(schema.schema_words(schema_name), "eng")


def _best(rows: Sequence[Row]) -> Caption | None:
    said: dict[str, set[str]] = {}
    langs: dict[str, str] = {}
    for row in rows:
        said.setdefault(row.value, set()).add(row.report_id)
        langs[row.value] = max(langs.get(row.value, ""), row.lang)
    if not said:
        return None
    text = min(said, key=lambda value: (not _is_latin(value), -len(said[value]), value))
    return Caption(text, langs[text])


def _is_latin(text: str) -> bool:
    return text.isascii() or names.script_of(text) in ("Latn", "")


def _with_kind(schema_name: str, caption: Caption, rows: Sequence[Row]) -> Caption:
    """`Van, ZZ 142 SY`, `Passport X000142S7`: a number alone says little."""
    if schema.is_a(schema_name, "Identification"):
        kind = _best([row for row in rows if row.prop == "type"])
        return Caption(f"{kind.text if kind else schema.schema_words(schema_name)} {caption.text}", caption.lang)
    if schema.is_a(schema_name, "Vehicle") and not any(row.prop == "name" for row in rows):
        kind = _best([row for row in rows if row.prop == "type"])
        return Caption(f"{kind.text}, {caption.text}" if kind and kind.text != caption.text else caption.text)
    return caption


def other_names(rows: Sequence[Row], caption: str) -> tuple[str, ...]:
    """Every other name that visible rows give, Latin ones first, weak aliases last."""
    found: dict[str, tuple[int, bool, str]] = {}
    for row in rows:
        if row.prop in NAMES and row.value != caption:
            place = (NAMES.index(row.prop), not _is_latin(row.value), row.value)
            found[row.value] = min(place, found.get(row.value, place))
    return tuple(sorted(found, key=lambda value: found[value]))
