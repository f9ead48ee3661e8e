"""What stands at the end of a history: of each entry one version, without what of it was erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from tests.noninterference.worlds import Entry, History, Played, Step

from headwater.model import DraftAssertion, DraftReport


@dataclass
class Version:
    """What an entry said and the imports that brought it or saw it again.

    `left` is what of it was not erased since, `restricted` what of that is kept and not used.
    """

    draft: DraftReport
    runs: set[int]
    left: DraftReport
    restricted: set[DraftAssertion] = field(default_factory=set)

    def restrict(self, lines: Sequence[int]) -> None:
        """Put lines out of use, all if none is named: they are counted among those that are left by then."""
        said = self.left.assertions
        self.restricted.update(said[line] for line in lines or range(len(said)))

    def without(self, gone: DraftAssertion) -> None:
        """Leave out a line that was erased, and with it the words of the report."""
        kept = tuple(one for one in self.left.assertions if one != gone)
        if kept != self.left.assertions:
            self.left = msgspec.structs.replace(self.left, assertions=kept, narrative="")


def standing(history: History, played: Played) -> dict[Entry, Version]:
    """The version of each entry that stands at the end, with the runs that hold it up."""
    entries: dict[Entry, list[Version]] = {}
    ended: dict[int, list[Version]] = {}
    undone: set[int] = set()
    for place, step in enumerate(history.steps):
        if step.what == "import":
            present = _take(entries, ended, undone, place, step)
            if step.full:
                ended[place] = [
                    live
                    for entry, live in _live(entries, undone).items()
                    if entry[0] == step.drafts[0].list_id and entry not in present and not _ended(live, ended, undone)
                ]
        elif step.what == "undo":
            there = [run for run in played.runs if run < place and run not in undone]
            undone |= {there[step.number % len(there)]} if there else set()
        elif place in played.erased:
            entries.pop(played.erased[place], None)
        elif place in played.valued:
            _take_value(entries, undone, *played.valued[place])
        elif place in played.restricted:
            entry, lines = played.restricted[place]
            _live(entries, undone)[entry].restrict(lines)
    return _live(entries, undone)


def _take(
    entries: dict[Entry, list[Version]], ended: dict[int, list[Version]], undone: set[int], place: int, step: Step
) -> set[Entry]:
    present: set[Entry] = set()
    live = _live(entries, undone)
    for draft in step.drafts:
        entry = (draft.list_id, draft.reference)
        if entry in present:
            continue
        present.add(entry)
        known = live.get(entry)
        if known and known.draft == draft and not _ended(known, ended, undone):
            known.runs.add(place)
        else:
            entries.setdefault(entry, []).append(Version(draft, {place}, draft))
    return present


def _take_value(entries: dict[Entry, list[Version]], undone: set[int], entry: Entry, line: int) -> None:
    gone = _live(entries, undone)[entry].left.assertions[line]
    for version in entries[entry]:
        version.without(gone)
    if not _live(entries, undone)[entry].left.assertions:
        del entries[entry]


def _live(entries: Mapping[Entry, Sequence[Version]], undone: set[int]) -> dict[Entry, Version]:
    up = {entry: [one for one in versions if one.runs - undone] for entry, versions in entries.items()}
    return {entry: versions[-1] for entry, versions in up.items() if versions}


def _ended(version: Version, ended: Mapping[int, Sequence[Version]], undone: set[int]) -> bool:
    return any(version is one for place, some in ended.items() if place not in undone for one in some)
