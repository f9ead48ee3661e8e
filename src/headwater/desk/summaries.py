"""One line that says what is known of an entity, for results and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headwater.desk.links import GANG_ROLE, Link, sentence
from headwater.desk.reading import Reading
from headwater.desk.sources import basis_of
from headwater.desk.words import counted, joined, role_words, value_words
from headwater.model import dates, schema

if TYPE_CHECKING:
    from headwater.store import Row

AT_MOST = 3
"""So many alternatives or roles stand in a line; the page has them all."""


def line_of(reading: Reading, entity_id: str) -> str:
    """What is known of an entity: `Born 1984. Organiser in Brook group (assessment).`."""
    links = [Link(reading, link_id) for link_id in reading.links(entity_id)]
    kind = reading.schema(entity_id)
    if schema.is_a(kind, "Organization"):
        return sentence(*_group(reading, entity_id, links), *_listed(links))
    rows = reading.rows(entity_id)
    return sentence(
        _born(rows),
        *_roles(reading, entity_id, links),
        *_users(reading, links, entity_id),
        _holder(reading, rows),
        *_listed(links),
        _countries(rows) if schema.is_a(kind, "Person") else "",
    )


def _said(rows: list[Row], prop: str) -> list[str]:
    return sorted({row.value for row in rows if row.prop == prop})


def _born(rows: list[Row]) -> str:
    """`born 14 March 1984 or 1985`: a year that a whole date already says is left out."""
    said = _said(rows, "birthDate")
    full = [value for value in said if not any(other != value and other.startswith(value) for other in said)]
    if not full:
        return ""
    more = f" (and {len(full) - AT_MOST} more)" if len(full) > AT_MOST else ""
    return f"born {joined([dates.in_words(value) for value in full[:AT_MOST]], 'or')}{more}"


def _roles(reading: Reading, entity_id: str, links: list[Link]) -> list[str]:
    found = []
    for link in links:
        if schema.is_a(link.schema, "Membership") and entity_id in link.ends("member"):
            for group in link.ends("organization"):
                name = reading.caption(group).text
                said = link.said(*GANG_ROLE) or {"Member": link.ends("organization")[group]}
                found += [f"{role_words(r)} in {name} ({basis_of(rows).value})" for r, rows in said.items()]
    return sorted(set(found))[:AT_MOST]


def _users(reading: Reading, links: list[Link], entity_id: str) -> list[str]:
    found = set()
    for link in links:
        if schema.is_a(link.schema, "Use") and entity_id in link.ends("item"):
            found |= {f"{reading.caption(user).text} ({basis_of(r).value})" for user, r in link.ends("user").items()}
    return [f"used by {joined(sorted(found)[:AT_MOST])}"] if found else []


def _holder(reading: Reading, rows: list[Row]) -> str:
    holders = sorted({reading.caption(id_).text for id_ in _said(rows, "holder") if reading.there(id_)})
    return f"holder {joined(holders[:AT_MOST], 'or')}" if holders else ""


def _listed(links: list[Link]) -> list[str]:
    dates_of = {link.first("listingDate", "startDate") for link in links if schema.is_a(link.schema, "Sanction")} - {""}
    first = min(dates_of, default="")
    if not first:
        return []
    return [f"listed {'on' if len(first) == 10 else 'in'} {dates.in_words(first)}"]


def _countries(rows: list[Row]) -> str:
    said = [value_words("Person", "nationality", value) for value in _said(rows, "nationality")]
    return f"nationality {joined(said[:AT_MOST], 'or')}" if said else ""


def _group(reading: Reading, entity_id: str, links: list[Link]) -> list[str]:
    """`9 members: 7 roles are facts, 2 are assessments`, and how many entries are linked to it."""
    members: set[str] = set()
    facts = assessments = 0
    for link in links:
        if schema.is_a(link.schema, "Membership") and entity_id in link.ends("organization"):
            members |= link.ends("member").keys()
            for rows in link.said(*GANG_ROLE).values():
                facts, assessments = (facts + 1, assessments) if basis_of(rows) == "fact" else (facts, assessments + 1)
    linked = sum(1 for link in links if schema.is_a(link.schema, "UnknownLink") and link.others(entity_id))
    parts = []
    if members:
        guesses = counted(assessments, "assessment", "assessments")
        roles = f": {counted(facts, 'role is fact', 'roles are facts')}, {guesses}"
        parts.append(counted(len(members), "member", "members") + (roles if facts + assessments else ""))
    if linked:
        parts.append(counted(linked, "entry is", "entries are") + " linked to it")
    return parts
