"""How the command line ends, and what each command prints."""

from __future__ import annotations

import csv
import io
import json

import click
import pytest

from headwater.cli.command import headwater
from headwater.intake.selection import SHIPPED

COMMANDS = {
    "account", "agreements", "audit", "erase",
    "export", "groups", "import", "imports", "link", "rebuild", "requests", "resolve", "retention", "search", "show",
    "status", "undo", "up",
}  # fmt: skip
GROUPS = {"account", "agreements", "audit", "requests", "resolve", "retention"}
WITHOUT_A_NODE = {"pairs", "check"}
SYNTHETIC = str(SHIPPED["synthetic"].path)


def test_the_commands_there_are():
    assert set(headwater.commands) == COMMANDS


def test_every_command_takes_json_and_data():
    def options(command):
        return {option for parameter in command.params for option in parameter.opts}

    for name in COMMANDS - GROUPS:
        assert {"--json", "--data"} <= options(headwater.commands[name])
    for name in sorted(GROUPS):
        group = headwater.commands[name]
        assert isinstance(group, click.Group)
        for command in group.commands.values():
            assert {"--json", "--data"} - ({"--data"} if command.name in WITHOUT_A_NODE else set()) <= options(command)
    for name in ("import", "imports", "undo", "search", "show", "groups", "export"):
        assert {"--as", "--purpose"} <= options(headwater.commands[name])


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("import",),
        ("import", "x"),
        ("import", "x", "--agency", "GB", "--edition", "soon"),
        ("search",),
        ("show", "x", "--kind", "person"),
        ("export", "--format", "pdf"),
        ("search", "x", "--limit", "0"),
    ],
)
def test_a_wrong_command_line_is_exit_code_2(run, arguments):
    assert run(*arguments).code == 2


def test_import_prints_the_counts_and_nothing_else(run):
    keys = ["read", "made", "changed", "unchanged", "ended", "refused", "refusals", "import", "notes"]
    for made, unchanged in ((41, 0), (0, 41)):
        ran = run("import", SYNTHETIC, "--format", "headwater", "--agency", "SYN", "--json")
        assert (ran.code, ran.err) == (0, "")
        assert list(ran.json) == keys
        assert [ran.json[name] for name in keys[:7]] == [41, made, 0, unchanged, 0, 0, []]
    taken_back = run("undo", ran.json["import"], "--json")
    assert taken_back.json["state"] == "undone"
    assert [view["state"] for view in run("imports", "--json").json] == ["undone", "done"]
    ran = run("undo", "0" * 24, "--json")
    assert ran.code == 1
    assert set(ran.json["error"]) == {"detail", "where", "remedy"}


