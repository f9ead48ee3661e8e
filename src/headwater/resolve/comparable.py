"""Which schemata can name one thing."""

from __future__ import annotations

from functools import cache

from headwater.model import schema


@cache
def comparable(a_schema: str, b_schema: str) -> bool:
    """Whether entities of two schemata can be one: one is the other, or both name a matchable thing below one.

    A source that says LegalEntity does not know whether it is a person, and may mean one. A person and a company are
    never one, nor is a link between two things ever compared.

    Args:
        a_schema: A schema's name.
        b_schema: Another's.
    """
    if not (schema.schema_of(a_schema).matchable and schema.schema_of(b_schema).matchable):
        return False
    return schema.is_a(a_schema, b_schema) or schema.is_a(b_schema, a_schema) or _both(a_schema, b_schema)


def _both(a_schema: str, b_schema: str) -> bool:
    """Organisations of any kind (a company that another source calls a gang), and vehicles on water of any kind."""
    return any(schema.is_a(a_schema, kind) and schema.is_a(b_schema, kind) for kind in ("Organization", "Vessel"))
