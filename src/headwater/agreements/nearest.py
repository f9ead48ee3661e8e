"""Which clause comes nearest where none opens, so that a reader learns what the text does say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from headwater.agreements.policies import GROUPS_UNLESS_SAID
from headwater.agreements.questions import Question
from headwater.agreements.terms import ABOUT_UNLESS_SAID, Agreement, Document, Share

_WEIGHT = {"about": 8, "groups": 4, "schemata": 4, "from": 2, "to": 2, "purposes": 1}


class Near(NamedTuple):
    """A clause that opens something, and in what it does not fit: names of its fields."""

    share: Share
    misses: tuple[str, ...]


def opening_clauses(document: Document, action: str) -> Sequence[Share]:
    """The clauses of a document that open for an action."""
    if isinstance(document, Agreement):
        return document.may_share
    return document.may_pass if action == "send" else document.may_hold


def nearest(document: Document, asked: Question) -> tuple[Near, ...]:
    """The clause that fits most of a question, first in the text of those that fit equally; none if none opens."""
    found = [Near(share, tuple(_misses(share, asked))) for share in opening_clauses(document, asked.action)]
    return tuple(sorted(found, key=lambda near: sum(_WEIGHT[miss] for miss in near.misses))[:1])


def _misses(share: Share, asked: Question) -> Iterator[str]:
    said: Iterable[tuple[str, Sequence[str], str]] = (
        ("about", share.about or ABOUT_UNLESS_SAID, asked.about),
        ("groups", share.groups or GROUPS_UNLESS_SAID, asked.group),
        ("from", share.from_, asked.origin),
        ("to", share.to, asked.recipient),
        ("purposes", share.purposes, asked.purpose),
    )
    for name, words, word in said:
        if words and word not in words:
            yield name
    if share.schemata and not asked.schemata & frozenset(share.schemata):
        yield "schemata"
