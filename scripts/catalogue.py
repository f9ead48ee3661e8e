"""Collect the words to translate into `locale/headwater.pot`, or check that all are there and all are translatable.

    python scripts/catalogue.py collect    write the catalogue anew
    python scripts/catalogue.py check      1 if it is not what the code says, or if a page has words outside gettext

Words come from three places: calls of gettext and `mark` in Python, templates, and the model's tables of words
(gradings, handling, roles, schemata), which pages translate where they show them.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po
from jinja2 import Environment, nodes

from headwater.model import ScriptRole, schema
from headwater.model.grading import INFORMATION_WORDS, SOURCE_WORDS
from headwater.model.handling import HANDLING_WORDS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "headwater"
POT = SOURCE / "locale" / "headwater.pot"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
OURS = ("SmugglingGroup", "Phone", "OnlineAccount", "Boat", "Engine", "GangMembership", "GangLink", "Use")

# Shown as they are in every language.
UNTRANSLATED = frozenset({"Headwater", "- Headwater", "CSV", "FollowTheMoney", "Besnik", "Бесник"})


def collected() -> str:
    """The catalogue as the code has it now, as the text of a .pot file."""
    catalogue = Catalog(fuzzy=False, charset="utf-8")
    keywords = {**DEFAULT_KEYWORDS, "mark": None}
    for file, _, message, comments, context in extract_from_dir(str(SOURCE), METHODS, OPTIONS, keywords):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    for message, place in model_words():
        catalogue.add(message, None, [(place, 0)])
    written = io.BytesIO()
    write_po(written, catalogue, width=120, omit_header=True, sort_output=True, include_lineno=False)
    return written.getvalue().decode("utf-8").strip() + "\n"


def model_words() -> Iterator[tuple[str, str]]:
    """The words of the model's tables, each with the file it stands in."""
    for table in (*SOURCE_WORDS.values(), *INFORMATION_WORDS.values()):
        yield from ((words, "model/grading.py") for words in table.values())
    yield from ((words, "model/handling.py") for words in HANDLING_WORDS.values())
    yield from ((role.words, "model/script.py") for role in ScriptRole)
    for name in OURS:
        found = schema.schema_of(name)
        yield from ((words, "model/schemata/headwater.yml") for words in (found.label, found.plural))


_TAG = re.compile(r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>", re.DOTALL)
_SPOKEN = re.compile(r"\s(?:alt|aria-label|aria-description|placeholder|title)\s*=\s*\"([^\"]*)\"")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENTITY = re.compile(r"&#?\w+;")


def bare_words(template: str) -> list[str]:
    """Words of a template's text that would stay English in every language.

    Args:
        template: The template's source.
    """
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(template)
    html = ""
    for output in tree.find_all(nodes.Output):
        html += "".join(node.data if isinstance(node, nodes.TemplateData) else "{}" for node in output.nodes)
    shown = [*_TAG.sub("\n", html).splitlines(), *_SPOKEN.findall(html)]
    found = [_ENTITY.sub(" ", text).strip() for text in shown]
    return [text for text in found if _WORD.search(text) and text not in UNTRANSLATED]


def untranslatable() -> list[str]:
    """One line for each text of a template that does not go through gettext."""
    templates = sorted((SOURCE / "web" / "templates").rglob("*.html"))
    return [f"{path.name}: {text!r}" for path in templates for text in bare_words(path.read_text(encoding="utf-8"))]


def main(what: str) -> int:
    """Collect or check; 0 if all is as it should be."""
    if what == "collect":
        POT.parent.mkdir(exist_ok=True)
        POT.write_text(collected(), encoding="utf-8")
        return 0
    bare = untranslatable()
    for line in bare:
        print(f"outside gettext: {line}", file=sys.stderr)
    fresh = POT.exists() and POT.read_text(encoding="utf-8") == collected()
    if not fresh:
        print("locale/headwater.pot is not what the code says: run 'make words'.", file=sys.stderr)
    return 1 if bare or not fresh else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
