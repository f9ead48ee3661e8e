"""The review through the API: from a suggestion to a judgement and back, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fastapi import FastAPI
from tests.web.conftest import Browser, entered

from headwater.desk import Desk
from headwater.model import DraftAssertion, DraftReport, SubjectCategory

API = "/api/v1"


@pytest.fixture
def twins(desk: Desk, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The ids of one man who stands on two lists; what a test says of them is withdrawn after it."""
    actor = desk.actor_named("analyst", "investigate:SYN-014", via="api")
    runs = []
    for list_id, name in (("TWIN-1", "Ilirjan Provadija"), ("TWIN-2", "Илирјан Провадија")):
        values = {"name": name, "birthDate": "1984-03-14", "passportNumber": "X000177S7"}
        said = tuple(DraftAssertion("a", "Person", *one, category=SubjectCategory.SUSPECT) for one in values.items())
        draft = DraftReport("GB", list_id, "A", said, reported_at="2026-01-01", synthetic=True)
        header = {"format": "headwater-reports", "version": 1, "list": list_id, "edition": "1"}
        path = tmp_path / f"{list_id}.jsonl"
        path.write_bytes(b"\n".join(map(msgspec.json.encode, (header | {"edition_date": "2026-01-01"}, draft))) + b"\n")
        runs.append(desk.import_file(actor, path, format="headwater", agency="GB").id)
    left, right = sorted(hit.id for hit in desk.search(actor, "Ilirjan Provadija").hits)
    yield left, right
    for one in desk.judgements(actor)[0]:
        if not one.withdrawn_at:
            desk.withdraw(actor, one.id)
    for run in runs:
        desk.undo_import(actor, run)


def test_a_pair_is_suggested_compared_judged_and_taken_apart_again(analyst: Browser, twins: tuple[str, str]):
    queue = analyst.get(f"{API}/resolve/suggestions").json()
    assert [line["left"]["id"] for line in queue["lines"]].count(twins[0]) == 1
    pair = analyst.get(f"{API}/resolve/comparison", params={"left": twins[0], "right": twins[1]}).json()
    assert (pair["left"]["id"], pair["right"]["id"]) == twins
    assert pair["p_match"] >= queue["threshold"]
    said = analyst.post(
        f"{API}/resolve/judgements",
        json={"left": twins[0], "right": twins[1], "verdict": "positive", "reason": "The passport."},
    )
    assert said.status_code == 201
    assert said.json()["own"] is True
    entity = analyst.get(f"{API}/entities/{twins[1]}").json()
    assert (entity["id"], sorted(record["id"] for record in entity["records"])) == (twins[0], list(twins))
    page = analyst.get(f"{API}/resolve/judgements", params={"limit": 1}).json()
    assert (page["judgements"][0]["id"], page["total"]) == (said.json()["id"], 1)
    gone = analyst.post(f"{API}/resolve/judgements/last/withdraw")
    assert (gone.status_code, gone.json()["id"]) == (200, said.json()["id"])
    again = analyst.post(f"{API}/resolve/judgements/{said.json()['id']}/withdraw")
    assert again.status_code == 409
    assert analyst.get(f"{API}/entities/{twins[1]}").json()["records"] == []


def test_a_review_refuses_what_it_cannot_use(analyst: Browser, app: FastAPI, twins: tuple[str, str]):
    said = {"left": twins[0], "right": twins[1], "verdict": "positive"}
    refused: list[tuple[dict[str, Any], int]] = [
        ({"verdict": "same"}, 400),
        ({"reason": "a" * 2001}, 400),
        ({"right": twins[0]}, 400),
        ({"right": "0" * 24}, 404),
        ({"left": "no id!"}, 400),
        ({"score": 1}, 400),
    ]
    for change, status in refused:
        answer = analyst.post(f"{API}/resolve/judgements", json=said | change)
        assert (answer.status_code, set(answer.json()["error"])) == (status, {"detail", "where", "remedy"}), change
    assert analyst.post(f"{API}/resolve/judgements/{'0' * 24}/withdraw").status_code == 404
    officer = entered(app, "officer")
    assert officer.get(f"{API}/resolve/suggestions").status_code == 403
    assert officer.post(f"{API}/resolve/judgements", json=said).status_code == 403
    del analyst.headers["X-CSRF-Token"]
    assert analyst.post(f"{API}/resolve/judgements", json=said).status_code == 403
