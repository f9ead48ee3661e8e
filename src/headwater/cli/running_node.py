"""A node that another process runs, asked over its socket: HTTP with the paths of the API."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from headwater import errors
from headwater.cli.agreeing import Agreeing, RunningAgreeing
from headwater.cli.node import Answer, Progress
from headwater.cli.options import Choices
from headwater.cli.supervising import RunningSupervision, Supervision
from headwater.errors import HeadwaterError, Unavailable

_TIMEOUT = httpx.Timeout(30, read=3600)
"""Taking back or rebuilding a large node takes minutes."""

_READY_S = 600


def client_of(address: str, choices: Choices) -> httpx.Client:
    """A client of the node, as the chosen account and for its purpose."""
    headers: dict[bytes, bytes] = {}
    if choices.name:
        headers = {b"X-Headwater-As": choices.name.encode(), b"X-Headwater-Purpose": choices.purpose.encode()}
    transport = httpx.HTTPTransport(uds=address)
    return httpx.Client(transport=transport, base_url="http://node/api/v1", headers=headers, timeout=_TIMEOUT)


def wait_until_ready(client: httpx.Client, progress: Progress) -> None:
    """Wait while a node that was just started takes in what ships or makes its index anew."""
    until = time.monotonic() + _READY_S
    while time.monotonic() < until:
        status = _answer(client.get("/status"))
        if status["index_ready"]:
            return
        progress(status["index_fraction"], "the node is getting ready")
        time.sleep(0.2)


class RunningNode:
    """A node that another process runs, asked over its socket.

    Args:
        client: Speaks HTTP over the socket, with the actor in its headers.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def _ask(self, method: str, path: str, **parts: Any) -> Answer:
        try:
            return _answer(self._client.request(method, path, **parts))
        except httpx.TransportError:
            raise Unavailable("The node stopped answering.", remedy="See whether it still runs.") from None

    def status(self) -> Answer:
        """See `Node`."""
        return self._ask("GET", "/status")

    def search(self, query: str, **asked: Any) -> Answer:
        """See `Node`."""
        asked["schema"], asked["agency"] = asked.pop("schemata", ()), asked.pop("agencies", ())
        return self._ask("GET", "/search", params={"q": query} | asked)

    def show(self, kind: str, record_id: str) -> Answer:
        """See `Node`."""
        kinds = {"entity": "entities", "group": "groups", "report": "reports"}
        return self._ask("GET", f"/{kinds[kind]}/{quote(record_id, safe='')}")

    def groups(self, offset: int, limit: int) -> Answer:
        """See `Node`."""
        return self._ask("GET", "/groups", params={"offset": offset, "limit": limit})

    def suggestions(self, progress: Progress, **asked: Any) -> Answer:
        """See `Node`."""
        while (queue := self._ask("GET", "/resolve/suggestions", params=asked))["fraction"] < 1:
            progress(queue["fraction"], "pairs are compared")
            time.sleep(0.2)
        return queue

    def comparison(self, left: str, right: str) -> Answer:
        """See `Node`."""
        return self._ask("GET", "/resolve/comparison", params={"left": left, "right": right})

    def judge(self, left: str, right: str, verdict: str, reason: str) -> Answer:
        """See `Node`."""
        said = {"left": left, "right": right, "verdict": verdict, "reason": reason}
        return self._ask("POST", "/resolve/judgements", json=said)

    def withdraw_judgement(self, judgement_id: str) -> Answer:
        """See `Node`."""
        return self._ask("POST", f"/resolve/judgements/{quote(judgement_id or 'last', safe='')}/withdraw")

    def import_file(self, path: Path, progress: Progress, **said: Any) -> Answer:
        """See `Node`."""
        said["edition_date"] = said["edition_date"] or None
        view = self._ask("POST", "/imports", json={"path": str(path.absolute())} | said)
        while view["state"] == "running":
            progress(view["fraction"], f"{view['read']:,} entries read")
            time.sleep(0.2)
            view = self._ask("GET", f"/imports/{view['id']}")
        if view["state"] == "failed":
            raise errors.UnreadableFile(view["error"], where=path.name, remedy="Mend the file and import it again.")
        return view

    def imports(self) -> Answer:
        """See `Node`."""
        return self._ask("GET", "/imports")

    def undo(self, import_id: str) -> Answer:
        """See `Node`."""
        return self._ask("POST", f"/imports/{quote(import_id, safe='')}/undo")

    def erase(self, report_ids: list[str]) -> int:
        """See `Node`."""
        return int(self._ask("POST", "/erasures", json={"reports": report_ids})["erased"])

    def export(self, format: str, entity_ids: list[str], query: str) -> tuple[str, int, Iterator[bytes]]:
        """See `Node`."""
        asked = self._client.build_request(
            "POST", "/exports", json={"format": format, "entity_ids": entity_ids, "query": query}
        )
        response = self._client.send(asked, stream=True)
        if response.is_error:
            response.read()
            _answer(response)
        name = response.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')
        return name, int(response.headers["X-Headwater-Count"]), response.iter_bytes()

    def audit(self, **asked: Any) -> Answer:
        """See `Node`."""
        return self._ask("GET", "/audit/entries", params={name: value for name, value in asked.items() if value != ""})

    def accounts(self) -> Answer:
        """See `Node`."""
        return self._ask("GET", "/accounts")

    def add_account(self, name: str, password: str, roles: list[str], agency: str) -> Answer:
        """See `Node`."""
        said = {"name": name, "password": password, "roles": roles, "agency": agency}
        return self._ask("POST", "/accounts", json=said)

    def link(self) -> str:
        """See `Node`."""
        return str(self._ask("POST", "/link")["address"])

    def rebuild(self, progress: Progress) -> None:
        """See `Node`."""
        self._ask("POST", "/rebuild")

    def supervision(self) -> Supervision:
        """See `Node`."""
        return RunningSupervision(self._ask)

    def agreeing(self) -> Agreeing:
        """See `Node`."""
        return RunningAgreeing(self._ask)


def _answer(response: httpx.Response) -> Answer:
    if response.is_success:
        return response.json() if response.content else None
    raise _error(response)


_BY_STATUS = {
    400: errors.BadInput,
    401: errors.SignInNeeded,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    413: errors.TooLarge,
    429: errors.TooMany,
    503: errors.Unavailable,
}


def _error(response: httpx.Response) -> HeadwaterError:
    try:
        said = response.json()["error"]
        words = {name: str(said.get(name, "")) for name in ("detail", "where", "remedy")}
    except (ValueError, KeyError, AttributeError):
        words = {"detail": f"The node answered with status {response.status_code}.", "where": "", "remedy": ""}
    kind = _BY_STATUS.get(response.status_code, HeadwaterError)
    return kind(words["detail"], where=words["where"], remedy=words["remedy"])
