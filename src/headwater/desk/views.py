"""What a use case answers: plain data for the page, the API and the command line alike.

Everything here is already filtered for its reader. Nothing tells that something was left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from headwater.desk.review_views import RecordView
from headwater.desk.source_views import CategoryView, CountView, GradingView, SourceView
from headwater.model import Basis


@dataclass(frozen=True)
class ValueView:
    """One value of a property, with every visible report that says it.

    Attributes:
        value: Canonical value. `text`: the same in words for a person (dates, countries).
        reading: A name in another script in Latin letters, else "".
        reference: Id of the entity the value points to, "" for a plain value.
        basis: `fact` if one source states it as fact, else `assessment`.
        note: A short remark under the value ("Day and month not known", "February 2026 to now").
    """

    value: str
    text: str
    lang: str
    reading: str
    reference: str
    reference_schema: str
    basis: Basis
    note: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class PropertyView:
    """A property and its values, side by side. `disagree`: single-valued by nature, and the sources differ."""

    prop: str
    label: str
    values: tuple[ValueView, ...]
    disagree: bool = False


@dataclass(frozen=True)
class GroupOfPropertiesView:
    """A heading of an entity page (`identity`, `role`, `document`, …) and the properties under it."""

    group: str
    label: str
    properties: tuple[PropertyView, ...]


@dataclass(frozen=True)
class EntityView:
    """An entity as one reader sees it. `records`: what it is made of, where people judged records to be one."""

    id: str
    schema: str
    schema_words: str
    caption: str
    caption_lang: str
    categories: tuple[CategoryView, ...]
    agencies: tuple[str, ...]
    report_count: int
    last_reported: str
    synthetic: bool
    press: bool
    listed: bool
    ended: bool
    marking: str
    groups: tuple[GroupOfPropertiesView, ...]
    other_names: tuple[str, ...] = ()
    records: tuple[RecordView, ...] = ()


@dataclass(frozen=True)
class HitView:
    """One search result."""

    id: str
    schema: str
    schema_words: str
    caption: str
    caption_lang: str
    matched: str
    matched_lang: str
    loose: bool
    line: str
    other_names: tuple[str, ...]
    categories: tuple[CategoryView, ...]
    agencies: tuple[str, ...]
    report_count: int
    last_reported: str
    synthetic: bool
    press: bool
    ended: bool
    marking: str = "OFFICIAL"


@dataclass(frozen=True)
class SearchView:
    """A page of search results with the exact count."""

    query: str
    total: int
    offset: int
    limit: int
    hits: tuple[HitView, ...]
    schemata: tuple[CountView, ...]
    agencies: tuple[CountView, ...]
    marking: str


@dataclass(frozen=True)
class RoleView:
    """One role of one member, with what says so."""

    role: str
    role_words: str
    stage: str
    basis: Basis
    since: str
    until: str
    place: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class MemberView:
    """A member of a group; `entity_schema` may be an organisation as well as a person."""

    id: str
    entity_schema: str
    caption: str
    caption_lang: str
    categories: tuple[CategoryView, ...]
    roles: tuple[RoleView, ...]
    report_count: int
    since: str


@dataclass(frozen=True)
class LinkView:
    """A link between two entities of a group's chart."""

    id: str
    source: str
    target: str
    words: str
    basis: Basis
    report_count: int
    since: str
    until: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True)
class NodeView:
    """A node of a group's chart. `person` nodes are circles, things are squares; x and y are in 0 to 1."""

    id: str
    schema: str
    caption: str
    person: bool
    x: float
    y: float


@dataclass(frozen=True)
class GroupView:
    """A gang: its own facts, its members by role, its links and the chart of both.

    `stages` lists (stage code, words, number of members who serve it); `total_links` is the exact number a reader may
    see, of which `links` shows the first so many ("showing n of n").
    """

    entity: EntityView
    members: tuple[MemberView, ...]
    linked: tuple[LinkView, ...]
    nodes: tuple[NodeView, ...]
    links: tuple[LinkView, ...]
    total_nodes: int
    total_links: int
    stages: tuple[tuple[str, str, int], ...]
    lede: str


