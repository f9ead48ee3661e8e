"""How many names of one listed person are candidates of each other among 50,000 decoys, ours and nomenklatura's.

    python -m bench.resolve_recall [PAIRS.csv] [--decoys 50000] [--limit 50] [--peer PYTHON] [--missed]

Each different name of a person is a record of its own; a pair is found if one of the two is among the candidates, at
most `--limit`, of the other. `--peer` is the Python of an environment that has nomenklatura (`make peer`).

A one-script pair *shares a similar word* if a folded token of one differs from one of the other by at most a fifth of
the longer's letters (edit distance), both of three letters and more. Where more than `--limit` records have such a word
and the pair shares no rarer one, no list of that length can hold all who share it: those pairs are counted apart.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.listed_names import PAIRS, SEED, NamePair, decoys, persons, read_pairs
from headwater.names import tokens
from headwater.resolve.candidates import Candidates
from headwater.resolve.record import Record

LEAST_SIMILAR = 0.8
SHORTEST = 3

Found = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class World:
    """The records of the bench.

    Attributes:
        ids: Id of each name of each person.
        names: Name by id, decoys included.
        frequency: In how many records a folded token stands.
    """

    ids: dict[tuple[str, str], str]
    names: dict[str, str]
    frequency: Counter[str]


def world_of(pairs: Iterable[NamePair], count: int) -> World:
    """A record for each name of a pair, and the decoys."""
    pairs = list(pairs)
    listed = list(dict.fromkeys((pair.person, name) for pair in pairs for name in (pair.left, pair.right)))
    invented = decoys(persons(pairs), count)
    numbers = random.Random(SEED).sample(range(len(listed) + count), len(listed) + count)
    every = [f"r{number:06d}" for number in numbers]  # drawn, so that ties by id favour neither names nor decoys
    names = dict(zip(every, [*(name for _, name in listed), *invented], strict=True))
    return World(dict(zip(listed, every, strict=False)), names, frequency_of(names.values()))


def frequency_of(names: Iterable[str]) -> Counter[str]:
    """In how many names a folded token stands."""
    return Counter(token for name in names for token in set(tokens(name)))


def ours(world: World, limit: int) -> Found:
    """Our candidates of each name of a person."""
    index = Candidates(limit=limit)
    records = [Record.of(id_, "Person", [("name", name)]) for id_, name in world.names.items()]
    index.add(records)
    asking = set(world.ids.values())
    return {one.id: frozenset(found.id for found in index.of(one)) for one in records if one.id in asking}


def theirs(world: World, limit: int, python: Path) -> tuple[Found, dict[str, str]]:
    """nomenklatura's, and the versions of its libraries."""
    asking = set(world.ids.values())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entities.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for id_, name in world.names.items():
                entity = {"id": id_, "schema": "Person", "properties": {"name": [name]}, "ask": id_ in asking}
                file.write(json.dumps(entity) + "\n")
        command = [
            str(python),
            str(Path(__file__).parent / "peer_nomenklatura.py"),
            "candidates",
            str(path),
            str(limit),
        ]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {id_: frozenset(found) for id_, found in said["candidates"].items()}, said["versions"]


def similar_words(pair: NamePair) -> Iterator[tuple[str, str]]:
    """Pairs of words of the two names that are alike."""
    for left in set(tokens(pair.left)):
        for right in set(tokens(pair.right)):
            longer = max(len(left), len(right))
            if min(len(left), len(right)) >= SHORTEST and edits(left, right) <= (1 - LEAST_SIMILAR) * longer:
                yield left, right


@cache
def edits(left: str, right: str) -> int:
    """Letters put in, left out or changed to make one word of the other (Levenshtein, 1966)."""
    row = list(range(len(right) + 1))
    for number, char in enumerate(left, 1):
        last, row = row, [number]
        for place, other in enumerate(right):
            row.append(min(last[place] + (char != other), last[place + 1] + 1, row[place] + 1))
    return row[-1]


