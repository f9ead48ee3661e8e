"""Histories drawn by hypothesis: a few agencies, six persons with names alike, one gang, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from hypothesis import strategies as st
from tests.noninterference.worlds import NODE, PUBLIC_LIST, Entity, History, Said, Step

from headwater.model import (
    Classification,
    DraftAssertion,
    DraftReport,
    Grading,
    Handling,
    Scheme,
    SubjectCategory,
    Verdict,
)

NAMES = ("Hashim Primer", "Хашим Пример", "Hashim Exemplo", "Besnik Shembulli", "Besnik Shembuli", "Ana Exemplo")
PERSONS = tuple(f"p{number}" for number in range(6))
AGENCIES = (NODE, NODE, "AL", "XK", "FRONTEX")
JOINT = "J-1"
"""A list that several agencies write into: only there one person is in the reports of several without a judgement."""

CASES = ("", "SYN-1", "SYN-1", "SYN-2")
ADULT, MINOR, NEARLY = "1984-03-14", "2012-05-01", "2008-03-04"
"""Dates of birth of a person of age, of a child, and of one who comes of age two days after the beginning."""

CATEGORIES = (
    SubjectCategory.SUSPECT,
    SubjectCategory.SUSPECT,
    SubjectCategory.SUSPECT,
    SubjectCategory.CONVICTED,
    SubjectCategory.CONTACT,
    SubjectCategory.VICTIM,
    SubjectCategory.WITNESS,
)


def _thing(entity: str, schema: str, **values: str) -> Said:
    return tuple(DraftAssertion(entity, schema, prop, value) for prop, value in values.items())


def _person(key: str, category: SubjectCategory, number: int) -> Said:
    """A person: a name that others have nearly too, and now and then more."""
    born = (ADULT, "", ADULT, MINOR, "1984", NEARLY, ADULT)[number % 7]
    values = {"name": NAMES[(PERSONS.index(key) + number) % len(NAMES)], "birthDate": born}
    values |= {"ethnicity": "Example"} if number % 5 == 4 else {}
    values |= {"phone": f"+4477009000{number:02}"} if number % 3 == 1 else {}
    return tuple(
        DraftAssertion(key, "Person", prop, value, category=category) for prop, value in values.items() if value
    )


def _passport(key: str, number: int) -> Said:
    return _thing(f"{key}#passport", "Passport", holder=key, passportNumber=f"X00014{number % 4}S7", country="xk")


def _member(key: str, number: int) -> Said:
    role = ("driver", "organiser", "launcher")[number % 3]
    return (
        *_thing("gang", "SmugglingGroup", name="Example Ford group"),
        *_thing(f"{key}#role", "GangMembership", member=key, organization="gang", scriptRole=role, startDate="2026-01"),
    )


def _use(key: str, number: int) -> Said:
    return (
        *_thing("van", "Vehicle", registrationNumber="ZZ 101 SY", type="Van"),
        *_thing(f"{key}#van", "Use", user=key, item="van", role="Driver"),
    )


def _link(key: str, number: int) -> Said:
    other = PERSONS[(PERSONS.index(key) + 1 + number % 5) % len(PERSONS)]
    return _thing(f"{key}#{other}", "GangLink", subject=key, object=other, role="paid")


def _paper(key: str, number: int) -> Said:
    """A link to somebody's passport: one step further from the person than any other."""
    other = PERSONS[(PERSONS.index(key) + 1 + number % 5) % len(PERSONS)]
    return _thing(f"{key}#paper", "GangLink", subject=key, object=f"{other}#passport", role="supplied document to")


_MORE: tuple[Callable[[str, int], Said], ...] = (_passport, _member, _use, _link, _paper)
_KNOWN = 4
"""So many of them are in the known worlds, which must stay what they are."""

