"""The small views that others are made of: a grading, a report that stands by a value, a category, a count."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.model import Basis


@dataclass(frozen=True)
class GradingView:
    """A grading in its own scheme. `scheme` is `3x5x2`, `4x4`, `admiralty` or `not graded`; `sign` is as printed."""

    scheme: str
    sign: str
    source: str
    information: str
    source_words: str
    information_words: str


@dataclass(frozen=True)
class SourceView:
    """One report standing by a value.

    Attributes:
        assertion_id: The assertion of that report which says the value.
        reported_at: ISO date of the statement, "" if the source gives none.
        edition_date: For a public list, the date of the latest edition known here that has the entry.
        listed: The report is an entry of a public list: "designated by", and it may have been delisted since.
        ended_on: Edition date in which the entry was no longer there, else "".
        original_value: As the source wrote it, where it differs from the value.
    """

    report_id: str
    assertion_id: str
    agency: str
    reference: str
    list_id: str
    list_words: str
    reported_at: str
    received_at: str
    edition: str
    edition_date: str
    listed: bool
    ended_on: str
    grading: GradingView
    basis: Basis
    original_value: str
    synthetic: bool
    press: bool


@dataclass(frozen=True)
class CategoryView:
    """A subject category with the agencies that state it: `Suspect in case SYN-014`, `Designated by UN`."""

    category: str
    text: str
    agencies: tuple[str, ...]
    case: str


@dataclass(frozen=True)
class CountView:
    """A facet: its code, its words and how many results have it."""

    code: str
    words: str
    count: int
