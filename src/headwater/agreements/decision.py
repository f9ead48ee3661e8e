"""The answer to whether something passes, and the shapes of every other answer of a register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from headwater.agreements.terms import THING, Document
from headwater.model import Label


class Clause(msgspec.Struct, frozen=True):
    """A clause that a decision rests on. `document`: `GB-AL, version 1`, `Profile of XK`, `Headwater`."""

    document: str
    number: str
    sentence: str
    illustrative: bool = False


class Asked(msgspec.Struct, frozen=True):
    """A question of passing.

    Attributes:
        recipient: The agency that would read it.
        purpose: A key of `PURPOSES`; anything else opens nothing of another agency's.
        at: The instant, an aware datetime.
        holder: The agency of the node where the data lies; "" for the sender's own.
        sender: Who sends; "" for the agency that the label names. A sender that is not that agency passes on.
        roles: The reader's roles; empty for the agency as such, whoever reads there.
    """

    recipient: str
    purpose: str
    at: datetime
    holder: str = ""
    sender: str = ""
    roles: frozenset[str] = frozenset()


class Part(msgspec.Struct, frozen=True):
    """What one document says.

    `who`: `agreement`, `sender`, `recipient` or `headwater`; `document` is its name, `agreement` its id if it is one.
    """

    who: str
    document: str
    allows: bool
    sentence: str
    clauses: tuple[Clause, ...] = ()
    agreement: str = ""


class Decision(msgspec.Struct, frozen=True):
    """Whether something passes, and what says so.

    Attributes:
        goes: Whether it passes.
        bound_by: Who keeps it back: `agreement`, `sender`, `recipient`, `headwater`; empty if it goes.
        clauses: The clauses that it rests on: those that open it, or those that keep it.
        sentence: The decision in one or two plain sentences.
        agreement: Id of the agreement it was decided under, "" for none.
        parts: What each document says by itself.
        conditions: What travels with the data if it goes.
    """

    goes: bool
    bound_by: tuple[str, ...]
    clauses: tuple[Clause, ...]
    sentence: str
    agreement: str = ""
    parts: tuple[Part, ...] = ()
    conditions: tuple[Clause, ...] = ()


class Standing(msgspec.Struct, frozen=True):
    """Where one version of an agreement stands at a moment.

    Attributes:
        state: `proposed` (nobody has signed), `part-signed`, `agreed` (signed, not begun), `in-force`, `ended`,
            `superseded` (a later version took its place) or `unknown` (not held here).
        signed: The parties whose signature is good, in the order of the agreement.
        words: The same in one sentence.
    """

    state: str
    signed: tuple[str, ...]
    words: str


class Signing(msgspec.Struct, frozen=True):
    """A party's signature under one version; `state`: `good`, `missing` or `bad`, the reason in `words`."""

    party: str
    state: str
    words: str
    key_id: str = ""
    signed_at: str = ""


class Opening(msgspec.Struct, frozen=True):
    """One kind of data: whether it may pass.

    `about`: one of `ABOUT`; `kind`: a property group. `outcome`: `goes`, `stays`, or `some` where it differs by schema.
    """

    purpose: str
    about: str
    kind: str
    outcome: str
    sentence: str
    bound_by: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


class Cell(msgspec.Struct, frozen=True):
    """From one party to another. `agreements` are (id, version) of the newest of each that names both."""

    sender: str
    recipient: str
    agreements: tuple[tuple[str, int], ...]
    openings: tuple[Opening, ...]
    needs: tuple[str, ...]

    @property
    def opens(self) -> int:
        """How many kinds of data pass, wholly or by schema, for some purpose; a kind counts once."""
        return len({(opening.about, opening.kind) for opening in self.openings if opening.outcome != "stays"})


class Matrix(msgspec.Struct, frozen=True):
    """Who may share with whom at a moment; cells row by row, without the diagonal."""

    at: datetime
    parties: tuple[str, ...]
    cells: tuple[Cell, ...]

    def cell(self, sender: str, recipient: str) -> Cell:
        """The cell of two parties; an empty one where either is unknown."""
        for cell in self.cells:
            if (cell.sender, cell.recipient) == (sender, recipient):
                return cell
        return Cell(sender, recipient, (), (), ())


class Probe(msgspec.Struct, frozen=True):
    """Data that a change touches; an empty field narrows nothing.

    `schemata` are names as they stand, without what extends them; `handling` codes of which the data carries one.
    `agreement`: what came under another one is not touched.
    """

    senders: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    schemata: tuple[str, ...] = ()
    agreement: str = ""
    classifications: tuple[int, ...] = ()
    handling: tuple[str, ...] = ()

    def touches(self, label: Label) -> bool:
        """Whether the change is about what carries this label; what is published it never touches."""
        about = label.category.value if label.category is not None else THING
        return not label.published and all(
            (
                not self.senders or label.agency in self.senders,
                not self.about or about in self.about,
                not self.groups or label.group in self.groups,
                not self.schemata or label.schema in self.schemata,
                not self.agreement or label.agreement in ("", self.agreement),
                not self.classifications or int(label.classification) in self.classifications,
                not self.handling or not set(self.handling).isdisjoint(label.handling.split()),
            )
        )


class Change(msgspec.Struct, frozen=True):
    """One thing that another version says otherwise.

    `kind`: `opened`, `closed`, `longer`, `shorter`, `added`, `removed` or `changed`. `probes` select the data at hand
    that it touches; none where it touches none (a sentence reworded).
    """

    kind: str
    clause: str
    sentence: str
    probes: tuple[Probe, ...] = ()

    def touches(self, label: Label) -> bool:
        """Whether the change is about what carries this label."""
        return any(probe.touches(label) for probe in self.probes)


class Problem(msgspec.Struct, frozen=True):
    """Something wrong with a file. `where` is `file:line`."""

    where: str
    detail: str
    remedy: str


class Tried(msgspec.Struct, frozen=True):
    """An example of a file and what came of it. `clause` is where the decision rests, "" for nowhere in the file."""

    what: str
    expected: str
    outcome: str
    clause: str
    passed: bool
    sentence: str


class Checked(msgspec.Struct, frozen=True):
    """A file under examination: everything wrong with it, and its examples one by one.

    `kind`: `agreement`, `profile` or "" where it cannot be told. `document` holds the document if the file is good.
    """

    file: str
    ok: bool
    kind: str
    id: str
    version: int
    title: str
    sha256: str
    illustrative: bool
    examples: tuple[Tried, ...]
    problems: tuple[Problem, ...]
    document: Sequence[Document] = ()
