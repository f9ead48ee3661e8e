"""Handling codes and dissemination marks; the classification lies in `headwater.classification`.

UK 3x5x2 handling P and C; Europol handling codes H0 to H3; TLP 2.0 (FIRST).
"""

from __future__ import annotations

import msgspec

from headwater.classification import Classification
from headwater.errors import BadInput

__all__ = ["HANDLING_WORDS", "NEED_TEXT", "Classification", "Handling"]

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
