"""What a new node opens with: illustrative agreements, entries of the public lists, and a synthetic group."""

from __future__ import annotations

from dataclasses import replace

from headwater.agreements import shipped
from headwater.desk.actors import Actor
from headwater.desk.import_process import ImportProcess
from headwater.desk.importing import Progress
from headwater.desk.job import Job, plain
from headwater.desk.parts import Parts
from headwater.desk.purposes import Purpose
from headwater.intake.selection import SHIPPED, ShippedList
from headwater.settings import Settings

PURPOSE = Purpose("other", note="demonstration")
MARK = "demonstration"
"""Kind of the vault record that says the demonstration was taken in once; undoing it does not bring it back."""

ORIGIN = "Made at the first start of this demonstration; it stands for nobody"
"""Where the keys of the parties come from, whose private halves nobody keeps."""


def install_agreements(parts: Parts, operator: Actor) -> None:
    """Keep the shipped profiles and illustrative agreements, each first version signed for all its parties."""
    parts.register.install(operator, shipped(), ORIGIN)


def load_demo(settings: Settings, parts: Parts, operator: Actor, progress: Progress) -> None:
    """Take in what ships with Headwater, once in a node's life; a start that was interrupted goes on."""
    if parts.store.vault.all(MARK):
        return
    operator = replace(operator, purpose=parts.purposes.keep(PURPOSE))
    install_agreements(parts, operator)
    with ImportProcess() as process:
        for place, listed in enumerate(SHIPPED.values()):
            progress(place / len(SHIPPED), f"taking in {listed.path.name}")
            parts.imports.take_in(operator, _job(settings, operator, listed), process=process)
    parts.store.vault.put(MARK, b"{}")
    progress(1.0, "ready")


def _job(settings: Settings, operator: Actor, listed: ShippedList) -> Job:
    return Job(
        settings=plain(settings),
        path=str(listed.path),
        file_name=listed.path.name,
        format=listed.format,
        agency=listed.agency,
        list_name="",
        edition_date=listed.edition_date,
        full=listed.full,
        category="",
        by=operator.account_id,
        purpose=operator.purpose_id,
        shipped=listed.name,
    )
