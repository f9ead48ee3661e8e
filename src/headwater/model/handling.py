"""Handling codes, dissemination marks and classification.

UK 3x5x2 handling P and C; Europol handling codes H0 to H3; TLP 2.0 (FIRST); UK Government Security Classifications.
"""

from __future__ import annotations

from enum import IntEnum

import msgspec

from headwater.errors import BadInput

HANDLING_WORDS = {
    "P": "Lawful sharing permitted",
    "C": "Lawful sharing permitted with conditions",
    "H0": "Only for preventing and combating crime",
    "H1": "Not in judicial proceedings without the provider's permission",
    "H2": "Not to be passed on without the provider's permission",
    "H3": "Other restrictions",
    "TLP:RED": "For the named recipients only",
    "TLP:AMBER+STRICT": "For the recipient's own organisation only",
    "TLP:AMBER": "For the recipient's organisation and its clients, on a need-to-know basis",
    "TLP:GREEN": "For the recipient's community",
    "TLP:CLEAR": "May be passed on freely",
}
NEED_TEXT = frozenset({"C", "H3"})


class Handling(msgspec.Struct, frozen=True):
    """The handling of a report: codes (combinable) and, where a code demands them, the conditions as text.

    Raises:
        BadInput: An unknown code, or a code that demands conditions without any.
    """

    codes: tuple[str, ...] = ()
    conditions: str = ""

    def __post_init__(self) -> None:
        for code in self.codes:
            if code not in HANDLING_WORDS:
                raise BadInput(
                    f"{code!r} is no handling code.",
                    where="handling",
                    remedy=f"Use one of: {', '.join(HANDLING_WORDS)}.",
                )
        needing = [code for code in self.codes if code in NEED_TEXT]
        if needing and not self.conditions.strip():
            raise BadInput(
                f"The handling code {needing[0]} needs its conditions as text.",
                where="handling",
                remedy="Write the conditions, or use another code.",
            )


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
