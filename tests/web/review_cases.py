"""Hand-made answers of a review, for what a page shows in states that a small node does not come into by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import synthetic_records

from headwater.desk import Actor, Desk, Progress
from headwater.desk.review_views import (
    AgreementView,
    ComparedView,
    EndView,
    FindingView,
    JudgementView,
    PairView,
    QueueLineView,
    QueueView,
)
from headwater.desk.source_views import CountView, GradingView, SourceView
from headwater.desk.views import EntityView
from headwater.model import Basis

LEFT = EndView(
    "left-1", "Person", "Person", "Besnik Shembulli", "sqi", ("GB", "FRONTEX"), (), True, False, "OFFICIAL", 2
)
RIGHT = EndView("right-1", "Person", "Person", "Besnik Shembuli", "sqi", ("AL",), (), True)
OTHERS = (
    ("Dragan Primerović", "Драган Примеровиќ", "suggested", 0.97),
    ("Marko Uzorak", "M. Uzorak", "in question", 0.64),
    ("Ilir Provaj", "Ilir Prova", "unsure", 0.71),
    ("Petar Obrazec", "Петар Образец", "suggested", 0.9991),
)
GRADING = GradingView("3x5x2", "3×5×2", "1", "A", "Reliable", "Known directly to the source")


def source(number: int, agency: str = "GB", assertion_id: str = "", report_id: str = "") -> SourceView:
    """A source of a value."""
    return SourceView(
        report_id=report_id or f"report-{number}",
        assertion_id=assertion_id or f"assertion-{number}",
        agency=agency,
        reference=f"SYN-{agency}-2026-01{number:02}",
        list_id="",
        list_words="",
        reported_at="2026-10-12",
        received_at="2026-10-12",
        edition="",
        edition_date="",
        listed=False,
        ended_on="",
        grading=GRADING,
        basis=Basis.FACT,
        original_value="",
        synthetic=True,
        press=False,
    )


def values(*texts: str, number: int = 0, agency: str = "GB") -> tuple[ComparedView, ...]:
    """Values of one record, each with a source of its own."""
    return tuple(ComparedView(text, "", "", (source(number + place, agency),)) for place, text in enumerate(texts))


FINDINGS = (
    FindingView(
        "name",
        "Name",
        values("Besnik Shembulli", number=1),
        values("Besnik Shembuli", number=11, agency="AL"),
        (),
        ("Shembuli",),
        6.2,
        "The same name but for one doubled letter.",
    ),
    FindingView(
        "birth_date",
        "Date of birth",
        values("14 March 1984", "14 March 1985", number=2),
        values("1984", number=12, agency="AL"),
        (),
        (),
        1.8,
        "The years agree with one of two dates.",
    ),
    FindingView(
        "phone",
        "Phone",
        values("07700 900142", number=4),
        values("07700 900142", number=13, agency="AL"),
        (),
        (),
        17.4,
        "The same phone.",
    ),
    FindingView(
        "passport",
        "Passport",
        values("X000142S7", number=5),
        values("X000197S1", number=14, agency="AL"),
        ("142S7",),
        ("197S1",),
        -2.8,
        "Two valid numbers of one type at one time speak against.",
    ),
    FindingView("sex", "Sex", values("Male", number=6), (), (), (), 0.0, "Nothing to compare."),
    FindingView(
        "nationality",
        "Nationality",
        values("Utopia", number=7),
        values("Utopia", number=15, agency="AL"),
        (),
        (),
        0.0,
        "Shown to you. Never counted.",
    ),
)


def judgement(number: int, verdict: str, left: EndView, right: EndView, by: str = "B. Reviewer") -> JudgementView:
    """A standing judgement of somebody else."""
    words = {"positive": "same person", "negative": "different", "unsure": "cannot say"}[verdict]
    at = f"2026-11-24T09:{number:02}:00+00:00"
    return JudgementView(f"judgement-{number}", left, right, verdict, words, by, at, "", 0.91, "", "", False)


PAIR = PairView(
    LEFT, RIGHT, "Are these the same person?", 0.908, 22.6, 0.5, FINDINGS, 2, (), "OFFICIAL-SENSITIVE", False, False
)
MIDDLE = replace(RIGHT, id="middle-1", caption="Бесник Шембули", caption_lang="mkd")
QUESTION = replace(
    PAIR,
    in_question=True,
    judgements=(judgement(3, "negative", LEFT, RIGHT),),
    chain=(
        judgement(1, "positive", LEFT, MIDDLE, "A. Analyst"),
        judgement(2, "positive", MIDDLE, RIGHT),
        judgement(3, "negative", LEFT, RIGHT),
    ),
)
AGREEMENT = AgreementView(9, 8, "Of 9 pairs judged by more than one reviewer, 8 were judged alike.")


def queue(lines: tuple[QueueLineView, ...] = (), **changed: object) -> QueueView:
    """A queue of these pairs."""
    total = len(lines)
    cases, gangs = (CountView("SYN-014", "SYN-014", total),), (CountView("brook-1", "Brook group", 1),)
    made = QueueView(total, 0, 12, lines, 0, total, AGREEMENT, cases, gangs, "OFFICIAL-SENSITIVE", 0.5)
    return replace(made, **changed)  # type: ignore[arg-type]


def lines() -> tuple[QueueLineView, ...]:
    """The pair of this module first, then others."""
    ends = [
        (replace(LEFT, id=f"left-{n}", caption=left), replace(RIGHT, id=f"right-{n}", caption=right), reason, p_match)
        for n, (left, right, reason, p_match) in enumerate(OTHERS, 2)
    ]
    others = (QueueLineView(left, right, p_match, 0, reason) for left, right, reason, p_match in ends)
    return (QueueLineView(LEFT, RIGHT, 0.908, 2, "suggested"), *others)


@dataclass
class Answers:
    """What a `HandMade` desk answers."""

    queue: QueueView = field(default_factory=queue)
    pair: PairView = PAIR
    judged: tuple[JudgementView, ...] = ()


class HandMade(Desk):
    """A desk that is the node's in everything but the review."""

    answers: Answers

    @classmethod
    def over(cls, desk: Desk) -> HandMade:
        """This desk over the files that the node's own has open."""
        made = cls(desk._settings)
        made.__dict__.update(desk.__dict__)
        made.answers = Answers()
        return made

    def answer(self, queue: QueueView, pair: PairView = PAIR, judged: tuple[JudgementView, ...] = ()) -> None:
        """Answer so from now on."""
        self.answers = Answers(queue, pair, judged)

    def suggestions(
        self,
        actor: Actor,
        *,
        case: str = "",
        gang: str = "",
        offset: int = 0,
        limit: int = 50,
        progress: Progress | None = None,
    ) -> QueueView:
        return self.answers.queue

    def comparison(self, actor: Actor, left_id: str, right_id: str, *, progress: Progress | None = None) -> PairView:
        return self.answers.pair

    def judgements(self, actor: Actor, *, offset: int = 0, limit: int = 50) -> tuple[tuple[JudgementView, ...], int]:
        return self.answers.judged, len(self.answers.judged)


# -- a desk that reviews


def seed(desk: Desk, actor: Actor, folder: Path) -> None:
    """Take in records of other agencies that are about members of the synthetic group, or about people alike."""
    desk.import_file(actor, synthetic_records.write(folder), format="headwater", agency="SYN")


def record(desk: Desk, actor: Actor, name: str, reference: str = "") -> str:
    """The id of the record of this name, of the report of this reference if several have it."""
    hits = desk.search(actor, name).hits
    views = [desk.entity(actor, hit.id) for hit in hits if hit.schema in ("Person", "Company")]
    return next(view.id for view in views if not reference or reference in references(view))


def references(view: EntityView) -> set[str]:
    """The references of all reports on an entity's page."""
    properties = (property_ for group in view.groups for property_ in group.properties)
    return {source.reference for property_ in properties for value in property_.values for source in value.sources}