_numbers = st.integers(0, 20)
_parts = st.lists(
    st.tuples(
        st.sampled_from(PERSONS),
        st.sampled_from(CATEGORIES),
        _numbers,
        st.sets(st.integers(0, len(_MORE) - 1), max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=2,
)


def _said(parts: Sequence[tuple[str, SubjectCategory, int, set[int], bool]]) -> Said:
    """What a report says: of each part the person, unless it only speaks of what belongs to one."""
    said: dict[DraftAssertion, None] = {}
    for key, category, number, more, person in parts:
        lines = _person(key, category, number) if person or not more else ()
        for place in sorted(more):
            lines += _MORE[place](key, number)
        said.update(dict.fromkeys(lines))
    return tuple(said)


HANDLINGS = (
    Handling(),
    Handling(("H0",)),
    Handling(("H2",)),
    Handling(("TLP:AMBER",)),
    Handling(("H0", "TLP:RED")),
)
_LEVELS = (
    Classification.OFFICIAL,
    Classification.OFFICIAL,
    Classification.OFFICIAL_SENSITIVE,
    Classification.SECRET,
)
_GRADING = Grading(Scheme.UK_3X5X2, "2", "B")


def _report(
    agency: str,
    joint: bool,
    number: int,
    parts: Sequence[tuple[str, SubjectCategory, int, set[int], bool]],
    meta: tuple[str, Handling, Classification, tuple[str, ...], str, str],
) -> DraftReport:
    case, handling, level, releasable_to, erase_by, agreement = meta
    return DraftReport(
        agency=agency,
        list_id=JOINT if joint else f"{agency}-1",
        reference=f"{agency}-R{number % 4}",
        assertions=_said(parts),
        reported_at=f"2026-01-{1 + number:02}",
        grading=_GRADING,
        handling=handling,
        classification=level,
        purpose="investigate",
        releasable_to=releasable_to,
        case=case,
        erase_by=erase_by,
        agreement=agreement,
        agreement_version=1 if agreement else 0,
        narrative=f"Words of the report {number}.",
        synthetic=True,
    )


def _public(number: int, key: str, born: bool) -> DraftReport:
    """An entry of a public list, which everyone may read."""
    values = {"name": NAMES[(PERSONS.index(key) + number) % len(NAMES)]} | ({"birthDate": ADULT} if born else {})
    said = tuple(
        DraftAssertion(key, "Person", prop, value, category=SubjectCategory.LISTED) for prop, value in values.items()
    )
    reference, day = f"SYN.{number % 3}", f"2026-01-{1 + number:02}"
    return DraftReport("UN", PUBLIC_LIST, reference, said, reported_at=day, published=True, synthetic=True)


RELEASED: tuple[tuple[str, ...], ...] = ((), (), (), (NODE,), ("AL", NODE))
ERASED_BY = ("", "", "", "2026-03-02", "2026-03-03", "2027-01-01")
UNDER = ("", "", "", "GB-AL", "JOINT")
VERDICTS = (Verdict.POSITIVE, Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.UNSURE)
OTHER = ("undo", "erase", "erase-value", "restrict", "withdraw", "look")
LISTS = (JOINT, JOINT, "GB-1", "AL-1", PUBLIC_LIST)
_meta = st.tuples(
    st.sampled_from(CASES),
    st.sampled_from(HANDLINGS),
    st.sampled_from(_LEVELS),
    st.sampled_from(RELEASED),
    st.sampled_from(ERASED_BY),
    st.sampled_from(UNDER),
)
_private = st.builds(_report, st.sampled_from(AGENCIES), st.just(False), _numbers, _parts, _meta)
_joint = st.builds(_report, st.sampled_from(AGENCIES), st.just(True), _numbers, _parts, _meta)
_listed = st.builds(_public, _numbers, st.sampled_from(PERSONS), st.booleans())


def _of_one_list(drafts: Sequence[DraftReport]) -> tuple[DraftReport, ...]:
    return tuple(one for one in drafts if one.list_id == drafts[0].list_id)


_drafts = st.one_of(
    st.lists(_joint, min_size=1, max_size=3),
    st.lists(_private, min_size=1, max_size=4),
    st.lists(_listed, min_size=1, max_size=2),
).map(_of_one_list)
_imports = st.builds(lambda drafts, full: Step("import", drafts, full), _drafts, st.booleans())
_entity: st.SearchStrategy[Entity] = st.tuples(st.sampled_from(LISTS), st.sampled_from(PERSONS))
_verdicts = st.sampled_from(VERDICTS)


def _judgements(authors: Sequence[str]) -> st.SearchStrategy[Step]:
    return st.builds(
        lambda by, left, right, verdict: Step("judge", by=by, left=left, right=right, verdict=verdict),
        st.sampled_from(authors),
        _entity,
        _entity,
        _verdicts,
    ).filter(lambda step: step.left != step.right)


def histories(authors: Sequence[str]) -> st.SearchStrategy[History]:
    """Histories whose judgements are by these accounts."""
    other = st.builds(
        lambda what, by, number: Step(what, by=by, number=number),
        st.sampled_from(OTHER),
        st.sampled_from(authors),
        st.integers(0, 9),
    )
    step = st.one_of(_imports, _imports, _imports, _judgements(authors), _judgements(authors), other)
    first = st.tuples(_imports, _imports)
    steps = st.builds(lambda one, rest: (*one, *rest), first, st.lists(step, min_size=2, max_size=8))
    return st.builds(History, steps, st.sampled_from([0, 0, 1, 3]))


def drawn_history(seed: int, authors: Sequence[str]) -> History:
    """The history of a number, of the same parts: the same in every run, for the tests that need known worlds."""
    random = Random(seed)
    steps = [_drawn_import(random) for _ in range(3)]
    for _ in range(random.randint(6, 10)):
        steps.append(_drawn_import(random) if random.random() < 0.45 else _drawn_step(random, authors))
    return History(tuple(steps), random.choice([0, 0, 1, 3]))


def _drawn_import(random: Random) -> Step:
    if random.random() < 0.15:
        drafts = [_public(random.randint(0, 20), random.choice(PERSONS), True)]
        return Step("import", tuple(drafts))
    joint, agency = random.random() < 0.6, random.choice(AGENCIES)
    drafts = [_drawn_report(random, joint, agency) for _ in range(random.randint(1, 3))]
    return Step("import", tuple(drafts), random.random() < 0.15)


def _drawn_report(random: Random, joint: bool, agency: str) -> DraftReport:
    parts = []
    for _ in range(random.randint(1, 2)):
        more = set(random.sample(range(_KNOWN), random.randint(0, 2)))
        parts.append(
            (random.choice(PERSONS), random.choice(CATEGORIES), random.randint(0, 20), more, random.random() < 0.8)
        )
    meta = (
        random.choice(CASES),
        random.choice(HANDLINGS),
        random.choice(_LEVELS),
        random.choice(RELEASED),
        random.choice(ERASED_BY),
        random.choice(UNDER),
    )
    return _report(random.choice(AGENCIES) if joint else agency, joint, random.randint(0, 20), parts, meta)


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
    History((_FIRST, _of(NODE, 3, _told("p1", NAMES[1], SubjectCategory.VICTIM), _passport("p1", 1), _paper("p0", 0)))),
    History((_of(NODE, 3, _told("p1", NAMES[1], SubjectCategory.VICTIM), case="SYN-1"), *_PARTNERS)),
)
"""By hand: judgements with labels that not all may see, with an end that goes, with one that is a victim; a link to a
victim's passport; and what partners say of a victim of one's own case."""
