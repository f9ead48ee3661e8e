"""What people decided about pairs, in words; and what may be decided at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from headwater.desk.captions import caption_of, schema_among
from headwater.desk.entities import not_found
from headwater.desk.reading import Reading
from headwater.desk.records import is_record
from headwater.desk.review_views import EndView, JudgementView
from headwater.desk.sources import agencies_of, categories, marking_of
from headwater.errors import BadInput
from headwater.i18n import mark
from headwater.model import Judgement, Verdict, schema
from headwater.resolve.comparable import comparable

if TYPE_CHECKING:
    from headwater.store import Row, View

REASON_LENGTH = 2000
SAME_PERSON = mark("same person")
VERDICT_WORDS = {
    Verdict.POSITIVE: mark("the same"),
    Verdict.NEGATIVE: mark("different"),
    Verdict.UNSURE: mark("cannot say"),
}


def checked_verdict(verdict: str) -> Verdict:
    """Return a verdict.

    Raises:
        BadInput: There is none of that name.
    """
    if verdict not in tuple(Verdict):
        raise BadInput(f"{verdict!r} is no verdict.", where="verdict", remedy=f"Use one of: {', '.join(Verdict)}.")
    return Verdict(verdict)


def checked_reason(reason: str) -> str:
    """Return a reason without spaces around it.

    Raises:
        BadInput: It is too long.
    """
    reason = reason.strip()
    if len(reason) > REASON_LENGTH:
        raise BadInput("The reason is too long.", where="reason", remedy=f"Write at most {REASON_LENGTH:,} characters.")
    return reason


def check_pair(reading: Reading, left_id: str, right_id: str) -> None:
    """Return if the two can be compared.

    Raises:
        NotFound: One is not there, or not for this reader.
        BadInput: They are one id, or of kinds that are never one.
    """
    if not (reading.there(left_id) and reading.there(right_id)):
        raise not_found("entity")
    if left_id == right_id:
        raise BadInput("An entity is always itself.", where="left, right", remedy="Choose two entities.")
    kinds = [schema_among({row.schema for row in rows_of(reading, id_)}) for id_ in (left_id, right_id)]
    if not (all(map(is_record, kinds)) and comparable(*kinds)):
        words = [schema.schema_words(kind).lower() for kind in kinds]
        raise BadInput(
            f"These two are never one: {words[0]} and {words[1]}.",
            where="left, right",
            remedy="Choose two entities of one kind.",
        )


def rows_of(reading: Reading, record_id: str) -> list[Row]:
    """The rows of one record, without those of the records it was judged to be one with."""
    own = [row for row in reading.rows(record_id) if row.record_id == record_id]
    return own or reading.rows(record_id)


def labels_seen(view: View, rows: Iterable[Row]) -> tuple[int, ...]:
    """Numbers of the labels of all that a judge was shown: the rows of both ends, and what linked entities say."""
    labels = {row.label for row in rows}
    return tuple(number for number in sorted(view.allowed) if view.labels[number] in labels)


def end_view(reading: Reading, entity_id: str, rows: Sequence[Row]) -> EndView:
    """One side of a pair: who states it, as what, and how many records it is made of."""
    kind, caption = schema_among({row.schema for row in rows}), caption_of(rows)
    heads = [reading.report(row.report_id).head for row in rows]
    return EndView(
        id=entity_id,
        schema=kind,
        schema_words=schema.schema_words(kind),
        caption=caption.text,
        caption_lang=caption.lang,
        agencies=agencies_of(reading, rows),
        categories=categories(reading, rows),
        synthetic=any(head.synthetic for head in heads),
        press=any(head.press for head in heads),
        marking=marking_of(rows),
        record_count=len({row.record_id for row in rows}),
    )


def light_end(entity_id: str, rows: Sequence[Row]) -> EndView:
    """One side of a pair in a list: what it is called and what kind it is."""
    kind, caption = schema_among({row.schema for row in rows}), caption_of(rows)
    return EndView(entity_id, kind, schema.schema_words(kind), caption.text, caption.lang)


def shown(reading: Reading, judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """The judgements whose two ends are there for this reader."""
    judgements = list(judgements)
    reading.load(end for one in judgements for end in one.pair)
    return (one for one in judgements if reading.there(one.left) and reading.there(one.right))


def judgement_view(reading: Reading, one: Judgement, account: str, names: dict[str, str]) -> JudgementView:
    """A judgement in words.

    Args:
        reading: What the reader may see.
        one: The judgement.
        account: The reader's account.
        names: Account names by id.
    """
    left, right = (light_end(end, rows_of(reading, end)) for end in one.pair)
    persons = schema.is_person(left.schema) and schema.is_person(right.schema)
    same = one.verdict is Verdict.POSITIVE and persons
    return JudgementView(
        id=one.id,
        left=left,
        right=right,
        verdict=one.verdict.value,
        verdict_words=SAME_PERSON if same else VERDICT_WORDS[one.verdict],
        by_name=names.get(one.by, one.by),
        decided_at=one.decided_at,
        reason=one.reason,
        p_match=one.p_match if one.by == account else 0.0,
        withdrawn_at=one.withdrawn_at,
        withdrawn_by_name=names.get(one.withdrawn_by, one.withdrawn_by),
        own=one.by == account,
    )
