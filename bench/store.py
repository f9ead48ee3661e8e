"""What the store does at size: load, search, entity page, rebuild, undo, erasure, on SQLite and on PostgreSQL.

`python -m bench.store --assertions 1000000 --engines sqlite postgresql` prints a table and writes the same as JSON.
Reading is measured at the desk's use case: what a person asks, with its audit entry on disk, by one reader, first on
an idle node and then while a process of its own takes a file in. Who may see 1% and who may see all are the same
analyst on a node with the ceiling OFFICIAL and one with OFFICIAL-SENSITIVE (see `synthetic`).
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import Progress

from bench import synthetic
from bench.agreed import PURPOSE, agree
from bench.measuring import disk_sync, file_sizes, load_average, machine, percentiles, seconds_into, timed
from bench.postgres import SETTINGS, PostgresServer
from bench.report import table_of
from headwater.classification import Classification
from headwater.desk import Actor, Desk
from headwater.desk.import_process import ImportProcess
from headwater.desk.stated import Stated, job_for
from headwater.errors import Conflict
from headwater.model import DraftReport
from headwater.settings import Settings
from headwater.store import ImportPlan, Store

Results = dict[str, object]
CHUNK = 1000
ROUNDS = 300
SIDE = 100_000
"""Assertions of the files that are taken in beside a reader, and of the import that is undone."""
ERASED = 5000
CEILINGS = {"1%": Classification.OFFICIAL, "100%": Classification.OFFICIAL_SENSITIVE}
ACCOUNTS = (("example-administrator", "synthetic pass phrase 1"), ("example-analyst", "synthetic pass phrase 2"))


class Bench:
    """One engine at one size.

    Args:
        settings: A node that is not there yet.
        sets: Folder in which the synthetic files are kept between runs.
        assertions: How many are loaded.
        console: Where it tells how far it is.
    """

    def __init__(self, settings: Settings, sets: Path, assertions: int, console: Console) -> None:
        self.settings = settings
        self.assertions = assertions
        self.console = console
        self.results: Results = {}
        self._sets = sets
        self._side = itertools.count(1)

    def run(self) -> Results:
        """Measure everything, in an order in which nothing spoils what follows."""
        self.settings.data.mkdir(parents=True)
        self.results["load_average_before"] = load_average()
        self.results["disk_sync"] = disk_sync(self.settings.data)
        self.load()
        self.rebuild()
        for share, ceiling in CEILINGS.items():
            self.read(share, replace(self.settings, ceiling=ceiling))
        self.import_and_undo()
        self.erase()
        self.results["load_average_after"] = load_average()
        return self.results

    def load(self) -> None:
        """Load reports that are ready: decoding the file is not counted."""
        path = synthetic.write(self._sets / f"synthetic-{self.assertions}.jsonl", self.assertions)
        store, spent, reports = Store.open(self.settings), 0.0, 0
        run = store.begin_import(_plan(path))
        with Progress(console=self.console) as progress:
            bar = progress.add_task("load", total=self.assertions // synthetic.PER_REPORT)
            for drafts in _chunks(path):
                spent += timed(lambda drafts=drafts: run.add(drafts))  # type: ignore[misc]
                reports += len(drafts)
                progress.update(bar, completed=reports)
        spent += timed(run.finish)
        self.results["load_assertions_per_s"] = round(self.assertions / spent)
        self.results["load_seconds"] = round(spent, 1)
        store.close()

    def rebuild(self) -> None:
        """Make the index anew from the ledger."""
        store = Store.open(self.settings)
        with seconds_into(self.results, "rebuild_seconds"):
            store.rebuild_index()
        self.results["labels"] = len(store.labels())
        store.close()

    def read(self, share: str, settings: Settings) -> None:
        """Search and entity pages for one viewer, idle and beside an import."""
        desk = Desk.open(settings)
        actor = _analyst(desk)
        asked = Asked(desk, actor)
        self.results[f"found_by_hardest_{share}"] = max(asked.totals)
        for what in ("search", "entity"):
            taken = [asked.once(what) for _ in range(ROUNDS)]
            self.results[f"{what}_{share}_idle"] = percentiles(taken)
            self.results[f"{what}_{share}_beside_import"] = percentiles(self._beside(asked, what))
        desk.close()

    def _beside(self, asked: Asked, what: str) -> list[float]:
        """Times of questions asked while a file is taken in."""
        taken: list[float] = []
        with ImportProcess() as process:
            process.begin(job_for(self.settings, asked.desk.operator(), self._side_file(), Stated("headwater", "GB")))
            importing = threading.Thread(target=process.go, args=(lambda fraction, read: None,))
            importing.start()
            while importing.is_alive():
                taken.append(asked.once(what))
            importing.join()
        return taken

    def import_and_undo(self) -> None:
        """The whole way of a file, from its bytes to the index, and back."""
        desk = Desk.open(self.settings)
        begun = time.perf_counter()
        done = desk.import_file(desk.operator(), self._side_file(), format="headwater", agency="GB")
        self.results["pipeline_assertions_per_s"] = round(SIDE / (time.perf_counter() - begun))
        assert (done.state, done.made, done.refused) == ("done", SIDE // synthetic.PER_REPORT, 0), done
        with seconds_into(self.results, "undo_seconds"):
            desk.undo_import(desk.operator(), done.id)
        desk.close()

    def erase(self) -> None:
        """Erase reports that came in small chunks, files compacted."""
        store = Store.open(self.settings)
        first = store.imports()[-1].id
        reports = [change.report_id for start in range(0, ERASED, 500) for change in store.changes(first, offset=start)]
        with seconds_into(self.results, "erase_seconds"):
            assert store.erase_reports(reports) == len(reports)
        self.results["erased_reports"] = len(reports)
        store.close()
        self.results["files"] = file_sizes(self.settings.data)

    def _side_file(self) -> Path:
        number = next(self._side)
        list_id = f"SYN-SIDE-{number}"
        path = self._sets / f"synthetic-side-{number}-{SIDE}.jsonl"
        return synthetic.write(path, SIDE, list_id=list_id, seed=synthetic.SEED + number)


class Asked:
    """One reader's questions, the same in every run, each asked once before anything is measured."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self.desk = desk
        self._actor = actor
        queries = synthetic.hard_queries()
        found = [desk.search(actor, query) for query in queries]
        self.totals = [answer.total for answer in found]
        entities = list(dict.fromkeys(hit.id for answer in found for hit in answer.hits))
        assert entities, "the questions found nothing"
        for entity in entities:
            desk.entity(actor, entity)
        self._queries = itertools.cycle(queries)
        self._entities = itertools.cycle(entities)

    def once(self, what: str) -> float:
        """Seconds of one question: `search` or `entity`."""
        if what == "search":
            query = next(self._queries)
            return timed(lambda: self.desk.search(self._actor, query))
        entity = next(self._entities)
        return timed(lambda: self.desk.entity(self._actor, entity))


