"""The label of an assertion: all that an access decision depends on and that does not change with time."""

from __future__ import annotations

import msgspec

from headwater.model.category import SubjectCategory
from headwater.model.handling import Classification


class Label(msgspec.Struct, frozen=True):
    """What a policy decides on. Hundreds of labels stand for millions of assertions.

    `group` is the property group (`headwater.model.schema.group_of`), `handling` the codes joined by a space, its
    conditions left in the report; `published` is what anyone may read and pass on. Retention dates are no part of it:
    they change with time.
    """

    agency: str
    schema: str
    group: str
    category: SubjectCategory | None = None
    case: str = ""
    purpose: str = ""
    legal_basis: str = ""
    releasable_to: tuple[str, ...] = ()
    handling: str = ""
    classification: Classification = Classification.OFFICIAL
    agreement: str = ""
    agreement_version: int = 0
    synthetic: bool = False
    press: bool = False
    published: bool = False
