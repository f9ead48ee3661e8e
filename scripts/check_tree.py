"""Check the files of the tree for what must never be in them.

Each rule is one function that takes a file's path and text and gives one line for each breach; `RULES` lists them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
LARGEST_BYTES = 5_000_000

# Written in parts, so that this file does not hold what it looks for.
_REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("crates", "io"),
    )
]
_REGISTRY = re.compile(r"\b(?:" + "|".join(map(re.escape, _REGISTRIES)) + r")\b")
_MACHINE_PATH = re.compile(
    r"(?<![\w.~<>)}\]-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + "me", "t" + "mp")) + r")/\w"
)
_STYLE_ATTRIBUTE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
_EVENT_ATTRIBUTE = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE)
_FOREIGN_ADDRESS = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", re.IGNORECASE)
_TOKEN = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{30,}|\bAKIA[A-Z0-9]{16}\b")

Rule = Callable[[PurePosixPath, str], Iterator[str]]


def _lines(pattern: re.Pattern[str], text: str, what: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := pattern.search(line):
            yield f"{number}: {what}: {found[0][:60]}"


def no_machine_path(path: PurePosixPath, text: str) -> Iterator[str]:
    """A path of the machine that somebody wrote it on helps nobody else."""
    yield from _lines(_MACHINE_PATH, text, "a path of one machine")


def no_registry(path: PurePosixPath, text: str) -> Iterator[str]:
    """Lock files hold hashes and no addresses: which registry is asked is the installer's affair."""
    yield from _lines(_REGISTRY, text, "the host of a package registry")


def no_secret(path: PurePosixPath, text: str) -> Iterator[str]:
    """Private keys and access tokens are made where they are used."""
    yield from _lines(_TOKEN, text, "a secret")


def strict_pages(path: PurePosixPath, text: str) -> Iterator[str]:
    """What the content security policy refuses: style and event attributes, scripts in the page, other hosts."""
    if path.suffix != ".html" or "docs" in path.parts:
        return
    yield from _lines(_STYLE_ATTRIBUTE, text, "a style attribute")
    yield from _lines(_EVENT_ATTRIBUTE, text, "an event attribute")
    yield from _lines(_INLINE_SCRIPT, text, "a script in the page")


def no_foreign_address(path: PurePosixPath, text: str) -> Iterator[str]:
    """Pages and style sheets load nothing from another machine."""
    if path.suffix in (".css", ".html", ".js") and {"templates", "static"} & set(path.parts):
        yield from _lines(_FOREIGN_ADDRESS, text, "something from another machine")


def named_for_what_it_holds(path: PurePosixPath, text: str) -> Iterator[str]:
    """A module is named after what is in it."""
    if path.suffix == ".py" and path.stem in ("utils", "util", "helpers", "helper", "manager", "common", "misc"):
        yield "1: a module whose name says nothing"


def tidy(path: PurePosixPath, text: str) -> Iterator[str]:
    """Our own text ends its lines with one newline and nothing before it."""
    if path.suffix not in (".css", ".html", ".js", ".md", ".py", ".sh", ".toml", ".yml") or ".min." in path.name:
        return
    yield from _lines(re.compile(r"[ \t\r]$"), text, "space at the end of a line")
    if text and not text.endswith("\n"):
        yield "1: no newline at the end of the file"


RULES: tuple[Rule, ...] = (
    no_machine_path,
    no_registry,
    no_secret,
    strict_pages,
    no_foreign_address,
    named_for_what_it_holds,
    tidy,
)


def files() -> list[PurePosixPath]:
    """What git keeps, or would keep, below the root."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [PurePosixPath(name) for name in sorted(listed.stdout.split("\0")) if name and (ROOT / name).is_file()]


def breaches() -> Iterator[str]:
    """One line for each breach of each rule in each file of text, and for each file that is too large."""
    for path in files():
        size = (ROOT / path).stat().st_size
        if size > LARGEST_BYTES:
            yield f"{path}: {size} bytes; the tree takes files up to {LARGEST_BYTES}"
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for rule in RULES:
            yield from (f"{path}:{line}" for line in rule(path, text))


def main() -> int:
    """Print every breach; 0 if there is none."""
    found = list(breaches())
    for line in found:
        print(line, file=sys.stderr)
    print(f"tree: {len(files())} files, {len(found)} breaches")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
