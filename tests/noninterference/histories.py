"""Histories drawn by hypothesis: a few agencies, six persons with names alike, one gang, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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


def passport(key: str, number: int) -> Said:
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


def paper(key: str, number: int) -> Said:
    """A link to somebody's passport: one step further from the person than any other."""
    other = PERSONS[(PERSONS.index(key) + 1 + number % 5) % len(PERSONS)]
    return _thing(f"{key}#paper", "GangLink", subject=key, object=f"{other}#passport", role="supplied document to")


MORE: tuple[Callable[[str, int], Said], ...] = (passport, _member, _use, _link, paper)

_numbers = st.integers(0, 20)
_parts = st.lists(
    st.tuples(
        st.sampled_from(PERSONS),
        st.sampled_from(CATEGORIES),
        _numbers,
        st.sets(st.integers(0, len(MORE) - 1), max_size=2),
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
            lines += MORE[place](key, number)
        said.update(dict.fromkeys(lines))
    return tuple(said)


HANDLINGS = (
    Handling(),
    Handling(("H0",)),
    Handling(("H2",)),
    Handling(("TLP:AMBER",)),
    Handling(("H0", "TLP:RED")),
)
LEVELS = (
    Classification.OFFICIAL,
    Classification.OFFICIAL,
    Classification.OFFICIAL_SENSITIVE,
    Classification.SECRET,
)
_GRADING = Grading(Scheme.UK_3X5X2, "2", "B")


def report_of(
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


def public_of(number: int, key: str, born: bool) -> DraftReport:
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
    st.sampled_from(LEVELS),
    st.sampled_from(RELEASED),
    st.sampled_from(ERASED_BY),
    st.sampled_from(UNDER),
)
_private = st.builds(report_of, st.sampled_from(AGENCIES), st.just(False), _numbers, _parts, _meta)
_joint = st.builds(report_of, st.sampled_from(AGENCIES), st.just(True), _numbers, _parts, _meta)
_listed = st.builds(public_of, _numbers, st.sampled_from(PERSONS), st.booleans())


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
