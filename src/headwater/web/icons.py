"""Small line drawings, one a kind of entity. They repeat a word that stands beside them and are hidden from readers."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from headwater.errors import BadInput
from headwater.model.schema import is_a

PATHS = {
    "person": '<circle cx="10" cy="6" r="3.5"/><path d="M3 18c0-4.500 3-6.500 7-6.500s7 2 7 6.500"/>',
    "group": '<circle cx="10" cy="4" r="2.5"/><circle cx="4" cy="15" r="2.5"/><circle cx="16" cy="15" r="2.5"/>'
    '<path d="m9 6.500-4 6m6-6 4 6m-8.500 2.500h7"/>',
    "company": '<path d="M4 18V2.500h8V18M12 8h4.500v10M1.500 18h17M6.500 6h3M6.500 9.500h3M6.500 13h3"/>',
    "document": '<path d="M4.500 1.500h7.500l3.500 3.500v13.500h-11z"/><path d="M7 9h6M7 12h6M7 15h4"/>',
    "phone": '<rect x="5.500" y="1.500" width="9" height="17" rx="1.500"/><path d="M8.500 15.500h3"/>',
    "account": '<path d="M2.500 3h15v11h-9l-4 4v-4h-2z"/>',
    "vehicle": '<path d="M2 13V9l2-4h9l3 4h2v4zM2 13h16"/>'
    '<circle cx="6" cy="14" r="2"/><circle cx="14" cy="14" r="2"/>',
    "boat": '<path d="M1.500 11h17l-2.500 5h-11zM6 11V7h6l2 4"/>',
    "engine": '<path d="M4 6h9v6H4zM7 3h4v3M13 8h3v3M8 12v5m-2 0h4"/>',
    "place": '<path d="M10 18.500C6 14 4 11 4 8a6 6 0 0 1 12 0c0 3-2 6-6 10.500z"/><circle cx="10" cy="8" r="2"/>',
    "money": '<rect x="1.500" y="5" width="17" height="10"/><circle cx="10" cy="10" r="2.500"/>',
    "thing": '<rect x="3" y="3" width="14" height="14"/><path d="M3 8h14"/>',
    "search": '<circle cx="8.500" cy="8.500" r="6"/><path d="m13 13 5.500 5.500"/>',
    "lock": '<rect x="3.500" y="9" width="13" height="9"/><path d="M6.500 9V6a3.500 3.500 0 0 1 7 0v3"/>',
    "done": '<circle cx="10" cy="10" r="8"/><path d="m6 10.500 3 3 5.500-6.500"/>',
    "inbox": '<path d="M2 11 5 3h10l3 8v6H2zM2 11h5l1 2h4l1-2h5"/>',
    "care": '<path d="M10 2 1.500 17.500h17zM10 8v4.500m0 2v1.500"/>',
}

_KIND_OF_SCHEMA = (
    ("Person", "person"),
    ("SmugglingGroup", "group"),
    ("Organization", "company"),
    ("Company", "company"),
    ("LegalEntity", "company"),
    ("Identification", "document"),
    ("Document", "document"),
    ("Phone", "phone"),
    ("UserAccount", "account"),
    ("Vessel", "boat"),
    ("Engine", "engine"),
    ("Vehicle", "vehicle"),
    ("Address", "place"),
    ("RealEstate", "place"),
    ("BankAccount", "money"),
    ("CryptoWallet", "money"),
)


@cache
def kind_of(schema: str) -> str:
    """The name of the drawing for a schema; `thing` for what has none of its own."""
    try:
        return next((kind for ancestor, kind in _KIND_OF_SCHEMA if is_a(schema, ancestor)), "thing")
    except BadInput:
        return "thing"


def paths_of(name: str) -> Markup:
    """What is inside the drawing of a schema, or of a name in `PATHS`."""
    return Markup(PATHS.get(name) or PATHS[kind_of(name)])  # noqa: S704 - constants of this module


@cache
def icon_of(name: str) -> Markup:
    """The drawing of a schema, or of a name in `PATHS`, 20 by 20."""
    return Markup(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor"'
        ' stroke-width="1.7">{}</svg>'
    ).format(paths_of(name))
