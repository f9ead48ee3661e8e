"""Who looked at a person's records and who was given them, as the audit has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from headwater.desk.auditing import REASONS
from headwater.desk.retention_views import HeldValueView, LookedView, ReceivedView
from headwater.desk.words import counted

if TYPE_CHECKING:
    from headwater.store.audit import Audit, LoggedEntry

AT_MOST = 100
"""Looks that a page shows, the newest; the audit's own page has them all."""
ANSWERING = "request"
"""Reasons that begin so are looks of whoever answers a request: they stand in the audit, not in the person's list."""


def looked(
    audit: Audit, records: Iterable[str], names: Mapping[str, str], purposes: Mapping[str, str]
) -> tuple[LookedView, ...]:
    """The newest looks at any of these records, each once.

    Args:
        audit: The node's audit.
        records: Ids of entities and reports.
        names: Account names by id.
        purposes: Purposes in words by id.
    """
    found = (one for one in _entries(audit, "consultation", records) if not one.reason.startswith(ANSWERING))
    newest = sorted(found, key=lambda one: one.number, reverse=True)[:AT_MOST]
    return tuple(
        LookedView(
            when=one.at,
            who=names.get(one.by, one.by),
            purpose=purposes.get(one.purpose, one.purpose),
            reason=REASONS.get(one.reason, one.reason),
        )
        for one in newest
    )


def _entries(audit: Audit, operation: str, records: Iterable[str]) -> list[LoggedEntry]:
    found: dict[int, LoggedEntry] = {}
    for record in dict.fromkeys(records):
        entries, _ = audit.page(operation=operation, record=record, limit=2 * AT_MOST)
        found.update({entry.number: entry for entry in entries})
    return list(found.values())


def received(
    audit: Audit, records: Iterable[str], names: Mapping[str, str], values: Sequence[HeldValueView]
) -> tuple[ReceivedView, ...]:
    """Who was given records of the person, newest first, then the partners that report on them.

    Nobody is told by this node: each line says what the officer has to tell.
    """
    given = sorted(_entries(audit, "disclosure", records), key=lambda one: one.number, reverse=True)
    then = _told(values)
    lines = {
        (names.get(to, to), REASONS.get(one.reason, one.reason), one.at): None for one in given for to in one.recipients
    }
    out = [ReceivedView(to, what, when, then) for to, what, when in lines]
    partners = dict.fromkeys(value.agency for value in values if not value.own)
    return (*out, *(_partner(agency, [value for value in values if value.agency == agency]) for agency in partners))


def _told(values: Sequence[HeldValueView]) -> str:
    """What a recipient is to be told (Data Protection Act 2018, s.48(9); Directive (EU) 2016/680, Art. 16(6))."""
    erased = sum(value.decision == "erase" for value in values)
    limited = sum(value.decision in ("restrict", "correct") for value in values)
    parts = [f"to erase {counted(erased, 'value', 'values')}"] if erased else []
    parts += [f"to limit the use of {counted(limited, 'value', 'values')}"] if limited else []
    return f"Is to be told {' and '.join(parts)}, if it has them" if parts else "Nothing: what it has may stay"


def _partner(agency: str, values: Sequence[HeldValueView]) -> ReceivedView:
    limited = [value for value in values if value.decision == "restrict"]
    words = f"Nothing from here. It reported {counted(len(values), 'value', 'values')} itself"
    if not limited:
        return ReceivedView(agency, words, "", "Nothing: its values are kept here as it sent them")
    restricted = counted(len(limited), "value is", "values are")
    return ReceivedView(agency, words, "", f"Is to be told that {restricted} restricted here, and asked to check")
