"""What an importer says about a file, checked before a process is started for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from headwater.desk.actors import AGENCY, OPERATOR, Actor, Capability, demand, demand_purpose
from headwater.desk.job import Job, plain
from headwater.errors import BadInput
from headwater.intake.reader import MODULES
from headwater.model import SubjectCategory, dates
from headwater.settings import Settings

_CATEGORIES = tuple(category.value for category in SubjectCategory)


@dataclass(frozen=True)
class Stated:
    """What an importer says about a file; see `headwater.intake.Given`. `format` "" asks to detect it."""

    format: str
    agency: str
    list_name: str = ""
    edition_date: str = ""
    full: bool | None = None
    category: str = ""


def job_for(settings: Settings, actor: Actor, path: Path, stated: Stated) -> Job:
    """The job of taking in a person's file, each part checked.

    Raises:
        BadInput: The agency is no code, the format is unknown, the date no date, the category none of Art. 6.
    """
    _check("agency", stated.agency, bool(AGENCY.match(stated.agency)), "Write capitals and digits: GB, FRONTEX.")
    formats = ("", *MODULES)
    _check("format", stated.format, stated.format in formats, f"Use one of: {', '.join(MODULES)}.")
    whole_day = not stated.edition_date or len(dates.check_prefix(stated.edition_date)) == 10
    _check("edition", stated.edition_date, whole_day, "Write YYYY-MM-DD.")
    _check("file", ascii(path.name), _is_text(path), "Give the file a name in UTF-8.")
    known = stated.category in ("", *_CATEGORIES)
    _check("category", stated.category, known, f"Use one of: {', '.join(_CATEGORIES)}.")
    return Job(
        settings=plain(settings),
        path=str(path.absolute()),
        file_name=path.name,
        by=actor.account_id,
        purpose=actor.purpose_id,
        **asdict(stated),
    )


def _is_text(path: Path) -> bool:
    try:
        return bool(str(path.absolute()).encode())
    except UnicodeEncodeError:
        return False


def _check(where: str, value: str, fits: bool, remedy: str) -> None:
    if not fits:
        raise BadInput(f"{value!r} cannot be used here.", where=where, remedy=remedy)


def demand_import(actor: Actor) -> None:
    """Return if the actor may import, and said why unless it is the operator.

    Raises:
        Forbidden: The roles do not include it.
        PurposeNeeded: No purpose was stated.
    """
    demand(actor, Capability.IMPORT)
    if actor.account_id != OPERATOR:
        demand_purpose(actor)