def group_of(pair: NamePair, world: World, limit: int) -> str:
    """Under which line of the table a pair is counted."""
    if pair.in_two_scripts:
        return "two scripts"
    alike = list(similar_words(pair))
    if not alike:
        return "one script, no similar word (another name, a nickname)"
    if any(max(world.frequency[left], world.frequency[right]) <= limit for left, right in alike):
        return f"one script, a similar word that at most {limit} have"
    return f"one script, only similar words that more than {limit} have"


def table(pairs: Iterable[NamePair], found: Found, world: World, limit: int) -> dict[str, tuple[int, int]]:
    """Pairs found and pairs in all, by group; two scripts also by the other script."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair in pairs:
        groups = [group_of(pair, world, limit), "all"]
        groups += [f"two scripts: {pair.left_script} {pair.right_script}"] if pair.in_two_scripts else []
        groups += ["one script, a similar word"] if "similar words" in groups[0] or "that at most" in groups[0] else []
        for group in groups:
            counts[group][0] += is_found(pair, found, world)
            counts[group][1] += 1
    return {group: (hits, of) for group, (hits, of) in sorted(counts.items())}


def is_found(pair: NamePair, found: Found, world: World) -> bool:
    """Whether one name is a candidate of the other."""
    left, right = (world.ids[pair.person, name] for name in (pair.left, pair.right))
    return right in found.get(left, frozenset()) or left in found.get(right, frozenset())


def kind_of_miss(pair: NamePair, world: World, limit: int) -> str:
    """Why a pair is missed, as far as its words tell."""
    left, right = (set(tokens(name)) for name in (pair.left, pair.right))
    if any(marks in pair.right.lower() for marks in ("a.k.a", ",", ";", "(", " or ", "dit ")) and not (left & right):
        return "several spellings or a remark in one field"
    if pair.in_two_scripts:
        return "transliteration, or another name in the other script"
    if not list(similar_words(pair)):
        return "another name, or a nickname"
    if min(len(left), len(right)) == 1:
        return "one word alone, that many have"
    return "one frequent word in common" if "only" in group_of(pair, world, limit) else "a rarer word in common"


def main(print: Callable[[str], object] = print) -> None:
    """Print the table, and the missed pairs by kind."""
    options = read_options()
    pairs = read_pairs(options.pairs)
    world = world_of(pairs, options.decoys)
    print(f"{len(pairs):,} pairs of {len(world.ids):,} names, {options.decoys:,} decoys, {options.limit} candidates")
    mine = ours(world, options.limit)
    found = {"ours": table(pairs, mine, world, options.limit)}
    if options.peer:
        other, versions = theirs(world, options.limit, options.peer)
        found["nomenklatura"] = table(pairs, other, world, options.limit)
        print(", ".join(f"{name} {version}" for name, version in versions.items()))
    print(f"{'':62}{'pairs':>7}" + "".join(f"{name:>14}" for name in found))
    for group, (_, of) in found["ours"].items():
        print(f"{group:62}{of:7}" + "".join(f"{each[group][0] / of:14.4f}" for each in found.values()))
    missed: dict[str, list[NamePair]] = defaultdict(list)
    for pair in pairs:
        if not is_found(pair, mine, world):
            missed[kind_of_miss(pair, world, options.limit)].append(pair)
    for kind, several in sorted(missed.items(), key=lambda item: -len(item[1])):
        print(f"missed, {kind}: {len(several)}")
        for pair in several if options.missed else ():
            print(f"    {pair.left} | {pair.right}")


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="?", default=PAIRS)
    parser.add_argument("--decoys", type=int, default=50_000)
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--peer", type=Path, help="Python of an environment that has nomenklatura")
    parser.add_argument("--missed", action="store_true", help="print each missed pair")
    return parser.parse_args(sys.argv[1:])


if __name__ == "__main__":
    main()
