"""The agreements and profiles that come with Headwater; they illustrate, and bind nobody."""

from __future__ import annotations

from headwater.agreements.terms import Document


def shipped() -> tuple[Document, ...]:
    """Every agreement and profile that ships, by file name."""
    raise NotImplementedError
