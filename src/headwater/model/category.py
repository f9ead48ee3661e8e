"""Why a person stands in the picture, and whether a statement is fact or assessment.

Directive (EU) 2016/680, Art. 6 (categories of data subject) and Art. 7 (facts apart from personal assessments).
"""

from __future__ import annotations

from enum import StrEnum


class SubjectCategory(StrEnum):
    """The category of a data subject, mandatory for each person in a report (Art. 6).

    `LISTED` is ours: designated on a public list and nothing more said; neither a suspicion nor a conviction.
    """

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    CONTACT = "contact"
    LISTED = "listed"

    @property
    def protected(self) -> bool:
        """Whether a person of this category is protected by default: not resolved, not ranked, not shared onward."""
        return self in (SubjectCategory.VICTIM, SubjectCategory.WITNESS)


class Basis(StrEnum):
    """Fact or assessment (Art. 7)."""

    FACT = "fact"
    ASSESSMENT = "assessment"
