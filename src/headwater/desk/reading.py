"""What one reader may see of the picture during one request, fetched once and in as few questions as possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from headwater.desk.captions import Caption, caption_of, schema_among
from headwater.model import schema

if TYPE_CHECKING:
    from headwater.store import ReportInfo, Row, Store, View

LINKS_AT_MOST = 2000
"""Links of one entity that a page folds in; the store counts within what the reader may see."""


class Reading:
    """Entities, links and reports within one view.

    Args:
        store: The node's store.
        view: What the reader may see.
    """

    def __init__(self, store: Store, view: View) -> None:
        self.store = store
        self.view = view
        self._rows: dict[str, list[Row]] = {}
        self._reports: dict[str, ReportInfo] = {}
        self._links: dict[str, list[str]] = {}
        self._captions: dict[str, Caption] = {}

    def load(self, entity_ids: Iterable[str]) -> None:
        """Fetch the rows of these entities, those at hand left out."""
        missing = [id_ for id_ in dict.fromkeys(entity_ids) if id_ not in self._rows]
        if not missing:
            return
        found = self.store.assertions(self.view, missing)
        self._rows.update({id_: found.get(id_, []) for id_ in missing})

    def adopt(self, rows: Iterable[Row]) -> None:
        """Take over every visible row of some entities, as a search has found them already."""
        for row in rows:
            self._rows.setdefault(row.entity_id, []).append(row)

    def load_reports(self, report_ids: Iterable[str]) -> None:
        """Fetch the heads of these reports, those at hand left out."""
        missing = sorted(set(report_ids) - self._reports.keys())
        if missing:
            self._reports.update(self.store.reports(self.view, missing))

    def load_with_links(self, entity_ids: Sequence[str]) -> None:
        """Fetch entities, the links that point to them, and whatever those links join them to."""
        self.load(entity_ids)
        self._load_links(entity_ids)
        links = [link for id_ in entity_ids for link in self.links(id_)]
        self.load(links)
        self.load(row.value for id_ in (*entity_ids, *links) for row in self.rows(id_) if is_reference(row))

    def rows(self, entity_id: str) -> list[Row]:
        """The visible rows of an entity; none if it is not there or not for this reader."""
        self.load((entity_id,))
        return self._rows[entity_id]

    def there(self, entity_id: str) -> bool:
        """Whether the reader may see anything of the entity."""
        return bool(self.rows(entity_id))

    def links(self, entity_id: str) -> list[str]:
        """Ids of the visible entities that point to this one."""
        self._load_links((entity_id,))
        return self._links[entity_id]

    def _load_links(self, entity_ids: Iterable[str]) -> None:
        missing = [id_ for id_ in dict.fromkeys(entity_ids) if id_ not in self._links]
        if missing:
            found = self.store.referencing_many(self.view, missing, limit=LINKS_AT_MOST)
            self._links.update({id_: found.get(id_, []) for id_ in missing})

    def report(self, report_id: str) -> ReportInfo:
        """The report of a visible row; the first that is missing fetches all that rows at hand come from."""
        if report_id not in self._reports:
            self.load_reports(row.report_id for rows in self._rows.values() for row in rows)
        return self._reports[report_id]

    def schema(self, entity_id: str) -> str:
        """The most particular schema that visible rows give the entity."""
        return schema_among({row.schema for row in self.rows(entity_id)})

    def caption(self, entity_id: str) -> Caption:
        """What the entity is called for this reader."""
        if entity_id not in self._captions:
            self._captions[entity_id] = caption_of(self.rows(entity_id))
        return self._captions[entity_id]

    def sees_whole(self, report_id: str, visible: int) -> bool:
        """Whether the `visible` rows of a report are all it has."""
        return self.report(report_id).size == visible

    def records(self, entity_ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of the records that entities at hand are made of, where they are made of more than one."""
        rows = (row for id_ in entity_ids for row in self._rows.get(id_, ()))
        return tuple(dict.fromkeys(row.record_id for row in rows if row.record_id != row.entity_id))

    def seen(self) -> Iterator[str]:
        """Ids of every entity, record and report that was fetched and is there: what the answer may show."""
        yield from (id_ for id_, rows in self._rows.items() if rows)
        yield from self.records(self._rows)
        yield from self._reports


def is_reference(row: Row) -> bool:
    """Whether the row's value is another entity's id."""
    return schema.is_reference(row.schema, row.prop)
