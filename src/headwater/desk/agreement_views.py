"""What the desk answers about agreements: the matrix, one agreement, what a change does, why a line goes or stays."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ClauseView:
    """A clause that a decision rests on.

    `document`: `GB-AL, version 1`, `Profile of XK`, `Headwater`. `illustrative`: of a file that is not the treaty.
    """

    document: str
    number: str
    sentence: str
    illustrative: bool = False


@dataclass(frozen=True)
class PartyView:
    """A party of some agreement. `profiled`: its profile is held here, so that anything can pass at all."""

    code: str
    name: str
    profiled: bool


@dataclass(frozen=True)
class InForceView:
    """One agreement in a cell of the matrix.

    `state`: `proposed` (nobody has signed), `part-signed`, `agreed` (signed, not begun), `in-force`, `ended` or
    `refused`.
    """

    id: str
    version: int
    title: str
    state: str
    state_words: str
    signed: int
    parties: int
    illustrative: bool = False
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True)
class OpeningView:
    """One kind of data in a cell: whether it may pass from the row's party to the column's.

    `about`: a subject category, or `thing` for what is no person; `kind`: a property group. `outcome`: `goes`,
    `stays` or `some` (by schema). `bound_by`: `agreement`, `sender`, `recipient`, `headwater`; who keeps it back.
    """

    purpose: str
    about: str
    about_words: str
    kind: str
    kind_words: str
    outcome: str
    words: str
    bound_by: tuple[str, ...]
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class CellView:
    """From one party to another; no agreements: nothing passes. `needs`: what is missing, in sentences."""

    sender: str
    recipient: str
    agreements: tuple[InForceView, ...]
    opens: int
    openings: tuple[OpeningView, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatrixView:
    """Who may share with whom, at a moment.

    `cells` are in the order of `parties`, row by row, without the diagonal; `held`: every version that is held here.
    """

    at: str
    parties: tuple[PartyView, ...]
    cells: tuple[CellView, ...]
    held: tuple[InForceView, ...] = ()


@dataclass(frozen=True)
class SignatureView:
    """A party's signature; `state`: `good`, `missing` or `bad`, with the reason in `words`."""

    party: str
    state: str
    words: str
    key_id: str
    key_origin: str
    signed_at: str


@dataclass(frozen=True)
class ExampleView:
    """An example that the agreement carries, and how it came out."""

    what: str
    passed: bool
    words: str


@dataclass(frozen=True)
class KeptForView:
    """How long a kind of data is kept."""

    about_words: str
    keep: str
    review: str
    clause: ClauseView


@dataclass(frozen=True)
class FactView:
    """A public fact behind an illustrative agreement."""

    date: str
    fact: str
    source: str


@dataclass(frozen=True)
class VersionView:
    """A version of an agreement that this node holds."""

    version: int
    state: str
    state_words: str
    added_at: str


@dataclass(frozen=True)
class AgreementView:
    """One version of one agreement, clause by clause.

    `table`: kinds of data by category, for the chosen sender, recipient and every purpose of the agreement; `never`,
    `conditions` and `ceilings` with their clauses; `recall` and `readers` hold one clause or none. `needs`: what is
    missing before anything passes between the chosen two. `may_sign`: this reader may sign it for the node's own
    agency, which is `own_party`, "" where that is no party of it.
    """

    id: str
    version: int
    title: str
    illustrative: bool
    state: str
    state_words: str
    parties: tuple[PartyView, ...]
    sender: str
    recipient: str
    begins: str
    ends: str
    time_zone: str
    purposes: tuple[ClauseView, ...]
    purpose: str
    table: tuple[OpeningView, ...]
    never: tuple[ClauseView, ...]
    conditions: tuple[ClauseView, ...]
    ceilings: tuple[ClauseView, ...]
    onward: ClauseView
    kept_for: tuple[KeptForView, ...]
    examples: tuple[ExampleView, ...]
    facts: tuple[FactView, ...]
    signatures: tuple[SignatureView, ...]
    versions: tuple[VersionView, ...]
    digest: str
    text: str
    recall: tuple[ClauseView, ...] = ()
    readers: tuple[ClauseView, ...] = ()
    needs: tuple[str, ...] = ()
    own_party: str = ""
    may_sign: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class ChangeLineView:
    """One thing that another version says otherwise.

    `kind`: `opened`, `closed`, `longer`, `shorter`, `added`, `removed` or `changed`. `lines`: how many lines of this
    node it touches, -1 where nobody has counted.
    """

    kind: str
    clause: str
    sentence: str
    lines: int = -1


@dataclass(frozen=True)
class ComparisonView:
    """What a version would change against another, and on the reports at hand."""

    id: str
    old_version: int
    new_version: int
    new_state_words: str
    changes: tuple[ChangeLineView, ...]
    title: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class WhyView:
    """Whether one line may go to one party, and what says so. `outcome`: `goes` or `stays`."""

    recipient: str
    recipient_name: str
    outcome: str
    sentence: str
    bound_by: tuple[str, ...]
    clauses: tuple[ClauseView, ...]


@dataclass(frozen=True)
class LineView:
    """One line of a report under a question of sharing; `text` is "" for whoever may not read it."""

    assertion_id: str
    entity_id: str
    schema: str
    prop: str
    label: str
    text: str
    category: str
    why: WhyView


@dataclass(frozen=True)
class ExplanationView:
    """Line by line, what of a report goes from one party to another for a purpose, and why."""

    sender: str
    recipient: str
    purpose: str
    report_id: str
    at: str
    agreements: tuple[InForceView, ...]
    goes: int
    stays: int
    lines: tuple[LineView, ...]
    marking: str = "OFFICIAL"
    synthetic: bool = False


@dataclass(frozen=True)
class FactWhyView:
    """Why this reader may read one fact, and who else may; `others` only where it is the reader's own agency's."""

    assertion_id: str
    report_id: str
    label: str
    text: str
    read_under: tuple[ClauseView, ...]
    read_words: str
    others: tuple[WhyView, ...]
    own: bool = False
    marking: str = "OFFICIAL"
    synthetic: bool = False


@dataclass(frozen=True)
class KeyView:
    """A party's public key in the node's directory. `fingerprint`: RFC 7638 thumbprint, in groups of four."""

    key_id: str
    party: str
    fingerprint: str
    origin: str
    added_at: str
    revoked_at: str
    own: bool


@dataclass(frozen=True)
class ProfileView:
    """What a party's own law lets it hold and pass on, as far as this node holds it.

    `law`: clauses of the law with what they say, `sources` where each was read, in the same order.
    """

    party: str
    version: int
    name: str
    illustrative: bool
    law: tuple[ClauseView, ...]
    sources: tuple[str, ...]
    may_hold: tuple[ClauseView, ...]
    may_pass: tuple[ClauseView, ...]
    never_hold: tuple[ClauseView, ...]
    never_pass: tuple[ClauseView, ...]
    conditions: tuple[ClauseView, ...]
    onward: tuple[ClauseView, ...]
    kept_for: tuple[KeptForView, ...]
    authority: str
    digest: str
    text: str
