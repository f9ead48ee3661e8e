"""Gradings, each kept in its own scheme and never converted.

UK 3x5x2 (College of Policing, intelligence report): digits grade the source, letters the information.
European 4x4 (Europol): letters grade the source, digits the information.
Admiralty (STANAG 2511): letters grade the source, digits the information.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from headwater.errors import BadInput


class Scheme(StrEnum):
    """The grading scheme a report was written in; `NOT_GRADED` is a value of its own."""

    UK_3X5X2 = "3x5x2"
    EUROPEAN_4X4 = "4x4"
    ADMIRALTY = "admiralty"
    NOT_GRADED = "not graded"


SOURCE_WORDS: dict[Scheme, dict[str, str]] = {
    Scheme.UK_3X5X2: {"1": "Reliable", "2": "Untested", "3": "Not reliable"},
    Scheme.EUROPEAN_4X4: {
        "A": "No doubt about the source",
        "B": "Mostly reliable",
        "C": "Mostly unreliable",
        "X": "Cannot be assessed",
    },
    Scheme.ADMIRALTY: {
        "A": "Completely reliable",
        "B": "Usually reliable",
        "C": "Fairly reliable",
        "D": "Not usually reliable",
        "E": "Unreliable",
        "F": "Reliability cannot be judged",
    },
    Scheme.NOT_GRADED: {"": "Not graded"},
}

INFORMATION_WORDS: dict[Scheme, dict[str, str]] = {
    Scheme.UK_3X5X2: {
        "A": "Known directly",
        "B": "Known indirectly but corroborated",
        "C": "Known indirectly",
        "D": "Not known",
        "E": "Suspected to be false",
    },
    Scheme.EUROPEAN_4X4: {
        "1": "Accuracy not in doubt",
        "2": "Known to the source, not to the official who reports",
        "3": "Not known personally to the source but corroborated",
        "4": "Not known personally to the source, cannot be corroborated",
    },
    Scheme.ADMIRALTY: {
        "1": "Confirmed by other sources",
        "2": "Probably true",
        "3": "Possibly true",
        "4": "Doubtful",
        "5": "Improbable",
        "6": "Truth cannot be judged",
    },
    Scheme.NOT_GRADED: {"": "Not graded"},
}

SCHEME_SIGN = {
    Scheme.UK_3X5X2: "3×5×2",
    Scheme.EUROPEAN_4X4: "4×4",
    Scheme.ADMIRALTY: "Admiralty",
    Scheme.NOT_GRADED: "Not graded",
}


class Grading(msgspec.Struct, frozen=True):
    """The grading of a report: how far its source and its information are trusted, in one scheme.

    Raises:
        BadInput: The code is not one of the scheme's.
    """

    scheme: Scheme = Scheme.NOT_GRADED
    source: str = ""
    information: str = ""

    def __post_init__(self) -> None:
        for what, code, words in (
            ("source", self.source, SOURCE_WORDS[self.scheme]),
            ("information", self.information, INFORMATION_WORDS[self.scheme]),
        ):
            if code not in words:
                known = ", ".join(c or "(empty)" for c in words)
                raise BadInput(
                    f"{code!r} is no {what} grade of the scheme {SCHEME_SIGN[self.scheme]}.",
                    where="grading",
                    remedy=f"Use one of: {known}.",
                )

    @property
    def source_words(self) -> str:
        """The source grade in words."""
        return SOURCE_WORDS[self.scheme][self.source]

    @property
    def information_words(self) -> str:
        """The information grade in words."""
        return INFORMATION_WORDS[self.scheme][self.information]

    @property
    def sign(self) -> str:
        """The scheme as it is printed."""
        return SCHEME_SIGN[self.scheme]


NOT_GRADED = Grading()
