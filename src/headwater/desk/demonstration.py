"""What a new node opens with: the smuggling and organised-crime entries of the public lists, and a synthetic group."""

from __future__ import annotations

from dataclasses import replace

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


def load_demo(settings: Settings, parts: Parts, operator: Actor, progress: Progress) -> None:
    """Take in what ships with Headwater, once in a node's life; a start that was interrupted goes on."""
    if parts.store.vault.all(MARK):
        return
    operator = replace(operator, purpose=parts.purposes.keep(PURPOSE))
    with ImportProcess() as process:
        for place, shipped in enumerate(SHIPPED.values()):
            progress(place / len(SHIPPED), f"taking in {shipped.path.name}")
            parts.imports.take_in(operator, _job(settings, operator, shipped), process=process)
    parts.store.vault.put(MARK, b"{}")
    progress(1.0, "ready")


def _job(settings: Settings, operator: Actor, shipped: ShippedList) -> Job:
    return Job(
        settings=plain(settings),
        path=str(shipped.path),
        file_name=shipped.path.name,
        format=shipped.format,
        agency=shipped.agency,
        list_name="",
        edition_date=shipped.edition_date,
        full=shipped.full,
        category="",
        by=operator.account_id,
        purpose=operator.purpose_id,
        shipped=shipped.name,
    )
