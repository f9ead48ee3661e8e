"""Lists and files in, drafts of reports out, and every refused entry with its reason.

In comes a file and the code of the agency it is from; out go `DraftReport`s, one an entry. Read `reader` first: it
says what a reader is. Then `un`, the plainest of them. A format is a module with a `READER`, named in
`reader.MODULES`.
"""

from headwater.intake.detect import detect
from headwater.intake.reader import (
    MAX_ENTRY_BYTES,
    READERS,
    Entry,
    Given,
    Opened,
    Reader,
    Refusal,
    Source,
    reader_for,
    refusal_of,
)

__all__ = [
    "MAX_ENTRY_BYTES",
    "READERS",
    "Entry",
    "Given",
    "Opened",
    "Reader",
    "Refusal",
    "Source",
    "detect",
    "reader_for",
    "refusal_of",
]
