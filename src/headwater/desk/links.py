"""A link between two entities (a membership, a use, a document of a holder) as one reader sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headwater.desk.reading import Reading, is_reference
from headwater.desk.words import date_range, property_words, role_words
from headwater.model import schema

if TYPE_CHECKING:
    from headwater.store import Row

GANG_ROLE = ("scriptRole", "role")
_SINCE = ("startDate", "date")


class Link:
    """The visible rows of one link, and what they say of its ends, its dates and its place.

    Args:
        reading: What the reader may see.
        link_id: The link's own id.
    """

    def __init__(self, reading: Reading, link_id: str) -> None:
        self.reading = reading
        self.id = link_id
        self.rows = reading.rows(link_id)
        self.schema = reading.schema(link_id)

    def said(self, *props: str, reports: frozenset[str] = frozenset()) -> dict[str, tuple[Row, ...]]:
        """The values of the first of `props` that has any, each with its rows; only of `reports` if any are named."""
        for prop in props:
            found: dict[str, list[Row]] = {}
            for row in self.rows:
                if row.prop == prop and (not reports or row.report_id in reports):
                    found.setdefault(row.value, []).append(row)
            if found:
                return {value: tuple(found[value]) for value in sorted(found)}
        return {}

    def first(self, *props: str, reports: frozenset[str] = frozenset()) -> str:
        """The first of those values in their order, "" for none."""
        return next(iter(self.said(*props, reports=reports)), "")

    def ends(self, *props: str) -> dict[str, tuple[Row, ...]]:
        """The entities at an end that the reader may see, each with the rows that name it."""
        return {value: rows for value, rows in self.said(*props).items() if self.reading.there(value)}

    def others(self, entity_id: str) -> list[tuple[str, str, tuple[Row, ...]]]:
        """(property, entity, rows) of every other entity that the link names and the reader may see."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            if row.value != entity_id and is_reference(row) and self.reading.there(row.value):
                found.setdefault((row.prop, row.value), []).append(row)
        return [(prop, value, tuple(rows)) for (prop, value), rows in sorted(found.items())]

    def edge(self) -> tuple[str, str]:
        """Names of the properties at its two ends, "" and "" if the schema is no edge."""
        found = schema.schema_of(self.schema)
        if not found.edge or found.source_prop is None or found.target_prop is None:
            return "", ""
        return found.source_prop.name, found.target_prop.name

    def words(self) -> str:
        """What the link says: its role in words, else what its schema says of its ends."""
        said = [_in_a_line(role_words(value)) for value in self.said("role", "scriptRole", "relationship", "status")]
        return " or ".join(said) or str(schema.schema_of(self.schema).edge_label or schema.schema_words(self.schema))

    def since(self, reports: frozenset[str] = frozenset()) -> str:
        """ISO date from which it holds, "" where none is given."""
        return self.first(*_SINCE, reports=reports)

    def until(self, reports: frozenset[str] = frozenset()) -> str:
        """ISO date until which it held, "" where none is given; a single date is both."""
        end = self.first("endDate", reports=reports)
        return end or (self.first("date", reports=reports) if not self.said("startDate", reports=reports) else "")

    def place(self, reports: frozenset[str] = frozenset()) -> str:
        """Where, "" where none is given."""
        return self.first("place", reports=reports)

    def when_and_where(self, rows: tuple[Row, ...]) -> str:
        """Dates and place in words, of the reports behind these rows."""
        reports = frozenset(row.report_id for row in rows)
        parts = [date_range(self.since(reports), self.until(reports)), self.place(reports)]
        return ", ".join(part for part in parts if part)


def _in_a_line(words: str) -> str:
    """`Linked To` as `Linked to`: a list's own heading in the middle of a line."""
    return words.capitalize() if words.istitle() else words


def sentence(*parts: str) -> str:
    """Short remarks as sentences, empty ones left out."""
    return " ".join(part[:1].upper() + part[1:].rstrip(".") + "." for part in parts if part)


def reverse_words(link: Link, prop: str) -> str:
    """What the page of the entity at `prop` calls the link: the reverse's name in words."""
    found = schema.property_of(link.schema, prop)
    return found.reverse.label if found.reverse is not None else property_words(link.schema, prop)
