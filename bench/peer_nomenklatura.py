"""nomenklatura's blocker and xref on a file of entities: a process of its own, with libraries of its own.

    python bench/peer_nomenklatura.py candidates ENTITIES.jsonl LIMIT
    python bench/peer_nomenklatura.py xref ENTITIES.jsonl

ENTITIES.jsonl holds one FollowTheMoney entity a line: `id`, `schema`, `properties`, and `ask` where its candidates are
wanted. Writes one JSON document: versions, seconds, peak memory, and `candidates` by id or scored `pairs`.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

LIBRARIES = ("nomenklatura", "followthemoney", "rigour", "duckdb")
PAIRS_A_RECORD = 10
"""Pairs that xref may score for each record: its command line's own factor of limit to pairs."""


def read(path: Path, linker: Any) -> tuple[Any, list[Any]]:
    """A store in memory that holds the entities of the file, and those of them that ask."""
    ftm = import_module("followthemoney")
    dataset = ftm.Dataset.make({"name": "bench", "title": "Bench"})
    store = import_module("nomenklatura.store.memory").MemoryStore(dataset, linker)
    asking = []
    with path.open(encoding="utf-8") as lines, store.writer() as writer:
        for line in lines:
            entity = json.loads(line)
            ask = entity.pop("ask", False)
            proxy = ftm.StatementEntity.from_data(dataset, entity)
            writer.add_entity(proxy)
            if ask:
                asking.append(proxy)
    return store, asking


def candidates(path: Path, limit: int) -> dict[str, object]:
    """The blocker's candidates of each entity that asks, the entity itself left out."""
    store, asking = read(path, import_module("nomenklatura.resolver").Linker({}))
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        index = import_module("nomenklatura.blocker").Index(
            store.default_view(), Path(folder), options={"max_candidates": limit}
        )
        index.build()
        found = {str(asked): [str(one) for one, _ in matches] for asked, matches in index.match_entities(asking)}
        index.close()
    return {"seconds": time.perf_counter() - begun, "candidates": found}


def xref(path: Path) -> dict[str, object]:
    """What xref suggests, with its score; candidates, scores and the keeping of suggestions are timed."""
    session_of = import_module("nomenklatura.db").make_session
    run = import_module("nomenklatura.xref").xref
    with tempfile.TemporaryDirectory() as folder, session_of(f"sqlite:///{folder}/resolver.db") as session:
        resolver = import_module("nomenklatura.resolver").Resolver(session, create=True)
        store, _ = read(path, resolver)
        entities = len(store.stmts)
        begun, cpu = time.perf_counter(), time.process_time()
        run(
            resolver, session, store, Path(folder) / "index", limit=entities, limit_factor=PAIRS_A_RECORD,
            external=False, discount_internal=1.0, patience=entities * PAIRS_A_RECORD,
        )  # fmt: skip
        seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - cpu
        pairs = [(str(one), str(other), score) for one, other, score in resolver.get_candidates(limit=None)]
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "pairs": pairs}


def main() -> None:
    """Do what the command line asks for and print it."""
    task, path = sys.argv[1], Path(sys.argv[2])
    found = candidates(path, int(sys.argv[3])) if task == "candidates" else xref(path)
    found["versions"] = {name: version(name) for name in LIBRARIES}
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
