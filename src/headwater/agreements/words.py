"""Decisions in words: kinds of data, categories of people, parties, periods."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.agreements.questions import about_of
from headwater.agreements.terms import THING
from headwater.errors import BadInput
from headwater.model import Label
from headwater.model.retention import parts_of
from headwater.model.schema import schema_of

GROUP_WORDS = {
    "identity": "the identity",
    "role": "the roles",
    "document": "the documents",
    "contact": "the phones and addresses on networks",
    "place": "the places",
    "money": "the money matters",
    "listing": "the listings",
    "note": "the notes",
    "special": "the ethnicity, religion and politics",
}
ABOUT_WORDS = {
    "suspect": "suspects",
    "convicted": "convicted persons",
    "contact": "contacts",
    "listed": "listed persons",
    "victim": "victims",
    "witness": "witnesses",
    THING: "things",
}
PURPOSE_WORDS = {
    "investigate": "to investigate a case",
    "develop": "to develop intelligence on a group",
    "inspect-documents": "to inspect documents",
    "risk-analysis": "to analyse risk at the border",
    "search-and-rescue": "to search and rescue",
}
_SHOWN = 6


def many(words: Sequence[str]) -> str:
    """Words in a row: `AL, BA and 4 more`.

    >>> many(["AL"]), many(["AL", "BA"]), many("ABCDEFGH")
    ('AL', 'AL and BA', 'A, B, C, D, E, F and 2 more')
    """
    if len(words) > _SHOWN:
        return f"{', '.join(words[:_SHOWN])} and {len(words) - _SHOWN} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def data_words(about: str, group: str, schema: str = "") -> str:
    """A kind of data: `the roles of contacts`, `the documents of vehicles`."""
    whom = plural(schema) if about == THING and schema else ABOUT_WORDS.get(about, about)
    return f"{GROUP_WORDS.get(group, group)} of {whom}"


def label_words(label: Label) -> str:
    """The kind of data that a label is of."""
    return data_words(about_of(label), label.group, label.schema)


def whose_words(label: Label) -> str:
    """Whose data it is: `suspects' data`, `data on vehicles`.

    >>> whose_words(Label("GB", "Vehicle", "identity"))
    'data on vehicles'
    """
    about = about_of(label)
    return f"data on {plural(label.schema)}" if about == THING else f"{ABOUT_WORDS.get(about, about)}' data"


def plural(schema: str) -> str:
    """Things of a schema: `vehicles`.

    >>> plural("Vehicle")
    'vehicles'
    """
    try:
        return schema_of(schema).plural.lower()
    except BadInput:
        return ABOUT_WORDS[THING]


def period_words(period: str) -> str:
    """An ISO 8601 period in words.

    >>> period_words("P1Y"), period_words("P18M"), period_words("P1Y2M")
    ('1 year', '18 months', '1 year and 2 months')
    """
    named = zip(parts_of(period), ("year", "month", "week", "day"), strict=True)
    return many([f"{count} {name}{'s' if count > 1 else ''}" for count, name in named if count])


def as_sentence(words: str) -> str:
    """The words with a capital at the beginning and a full stop at the end."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")
