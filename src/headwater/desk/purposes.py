"""Why a reader reads: a kind, a case and a few words, kept once in the vault; the audit holds only its id."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import msgspec

from headwater.desk.actors import READING_ROLES, Actor, Role
from headwater.desk.views import PurposeView
from headwater.errors import BadInput, Forbidden, NotFound

if TYPE_CHECKING:
    from headwater.store import Vault

PURPOSE_KINDS: dict[str, str] = {
    "investigate": "Investigate a case",
    "develop": "Develop intelligence on a group",
    "inspect-documents": "Inspect documents",
    "risk-analysis": "Analyse risk",
    "search-and-rescue": "Search and rescue",
    "test": "Test or train",
    "other": "Another purpose, in words",
    "supervise": "Supervise data protection",
    "administer": "Administer this node",
}
_STEM = {
    "investigate": "investigate",
    "develop": "develop intelligence",
    "inspect-documents": "inspect documents",
    "risk-analysis": "analyse risk",
    "search-and-rescue": "search and rescue",
    "test": "test or train",
    "other": "other",
    "supervise": "supervise data protection",
    "administer": "administer this node",
}
_ROLES = {"supervise": frozenset({Role.PROTECTION}), "administer": frozenset({Role.ADMINISTRATOR})}
_CASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,63}\Z")
_CASE_WORDS = re.compile(r"(?:^|[\s,])case\s+([A-Za-z0-9][A-Za-z0-9./_-]{0,63})", re.IGNORECASE)
NOTE_LENGTH = 500


class Purpose(msgspec.Struct, frozen=True):
    """A purpose as the vault keeps it."""

    kind: str
    case: str = ""
    note: str = ""


def kinds_for(roles: frozenset[Role]) -> dict[str, str]:
    """The kinds of purpose that go with these roles, code to words, in the order they are offered."""
    return {kind: words for kind, words in PURPOSE_KINDS.items() if roles & _ROLES.get(kind, READING_ROLES)}


def purpose_words(purpose: Purpose) -> str:
    """A purpose in one line: `investigate case SYN-014, facilitation of illegal entry`."""
    stem = _STEM[purpose.kind]
    if purpose.case:
        stem += f" case {purpose.case}" if purpose.kind == "investigate" else f", case {purpose.case}"
    return f"{stem}, {purpose.note}" if purpose.note else stem


def purpose_named(text: str) -> Purpose:
    """Read a purpose as it is written on a command line: `kind`, `kind:CASE` or free words that may name a case.

    Raises:
        BadInput: There is no word in it.
    """
    text = " ".join(text.split())
    kind, colon, case = text.partition(":")
    if kind in PURPOSE_KINDS and kind != "other" and (not colon or _CASE.match(case.strip())):
        return checked(kind, case.strip(), "")
    found = next((kind for kind, stem in _STEM.items() if kind != "other" and _begins(text, kind, stem)), "other")
    named = _CASE_WORDS.search(text)
    rest = text if found == "other" else _rest(text, found, named.group(0) if named else "")
    return checked(found, named.group(1).rstrip("./-_") if named else "", rest)


def _begins(text: str, kind: str, stem: str) -> bool:
    return any(re.match(rf"{re.escape(words)}\b", text, re.IGNORECASE) for words in (kind, stem))


def _rest(text: str, kind: str, case_words: str) -> str:
    for words in (_STEM[kind], kind):
        if _begins(text, words, words):
            text = text[len(words) :]
            break
    return text.replace(case_words, "", 1).strip(" ,;:.") if case_words else text.strip(" ,;:.")


def checked(kind: str, case: str, note: str) -> Purpose:
    """Return a purpose whose parts can be kept.

    Raises:
        BadInput: An unknown kind, a case that is no reference, a note too long, or no words where they are needed.
    """
    case, note = case.strip(), " ".join(note.split())
    if kind not in PURPOSE_KINDS:
        raise BadInput(
            f"{kind!r} is no kind of purpose.", where="purpose", remedy=f"Use one of: {', '.join(PURPOSE_KINDS)}."
        )
    if case and not _CASE.match(case):
        raise BadInput(
            "The case is no reference.", where="case", remedy="Write letters, digits and . / _ - only, at most 64."
        )
    if len(note) > NOTE_LENGTH:
        raise BadInput("The words are too long.", where="note", remedy=f"Write at most {NOTE_LENGTH} characters.")
    if kind == "other" and not note:
        raise BadInput("The purpose has no words.", where="note", remedy="Say in a few words why you read.")
    return Purpose(kind, case, note)


class Purposes:
    """The stated purposes, each kept once in the vault.

    Args:
        vault: Encrypted records of the node.
    """

    KIND = "purpose"

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def state(self, actor: Actor, purpose: Purpose) -> PurposeView:
        """Keep a purpose and return it with its id; the same words have the same id.

        Raises:
            Forbidden: The kind does not go with the actor's roles.
        """
        if purpose.kind not in kinds_for(actor.roles):
            raise Forbidden(
                f"Your role does not go with the purpose: {_STEM[purpose.kind]}.",
                where="purpose",
                remedy=f"Yours are: {', '.join(kinds_for(actor.roles)) or 'none'}.",
            )
        return self._view(self._kept(purpose), purpose)

    def keep(self, purpose: Purpose) -> PurposeView:
        """Keep a purpose that no account states, such as the demonstration's."""
        return self._view(self._kept(purpose), purpose)

    def get(self, purpose_id: str) -> PurposeView:
        """The purpose of that id.

        Raises:
            NotFound: There is none.
        """
        try:
            body = self._vault.get(self.KIND, purpose_id)
        except NotFound:
            raise NotFound("There is no such purpose.", where="purpose") from None
        return self._view(purpose_id, msgspec.json.decode(body, type=Purpose))

    def words(self) -> dict[str, str]:
        """Every kept purpose in words, by id."""
        return {id_: purpose_words(msgspec.json.decode(body, type=Purpose)) for id_, body in self._vault.all(self.KIND)}

    def _kept(self, purpose: Purpose) -> str:
        body = msgspec.json.encode(purpose)
        name = hashlib.sha256(body).hexdigest()
        return self._vault.find(self.KIND, name) or self._vault.put(self.KIND, body, name=name)

    def _view(self, purpose_id: str, purpose: Purpose) -> PurposeView:
        return PurposeView(
            id=purpose_id,
            kind=purpose.kind,
            kind_words=PURPOSE_KINDS[purpose.kind],
            case=purpose.case,
            note=purpose.note,
            words=purpose_words(purpose),
        )
