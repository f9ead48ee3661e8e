"""Taking in a file, following it, mending what was refused and taking it back."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from headwater.desk.actors import Actor
from headwater.desk.admission import admit
from headwater.desk.import_process import ImportProcess, OneAtATime
from headwater.desk.import_views import import_view, refusal_view
from headwater.desk.job import Job
from headwater.desk.journal import Journal
from headwater.desk.views import ImportView, RefusalView
from headwater.errors import Conflict, HeadwaterError
from headwater.intake import Entry, Source, reader_for
from headwater.model import SubjectCategory
from headwater.settings import Settings
from headwater.store.audit import Operation

if TYPE_CHECKING:
    from headwater.store import ImportInfo, Store

Progress = Callable[[float, str], None]


class Imports:
    """The imports of one node; one at a time, each in a process of its own.

    Args:
        settings: The node's settings.
        store: The node's store.
        journal: Where each change is written before it is made.
    """

    def __init__(self, settings: Settings, store: Store, journal: Journal) -> None:
        self._settings = settings
        self._store = store
        self._journal = journal
        self._turn = OneAtATime()
        self._fractions: dict[str, float] = {}
        self._process: ImportProcess | None = None
        self._thread: threading.Thread | None = None

    def take_in(
        self,
        actor: Actor,
        job: Job,
        *,
        wait: bool = True,
        progress: Progress | None = None,
        process: ImportProcess | None = None,
    ) -> str:
        """Take in a file; returns the run's id, with `wait` when it is done, else while it runs.

        Args:
            actor: Who takes it in.
            job: What, and how.
            wait: Whether to return only when it is done.
            progress: Told how far it is.
            process: A process that has more files to come and that the caller ends; without one it has its own.

        Raises:
            UnreadableFile: The file cannot be read; nothing of it was kept.
            Conflict: Another import runs, or a later edition is here.
        """
        self._take_turn()
        try:
            import_id, intent = self._begin(actor, job, process)
        except BaseException:
            self._end_process()
            self._turn.give()
            raise
        self._fractions[import_id] = 0.0
        if wait:
            self._follow(job, import_id, intent, progress)
            self._end_process(unless=process)
        else:
            self._thread = threading.Thread(target=self._follow_quietly, args=(job, import_id, intent), daemon=True)
            self._thread.start()
        return import_id

    def _begin(self, actor: Actor, job: Job, process: ImportProcess | None) -> tuple[str, int]:
        """The run's id and the number of its intent; nothing of the file is taken in yet."""
        self._process = process or ImportProcess()
        import_id = self._process.begin(job)
        try:
            return import_id, self._journal.intent(Operation.COLLECTION, actor, "import", (import_id,))
        except BaseException:
            self._end_process()
            self._store.withdraw(import_id, "failed", error="The audit could not be written.")
            raise

    def _follow(self, job: Job, import_id: str, intent: int, progress: Progress | None) -> None:
        def told(fraction: float, read: int) -> None:
            self._fractions[import_id] = fraction
            if progress is not None:
                progress(fraction, f"{read:,} entries read")

        assert self._process is not None  # noqa: S101
        try:
            self._process.go(told)
        except BaseException as error:
            self._end_process()
            self._withdraw(import_id, intent, error)
            raise
        else:
            self._journal.done(intent, self._counts(import_id))
        finally:
            self._fractions.pop(import_id, None)
            self._discard(job)
            self._turn.give()

    def _follow_quietly(self, job: Job, import_id: str, intent: int) -> None:
        try:
            self._follow(job, import_id, intent, None)
            self._end_process()
        except HeadwaterError:
            return  # the run says what happened

    def _end_process(self, unless: ImportProcess | None = None) -> None:
        process, self._process = self._process, None
        if process is not None and process is not unless:
            process.stop()
            process.wait()

    def _withdraw(self, import_id: str, intent: int, error: BaseException) -> None:
        if self._store.import_info(import_id).state == "running":
            reason = error.detail if isinstance(error, HeadwaterError) else "The import was called off."
            self._store.withdraw(import_id, "failed", error=reason)
        self._journal.failed(intent)

    def _counts(self, import_id: str) -> dict[str, int]:
        body = self._store.import_info(import_id).body
        return {name: getattr(body, name) for name in ("read", "made", "changed", "unchanged", "ended", "refused")}

    def _discard(self, job: Job) -> None:
        """Remove a file that came over the page; nothing of it stays outside the ledger."""
        path = Path(job.path)
        if path.is_relative_to(self._settings.data / "incoming"):
            shutil.rmtree(path.parent, ignore_errors=True)

    def stop(self) -> None:
        """Stop a running import and wait until it is taken back; none begins afterwards."""
        while not self._turn.take(timeout_s=0.1):
            process = self._process
            if process is not None:
                process.stop()
        if self._thread is not None:
            self._thread.join()

    # -- looking

    def view(self, import_id: str, names: dict[str, str]) -> ImportView:
        """An import run without its refusals and changes."""
        return import_view(self._store.import_info(import_id), names, self._fractions.get(import_id, -1.0))

    def all(self, names: dict[str, str], known: Callable[[ImportInfo], bool]) -> tuple[ImportView, ...]:
        """The import runs that `known` lets through, newest first: no other takes the place of one of these."""
        runs = self._store.imports(known=known)
        return tuple(import_view(info, names, self._fractions.get(info.id, -1.0)) for info in runs)

    # -- changing

    def undo(self, actor: Actor, import_id: str) -> None:
        """Take an import back whole.

        Raises:
            Conflict: It is running, or already taken back; or an import runs.
        """
        with self._change(actor, "undo-import", (import_id,)):
            self._store.undo_import(import_id)

    def mend(self, actor: Actor, refusal_id: str, raw: str) -> RefusalView:
        """Read a refused entry again from mended text, and keep it.

        Raises:
            EntryRefused: It still cannot be used; the refusal stays as it was.
            Conflict: It was mended or dropped before.
        """
        record = self._store.refusal(refusal_id)
        body = self._store.import_info(record.import_id).body
        category = SubjectCategory(body.category) if body.category else None
        source = Source(body.format, body.agency, body.list_id, body.edition, body.edition_date, body.full, category)
        reader = reader_for(body.format)
        entry = Entry(record.refusal.entry, record.refusal.line, raw)
        draft = admit(reader.read(entry, source), self._settings.ceiling)
        with self._change(actor, "mend-entry", (record.import_id, refusal_id), Operation.COLLECTION):
            self._store.mend(refusal_id, draft)
        return refusal_view(self._store.refusal(refusal_id))

    def drop(self, actor: Actor, refusal_id: str) -> RefusalView:
        """Set a refused entry aside for good."""
        with self._change(actor, "drop-entry", (refusal_id,)):
            self._store.drop_refusal(refusal_id)
        return refusal_view(self._store.refusal(refusal_id))

    def rebuild(self, actor: Actor, progress: Progress) -> None:
        """Make the index anew from the ledger."""
        with self._change(actor, "rebuild-index", (), Operation.ADMINISTRATION):
            self._store.rebuild_index(progress)

    def erase(self, actor: Actor, report_ids: Sequence[str], progress: Progress) -> int:
        """Erase reports, every version of each; returns how many versions went."""
        with self._change(actor, "erase-reports", report_ids, Operation.ERASURE):
            return self._store.erase_reports(report_ids, progress)

    @contextmanager
    def _change(
        self, actor: Actor, reason: str, records: Sequence[str], operation: Operation = Operation.ALTERATION
    ) -> Iterator[None]:
        with self.alone():
            intent = self._journal.intent(operation, actor, reason, records)
            try:
                yield
            except BaseException:
                self._journal.failed(intent)
                raise
            self._journal.done(intent, {})

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the turn: no import runs and nothing else is changed meanwhile.

        Raises:
            Conflict: An import or a change is under way.
        """
        self._take_turn()
        try:
            yield
        finally:
            self._turn.give()

    def _take_turn(self) -> None:
        if not self._turn.take():
            raise Conflict("Another import or change is under way.", remedy="Wait until it is done, then try again.")