@dataclass(frozen=True)
class GroupLineView:
    """A line of the list of groups. `linked_count`: entries that a source calls linked to it, members apart."""

    id: str
    schema: str
    caption: str
    caption_lang: str
    member_count: int
    agencies: tuple[str, ...]
    report_count: int
    last_reported: str
    synthetic: bool
    listed: bool
    press: bool
    marking: str = "OFFICIAL"
    linked_count: int = 0


@dataclass(frozen=True)
class ReportView:
    """A report as the source panel shows it: its head in words and the assertions this reader may see."""

    source: SourceView
    agency: str
    list_words: str
    reference: str
    grading: GradingView
    handling: tuple[tuple[str, str], ...]
    conditions: str
    marking: str
    purpose: str
    legal_basis: str
    case: str
    reported_at: str
    received_at: str
    edition: str
    edition_date: str
    ended_on: str
    review_by: str
    erase_by: str
    narrative: str
    synthetic: bool
    press: bool
    lines: tuple[tuple[str, str, str], ...]
    """(entity caption, property label, value) of the visible assertions."""


@dataclass(frozen=True)
class RefusalView:
    """A refused entry, kept with its reason. `state` is `open`, `mended` or `dropped`."""

    id: str
    entry: str
    line: int
    field: str
    reason: str
    remedy: str
    raw: str
    state: str


@dataclass(frozen=True)
class ChangeView:
    """An entry that an edition added, changed or ended. `kind` is `added`, `changed` or `ended`."""

    kind: str
    reference: str
    caption: str
    entity_id: str
    report_id: str


@dataclass(frozen=True)
class ImportView:
    """An import run. `state` is `running`, `done`, `failed` or `undone`; `fraction` is 0 to 1, -1 while unknown.

    `notes`: whose reports of it nobody here may read yet, and what is missing.
    """

    id: str
    state: str
    format: str
    file_name: str
    agency: str
    list_id: str
    list_words: str
    edition: str
    edition_date: str
    full: bool
    by: str
    started_at: str
    finished_at: str
    read: int
    made: int
    changed: int
    unchanged: int
    ended: int
    refused: int
    fraction: float
    error: str
    refusals: tuple[RefusalView, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    may_undo: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuditEntryView:
    """An entry of the audit in words."""

    number: int
    at: str
    operation: str
    by: str
    role: str
    purpose: str
    reason: str
    records: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class AuditPageView:
    """A page of the audit, newest first, with the exact count."""

    entries: tuple[AuditEntryView, ...]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True)
class VerificationView:
    """Whether the log is whole. `problem` says what is wrong and where, "" if nothing is."""

    ok: bool
    entries: int
    head: str
    checked_at: str
    problem: str


@dataclass(frozen=True)
class AccountView:
    """A local account; the password's hash stays in the store. `agency`: whose account it is, by code."""

    id: str
    name: str
    roles: tuple[str, ...]
    created_at: str
    disabled: bool = False
    agency: str = ""


@dataclass(frozen=True)
class PurposeView:
    """Why a reader is here."""

    id: str
    kind: str
    kind_words: str
    case: str
    note: str
    words: str


@dataclass(frozen=True)
class StatusView:
    """What the first page tells about the node."""

    node: str
    version: str
    ceiling: str
    first_start: bool
    index_ready: bool
    index_fraction: float
    accounts: int = 0
    lists: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class ExportView:
    """A file that is handed over: its disclosure entry is on disk before the first chunk is read.

    Attributes:
        count: Entities in it (`ftm`) or rows (`csv`).
        chunks: UTF-8 bytes; consumed once.
    """

    file_name: str
    media_type: str
    count: int
    chunks: Iterator[bytes]
