"""An independent reading of agreements and profiles: plain Python over the terms, without policies and without Cedar.

It follows the words of the formats and of the rules of passing, and shares no code with the room under test but the
terms themselves.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from headwater.agreements import Agreement, Asked, Held, Profile
from headwater.agreements.terms import Ceiling, Never, Share
from headwater.classification import Classification
from headwater.model import Label
from headwater.model.schema import is_a

KNOWN_PURPOSES = {"investigate", "develop", "inspect-documents", "risk-analysis", "search-and-rescue"}
KNOWN_CODES = {"P", "C", "H0", "H1", "H2", "H3"} | {
    f"TLP:{word}" for word in ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
}
STRICTNESS = {"CLEAR": 1, "GREEN": 2, "AMBER": 3, "AMBER+STRICT": 4, "RED": 5}
PERSONS = {"suspect", "convicted", "contact", "listed"}


def passes(held: list[tuple[Held, set[str]]], profiles: dict[str, Profile], asked: Asked, label: Label) -> bool:
    """Whether something passes. `held`: each version with the parties whose signature under it is good."""
    about = label.category.value if label.category else "thing"
    guarded = about in ("victim", "witness")
    holder = asked.holder if asked.sender in ("", label.agency) else asked.sender
    if label.agency == asked.recipient:
        return True
    if label.published and (not guarded or asked.recipient == asked.holder):
        return True
    known = asked.purpose in KNOWN_PURPOSES and set(label.handling.split()) <= KNOWN_CODES
    released = not label.releasable_to or asked.recipient in label.releasable_to
    if guarded or not known or not released:
        return False
    by = holder if holder not in ("", label.agency, asked.recipient) else ""
    under = [one for one in _in_force(held, asked.at) if label.agreement in ("", one.id)]
    agreed = any(_opens(one, asked, label, about, by) for one in under)
    return agreed and _sent(profiles, asked, label, about, by) and _held(profiles, asked, label, about)


def _sent(profiles: dict[str, Profile], asked: Asked, label: Label, about: str, by: str) -> bool:
    for sender in filter(None, (label.agency, by)):
        if sender not in profiles or not _lets_pass(profiles[sender], asked.recipient, label, about):
            return False
    return not by or all(onward.rule == "parties" for onward in profiles[label.agency].onward)


def _held(profiles: dict[str, Profile], asked: Asked, label: Label, about: str) -> bool:
    return asked.recipient in profiles and _lets_hold(profiles[asked.recipient], label, about)


def _in_force(held: list[tuple[Held, set[str]]], at: datetime) -> list[Agreement]:
    found = {}
    for one, signed_by in sorted(held, key=lambda pair: pair[0].document.version):
        terms = one.document
        if signed_by == set(terms.parties) and at >= _midnight(terms.begins, terms.time_zone):
            found[terms.id] = terms
    return [one for one in found.values() if not one.ends or at < _midnight(one.ends, one.time_zone, days=1)]


def _midnight(day: str, zone: str, days: int = 0) -> datetime:
    local = datetime.fromisoformat(day) + timedelta(days=days)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _opens(terms: Agreement, asked: Asked, label: Label, about: str, by: str) -> bool:
    if not {label.agency, asked.recipient} <= set(terms.parties):
        return False
    served = asked.purpose in [one.purpose for one in terms.purposes]
    closed = any(_stays(never, label, about, asked.recipient) for never in terms.never)
    too_high = any(_too_high(ceiling, label) for ceiling in terms.ceilings)
    passed_on = not by or (terms.onward.rule == "parties" and by in terms.parties)
    read = not asked.roles or all(asked.roles & set(readers.roles) for readers in terms.readers)
    if not served or closed or too_high or not passed_on or not read:
        return False
    return any(_shared(share, asked, label, about) for share in terms.may_share)


def _shared(share: Share, asked: Asked, label: Label, about: str) -> bool:
    if share.purposes and asked.purpose not in share.purposes:
        return False
    return _fits(share, label, about, asked.recipient)


def _fits(share: Share, label: Label, about: str, recipient: str) -> bool:
    return (
        (about in share.about if share.about else about in PERSONS | {"thing"})
        and (label.group in share.groups if share.groups else label.group != "special")
        and (not share.schemata or any(is_a(label.schema, one) for one in share.schemata))
        and (not share.from_ or label.agency in share.from_)
        and (not share.to or recipient in share.to)
    )


def _stays(never: Never, label: Label, about: str, recipient: str) -> bool:
    return (
        not never.protected
        and (not never.about or about in never.about)
        and (not never.groups or label.group in never.groups)
        and (not never.schemata or any(is_a(label.schema, one) for one in never.schemata))
        and (not never.from_ or label.agency in never.from_)
        and (not never.to or recipient in never.to)
    )


def _too_high(ceiling: Ceiling, label: Label) -> bool:
    codes = label.handling.split()
    if ceiling.classification:
        return label.classification > next(one for one in Classification if one.mark == ceiling.classification)
    if ceiling.tlp:
        marks = [STRICTNESS[code.removeprefix("TLP:")] for code in codes if code.startswith("TLP:")]
        return any(mark > STRICTNESS[ceiling.tlp] for mark in marks)
    return any(code in ceiling.not_handling for code in codes)


def _lets_pass(profile: Profile, recipient: str, label: Label, about: str) -> bool:
    if any(_stays(never, label, about, recipient) for never in profile.never_pass):
        return False
    return any(_fits(share, label, about, recipient) for share in profile.may_pass)


def _lets_hold(profile: Profile, label: Label, about: str) -> bool:
    if any(_stays(never, label, about, profile.party) for never in profile.never_hold):
        return False
    return any(_fits(share, label, about, profile.party) for share in profile.may_hold)
