"""What a person brings in: a file, its run, what was refused of it; and who else may know of the run.

How many entries a run brought, changed or refused tells of reports that a reader may not see. So a run is there for
whoever began it, for the node's operator, and for everybody only if all it brought is published.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from headwater.desk.actors import OPERATOR, Actor, Capability, demand
from headwater.desk.import_views import with_details, without_text
from headwater.desk.importing import Progress
from headwater.desk.opening import OpenNode
from headwater.desk.stated import Stated, demand_import, job_for
from headwater.desk.views import ImportView, RefusalView
from headwater.errors import NotFound
from headwater.store import ImportInfo


class TakingIn(OpenNode):
    """The use cases of an import; each change has its intent in the audit first."""

    def import_file(  # noqa: PLR0913 (what an importer may say, each by its name)
        self,
        actor: Actor,
        path: Path,
        *,
        format: str = "",
        agency: str,
        list_name: str = "",
        edition_date: str = "",
        full: bool | None = None,
        category: str = "",
        wait: bool = True,
        progress: Progress | None = None,
    ) -> ImportView:
        """Take in a file in a process of its own; with `wait=False` return while it runs."""
        demand_import(actor)
        stated = Stated(format, agency, list_name, edition_date, full, category)
        job = job_for(self._settings, actor, path, stated)
        import_id = self._parts.imports.take_in(actor, job, wait=wait, progress=progress)
        return self.import_run(actor, import_id)

    def imports(self, actor: Actor) -> tuple[ImportView, ...]:
        """The import runs that the actor may know of, newest first."""
        demand(actor, Capability.IMPORT)
        parts = self._parts
        return parts.imports.all(parts.accounts.names(), lambda info: knows_of(actor, info))

    def import_run(self, actor: Actor, import_id: str) -> ImportView:
        """One import run with its refusals and its changes.

        Raises:
            NotFound: There is none, or it is not for this actor to know of.
        """
        demand_import(actor)
        parts = self._parts
        info = self._known_run(actor, import_id)
        view = parts.imports.view(import_id, parts.accounts.names())
        if view.state == "running":
            return view
        view = replace(view, notes=self._unread(info))
        refusals, changes = parts.store.refusals(import_id), parts.store.changes(import_id)
        if actor.account_id == OPERATOR:
            return without_text(view, refusals, changes)
        with self._moment(actor) as reading:
            view = with_details(reading, view, refusals, changes)
        shown = [*(refusal.id for refusal in view.refusals), *(change.entity_id for change in view.changes)]
        self._consulted(actor, "import-run", [import_id, *shown])
        return view

    def undo_import(self, actor: Actor, import_id: str) -> ImportView:
        """Take an import back whole."""
        demand_import(actor)
        self._known_run(actor, import_id)
        self._parts.imports.undo(actor, import_id)
        return self.import_run(actor, import_id)

    def mend(self, actor: Actor, refusal_id: str, raw: str) -> RefusalView:
        """Read a refused entry again after a person has mended its text, and keep it."""
        demand_import(actor)
        self._known_refusal(actor, refusal_id)
        return self._parts.imports.mend(actor, refusal_id, raw)

    def drop_refusal(self, actor: Actor, refusal_id: str) -> RefusalView:
        """Set a refused entry aside for good."""
        demand_import(actor)
        self._known_refusal(actor, refusal_id)
        view = self._parts.imports.drop(actor, refusal_id)
        return replace(view, raw="") if actor.account_id == OPERATOR else view

    def _known_run(self, actor: Actor, import_id: str) -> ImportInfo:
        info = self._parts.store.import_info(import_id)
        if not knows_of(actor, info):
            raise NotFound("There is no such import.", remedy="See the list of imports.")
        return info

    def _known_refusal(self, actor: Actor, refusal_id: str) -> None:
        record = self._parts.store.refusal(refusal_id)
        if not knows_of(actor, self._parts.store.import_info(record.import_id)):
            raise NotFound("There is no such refusal.")

    def _unread(self, info: ImportInfo) -> tuple[str, ...]:
        """Whose reports of a run nobody of the node's agency may read, and what is missing."""
        if info.body.published:
            return ()
        register, node, at = self._parts.register.current, self._settings.node, self._now()
        notes = []
        for agency in info.body.agencies:
            missing = register.needs(agency, node, at) if agency != node else ()
            if missing:
                notes.append(f"Reports of {agency} are kept and nobody of {node} can read them. {' '.join(missing)}")
        return tuple(notes)


def knows_of(actor: Actor, info: ImportInfo) -> bool:
    """Whether an import run is there for an actor."""
    if actor.account_id in (OPERATOR, info.body.by):
        return True
    return info.body.published and info.state != "running"
