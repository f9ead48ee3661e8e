"""Are the scores what they say? Of pairs scored .9, are nine in ten one?

    python -m bench.calibration PAIRS.csv CASES.csv [--plot FILE.svg] [--fit]

PAIRS.csv has two names of one listed person a line (`record`, `name_a`, `name_b`): the first names make one list, the
others a second, and every candidate of a record of the first in the second is scored, names alone. CASES.csv has
labelled pairs (`schema`, `name1`, `name2`, `is_match`). Records are dealt by a hash of their reference: with `--fit`
the slope is fitted on one half, and what is printed and drawn is always of the other.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from bench.plot import Reliability, reliability_svg
from headwater.resolve import Candidates, Record, compare
from headwater.resolve.scoring import OFFSET, SLOPE, THRESHOLD

BINS = 10


@dataclass(frozen=True)
class Scored:
    """A labelled pair with its sum of bits."""

    bits: float
    same: bool
    held_out: bool
    left: str = ""
    right: str = ""

    def p(self, slope: float = SLOPE, offset: float = OFFSET) -> float:
        """The probability that the sum stands for."""
        return 1 / (1 + exp(-log(2) * max(-40.0, min(40.0, slope * self.bits + offset))))


def _held_out(key: str) -> bool:
    return hashlib.sha256(key.encode()).digest()[1] % 2 == 0  # the first byte chose the half that is shared


def _bits(schema: str, one: str, other: str) -> float:
    left, right = (Record.of(name, schema, [("name", name)]) for name in (one, other))
    return compare(left, right).sum


def listed(path: Path) -> list[Scored]:
    """Two lists made of one: the names that come first, and the others; every candidate of the first in the second."""
    lefts: dict[str, dict[str, None]] = defaultdict(dict)
    rights: dict[str, dict[str, None]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            lefts[row["record"]][row["name_a"]] = None
            rights[row["record"]][row["name_b"]] = None
    ours = {record: _record(f"1 {record}", given) for record, given in lefts.items()}
    theirs = {f"2 {record}": _record(f"2 {record}", given) for record, given in rights.items()}
    index = Candidates(limit=10)
    index.add([*ours.values(), *theirs.values()])
    return [
        Scored(
            compare(ours[record], theirs[one.id], index).sum, one.id == f"2 {record}", _held_out(record), record, one.id
        )
        for record in sorted(ours)
        for one in index.of(ours[record])
        if one.id in theirs and _same_list(record, one.id)
    ]


def _same_list(left: str, right: str) -> bool:
    """Whether both stand on one list, the UN's (TAi.005) or the EU's (32011R0753#18): one person may stand on two."""
    return left[0].isdigit() == right.removeprefix("2 ")[0].isdigit()


def _record(id_: str, given: Iterable[str]) -> Record:
    first, *others = given
    return Record.of(id_, "Person", [("name", first), *(("alias", name) for name in others)])


def cases(path: Path) -> list[Scored]:
    """Labelled pairs, all held out: nothing is fitted on them."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Scored(_bits(row["schema"], row["name1"], row["name2"]), row["is_match"] == "true", True)
            for row in csv.DictReader(lines)
        ]


def table(scored: Iterable[Scored], p: Callable[[Scored], float]) -> list[Reliability]:
    """By tenths of the score: how many pairs, the mean score, the share that are one."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in scored:
        bins[min(BINS - 1, int(p(one) * BINS))].append((p(one), one.same))
    return [
        Reliability(
            len(found), sum(score for score, _ in found) / len(found), sum(same for _, same in found) / len(found)
        )
        for _, found in sorted(bins.items())
    ]


def fit(scored: list[Scored]) -> tuple[float, float]:
    """Slope and offset by Newton's method on the log likelihood (Platt 1999), in bits."""
    slope, offset = 1.0, 0.0
    for _ in range(50):
        g = [0.0, 0.0]
        h = [[1e-9, 0.0], [0.0, 1e-9]]
        for one in scored:
            p = one.p(slope, offset)
            x = (log(2) * one.bits, log(2))
            for i in range(2):
                g[i] += (one.same - p) * x[i]
                for j in range(2):
                    h[i][j] += p * (1 - p) * x[i] * x[j]
        det = h[0][0] * h[1][1] - h[0][1] * h[1][0]
        slope += max(-0.2, min(0.2, (h[1][1] * g[0] - h[0][1] * g[1]) / det))
        offset += max(-0.5, min(0.5, (h[0][0] * g[1] - h[1][0] * g[0]) / det))
    return slope, offset


def f1(scored: Iterable[Scored]) -> float:
    """F1 at the default threshold."""
    listed_pairs = list(scored)
    hits = sum(one.same and one.p() >= THRESHOLD for one in listed_pairs)
    wrong = sum(one.same != (one.p() >= THRESHOLD) for one in listed_pairs)
    return 2 * hits / (2 * hits + wrong)


def main() -> None:
    """Print the tables, and draw them."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    sets = {
        "listed persons, the half not fitted on": listed(given.pairs),
        "labelled cases of nomenklatura": cases(given.cases),
    }
    if given.fit:
        slope, offset = fit([one for found in sets.values() for one in found if not one.held_out])
        print(f"slope {slope:.2f}, offset {offset:.2f} bits")
    tables = {}
    for name, scored in sets.items():
        held_out = [one for one in scored if one.held_out]
        tables[f"{name} ({len(held_out):,} pairs)"] = found = table(held_out, Scored.p)
        print(f"{name}: {len(held_out):,} pairs, F1 {f1(held_out):.3f}")
        for one in found:
            print(f"  {one.count:6,} pairs, mean score {one.score:.2f}, one {one.share:.2f}")
    if given.plot:
        given.plot.write_text(reliability_svg(tables, THRESHOLD), encoding="utf-8")


if __name__ == "__main__":
    main()
