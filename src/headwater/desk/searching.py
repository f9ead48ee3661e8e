"""Search results as one reader sees them: what matched, what is known in one line, and the exact counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from headwater.desk.captions import other_names
from headwater.desk.entities import reports_behind
from headwater.desk.reading import Reading
from headwater.desk.source_views import CountView
from headwater.desk.sources import agencies_of, categories, last_reported, marking_of
from headwater.desk.summaries import line_of
from headwater.desk.views import HitView, SearchView
from headwater.errors import BadInput
from headwater.model import schema

if TYPE_CHECKING:
    from headwater.store import Hit

QUERY_LENGTH = 400
PAGE_AT_MOST = 200


def checked_query(query: str) -> str:
    """Return a query without spaces around it.

    Raises:
        BadInput: It is empty or too long.
    """
    query = query.strip()
    if not query:
        raise BadInput("There is nothing to search for.", where="query", remedy="Type a name, a number or a reference.")
    if len(query) > QUERY_LENGTH:
        raise BadInput("The search is too long.", where="query", remedy=f"Use at most {QUERY_LENGTH} characters.")
    return query


def checked_page(offset: int, limit: int) -> tuple[int, int]:
    """Return an offset and a limit within what a page can have.

    Raises:
        BadInput: The offset is negative or the limit is not from 1 to 200.
    """
    if offset < 0 or not 1 <= limit <= PAGE_AT_MOST:
        raise BadInput("There is no such page.", where="offset, limit", remedy=f"Use a limit of 1 to {PAGE_AT_MOST}.")
    return offset, limit


def search_view(
    reading: Reading, query: str, *, schemata: Sequence[str], agencies: Sequence[str], offset: int, limit: int
) -> SearchView:
    """A page of results with the exact count."""
    query = checked_query(query)
    offset, limit = checked_page(offset, limit)
    result = reading.store.search(reading.view, query, schemata=schemata, agencies=agencies, offset=offset, limit=limit)
    reading.adopt(row for hit in result.hits for row in hit.rows)
    reading.load_reports(row.report_id for hit in result.hits for row in hit.rows)
    reading.load_with_links([hit.entity_id for hit in result.hits])
    hits = tuple(_hit(reading, hit) for hit in result.hits if reading.there(hit.entity_id))
    shown = [row for hit in result.hits for row in reading.rows(hit.entity_id)]
    return SearchView(
        query=query,
        total=result.total,
        offset=offset,
        limit=limit,
        hits=hits,
        schemata=_counts(result.by_schema, schema.schema_words),
        agencies=_counts(result.by_agency, str),
        marking=marking_of(shown),
    )


def _counts(counts: dict[str, int], words: object) -> tuple[CountView, ...]:
    name = words if callable(words) else str
    views = [CountView(code, name(code), count) for code, count in counts.items()]
    return tuple(sorted(views, key=lambda view: (-view.count, view.words)))


def _hit(reading: Reading, hit: Hit) -> HitView:
    entity_id = hit.entity_id
    rows = reading.rows(entity_id)
    heads = [reading.report(row.report_id) for row in rows]
    caption, schema_name = reading.caption(entity_id), reading.schema(entity_id)
    return HitView(
        id=entity_id,
        schema=schema_name,
        schema_words=schema.schema_words(schema_name),
        caption=caption.text,
        caption_lang=caption.lang,
        matched=hit.matched,
        matched_lang=hit.matched_lang,
        loose=hit.loose,
        line=line_of(reading, entity_id),
        other_names=other_names(rows, caption.text),
        categories=categories(reading, rows),
        agencies=agencies_of(reading, rows),
        report_count=reports_behind(rows),
        last_reported=last_reported(reading, rows),
        synthetic=any(info.head.synthetic for info in heads),
        press=any(info.head.press for info in heads),
        ended=all(info.ended_on for info in heads),
        marking=marking_of(rows),
    )
