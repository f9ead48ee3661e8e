"""What the pages load is what is listed, licensed and built; nothing of it reaches for another host."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from headwater.web.assets import STATIC, asset_url

ROOT = Path(__file__).resolve().parents[2]
LISTED = json.loads((STATIC / "assets.json").read_text())["files"]
ALLOWED = {"OFL-1.1", "Apache-2.0", "MIT", "MPL-2.0", "public domain; free use without limitation"}
WRITTEN_BY_HAND = {".css", ".svg", ".json"}


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["file"])
def test_a_listed_file_is_there_with_its_hash_and_a_licence_that_may_ship(entry: dict[str, str]):
    assert hashlib.sha256((STATIC / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["licence"] in ALLOWED
    assert re.fullmatch(r"\d+(\.\d+)*", entry["version"])


def test_every_static_file_is_listed_or_written_by_hand():
    files = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    listed = {entry["file"] for entry in LISTED}
    assert {name for name in files - listed if Path(name).suffix not in WRITTEN_BY_HAND} == set()


def test_a_licence_text_lies_beside_every_font():
    fonts = STATIC / "fonts"
    families = {"source-sans-3", "source-code-pro", "ocr-b"}
    assert {path.name.removesuffix("-LICENCE.txt") for path in fonts.glob("*.txt")} == families
    assert all(path.name.startswith(tuple(families)) for path in fonts.glob("*.woff2"))


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_address_in_a_style_sheet_is_a_file_here(path: Path):
    for address in re.findall(r'url\(\s*"?([^")]+)"?\s*\)', path.read_text()):
        assert address.startswith("data:") or (STATIC / address).is_file(), address


def test_the_script_needs_no_other_host_and_nothing_that_the_policy_forbids():
    script = (STATIC / "desk.js").read_text()
    for forbidden in (
        "http:",
        "https:",
        "eval(",
        "Function(",
        ".style",
        "localStorage",
        "sessionStorage",
        "document.cookie",
    ):
        assert forbidden not in script, forbidden


def test_the_pages_styles_hold_nothing_inline():
    for template in (ROOT / "src/headwater/web/templates").glob("*.html"):
        text = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), template.name
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), template.name


def test_the_lock_file_names_no_registry():
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    packages = [entry for name, entry in lock["packages"].items() if name]
    assert packages
    assert all("integrity" in entry and "resolved" not in entry for entry in packages)


def test_an_address_has_sixteen_digits_of_the_contents_hash():
    digest = hashlib.sha256((STATIC / "desk.js").read_bytes()).hexdigest()
    assert asset_url("desk.js") == f"/static/desk.js?v={digest[:16]}"


@pytest.mark.slow
def test_what_is_kept_is_what_the_pinned_packages_build_to():
    if not shutil.which("npm"):
        # Only someone who changes the assets needs node; where the tests count it is there.
        assert not os.environ.get("CI"), "node and npm are missing: the assets cannot be checked"
        pytest.skip("npm is not installed: the assets were not rebuilt")
    check = [sys.executable, str(ROOT / "scripts/check_assets.py")]
    run = subprocess.run(check, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
