"""`resolve suggest`, `judge`, `withdraw`, `explain` and `pairs`: which records are one, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from headwater.cli.importing import bar
from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen, json_option
from headwater.cli.output import print_json, print_lines, print_table

if TYPE_CHECKING:
    from headwater.desk.pairing import Counts, ScoredPair, Tally

_COUNTED = ("", "pairs", "precision", "recall", "F1")


@click.group()
def resolve() -> None:
    """Who is who: pairs of records that may be one, scored and explained; a person decides.

    `pairs` needs no node. Everything else needs --as and --purpose, and is logged with them.
    """


@resolve.command()
@click.option("--case", default="", help="Only pairs of this case.")
@click.option("--gang", default="", metavar="ENTITY", help="Only pairs with a member of this group.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Pairs to pass over.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="Pairs on the page.")
@actor_options
def suggest(**asked: Any) -> None:
    """List the pairs that wait for you, those first that would teach most."""
    with bar("pairs") as progress, node_of(chosen(), progress) as node:
        queue = node.suggestions(progress, **asked)
    if chosen().json:
        print_json(queue)
        return
    print_lines([f"{queue['total']:,} pairs of {queue['waiting']:,} that wait, {queue['marking']}"])
    rows = ([*_ends(line), f"{line['p_match']:.2f}", line["settles"], line["reason"]] for line in queue["lines"])
    print_table(("id", "name", "id", "name", "match", "settles", "why"), rows)
    print_lines([queue["agreement"]["words"], "A match is about two records. It says nothing about the person."])


def _ends(pair: dict[str, Any]) -> Iterator[str]:
    for end in (pair["left"], pair["right"]):
        yield from (end["id"], end["caption"])


@resolve.command()
@click.argument("left")
@click.argument("right")
@actor_options
def explain(left: str, right: str) -> None:
    """Show what speaks for and against LEFT and RIGHT being one, each value with its sources."""
    with bar("pairs") as progress, node_of(chosen(), progress) as node:
        pair = node.comparison(left, right)
    if chosen().json:
        print_json(pair)
        return
    names = (f"{end['caption']} ({', '.join(end['agencies'])})" for end in (pair["left"], pair["right"]))
    print_lines([f"{pair['question']} {pair['marking']}", " | ".join(names)])
    level = f"pairs from {pair['threshold']:.2f} on are suggested"
    print_lines([f"Match {pair['p_match']:.2f}, {level}; sum of the weights {pair['sum']:+.1f}"])
    rows = (
        [one["words"], _values(one["left"]), _values(one["right"]), f"{one['weight']:+.1f}", one["sentence"]]
        for one in pair["findings"]
    )
    print_table(("feature", "left", "right", "weight", "what it says"), rows)
    print_lines(_said(one) for one in pair["judgements"])


def _values(values: Iterable[dict[str, Any]]) -> str:
    return "; ".join(f"{one['text']} [{', '.join(_graded(one['sources']))}]" for one in values)


def _graded(sources: Iterable[dict[str, Any]]) -> list[str]:
    grades = (source["grading"] for source in sources)
    agencies = (source["agency"] for source in sources)
    said = (
        f"{agency} {grade['source']}{grade['information']}".strip()
        for agency, grade in zip(agencies, grades, strict=True)
    )
    return list(dict.fromkeys(said))


@resolve.command()
@click.argument("left")
@click.argument("right")
@click.argument("verdict", type=click.Choice(["positive", "negative", "unsure"]))
@click.option("--reason", default="", help="Why, in your words; it is kept with the judgement.")
@actor_options
def judge(left: str, right: str, verdict: str, reason: str) -> None:
    """Say whether LEFT and RIGHT are one: positive, negative or unsure. It can be withdrawn."""
    with node_of(chosen()) as node:
        _tell(node.judge(left, right, verdict, reason))


@resolve.command()
@click.argument("judgement", default="", required=False)
@actor_options
def withdraw(judgement: str) -> None:
    """Withdraw JUDGEMENT, or your own last one that stands; the records are apart again."""
    with node_of(chosen()) as node:
        _tell(node.withdraw_judgement(judgement))


def _tell(judgement: dict[str, Any]) -> None:
    if chosen().json:
        print_json(judgement)
    else:
        print_lines([_said(judgement), f"Judgement {judgement['id']}"])


def _said(one: dict[str, Any]) -> str:
    words = f"{one['left']['caption']} and {one['right']['caption']}: {one['verdict_words']}, says {one['by_name']}"
    reason = f": {one['reason']}" if one["reason"] else ""
    gone = f"; withdrawn by {one['withdrawn_by_name']}" if one["withdrawn_at"] else ""
    return f"{words} on {one['decided_at'][:10]}{reason}{gone}"


# -- pairs of a file


@resolve.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=None, help="Call a pair one from this score on; else the usual."
)
@json_option
def pairs(file: Path, threshold: float | None) -> None:
    """Score the pairs of names in FILE, a CSV with the columns schema, name1 and name2; needs no node.

    A row that cannot be used stays in the answer with the reason. With a column is_match (or label) the text also
    says how often the score was right: by schema, and by group where there is a column case_group (or group).
    """
    from headwater.desk.pairing import THRESHOLD, checked_file, scored

    level = THRESHOLD if threshold is None else threshold
    found = scored(checked_file(file), level)
    unusable = _print_json(found, level) if chosen().json else _print_text(found, level)
    if unusable:
        rows = "row cannot be used and has" if unusable == 1 else "rows cannot be used and have"
        click.echo(f"{unusable:,} {rows} no score; see the error of each.", err=True)


def _print_json(found: Iterable[ScoredPair], level: float) -> int:
    """One document, written as the pairs are scored; returns how many rows could not be used."""
    unusable = 0
    click.echo(f'{{"threshold": {json.dumps(level)}, "pairs": [', nl=False)
    for place, pair in enumerate(found):
        unusable += bool(pair.error)
        click.echo(("," if place else "") + "\n" + json.dumps(pair.plain()), nl=False)
    click.echo("\n]}")
    return unusable


def _print_text(found: Iterable[ScoredPair], level: float) -> int:
    from headwater.desk.pairing import Tally

    tally, unusable, rows = Tally(), 0, []
    for pair in found:
        tally.add(pair)
        unusable += bool(pair.error)
        rows.append(_row(pair))
    print_table(("line", "schema", "name1", "name2", "score", "one", "what speaks for and against"), rows)
    if tally.all.pairs:
        _print_tally(tally, level)
    return unusable


def _row(pair: ScoredPair) -> list[object]:
    if pair.error:
        return [pair.line, pair.schema, pair.name1, pair.name2, "", "", pair.error]
    told = " ".join(one.sentence for one in pair.features)
    return [pair.line, pair.schema, pair.name1, pair.name2, f"{pair.score:.2f}", "yes" if pair.match else "no", told]


def _print_tally(tally: Tally, level: float) -> None:
    parts: list[tuple[str, Counts]] = [("all", tally.all), *sorted(tally.by_schema.items())]
    parts += [(f"group {name}", counts) for name, counts in sorted(tally.by_group.items())]
    rows = (
        [name, counts.pairs, f"{counts.precision:.3f}", f"{counts.recall:.3f}", f"{counts.f1:.3f}"]
        for name, counts in parts
    )
    print_table(_COUNTED, rows, f"At {level:.2f} and above")
