"""Reports and stores for the tests of this room: small, invented, and drawn the same in every run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

from headwater.model import DraftAssertion, DraftReport, Judgement, Label, NewJudgement, SubjectCategory, Verdict
from headwater.settings import Settings
from headwater.store import ImportInfo, ImportPlan, Store, View

INDEX_TABLES = ("assertion", "tok", "nkey", "ref", "protected", "due", "ended")


class NamedDraws:
    """Random bytes that follow from what they are drawn for and how often: two worlds draw the same for the same."""

    def __init__(self) -> None:
        self._drawn: Counter[str] = Counter()

    def __call__(self, what: str, count: int) -> bytes:
        self._drawn[what] += 1
        return hashlib.shake_128(f"{what}:{self._drawn[what]}".encode()).digest(count)


def person(
    reference: str,
    name: str = "Ana Exemplo",
    born: str = "1980-01-02",
    *,
    category: SubjectCategory = SubjectCategory.SUSPECT,
    case: str = "",
    agency: str = "GB",
    list_id: str = "L",
    erase_by: str = "",
    group: str = "",
) -> DraftReport:
    """A report on one person: name, birth date, passport; and a membership if `group` is given."""

    def said(entity: str, schema: str, prop: str, value: str) -> DraftAssertion:
        return DraftAssertion(
            entity=entity, schema=schema, prop=prop, value=value, category=category if schema == "Person" else None
        )

    lines = [
        said(reference, "Person", "name", name),
        said(reference, "Person", "birthDate", born),
        said(f"{reference}#passport-1", "Passport", "holder", reference),
        said(f"{reference}#passport-1", "Passport", "number", f"X{reference}"),
    ]
    if group:
        lines += [
            said(group, "SmugglingGroup", "name", group),
            said(f"{reference}#role-1", "GangMembership", "member", reference),
            said(f"{reference}#role-1", "GangMembership", "organization", group),
        ]
    return DraftReport(
        agency=agency, list_id=list_id, reference=reference, case=case, erase_by=erase_by, assertions=tuple(lines)
    )


def plan(date: str = "", *, list_id: str = "L", full: bool = False) -> ImportPlan:
    """A plan for an import run."""
    return ImportPlan(
        format="headwater",
        file_name="file.jsonl",
        file_hash="0",
        agency="GB",
        list_id=list_id,
        edition=date,
        edition_date=date,
        full=full,
        by="operator",
        purpose="",
    )


def take_in(
    store: Store, drafts: Sequence[DraftReport], date: str = "", *, list_id: str = "L", full: bool = False
) -> ImportInfo:
    """Run an import from beginning to end."""
    run = store.begin_import(plan(date, list_id=list_id, full=full))
    run.add(drafts)
    return run.finish()


def index_rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the index, sorted."""
    with store.writer.database.reading() as session:
        return {table: sorted(session.rows(f"SELECT * FROM {table}")) for table in INDEX_TABLES}


def view(
    store: Store, may: Callable[[Label], bool] = lambda label: True, *, key: str = "all", cases: Sequence[str] = ()
) -> View:
    """What a viewer sees whose policy is `may`."""
    return store.view(lambda labels: [may(label) for label in labels], (key, *cases), cases=frozenset(cases))


def found(store: Store, seen: View, text: str) -> list[str]:
    """The names a search finds, in its order."""
    return [hit.matched for hit in store.search(seen, text).hits]


def who(store: Store, seen: View, *references: str) -> list[str]:
    """The persons that these reports speak of; a reference needs a digit to be found by it."""
    return [
        hit.entity_id
        for reference in references
        for hit in store.search(seen, reference).hits
        if hit.schema == "Person"
    ]


def judge(
    store: Store, seen: View, left: str, right: str, verdict: Verdict = Verdict.POSITIVE, *, by: str = "ana"
) -> Judgement:
    """A judgement by somebody who saw all of both ends that `seen` shows."""
    shown = [row.label for rows in store.assertions(seen, [left, right]).values() for row in rows]
    return store.judge(NewJudgement(left, right, verdict, by, f"Said by {by}.", seen.numbers_of(shown), 0.5))


def with_index_of(settings: Settings, old: bytes) -> Store:
    """Open a closed node whose index file is as it was before."""
    for path in settings.data.glob("index.sqlite*"):
        path.unlink()
    (settings.data / "index.sqlite").write_bytes(old)
    return Store.open(settings)
