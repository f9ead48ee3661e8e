"""Linking a labelled set, ours and nomenklatura's xref: recall, precision, seconds, peak memory.

    python -m bench.resolve [--records 20000] [--processes 1] [--peer PYTHON] [--peer-most 100000]

Each side runs in a process of its own on the same file (`resolve_set`), given whole; reading it is not timed. Ours is
timed over candidates and scores, theirs over `xref`: its blocker, its scores, and the keeping of its suggestions in an
SQLite file. Precision and recall are at the side's own threshold (nomenklatura has none: it shows what it scores above
.01) and at the one with the best F1. Peak memory is the most that the side's processes hold together, what they share
counted once.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench import measuring, resolve_set
from headwater.resolve.linking import LIMIT, linked
from headwater.resolve.record import Record
from headwater.resolve.scoring import THRESHOLD, quick

FOLDER = Path("build/bench")
LEAST_KEPT = 0.05
"""Pairs of ours that score less are not handed on: none of them can be of use at any threshold that is."""

EVERY_S = 5.0


class Quality(NamedTuple):
    """How good a set of pairs is."""

    threshold: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def truth(path: Path) -> set[tuple[str, str]]:
    """The pairs of records that are about one person."""
    first: dict[int, str] = {}
    pairs = set()
    for entity in entities(path):
        other = first.setdefault(entity["person"], entity["id"])
        if other != entity["id"]:
            pairs.add((min(other, entity["id"]), max(other, entity["id"])))
    return pairs


def entities(path: Path) -> Iterator[dict[str, Any]]:
    """The entities of a set."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def ours(path: Path, processes: int) -> None:
    """Link the set and print what was found: runs in a process of its own."""
    records = [
        Record.of(entity["id"], entity["schema"], ((p, v) for p, vs in entity["properties"].items() for v in vs))
        for entity in entities(path)
    ]
    stages: dict[str, float] = {}
    begun, cpu = time.perf_counter(), cpu_seconds()

    def progress(stage: str, done: int, total: int) -> None:
        stages[stage] = round(time.perf_counter() - begun, 1)

    links = linked(records, quick, threshold=LEAST_KEPT, processes=processes, progress=progress)
    seconds = time.perf_counter() - begun
    json.dump(
        {
            "seconds": seconds,
            "cpu_seconds": cpu_seconds() - cpu,
            "stages": stages,
            "pairs": links,
            "threshold": THRESHOLD,
        },
        sys.stdout,
    )


def cpu_seconds() -> float:
    """Seconds of processor that this process and those it waited for have used."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(command: Sequence[str | Path]) -> dict[str, Any]:
    """What a side printed, with the most memory that its processes held together."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen([str(part) for part in command], stdout=said)
        most = [0.0]
        watch = threading.Thread(target=_watch, args=(process, most))
        watch.start()
        if process.wait():
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        watch.join()
        said.seek(0)
        return {**json.load(said), "peak_mib": round(most[0])}


def _watch(process: subprocess.Popen[bytes], most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], sum(map(_held_mib, _family(process.pid))))
        time.sleep(EVERY_S)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _held_mib(pid: int) -> float:
    """Memory of a process, each page divided by the processes that share it (proportional set size)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def quality(pairs: Sequence[tuple[str, str, float]], true: set[tuple[str, str]], threshold: float) -> Quality:
    """Precision and recall of the pairs that score at least the threshold."""
    kept = [(min(one, other), max(one, other)) in true for one, other, score in pairs if score >= threshold]
    return Quality(threshold, sum(kept) / max(1, len(kept)), sum(kept) / max(1, len(true)))


def best_quality(pairs: Sequence[tuple[str, str, float]], true: set[tuple[str, str]]) -> Quality:
    """That at the threshold, of a hundred, with the best F1."""
    return max((quality(pairs, true, step / 100) for step in range(1, 100)), key=lambda one: one.f1)


def report(name: str, said: dict[str, Any], true: set[tuple[str, str]], records: int) -> None:
    """Print one side's lines."""
    print(f"\n{name}: {said['seconds']:.1f} s ({said['cpu_seconds']:.1f} s of processor), {said['peak_mib']:,} MiB")
    if "stages" in said:
        print("  seconds to the end of each stage: " + ", ".join(f"{k} {v}" for k, v in said["stages"].items()))
    for words, one in (
        ("own threshold", quality(said["pairs"], true, said.get("threshold", 0.01))),
        ("best threshold", best_quality(said["pairs"], true)),
    ):
        print(
            f"  {words:15} {one.threshold:.2f}: recall {one.recall:.4f}, precision {one.precision:.4f}, F1 {one.f1:.4f}"
        )


def main() -> None:
    """Run both sides and print the table."""
    options = read_options()
    if options.ours:
        ours(options.ours, options.processes)
        return
    path = resolve_set.write(FOLDER / f"resolve-{options.records}.jsonl", options.records)
    true = truth(path)
    for key, value in measuring.machine().items():
        print(f"{key}: {value}", end="; ")
    print(f"\n{options.records:,} records, {len(true):,} pairs of one person; load average {measuring.load_average()}")
    us = run([sys.executable, "-m", "bench.resolve", "--ours", path, "--processes", str(options.processes)])
    report(f"Headwater, {options.processes} process(es), {LIMIT} candidates a record", us, true, options.records)
    if options.peer and options.records <= options.peer_most:
        them = run([options.peer, Path(__file__).parent / "peer_nomenklatura.py", "xref", path])
        versions = ", ".join(f"{name} {version}" for name, version in them["versions"].items())
        report(versions, them, true, options.records)
        ratios = [f"1/{them[key] / us[key]:.1f}" for key in ("seconds", "cpu_seconds")]
        print(f"\nHeadwater takes {ratios[0]} of nomenklatura's time, {ratios[1]} of its processor time")


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--peer", type=Path, help="Python of an environment that has nomenklatura; not asked above --peer-most"
    )
    parser.add_argument("--peer-most", type=int, default=100_000, help="records above which only ours is run")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
