"""Links folded into the pages of their ends: a passport under Documents, a use under Phones, a listing with its reason.

A link whose other end the reader may not see is left out whole: half a link would tell that there is more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headwater.desk.lines import Line
from headwater.desk.links import GANG_ROLE, Link, reverse_words, sentence
from headwater.desk.reading import Reading
from headwater.desk.words import property_words, role_words, value_words
from headwater.model import dates, schema

if TYPE_CHECKING:
    from headwater.store import Row

_KINDS = (
    ("Phone", "contact"),
    ("UserAccount", "contact"),
    ("BankAccount", "money"),
    ("CryptoWallet", "money"),
    ("Organization", "link"),
    ("RealEstate", "place"),
    ("Address", "place"),
    ("Asset", "thing"),
)
"""Which heading a thing stands under, by the first schema that fits."""
_TOWARDS = (" to", " of", " for", " with", " from", " by", " at", " in", "paid")
"""How the words of a link end that ask for the entity at its other end."""


def folded(reading: Reading, entity_id: str, link_id: str) -> list[Line]:
    """The lines that a link adds to the page of one of its ends."""
    link = Link(reading, link_id)
    if not link.rows:
        return []
    for ancestor, fold in _FOLDS:
        if schema.is_a(link.schema, ancestor):
            return fold(link, entity_id)
    return _any_link(link, entity_id)


def _membership(link: Link, entity_id: str) -> list[Line]:
    """Role in a group, on the member's page under the group's name; on the group's page the member and the role."""
    groups, members = link.ends("organization"), link.ends("member")
    if entity_id in members:
        return [
            _towards(link, "role", "role", link.reading.caption(group).text, group, role_words(role), rows)
            for group in groups
            for role, rows in (link.said(*GANG_ROLE) or {"Member": groups[group]}).items()
        ]
    return [
        _towards(link, "role", "member", "Member", member, "", rows, role_words(role))
        for member in members
        for role, rows in (link.said(*GANG_ROLE) or {"": members[member]}).items()
    ]


def _use(link: Link, entity_id: str) -> list[Line]:
    """What a person uses, under its own kind; on the thing's page, who uses it."""
    users, items = link.ends("user"), link.ends("item")
    how = [role_words(role) for role in link.said("role", "scriptRole")]
    if entity_id in users:
        return [
            _towards(link, _kind_of(link, item), "use", _kind_words(link, item), item, "", rows, *how)
            for item, rows in items.items()
        ]
    return [_towards(link, "role", "usedBy", "Used by", user, "", rows, *how) for user, rows in users.items()]


def _kind_of(link: Link, item: str) -> str:
    kind = link.reading.schema(item)
    return next((group for ancestor, group in _KINDS if schema.is_a(kind, ancestor)), "link")


def _kind_words(link: Link, item: str) -> str:
    return schema.schema_words(link.reading.schema(item))


def _document(link: Link, entity_id: str) -> list[Line]:
    """A document of its holder: number, then the country and the dates it bears."""
    kind = link.first("type") or schema.schema_words(link.schema)
    numbers = link.said("number", "passportNumber") or {"": link.ends("holder").get(entity_id, ())}
    return [
        Line(
            group="document",
            prop="document",
            label=kind,
            value=number or link.id,
            text=number or "Number not known",
            rows=rows,
            target=link.id,
            note=_document_note(link, rows),
        )
        for number, rows in numbers.items()
        if rows
    ]


def _document_note(link: Link, rows: tuple[Row, ...]) -> str:
    reports = frozenset(row.report_id for row in rows)
    country = link.first("country", reports=reports)
    issued, expires = link.first("startDate", "date", reports=reports), link.first("endDate", reports=reports)
    return sentence(
        value_words(link.schema, "country", country) if country else "",
        f"issued {dates.in_words(issued)}" if issued else "",
        f"expires {dates.in_words(expires)}" if expires else "",
        link.first("summary", "description", reports=reports),
    )


def _listing(link: Link, entity_id: str) -> list[Line]:
    """A designation: the programme and its date, the reason given beside it."""
    pointing = link.said("entity").get(entity_id, ())
    programs = link.said("program", "programId", "authority") or {"Listed": pointing}
    lines = [
        Line("listing", "listing", "Designation", program, program, rows, note=_listing_note(link, rows))
        for program, rows in programs.items()
        if rows
    ]
    for prop in ("reason", "provisions", "status"):
        for text, rows in link.said(prop).items():
            lines.append(Line("listing", prop, property_words(link.schema, prop), text, text, rows, rows[0].lang))
    return lines


def _listing_note(link: Link, rows: tuple[Row, ...]) -> str:
    reports = frozenset(row.report_id for row in rows)
    listed, ends = link.first("listingDate", "startDate", reports=reports), link.first("endDate", reports=reports)
    authority = link.first("authority", reports=reports) if rows[0].prop != "authority" else ""
    return sentence(
        authority,
        f"listed on {dates.in_words(listed)}" if listed else "",
        f"until {dates.in_words(ends)}" if ends else "",
    )


def _edge(link: Link, entity_id: str) -> list[Line]:
    """Any other link: what it says, and the entity at its other end."""
    group = "link" if schema.is_a(link.schema, "UnknownLink") else _group_of(link)
    source, target = link.edge()
    sources, targets = link.ends(source), link.ends(target)
    words = link.words()
    if entity_id not in sources:
        # "Paid" needs to be told whom, "member" does not.
        told = words.endswith(_TOWARDS)
        back = f"{words} {link.reading.caption(entity_id).text}" if told else words
        return [
            _towards(link, group, "linkedFrom", "Linked from", one, "", rows, back) for one, rows in sources.items()
        ]
    return [
        _towards(link, group, "link", words[:1].upper() + words[1:], other, "", rows)
        for other, rows in targets.items()
        if other != entity_id
    ]


def _any_link(link: Link, entity_id: str) -> list[Line]:
    """An entity that is no link but points here: a vehicle to its owner, an account to whoever opened it."""
    if link.edge()[0]:
        return _edge(link, entity_id)
    caption = link.reading.caption(link.id)
    pointing: dict[str, list[Row]] = {}
    for row in link.rows:
        if row.value == entity_id:
            pointing.setdefault(row.prop, []).append(row)
    group = _kind_of(link, link.id)
    return [
        Line(group, prop, reverse_words(link, prop), link.id, caption.text, tuple(rows), caption.lang, link.id)
        for prop, rows in sorted(pointing.items())
        if schema.is_reference(link.schema, prop)
    ]


def _group_of(link: Link) -> str:
    group = schema.group_of(link.schema, link.edge()[0]).value
    return "link" if group in ("role", "identity", "note") else group


def _towards(
    link: Link, group: str, prop: str, label: str, other: str, text: str, rows: tuple[Row, ...], *remarks: str
) -> Line:
    """A line that leads to the entity at the other end; `text` stands for its caption where given."""
    caption = link.reading.caption(other)
    note = sentence(*remarks, link.when_and_where(rows))
    lang = "" if text else caption.lang
    return Line(group, prop, label, text or other, text or caption.text, rows, lang, other, note)


_FOLDS: tuple[tuple[str, Callable[[Link, str], list[Line]]], ...] = (
    ("Sanction", _listing),
    ("Identification", _document),
    ("Membership", _membership),
    ("Use", _use),
)
