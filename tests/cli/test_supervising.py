"""`retention` and `requests` at the command line, with the folder opened and over a running node's socket."""

from __future__ import annotations

import shutil

import pytest
from tests.cli.conftest import Ran, run_command

SUPERVISING = ("--as", "dora", "--purpose", "supervise")
ARTA = "Arta Mostra"


@pytest.fixture
def folder(gang_folder, node_folder):
    """A copy of the node with the synthetic group, whose data a test may erase."""
    shutil.copytree(gang_folder, node_folder)
    return node_folder


@pytest.fixture
def officer(folder):
    """A function that runs a command as the data protection officer."""

    def command(*arguments: str) -> Ran:
        return run_command([*arguments, *SUPERVISING, "--json"], folder)

    return command


def test_the_queue_and_the_run_are_the_operators_by_ids(folder):
    ran = run_command(["retention", "list", "--json"], folder)
    assert ran.code == 0
    assert ran.json["total"] >= 1
    assert {line["reference"] for line in ran.json["lines"]} == {""}
    ran = run_command(["retention", "run", "--json"], folder)
    assert (ran.code, ran.json["reports"], ran.json["values"]) == (0, 0, 0)


def test_a_request_is_answered_at_the_command_line(officer, folder, tmp_path):
    made = officer("requests", "open", "--reference", "SYN-1", "--name", ARTA, "--asked-on", "2026-11-02").json
    found = officer("requests", "find", made["id"]).json
    assert [one["caption"] for one in found["records"]] == [ARTA]
    held = officer("requests", "choose", made["id"], found["records"][0]["id"]).json
    own = [value for value in held["values"] if value["own"]]
    officer("requests", "decide", made["id"], own[0]["assertion_id"], "--decision", "erase")
    decided = officer("requests", "decide", made["id"], "--rest", "--decision", "keep").json
    assert (decided["undecided"], decided["button"]) == (0, "Erase 1 value and answer")
    text = tmp_path / "answer.txt"
    text.write_text("You are told this.\n", encoding="utf-8")
    answered = officer("requests", "answer", made["id"], "--reason", "why", "--text", str(text)).json
    assert (answered["state"], answered["answer"]) == ("answered", "You are told this.")
    assert len(answered["values"]) == len(held["values"]) - 1
    shown = run_command(["requests", "show", made["id"], *SUPERVISING], folder)
    assert "You are told this." in shown.out
    assert [one["state"] for one in officer("requests", "list").json] == ["answered"]
    assert officer("requests", "reopen", made["id"]).json["state"] == "open"
    assert officer("requests", "withdraw", made["id"]).json["state"] == "withdrawn"


def test_a_report_is_restricted_extended_and_lifted(officer, folder):
    (line, *_) = officer("retention", "list").json["lines"]
    report = line["report_id"]
    made = officer("retention", "restrict", report, "--ground", "evidence", "--reason", "Exhibit 4.").json
    assert made["ground"] == "evidence"
    assert [one["id"] for one in officer("retention", "restrictions").json] == [made["id"]]
    assert officer("retention", "lift", made["id"]).json["lifted_at"]
    ran = officer("retention", "extend", report, "--kind", line["kind"], "--until", "2020-01-01", "--reason", "why")
    assert (ran.code, "not later" in ran.err) == (1, True)
    officer("retention", "extend", report, "--kind", line["kind"], "--until", "2031-01-01", "--reason", "why")
    (extended,) = officer("retention", "list", "--state", "extended").json["lines"]
    assert (extended["report_id"], extended["extended_reason"]) == (report, "why")


@pytest.mark.parametrize("command", [("retention", "list"), ("requests", "list"), ("retention", "restrictions")])
def test_an_analyst_is_refused(ask, command):
    ran = ask(*command, "--json")
    assert ran.code == 1
    assert "Your role" in ran.json["error"]["detail"]


def test_requests_are_not_the_operators(folder):
    ran = run_command(["requests", "list", "--json"], folder)
    assert (ran.code, "Your role" in ran.json["error"]["detail"]) == (1, True)


@pytest.mark.slow
def test_a_running_node_gives_the_same_answers(officer, folder, start):
    made = officer("requests", "open", "--reference", "SYN-1", "--name", ARTA, "--asked-on", "2026-11-02").json
    queue = officer("retention", "list").json
    process = start("up", "--port", "0")
    try:
        assert "http://" in process.stdout.readline()
        running = run_command(["retention", "list", *SUPERVISING, "--json"], folder)
        assert running.code == 0, (running.err, running.out)
        assert running.json["lines"] == queue["lines"]
        found = run_command(["requests", "find", made["id"], *SUPERVISING, "--json"], folder).json
        choose = ["requests", "choose", made["id"], found["records"][0]["id"], *SUPERVISING, "--json"]
        held = run_command(choose, folder).json
        ids = [value["assertion_id"] for value in held["values"]]
        decide = ["requests", "decide", made["id"], *ids, "--decision", "keep", *SUPERVISING, "--json"]
        assert run_command(decide, folder).json["undecided"] == 0
        answer = ["requests", "answer", made["id"], "--reason", "why", *SUPERVISING, "--json"]
        assert run_command(answer, folder).json["state"] == "answered"
        assert run_command(["retention", "run", "--json"], folder).json["reports"] == 0
    finally:
        process.terminate()
        process.communicate()
