"""Making a ruling: retention rules set, a day put off, a report restricted or let go again.

Each goes into the ledger first, marked as begun, then the index follows, then the mark goes. What a crash leaves begun
is done once more at the next start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from headwater.errors import BadInput, Conflict, NotFound
from headwater.model import Label, Report, Retention
from headwater.store.database import Session
from headwater.store.docket import (
    BEGUN,
    EXTENSION,
    LIFTED,
    LIFTING,
    RESTRICTION,
    RETENTION,
    STANDING,
    RetentionBody,
    sealed_body,
)
from headwater.store.importing import CHUNK
from headwater.store.rowmaking import without_collection
from headwater.store.rulings import ERASE, REVIEW, Extension, Restriction, Rulings
from headwater.store.undoing import Progress, put_in, silent

if TYPE_CHECKING:
    from headwater.store.store import Store

GROUNDS = ("contested", "evidence")
NAMED_AT_MOST = 100_000
"""Reports that are named as changed by new rules; of more it is said that everything may have changed."""


def restrict(
    store: Store, report_id: str, assertion_ids: Sequence[str], ground: str, reason: str, by: str
) -> Restriction:
    """Take a report, or some of its assertions, out of use and keep them.

    Raises:
        NotFound: There is no such report, or it does not say this.
        BadInput: The ground is none.
    """
    if ground not in GROUNDS:
        raise BadInput(f"{ground!r} is no ground.", where="ground", remedy="Use contested or evidence.")
    rid, report = _report(store, report_id)
    if not {said.id for said in report.assertions}.issuperset(assertion_ids):
        raise NotFound("The report does not say this.", where="assertions")
    made = Restriction(
        store.ledger.new_ext(f"restriction:{report_id}"),
        report_id,
        tuple(dict.fromkeys(assertion_ids)),
        ground,
        reason,
        by,
        store.now().isoformat(),
    )
    _begin(store, RESTRICTION, made)
    _follow(store, [rid])
    _settle(store, RESTRICTION, made.id, STANDING)
    return made


def lift(store: Store, restriction_id: str, by: str) -> Restriction:
    """Let go of a restriction: what it closed is in use again; it stays in the list with who lifted it.

    Raises:
        NotFound: There is none.
        Conflict: It was lifted before.
    """
    with store.ledger.database.writing() as session:
        known, state = _known(store, session, restriction_id)
        if state in (LIFTING, LIFTED):
            raise Conflict("The restriction was lifted before.", remedy="See the list of restrictions.")
        lifted = msgspec.structs.replace(known, lifted_at=store.now().isoformat(), lifted_by=by)
        store.vault.rewrite(session, RESTRICTION, lifted.id, sealed_body(lifted), state=LIFTING)
        store.note_applied(session)
    _follow(store, _numbers(store, [lifted.report_id]))
    _settle(store, RESTRICTION, lifted.id, LIFTED)
    return lifted


def extend(store: Store, report_id: str, kind: str, until: int, reason: str, by: str) -> Extension:
    """Put off the erasure or the review of a report to a day; of several extensions the last one counts.

    Raises:
        NotFound: There is no such report.
        BadInput: The kind is none.
    """
    if kind not in (ERASE, REVIEW):
        raise BadInput(f"{kind!r} is no kind of day.", where="kind", remedy="Use erase or review.")
    rid, _ = _report(store, report_id)
    ident = store.ledger.new_ext(f"extension:{report_id}")
    made = Extension(ident, report_id, kind, until, reason, by, store.now().isoformat())
    _begin(store, EXTENSION, made)
    _follow(store, [rid])
    _settle(store, EXTENSION, made.id, STANDING)
    return made


def set_retention(store: Store, retention: Retention, progress: Progress = silent) -> int:
    """Put retention rules in force; returns how many reports got other days."""
    with store.ledger.database.writing() as session:
        bodies = store.docket.bodies(session, RETENTION)
        known = msgspec.json.decode(bodies[0][2], type=RetentionBody) if bodies else RetentionBody()
        if known.now == retention and (not bodies or bodies[0][1] == STANDING):
            return 0
        body = RetentionBody(retention, [known.now, *known.before])
        # A record of its own, and no old one rewritten: by its key slot each process sees that the rules are others.
        ident = store.ledger.new_ext("record:retention")
        session.run("DELETE FROM record WHERE kind = ?", (RETENTION,))
        store.vault.write(session, RETENTION, {ident: msgspec.json.encode(body)}, state=BEGUN)
        store.note_applied(session)
    return _carry_through(store, ident, body, progress)


def _carry_through(store: Store, ident: str, body: RetentionBody, progress: Progress) -> int:
    """Date anew what the rules of `body` date otherwise than those before them."""
    changed = _redated(store, body, progress)
    _follow(store, changed, progress)
    done = RetentionBody(body.now, [], changed[:NAMED_AT_MOST], len(changed) > NAMED_AT_MOST)
    with store.ledger.database.writing() as session:
        store.vault.rewrite(session, RETENTION, ident, msgspec.json.encode(done), state=STANDING)
    return len(changed)


def _redated(store: Store, body: RetentionBody, progress: Progress) -> list[int]:
    """Numbers of the live reports that have other days by the rules in force than by any of those before."""
    if not any(_differ(body.now, old, label) for old in body.before for label in store.labels()):
        return []
    now, old = Rulings(body.now), [Rulings(rules) for rules in body.before]
    with store.ledger.database.reading() as session:
        rids = store.ledger.live_numbers(session)
    changed = []
    for start in range(0, len(rids), CHUNK):
        with store.ledger.database.reading() as session, without_collection():
            kept = store.ledger.open_reports(session, rids[start : start + CHUNK])
        changed += [rid for rid, one in kept.items() if any(_other_days(now, was, one.report) for was in old)]
        progress(min(0.5, 0.5 * (start + CHUNK) / len(rids)), "comparing dates")
    return sorted(changed)


def _differ(now: Retention, old: Retention, label: Label) -> bool:
    return now.applying(label, label.category) != old.applying(label, label.category)


def _other_days(now: Rulings, old: Rulings, report: Report) -> bool:
    categories = {said.category for said in report.assertions}
    new_days, old_days = now.days(report), old.days(report)
    return any(new_days[category] != old_days[category] for category in categories)


def finish(store: Store, progress: Progress = silent) -> None:
    """Carry through every ruling that was begun; safe to repeat."""
    docket, states = store.docket, {BEGUN: STANDING, LIFTING: LIFTED}
    with store.ledger.database.reading() as session:
        waiting = [(RESTRICTION, one.id, one.report_id, state) for one, state in docket.restrictions(session)]
        waiting += [(EXTENSION, one.id, one.report_id, state) for one, state in docket.extensions(session)]
        rules = [(ident, body) for ident, state, body in docket.bodies(session, RETENTION) if state == BEGUN]
    for kind, ident, report_id, state in waiting:
        if state in states:
            _follow(store, _numbers(store, [report_id]))
            _settle(store, kind, ident, states[state])
    for ident, sealed in rules:
        _carry_through(store, ident, msgspec.json.decode(sealed, type=RetentionBody), progress)


def _begin(store: Store, kind: str, made: Restriction | Extension) -> None:
    with store.ledger.database.writing() as session:
        store.vault.write(session, kind, {made.id: sealed_body(made)}, name=made.report_id, state=BEGUN)
        store.note_applied(session)


def _settle(store: Store, kind: str, ident: str, state: str) -> None:
    with store.ledger.database.writing() as session:
        session.run("UPDATE record SET state = ? WHERE kind = ? AND id = ?", (state, kind, ident))
    store.docket.now()


def _follow(store: Store, rids: Sequence[int], progress: Progress = silent) -> None:
    """Bring the rows of these reports to what is ruled now, and count the change once."""
    for start in range(0, max(len(rids), 1), CHUNK):
        last = start + CHUNK >= len(rids)
        with without_collection(), store.ledger.database.reading() as old, store.writer.database.writing() as session:
            reindex(store, session, old, rids[start : start + CHUNK])
            if last:
                store.mark_applied(session)
        progress(1.0 if last else 0.5 + 0.5 * (start + CHUNK) / len(rids), "bringing the index up to date")
    store.writer.mark_visible()


def reindex(store: Store, session: Session, ledger_session: Session, rids: Sequence[int]) -> set[int]:
    """Take reports out of the index and put in again those that are live; returns the entities they spoke of."""
    spoken = store.writer.take_out(session, ledger_session, rids)
    put_in(store, session, ledger_session, store.ledger.live_among(ledger_session, rids))
    return spoken


def _report(store: Store, report_id: str) -> tuple[int, Report]:
    """A report by its public id, whatever became of it but erasure.

    Raises:
        NotFound: There is none.
    """
    with store.ledger.database.reading() as session:
        kept = store.ledger.open_reports(session, _rids(session, [report_id]))
    for rid, one in kept.items():
        return rid, one.report
    raise NotFound("There is no such report.")


def _numbers(store: Store, report_ids: Sequence[str]) -> list[int]:
    with store.ledger.database.reading() as session:
        return _rids(session, report_ids)


def _rids(session: Session, report_ids: Iterable[str]) -> list[int]:
    rows = session.rows_in("SELECT rid FROM report WHERE erased = 0 AND ext IN {in}", list(dict.fromkeys(report_ids)))
    return sorted(rid for (rid,) in rows)


def _known(store: Store, session: Session, restriction_id: str) -> tuple[Restriction, str]:
    for one, state in store.docket.restrictions(session):
        if one.id == restriction_id:
            return one, state
    raise NotFound("There is no such restriction.", remedy="See the list of restrictions.")
