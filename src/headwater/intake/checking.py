"""Whether a draft that was not made here says something that can be kept: schema, property, value, category.

Every check raises `EntryRefused` with the field as the file writes it. Values are never changed to fit.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from headwater.errors import BadInput, EntryRefused
from headwater.intake.countries import country_name
from headwater.model import DraftAssertion, DraftReport, ScriptRole, SubjectCategory
from headwater.model.dates import check_prefix
from headwater.model.grading import INFORMATION_WORDS
from headwater.model.schema import is_a, is_person, is_reference, range_of, schema_of, type_of

GENDERS = ("male", "female", "other")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_AGENCY = re.compile(r"[A-Z][A-Z0-9-]{1,31}\Z")
_ROLES = tuple(role.value for role in ScriptRole)


def check_schema(name: str, *, field: str) -> None:
    """Refuse a schema that there is not, or that no entity can have."""
    try:
        abstract = schema_of(name).abstract
    except BadInput as error:
        raise EntryRefused(error.detail, field=field, remedy=error.remedy) from None
    if abstract:
        raise EntryRefused(f"No entity is only a {name}.", field=field, remedy="Use one of the schemata below it.")


def check_category(schema: str, category: SubjectCategory | None, *, field: str) -> None:
    """Refuse a person without a category, and a category on what is no person (Directive (EU) 2016/680, Art. 6)."""
    if is_person(schema) and category is None:
        reason = "A person needs a category: suspect, convicted, victim, witness, contact or listed."
        raise EntryRefused(reason, field=field, remedy="State one for this person or for the whole file.")
    if not is_person(schema) and category is not None:
        raise EntryRefused(f"A {schema} has no category: it is no person.", field=field, remedy="Leave it out.")


def check_property(schema: str, prop: str, *, field: str) -> str:
    """FollowTheMoney's type of a property; refuses one that the schema does not have."""
    try:
        return type_of(schema, prop)
    except BadInput as error:
        raise EntryRefused(error.detail, field=field, remedy=error.remedy) from None


def check_value(schema: str, prop: str, value: str, *, field: str) -> None:
    """Refuse a property that the schema does not have, and a value that its type cannot have."""
    kind = check_property(schema, prop, field=field)
    check_text(value, field=field)
    if not value.strip():
        raise EntryRefused("The value is empty.", field=field, remedy="Leave the property out.")
    problem, remedy = _typed(kind, value)
    if prop == "scriptRole" and value not in _ROLES:
        problem, remedy = "is no role of the crime script", f"Use one of: {', '.join(_ROLES)}."
    if problem:
        raise EntryRefused(f"{value[:80]!r} {problem}.", field=field, remedy=remedy)


def _typed(kind: str, value: str) -> tuple[str, str]:
    """What is wrong with a value of a type, and what to do; two empty texts if nothing is."""
    if kind == "date" and not _is_prefix(value):
        return "is no date", "Write YYYY, YYYY-MM or YYYY-MM-DD."
    if kind == "gender" and value not in GENDERS:
        return "is no gender", f"Use one of: {', '.join(GENDERS)}."
    if kind == "number" and not _is_number(value):
        return "is no number", "Write digits, with a point before decimals."
    if kind == "entity" and not (0 < len(value) <= 300 and value == " ".join(value.split())):
        return "is no key of an entity", "Give a key of at most 300 characters, without line ends or double spaces."
    return "", ""


def check_country(value: str, *, field: str) -> None:
    """Refuse what is no code of a country or territory in FollowTheMoney's table."""
    if value != value.lower() or not country_name(value):
        remedy = "Use the lower-case ISO 3166-1 alpha-2 code (xk for Kosovo)."
        raise EntryRefused(f"{value[:80]!r} is no code of a country.", field=field, remedy=remedy)


def check_text(text: str, *, field: str) -> None:
    """Refuse control characters and lone surrogates: no page and no database keeps them."""
    if _CONTROL.search(text) or any("\ud800" <= c <= "\udfff" for c in text):
        raise EntryRefused("The text has a control character.", field=field, remedy="Take it out.")


def _is_prefix(value: str) -> bool:
    try:
        return bool(check_prefix(value))
    except BadInput:
        return False


