"""A node with an analyst, an administrator and a data protection officer, and browsers of theirs, all in process."""

from __future__ import annotations

import warnings
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.web.fake_desk import FakeDesk

from headwater.desk import Desk
from headwater.settings import Settings
from headwater.web import create_app
from headwater.web.limits import Limits, Rate

with warnings.catch_warnings():
    # The test client asks for a newer httpx under another name; it works with the one that Headwater ships with.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8700"
PASSWORD = "correct horse battery staple"
UNHURRIED = Limits(requests=Rate(per_s=1e6, burst=1_000_000), sign_ins=Rate(per_s=1e6, burst=1_000_000))


class Browser(TestClient):
    """A browser without script: it keeps cookies and sends the form token that the sign-in answered."""

    csrf = ""

    def sign_in(self, name: str) -> httpx.Response:
        answer: httpx.Response = self.post("/api/v1/session", json={"name": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.csrf = answer.json()["csrf"]
        self.headers["X-CSRF-Token"] = self.csrf
        return answer

    def state(self, kind: str = "investigate", case: str = "SYN-014") -> None:
        answer = self.put("/api/v1/session/purpose", json={"kind": kind, "case": case})
        assert answer.status_code == 200, answer.text


def browser(app: FastAPI, **options: Any) -> Browser:
    """A new browser on the node's own machine."""
    options = {"base_url": BASE, "client": ("127.0.0.1", 50000), "follow_redirects": False, **options}
    return Browser(app, **options)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    """The desk of a node with three accounts and nothing in it."""
    return FakeDesk(settings)


@pytest.fixture
def app(desk: Desk, settings: Settings) -> FastAPI:
    """The node's app, in no hurry."""
    return create_app(desk, settings, limits=UNHURRIED)


@pytest.fixture
def visitor(app: FastAPI) -> Browser:
    """A browser in which nobody is signed in."""
    return browser(app)


@pytest.fixture
def analyst(app: FastAPI) -> Browser:
    """A browser of the analyst, who has stated a purpose."""
    made = browser(app)
    made.sign_in("analyst")
    made.state()
    return made
