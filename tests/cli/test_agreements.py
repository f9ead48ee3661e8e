"""`headwater agreements`: files examined without a node, the register kept, and why a line goes or stays."""

from __future__ import annotations

import json

import pytest
from tests.desk.agreed import text

from headwater.agreements import make_key, read, shipped, sign

LATER = "2099-12-31"


@pytest.fixture
def file(tmp_path):
    """A function that writes an agreement and gives its path."""

    def write(version=1, until=LATER, name="gb-al.yaml", change=()):
        said = text(version, until).decode()
        for old, new in change:
            assert old in said
            said = said.replace(old, new)
        path = tmp_path / name
        path.write_text(said, encoding="utf-8")
        return str(path)

    return write


def profile_file(tmp_path, party):
    path = tmp_path / f"profile-{party}.yaml"
    path.write_text(next(one.text for one in shipped() if getattr(one, "party", "") == party), encoding="utf-8")
    return str(path)


def without_node(*arguments):
    """Run a command that needs no folder."""
    from click.testing import CliRunner

    from headwater.cli.command import headwater

    return CliRunner().invoke(headwater, ["agreements", *arguments])


WIDER = (
    ("groups: [identity]", "groups: [identity, contact]"),
    ("property: phone, category: suspect", "property: phone, category: convicted"),
)


def test_check_says_whether_a_file_holds(file, tmp_path):
    good, profile = file(), profile_file(tmp_path, "GB")
    ran = without_node("check", good, profile, "--json")
    assert ran.exit_code == 0
    answer = json.loads(ran.stdout)
    assert list(answer) == ["ok", "files"]
    agreement = answer["files"][0]
    assert list(agreement) == [
        "file", "ok", "kind", "id", "version", "title", "sha256", "illustrative", "examples", "problems",
    ]  # fmt: skip
    assert (agreement["file"], agreement["kind"], agreement["id"], agreement["version"]) == (
        good,
        "agreement",
        "GB-AL",
        1,
    )
    assert len(agreement["sha256"]) == 64
    assert [list(example) for example in agreement["examples"]] == [
        ["what", "expected", "outcome", "clause", "passed", "sentence"]
    ] * 2
    assert (answer["files"][1]["kind"], answer["files"][1]["id"]) == ("profile", "GB")


def test_check_fails_where_an_example_comes_out_otherwise(file):
    broken = file(change=[("outcome: stays", "outcome: goes")])
    ran = without_node("check", broken, "--json")
    assert ran.exit_code == 1
    (checked,) = json.loads(ran.stdout)["files"]
    assert [example["passed"] for example in checked["examples"]] == [True, False]
    assert checked["problems"][0]["where"].startswith("gb-al.yaml:")
    words = without_node("check", broken)
    assert words.exit_code == 1
    assert "failed: A suspect's phone stays" in words.stdout
    unreadable = file(name="x.yaml", change=[("version: 1", "version: &a 1")])
    assert without_node("check", unreadable).exit_code == 1


def test_diff_says_what_a_version_opens(file):
    old, new = file(), file(2, name="second.yaml", change=WIDER)
    answer = json.loads(without_node("diff", old, new, "--json").stdout)
    assert list(answer) == ["old", "new", "changes"]
    assert (answer["old"]["version"], answer["new"]["version"]) == (1, 2)
    assert [(one["kind"], one["lines"]) for one in answer["changes"]] == [("opened", -1)]
    assert "opened 4.1" in without_node("diff", old, new).stdout
    assert "They say the same." in without_node("diff", old, file(2, name="third.yaml")).stdout
    assert without_node("diff", old, old + "none").exit_code == 2


def test_matrix_of_files_is_what_they_would_open(file, tmp_path):
    answer = json.loads(without_node("matrix", file(), "--json").stdout)
    assert answer["parties"] == ["AL", "GB"]
    opened = {
        (cell["from"], cell["to"]): {
            (one["about"], one["kind"]) for one in cell["openings"] if one["outcome"] == "goes"
        }
        for cell in answer["cells"]
    }
    assert opened == {("AL", "GB"): {("suspect", "identity")}, ("GB", "AL"): {("suspect", "identity")}}
    assert answer["cells"][0]["agreements"][0]["state"] == "in-force"
    assert "GB-AL 1 (in-force)" in without_node("matrix", file()).stdout
    assert without_node("matrix", profile_file(tmp_path, "GB")).exit_code == 1


