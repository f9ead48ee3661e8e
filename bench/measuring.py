"""Times, percentiles, and what they were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("cryptography", "followthemoney", "msgspec", "psycopg", "pyroaring", "sqlalchemy")


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Median, 95th percentile and longest of some times, in milliseconds, and how many they were."""
    ordered = sorted(seconds)
    return {
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 3),
        "p95_ms": round(1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
        "max_ms": round(1000 * ordered[-1], 3),
        "count": len(ordered),
    }


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def seconds_into(results: dict[str, object], name: str) -> Iterator[None]:
    """Put the seconds that the block takes into `results`."""
    begun = time.perf_counter()
    yield
    results[name] = round(time.perf_counter() - begun, 2)


def disk_sync(folder: Path, times: int = 300) -> dict[str, float]:
    """How long the disk takes to keep 4 KiB appended to a file (`fdatasync`)."""
    path = folder / "disk-sync"
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        taken = []
        for _ in range(times):
            os.write(fd, bytes(4096))
            taken.append(timed(lambda: os.fdatasync(fd)))
    finally:
        os.close(fd)
        path.unlink()
    return percentiles(taken)


def load_average() -> float:
    """Processes that wanted a core during the last minute, the bench's own included: above two, others took part."""
    return round(os.getloadavg()[0], 2)


def machine() -> dict[str, object]:
    """Processor, memory and versions of what was measured."""
    cpu = [line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "cpu": cpu[0] if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "memory_mib": memory[0] // 1024 if memory else 0,
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in LIBRARIES},
    }


def file_sizes(folder: Path) -> dict[str, int]:
    """Bytes of each file of a node."""
    return {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
