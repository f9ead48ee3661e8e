"""What an agreement and a profile say, clause by clause: the files' own fields, checked and typed.

An agreement stands between parties; a profile says what one party's own law lets it hold and pass on. Nothing here
decides: `headwater.agreements.compiling` makes policies of these terms.
"""

from __future__ import annotations

from typing import Any

import msgspec

AGREEMENT_FORMAT = "headwater-agreement/1"
PROFILE_FORMAT = "headwater-profile/1"

THING = "thing"
"""What is no person (a vehicle, a phone, a group) stands under this word among the subject categories."""

ABOUT = ("suspect", "convicted", "contact", "listed", "victim", "witness", THING)
"""What a statement can be about: a category of data subject, or no person."""

ABOUT_UNLESS_SAID = tuple(about for about in ABOUT if about not in ("victim", "witness"))
"""What a clause that opens speaks of when it says nothing of categories."""

PURPOSES: dict[str, str] = {
    "investigate": "Investigate a case",
    "develop": "Develop intelligence on a group",
    "inspect-documents": "Inspect documents",
    "risk-analysis": "Analyse risk at the border",
    "search-and-rescue": "Search and rescue",
}
"""The purposes that an agreement can name, code to words; any other purpose opens nothing."""

TLP_ORDER = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
"""The marks of the Traffic Light Protocol 2.0 (FIRST), in rising order."""

ONWARD_RULES = ("never", "parties", "consent")


class Selector(msgspec.Struct, frozen=True):
    """Which statements a clause speaks of; an empty tuple means that the clause does not narrow there."""

    about: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    schemata: tuple[str, ...] = ()


class Share(Selector, frozen=True):
    """A clause that opens: of an agreement, or a profile's `may_hold` and `may_pass`.

    `keep` and `review` are ISO 8601 periods, of `may_hold` only; `purposes` of agreements only.
    """

    clause: str = ""
    sentence: str = ""
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    keep: str = ""
    review: str = ""


class Never(Selector, frozen=True):
    """A clause that closes whatever another opens. `protected`: everything of victims, witnesses and under-18s."""

    clause: str = ""
    sentence: str = ""
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    protected: bool = False


class Ceiling(msgspec.Struct, frozen=True):
    """A clause that keeps what is marked higher: exactly one of the three is given.

    `classification` is a mark (`OFFICIAL-SENSITIVE`), `tlp` a word of `TLP_ORDER`, `not_handling` codes that stay.
    """

    clause: str
    sentence: str
    classification: str = ""
    tlp: str = ""
    not_handling: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True):
    """A clause in words only, such as a condition that travels with the data."""

    clause: str
    sentence: str


class Purpose(msgspec.Struct, frozen=True):
    """A purpose that an agreement serves."""

    clause: str
    purpose: str
    sentence: str


class Onward(msgspec.Struct, frozen=True):
    """Whether the recipient may pass on: `never`, `parties` (among those of the agreement) or `consent`."""

    clause: str
    sentence: str
    rule: str


class Readers(msgspec.Struct, frozen=True):
    """The roles at the recipient who may read what passes."""

    clause: str
    sentence: str
    roles: tuple[str, ...]


class Keeping(msgspec.Struct, frozen=True):
    """How long data is kept and when it is reviewed, as ISO 8601 periods (`P3Y`, `P90D`); "" where nothing is said."""

    clause: str
    sentence: str
    about: tuple[str, ...] = ()
    keep: str = ""
    review: str = ""


class Recall(msgspec.Struct, frozen=True):
    """Within how many hours a recipient follows a recall."""

    clause: str
    sentence: str
    hours: int


class Fact(msgspec.Struct, frozen=True):
    """A public fact behind a file, with its source; `clause` names the law, `date` the day or month."""

    fact: str
    source: str
    date: str = ""
    clause: str = ""


class ExampleData(msgspec.Struct, frozen=True):
    """What is sent in an example.

    `passed_on_from` is the party that the data is of, where the example's `from` passes on what it was given.
    """

    schema: str
    property: str
    category: str = ""
    handling: tuple[str, ...] = ()
    classification: str = "OFFICIAL"
    releasable_to: tuple[str, ...] = ()
    protected: bool = False
    passed_on_from: str = ""


class Example(msgspec.Struct, frozen=True):
    """A case that a file carries with what must come of it; a file whose example comes out otherwise is refused.

    `direction` is of profiles only: `pass` (the party sends) or `hold` (it receives). `line` is the line of the file.
    """

    what: str
    from_: str
    to: str
    data: ExampleData
    outcome: str
    purpose: str = ""
    on: str = ""
    clause: str = ""
    direction: str = ""
    line: int = 0


class Agreement(msgspec.Struct, frozen=True):
    """One version of an agreement between parties.

    Attributes:
        begins: The first day in force, `YYYY-MM-DD` in `time_zone`.
        ends: The last day in force, "" for an open end.
        onward: A rule `never` without a clause where the file says nothing.
        readers: One or none.
        recall: One or none.
        digest: SHA-256 of the canonical JSON of the parsed text, hexadecimal.
        text: The file as it was written.
        plain: The parsed text.
    """

    id: str
    version: int
    title: str
    parties: tuple[str, ...]
    begins: str
    purposes: tuple[Purpose, ...]
    may_share: tuple[Share, ...]
    examples: tuple[Example, ...]
    ends: str = ""
    time_zone: str = "UTC"
    illustrative: bool = False
    facts: tuple[Fact, ...] = ()
    never: tuple[Never, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    conditions: tuple[Statement, ...] = ()
    onward: Onward = Onward("onward", "Nothing is said of passing on, so nothing is passed on.", "never")
    readers: tuple[Readers, ...] = ()
    retention: tuple[Keeping, ...] = ()
    recall: tuple[Recall, ...] = ()
    digest: str = ""
    text: str = ""
    plain: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """How the document is called in a clause: `GB-AL, version 1`."""
        return f"{self.id}, version {self.version}"

    @property
    def key(self) -> str:
        """Short name that no other document of a node has: `GB-AL/1`."""
        return f"{self.id}/{self.version}"


class Profile(msgspec.Struct, frozen=True):
    """What one party's own law lets it hold and pass on.

    Attributes:
        onward: One or none; narrows the rule of every agreement for what this party sends.
        called: The party's name in words (the file's `name`).
        authority: Whom a person can complain to.
    The others are as in `Agreement`.
    """

    party: str
    version: int
    called: str
    may_hold: tuple[Share, ...] = ()
    may_pass: tuple[Share, ...] = ()
    never_hold: tuple[Never, ...] = ()
    never_pass: tuple[Never, ...] = ()
    conditions: tuple[Statement, ...] = ()
    onward: tuple[Onward, ...] = ()
    retention: tuple[Keeping, ...] = ()
    law: tuple[Fact, ...] = ()
    authority: str = ""
    illustrative: bool = False
    examples: tuple[Example, ...] = ()
    digest: str = ""
    text: str = ""
    plain: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """How the document is called in a clause: `Profile of FRONTEX`."""
        return f"Profile of {self.party}"

    @property
    def key(self) -> str:
        """Short name that no other document of a node has: `profile:FRONTEX/1`."""
        return f"profile:{self.party}/{self.version}"


Document = Agreement | Profile
