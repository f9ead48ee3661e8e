"""How a report of the synthetic group is written down: who says what, in one line a thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from headwater.model import (
    Basis,
    Classification,
    DraftAssertion,
    DraftReport,
    Grading,
    Handling,
    Scheme,
    SubjectCategory,
)

LIST_ID = "SYN-07"
CASE = "SYN-014"
PURPOSE = "Investigate facilitation of illegal entry"
_AGENCIES = {"GB": "GB", "AL": "AL", "FX": "FRONTEX", "MK": "MK", "RS": "RS"}
_LEGAL_BASIS = {
    "GB": "Data Protection Act 2018, s. 35(2)(b)",
    "FRONTEX": "Regulation (EU) 2019/1896, Arts 87 to 90",
    "AL": "Law 124/2024 on the protection of personal data",
    "MK": "Law on personal data protection, Official Gazette 42/20",
    "RS": "Law on personal data protection, Official Gazette 87/2018",
}
_AGREEMENTS = {"AL": "GB-AL", "FRONTEX": "GB-FRONTEX", "MK": "GB-MK", "RS": "GB-RS"}


@dataclass(frozen=True)
class Said:
    """One value with what is said about it besides."""

    value: str
    original: str = ""
    lang: str = ""
    basis: Basis = Basis.FACT
    grade: str = ""


Value = str | Said
Values = Value | tuple[Value, ...]
Lines = tuple[DraftAssertion, ...]


def assessed(value: str, original: str = "", grade: str = "") -> Said:
    """A value that is the reporter's assessment."""
    return Said(value, original, basis=Basis.ASSESSMENT, grade=grade)


def written(value: str, original: str, lang: str = "") -> Said:
    """A value with the words in which the source wrote it."""
    return Said(value, original, lang)


def spelled(value: str, lang: str) -> Said:
    """A name in another language's spelling or script."""
    return Said(value, lang=lang)


def thing(key: str, schema: str, **props: Values) -> Lines:
    """What a report says of a thing, in the order of the properties given."""
    return lines_of(key, schema, props)


def lines_of(
    key: str,
    schema: str,
    props: Mapping[str, Values],
    *,
    category: SubjectCategory | None = None,
    basis: Basis = Basis.FACT,
) -> Lines:
    """What a report says of one entity; `basis` holds for the values that do not state their own."""
    lines = []
    for prop, values in props.items():
        for value in values if isinstance(values, tuple) else (values,):
            said = value if isinstance(value, Said) else Said(value, basis=basis)
            lines.append(
                DraftAssertion(
                    key, schema, prop, said.value, said.original, said.lang, said.basis, category, said.grade
                )
            )
    return tuple(lines)


def uk(source: str, information: str) -> Grading:
    """A grading in the United Kingdom's 3x5x2."""
    return Grading(Scheme.UK_3X5X2, source, information)


def european(source: str, information: str) -> Grading:
    """A grading in the European 4x4."""
    return Grading(Scheme.EUROPEAN_4X4, source, information)


def handling(*codes: str, conditions: str = "") -> Handling:
    """Handling codes with their conditions."""
    return Handling(codes, conditions)


def report(
    reference: str,
    reported_at: str,
    grading: Grading,
    handled: Handling,
    narrative: str,
    *said: Lines,
    sensitive: bool = False,
    releasable_to: tuple[str, ...] = (),
) -> DraftReport:
    """One report of the synthetic group: reviewed half a year after its date, erased three years after it.

    A partner's came under the first version of that partner's illustrative agreement with the United Kingdom.
    """
    agency = _AGENCIES[reference.split("-")[1]]
    return DraftReport(
        agency=agency,
        list_id=LIST_ID,
        reference=reference,
        assertions=tuple(dict.fromkeys(line for lines in said for line in lines)),  # said once
        reported_at=reported_at,
        grading=grading,
        handling=handled,
        classification=Classification.OFFICIAL_SENSITIVE if sensitive else Classification.OFFICIAL,
        purpose=PURPOSE,
        legal_basis=_LEGAL_BASIS[agency],
        releasable_to=releasable_to,
        case=CASE,
        review_by=_months_after(reported_at, 6),
        erase_by=_months_after(reported_at, 36),
        agreement=_AGREEMENTS.get(agency, ""),
        agreement_version=1 if agency in _AGREEMENTS else 0,
        narrative=narrative,
        synthetic=True,
    )


def _months_after(day: str, months: int) -> str:
    start = date.fromisoformat(day)
    month = start.month - 1 + months
    # The 28th is in every month: a date of a retention rule may be early, never late.
    return date(start.year + month // 12, month % 12 + 1, min(start.day, 28)).isoformat()
