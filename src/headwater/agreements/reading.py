"""A file in, a checked agreement or profile out."""

from __future__ import annotations

from pathlib import Path

from headwater.agreements.decision import Checked
from headwater.agreements.terms import Document


def read(data: bytes, name: str) -> Document:
    """Read an agreement or a profile.

    Args:
        data: The file, UTF-8.
        name: Its name, for messages.

    Raises:
        UnreadableFile: It is no YAML 1.2 as these files allow it.
        BadInput: Something in it is not as it should be, or an example comes out otherwise than it says.
    """
    raise NotImplementedError


def check(path: Path) -> Checked:
    """Examine a file: everything wrong with it, each example, its digest; what it holds never raises."""
    raise NotImplementedError
