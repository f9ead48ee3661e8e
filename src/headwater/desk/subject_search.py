"""Finding the records of a person who asks, over everything the node holds: protected and restricted ones too."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from headwater import names
from headwater.desk.captions import caption_of
from headwater.desk.reading import Reading
from headwater.desk.retention_views import FoundView
from headwater.desk.searching import checked_query, search_view
from headwater.desk.subject import rows_of
from headwater.model import schema

if TYPE_CHECKING:
    from headwater.model import Label
    from headwater.store import Opened, Store, View

Fits = Callable[[str, Sequence[str]], bool]
"""Whether a record, by its id and its values, is one that is looked for."""
KEY: Hashable = "data protection officer, a request"


def _all(labels: Sequence[Label]) -> Sequence[bool]:
    return [True] * len(labels)


def whole_view(store: Store) -> View:
    """A view of everything: what an answer to a person is made from, and nothing else (DPA 2018, s.45)."""
    view = store.view(_all, KEY)
    # Protected persons are the request's own: none is withheld from whoever answers it.
    return replace(view, in_case=view.allowed)


def found_records(
    reading: Reading, query: str, chosen: Iterable[str], *, offset: int, limit: int
) -> tuple[list[FoundView], int]:
    """Records that may be the person's, and how many the index has; what is wholly restricted comes first."""
    query, chosen = checked_query(query), frozenset(chosen)
    page = search_view(reading, query, schemata=(), agencies=(), offset=offset, limit=limit)
    hits = [
        FoundView(
            id=hit.id,
            caption=hit.caption,
            schema_words=hit.schema_words,
            line=hit.line,
            agencies=hit.agencies,
            chosen=hit.id in chosen,
            synthetic=hit.synthetic,
        )
        for hit in page.hits
    ]
    there = {hit.id for hit in hits}
    hidden = [] if offset else [one for one in restricted_records(reading.store, query, chosen) if one.id not in there]
    return [*hidden, *hits], page.total + len(hidden)


def restricted_records(store: Store, query: str, chosen: frozenset[str]) -> list[FoundView]:
    """Records of restricted reports of which the words of a query are said: the index does not have them."""
    found = _restricted(store, lambda _, values: says(values, query), chosen)
    return sorted(found.values(), key=lambda view: (view.caption, view.id))


def restricted_named(store: Store, entity_ids: Iterable[str]) -> dict[str, FoundView]:
    """Records of restricted reports, by their ids."""
    wanted = frozenset(entity_ids)
    return _restricted(store, lambda id_, _: id_ in wanted, wanted) if wanted else {}


def _restricted(store: Store, fits: Fits, chosen: frozenset[str]) -> dict[str, FoundView]:
    reports = {restriction.report_id for restriction in store.restrictions()}
    found: dict[str, FoundView] = {}
    for opened in store.opened(sorted(reports)).values() if reports else ():
        for view in _fitting(opened, fits, chosen):
            found.setdefault(view.id, view)
    return found


def _fitting(opened: Opened, fits: Fits, chosen: frozenset[str]) -> Iterable[FoundView]:
    rows = list(rows_of(opened))
    hidden = {row.entity_id for row in rows if row.id in opened.restricted}
    for entity_id in sorted(hidden):
        own = [row for row in rows if row.entity_id == entity_id]
        if not schema.is_link(own[0].schema) and fits(entity_id, [row.value for row in own]):
            yield FoundView(
                id=entity_id,
                caption=caption_of(own).text,
                schema_words=schema.schema_words(own[0].schema),
                line="Its use is restricted here.",
                agencies=(opened.report.agency,),
                chosen=entity_id in chosen,
                synthetic=opened.report.synthetic,
            )


def says(values: Sequence[str], query: str) -> bool:
    """Whether values have all words of a query, in any script, or are the number that it is.

    >>> says(["Primerović", "Драган"], "dragan primerovic"), says(["X000 142"], "x000142"), says(["Ana"], "Eva")
    (True, True, False)
    """
    words = set(names.tokens(query))
    if words and words <= {word for value in values for word in names.tokens(value)}:
        return True
    number = set(names.identifier_tokens("identifier", query))
    return any(not number.isdisjoint(names.identifier_tokens("identifier", value)) for value in values)


def chosen_records(reading: Reading, entity_ids: Sequence[str], named: dict[str, FoundView]) -> tuple[FoundView, ...]:
    """The chosen records as they are called; one that the index does not have is called by its restricted report."""
    views = []
    for entity_id in entity_ids:
        rows = reading.rows(entity_id)
        if rows:
            infos = [reading.report(row.report_id).head for row in rows]
            views.append(
                FoundView(
                    id=entity_id,
                    caption=reading.caption(entity_id).text,
                    schema_words=schema.schema_words(reading.schema(entity_id)),
                    line="",
                    agencies=tuple(sorted({head.agency for head in infos})),
                    chosen=True,
                    synthetic=any(head.synthetic for head in infos),
                )
            )
        elif entity_id in named:
            views.append(named[entity_id])
    return tuple(views)
