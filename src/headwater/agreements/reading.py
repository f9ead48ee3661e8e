"""A file in, a checked agreement or profile out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import rfc8785

from headwater.agreements.compiling import Compiled
from headwater.agreements.decision import Checked, Problem, Tried
from headwater.agreements.examples import failure, tried
from headwater.agreements.fields import Reading, is_hidden, mapping
from headwater.agreements.forms import AGREEMENT, PROFILE
from headwater.agreements.nodes import Node, parse
from headwater.agreements.terms import AGREEMENT_FORMAT, PROFILE_FORMAT, Agreement, Document, Profile
from headwater.errors import BadInput, HeadwaterError, UnreadableFile


def read(data: bytes, name: str) -> Document:
    """Read an agreement or a profile.

    Args:
        data: The file, UTF-8.
        name: Its name, for messages.

    Raises:
        UnreadableFile: It is no YAML 1.2 as these files allow it.
        BadInput: Something in it is not as it should be, or an example comes out otherwise than it says.
    """
    document, _, problems = _examined(data, name)
    if problems:
        first, more = problems[0], len(problems) - 1
        also = f" {more} more in this file." if more else ""
        raise BadInput(first.detail + also, where=first.where, remedy=first.remedy)
    return document[0]


def check(path: Path) -> Checked:
    """Examine a file: everything wrong with it, each example, its digest; what it holds never raises."""
    name = path.name
    try:
        documents, examples, problems = _examined(path.read_bytes(), name)
    except OSError as problem:
        documents, examples = (), ()
        problems = (Problem(name, f"The file cannot be read: {problem.strerror}.", "Give a file that is there."),)
    except HeadwaterError as problem:
        documents, examples = (), ()
        problems = (Problem(problem.where, problem.detail, problem.remedy),)
    return _checked(str(path), documents, examples, problems)


def _checked(
    file: str, documents: tuple[Document, ...], examples: tuple[Tried, ...], problems: tuple[Problem, ...]
) -> Checked:
    if not documents:
        return Checked(file, False, "", "", 0, "", "", False, examples, problems)
    (document,) = documents
    agreement = isinstance(document, Agreement)
    return Checked(
        file=file,
        ok=not problems,
        kind="agreement" if agreement else "profile",
        id=document.id if isinstance(document, Agreement) else document.party,
        version=document.version,
        title=document.title if isinstance(document, Agreement) else document.called,
        sha256=document.digest,
        illustrative=document.illustrative,
        examples=examples,
        problems=problems,
        document=() if problems else documents,
    )


def _examined(data: bytes, name: str) -> tuple[tuple[Document, ...], tuple[Tried, ...], tuple[Problem, ...]]:
    """The document if its form is right, its examples tried, and all that is wrong."""
    reading = Reading(name)
    root = parse(data, name, reading.problems)
    _refuse_hidden(reading, data)
    form = _form(reading, root)
    values = mapping(reading, root, "The file", PROFILE if form is Profile else AGREEMENT)
    if reading.problems:
        return (), (), _in_order(reading.problems)
    document = _document(form, values, root, data)
    try:
        examples = tried(Compiled(document))
    except BadInput as problem:
        return (document,), (), (Problem(f"{name}:1", problem.detail, problem.remedy),)
    _check_examples(reading, document, examples)
    return (document,), examples, _in_order(reading.problems)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: int(one.where.rpartition(":")[2])))


def _refuse_hidden(reading: Reading, data: bytes) -> None:
    """Refuse hidden characters anywhere, comments included."""
    for number, line in enumerate(data.decode("utf-8").split("\n"), start=1):
        for letter in filter(is_hidden, line):
            reading.refuse(number, f"A character is hidden here, U+{ord(letter):04X}.", "Take it out.")


def _form(reading: Reading, root: Node) -> type[Agreement] | type[Profile]:
    said = root.value.get("format")
    if said is not None and said.value not in (AGREEMENT_FORMAT, PROFILE_FORMAT):
        raise UnreadableFile(
            f"This is none of the formats read here: {said.plain!r}.",
            where=f"{reading.name}:{said.line}",
            remedy=f"Write format: {AGREEMENT_FORMAT} or format: {PROFILE_FORMAT}.",
        )
    return Profile if said is not None and said.value == PROFILE_FORMAT else Agreement


def _document(form: type[Agreement] | type[Profile], values: dict[str, Any], root: Node, data: bytes) -> Document:
    plain = root.plain
    values |= {"digest": hashlib.sha256(rfc8785.dumps(plain)).hexdigest(), "plain": plain, "text": data.decode("utf-8")}
    del values["format"]
    if form is Profile:
        values["called"] = values.pop("name")
        return Profile(**_listed(values, ("onward",)))
    values["id"], days = values.pop("agreement"), values.pop("in_force")
    values |= {"begins": days["from"], "ends": days["until"]}
    if values["onward"] == ():
        del values["onward"]
    return Agreement(**_listed(values, ("readers", "recall")))


def _listed(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return values | {name: (values[name],) for name in names if values[name] != ()}


def _check_examples(reading: Reading, document: Document, examples: tuple[Tried, ...]) -> None:
    for example, came in zip(document.examples, examples, strict=True):
        if not came.passed:
            reading.refuse(
                example.line, failure(came, example.clause), "Mend the clause that decides it, or the example."
            )
    outcomes = {example.outcome for example in document.examples}
    if isinstance(document, Agreement) and outcomes != {"goes", "stays"}:
        reading.refuse(
            document.examples[0].line, "The examples are all of one kind.", "Give one that goes and one that stays."
        )
