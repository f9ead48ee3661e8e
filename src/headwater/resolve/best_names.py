"""Which names of two records are compared, and what an alias, a weak name and a kunya count for."""

from __future__ import annotations

from functools import lru_cache
from math import log2

from headwater import names
from headwater.model import schema
from headwater.resolve.name_evidence import NameEvidence, person_evidence, rarity_bits, thing_evidence
from headwater.resolve.rarity import Rarity
from headwater.resolve.record import WEAK_NAMES, Record

MOST_NAMES = 4
"""Pairs of names that are looked at, besides the two main ones: those that share most."""

WEAK_LOSS = 2.0
"""Bits that agreement loses if it rests on a name which its source holds for weak."""

KUNYA_LOSS = 3.0
"""The same for a name by a child alone (Abu Ahmad): many bear it."""

NOTHING = -99.0
ALIAS_LOSS = 1.0
OTHER_NAMES_LOSS = 4.0
"""What the agreement of an alias with a main name loses, and that of two aliases, if the main names contradict."""


TRIES = 0.35
"""Bits for each doubling of the pairs of names that could have agreed by chance."""


def best_names(left: Record, right: Record, rarity: Rarity) -> tuple[NameEvidence, float]:
    """The two names that agree best, and the bits they give.

    Args:
        left: A record with names.
        right: Another.
        rarity: How rare words are.
    """
    kind = kind_of(left, right)
    best, best_bits, main_bits = None, NOTHING, NOTHING
    for ours, theirs in _pairs_of_names(left, right):
        found = _evidence(ours, theirs, kind)
        bits = found.bits + rarity_bits(found, rarity)
        mains = (ours in left.main_names) + (theirs in right.main_names)
        if mains == 2:
            main_bits = max(main_bits, bits)
        else:
            bits -= _loss(left, right, ours, theirs) if bits > 0 else 0.0
            if bits > 0 and main_bits < 0:
                bits -= (ALIAS_LOSS if mains else OTHER_NAMES_LOSS) + _tries(left, right)
        if best is None or bits > best_bits:
            best, best_bits = found, bits
    return best or _evidence(left.names[0], right.names[0], kind), best_bits


def _pairs_of_names(left: Record, right: Record) -> list[tuple[str, str]]:
    """The pairs of names to look at: the main names first, then those that share most keys."""
    shared: list[tuple[int, int, str, str]] = []
    for ours, our_keys in left.keyed_names:
        for theirs, their_keys in right.keyed_names:
            if common := len(our_keys & their_keys):
                main = (ours in left.main_names) + (theirs in right.main_names)
                shared.append((-common, -main, ours, theirs))
    shared.sort()
    chosen = [(ours, theirs) for _, _, ours, theirs in shared[:MOST_NAMES]]
    mains = [pair for pair in chosen if pair[0] in left.main_names and pair[1] in right.main_names]
    return list(dict.fromkeys([*(mains or [(left.names[0], right.names[0])]), *chosen]))


def _tries(left: Record, right: Record) -> float:
    """What agreement by an alias loses because there were many to try."""
    return TRIES * log2(len(left.names) * len(right.names))


_KUNYA = frozenset({"abu", "abou", "abo", "aboo", "umm", "oum", "um"})


def _loss(left: Record, right: Record, ours: str, theirs: str) -> float:
    """What agreement on a name loses because the name is weak."""
    weak = ours in left.get(*WEAK_NAMES) or theirs in right.get(*WEAK_NAMES)
    return max(WEAK_LOSS if weak else 0.0, KUNYA_LOSS if _is_kunya(ours) or _is_kunya(theirs) else 0.0)


@lru_cache(maxsize=65_536)
def _is_kunya(name: str) -> bool:
    tokens = names.tokens(name)
    return bool(tokens) and tokens[0] in _KUNYA and len(tokens) <= 3


def kind_of(left: Record, right: Record) -> str:
    """What is compared: "person", "organisation" or "vessel"."""
    for record in (left, right):
        if record.is_person:
            return "person"
    if schema.is_a(left.schema, "Vehicle") or schema.is_a(right.schema, "Vehicle"):
        return "vessel"
    return "organisation"


def _evidence(left: str, right: str, kind: str) -> NameEvidence:
    return person_evidence(left, right) if kind == "person" else thing_evidence(left, right, kind)


def forget() -> None:
    """Empty every cache that holds names."""
    _is_kunya.cache_clear()
