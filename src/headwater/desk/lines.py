"""What is said of an entity, line by line, and how equal lines become one value with all its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headwater import names
from headwater.desk.reading import Reading, is_reference
from headwater.desk.sources import basis_of, source_views
from headwater.desk.views import GroupOfPropertiesView, PropertyView, ValueView
from headwater.desk.words import GROUP_WORDS, property_place, property_words, value_note, value_words
from headwater.model import schema

if TYPE_CHECKING:
    from headwater.store import Row

SINGLE = frozenset({"birthDate", "deathDate", "gender"})
"""What a person has one of. Places of birth are left out: sources name the same place by village, town or country."""


_HEADING = dict.fromkeys(
    ("position", "profession", "education", "ethnicity", "religion", "political"), "identity"
) | dict.fromkeys(("sourceUrl", "publisherUrl", "programUrl", "wikipediaUrl", "proof", "publisher"), "note")
"""Properties that a reader looks for elsewhere than where a policy groups them."""


@dataclass(frozen=True)
class Line:
    """One thing said of an entity.

    Attributes:
        group: Heading it stands under (`headwater.desk.words.GROUP_WORDS`).
        prop: Code of the property; with `label` it says which lines stand side by side.
        value: Canonical value, or the id of the entity pointed to.
        target: Id of the entity the line leads to, "" for none.
        rows: The rows that say it.
    """

    group: str
    prop: str
    label: str
    value: str
    text: str
    rows: tuple[Row, ...]
    lang: str = ""
    target: str = ""
    note: str = ""


def own_lines(reading: Reading, rows: Sequence[Row]) -> list[Line]:
    """The lines of an entity's own rows; what points to something the reader may not see is left out."""
    by_value: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        by_value.setdefault((row.prop, row.value, row.lang), []).append(row)
    lines = (_own_line(reading, tuple(same)) for same in by_value.values())
    return [line for line in lines if line is not None]


def _own_line(reading: Reading, rows: tuple[Row, ...]) -> Line | None:
    row = rows[0]
    group = _HEADING.get(row.prop) or schema.group_of(row.schema, row.prop).value
    label = property_words(row.schema, row.prop)
    if is_reference(row):
        if not reading.there(row.value):
            return None
        caption = reading.caption(row.value)
        return Line(group, row.prop, label, row.value, caption.text, rows, caption.lang, row.value)
    text = value_words(row.schema, row.prop, row.value)
    note = value_note(row.prop, row.value)
    return Line(group, row.prop, label, row.value, text, rows, row.lang, "", note)


def grouped(reading: Reading, lines: Iterable[Line]) -> tuple[GroupOfPropertiesView, ...]:
    """The headings of a page with their properties, values side by side."""
    by_group: dict[str, dict[tuple[str, str], list[Line]]] = {}
    for line in lines:
        by_group.setdefault(line.group, {}).setdefault((line.prop, line.label), []).append(line)
    return tuple(
        GroupOfPropertiesView(
            group,
            words,
            tuple(
                _property(reading, prop, label, same)
                for (prop, label), same in sorted(
                    by_group[group].items(), key=lambda item: (property_place(item[0][0]), item[0][1])
                )
            ),
        )
        for group, words in GROUP_WORDS.items()
        if group in by_group
    )


def _property(reading: Reading, prop: str, label: str, lines: list[Line]) -> PropertyView:
    merged: dict[tuple[str, str, str, str], list[Line]] = {}
    for line in lines:
        merged.setdefault((line.value, line.text, line.lang, line.note), []).append(line)
    values = [_value(reading, same) for same in merged.values()]
    values.sort(key=lambda value: (-len(value.sources), value.text, value.value, value.lang, value.note))
    return PropertyView(prop, label, tuple(values), prop in SINGLE and disagree(values))


def _value(reading: Reading, lines: Sequence[Line]) -> ValueView:
    line = lines[0]
    rows = [row for same in lines for row in same.rows]
    is_name = not line.target and bool(line.rows) and _is_name(line.rows[0])
    return ValueView(
        value=line.value,
        text=line.text,
        lang=line.lang,
        reading=names.latin(line.value) if is_name else "",
        reference=line.target,
        reference_schema=reading.schema(line.target) if line.target else "",
        basis=basis_of(rows),
        note=line.note,
        sources=source_views(reading, rows),
    )


def _is_name(row: Row) -> bool:
    return schema.type_of(row.schema, row.prop) == "name"


def disagree(values: Sequence[ValueView]) -> bool:
    """Whether two reports cannot both be right about a thing there is one of.

    A date goes with one that says more of the same (`1984` with `1984-03-14`). A report that gives alternatives
    disagrees with another only if none of them goes with any of the other's.
    """
    said: dict[str, list[str]] = {}
    for value in values:
        for source in value.sources:
            said.setdefault(source.report_id, []).append(value.value)
    distinct = [set(some) for some in dict.fromkeys(tuple(sorted(some)) for some in said.values())]
    return any(
        not any(_goes_with(a, b) for a in one for b in other)
        for place, one in enumerate(distinct)
        for other in distinct[place + 1 :]
    )


def _goes_with(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (short[:1].isdigit() and long.startswith(short + "-"))
