"""A document made into Cedar policies once, and its answers kept: what no clause asks for makes no new question."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from cedarpy import PolicySet, Schema, is_authorized_batch, validate_policies

from headwater.agreements.policies import SCHEMA, Policy, policies_of
from headwater.agreements.questions import NO_TLP, Question
from headwater.agreements.terms import Agreement, Ceiling, Document, Never, Share
from headwater.errors import BadInput

Found = TypeVar("Found")
_KEPT_ANSWERS = 50_000
_NOTHING: frozenset[str] = frozenset()
_ANOTHER = "-"
"""Stands for a holder that is no party; no code is written like this."""


class Answer(NamedTuple):
    """What a document says to a question, and the policies it rests on; none where no clause speaks of it."""

    allows: bool
    policies: tuple[Policy, ...]


class Compiled:
    """A document with its policies.

    Args:
        document: The document.

    Attributes:
        policies: In the order of the document's clauses.
        schemata: The schemata that its clauses name.

    Raises:
        BadInput: Cedar refuses a policy; the reader of files should have refused the clause before.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.policies = policies_of(document)
        self._by_id = {policy.id: policy for policy in self.policies}
        text = self.text
        _validate(text, document.name)
        self._set = PolicySet.from_str(text)
        self._sees = _Sight(document)
        self.schemata = self._sees.schemata
        self._answers: dict[Question, Answer] = {}
        self._kept: dict[Question, Any] = {}

    @property
    def text(self) -> str:
        """The policies as Cedar text."""
        return "\n\n".join(policy.text for policy in self.policies)

    def seen(self, question: Question) -> Question:
        """The question with only that in it which some clause asks for."""
        return self._sees.seen(question)

    def answers(self, questions: Iterable[Question]) -> dict[Question, Answer]:
        """The answers to questions as `seen` gave them; those not asked before go to Cedar in one batch."""
        asked, kept = set(questions), self._answers
        if len(kept) > _KEPT_ANSWERS:
            kept = self._answers = {}
        new = [question for question in asked if question not in kept]
        if new:
            results = is_authorized_batch([_request(question) for question in new], self._set, "[]")
            kept.update(zip(new, map(self._answer, results), strict=True))
        return {question: kept[question] for question in asked}

    def answer(self, question: Question) -> Answer:
        """The answer to one question, as it is asked."""
        seen = self.seen(question)
        return self.answers([seen])[seen]

    def kept(self, question: Question, found: Callable[[Document, Question], Found]) -> Found:
        """What `found` makes of the document and a question, kept for the next time."""
        if question not in self._kept:
            if len(self._kept) > _KEPT_ANSWERS:
                self._kept = {}
            self._kept[question] = found(self.document, question)
        made: Found = self._kept[question]
        return made

    def _answer(self, result: Any) -> Answer:
        if result.diagnostics.errors:
            return Answer(False, ())
        named = result.diagnostics.id_annotations_by_reason.values()
        resting = sorted((self._by_id[id] for id in named), key=self.policies.index)
        return Answer(result.allowed, tuple(resting))


class _Sight:
    """What the clauses of a document look at."""

    def __init__(self, document: Document) -> None:
        clauses = _clauses(document)
        self._agreement = isinstance(document, Agreement)
        self.schemata = frozenset(name for clause in clauses for name in clause.schemata)
        self._named = frozenset(name for clause in clauses for name in (*clause.from_, *clause.to))
        unnamed = [party for party in getattr(document, "parties", ()) if party not in self._named]
        self._alike: dict[str, str] = dict.fromkeys(unnamed, unnamed[0] if unnamed else "")
        ceilings: tuple[Ceiling, ...] = getattr(document, "ceilings", ())
        self._codes = frozenset(code for ceiling in ceilings for code in ceiling.not_handling)
        self._classification = any(ceiling.classification for ceiling in ceilings)
        self._tlp = any(ceiling.tlp for ceiling in ceilings)
        self._protected = any(isinstance(clause, Never) and clause.protected for clause in clauses)
        self._readers = bool(getattr(document, "readers", ()))
        self._onward = bool(document.onward)

    def seen(self, asked: Question) -> Question:
        return Question(
            asked.action,
            self._party(asked.origin),
            self._party(asked.recipient),
            asked.purpose if self._agreement else "",
            asked.about,
            asked.group,
            asked.schemata & self.schemata if self.schemata else _NOTHING,
            asked.classification if self._classification else 1,
            asked.tlp if self._tlp else NO_TLP,
            asked.handling & self._codes if self._codes else _NOTHING,
            asked.protected and self._protected,
            self._party(asked.holder) or _ANOTHER if self._onward and asked.holder else "",
            asked.roles if self._readers else _NOTHING,
        )

    def _party(self, party: str) -> str:
        """The party, or the first of those that no clause names and so none tells apart; "" for whoever is none."""
        return party if party in self._named else self._alike.get(party, "")


def _clauses(document: Document) -> tuple[Share | Never, ...]:
    if isinstance(document, Agreement):
        return (*document.may_share, *document.never)
    return (*document.may_hold, *document.may_pass, *document.never_hold, *document.never_pass)


@lru_cache(maxsize=1)
def _schema() -> Schema:
    return Schema.from_str(SCHEMA)


def _validate(text: str, name: str) -> None:
    result = validate_policies(text, _schema())
    if not result.validation_passed:
        raise BadInput(
            f"Cedar refuses a policy of {name}: {result.errors[0].error}", where=name, remedy="Mend that clause."
        )


def _request(question: Question) -> dict[str, Any]:
    context = {
        "purpose": question.purpose,
        "about": question.about,
        "group": question.group,
        "schemata": sorted(question.schemata),
        "classification": question.classification,
        "tlp": question.tlp,
        "handling": sorted(question.handling),
        "protected": question.protected,
        "holder": question.holder,
        "roles": sorted(question.roles),
    }
    return {
        "principal": {"type": "Party", "id": question.recipient},
        "action": {"type": "Action", "id": question.action},
        "resource": {"type": "Party", "id": question.origin},
        "context": json.dumps(context),
    }


_MADE: dict[tuple[str, str], Compiled] = {}


def compiled(document: Document) -> Compiled:
    """The document with its policies; a text that was compiled in this process is not compiled again."""
    name = (document.key, document.digest)
    if not document.digest:
        return Compiled(document)
    if name not in _MADE:
        if len(_MADE) > 500:
            _MADE.clear()
        _MADE[name] = Compiled(document)
    return _MADE[name]
