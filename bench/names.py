"""How often names of one person meet across scripts, how often names of two do, and how fast.

    python bench/names.py PAIRS.csv [UN.xml] [CASES.csv]

PAIRS.csv has the columns name_a, name_b, script_a, script_b, relation, record: two names of one person a line. Prints
figures and writes nothing. Names that look nothing alike (a nickname, another name taken later) are in such a table
too, so the share of pairs that meet cannot reach one. UN.xml is the Security Council's consolidated list: its
NAME_ORIGINAL_SCRIPT against its Latin name. CASES.csv has name1, name2 and is_match, true or false.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

from headwater.names import forget, keys, name_index, script_of, search_terms, tokens
from headwater.names.folding import words

Pair = tuple[str, str]
SEED = 20_250_419


def read_pairs(path: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Pairs by the two scripts and the relation: (name, other name, record)."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            group = f"{row['script_a']}-{row['script_b']} {row['source']} {row['relation']}"
            found[group].append((row["name_a"], row["name_b"], row["record"]))
    return dict(found)


def read_un(path: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Latin name, name in the original script, and reference of each person on the list, by script."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for person in etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).iter("INDIVIDUAL"):
        parts = [person.findtext(f"{place}_NAME", "").strip() for place in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        original = person.findtext("NAME_ORIGINAL_SCRIPT", "").strip()
        if original:
            group = f"LATIN-{script_of(original).upper()} UN whole list"
            found[group].append((" ".join(filter(None, parts)), original, person.findtext("REFERENCE_NUMBER", "")))
    return dict(found)


def print_cases(path: Path) -> None:
    """Of labelled pairs: how many of one person meet, and how many of two."""
    counts: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            schema = "Person" if row["schema"] == "Person" else "other"
            counts[schema, row["is_match"] == "true"].append(meets(by_keys, row["name1"], row["name2"]))
    for (schema, same), met in sorted(counts.items()):
        print(f"labelled {schema}, {'same' if same else 'different'}: {sum(met)} of {len(met)} meet")


def by_keys(question: str, name: str) -> bool:
    """Whether a search for one name, loose, finds the other."""
    kept, classes = name_index(name)
    terms = search_terms(question)
    known, spelled = set(classes), set(kept)
    return bool(terms) and all(term.token in spelled or not known.isdisjoint(term.keys) for term in terms)


def by_tokens(question: str, name: str) -> bool:
    """Whether every folded token of one name is a token of the other."""
    return set(tokens(question)) <= set(tokens(name))


def meets(rule: Callable[[str, str], bool], first: str, second: str) -> bool:
    """Whether the name with fewer words finds the other."""
    shorter, longer = sorted((first, second), key=lambda name: len(search_terms(name)))
    return rule(shorter, longer)


def share(rule: Callable[[str, str], bool], pairs: Sequence[Pair]) -> float:
    """The share of pairs that meet."""
    return sum(meets(rule, first, second) for first, second in pairs) / max(1, len(pairs))


def strangers(pairs: Sequence[tuple[str, str, str]], count: int) -> list[Pair]:
    """Pairs of names from two different records, drawn at random."""
    draw = random.Random(SEED)
    found: list[Pair] = []
    while len(found) < count:
        one, two = draw.choice(pairs), draw.choice(pairs)
        if one[2] != two[2]:
            found.append((one[0], two[1]))
    return found


def token_collisions(first: Sequence[str], second: Sequence[str], count: int) -> float:
    """The share of pairs of different tokens, drawn at random, that share a key."""
    draw = random.Random(SEED)
    hits = done = 0
    while done < count:
        one, two = draw.choice(first), draw.choice(second)
        if one != two:
            done += 1
            hits += not set(keys(one)).isdisjoint(keys(two))
    return hits / count


def print_meetings(groups: dict[str, list[tuple[str, str, str]]]) -> None:
    """One line a group: pairs, met by spelling, met by keys, strangers met by keys."""
    print(f"{'group':44} {'pairs':>6} {'spelling':>9} {'keys':>7} {'strangers':>10}")
    for group, rows in sorted(groups.items(), key=lambda item: -len(item[1])):
        if len(rows) < 4:
            continue
        pairs = [(first, second) for first, second, _ in rows]
        other = share(by_keys, strangers(rows, 20_000))
        print(f"{group:44} {len(pairs):6} {share(by_tokens, pairs):9.3f} {share(by_keys, pairs):7.3f} {other:10.5f}")


def print_collisions(groups: dict[str, list[tuple[str, str, str]]]) -> None:
    """How often two different words share a key, each different word counted once."""
    seen: dict[str, set[str]] = defaultdict(set)
    for group, rows in groups.items():
        for _, second, _ in rows:
            seen[group.split(" ")[0].split("-")[1]].update(
                word for word in words(second) if len(word) > 1 and not word.isdigit()
            )
    for one, two in (("LATIN", "LATIN"), ("CYRILLIC", "CYRILLIC"), ("LATIN", "ARABIC"), ("CYRILLIC", "ARABIC")):
        rate = token_collisions(sorted(seen[one]), sorted(seen[two]), 100_000)
        print(f"two different words share a key, {one}-{two}: {rate:.5f}")
    counts = [len(keys(word)) for group in seen.values() for word in group]
    names = {name for rows in groups.values() for pair in rows for name in pair[:2]}
    kept = [name_index(name) for name in names]
    mean = [sum(len(side[place]) for side in kept) / len(kept) for place in (0, 1)]
    print(f"a name is kept under {mean[0]:.2f} tokens and {mean[1]:.2f} keys")
    print(f"keys a word: mean {sum(counts) / len(counts):.2f}, most {max(counts)}")


def print_speed(groups: dict[str, list[tuple[str, str, str]]]) -> None:
    """Names indexed a second: nothing cached, words cached and names not, all cached."""
    names = sorted({name for rows in groups.values() for pair in rows for name in pair[:2]})
    forget()
    for label, repeat in (("cold", False), ("warm", True)):
        started = time.process_time()
        for name in names:
            name_index(name)
        took = time.process_time() - started
        print(f"{label}: {len(names) / took:,.0f} names a second ({len(names):,} different names)")
        if repeat:
            name_index.cache_clear()
            started = time.process_time()
            for name in names:
                name_index(name)
            took = time.process_time() - started
            print(f"new names of known words: {len(names) / took:,.0f} names a second")


def main() -> None:
    """Print all figures for one table of pairs."""
    groups = read_pairs(Path(sys.argv[1]))
    print_meetings(groups)
    print_collisions(groups)
    print_speed(groups)
    if len(sys.argv) > 2:
        print_meetings(read_un(Path(sys.argv[2])))
    if len(sys.argv) > 3:
        print_cases(Path(sys.argv[3]))


if __name__ == "__main__":
    main()
