"""Write the synthetic smuggling group that ships with Headwater.

    python scripts/write_synthetic_gang.py [FOLDER]

The same output each time: `brook_group.jsonl`, a header line and one report a line, in the format of
`headwater.intake.findings`. Without FOLDER it goes to `src/headwater/data/synthetic`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from synthetic_gang import reports_al, reports_fx, reports_gb, reports_rs
from synthetic_gang.saying import LIST_ID

from headwater.intake.findings import Header, lines_of

FILE_NAME = "brook_group.jsonl"
SHIPPED = Path(__file__).parent.parent / "src" / "headwater" / "data" / "synthetic"
HEADER = Header(list=LIST_ID, name="Synthetic group SYN-07 (Brook group)", edition="1", edition_date="2026-10-20")


def main(folder: Path) -> None:
    """Write the file into a folder, the reports in the order of their dates."""
    reports = [*reports_gb.REPORTS, *reports_al.REPORTS, *reports_fx.REPORTS, *reports_rs.REPORTS]
    reports.sort(key=lambda report: (report.reported_at, report.reference))
    (folder / FILE_NAME).write_bytes(b"".join(lines_of(HEADER, reports)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