def _plan(path: Path) -> ImportPlan:
    return ImportPlan(
        format="headwater",
        file_name=path.name,
        file_hash="",
        agency="GB",
        list_id="SYN-BENCH",
        edition="",
        edition_date="",
        full=False,
        by="operator",
        purpose="",
    )


def _chunks(path: Path) -> Iterator[list[DraftReport]]:
    decoder = msgspec.json.Decoder(DraftReport)
    with path.open("rb") as file:
        next(file)  # the header
        while lines := list(itertools.islice(file, CHUNK)):
            yield [decoder.decode(line) for line in lines]


def _analyst(desk: Desk) -> Actor:
    with suppress(Conflict):
        desk.redeem_link(desk.first_link(), *ACCOUNTS)
    agree(desk, "GB", sorted({agency for agency, _, _ in synthetic.PAIRS} - {"GB"}))
    return desk.state_purpose(desk.sign_in(*ACCOUNTS[1]), PURPOSE, note="bench")


def measure(engine: str, assertions: int, folder: Path, console: Console) -> Results:
    """Measure one engine at one size in a folder of its own, removed afterwards."""
    console.rule(f"{engine}, {assertions:,} assertions")
    with ExitStack() as stack:
        node = Path(tempfile.mkdtemp(prefix="headwater-bench-", dir=folder))
        stack.callback(shutil.rmtree, node, ignore_errors=True)
        settings = Settings(data=node / "data", demo=False)
        if engine == "sqlite":
            return Bench(settings, folder, assertions, console).run()
        server = stack.enter_context(PostgresServer())
        settings = replace(settings, database=server.new_database("bench"))
        results = Bench(settings, folder, assertions, console).run()
        return results | {"tables": server.sizes(settings.database), "server": server.version(), "settings": SETTINGS}


def main() -> None:
    """Run the bench as its arguments say."""
    parser = argparse.ArgumentParser(prog="python -m bench.store", description=__doc__.splitlines()[0])
    parser.add_argument("--assertions", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="on the disk that is to be measured")
    parser.add_argument("--json", type=Path, default=Path("build/bench/store.json"))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    console = Console()
    report: Results = {"at": datetime.now(UTC).isoformat(), "synthetic": True, "machine": machine()}
    runs = report["runs"] = {}
    for assertions, engine in itertools.product(given.assertions, given.engines):
        runs[f"{engine} {assertions}"] = measure(engine, assertions, given.folder.absolute(), console)
        given.json.write_text(json.dumps(report, indent=1))
    console.print(table_of(runs))
    console.print(f"Written to {given.json}")


if __name__ == "__main__":
    main()
