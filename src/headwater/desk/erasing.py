"""What may be asked to be erased: reports, by their ids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.errors import BadInput

REPORTS_AT_ONCE = 5000
_ID = re.compile(r"[0-9a-f]{24}\Z")


def checked_reports(report_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of reports, each once.

    Raises:
        BadInput: There is none, there are more than `REPORTS_AT_ONCE`, or one is no id.
    """
    ids = tuple(dict.fromkeys(report_ids))
    if not 1 <= len(ids) <= REPORTS_AT_ONCE:
        raise BadInput(
            f"{len(ids):,} reports were named.", where="reports", remedy=f"Name 1 to {REPORTS_AT_ONCE:,} at once."
        )
    for one in ids:
        if not _ID.match(one):
            raise BadInput(
                f"{one[:40]!r} is no report's id.", where="reports", remedy="Give the 24 digits of the report's page."
            )
    return ids
