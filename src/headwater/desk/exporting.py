"""Exports: files that leave the desk, each record with its source, grading, handling and exporter inside.

An export is a disclosure. Victims, witnesses and persons under 18 are never in one (see `policy.reach_of`, `onward`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from headwater.desk.actors import Actor, demand_purpose
from headwater.desk.csv_cells import BOM, csv_line
from headwater.desk.entities import canonical, not_found
from headwater.desk.reading import Reading, is_reference
from headwater.desk.searching import checked_query
from headwater.desk.sources import marking_of, source_view
from headwater.desk.views import ExportView
from headwater.errors import BadInput, TooLarge

if TYPE_CHECKING:
    from headwater.store import Row

FORMATS = {"ftm": ("application/json+ftm", "ftm.json"), "csv": ("text/csv; charset=utf-8", "csv")}
ENTITIES_AT_MOST = 20_000
_AT_ONCE = 200
_COLUMNS = (
    "entity_id schema caption property value original_value language basis category information_grade agency list "
    "reference reported_at edition edition_date ended_on grading_scheme source_grade handling conditions "
    "classification case report_id assertion_id record_id synthetic press exporter purpose exported_at"
)
COLUMNS = tuple(_COLUMNS.split())


def export_view(reading: Reading, actor: Actor, format: str, ids: Sequence[str], now: datetime) -> ExportView:
    """The file of these entities; nothing of it is read before the first chunk is asked for."""
    media_type, ending = FORMATS[format]
    by = Exporter(actor.name, demand_purpose(actor).words, now.astimezone(UTC).isoformat(timespec="seconds"))
    chunks = _ftm(reading, ids, by) if format == "ftm" else _csv(reading, ids, by)
    name = f"headwater-{now:%Y%m%d-%H%M%S}.{ending}"
    return ExportView(name, media_type, len(ids), chunks)


class Exporter:
    """Who exports, why and when; stands in every record."""

    def __init__(self, name: str, purpose: str, at: str) -> None:
        self.name = name
        self.purpose = purpose
        self.at = at


def checked_format(format: str) -> str:
    """Return a format of exports.

    Raises:
        BadInput: There is none of that name.
    """
    if format not in FORMATS:
        raise BadInput(f"There is no export format {format!r}.", where="format", remedy="Use one of: ftm, csv.")
    return format


def chosen_ids(reading: Reading, entity_ids: Sequence[str], query: str) -> list[str]:
    """The entities an export is about, with the links that point to them; all of it is fetched here.

    Raises:
        NotFound: One that was named is not there or not for this reader to hand on.
        BadInput: Nothing was chosen.
        TooLarge: It is more than one export holds.
    """
    chosen = list(dict.fromkeys(entity_ids)) or (list(_found(reading, query)) if query.strip() else [])
    if not chosen and not query.strip():
        raise BadInput("There is nothing to export.", where="entity_ids", remedy="Name entities, or give a search.")
    reading.load(chosen)
    if not all(map(reading.there, chosen)):
        raise not_found("entity")
    chosen = list(dict.fromkeys(canonical(reading, id_) for id_ in chosen))
    reading.load_with_links(chosen)
    with_links = list(dict.fromkeys([*chosen, *(link for id_ in chosen for link in reading.links(id_))]))
    reading.load_reports(row.report_id for id_ in with_links for row in reading.rows(id_))
    return [id_ for id_ in with_links if reading.there(id_)]


def _found(reading: Reading, query: str) -> Iterator[str]:
    query, offset = checked_query(query), 0
    while True:
        result = reading.store.search(reading.view, query, offset=offset, limit=_AT_ONCE)
        if result.total > ENTITIES_AT_MOST:
            raise TooLarge(
                f"The search finds {result.total:,} entities; an export holds {ENTITIES_AT_MOST:,}.",
                where="query",
                remedy="Search for less.",
            )
        yield from (hit.entity_id for hit in result.hits)
        offset += _AT_ONCE
        if offset >= result.total:
            return


def _ftm(reading: Reading, ids: Sequence[str], by: Exporter) -> Iterator[bytes]:
    for entity_id in ids:
        yield json.dumps(_entity(reading, entity_id, by), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _entity(reading: Reading, entity_id: str, by: Exporter) -> dict[str, Any]:
    """A FollowTheMoney entity; what FollowTheMoney has no place for stands under `headwater`."""
    rows = _own_rows(reading, entity_id)
    properties: dict[str, dict[str, None]] = {}
    for row in rows:
        properties.setdefault(row.prop, {})[row.value] = None
    infos = [reading.report(row.report_id) for row in rows]
    return {
        "id": entity_id,
        "caption": reading.caption(entity_id).text,
        "schema": reading.schema(entity_id),
        "properties": {prop: list(values) for prop, values in sorted(properties.items())},
        "datasets": sorted({info.head.list_id for info in infos}),
        "headwater": {
            "exporter": by.name,
            "purpose": by.purpose,
            "exported_at": by.at,
            "marking": marking_of(rows),
            "records": sorted({row.record_id for row in rows}),
            "synthetic": any(info.head.synthetic for info in infos),
            "press": any(info.head.press for info in infos),
            "statements": [_statement(reading, row) for row in rows],
        },
    }


def _own_rows(reading: Reading, entity_id: str) -> list[Row]:
    """The rows of an entity, without those that point to what is not handed on."""
    rows = [row for row in reading.rows(entity_id) if not is_reference(row) or reading.there(row.value)]
    return sorted(rows, key=lambda row: (row.prop, row.value, row.id))


def _statement(reading: Reading, row: Row) -> dict[str, Any]:
    info = reading.report(row.report_id)
    source, head = source_view(row, info), info.head
    return {
        "property": row.prop,
        "value": row.value,
        "original_value": row.original_value,
        "language": row.lang,
        "basis": row.basis.value,
        "category": row.category.value if row.category else "",
        "agency": head.agency,
        "list": head.list_id,
        "reference": head.reference,
        "reported_at": head.reported_at,
        "edition": source.edition,
        "edition_date": source.edition_date,
        "ended_on": info.ended_on,
        "grading": {
            "scheme": source.grading.scheme,
            "source": source.grading.source,
            "information": source.grading.information,
        },
        "handling": list(head.handling.codes),
        "conditions": head.handling.conditions,
        "classification": head.classification.mark,
        "case": head.case,
        "report_id": row.report_id,
        "assertion_id": row.id,
        "record_id": row.record_id,
        "synthetic": head.synthetic,
        "press": head.press,
    }


def _csv(reading: Reading, ids: Sequence[str], by: Exporter) -> Iterator[bytes]:
    yield BOM + csv_line(COLUMNS)
    for entity_id in ids:
        rows = _own_rows(reading, entity_id)
        yield b"".join(csv_line(_cells(reading, row, by)) for row in rows)


def _cells(reading: Reading, row: Row, by: Exporter) -> list[str]:
    said = _statement(reading, row)
    grading = said["grading"]
    said |= {
        "entity_id": row.entity_id,
        "schema": row.schema,
        "caption": reading.caption(row.entity_id).text,
        "grading_scheme": grading["scheme"],
        "source_grade": grading["source"],
        "information_grade": grading["information"],
        "handling": " ".join(said["handling"]),
        "synthetic": "yes" if said["synthetic"] else "no",
        "press": "yes" if said["press"] else "no",
        "exporter": by.name,
        "purpose": by.purpose,
        "exported_at": by.at,
    }
    return [str(said[column]) for column in COLUMNS]
