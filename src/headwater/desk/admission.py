"""What a node takes in: a draft is checked whole before any of it is kept."""

from __future__ import annotations

from headwater.classification import Classification
from headwater.errors import BadInput, EntryRefused
from headwater.model import DraftReport, dates, schema

VALUE_LENGTH = 100_000


def admit(draft: DraftReport, ceiling: Classification) -> DraftReport:
    """Return a draft that the node can keep.

    A person without a category is refused here, whatever reader the draft comes from (Directive (EU) 2016/680,
    Art. 6), and so is what is classified above the node's ceiling.

    Raises:
        EntryRefused: It says nothing, says it of a person without a category, is classified too high, or uses a
            property that its schema has not.
    """
    if draft.classification > ceiling:
        raise EntryRefused(
            f"The entry is {draft.classification.mark}; this node takes in up to {ceiling.mark}.",
            field="classification",
            remedy="Bring it to a node whose ceiling is high enough.",
        )
    if not draft.reference.strip() or not draft.assertions:
        raise EntryRefused("The entry says nothing, or has no reference.", field="reference", remedy="Complete it.")
    for date in ("review_by", "erase_by"):
        _check_day(date, getattr(draft, date))
    for said in draft.assertions:
        _check_property(said.schema, said.prop)
        if len(said.value) > VALUE_LENGTH or not said.value or not said.entity:
            raise EntryRefused(
                "A value is empty or too long.", field=said.prop, remedy=f"Write 1 to {VALUE_LENGTH} characters."
            )
        if said.category is None and schema.is_person(said.schema):
            raise EntryRefused(
                "A person comes without a category.",
                field="category",
                remedy="State suspect, convicted, victim, witness, contact or listed; --category for a whole file.",
            )
    return draft


def _check_property(schema_name: str, prop: str) -> None:
    try:
        schema.property_of(schema_name, prop)
    except BadInput as error:
        raise EntryRefused(error.detail, field=error.where, remedy=error.remedy) from None


def _check_day(field: str, value: str) -> None:
    try:
        if value and len(dates.check_prefix(value)) != 10:
            raise BadInput(f"{value!r} is no whole day.")
    except BadInput as error:
        raise EntryRefused(error.detail, field=field, remedy="Write YYYY-MM-DD.") from None
