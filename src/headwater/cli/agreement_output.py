"""What the commands of agreements print: documents with the same names everywhere, or words for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from headwater.cli.output import print_lines, print_table

View = Mapping[str, Any]
_VERSION = re.compile(r", version \d+\Z")


def _clause(clause: View) -> str:
    """`GB-AL 4.1`; without a number the document alone."""
    return f"{_VERSION.sub('', clause['document'])} {clause['number']}".strip()


def _clauses(clauses: Iterable[View]) -> list[dict[str, str]]:
    return [{name: one[name] for name in ("document", "number", "sentence")} for one in clauses]


# -- documents


def explained(view: View) -> dict[str, Any]:
    """An explanation as the command gives it: each line with its decision."""
    return {
        "from": view["sender"],
        "to": view["recipient"],
        "purpose": view["purpose"],
        "report": view["report_id"],
        "at": view["at"],
        "agreements": [_standing(one) for one in view["agreements"]],
        "goes": view["goes"],
        "stays": view["stays"],
        "assertions": [_line(line) for line in view["lines"]],
    }


def _line(line: View) -> dict[str, Any]:
    why = line["why"]
    return {
        "id": line["assertion_id"],
        "entity": line["entity_id"],
        "schema": line["schema"],
        "prop": line["prop"],
        "label": line["label"],
        "value": line["text"],
        "category": line["category"],
        "decision": why["outcome"],
        "clause": next(map(_clause, why["clauses"]), ""),
        "sentence": why["sentence"],
        "bound_by": list(why["bound_by"]),
        "clauses": _clauses(why["clauses"]),
    }


def _standing(one: View) -> dict[str, Any]:
    return {
        "id": one["id"],
        "version": one["version"],
        "title": one["title"],
        "state": one["state"],
        "signed": one["signed"],
        "of": one["parties"],
        "illustrative": one["illustrative"],
    }


def tabled(view: View) -> dict[str, Any]:
    """A matrix as the command gives it."""
    return {
        "at": view["at"],
        "parties": [party["code"] for party in view["parties"]],
        "names": {party["code"]: party["name"] for party in view["parties"]},
        "cells": [
            {
                "from": cell["sender"],
                "to": cell["recipient"],
                "agreements": [_standing(one) for one in cell["agreements"]],
                "opens": cell["opens"],
                "openings": [_opening(one) for one in cell["openings"]],
                "needs": list(cell["needs"]),
            }
            for cell in view["cells"]
        ],
    }


def _opening(one: View) -> dict[str, Any]:
    return {
        "purpose": one["purpose"],
        "about": one["about"],
        "kind": one["kind"],
        "outcome": one["outcome"],
        "bound_by": list(one["bound_by"]),
        "clauses": _clauses(one["clauses"]),
    }


def compared(documents: Sequence[View], changes: Iterable[View]) -> dict[str, Any]:
    """A comparison as the command gives it."""
    old, new = documents
    said = [{name: one[name] for name in ("kind", "clause", "sentence", "lines")} for one in changes]
    return {"old": dict(old), "new": dict(new), "changes": said}


# -- words


def print_file(view: View) -> None:
    """A file that was examined."""
    said = "holds" if view["ok"] else "does not hold"
    named = f": {view['kind']} {view['id']}, version {view['version']}, {view['title']}" if view["id"] else ""
    print_lines([f"{view['file']} {said}{named}"])
    print_lines(f"  {one['where']}: {one['detail']} {one['remedy']}".rstrip() for one in view["problems"])
    print_lines(f"  {_tried(one)}" for one in view["examples"])
    if view["ok"]:
        print_lines([f"  sha256 {view['sha256']}"])


def _tried(example: View) -> str:
    came = f"{example['outcome']}, {example['clause']}".rstrip(", ")
    if example["passed"]:
        return f"passed: {example['what']} ({came})"
    return f"failed: {example['what']}: it should be that it {example['expected']}; {came}. {example['sentence']}"


def print_held(views: Iterable[View]) -> None:
    """Every version that is held."""
    rows = (
        [one["id"], one["version"], one["title"], one["state_words"], "illustrative" if one["illustrative"] else ""]
        for one in views
    )
    print_table(("id", "version", "title", "state", ""), rows)


def print_matrix(view: View) -> None:
    """Who may share with whom: how many kinds of data, by which agreements, and what is missing."""
    rows = (
        [cell["from"], cell["to"], cell["opens"] or "nothing", _agreed(cell), " ".join(cell["needs"])]
        for cell in view["cells"]
        if cell["agreements"]
    )
    print_table(("from", "to", "kinds of data", "agreement", "missing"), rows)
    print_lines(["Between parties that are not listed there is no agreement: nothing passes."])


def _agreed(cell: View) -> str:
    return ", ".join(f"{one['id']} {one['version']} ({one['state']})" for one in cell["agreements"])


def print_explanation(view: View) -> None:
    """Line by line, what goes and what stays."""
    of = ", ".join(f"{one['id']}, version {one['version']}" for one in view["agreements"]) or "no agreement in force"
    print_lines(
        [f"{view['from']} to {view['to']}, to {view['purpose']}: {view['goes']} go, {view['stays']} stay ({of})"]
    )
    rows = (
        [one["id"], one["label"], one["value"], one["category"], one["decision"], one["clause"], one["sentence"]]
        for one in view["assertions"]
    )
    print_table(("id", "what", "value", "category", "", "clause", "why"), rows)


def print_changes(view: View) -> None:
    """What one version says otherwise than another."""
    old, new = view["old"], view["new"]
    print_lines([f"{new['id']}: version {new['version']} against version {old['version']}"])
    if not view["changes"]:
        print_lines(["They say the same."])
    counted = any(one["lines"] >= 0 for one in view["changes"])
    for one in view["changes"]:
        lines = f" ({one['lines']:,} lines here)" if counted and one["lines"] >= 0 else ""
        print_lines([f"  {one['kind']} {one['clause']}: {one['sentence']}{lines}"])


def print_agreement(view: View) -> None:
    """One agreement, clause by clause."""
    illustrative = ", illustrative, not the treaty" if view["illustrative"] else ""
    print_lines([f"{view['id']}, version {view['version']}: {view['title']}{illustrative}", view["state_words"]])
    print_lines([f"Parties: {', '.join(party['code'] for party in view['parties'])}"])
    until = f" until {view['ends']}" if view["ends"] else ""
    print_lines([f"In force from {view['begins']}{until} ({view['time_zone']})", f"sha256 {view['digest']}"])
    for name in ("purposes", "never", "ceilings", "conditions"):
        print_lines(f"  {clause['number']} {clause['sentence']}" for clause in view[name])
    print_lines([f"  {view['onward']['number']} {view['onward']['sentence']}"])
    print_lines(f"  {one['party']}: {one['words']}" for one in view["signatures"])
    print_lines(view["text"].splitlines())


def print_keys(views: Iterable[View]) -> None:
    """The directory of public keys."""
    rows = ([one["party"], one["key_id"], one["fingerprint"], one["origin"], _state(one)] for one in views)
    print_table(("party", "id", "fingerprint", "came from", "state"), rows)


def _state(key: View) -> str:
    if key["revoked_at"]:
        return f"revoked {key['revoked_at']}"
    return "this node's own" if key["own"] else "trusted"
