"""What a new desk opens with: of the shipped public lists, the entries for people smuggling and organised crime.

The rule is written out here, list by list, so that it can be read and disputed. It goes by reference, never by words
of an entry: a word such as "trafficking" also stands in entries about arms and art. The rest of the lists ships too
and is taken in only on request.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from headwater.intake.reader import Entry

DATA = Path(__file__).parent.parent / "data"

UN_SMUGGLERS = frozenset({"LYi.021", "LYi.022", "LYi.023", "LYi.024", "LYi.025", "LYi.026", "LYi.029"})
"""The seven whom the Security Council listed for human smuggling in Libya (six on 7 June 2018, LYi.029 in 2021)."""

EU_LIBYA = frozenset({"II.A/21", "II.A/22", "II.A/23", "II.A/24", "II.A/25", "II.A/26", "II.A/29", "III.A/21"})
"""Regulation (EU) 2016/44: the same seven, and Moussa Diab (III.A/21), whom the Union listed by itself."""

EU_ORGANISED_CRIME = frozenset({"I.A/126", "I.B/The Zindashti Network"})
"""Regulation (EU) 2020/1998: the two entries whose reasons speak of organised crime."""

EU_SCAM_COMPOUNDS = frozenset(
    {*(f"I.A/{number}" for number in range(147, 154)), *(f"I.B/{number}" for number in range(43, 46))}
)
"""Amendment 2026/1895: ten entries for compounds into which people are trafficked to be held and put to fraud."""

SELECTED: dict[str, frozenset[str]] = {
    "UN": UN_SMUGGLERS,
    "EU:32016R0044": EU_LIBYA,
    "EU:32020R1998": EU_ORGANISED_CRIME | EU_SCAM_COMPOUNDS,
}
WHOLE = frozenset({"OFAC-SDN", "UK-press", "SYN-07"})
"""Lists whose shipped file is selected already: OFAC's programme TCO, the UK's designations from press, the
synthetic group."""


@dataclass(frozen=True)
class ShippedList:
    """A file that ships with Headwater, of which a new desk takes the selected entries.

    Attributes:
        name: What the file is called among the shipped ones.
        file: Its path under `headwater/data`.
        format: Key of its reader.
        agency: Code of the agency that publishes it; `SYN` for what is synthetic and of many.
        list_id: The list its entries belong to.
        edition_date: ISO date up to which it is known to stand. For the Union's tables, which name none: the date
            of the copy, or where a later amendment ships beside it, of the youngest entry; for OFAC's, the month.
        full: Always False: taking a selection in must not end what was not selected.
    """

    name: str
    file: str
    format: str
    agency: str
    list_id: str
    edition_date: str
    full: bool = False

    @property
    def path(self) -> Path:
        """Where the file lies in this installation."""
        return DATA / self.file

    def takes(self, entry: Entry) -> bool:
        """Whether a new desk takes this entry of the file."""
        return selected(self.list_id, entry.name)


def selected(list_id: str, reference: str) -> bool:
    """Whether an entry of a shipped list belongs to people smuggling or organised crime."""
    return list_id in WHOLE or reference in SELECTED.get(list_id, frozenset())


_SHIPPED = (
    ShippedList("un", "lists/un/consolidated_2025-04-19.xml", "un", "UN", "UN", "2025-04-19"),
    ShippedList("eu-libya", "lists/eu/32016R0044.csv", "eu", "EU", "EU:32016R0044", "2026-08-22"),
    ShippedList("eu-human-rights", "lists/eu/32020R1998.csv", "eu", "EU", "EU:32020R1998", "2026-05-28"),
    ShippedList("eu-human-rights-2026", "lists/eu/32026R1895.csv", "eu", "EU", "EU:32020R1998", "2026-07-30"),
    ShippedList("ofac-tco", "lists/ofac/sdn_tco_2023-11.csv", "ofac", "US", "OFAC-SDN", "2023-11-30"),
    ShippedList("uk-press", "lists/uk/press_designations.csv", "uk-press", "GB", "UK-press", "2025-10-22"),
    ShippedList("synthetic", "synthetic/brook_group.jsonl", "headwater", "SYN", "SYN-07", "2026-10-20"),
)
SHIPPED: dict[str, ShippedList] = {shipped.name: shipped for shipped in _SHIPPED}
"""The shipped files by name, in the order in which they are taken in: an amendment after what it amends."""
