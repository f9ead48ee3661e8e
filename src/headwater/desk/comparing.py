"""Two records side by side: what each feature says for and against, with the sources of every value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headwater import names
from headwater.desk.captions import schema_among
from headwater.desk.judging import check_pair, end_view, judgement_view, rows_of
from headwater.desk.pool import Pool, pair_of
from headwater.desk.reading import Reading
from headwater.desk.records import Said, recorded, said_of
from headwater.desk.review_views import ComparedView, FindingView, JudgementView, PairView, RecordView
from headwater.desk.sources import marking_of, source_views
from headwater.desk.waiting import near_kept, questioned, settles, units_of
from headwater.desk.words import list_words
from headwater.model import Judgement, schema
from headwater.model.clusters import Question
from headwater.resolve import Comparison, Finding, Rarity, Record
from headwater.resolve.scoring import THRESHOLD, compare, feature_words

if TYPE_CHECKING:
    from headwater.store import Row

SENTENCES_AT_MOST = 4


@dataclass(frozen=True)
class Side:
    """One side of a comparison: an entity, or one of the records it is made of.

    Attributes:
        rows: Its own rows.
        said: Its values, those of linked things among them.
    """

    id: str
    record: Record
    rows: tuple[Row, ...]
    said: tuple[Said, ...]

    def seen(self) -> Iterator[Row]:
        """Every row behind this side, those of linked things among them."""
        yield from self.rows
        yield from (row for one in self.said for row in one.rows)

    def saying(self, value: str) -> list[Said]:
        """What says a value, given as it is kept or in words."""
        return [one for one in self.said if value in (one.value, one.text)]


def sides_of(reading: Reading, left_id: str, right_id: str) -> tuple[Side, Side]:
    """The two sides of a pair: whole entities, or two records where both are of one entity.

    Raises:
        NotFound: One is not there, or not for this reader.
        BadInput: They cannot be compared.
    """
    reading.load_with_links([left_id, right_id])
    check_pair(reading, left_id, right_id)
    clusters = reading.store.clusters(reading.view)
    one, other = clusters.canonical(left_id), clusters.canonical(right_id)
    if one == other:
        return _side(reading, one, left_id), _side(reading, other, right_id)
    return _side(reading, one, ""), _side(reading, other, "")


def _side(reading: Reading, entity_id: str, only: str) -> Side:
    reading.load_with_links([entity_id])
    said = said_of(reading, entity_id, only=only)
    rows = rows_of(reading, only) if only else reading.rows(entity_id)
    return Side(only or entity_id, recorded(reading, entity_id, said, only), tuple(rows), tuple(said))


def pair_view(
    reading: Reading, pool: Pool, sides: tuple[Side, Side], standing: Sequence[Judgement], words: Words
) -> PairView:
    """A pair as the review page shows it.

    Args:
        reading: What the reader may see.
        pool: The reader's class: how rare words are, and which pairs wait.
        sides: The two.
        standing: The standing judgements that the reader may see.
        words: Puts judgements into words.
    """
    left, right = sides
    found = compare(left.record, right.record, pool.rarity)
    clusters = reading.store.clusters(reading.view)
    pair = pair_of(left.id, right.id)
    joined = clusters.canonical(left.id) == clusters.canonical(right.id)
    about = [one for one in standing if one.pair == pair] if joined else units_of(standing, clusters).get(pair, [])
    in_question = pair in questioned(clusters)
    return PairView(
        left=end_view(reading, left.id, left.rows),
        right=end_view(reading, right.id, right.rows),
        question=question_of(left, right),
        p_match=found.p_match,
        sum=found.sum,
        threshold=THRESHOLD,
        findings=findings_of(reading, found, left, right),
        settles=settles(clusters, pair, near_kept(pool, standing)),
        judgements=tuple(words(one) for one in about),
        marking=marking_of(
            (*left.rows, *right.rows, *(row for side in sides for one in side.said for row in one.rows))
        ),
        joined=joined,
        in_question=in_question,
        chain=tuple(words(one) for one in _chain(pair, pool)) if in_question else (),
    )


class Words:
    """Puts judgements into words for one reader.

    Args:
        reading: What the reader may see.
        account: The reader's account.
        names: Account names by id.
    """

    def __init__(self, reading: Reading, account: str, names: dict[str, str]) -> None:
        self._reading = reading
        self._account = account
        self._names = names

    def __call__(self, judgement: Judgement) -> JudgementView:
        """A judgement in words."""
        return judgement_view(self._reading, judgement, self._account, self._names)


def question_of(left: Side, right: Side) -> str:
    """`Are these the same person?`."""
    kind = schema_among([left.record.schema, right.record.schema])
    return f"Are these the same {schema.schema_words(kind).lower()}?"


def _chain(pair: tuple[str, str], pool: Pool) -> list[Judgement]:
    """The judgements that contradict each other: each "same" from one record to the other, then what says different."""
    clusters = pool.clusters
    for question in clusters.in_question:
        if pair in units_of((*question.negatives, *question.positives), clusters):
            return [*_along(question), *question.negatives]
    return []


def _along(question: Question) -> Iterator[Judgement]:
    """Positive judgements in the order of a walk that begins at one end of the negative one."""
    rest, reached = list(question.positives), {question.negatives[0].left}
    while rest:
        place = next((place for place, one in enumerate(rest) if reached.intersection(one.pair)), 0)
        one = rest.pop(place)
        reached.update(one.pair)
        yield one


# -- findings


def findings_of(reading: Reading, found: Comparison, left: Side, right: Side) -> tuple[FindingView, ...]:
    """The findings of a comparison, each value with its sources."""
    return tuple(_finding(reading, one, left, right) for one in found.findings)


def _finding(reading: Reading, one: Finding, left: Side, right: Side) -> FindingView:
    lefts, rights = _compared(reading, left, one.left), _compared(reading, right, one.right)
    return FindingView(
        feature=one.feature,
        words=feature_words(one.feature),
        left=lefts,
        right=rights,
        left_marks=_marks(one.left_marks, lefts),
        right_marks=_marks(one.right_marks, rights),
        weight=one.weight,
        sentence=one.sentence,
    )


def _marks(marks: Iterable[str], values: Sequence[ComparedView]) -> tuple[str, ...]:
    return tuple(mark for mark in marks if values and mark in values[0].text)


def _compared(reading: Reading, side: Side, values: Iterable[str]) -> tuple[ComparedView, ...]:
    """Values as a feature names them, as they are kept or in words, with the rows that say them."""
    return tuple(_value(reading, value, side.saying(value)) for value in values)


def _value(reading: Reading, value: str, said: Sequence[Said]) -> ComparedView:
    if not said:
        return ComparedView(value, "", "", (), value)
    row = said[0].rows[0]
    latin = names.latin(row.value) if schema.type_of(row.schema, row.prop) == "name" else ""
    sources = source_views(reading, (row for one in said for row in one.rows))
    return ComparedView(said[0].text, row.lang, latin, sources, row.value)


# -- why records are one


def record_views(
    reading: Reading, entity_id: str, joined_by: Sequence[Judgement], rarity: Rarity | None, words: Words
) -> tuple[RecordView, ...]:
    """The records that an entity is made of, and why; none if it is one record.

    Args:
        reading: What the reader may see.
        entity_id: Any of its ids.
        joined_by: The judgements that hold it together.
        rarity: How rare words are for this reader; None while that is not worked out, or where nobody compares.
        words: Puts judgements into words.
    """
    ids = sorted({row.record_id for row in reading.rows(entity_id)})
    if len(ids) < 2:
        return ()
    sides = {id_: _side(reading, entity_id, id_) for id_ in ids}
    return tuple(_record(reading, sides, id_, joined_by, rarity, words) for id_ in ids)


def _record(
    reading: Reading,
    sides: dict[str, Side],
    record_id: str,
    joined_by: Sequence[Judgement],
    rarity: Rarity | None,
    words: Words,
) -> RecordView:
    side = sides[record_id]
    own = [one for one in joined_by if record_id in one.pair]
    beside = next((end for one in reversed(own) for end in one.pair if end != record_id and end in sides), "")
    found = compare(side.record, sides[beside].record, rarity) if beside and rarity is not None else None
    shown = end_view(reading, record_id, side.rows)
    head = reading.report(min(side.rows, key=lambda row: (row.report_id, row.id)).report_id).head
    return RecordView(
        id=record_id,
        caption=shown.caption,
        caption_lang=shown.caption_lang,
        agencies=shown.agencies,
        list_words=list_words(head.list_id),
        reference=head.reference,
        synthetic=shown.synthetic,
        joined_by=tuple(words(one) for one in own),
        p_match=found.p_match if found else 0.0,
        sentences=_sentences(found) if found else (),
    )


def _sentences(found: Comparison) -> tuple[str, ...]:
    telling = sorted((one for one in found.findings if one.weight), key=lambda one: -abs(one.weight))
    return tuple(one.sentence for one in telling[:SENTENCES_AT_MOST])
