"""The API answers whatever its own description allows, and refuses the rest, as the description says."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.python.asgi import HOST
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.web.conftest import UNHURRIED, actor_named, open_desk

from headwater.desk import Actor, Desk
from headwater.settings import Settings
from headwater.web import create_app
from headwater.web.sessions import cookie_name

SEED = 8700
ROLES = {
    "/accounts": "admin",
    "/agreements": "admin",
    "/party-keys": "admin",
    "/profiles": "admin",
    "/signatures": "admin",
    "/audit": "officer",
    "/retention": "officer",
    "/requests": "officer",
}


# What a description cannot say, the desk refuses with 400: a name within a password, roles that do not go together,
# another purpose without words, an export of nothing, blanks to search for, a file of no known format, two parties that
# are one, a text that is no agreement, a key that is none.
BEYOND_A_DESCRIPTION = (
    "/session/purpose",
    "/session/password",
    "/accounts",
    "/exports",
    "/search",
    "/imports",
    "/mend",
    "/audit/entries",
    "/resolve/comparison",
    "/resolve/judgements",
    "/requests",
    "/retention/",
    "/agreements",
    "/comparisons",
    "/party-keys",
    "/profiles",
    "/sharing",
    "/signatures",
)
ACCEPTANCE: list[Any] = [positive_data_acceptance]

# The folder is made by the fixture; its name is needed earlier, because the cookie's name follows from it.
NODE = Settings(data=Path(tempfile.gettempdir()) / f"headwater-api-{os.getpid()}", demo=False, allowed_hosts=(HOST,))
app = create_app(Desk(NODE), NODE, limits=UNHURRIED)
schema = schemathesis.openapi.from_dict(app.openapi(), config=SchemathesisConfig(seed=SEED))
schema.app = app
# A body over the limit is refused by its size, before anybody looks at its form.
rejection = schema.config.checks.negative_data_rejection
rejection.expected_statuses = [*rejection.expected_statuses, "413"]


@pytest.fixture(scope="module")
def served() -> Iterator[FastAPI]:
    """The app with its desk open, for all operations."""
    app.state.desk = open_desk(NODE)
    yield app
    app.state.desk.close()
    shutil.rmtree(NODE.data)


_LAX = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.function_scoped_fixture,
]
FEW = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=_LAX, database=None)
MANY = settings(FEW, max_examples=200)


def signed_in(served: FastAPI, path: str) -> dict[str, str]:
    """Headers of a fresh session, with a stated purpose, of someone whose role opens this path.

    Fresh, because an operation may end the session it is asked in.
    """
    actor = actors(served)[next((name for part, name in ROLES.items() if part in path), "analyst")]
    token, session = served.state.sessions.begin(actor.account_id)
    session.purpose_id = actor.purpose_id
    return {"Cookie": f"{cookie_name(NODE)}={token}", "X-CSRF-Token": served.state.sessions.form_token(token)}


@cache
def actors(served: FastAPI) -> dict[str, Actor]:
    return {name: actor_named(served.state.desk, name) for name in ("analyst", "admin", "officer")}


def keeps_its_description(case: schemathesis.Case[Any], served: FastAPI) -> None:
    without = case.meta is not None and case.meta.is_negative_at(ParameterLocation.COOKIE)
    headers = {} if without else signed_in(served, case.path)
    excluded: list[Any] = ACCEPTANCE if any(part in case.path for part in BEYOND_A_DESCRIPTION) else []
    case.call_and_validate(headers=headers, excluded_checks=excluded)


@pytest.mark.slow
@schema.parametrize()
@FEW
def test_the_api_keeps_its_description(case: schemathesis.Case[Any], served: FastAPI):
    keeps_its_description(case, served)


@pytest.mark.soak
@schema.parametrize()
@MANY
def test_the_api_keeps_its_description_for_long(case: schemathesis.Case[Any], served: FastAPI):
    keeps_its_description(case, served)
