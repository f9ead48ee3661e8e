"""Report and assertion: what one agency says at one time, and each single thing it says.

Two shapes of each. A *draft* is what `intake` reads out of a file: it names entities by keys that are stable within
its list, so that the next edition's entry is known again. A *kept* report is what `store` makes of a draft: it has
random ids, and every reference to an entity is that entity's random id. Nothing about a value follows from an id.
"""

from __future__ import annotations

import msgspec

from headwater.model.category import Basis, SubjectCategory
from headwater.model.grading import NOT_GRADED, Grading
from headwater.model.handling import Classification, Handling


class DraftAssertion(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fact or assessment, as read from a file.

    Attributes:
        entity: Key of the entity within the report's list, e.g. `LYi.025` or `LYi.025#passport-1`.
        schema: FollowTheMoney schema of that entity, ours included.
        prop: Property of the schema. Where the property's type is `entity`, `value` is the other entity's key.
        value: The value in canonical form (ISO date or prefix, ISO country code, E.164-like phone, name as printed).
        original_value: The value as the source wrote it, where it differs from `value`; never thrown away.
        lang: ISO 639-3 code of a text or a name in another script, where known.
        basis: Fact or assessment (Directive (EU) 2016/680, Art. 7).
        category: Category of the person the entity is; mandatory for every assertion on a Person, else None.
        information_grade: This assertion's own information grade where it differs from the report's; the same scheme.
    """

    entity: str
    schema: str
    prop: str
    value: str
    original_value: str = ""
    lang: str = ""
    basis: Basis = Basis.FACT
    category: SubjectCategory | None = None
    information_grade: str = ""


class DraftReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one agency says at one time, as read from a file.

    Attributes:
        agency: Code of the reporting agency (`GB`, `FRONTEX`, `UN`, …).
        list_id: The list or series it belongs to; the namespace of entity keys and of `reference`.
        reference: The source's own reference, unique in the list.
        reported_at: ISO date or aware datetime of the statement, as far as the source gives it (`""` if it does not).
        edition: Name of the list's edition (`2025-04-19`, a CELEX number); "" where there are no editions.
        narrative: Free text of the report (a statement of reasons, a quotation).
        synthetic: Invented; is labelled so wherever it is shown.
        press: From press reports; is labelled so wherever it is shown.
        published: Its source published it to everyone: anyone may read it and pass it on.
    """

    agency: str
    list_id: str
    reference: str
    assertions: tuple[DraftAssertion, ...]
    reported_at: str = ""
    edition: str = ""
    grading: Grading = NOT_GRADED
    handling: Handling = Handling()
    classification: Classification = Classification.OFFICIAL
    purpose: str = ""
    legal_basis: str = ""
    releasable_to: tuple[str, ...] = ()
    case: str = ""
    review_by: str = ""
    erase_by: str = ""
    agreement: str = ""
    agreement_version: int = 0
    narrative: str = ""
    synthetic: bool = False
    press: bool = False
    published: bool = False


class Assertion(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fact or assessment in one report, as kept.

    `id` and `entity_id` are random lower-case hexadecimal (16 and 24 digits); the rest is as in the draft, with
    the ids of other entities in place of their keys.
    """

    id: str
    entity_id: str
    schema: str
    prop: str
    value: str
    original_value: str = ""
    lang: str = ""
    basis: Basis = Basis.FACT
    category: SubjectCategory | None = None
    information_grade: str = ""


class ReportHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kept report without its assertions.

    Attributes:
        id: Random, 24 hexadecimal digits.
        version: 1 for the first; a later version of the same reference supersedes the earlier.
        received_at: Aware UTC datetime, ISO 8601, when this node took it in.
        import_id: The import run that brought it, 24 hexadecimal digits.
        edition_date: ISO date of the edition, "" where there is none.
    The others are as in `DraftReport`.
    """

    id: str
    version: int
    import_id: str
    received_at: str
    agency: str
    list_id: str
    reference: str
    reported_at: str = ""
    edition: str = ""
    edition_date: str = ""
    grading: Grading = NOT_GRADED
    handling: Handling = Handling()
    classification: Classification = Classification.OFFICIAL
    purpose: str = ""
    legal_basis: str = ""
    releasable_to: tuple[str, ...] = ()
    case: str = ""
    review_by: str = ""
    erase_by: str = ""
    agreement: str = ""
    agreement_version: int = 0
    narrative: str = ""
    synthetic: bool = False
    press: bool = False
    published: bool = False


class Report(ReportHead, frozen=True, omit_defaults=True):
    """A kept report with its assertions."""

    assertions: tuple[Assertion, ...] = ()
