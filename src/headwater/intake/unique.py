"""One entry a reference: the second of the same name in one file is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from headwater.intake.reader import Entry, Refusal


def once_each(entries: Iterable[Entry | Refusal]) -> Iterator[Entry | Refusal]:
    """Hand on the entries; one whose name came before in the file becomes a refusal that says where."""
    first_line: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry, Refusal):
            yield entry
        elif entry.name in first_line:
            yield Refusal(
                entry.name,
                entry.line,
                "reference",
                f"The reference {entry.name} is already used in line {first_line[entry.name]} of this file.",
                "Give the entry its own reference, or drop it if it says the same.",
                entry.raw,
            )
        else:
            first_line[entry.name] = entry.line
            yield entry
