"""The import process: `python -m headwater.desk.worker`.

Jobs come in over stdin, messages go out over stdout (`headwater.desk.job`). It runs beside the node with a store of
its own, at a lower priority, and it ends when the node ends: what it had not finished is taken back by whoever opens
the node next.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

import msgspec

from headwater.desk.admission import admit
from headwater.desk.job import (
    GO,
    LOCK,
    Begun,
    Failed,
    Finished,
    Job,
    Message,
    Progressed,
    failure_of,
    job_of,
    line_of,
    settings_of,
)
from headwater.errors import BadInput, EntryRefused, HeadwaterError, UnreadableFile
from headwater.intake import Entry, Given, Opened, Reader, Refusal, detect, reader_for, refusal_of
from headwater.model import DraftReport, SubjectCategory
from headwater.settings import Settings
from headwater.store import ImportPlan, ImportRun, KeptRefusal, Store
from headwater.store.lock import NodeLock

NICENESS = 10
Say = Callable[[Message], None]
Wait = Callable[[], bytes]


def serve(lines: Wait, say: Say) -> None:
    """Do jobs until there is no further line."""
    for line in iter(lines, b""):
        job = job_of(line)
        settings = settings_of(job.settings)
        with NodeLock(settings.data, what="an import", name=LOCK):
            store = Store.open(settings, worker=True)
            try:
                say(_done(job, settings, store, lines, say))
            finally:
                store.close()


def _done(job: Job, settings: Settings, store: Store, lines: Wait, say: Say) -> Message:
    """Do one job; whatever ends it early is told and never raised."""
    run: ImportRun | None = None
    try:
        reader, opened = _opened(job)
        run = store.begin_import(_plan(job, opened))
        say(Begun(run.id))
        if lines() != GO:
            raise BadInput("The import was called off before it began.")
        _take_in(job, settings, reader, opened, run, say)
        run.finish()
    except HeadwaterError as error:
        return _failed(run, failure_of(error))
    except MemoryError:
        return _failed(run, Failed("UnreadableFile", "The file needs more memory than there is."))
    except Exception as error:
        # A defect of a reader must not leave a run open; its name is told, the file's content is not.
        traceback.print_tb(error.__traceback__)
        detail = f"The import stopped on an unexpected error: {type(error).__name__}."
        return _failed(run, Failed("HeadwaterError", detail, remedy="Tell whoever maintains Headwater."))
    return Finished()


def _failed(run: ImportRun | None, failed: Failed) -> Failed:
    if run is not None:
        try:
            run.fail(failed.detail)
        except Exception as error:
            # The disk may be full for this too: the desk takes the run back, or whoever opens the node next.
            traceback.print_tb(error.__traceback__)
    return failed


def _opened(job: Job) -> tuple[Reader, Opened]:
    path = Path(job.path)
    if not path.is_file():
        raise UnreadableFile("There is no such file.", where=job.file_name, remedy="Check the path.")
    format = job.format or detect(path)
    if not format:
        raise UnreadableFile(
            "The file's format is not known.", where=job.file_name, remedy="Name it: --format un, eu, uk, ofac or ftm."
        )
    category = SubjectCategory(job.category) if job.category else None
    reader = reader_for(format)
    try:
        return reader, reader.open(path, job.agency, Given(job.edition_date, job.list_name, category, job.full))
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror}.", where=job.file_name) from None


def _plan(job: Job, opened: Opened) -> ImportPlan:
    source = opened.source
    with Path(job.path).open("rb") as file:
        file_hash = hashlib.file_digest(file, "sha256").hexdigest()
    return ImportPlan(
        format=source.format,
        file_name=job.file_name,
        file_hash=file_hash,
        agency=source.agency,
        list_id=source.list_id,
        edition=source.edition,
        edition_date=source.edition_date,
        full=source.full,
        by=job.by,
        purpose=job.purpose,
        category=source.category.value if source.category else "",
    )


def _take_in(job: Job, settings: Settings, reader: Reader, opened: Opened, run: ImportRun, say: Say) -> None:
    drafts: list[DraftReport] = []
    for entry in _wanted(job, opened):
        drafted = _draft(entry, reader, opened, settings)
        if isinstance(drafted, Refusal):
            run.refuse(_kept(drafted))
            continue
        drafts.append(drafted)
        if len(drafts) >= job.chunk:
            _keep(run, drafts, opened, say)
    _keep(run, drafts, opened, say)


def _keep(run: ImportRun, drafts: list[DraftReport], opened: Opened, say: Say) -> None:
    run.add(drafts)
    drafts.clear()
    run.save_counts()
    say(Progressed(opened.fraction(), run.counts.read))


def _wanted(job: Job, opened: Opened) -> Iterator[Entry | Refusal]:
    if not job.shipped:
        yield from opened
        return
    from headwater.intake.selection import SHIPPED

    chosen = SHIPPED[job.shipped]
    yield from (entry for entry in opened if isinstance(entry, Refusal) or chosen.takes(entry))


def _draft(entry: Entry | Refusal, reader: Reader, opened: Opened, settings: Settings) -> DraftReport | Refusal:
    if isinstance(entry, Refusal):
        return entry
    try:
        return admit(reader.read(entry, opened.source), settings.ceiling)
    except EntryRefused as error:
        return refusal_of(entry, error)


def _kept(refusal: Refusal) -> KeptRefusal:
    return KeptRefusal(**msgspec.structs.asdict(refusal))


def _heard(stdin: BinaryIO) -> Wait:
    """A function that gives the next line, fed by a thread that ends the process when the node is gone."""
    lines: SimpleQueue[bytes] = SimpleQueue()

    def listen() -> None:
        for line in iter(stdin.readline, b""):
            lines.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    return lines.get


def main() -> None:
    """Serve whoever started this process."""
    os.nice(NICENESS)
    # Ctrl-C reaches the whole group: what becomes of the import is for the node to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stdout = sys.stdout.buffer
    # Whatever else prints must not come between the lines of the conversation.
    sys.stdout = sys.stderr

    def say(message: Message) -> None:
        stdout.write(line_of(message))
        stdout.flush()

    try:
        serve(_heard(sys.stdin.buffer), say)
    except BaseException:
        traceback.print_exc()
        # Not by way of the interpreter's end, which would wait for the thread that listens.
        os._exit(1)


if __name__ == "__main__":
    main()
