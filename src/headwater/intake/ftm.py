"""FollowTheMoney entities, one JSON object a line: `{"id": …, "schema": …, "properties": {…}}`.

Source: https://followthemoney.tech/docs/ (entity serialisation) and the exports of OpenSanctions, whose `datasets`,
`first_seen` and `last_change` are read and whose other fields beside `properties` say nothing of the entity. Each
line becomes one report; its entity's key is the line's `id`, so that references between lines hold.

Values are kept as they are: nothing is dropped for not being clean, a value that its type cannot have refuses the
entity. A person has no category in this format: the importer states one for the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from headwater.errors import EntryRefused
from headwater.intake.checking import check_category, check_country, check_property, check_schema, check_value
from headwater.intake.dates import only_date
from headwater.intake.lines import LineFile, first_line
from headwater.intake.reader import Entry, Given, Opened, Source
from headwater.model import DraftAssertion, DraftReport
from headwater.model.schema import is_person

_REMEDY = "Write the entity as FollowTheMoney does: id, schema, properties with lists of texts."


class _Entity(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list[str] | str]
    first_seen: str | None = None
    last_change: str | None = None


class _Beginning(msgspec.Struct):
    id: str = ""
    datasets: list[str] = []


class FTMReader:
    """Reads FollowTheMoney entities."""

    format = "ftm"

    def open(self, path: Path, agency: str, given: Given) -> Opened:
        """Open a file of entities; the list is named by the importer, else by the first entity's data set.

        Raises:
            UnreadableFile: It is empty or does not begin with a JSON object.
        """
        datasets = _beginning(first_line(path)).datasets
        name = given.list_name or (datasets[0] if datasets else path.name.partition(".")[0])
        source = Source(
            format=self.format,
            agency=agency,
            list_id=f"FTM:{name}",
            edition=given.edition_date,
            edition_date=given.edition_date,
            full=bool(given.full),
            category=given.category,
        )
        return LineFile(path, source, lambda line: _beginning(line).id)

    def read(self, entry: Entry, source: Source) -> DraftReport:
        """Read one entity.

        Raises:
            EntryRefused: It is no entity, a person without a category, or has a value that cannot be kept.
        """
        entity = _decoded(entry.raw)
        check_value("UnknownLink", "subject", entity.id, field="id")
        check_schema(entity.schema, field="schema")
        category = source.category if is_person(entity.schema) else None
        check_category(entity.schema, category, field="category")
        assertions = tuple(
            DraftAssertion(entity.id, entity.schema, prop, value, original, category=category)
            for prop, value, original in _values(entity)
        )
        if not assertions:
            raise EntryRefused("The entity says nothing.", field="properties", remedy="Give it at least one value.")
        return DraftReport(
            agency=source.agency,
            list_id=source.list_id,
            reference=entity.id,
            assertions=assertions,
            reported_at=only_date((entity.last_change or entity.first_seen or "")[:10]),
            edition=source.edition,
        )


def _beginning(line: str) -> _Beginning:
    try:
        return msgspec.json.decode(line, type=_Beginning)
    except (ValueError, RecursionError):
        return _Beginning()


def _decoded(raw: str) -> _Entity:
    try:
        return msgspec.json.decode(raw, type=_Entity)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise EntryRefused(f"{reason}.", field=place.strip("`."), remedy=_REMEDY) from None
    except RecursionError:
        raise EntryRefused("The line is nested too deep.", field="", remedy=_REMEDY) from None
    except ValueError as error:
        raise EntryRefused(f"The line is no JSON: {error}.", field="", remedy=_REMEDY) from None


def _values(entity: _Entity) -> Iterator[tuple[str, str, str]]:
    """Property, value and what was written where it differs; each value once."""
    said: set[tuple[str, str]] = set()
    for prop, written in entity.properties.items():
        field = f"properties.{prop[:80]}"
        kind = check_property(entity.schema, prop, field=field)
        for original in [written] if isinstance(written, str) else written:
            value = _canonical(kind, original)
            check_value(entity.schema, prop, value, field=field)
            if kind == "country":
                check_country(value, field=field)
            if (prop, value) not in said:
                said.add((prop, value))
                yield prop, value, "" if value == original else original


def _canonical(kind: str, value: str) -> str:
    """A time of day is cut off a date, a country's code is written small; all else stays."""
    if kind == "date" and value[10:11] in ("T", " "):
        return value[:10]
    return value.lower() if kind == "country" else value


READER = FTMReader()
