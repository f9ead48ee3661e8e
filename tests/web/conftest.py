"""A node with four accounts and the synthetic group in it, and browsers in which one of them is signed in, in process.

The desk is opened once for all tests of this room; a test that changes an account makes one of its own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

import headwater
from headwater.desk import Actor, Desk, Role, passwords
from headwater.desk.demonstration import install_agreements
from headwater.settings import Settings
from headwater.web import create_app
from headwater.web.limits import Limits, Rate
from headwater.web.sessions import cookie_name

with warnings.catch_warnings():
    # The test client asks for a newer httpx under another name; it works with the one that Headwater ships with.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8700"
PASSWORD = "correct horse battery staple"
UNHURRIED = Limits(requests=Rate(per_s=1e6, burst=1_000_000), sign_ins=Rate(per_s=1e6, burst=1_000_000))
SYNTHETIC = Path(headwater.__file__).parent / "data/synthetic/brook_group.jsonl"
PURPOSES = {"analyst": "investigate", "officer": "supervise", "admin": "administer"}


def open_desk(node: Settings) -> Desk:
    """The open desk of a node with an administrator, an analyst, a data protection officer and nobody in particular."""
    desk = Desk.open(node)
    install_agreements(desk._parts, desk.operator())
    desk.redeem_link(desk.first_link(), ("admin", PASSWORD), ("analyst", PASSWORD))
    admin = desk.sign_in("admin", PASSWORD)
    desk.add_account(admin, "officer", PASSWORD, frozenset({Role.PROTECTION}))
    desk.add_account(admin, "nobody", PASSWORD, frozenset())
    desk.import_file(actor_named(desk, "analyst"), SYNTHETIC, format="headwater", agency="SYN")
    return desk


def actor_named(desk: Desk, name: str) -> Actor:
    """One of the accounts with a purpose that goes with it, without its password."""
    return desk.actor_named(name, f"{PURPOSES[name]}:SYN-014" if name in PURPOSES else "", via="api")


class Browser(TestClient):
    """A browser without script: it keeps cookies and sends the form token that the sign-in answered."""

    csrf = ""

    def sign_in(self, name: str) -> httpx.Response:
        """Sign in as a person does."""
        answer: httpx.Response = self.post("/api/v1/session", json={"name": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.csrf = self.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return answer

    def state(self, kind: str = "investigate", case: str = "SYN-014") -> None:
        """State a purpose as a person does."""
        answer = self.put("/api/v1/session/purpose", json={"kind": kind, "case": case})
        assert answer.status_code == 200, answer.text


def browser(app: FastAPI, **options: Any) -> Browser:
    """A new browser on the node's own machine."""
    options = {"base_url": BASE, "client": ("127.0.0.1", 50000), "follow_redirects": False, **options}
    return Browser(app, **options)


def entered(app: FastAPI, name: str, *, purpose: bool = True) -> Browser:
    """A browser in which an account is signed in, without the time that checking a password takes."""
    made, actor = browser(app), actor_named(app.state.desk, name)
    token, session = app.state.sessions.begin(actor.account_id)
    session.purpose_id = actor.purpose_id if purpose else ""
    made.cookies.set(cookie_name(app.state.settings), token)
    made.csrf = made.headers["X-CSRF-Token"] = app.state.sessions.form_token(token)
    return made


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Passwords are hashed as ever, at a cost that suits a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the node of this room."""
    return Settings(data=tmp_path_factory.mktemp("web") / "node", port=0, demo=False)


@pytest.fixture(scope="session")
def desk(node: Settings) -> Iterator[Desk]:
    """The node's open desk."""
    opened = open_desk(node)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(desk: Desk, node: Settings) -> FastAPI:
    """The node's app, in no hurry."""
    return create_app(desk, node, limits=UNHURRIED)


@pytest.fixture
def visitor(app: FastAPI) -> Browser:
    """A browser in which nobody is signed in."""
    return browser(app)


@pytest.fixture
def analyst(app: FastAPI) -> Browser:
    """A browser of the analyst, who has stated a purpose."""
    return entered(app, "analyst")
