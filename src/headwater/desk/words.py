"""Values, properties and lists in words for a person; what is not known is left as the source wrote it."""

from __future__ import annotations

from functools import cache

from babel import Locale
from followthemoney.types import registry
from rigour.territories import get_territory

from headwater.i18n import mark
from headwater.model import ScriptRole, Stage, dates, schema

GROUP_WORDS: dict[str, str] = {
    "identity": mark("Identity"),
    "role": mark("Role in groups"),
    "link": mark("Links"),
    "document": mark("Documents"),
    "contact": mark("Phones and accounts"),
    "thing": mark("Vehicles, boats and engines"),
    "place": mark("Places"),
    "money": mark("Money and property"),
    "listing": mark("Listings"),
    "note": mark("Notes"),
    "special": mark("Special categories"),
}
"""Headings of an entity page, in their order."""

STAGE_WORDS: dict[Stage, str] = {
    Stage.DIRECT: mark("Direct"),
    Stage.RECRUIT: mark("Recruit"),
    Stage.PAY: mark("Pay"),
    Stage.DOCUMENT: mark("Documents"),
    Stage.HOUSE: mark("House"),
    Stage.TRANSPORT: mark("Transport"),
    Stage.EQUIP: mark("Boats, engines"),
    Stage.LAUNCH: mark("Launch"),
    Stage.CROSS: mark("Cross"),
}
_ORDER_WORDS = (
    "name alias weakAlias previousName abbreviation title firstName secondName middleName fatherName motherName "
    "lastName birthDate birthPlace birthCountry deathDate gender nationality citizenship country jurisdiction "
    "position profession number passportNumber type registrationNumber serialNumber make model colour phone email "
    "address addressEntity listing program programId listingDate reason summary notes description"
)
_ORDER = tuple(_ORDER_WORDS.split())
_PLACE = {prop: place for place, prop in enumerate(_ORDER)}
_LABELS = {
    "birthDate": mark("Date of birth"),
    "birthPlace": mark("Place of birth"),
    "birthCountry": mark("Country of birth"),
    "deathDate": mark("Date of death"),
    "gender": mark("Sex"),
    "alias": mark("Other name"),
    "weakAlias": mark("Weak other name"),
    "addressEntity": mark("Address"),
    "passportNumber": mark("Passport number"),
    "listingDate": mark("Listed on"),
    "startDate": mark("Since"),
    "endDate": mark("Until"),
}
_LISTS = {
    "UN": mark("United Nations consolidated list"),
    "OFAC-SDN": mark("OFAC list of specially designated nationals"),
    "UK": mark("UK Sanctions List"),
    "UK-press": mark("UK designations, from press"),
}
_ENGLISH = Locale("en")


@cache
def property_words(schema_name: str, prop: str) -> str:
    """A property's name as the page prints it."""
    if prop in _LABELS:
        return _LABELS[prop]
    label = schema.label_of(schema_name, prop)
    first, *others = label.split(" ")
    return " ".join([first, *(word if word.isupper() else word.lower() for word in others)])


def property_place(prop: str) -> tuple[int, str]:
    """Sort key of a property under its heading."""
    return _PLACE.get(prop, len(_ORDER)), prop


def country_words(code: str) -> str:
    """A country code in words; what is no code stays as it is."""
    territory = get_territory(code) if 2 <= len(code) <= 7 else None
    return territory.name if territory is not None else code


def language_words(code: str) -> str:
    """A language code in words; what is no code stays as it is."""
    return str(_ENGLISH.languages.get(code, code))


def value_words(schema_name: str, prop: str, value: str) -> str:
    """A value as the page prints it: dates, countries, codes in words, anything else as it is."""
    if prop == "scriptRole":
        return role_words(value)
    kind = schema.type_of(schema_name, prop)
    if kind == "date":
        return dates.in_words(value)
    if kind == "country":
        return country_words(value)
    if kind == "gender":
        return value.capitalize() if value in ("male", "female", "other") else value
    if kind == "topic":
        return str(registry.topic.caption(value) or value)
    return language_words(value) if kind == "language" else value


def value_note(prop: str, value: str) -> str:
    """What the value leaves open, "" for nothing: `Day and month not known`."""
    if prop not in ("birthDate", "deathDate") or dates.latest_day(value) is None:
        return ""
    return {4: mark("Day and month not known"), 7: mark("Day not known")}.get(len(value), "")


def role_words(role: str) -> str:
    """A role in the crime script, or a role in the source's own words."""
    return ScriptRole(role).words if role in tuple(ScriptRole) else role


def stage_of(role: str) -> str:
    """The code of the stage a role serves, "" for a role that is none of the script's."""
    return ScriptRole(role).stage.value if role in tuple(ScriptRole) else ""


def list_words(list_id: str) -> str:
    """A list's name in words: `EU list under 32016R0044`."""
    kind, colon, name = list_id.partition(":")
    if colon and kind == "EU":
        return f"EU list under {name}"
    if colon and kind == "FTM":
        return f"{name}, a FollowTheMoney data set"
    return _LISTS.get(list_id, list_id)


def is_public_list(list_id: str) -> bool:
    """Whether entries of the list are designations that were made public."""
    return list_id in _LISTS or list_id.startswith("EU:")


def date_range(since: str, until: str) -> str:
    """`since February 2026`, `4 June 2026`, `March 2026 to July 2026`; "" where neither is known."""
    if not since:
        return f"until {dates.in_words(until)}" if until else ""
    if since == until:
        return dates.in_words(since)
    return f"{dates.in_words(since)} to {dates.in_words(until)}" if until else f"since {dates.in_words(since)}"


def joined(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """`1 member`, `12 members`, with thousands set apart."""
    return f"{number:,} {one if number == 1 else many}"
