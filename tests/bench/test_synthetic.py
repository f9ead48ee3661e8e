"""The synthetic set is what its bench says it is: labelled, the same each time, one percent of it in the open."""

from collections import Counter
from pathlib import Path

import pytest
from bench import synthetic

from headwater.classification import Classification
from headwater.intake import Given, reader_for
from headwater.intake.checking import check_report
from headwater.model import DraftReport, schema

REPORTS = 2000


@pytest.fixture(scope="module")
def reports() -> list[DraftReport]:
    return list(synthetic.reports(REPORTS * synthetic.PER_REPORT))


def test_the_same_seed_gives_the_same_set(reports: list[DraftReport]) -> None:
    assert list(synthetic.reports(REPORTS * synthetic.PER_REPORT)) == reports
    assert next(synthetic.reports(10, seed=1)) != reports[0]


def test_it_has_as_many_assertions_as_asked_for(reports: list[DraftReport]) -> None:
    assert sum(len(report.assertions) for report in reports) == REPORTS * synthetic.PER_REPORT


def test_each_report_can_be_kept_and_says_that_it_is_synthetic(reports: list[DraftReport]) -> None:
    for report in reports:
        check_report(report)
        assert report.synthetic


def test_one_percent_is_open_to_a_reader_of_official(reports: list[DraftReport]) -> None:
    levels = Counter(report.classification for report in reports)
    assert levels.keys() == {Classification.OFFICIAL, Classification.OFFICIAL_SENSITIVE}
    assert 0.005 < levels[Classification.OFFICIAL] / REPORTS < 0.015


def test_about_three_hundred_labels(reports: list[DraftReport]) -> None:
    labels = {
        (report.case, said.schema, schema.group_of(said.schema, said.prop), said.category)
        for report in reports
        for said in report.assertions
    }
    assert 200 <= len(labels) <= 400


def test_the_hard_questions_are_about_names_that_are_there(reports: list[DraftReport]) -> None:
    names = {said.value for report in reports for said in report.assertions if said.prop == "name"}
    given = Counter(name.split()[0] for name in names if " " in name)
    for query in synthetic.hard_queries()[:20]:
        assert given[query.split()[0]] > 10


def test_the_file_reads_back_as_the_set(tmp_path: Path, reports: list[DraftReport]) -> None:
    path = synthetic.write(tmp_path / "sets" / "set.jsonl", 200, list_id="SYN-BENCH")
    reader = reader_for("headwater")
    opened = reader.open(path, "GB", Given())
    read = [reader.read(entry, opened.source) for entry in opened]  # type: ignore[arg-type]
    assert read == reports[:20]
