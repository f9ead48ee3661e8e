"""`search`, `show` and `groups`: all need --as and --purpose, and are logged with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from headwater.cli.node import node_of
from headwater.cli.options import actor_options, chosen
from headwater.cli.output import print_json, print_lines, print_table


@click.command()
@click.argument("query")
@click.option("--schema", "schemata", multiple=True, help="Only entities of this schema; may be repeated.")
@click.option("--agency", "agencies", multiple=True, help="Only what this agency reports; may be repeated.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Results to pass over.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="Results on the page.")
@actor_options
def search(query: str, **asked: Any) -> None:
    """Find entities by a name in any script, a number or a reference."""
    with node_of(chosen()) as node:
        view = node.search(query, **asked)
    if chosen().json:
        print_json(view)
        return
    print_lines([f"{view['total']:,} results, {view['marking']}"])
    rows = ([hit["id"], hit["schema_words"], _named(hit), hit["line"], _stated(hit)] for hit in view["hits"])
    print_table(("id", "kind", "name", "what is known", "stated by"), rows)


def _named(hit: dict[str, Any]) -> str:
    matched = f" ({hit['matched']})" if hit["matched"] not in ("", hit["caption"]) else ""
    return f"{hit['caption']}{matched}"


def _stated(hit: dict[str, Any]) -> str:
    marks = [word for word in ("synthetic", "press", "ended") if hit[word]]
    categories = [category["text"] for category in hit["categories"]]
    return "; ".join([*categories, ", ".join(hit["agencies"]), *marks])


@click.command()
@click.argument("record_id", metavar="ID")
@click.option(
    "--kind", type=click.Choice(["entity", "group", "report"]), default="entity", show_default=True, help="What it is."
)
@actor_options
def show(record_id: str, kind: str) -> None:
    """Show an entity, a group or a report by its id, each value with its sources."""
    with node_of(chosen()) as node:
        view = node.show(kind, record_id)
    if chosen().json:
        print_json(view)
        return
    print_lines({"entity": _entity, "group": _group, "report": _report}[kind](view))


def _entity(view: dict[str, Any]) -> Iterator[str]:
    yield f"{view['caption']} ({view['schema_words']}), {view['marking']}"
    for category in view["categories"]:
        yield category["text"]
    for group in view["groups"]:
        yield ""
        yield group["label"]
        for prop in group["properties"]:
            yield f"  {prop['label']}{' (sources disagree)' if prop['disagree'] else ''}"
            for value in prop["values"]:
                yield from _value(value)


def _value(value: dict[str, Any]) -> Iterator[str]:
    remarks = [value["basis"], f"read as {value['reading']}" if value["reading"] else "", value["note"]]
    yield f"    {value['text']} ({'; '.join(filter(None, remarks))})"
    for source in value["sources"]:
        grade = f"{source['grading']['sign']} {source['grading']['source']}{source['grading']['information']}".strip()
        yield f"      {source['agency']}, {grade}, {source['reported_at']}, {source['reference']}{_standing(source)}"


def _standing(source: dict[str, Any]) -> str:
    if source["ended_on"]:
        return f"; no longer on the list in the edition of {source['ended_on']}"
    if source["listed"]:
        return f"; on the list in the edition of {source['edition_date'] or '?'}, may have been delisted since"
    return "; synthetic" if source["synthetic"] else ""


def _group(view: dict[str, Any]) -> Iterator[str]:
    yield f"{view['entity']['caption']}, {view['entity']['marking']}"
    yield view["lede"]
    for member in view["members"]:
        roles = "; ".join(f"{role['role_words']} ({role['basis']})" for role in member["roles"])
        yield f"  {member['caption']}: {roles}"
    for link in view["linked"]:
        yield f"  {link['words']}: {link['source']} to {link['target']} ({link['basis']})"


def _report(view: dict[str, Any]) -> Iterator[str]:
    yield f"{view['agency']}, {view['reference']}, {view['reported_at']}, {view['marking']}"
    yield f"{view['grading']['sign']}: {view['grading']['source_words']}; {view['grading']['information_words']}"
    for code, words in view["handling"]:
        yield f"{code}: {words}"
    if view["conditions"]:
        yield view["conditions"]
    for caption, label, value in view["lines"]:
        yield f"  {caption}: {label}: {value}"
    if view["narrative"]:
        yield view["narrative"]


@click.command()
@click.option("--offset", type=click.IntRange(0), default=0, help="Groups to pass over.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="Groups on the page.")
@actor_options
def groups(offset: int, limit: int) -> None:
    """List the groups."""
    with node_of(chosen()) as node:
        page = node.groups(offset, limit)
    if chosen().json:
        print_json(page)
        return
    print_lines([f"{page['total']:,} groups"])
    rows = (
        [line["id"], line["caption"], line["member_count"], line["linked_count"], ", ".join(line["agencies"])]
        for line in page["groups"]
    )
    print_table(("id", "name", "members", "linked", "agencies"), rows)
