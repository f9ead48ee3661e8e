"""The files a page loads: their addresses with the hash of their content, and how long a browser may keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
# Style sheets name the fonts without a hash. A font changes with a release of Headwater at most.
_A_WEEK = "public, max-age=604800"


def asset_url(name: str) -> str:
    """The address of a file under `static/`: `desk.css` gives `/static/desk.css?v=` and 16 digits of its SHA-256."""
    return f"/static/{name}?v={_version(name)}"


def _version(name: str) -> str:
    path = STATIC / name
    return _hashed(path, path.stat().st_mtime_ns)


@cache
def _hashed(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


class Assets(StaticFiles):
    """Serves `static/`: for good when the address has the content's hash, else asking again each time."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its `Cache-Control`."""
        response = await super().get_response(path, scope)
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v", [""])[0]
        if response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = self._kept(path, asked)
        return response

    def _kept(self, path: str, asked: str) -> str:
        if asked and asked == _version(path):
            return _FOREVER
        return _A_WEEK if path.endswith(".woff2") else "no-cache"
