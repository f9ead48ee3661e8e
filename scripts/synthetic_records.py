"""Records of invented people that other agencies report under their own numbers: what a review has to bring together.

They lie beside the synthetic group (`write_synthetic_gang.py`): some speak of its members, some of people who are only
alike. Pictures and tests of the review use them; they do not ship.
"""

from __future__ import annotations

import sys
from pathlib import Path

from msgspec import structs
from synthetic_gang.saying import Lines, european, handling, lines_of, report, spelled, uk

from headwater.intake import findings
from headwater.model import DraftReport, Grading, SubjectCategory

FILE_NAME = "records_to_review.jsonl"
LIST_ID = "SYN-08"
HEADER = findings.Header(list=LIST_ID, name="Synthetic records SYN-08", edition="1", edition_date="2026-11-02")
UNTESTED, MOSTLY = uk("2", "B"), european("B", "3")


def person(key: str, *names: str, lang: str = "", **props: str) -> Lines:
    """What a report says of a person."""
    named = tuple(spelled(name, lang) for name in names)
    return lines_of(key, "Person", {"name": named, **props}, category=SubjectCategory.SUSPECT)


def company(key: str, name: str, lang: str = "", **props: str) -> Lines:
    """What a report says of a company."""
    return lines_of(key, "Company", {"name": spelled(name, lang), **props})


def told(reference: str, day: str, grading: Grading, *said: Lines) -> DraftReport:
    """One report of this list."""
    narrative = "Records of this agency that may be about people whom others report too. All of them are invented."
    return structs.replace(report(reference, day, grading, handling("P"), narrative, *said), list_id=LIST_ID)


REPORTS = (
    told(
        "SYN-AL-2026-0201",
        "2026-10-21",
        MOSTLY,
        person(
            "al-besnik",
            "Besnik Shembuli",
            birthDate="1984",
            phone="+447700900142",
            address="Example St. 14, Skopje",
            passportNumber="X000197S1",
            nationality="Utopia",
        ),
        person("al-goran", "Goran Probni", birthDate="1996-03-30", gender="male"),
        person("al-ilustro", "Ilustro Prova", birthDate="1992-07-19", phone="+447700900177"),
        person("al-dragan", "Dragan Primeroviq", birthDate="1979-11-02", idNumber="SYN-D-0110"),
    ),
    told(
        "SYN-MK-2026-0202",
        "2026-10-25",
        MOSTLY,
        person("mk-dragan", "Драган Примеровиќ", lang="mkd", birthDate="1979-11-02", idNumber="SYN-D-0110"),
        person("mk-petar", "Петар Образец", lang="mkd", birthDate="1976-04-11", gender="male"),
        person("mk-milica", "Милица Образец", lang="mkd", birthDate="1990-02-14", gender="female"),
        company("mk-promet", "Пример Промет ДООЕЛ", lang="mkd", country="mk", registrationNumber="SYN-P-0031"),
    ),
    told(
        "SYN-GB-2026-0203",
        "2026-11-02",
        UNTESTED,
        person("gb-milica", "Milica Obrazec", birthDate="1990-02-14", gender="female", phone="+447700900188"),
        person("gb-milan", "Milan Obrazec", birthDate="1990-02-15", gender="male"),
        person("gb-ilustro", "Ilustro Provaj", birthDate="1992-07-19", phone="+447700900177"),
        company("gb-promet", "Primer Promet Ltd", country="mk", registrationNumber="SYN-P-0031"),
    ),
)


def write(folder: Path) -> Path:
    """Write the file into a folder; the same bytes each time."""
    path = folder / FILE_NAME
    path.write_bytes(b"".join(findings.lines_of(HEADER, REPORTS)))
    return path


if __name__ == "__main__":
    write(Path(sys.argv[1]))