def test_refusals_do_not_fail_the_command(run, tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text('{"id":"a","schema":"Person","properties":{"name":["Primjer Uzorak"]}}\n')
    ran = run("import", str(path), "--format", "ftm", "--agency", "GB", "--json")
    assert ran.code == 0
    assert (ran.json["read"], ran.json["made"], ran.json["refused"]) == (1, 0, 1)
    (refusal,) = ran.json["refusals"]
    assert list(refusal) == ["entry", "line", "field", "reason", "remedy"]
    assert refusal["entry"] == "a"
    assert refusal["line"] == 1
    ran = run("import", str(path), "--format", "ftm", "--agency", "GB", "--category", "contact", "--json")
    assert (ran.json["made"], ran.json["refused"]) == (1, 0)


def test_an_unreadable_file_fails_the_command(run, tmp_path):
    path = tmp_path / "un.xml"
    path.write_text("<CONSOLIDATED_LIST>")
    for format in ((), ("--format", "un")):
        ran = run("import", str(path), *format, "--agency", "UN", "--json")
        assert ran.code == 1
        assert ran.json["error"]["detail"] in ran.err
    ran = run("import", str(tmp_path / "none"), "--agency", "UN")
    assert (ran.code, ran.out) == (1, "")
    assert "no such file" in ran.err


def test_search_show_and_groups_as_json(ask):
    found = ask("search", "Бесник", "--json").json
    assert found["total"] == 1
    entity = ask("show", found["hits"][0]["id"], "--json").json
    assert entity["caption"] == "Besnik Shembulli"
    source = entity["groups"][0]["properties"][0]["values"][0]["sources"][0]
    report = ask("show", source["report_id"], "--kind", "report", "--json").json
    assert report["reference"] == source["reference"]
    page = ask("groups", "--json").json
    assert (page["total"], page["groups"][0]["caption"]) == (1, "Brook group")
    group = ask("show", page["groups"][0]["id"], "--kind", "group", "--json").json
    assert len(group["members"]) == 12
    assert ask("search", "Besnik", "--schema", "Phone", "--json").json["total"] == 0


def test_search_show_and_groups_in_words(ask):
    found = ask("search", "Бесник")
    assert "Organiser in Brook group (assessment)" in found.out
    entity_id = ask("search", "Бесник", "--json").json["hits"][0]["id"]
    shown = ask("show", entity_id)
    assert "Date of birth (sources disagree)" in shown.out
    assert "AL, 4×4 A2, 2026-09-03, SYN-AL-2026-0087; synthetic" in shown.out
    group_id = ask("groups", "--json").json["groups"][0]["id"]
    assert "each hang on one person" in ask("show", group_id, "--kind", "group").out
    assert "Brook group" in ask("groups").out


def test_reading_needs_an_account_and_a_purpose(ask, run, gang_folder):
    from tests.cli.conftest import run_command

    ran = run_command(["search", "Besnik"], gang_folder)
    assert (ran.code, ran.out) == (1, "")
    assert "--as USER" in ran.err
    assert ask("search", "Besnik", purpose="").code == 1
    assert ask("search", "Besnik", name="nobody there").code == 1
    refused = ask("search", "Besnik", name="dora", purpose="supervise")
    assert refused.code == 1


def test_export_to_a_file_and_to_the_output(ask, tmp_path):
    path = tmp_path / "out.csv"
    ran = ask("export", "--query", "Besnik Shembulli", "--format", "csv", "--output", str(path), "--json")
    assert ran.json == {"file": str(path), "count": ran.json["count"], "format": "csv"}
    assert path.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert {row["exporter"] for row in rows} == {"ana"}
    again = ask("export", "--query", "Besnik Shembulli", "--output", str(path))
    assert again.code == 1
    assert "a file of that name" in again.err
    lines = ask("export", "--query", "Besnik Shembulli", "--output", "-").out.splitlines()
    assert json.loads(lines[0])["schema"]
    assert ask("export", "--query", "x", "--output", "-", "--json").code == 2


def test_the_audit_answers_who_saw_an_entity(ask):
    entity_id = ask("search", "Бесник", "--json").json["hits"][0]["id"]
    page = ask("audit", "who", entity_id, "--json", name="dora", purpose="supervise").json
    assert page["total"] >= 1
    assert page["entries"][-1]["by"] == "ana"
    listed = ask("audit", "entries", "--operation", "collection", name="dora", purpose="supervise")
    assert "Import of a file: done" in listed.out
    assert ask("audit", "entries").code == 1


def test_audit_verify_needs_no_account_and_tells_damage(run, node_folder):
    assert run("status").code == 0
    run("account", "add", "ana", "--role", "analyst", "--password-stdin", given="four words for tests\n")
    ran = run("audit", "verify", "--json")
    assert (ran.code, ran.json["ok"]) == (0, True)
    log = node_folder / "audit" / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"account-made", b"account-mode"))
    ran = run("audit", "verify")
    assert ran.code == 1
    assert "not whole" in ran.out


def test_accounts_and_the_first_link(run):
    assert "/start?token=" in run("link", "--json").json["address"]
    added = run(
        "account", "add", "ana", "--role", "analyst", "--password-stdin", "--json", given="four words for tests\n"
    )
    assert added.json["roles"] == ["analyst"]
    assert [view["name"] for view in run("account", "list", "--json").json] == ["ana"]
    assert run("link").code == 1
    assert run("account", "add", "ana", "--password-stdin", given="four words for tests\n").code == 1
    assert run("account", "add", "bo", "--role", "chief", "--password-stdin", given="four words for tests\n").code == 1
    prompted = run("account", "add", "lia", "--role", "liaison", given="four words for tests\nfour words for tests\n")
    assert prompted.code == 0


def test_status_and_rebuild(run):
    assert run("status", "--json").json["index_ready"] is True
    assert run("rebuild", "--json").json == {"rebuilt": True}
    assert "GB node" in run("status").out


def test_a_setting_that_cannot_be_used(run, monkeypatch):
    monkeypatch.setenv("HEADWATER_PORT", "many")
    ran = run("status", "--json")
    assert ran.code == 1
    assert ran.json["error"]["where"] == "HEADWATER_PORT"


def test_a_value_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "list.jsonl"
    path.write_text('{"id":"a\\u001b[2J","schema":"Person","properties":{"name":["[bold]x"]}}\n')
    ran = run("import", str(path), "--format", "ftm", "--agency", "GB")
    assert ran.code == 0
    assert "\x1b" not in ran.out