def _is_number(value: str) -> bool:
    try:
        return len(value) <= 40 and math.isfinite(float(value))
    except ValueError:
        return False


def check_report(draft: DraftReport) -> None:
    """Refuse a draft whose head or any of whose assertions cannot be kept."""
    _check_head(draft)
    if not draft.assertions:
        raise EntryRefused("The report says nothing.", field="assertions", remedy="Give it at least one assertion.")
    schemata: dict[str, str] = {}
    for number, assertion in enumerate(draft.assertions):
        field = f"assertions[{number}]"
        _check_assertion(draft, assertion, field)
        known = schemata.setdefault(assertion.entity, assertion.schema)
        if known != assertion.schema:
            reason = f"{assertion.entity!r} is a {known} and a {assertion.schema}."
            raise EntryRefused(reason, field=f"{field}.schema", remedy="An entity has one schema in a report.")
    _check_references(draft, schemata)


def _check_head(draft: DraftReport) -> None:
    if not _AGENCY.match(draft.agency):
        remedy = "Use a code such as GB or FRONTEX."
        raise EntryRefused(f"{draft.agency[:80]!r} is no agency code.", field="agency", remedy=remedy)
    for field in ("list_id", "reference"):
        value = getattr(draft, field)
        if not 0 < len(value.strip()) <= 200:
            raise EntryRefused(f"The {field} is empty or over 200 characters.", field=field, remedy="Give a short one.")
    for field in ("reported_at", "review_by", "erase_by"):
        _check_moment(field, getattr(draft, field))
    texts = ("list_id", "reference", "edition", "purpose", "legal_basis", "case", "agreement", "narrative")
    for field in texts:
        check_text(getattr(draft, field), field=field)
    check_text(draft.handling.conditions, field="handling.conditions")
    for code in draft.releasable_to:
        check_text(code, field="releasable_to")


def _check_moment(field: str, value: str) -> None:
    """A date, or for `reported_at` an aware datetime."""
    try:
        if "T" in value and field == "reported_at":
            fine = datetime.fromisoformat(value).tzinfo is not None
        else:
            fine = not value or date.fromisoformat(value).isoformat() == value
    except ValueError:
        fine = False
    if not fine:
        remedy = "Write YYYY-MM-DD." if field != "reported_at" else "Write YYYY-MM-DD or a time with its offset."
        raise EntryRefused(f"{value[:80]!r} is no date.", field=field, remedy=remedy)


def _check_assertion(draft: DraftReport, assertion: DraftAssertion, field: str) -> None:
    check_schema(assertion.schema, field=f"{field}.schema")
    check_category(assertion.schema, assertion.category, field=f"{field}.category")
    check_property(assertion.schema, assertion.prop, field=f"{field}.prop")
    check_value(assertion.schema, assertion.prop, assertion.value, field=f"{field}.value")
    problem, remedy = _typed("entity", assertion.entity)
    if problem:
        raise EntryRefused(f"{assertion.entity[:80]!r} {problem}.", field=f"{field}.entity", remedy=remedy)
    for name in ("entity", "original_value", "lang"):
        check_text(getattr(assertion, name), field=f"{field}.{name}")
    known = INFORMATION_WORDS[draft.grading.scheme]
    if assertion.information_grade and assertion.information_grade not in known:
        reason = f"{assertion.information_grade[:20]!r} is no information grade of the report's scheme."
        raise EntryRefused(reason, field=f"{field}.information_grade", remedy=f"Use one of: {', '.join(known)}.")


def _check_references(draft: DraftReport, schemata: dict[str, str]) -> None:
    """A reference to an entity of the same report must fit; one to another report's entity is for `store` to join."""
    for number, assertion in enumerate(draft.assertions):
        if not is_reference(assertion.schema, assertion.prop) or assertion.value not in schemata:
            continue
        wanted, found = range_of(assertion.schema, assertion.prop), schemata[assertion.value]
        if not is_a(found, wanted):
            reason = f"{assertion.prop} of a {assertion.schema} is a {wanted}; {assertion.value!r} is a {found}."
            field = f"assertions[{number}].value"
            raise EntryRefused(reason, field=field, remedy=f"Point to a {wanted}.")
