"""What of a report is a value of a person, and which lines go with it.

A value of the person is what a report says of their own record, of the links and documents that point to it, and of the
phones, accounts, vehicles and addresses that it joins to nobody else. The lines by which these point to each other
(`holder`, `user`, `item`) are not shown beside their values: they go when all of those go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headwater.model import Assertion, Report, schema

if TYPE_CHECKING:
    from headwater.store import Opened


@dataclass(frozen=True)
class Part:
    """What one report says of the person.

    Attributes:
        opened: The report, whole.
        shown: Assertions that are values of the person.
        follows: By the id of a line that is not shown: the values that take it with them, if all of them go.
    """

    opened: Opened
    shown: tuple[Assertion, ...]
    follows: Mapping[str, frozenset[str]]

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.opened.report

    @property
    def shown_ids(self) -> list[str]:
        """Ids of the values."""
        return [said.id for said in self.shown]

    def with_followers(self, chosen: Iterable[str]) -> list[str]:
        """Ids of values, and of the lines that go where they go, in the report's order."""
        ids = set(chosen)
        ids |= {id_ for id_, led_by in self.follows.items() if led_by and led_by <= ids}
        return [said.id for said in self.report.assertions if said.id in ids]


Said = tuple[str, str, str, str, str, str]


def _said(report: Report, said: Assertion) -> Said:
    """What makes the same line of two versions of one entry the same."""
    return report.agency, report.list_id, report.reference, said.entity_id, said.prop, said.value


def parts_of(held: Sequence[Opened], ids: frozenset[str]) -> tuple[Part, ...]:
    """What each report says of the person of these records; reports that say nothing are left out."""
    standing = {_said(one.report, said) for one in held if one.stands for said in one.report.assertions}
    found = (_part(one, ids, standing) for one in held)
    return tuple(part for part in found if part.shown)


def _part(opened: Opened, ids: frozenset[str], standing: set[Said]) -> Part:
    net = Net(opened.report, ids)
    # An erasure takes a line out of every version of its entry: what the version in use says too stands once.
    shown = tuple(one for one in net.shown() if opened.stands or _said(opened.report, one) not in standing)
    return Part(opened, shown, net.follows(shown))


class Net:
    """How the entities of one report hang together around a person.

    Args:
        report: The report.
        ids: The person's records.
    """

    def __init__(self, report: Report, ids: frozenset[str]) -> None:
        self._said = report.assertions
        self._ids = ids
        self._references = [one for one in self._said if schema.is_reference(one.schema, one.prop)]
        self._links = {one.entity_id for one in self._to_person() if _belongs(one.schema)}
        self._things = self._found_things()

    def _to_person(self) -> list[Assertion]:
        return [one for one in self._references if one.value in self._ids and one.entity_id not in self._ids]

    def _found_things(self) -> set[str]:
        """What the person's record and links lead to, and nothing else in the report does: no person, no company."""
        mine = self._ids | self._links
        things = {one.entity_id for one in self._said if _belongs(one.schema) and one.entity_id not in mine}
        things &= {one.value for one in self._references if one.entity_id in mine}
        while needed := things & {one.value for one in self._references if one.entity_id not in mine | things}:
            things -= needed
        return things

    def _hidden(self) -> set[str]:
        """Ids of the lines by which links point to the person, and by which what is the person's points to things."""
        mine = self._ids | self._links | self._things
        back = {one.id for one in self._to_person() if one.entity_id in self._links}
        return back | {one.id for one in self._references if one.entity_id in mine and one.value in self._things}

    def shown(self) -> list[Assertion]:
        """The values of the person; of what says nothing but whose it is, the line that says so."""
        hidden, mine = self._hidden(), self._ids | self._links | self._things
        shown = [one for one in self._said if one.entity_id in mine and one.id not in hidden]
        speaking = {one.entity_id for one in shown}
        leading = {one.entity_id for one in self._references if one.value in self._things}
        lone = [one for one in self._to_person() if one.entity_id not in speaking | leading]
        return [*shown, *lone]

    def follows(self, shown: Iterable[Assertion]) -> dict[str, frozenset[str]]:
        """What takes each line that is not shown with it."""
        values: dict[str, set[str]] = {}
        for one in shown:
            values.setdefault(one.entity_id, set()).add(one.id)
        led: dict[str, set[str]] = {}
        for one in self._references:
            if one.value in self._things:
                led.setdefault(one.entity_id, set()).update(values.get(one.value, ()))
        found = {}
        for one in self._references:
            if one.value in self._things:
                found[one.id] = frozenset(values.get(one.value, ()))
            elif one.value in self._ids and one.entity_id in self._links:
                found[one.id] = frozenset(values.get(one.entity_id, set()) | led.get(one.entity_id, set()))
        return found


def _belongs(schema_name: str) -> bool:
    """Whether what is said of a thing can be said of the person it hangs on: it is no person or company itself."""
    return schema.is_link(schema_name) or not schema.is_a(schema_name, "LegalEntity")
