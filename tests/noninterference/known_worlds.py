"""Histories that are the same in every run: of a number, and a few by hand."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.noninterference.histories import (
    ADULT,
    AGENCIES,
    CASES,
    CATEGORIES,
    ERASED_BY,
    HANDLINGS,
    JOINT,
    LEVELS,
    LISTS,
    NAMES,
    OTHER,
    PERSONS,
    RELEASED,
    UNDER,
    VERDICTS,
    paper,
    passport,
    public_of,
    report_of,
)
from tests.noninterference.worlds import NODE, History, Said, Step

from headwater.model import DraftAssertion, DraftReport, SubjectCategory

KNOWN = 4
"""So many of them are in the known worlds, which must stay what they are."""


def drawn_history(seed: int, authors: Sequence[str]) -> History:
    """The history of a number, of the same parts: the same in every run, for the tests that need known worlds."""
    random = Random(seed)
    steps = [_drawn_import(random) for _ in range(3)]
    for _ in range(random.randint(6, 10)):
        steps.append(_drawn_import(random) if random.random() < 0.45 else _drawn_step(random, authors))
    return History(tuple(steps), random.choice([0, 0, 1, 3]))


def _drawn_import(random: Random) -> Step:
    if random.random() < 0.15:
        drafts = [public_of(random.randint(0, 20), random.choice(PERSONS), True)]
        return Step("import", tuple(drafts))
    joint, agency = random.random() < 0.6, random.choice(AGENCIES)
    drafts = [_drawn_report(random, joint, agency) for _ in range(random.randint(1, 3))]
    return Step("import", tuple(drafts), random.random() < 0.15)


def _drawn_report(random: Random, joint: bool, agency: str) -> DraftReport:
    parts = []
    for _ in range(random.randint(1, 2)):
        more = set(random.sample(range(KNOWN), random.randint(0, 2)))
        parts.append(
            (random.choice(PERSONS), random.choice(CATEGORIES), random.randint(0, 20), more, random.random() < 0.8)
        )
    meta = (
        random.choice(CASES),
        random.choice(HANDLINGS),
        random.choice(LEVELS),
        random.choice(RELEASED),
        random.choice(ERASED_BY),
        random.choice(UNDER),
    )
    return report_of(random.choice(AGENCIES) if joint else agency, joint, random.randint(0, 20), parts, meta)


def _drawn_step(random: Random, authors: Sequence[str]) -> Step:
    by = random.choice(authors)
    if random.random() < 0.6:
        left, right = random.sample([(list_id, key) for list_id in LISTS for key in PERSONS], 2)
        return Step("judge", by=by, left=left, right=right, verdict=random.choice(VERDICTS))
    return Step(random.choice(OTHER), by=by, number=random.randint(0, 9))


def _of(agency: str, number: int, *said: Said, case: str = "") -> Step:
    """A report into the joint list, with nothing that would keep it back."""
    lines = tuple(line for some in said for line in some)
    return Step("import", (DraftReport(agency, JOINT, f"{agency}-R{number}", lines, case=case, synthetic=True),))


def _told(key: str, name: str, category: SubjectCategory = SubjectCategory.SUSPECT, **more: str) -> Said:
    values = {"name": name} | more
    return tuple(DraftAssertion(key, "Person", prop, value, category=category) for prop, value in values.items())


_FIRST = _of(NODE, 0, _told("p0", NAMES[0], birthDate=ADULT, ethnicity="Example"))
_SECOND = _of(NODE, 1, _told("p1", NAMES[1], birthDate=ADULT))
_PARTNERS = tuple(_of(agency, 2, _told("p0", NAMES[2]), _told("p1", NAMES[0])) for agency in ("AL", "XK", "FRONTEX"))
_SAME = Step("judge", by="ana", left=(JOINT, "p0"), right=(JOINT, "p1"))
JUDGED = (
    History((_FIRST, _SECOND, *_PARTNERS, _SAME)),
    History((_FIRST, _SECOND, _SAME, Step("undo", number=1))),
    History((_FIRST, _SECOND, _SAME, _of(NODE, 3, _told("p1", NAMES[1], SubjectCategory.VICTIM)))),
    History((_FIRST, _of(NODE, 3, _told("p1", NAMES[1], SubjectCategory.VICTIM), passport("p1", 1), paper("p0", 0)))),
    History((_of(NODE, 3, _told("p1", NAMES[1], SubjectCategory.VICTIM), case="SYN-1"), *_PARTNERS)),
)
"""By hand: judgements with labels that not all may see, with an end that goes, with one that is a victim; a link to a
victim's passport; and what partners say of a victim of one's own case."""
