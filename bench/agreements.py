"""What it takes to decide by agreements, and to search for a viewer whom agreements show one report in a hundred.

`python -m bench.agreements --assertions 10000000` prints a table and writes the same as JSON. Labels are decided under
the agreements that ship with Headwater, signed for this; beside it stands the time of `plain_terms`, which reads the
same terms in plain Python and must come to the same answers. The search is the desk's use case, at a node of an agency
that has an agreement with the agency of 1% of the reports and with nobody else.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice, product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import synthetic
from bench.agreed import PURPOSE, agree
from bench.measuring import load_average, machine, percentiles, timed
from bench.plain_terms import PlainTerms
from bench.store import ACCOUNTS, ROUNDS, Asked, Bench, Results
from headwater.agreements import Agreement, Held, Profile, Register, compiling, make_key, party_key, shipped, sign
from headwater.agreements import Asked as Question
from headwater.classification import Classification
from headwater.desk import Actor, Desk
from headwater.errors import Conflict
from headwater.model import Label, SubjectCategory
from headwater.settings import Settings

BOUNDS_S = {300: 0.2, 3000: 1.0}
SEARCH_MS = 25
NODE = "EXAMPLE"
"""An agency that has no report of its own: all it sees is what its one agreement opens."""

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
_HANDLING = ("", "P", "H0", "H1", "H2", "H0 TLP:AMBER", "TLP:GREEN", "TLP:RED")
_KINDS = (
    ("Person", "identity"),
    ("Person", "contact"),
    ("Person", "document"),
    ("Person", "special"),
    ("Vehicle", "identity"),
    ("Phone", "contact"),
    ("Passport", "document"),
    ("GangMembership", "role"),
    ("SmugglingGroup", "identity"),
    ("Use", "role"),
    ("Address", "place"),
)


def labels(count: int) -> list[Label]:
    """So many labels that no two rules see alike, of six agencies and every kind of data."""
    agencies = ("AL", "XK", "MK", "RS", "FRONTEX", "GB")
    categories = tuple(SubjectCategory)
    released = ((), ("GB",), ("AL", "GB"))
    made = (
        Label(agency, schema, group, category, handling=handling, classification=level, releasable_to=to)
        for to, handling, level, agency, (schema, group) in product(
            released, _HANDLING, (Classification.OFFICIAL, Classification.OFFICIAL_SENSITIVE), agencies, _KINDS
        )
        for category in (categories if schema == "Person" else (None,))
    )
    return list(islice(made, count))


def signed() -> Register:
    """The first versions of the shipped agreements, signed by all, with the shipped profiles."""
    documents = [one for one in shipped() if one.version == 1]
    agreements = [one for one in documents if isinstance(one, Agreement)]
    keys = {party: make_key() for one in agreements for party in one.parties}
    known = [party_key(party, key.public(), origin="A bench", at=AT) for party, key in keys.items()]
    held = [Held(one, tuple(sign(one, keys[party], party, AT) for party in one.parties)) for one in agreements]
    return Register(held, [one for one in documents if isinstance(one, Profile)], known)


def deciding(count: int) -> Results:
    """Seconds to decide labels for a reader: nothing compiled, nothing asked before; and again."""
    asked, of = Question("GB", PURPOSE, AT, holder="GB", roles=frozenset({"analyst"})), labels(count)
    compiling._MADE.clear()
    register = signed()
    begun = time.perf_counter()
    found = register.decide(asked, of)
    cold = time.perf_counter() - begun
    again = min(timed(lambda: register.decide(asked, of)) for _ in range(20))
    plain = PlainTerms(register.in_force(AT), register.profiles())
    assert plain.decide(asked, of) == found, "the plain reading comes to other answers"
    peer = min(timed(lambda: plain.decide(asked, of)) for _ in range(20))
    assert len(of) == count
    return {
        "labels": count,
        "open": sum(found),
        "cold_s": round(cold, 4),
        "cached_s": round(again, 5),
        "plain_python_s": round(peer, 5),
        "cold_to_plain": round(cold / peer, 1),
        "cached_to_plain": round(again / peer, 2),
        "bound_s": BOUNDS_S[count],
        "kept": cold < BOUNDS_S[count],
    }


def searching(assertions: int, folder: Path, console: Console) -> Results:
    """Searches with their exact counts for a viewer whom one agreement shows 1% of a node."""
    node = Path(tempfile.mkdtemp(prefix="headwater-bench-", dir=folder))
    try:
        settings = Settings(data=node / "data", node=NODE, demo=False)
        settings.data.mkdir(parents=True)
        Bench(settings, folder, assertions, console).load()
        desk = Desk.open(settings)
        agree(desk, NODE, [synthetic.SMALL[0]])
        actor = _analyst(desk)
        first = timed(lambda: desk.search(actor, synthetic.hard_queries()[0]))
        asked = Asked(desk, actor)
        taken = [asked.once("search") for _ in range(ROUNDS)]
        results: Results = {
            "assertions": assertions,
            "labels": len(desk._parts.store.labels()),
            "found_by_hardest": max(asked.totals),
            "first_search_ms": round(1000 * first, 1),
            "search": percentiles(taken),
            "bound_p95_ms": SEARCH_MS,
            "load_average": load_average(),
        }
        desk.close()
        return results | {"kept": percentiles(taken)["p95_ms"] < SEARCH_MS}
    finally:
        shutil.rmtree(node, ignore_errors=True)


def _analyst(desk: Desk) -> Actor:
    with suppress(Conflict):
        desk.redeem_link(desk.first_link(), *ACCOUNTS)
    return desk.state_purpose(desk.sign_in(*ACCOUNTS[1]), PURPOSE, note="bench")


def table_of(report: Results) -> Table:
    """A table of all that was measured, with the bound beside each."""
    table = Table(title="Agreements")
    for heading in ("", "cold, s", "cached, s", "plain Python, s", "bound, s"):
        table.add_column(heading, justify="right" if heading else "left")
    decided = report["deciding"]
    assert isinstance(decided, list)
    for one in decided:
        cells = (one["cold_s"], one["cached_s"], one["plain_python_s"], one["bound_s"])
        table.add_row(f"deciding {one['labels']:,} labels", *map(str, cells))
    return table


def main() -> None:
    """Run the bench as its arguments say."""
    parser = argparse.ArgumentParser(prog="python -m bench.agreements", description=__doc__.splitlines()[0])
    parser.add_argument("--assertions", type=int, nargs="*", default=[10_000_000], help="none: only deciding is timed")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="where the sets are kept")
    parser.add_argument("--json", type=Path, default=Path("build/bench/agreements.json"))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    console = Console()
    report: Results = {"at": datetime.now(UTC).isoformat(), "machine": machine() | {"cedarpy": version("cedarpy")}}
    report["load_average_before"] = load_average()
    report["deciding"] = [deciding(count) for count in BOUNDS_S]
    console.print(table_of(report))
    searched: list[Results] = []
    for assertions in given.assertions:
        searched.append(searching(assertions, given.folder.absolute(), console))
        console.print(searched[-1])
    report["searching"] = searched
    given.json.write_text(json.dumps(report, indent=1))
    console.print(f"cedarpy {version('cedarpy')}; written to {given.json}")


if __name__ == "__main__":
    main()