def register(run, file, tmp_path):
    """The way of an agreement into force, by commands alone."""
    assert run("agreements", "add", "--shipped", "--json").json["added"]
    assert run("agreements", "add", "--shipped", "--json").json["added"] == []
    path = file()
    (added,) = run("agreements", "add", path, "--json").json["added"]
    assert (added["kind"], added["id"], added["version"]) == ("agreement", "GB-AL", 1)
    assert run("agreements", "add", path).code == 1
    assert [one["state"] for one in run("agreements", "list", "--json").json] == ["proposed"]
    signed = run("agreements", "sign", "GB-AL", "--json").json
    assert (signed["agreement"], signed["version"]) == ("GB-AL", 1)
    assert json.loads(run("agreements", "key").out)["crv"] == "Ed25519"
    key = make_key()
    (tmp_path / "al.jwk").write_text(key.public().jwk)
    assert run("agreements", "trust", "AL", str(tmp_path / "al.jwk")).code == 2
    trusted = run("agreements", "trust", "AL", str(tmp_path / "al.jwk"), "--origin", "By hand", "--json").json
    (tmp_path / "al.jws").write_text(sign(read(text(1, LATER), "x"), key, "AL", read_now()) + "\n")
    assert run("agreements", "add-signature", str(tmp_path / "al.jws"), "--json").json["state"] == "good"
    assert "in-force" in [one["state"] for one in run("agreements", "list", "--json").json]
    assert "In force" in run("agreements", "list").out
    return trusted["key_id"]


def read_now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


REPORT = (
    '{"format":"headwater-reports","version":1,"list":"TEST-1","edition":"1","edition_date":"2026-01-01"}\n'
    '{"agency":"AL","list_id":"TEST-1","reference":"SYN-AL-1","synthetic":true,"assertions":['
    '{"entity":"a","schema":"Person","prop":"name","value":"Primjer Uzorak","category":"suspect"},'
    '{"entity":"a","schema":"Person","prop":"phone","value":"+447700900111","category":"suspect"}]}\n'
)


def explained(run, tmp_path):
    """What a report's lines come to, as the operator and as a reader."""
    (tmp_path / "r.jsonl").write_text(REPORT)
    taken = run("import", str(tmp_path / "r.jsonl"), "--agency", "GB", "--json")
    assert taken.json["notes"] == []
    run("account", "add", "ana", "--role", "analyst", "--password-stdin", given="four words for tests\n")
    reader = ("--as", "ana", "--purpose", "investigate")
    entity = run("search", "Uzorak", *reader, "--json").json["hits"][0]["id"]
    view = run("show", entity, *reader, "--json").json
    report = view["groups"][0]["properties"][0]["values"][0]["sources"][0]["report_id"]
    asked = ("agreements", "explain", "--from", "AL", "--to", "GB", "--purpose", "investigate", "--report", report)
    answer = run(*asked, "--json").json
    assert list(answer) == ["from", "to", "purpose", "report", "at", "agreements", "goes", "stays", "assertions"]
    assert (answer["goes"], answer["stays"]) == (1, 1)
    by_prop = {one["prop"]: one for one in answer["assertions"]}
    assert (by_prop["name"]["decision"], by_prop["name"]["clause"]) == ("goes", "GB-AL 4.1")
    assert (by_prop["phone"]["decision"], by_prop["phone"]["bound_by"]) == ("stays", ["agreement"])
    assert {one["value"] for one in answer["assertions"]} == {""}
    assert all(one["sentence"] and one["clauses"] for one in answer["assertions"])
    as_reader = run(*asked, "--as", "ana", "--json").json
    assert [(one["prop"], one["value"]) for one in as_reader["assertions"]] == [("name", "Primjer Uzorak")]
    assert "GB-AL 4.1" in run(*asked).out
    missing = run(*asked[:-1], "0" * 24, "--json")
    assert (missing.code, set(missing.json["error"])) == (1, {"detail", "where", "remedy"})


def test_an_agreement_comes_into_force_and_a_report_is_explained(run, file, tmp_path):
    key_id = register(run, file, tmp_path)
    explained(run, tmp_path)
    shown = run("agreements", "show", "GB-AL")
    assert "illustrative, not the treaty" in shown.out
    assert "6.1 Victims, witnesses and under-18s stay." in shown.out
    assert run("agreements", "show", "GB-AL", "--json").json["state"] == "in-force"
    cells = {(one["from"], one["to"]): one for one in run("agreements", "matrix", "--json").json["cells"]}
    assert cells["AL", "GB"]["opens"] == 1
    assert "AL" in run("agreements", "keys").out
    assert run("agreements", "revoke", key_id, "--json").json["revoked_at"]
    assert run("agreements", "matrix", "--json").json["cells"][0]["opens"] == 0
    assert run("agreements", "withdraw", "GB-AL", "1", "--json").json["withdrawn"]
    assert run("agreements", "list", "--json").json == []
    assert run("agreements", "show", "GB-AL").code == 1


@pytest.mark.slow
def test_a_running_node_answers_the_same(run, start, file, tmp_path):
    process = start("up", "--port", "0", "--no-demo")
    try:
        while "is ready at" not in process.stdout.readline():
            assert process.poll() is None
        register(run, file, tmp_path)
        explained(run, tmp_path)
        old, new = file(), file(2, name="second.yaml", change=WIDER)
        counted = run("agreements", "diff", old, new, "--on-node", "--as", "ana", "--purpose", "investigate", "--json")
        assert [(one["kind"], one["lines"]) for one in counted.json["changes"]] == [("opened", 0)]
        assert run("agreements", "matrix", "--json").json["parties"] == ["AL", "GB"]
    finally:
        process.terminate()
        process.communicate(timeout=60)
