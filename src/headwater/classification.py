"""The UK Government Security Classifications, as the node's ceiling and every report's mark use them."""

from __future__ import annotations

from enum import IntEnum


class Classification(IntEnum):
    """UK classification, in rising order; the marking SENSITIVE counts as a step of its own."""

    OFFICIAL = 1
    OFFICIAL_SENSITIVE = 2
    SECRET = 3
    TOP_SECRET = 4

    @property
    def mark(self) -> str:
        """The mark as it is printed on a page: `OFFICIAL-SENSITIVE`, `TOP SECRET`."""
        return {1: "OFFICIAL", 2: "OFFICIAL-SENSITIVE", 3: "SECRET", 4: "TOP SECRET"}[int(self)]
