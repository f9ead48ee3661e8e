"""The house: form, types and imports hold, documents say what there is, and the tree holds nothing it must not."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import check_licences
import check_tree
import cli_reference
import pytest

import headwater
from headwater.desk import Desk
from headwater.settings import ENVIRONMENT
from headwater.web import create_app

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "headwater"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_MODULE = 500


def short(path: Path) -> str:
    """A module's path below the package."""
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.slow
@pytest.mark.parametrize("check", ["format", "lint", "types", "imports", "catalogue"])
def test_make_check(check):
    made = subprocess.run(
        ["make", "-s", check, "READY=1", f"VENV={sys.prefix}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr


def test_nothing_in_the_tree_that_must_not_be():
    assert list(check_tree.breaches()) == []


def test_what_ships_may_ship():
    assert check_licences.refused() == []


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "SSPL-1.0", "Foo"])
def test_a_licence_that_is_not_allowed_is_found(expression):
    assert not check_licences.allowed(expression)


@pytest.mark.parametrize("expression", ["MIT", "MIT OR GPL-3.0-only", "(MIT OR AGPL-3.0-only) AND LGPL-3.0-only"])
def test_one_part_of_a_choice_is_enough(expression):
    assert check_licences.allowed(expression)


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (check_tree.no_machine_path, "a.md", "see /" + "work/main/x"),
        (check_tree.no_registry, "a.lock", "https://py" + "pi.org/simple"),
        (check_tree.no_secret, "a.pem", "-----BEGIN " + "PRIVATE KEY-----"),
        (check_tree.strict_pages, "web/a.html", '<p style="x">'),
        (check_tree.strict_pages, "web/a.html", '<p onclick="x">'),
        (check_tree.strict_pages, "web/a.html", "<script>x</script>"),
        (check_tree.no_foreign_address, "web/static/a.css", "@import url(//elsewhere.example/a.css)"),
        (check_tree.named_for_what_it_holds, "src/utils.py", ""),
        (check_tree.tidy, "a.py", "x = 1 \n"),
        (check_tree.tidy, "a.py", "x = 1"),
    ],
)
def test_a_breach_is_found(rule, path, text):
    assert list(rule(PurePosixPath(path), text))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (check_tree.no_machine_path, "a.md", "the frame" + "work/main and ./tmp/x"),
        (check_tree.strict_pages, "web/a.html", '<link rel="stylesheet" href="/static/desk.css">'),
        (check_tree.strict_pages, "web/a.html", '<script src="/static/desk.js" defer></script>'),
        (check_tree.no_foreign_address, "web/static/a.css", "src: url(fonts/a.woff2)"),
        (check_tree.tidy, "a.py", "x = 1\n"),
    ],
)
def test_what_is_fine_is_not_called_a_breach(rule, path, text):
    assert list(rule(PurePosixPath(path), text)) == []


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_module_is_short_enough_to_be_read_at_once(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("path", [path for path in MODULES if path.read_bytes().strip()], ids=short)
def test_a_module_says_what_it_is(path):
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_nothing_reads_the_environment_at_import(path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for scope in ast.walk(module)
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(scope)
    }
    reading = [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb") and id(node) not in inside
    ]
    assert reading == []


ROOMS = [room.name for room in pkgutil.iter_modules(headwater.__path__) if room.ispkg]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_and_what_it_hands_on(room):
    package = importlib.import_module(f"headwater.{room}")
    assert package.__doc__
    assert package.__all__
    missing = [name for name in package.__all__ if not hasattr(package, name)]
    assert missing == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_its_tests(room):
    assert list((ROOT / "tests" / room).glob("test_*.py"))


DATA = (SOURCE / "data", ROOT / "bench" / "data")
DATA_FOLDERS = sorted({path.parent for data in DATA for path in data.rglob("*") if path.is_file()})


@pytest.mark.parametrize("folder", DATA_FOLDERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_data_says_where_it_comes_from(folder):
    said = (folder / "SOURCE.txt").read_text(encoding="utf-8")
    assert re.search(r"\b20\d\d\b", said), "no date"
    assert re.search(r"Origin|Publisher|Collected", said), "no origin"
    assert re.search(r"licence|public domain|reuse", said, re.IGNORECASE), "no licence"
    unnamed = [path.name for path in folder.iterdir() if path.is_file() and path.name not in said]
    assert unnamed in ([], ["SOURCE.txt"])


@pytest.mark.parametrize("setting", sorted(ENVIRONMENT))
def test_a_setting_is_in_the_reference(setting):
    assert f"`{setting}`" in (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


def test_the_reference_has_no_setting_that_is_not():
    named = re.findall(r"`(HEADWATER_\w+)`", (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8"))
    assert set(named) == {*ENVIRONMENT, "HEADWATER_DATA"}


def test_the_reference_is_what_the_command_line_says():
    written = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    assert written == cli_reference.page(), "run 'make reference'"


def test_the_reference_names_every_address_of_the_api(settings):
    described = create_app(Desk(settings), settings).openapi()["paths"]
    written = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    assert [path for path in described if f"`{path}`" not in written] == []


DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_leads_to_what_is_there(document):
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    dead = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert dead == []


@pytest.mark.parametrize("folder", ["how-to", "reference", "explanation", "decisions"])
def test_an_index_names_every_page(folder):
    index = (ROOT / "docs" / folder / "index.md").read_text(encoding="utf-8")
    missing = [page.name for page in (ROOT / "docs" / folder).glob("*.md") if f"({page.name})" not in index]
    assert missing in ([], ["index.md"])
