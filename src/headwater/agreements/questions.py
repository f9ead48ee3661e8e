"""What a policy sees of a label: a question with nothing in it that no clause asks for."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from headwater.agreements.terms import THING, TLP_ORDER
from headwater.errors import BadInput
from headwater.model import Label
from headwater.model.handling import HANDLING_WORDS
from headwater.model.schema import Group, schema_of

NO_TLP = -1
_GROUPS = frozenset(group.value for group in Group)


class Question(NamedTuple):
    """One question to one document.

    Attributes:
        action: `share` (of an agreement), `send` or `hold` (of a profile).
        origin: The agency whose data it is.
        schemata: The schema and all that it extends; a document keeps those that it names.
        tlp: Place in `TLP_ORDER`, `NO_TLP` for no such mark.
        holder: Who passes on what it was given; "" where the originator itself sends.
    """

    action: str
    origin: str
    recipient: str
    purpose: str
    about: str
    group: str
    schemata: frozenset[str]
    classification: int
    tlp: int
    handling: frozenset[str]
    protected: bool
    holder: str
    roles: frozenset[str]


def about_of(label: Label) -> str:
    """The subject category of a label, `thing` for none."""
    return label.category.value if label.category is not None else THING


@lru_cache(maxsize=4096)
def handling_of(text: str) -> tuple[frozenset[str], int]:
    """The codes of a label's handling, and the place of the strictest TLP mark among them."""
    codes = frozenset(text.split())
    marks = [TLP_ORDER.index(code[4:]) for code in codes if code.startswith("TLP:") and code[4:] in TLP_ORDER]
    return codes, max(marks, default=NO_TLP)


@lru_cache(maxsize=4096)
def extended_by(schema: str) -> frozenset[str]:
    """A schema and all that it extends; nothing for one that there is not."""
    try:
        return frozenset(one.name for one in schema_of(schema).schemata)
    except BadInput:
        return frozenset()


def unknown_in(label: Label) -> str:
    """What a label says that nobody here knows, "" for nothing: what is unknown opens nothing."""
    strange = sorted(handling_of(label.handling)[0] - HANDLING_WORDS.keys())
    if strange:
        return f"the handling code {strange[0]}"
    if not extended_by(label.schema):
        return f"the schema {label.schema}"
    return "" if label.group in _GROUPS else f"the property group {label.group}"


def question(action: str, label: Label, recipient: str, purpose: str, protected: bool) -> Question:
    """The question of a label to a document, asked for the originator itself and for no role."""
    codes, tlp = handling_of(label.handling)
    return Question(
        action,
        label.agency,
        recipient,
        purpose,
        about_of(label),
        label.group,
        extended_by(label.schema),
        int(label.classification),
        tlp,
        codes,
        protected,
        "",
        frozenset(),
    )
