"""Check that everything which ships with Headwater may ship: permissive, MPL-2.0 or LGPL; never GPL or AGPL.

What ships is the closure that `requirements.lock` names, and the front-end assets that `assets.json` names. Each
licence is read from the installed package's own metadata (Core Metadata 2.4, License-Expression; before that the
classifiers, then the License field); where that says too little, `BY_HAND` says what a person read, and where.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
ASSETS = ROOT / "src" / "headwater" / "web" / "static" / "assets.json"

PERMISSIVE = frozenset({"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"}) | {
    "LicenseRef-public-domain",
    "OFL-1.1",
    "PSF-2.0",
}
WEAK_COPYLEFT = frozenset({"LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"})
ALLOWED = PERMISSIVE | WEAK_COPYLEFT

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

# name: (licence, why metadata is not enough and where it was read)
BY_HAND = {
    "cedarpy": ("Apache-2.0", "its metadata names no licence; its LICENSE file is the Apache License 2.0"),
    "OCR-B": ("LicenseRef-public-domain", "no SPDX name; fonts/ocr-b-LICENCE.txt grants free use without limitation"),
}


class Unclear(Exception):
    """The metadata of a package does not say what it is licensed under."""


def allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with allowed licences: each part of an AND, one part of an OR.

    >>> allowed("MPL-2.0 AND (Apache-2.0 OR GPL-3.0-only)"), allowed("MIT AND GPL-3.0-only"), allowed("AGPL-3.0-only")
    (True, False, False)
    """
    words = re.findall(r"[()]|[^\s()]+", expression)
    verdict = _either(words)
    if words:
        raise Unclear(f"'{expression}' cannot be read from '{words[0]}' on")
    return verdict


def _either(words: list[str]) -> bool:
    verdict = _both(words)
    while words and words[0].upper() == "OR":
        words.pop(0)
        verdict = _both(words) or verdict
    return verdict


def _both(words: list[str]) -> bool:
    verdict = _one(words)
    while words and words[0].upper() == "AND":
        words.pop(0)
        verdict = _one(words) and verdict
    return verdict


def _one(words: list[str]) -> bool:
    word = words.pop(0)
    if word != "(":
        return word in ALLOWED
    verdict = _either(words)
    words.pop(0)
    return verdict


def licence_of(name: str) -> str:
    """The licence of an installed package as an SPDX expression.

    Raises:
        Unclear: Neither its metadata nor `BY_HAND` says.
    """
    if name in BY_HAND:
        return BY_HAND[name][0]
    try:
        said = metadata(name)
    except PackageNotFoundError:
        raise Unclear("not installed here, and not in BY_HAND") from None
    if "License-Expression" in said:
        return said["License-Expression"]
    classifiers = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License")
    ]
    known = [CLASSIFIERS[words] for words in classifiers if words in CLASSIFIERS]
    named = [words for words in classifiers if words not in ("OSI Approved",)]
    if known and len(known) == len(named):
        return " AND ".join(known)
    field = said["License"].strip() if "License" in said else ""
    if field in ALLOWED:
        return field
    raise Unclear(f"its metadata says {classifiers} and {field[:60]!r}")


def locked() -> list[str]:
    """The names in the lock file of what runs."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def shipped() -> Iterator[tuple[str, str]]:
    """Each package that ships, with its licence, or "?" and the reason where it is unclear."""
    for name in locked():
        try:
            yield name, licence_of(name)
        except Unclear as unclear:
            yield name, f"? {unclear}"
    assets = {asset["name"]: asset["licence"] for asset in json.loads(ASSETS.read_text(encoding="utf-8"))["files"]}
    for name, licence in assets.items():
        yield name, BY_HAND[name][0] if name in BY_HAND else licence


def refused() -> list[str]:
    """One line for each package that may not ship, or of which nobody knows."""
    found = []
    for name, licence in shipped():
        try:
            fine = allowed(licence)
        except (Unclear, IndexError):
            fine = False
        if not fine:
            found.append(f"{name}: {licence}")
    return found


def main() -> int:
    """Print what may not ship; 0 if there is nothing."""
    found = refused()
    for line in found:
        print(line, file=sys.stderr)
    print(f"licences: {len(list(shipped()))} packages ship, {len(found)} refused")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
