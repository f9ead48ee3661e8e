"""Answers to why: a report line by line under a question of sharing, and one fact for who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from headwater.agreements import Asked, Register
from headwater.desk.actors import AGENCY
from headwater.desk.agreement_views import ClauseView, ExplanationView, FactWhyView, LineView
from headwater.desk.agreement_words import clause_view, in_force_view
from headwater.desk.entities import not_found
from headwater.desk.explaining import PUBLISHED, Said, line_view, lines_of, others_may, others_of, texts_of
from headwater.desk.policy import Reach
from headwater.desk.reading import Reading, is_reference
from headwater.desk.words import property_words, value_words
from headwater.errors import BadInput
from headwater.model import Classification, Report

if TYPE_CHECKING:
    from headwater.store import Row
    from headwater.store.holding import Opened


def checked_party(party: str, where: str = "party") -> str:
    """Return a party's code.

    Raises:
        BadInput: It is none.
    """
    if not AGENCY.match(party):
        raise BadInput(f"{party[:40]!r} is no party's code.", where=where, remedy="Write capitals: AL, FRONTEX.")
    return party


def checked_parties(sender: str, recipient: str) -> None:
    """Return if one party can be asked to share with another.

    Raises:
        BadInput: One is no code, or the two are one.
    """
    if checked_party(sender, "from") == checked_party(recipient, "to"):
        raise BadInput("A party shares nothing with itself.", where="to", remedy="Name another party.")


def explanation_for_all(register: Register, asked: Asked, opened: Opened, *, values: bool) -> ExplanationView:
    """Every line of a report; without `values` for whoever reads none."""
    texts = texts_of(opened.report) if values else {}
    lines = [line_view(register, asked, said, texts.get(said.assertion.id, "")) for said in lines_of(opened)]
    return _explanation(register, asked, opened.report, lines)


def explanation_for_reader(
    register: Register, asked: Asked, opened: Opened, reading: Reading, agency: str
) -> ExplanationView:
    """The lines of a report that a reader may see; one that stays only if it is of their own agency.

    Raises:
        NotFound: None of them is for this reader.
    """
    rows = {row.id: row for row in shown_rows(reading, opened.report.id)}
    if not rows:
        raise not_found("report")
    lines = []
    for said in lines_of(opened):
        row = rows.get(said.assertion.id)
        if row is not None:
            line = line_view(register, asked, said, row_text(reading, row))
            if line.why.outcome == "goes" or said.label.agency == agency:
                lines.append(line)
    return _explanation(register, asked, opened.report, lines)


def shown_rows(reading: Reading, report_id: str) -> list[Row]:
    """The rows of a report that a reader may see, without those that point to what they may not."""
    rows = reading.store.report_rows(reading.view, report_id)
    reading.load(id_ for row in rows for id_ in ((row.entity_id, row.value) if is_reference(row) else (row.entity_id,)))
    return [row for row in rows if not is_reference(row) or reading.there(row.value)]


def row_text(reading: Reading, row: Row) -> str:
    """The value of a row in words."""
    return reading.caption(row.value).text if is_reference(row) else value_words(row.schema, row.prop, row.value)


def _explanation(register: Register, asked: Asked, report: Report, lines: Sequence[LineView]) -> ExplanationView:
    goes = sum(line.why.outcome == "goes" for line in lines)
    between = (one for one in register.in_force(asked.at) if {asked.sender, asked.recipient} <= set(one.parties))
    return ExplanationView(
        sender=asked.sender,
        recipient=asked.recipient,
        purpose=asked.purpose,
        report_id=report.id,
        at=asked.at.isoformat(timespec="seconds"),
        agreements=tuple(in_force_view(register, one, asked.at) for one in between),
        goes=goes,
        stays=len(lines) - goes,
        lines=tuple(lines),
        marking=report.classification.mark,
        synthetic=report.synthetic,
    )


def fact_why(
    register: Register, reach: Reach, at: datetime, reading: Reading, opened: Opened, assertion_id: str
) -> FactWhyView:
    """Why a reader may read one fact, and, of their own agency's, who else may.

    Raises:
        NotFound: It is not there, or not for this reader.
    """
    report = opened.report
    row = next((row for row in shown_rows(reading, report.id) if row.id == assertion_id), None)
    said = next((one for one in lines_of(opened) if one.assertion.id == assertion_id), None)
    if row is None or said is None:
        raise not_found("report")
    own = said.label.agency == reach.agency
    asked = reach.asked(at)
    under, words = _read_under(register, asked, reach, said)
    return FactWhyView(
        assertion_id=row.id,
        report_id=report.id,
        label=property_words(row.schema, row.prop),
        text=row_text(reading, row),
        read_under=under,
        read_words=words,
        others=others_may(register, asked, said, others_of(register, reach.agency)) if own else (),
        own=own,
        marking=Classification(row.label.classification).mark,
        synthetic=report.synthetic,
    )


def _read_under(register: Register, asked: Asked, reach: Reach, said: Said) -> tuple[tuple[ClauseView, ...], str]:
    label = said.label
    if label.agency == reach.agency:
        case = f", open to you for case {reach.case}" if said.protected else ""
        return (), f"It is your own agency's report{case}."
    if label.published:
        return (), PUBLISHED
    decision = register.explain(asked, label)
    return tuple(map(clause_view, (*decision.clauses, *decision.conditions))), decision.sentence
