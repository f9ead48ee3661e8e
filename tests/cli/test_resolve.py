"""`resolve`: pairs of a file without a node, and the review at the command line, with a running node and without."""

from __future__ import annotations

import csv
import json
import shutil
import time

import msgspec
import pytest
from click.testing import CliRunner
from tests.cli.conftest import PASSWORD, Ran, run_command

from headwater.cli.command import headwater
from headwater.model import DraftAssertion, DraftReport, SubjectCategory

PAIRS = [
    ("Person", "Besnik Shembullari", "Бесник Шембуллари", "true", "scripts"),
    ("Person", "Besnik Shembullari", "Dragan Primerović", "false", "different"),
    ("Company", "Shembull Transport Sh.p.k.", "SHEMBULL TRANSPORT SHPK", "true", "scripts"),
]


@pytest.fixture
def table(tmp_path):
    def write(*rows, header=("schema", "name1", "name2", "is_match", "case_group"), encoding="utf-8"):
        path = tmp_path / "pairs.csv"
        with path.open("w", newline="", encoding=encoding) as file:
            csv.writer(file).writerows([header, *rows] if header else rows)
        return str(path)

    return write


@pytest.fixture
def pairs():
    """A function that scores a file, without a node or a folder of one."""

    def command(*arguments):
        result = CliRunner().invoke(headwater, ["resolve", "pairs", *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return command


# -- pairs of a file


def test_pairs_are_scored_in_the_order_of_the_file(pairs, table):
    ran = pairs(table(*PAIRS), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["threshold", "pairs"]
    scored = ran.json["pairs"]
    assert [one["match"] for one in scored] == [True, False, True]
    for one in scored:
        assert list(one) == ["score", "match", "features"]
        assert 0 <= one["score"] <= 1
        assert one["match"] == (one["score"] >= ran.json["threshold"])
        for feature in one["features"]:
            assert list(feature) == ["feature", "words", "weight", "sentence"]
    assert scored[0]["features"][0]["feature"] == "name"


def test_columns_go_by_their_names_in_any_order(pairs, table):
    straight = pairs(table(*PAIRS), "--json").json
    turned = [(group, right, two, kind.lower(), one) for kind, one, two, right, group in PAIRS]
    header = ("anything", "whatever", "NAME2", " Schema ", "name1")
    assert pairs(table(*turned, header=header), "--json").json == straight
    assert pairs(table(*turned, header=header, encoding="utf-8-sig"), "--json").json == straight


def test_a_row_that_cannot_be_used_stays_in_its_place_with_the_reason(pairs, table):
    bad = [
        ("Spaceship", "A", "B"),
        ("Person", "", "B"),
        ("Person", "A"),
        ("", "A", "B"),
        ("Sanction", "A", "B"),
        ("Person", "A" * 1001, "B"),
    ]
    ran = pairs(table(PAIRS[0], *bad, PAIRS[1]), "--json")
    assert ran.code == 0
    assert "6 rows cannot be used" in ran.err
    scored = ran.json["pairs"]
    assert len(scored) == 8
    assert [one["score"] is None for one in scored] == [False, *[True] * 6, False]
    errors = [one["error"] for one in scored[1:7]]
    assert [error.split(":")[0] for error in errors] == [f"Line {number}" for number in range(3, 9)]
    words = ("no schema 'Spaceship'", "name1 is empty", "name2 is empty", "no schema", "no kind", "longer")
    assert all(word in error for word, error in zip(words, errors, strict=True))
    assert all(one["match"] is False and one["features"] == [] for one in scored[1:7])


def test_a_line_break_within_a_name_does_not_shift_the_line_numbers(pairs, table):
    ran = pairs(table(("Person", "Besnik\nShembullari", "Besnik Shembullari"), ("Person", "", "B")), "--json")
    assert ran.json["pairs"][1]["error"].startswith("Line 4:")
    assert ran.json["pairs"][0]["match"] is True


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "The file is empty."),
        (b"\n\n  \n", "The file is empty."),
        (b"schema,name1\nPerson,A\n", "no column name2"),
        (b"Person,A,B\n", "no column schema and no column name1 and no column name2"),
        ("schema,name1,name2\nPerson,A,B\nPerson,Š,B\n".encode("cp1250"), "line 3: The file is not UTF-8."),
        ("schema,name1,name2\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(pairs, tmp_path, body, words):
    path = tmp_path / "pairs.csv"
    path.write_bytes(body)
    ran = pairs(str(path), "--json")
    assert ran.code == 1
    assert words in ran.err
    assert set(ran.json["error"]) == {"detail", "where", "remedy"}


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(pairs, tmp_path):
    assert pairs(str(tmp_path / "nothing.csv")).code == 1
    assert "no file" in pairs(str(tmp_path)).err


def test_a_header_alone_gives_no_pairs(pairs, table):
    assert pairs(table(), "--json").json["pairs"] == []


def test_the_text_says_how_often_the_score_was_right(pairs, table):
    ran = pairs(table(*PAIRS, ("Person", "Ilir Provaj", "Ilir Provaj", "no", "different")))
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["all", "4", "0.667", "1.000", "0.800"] in lines
    assert ["Company", "1", "1.000", "1.000", "1.000"] in lines
    assert ["group", "different", "2", "0.000", "1.000", "0.000"] in lines
    assert ["group", "scripts", "2", "1.000", "1.000", "1.000"] in lines
    assert "precision" not in pairs(table(*(row[:3] for row in PAIRS), header=("schema", "name1", "name2"))).out


def test_another_threshold_moves_the_line(pairs, table):
    path = table(*PAIRS)
    for threshold, matches in (("0", 3), ("1", 0)):
        ran = pairs(path, "--threshold", threshold, "--json")
        assert ran.json["threshold"] == float(threshold)
        assert sum(one["score"] < 1 and one["match"] for one in ran.json["pairs"]) == matches
    assert pairs(path, "--threshold", "2").code == 2


# -- the review


@pytest.fixture(scope="module")
def listed_folder(tmp_path_factory):
    """A node on which one man stands on two lists, with two analysts."""
    data = tmp_path_factory.mktemp("resolve") / "node"
    for list_id, name in (("L1", "Besnik Shembullari"), ("L2", "Бесник Шембуллари")):
        values = {"name": name, "birthDate": "1984-03-14", "passportNumber": "X000142S7"}
        said = tuple(DraftAssertion("a", "Person", *one, category=SubjectCategory.SUSPECT) for one in values.items())
        draft = DraftReport("GB", list_id, "A", said, reported_at="2026-01-01", synthetic=True)
        header = {"format": "headwater-reports", "version": 1, "list": list_id, "edition": "1"}
        header |= {"edition_date": "2026-01-01"}
        path = data.parent / f"{list_id}.jsonl"
        path.write_bytes(b"\n".join(msgspec.json.encode(one) for one in (header, draft)) + b"\n")
        assert run_command(["import", str(path), "--agency", "GB"], data).code == 0
    for name in ("ana", "bea"):
        arguments = ["account", "add", name, "--role", "analyst", "--password-stdin"]
        assert run_command(arguments, data, PASSWORD + "\n").code == 0
    return data


@pytest.fixture
def resolve(listed_folder, node_folder):
    shutil.copytree(listed_folder, node_folder)

    def command(*arguments, name="ana"):
        return run_command(["resolve", *arguments, "--as", name, "--purpose", "develop"], node_folder)

    return command


def test_a_pair_goes_from_suggestion_to_judgement_and_back(resolve):
    queue = resolve("suggest", "--json").json
    assert queue["total"] == 1
    ids = [queue["lines"][0][side]["id"] for side in ("left", "right")]
    explained = resolve("explain", *ids, "--json").json
    assert explained["p_match"] == queue["lines"][0]["p_match"]
    assert {"feature", "words", "left", "right", "weight", "sentence"} <= set(explained["findings"][0])
    said = resolve("judge", *ids, "positive", "--reason", "The passport.", "--json").json
    assert (said["verdict"], said["by_name"], said["reason"]) == ("positive", "ana", "The passport.")
    assert resolve("suggest", "--json", name="bea").json["total"] == 0
    gone = resolve("withdraw", "--json").json
    assert (gone["id"], gone["withdrawn_by_name"]) == (said["id"], "ana")
    assert resolve("suggest", "--json").json["total"] == 1
    again = resolve("withdraw", said["id"], "--json")
    assert (again.code, again.json["error"]["detail"]) == (1, "The judgement was withdrawn before.")


def test_the_text_says_the_same_in_words(resolve):
    out = resolve("suggest").out
    assert out.startswith("1 pairs of 1 that wait, OFFICIAL")
    assert "It says nothing about the person." in out
    ids = [word for word in out.split() if len(word) == 24 and word.isalnum()]
    out = resolve("explain", *ids).out
    assert out.startswith("Are these the same person? OFFICIAL")
    assert "Бесник Шембуллари" in out
    assert "[GB" in out
    out = resolve("judge", *ids, "unsure").out
    assert "cannot say, says ana" in out
    assert resolve("suggest", name="bea").out.count("unsure") == 1
    assert "withdrawn by ana" in resolve("withdraw").out


def test_who_may_not_judge_is_told_so(resolve, node_folder):
    ran = run_command(["resolve", "suggest", "--json"], node_folder)
    assert ran.code == 1
    assert "role" in ran.json["error"]["detail"]
    assert resolve("judge", "a" * 24, "b" * 24, "same").code == 2
    assert resolve("judge", "a" * 24, "b" * 24, "positive").code == 1


def test_a_running_node_answers_the_same(resolve, node_folder, start):
    own = resolve("suggest", "--json").json
    ids = [own["lines"][0][side]["id"] for side in ("left", "right")]
    explained = resolve("explain", *ids, "--json").json
    process = start("up", "--port", "0")
    try:
        assert "http://" in process.stdout.readline()
        while run_command(["status"], node_folder).code:
            assert process.poll() is None
            time.sleep(0.05)
        assert resolve("suggest", "--json").json == own
        assert resolve("explain", *ids, "--json").json == explained
        said = resolve("judge", *ids, "negative", "--reason", "Brothers.", "--json").json
        assert resolve("suggest", "--json", name="bea").json["total"] == 0
        assert resolve("withdraw", "--json").json["id"] == said["id"]
        assert resolve("withdraw", "--json").json["error"]["detail"].startswith("There is no such judgement")
        assert resolve("judge", *ids, "positive", "--json").json["verdict"] == "positive"
        assert json.loads(resolve("suggest", "--json").out)["judged"] == 1
    finally:
        process.terminate()
        process.communicate(timeout=60)
