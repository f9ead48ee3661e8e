"""What the review of pairs answers: who may be who, what speaks for and against, and what people decided.

Filtered for its reader like everything of the desk: pairs, order, counts and scores come from what the reader may see.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from headwater.desk.source_views import CategoryView, CountView, SourceView


@dataclass(frozen=True)
class ComparedView:
    """One value of one record that was compared.

    Attributes:
        text: The value in words (dates, countries).
        lang: Its language, "" where unknown.
        reading: A name in another script in Latin letters, else "".
        sources: The reports that say it, newest first.
        value: The value as it is kept.
    """

    text: str
    lang: str
    reading: str
    sources: tuple[SourceView, ...]
    value: str = ""


@dataclass(frozen=True)
class FindingView:
    """What one feature says of a pair.

    Attributes:
        feature: Code of the feature: `name`, `birth_date`, …
        words: Its name for a person.
        left: Values of the left record, the telling one first.
        right: Those of the right record.
        left_marks: Parts of the first left value that differ, each a substring of its text.
        right_marks: Those of the first right value.
        weight: How far it speaks for (above 0) or against (below 0), in bits; 0 if it is shown and not counted.
        sentence: What it says.
    """

    feature: str
    words: str
    left: tuple[ComparedView, ...]
    right: tuple[ComparedView, ...]
    left_marks: tuple[str, ...]
    right_marks: tuple[str, ...]
    weight: float
    sentence: str


@dataclass(frozen=True)
class EndView:
    """One of the two records of a pair. In a list it has its id, its schema and its caption only."""

    id: str
    schema: str
    schema_words: str
    caption: str
    caption_lang: str
    agencies: tuple[str, ...] = ()
    categories: tuple[CategoryView, ...] = ()
    synthetic: bool = False
    press: bool = False
    marking: str = ""
    record_count: int = 1


@dataclass(frozen=True)
class JudgementView:
    """What a person decided about a pair.

    Attributes:
        verdict: `positive`, `negative` or `unsure`; `verdict_words`: "same person", "different", "cannot say".
        decided_at: ISO 8601, UTC.
        p_match: The score that the reader was shown when deciding, 0 to 1; 0 for another's word, whose score was worked
            out over what that other sees.
        withdrawn_at: When it was withdrawn, "" while it stands.
        own: Whether the reader is the one who decided.
    """

    id: str
    left: EndView
    right: EndView
    verdict: str
    verdict_words: str
    by_name: str
    decided_at: str
    reason: str
    p_match: float
    withdrawn_at: str
    withdrawn_by_name: str
    own: bool


@dataclass(frozen=True)
class PairView:
    """Two records side by side.

    Attributes:
        question: "Are these the same person?", in the words of the narrower schema.
        p_match: Probability that the two are one, 0 to 1.
        sum: Sum of the weights, in bits.
        threshold: Pairs at or above it are suggested.
        findings: One a feature, in the order of the page.
        settles: How many further pairs of the queue need no answer once these two are one.
        judgements: The standing ones on this pair, the newest first.
        joined: Whether the two are one entity already.
        in_question: Whether a person said "same" and the chain of such words meets a "different".
        chain: Where it is in question, the judgements that contradict each other: each "same" of the chain from one
            record to the other, and last what says "different"; none of them joins until a person has decided.
    """

    left: EndView
    right: EndView
    question: str
    p_match: float
    sum: float
    threshold: float
    findings: tuple[FindingView, ...]
    settles: int
    judgements: tuple[JudgementView, ...]
    marking: str
    joined: bool = False
    in_question: bool = False
    chain: tuple[JudgementView, ...] = ()


@dataclass(frozen=True)
class QueueLineView:
    """A pair that waits. `reason` is `suggested`, `in question` or `unsure` (another reviewer could not say)."""

    left: EndView
    right: EndView
    p_match: float
    settles: int
    reason: str


@dataclass(frozen=True)
class AgreementView:
    """How often reviewers of one pair said the same: `pairs` judged by more than one, `agreed` of them."""

    pairs: int
    agreed: int
    words: str


@dataclass(frozen=True)
class QueueView:
    """A page of the pairs that wait, what would teach most first.

    Attributes:
        total: Pairs in the queue as asked for (by case or gang).
        judged: Pairs on which the reader has a standing judgement.
        waiting: Pairs in the whole queue.
        cases: Cases of the waiting pairs, with how many each.
        gangs: Groups of the waiting pairs, by id, with how many each.
        fraction: How far the pairs are worked out, 0 to 1; below 1 while that still goes on.
    """

    total: int
    offset: int
    limit: int
    lines: tuple[QueueLineView, ...]
    judged: int
    waiting: int
    agreement: AgreementView
    cases: tuple[CountView, ...]
    gangs: tuple[CountView, ...]
    marking: str
    threshold: float
    fraction: float = 1.0


@dataclass(frozen=True)
class RecordView:
    """One of the records that an entity is made of, and why.

    Attributes:
        id: The record's own id.
        list_words: The list or the kind of source its first report comes from.
        reference: The reference in it.
        joined_by: The judgements that tie this record to the others.
        p_match: The score of the record against the one it was judged the same as, now; 0 if it cannot be compared.
        sentences: What speaks for and against, the weightiest first.
    """

    id: str
    caption: str
    caption_lang: str
    agencies: tuple[str, ...]
    list_words: str
    reference: str
    synthetic: bool
    joined_by: tuple[JudgementView, ...] = field(default_factory=tuple)
    p_match: float = 0.0
    sentences: tuple[str, ...] = ()
