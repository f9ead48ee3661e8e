"""Rebuild what the desk's pages load from the pinned npm packages and compare it, byte for byte, with what is kept.

Needs node and npm, as only someone who changes these files has them: a user of Headwater needs neither.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
KEPT = {"static": ROOT / "src/headwater/web/static", "tests": ROOT / "tests/web/axe"}


def rebuild(work: Path) -> None:
    """Build into `work/static` and `work/tests` from a fresh copy of the sources.

    Args:
        work: An empty folder.

    Raises:
        subprocess.CalledProcessError: npm or the build failed.
    """
    shutil.copytree(FRONTEND, work / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=work / "frontend", check=True)
    built = ["--static", str(work / "static"), "--tests", str(work / "tests")]
    subprocess.run(["node", "build.mjs", *built], cwd=work / "frontend", check=True)


def differences(built: Path, kept: Path) -> list[str]:
    """Every file of `built` that `kept` does not hold with the same bytes."""
    files = sorted(path.relative_to(built) for path in built.rglob("*") if path.is_file())
    return [
        f"{kept / name}: {_difference(built / name, kept / name)}" for name in files if not _same(built, kept, name)
    ]


def _same(built: Path, kept: Path, name: Path) -> bool:
    return (kept / name).is_file() and (built / name).read_bytes() == (kept / name).read_bytes()


def _difference(built: Path, kept: Path) -> str:
    return f"not what {built.name} builds to" if kept.is_file() else "missing"


def strangers(built: Path, kept: Path) -> list[str]:
    """Fonts that are kept and that no build made."""
    made = {path.name for path in (built / "fonts").iterdir()}
    return [f"{path}: nothing builds it" for path in sorted((kept / "fonts").iterdir()) if path.name not in made]


def main() -> int:
    """Compare; 0 if all is the same, 1 if not, 2 where it cannot be checked."""
    if not shutil.which("npm"):
        print("npm is not installed: the assets were not checked.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        rebuild(work)
        found = [line for part, kept in KEPT.items() for line in differences(work / part, kept)]
        found += strangers(work / "static", KEPT["static"])
    for line in found:
        print(line)
    print("The assets differ: run `npm ci && npm run build` in frontend/." if found else "The assets are as built.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
