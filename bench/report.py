"""The bench's table: one row a figure, one column an engine and size, the bound it must keep beside it."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table

ROWS = {
    "load_average_before": ("load average of the machine before", ""),
    "load_average_after": ("and after", ""),
    "disk_sync": ("disk fdatasync, p50/p95 ms", ""),
    "load_assertions_per_s": ("load of ready reports, assertions/s", "30,000 at 1M, 20,000 at 10M"),
    "pipeline_assertions_per_s": ("from file to index, assertions/s", ""),
    "found_by_hardest_1%": ("hits of the hardest question, 1%", ""),
    "found_by_hardest_100%": ("hits of the hardest question, 100%", ""),
    "search_1%_idle": ("search, 1%, idle, p50/p95 ms", "p95 25"),
    "search_1%_beside_import": ("search, 1%, beside an import", "p95 25"),
    "search_100%_idle": ("search, 100%, idle", "p95 50 at 1M, 250 at 10M"),
    "search_100%_beside_import": ("search, 100%, beside an import", "p95 50 at 1M, 250 at 10M"),
    "entity_1%_idle": ("entity page, 1%, idle", "p95 25"),
    "entity_1%_beside_import": ("entity page, 1%, beside an import", "p95 25"),
    "entity_100%_idle": ("entity page, 100%, idle", "p95 25"),
    "entity_100%_beside_import": ("entity page, 100%, beside an import", "p95 25"),
    "rebuild_seconds": ("rebuild of the index, s", "300 at 10M"),
    "undo_seconds": ("undo of 100,000 assertions, s", "10"),
    "erase_seconds": ("erasure of 5,000 reports, s", "5 at 1M, 60 at 10M"),
    "files": ("files of the node, MiB", ""),
    "tables": ("tables of the server, MiB", ""),
}
"""Key of a figure: its words, and the bound that it is held against."""


def table_of(runs: Mapping[str, Mapping[str, object]]) -> Table:
    """A table of runs, in the order given."""
    table = Table(title="Store, on a synthetic set")
    table.add_column("")
    for run in runs:
        engine, assertions = run.split()
        table.add_column(f"{engine}\n{int(assertions):,}", justify="right")
    table.add_column("bound")
    for key, (words, bound) in ROWS.items():
        table.add_row(words, *(_cell(results.get(key)) for results in runs.values()), bound)
    return table


def _cell(figure: object) -> str:
    if isinstance(figure, dict) and "p50_ms" in figure:
        return f"{figure['p50_ms']:.2f} / {figure['p95_ms']:.2f}"
    if isinstance(figure, dict):
        return f"{sum(figure.values()) / 2**20:,.0f}"
    return "" if figure is None else f"{figure:,}"
