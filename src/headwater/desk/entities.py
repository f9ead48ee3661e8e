"""The page of an entity, from its own rows and the links folded into it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from headwater.desk.captions import other_names
from headwater.desk.folding import folded
from headwater.desk.lines import Line, grouped, own_lines
from headwater.desk.reading import Reading
from headwater.desk.sources import agencies_of, categories, last_reported, listed, marking_of
from headwater.desk.views import EntityView
from headwater.errors import NotFound
from headwater.model import schema

if TYPE_CHECKING:
    from headwater.store import Row


_NUMBERS = frozenset({"passportNumber", "idNumber"})


def entity_view(reading: Reading, entity_id: str) -> EntityView:
    """An entity as one reader sees it.

    Raises:
        NotFound: It is not there, or nothing of it is for this reader.
    """
    entity_id = canonical(reading, entity_id)
    reading.load_with_links((entity_id,))
    rows = reading.rows(entity_id)
    if not rows:
        raise not_found("entity")
    lines = list(lines_of(reading, entity_id))
    shown = [*rows, *(row for line in lines for row in line.rows)]
    reports = {row.report_id: row for row in rows}
    infos = [(row, reading.report(report_id)) for report_id, row in reports.items()]
    caption, schema_name = reading.caption(entity_id), reading.schema(entity_id)
    return EntityView(
        id=entity_id,
        schema=schema_name,
        schema_words=schema.schema_words(schema_name),
        caption=caption.text,
        caption_lang=caption.lang,
        categories=categories(reading, rows),
        agencies=agencies_of(reading, rows),
        report_count=len(reports),
        last_reported=last_reported(reading, rows),
        synthetic=any(info.head.synthetic for _, info in infos),
        press=any(info.head.press for _, info in infos),
        listed=any(listed(info, row) for row, info in infos),
        ended=all(info.ended_on for _, info in infos),
        marking=marking_of(shown),
        groups=grouped(reading, lines),
        other_names=other_names(rows, caption.text),
    )


def lines_of(reading: Reading, entity_id: str) -> Iterator[Line]:
    """Everything the reader may see said of the entity: by its own rows and by the links to it."""
    links = [line for link_id in reading.links(entity_id) for line in folded(reading, entity_id, link_id)]
    documents = {(line.value, row.report_id) for line in links if line.prop == "document" for row in line.rows}
    for line in own_lines(reading, reading.rows(entity_id)):
        # A number that the same report also gives as a document stands there, with its dates.
        if line.prop not in _NUMBERS or not {(line.value, row.report_id) for row in line.rows} <= documents:
            yield line
    yield from links


def reports_behind(rows: list[Row]) -> int:
    """How many reports are behind these rows."""
    return len({row.report_id for row in rows})


def canonical(reading: Reading, entity_id: str) -> str:
    """The id under which an entity stands: another than asked for where people judged records to be one."""
    rows = reading.rows(entity_id)
    return rows[0].entity_id if rows else entity_id


def not_found(what: str) -> NotFound:
    """What is answered for what is not there and for what is not for the reader, in the same words."""
    return NotFound(
        f"There is no such {what}, or it is not for you to see for this purpose.",
        remedy="Check the address, or state another purpose.",
    )
