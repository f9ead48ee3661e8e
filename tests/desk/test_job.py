"""What the desk and its import process say to each other survives the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater import errors
from headwater.classification import Classification
from headwater.desk.job import (
    Begun,
    Failed,
    Finished,
    Job,
    Progressed,
    error_of,
    failure_of,
    job_of,
    line_of,
    message_of,
    plain,
    settings_of,
)
from headwater.settings import Settings

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
MESSAGES = st.one_of(
    st.builds(Begun, TEXT),
    st.builds(Progressed, st.floats(0, 1), st.integers(0, 10**9)),
    st.just(Finished()),
    st.builds(Failed, TEXT, TEXT, TEXT, TEXT),
)


@given(MESSAGES)
def test_messages_are_one_line_and_come_back(message):
    line = line_of(message)
    assert line.count(b"\n") == 1
    assert message_of(line) == message


@given(TEXT, TEXT, st.sampled_from([None, True, False]))
def test_jobs_come_back(path, name, full):
    settings = Settings(data=Path("node"), ceiling=Classification.SECRET, allowed_hosts=("a", "b"))
    job = Job(plain(settings), path, name, "un", "UN", "", "", full, "", "operator", "")
    assert job_of(line_of(job)) == job
    assert settings_of(job_of(line_of(job)).settings) == settings


@pytest.mark.parametrize("kind", [errors.UnreadableFile, errors.Conflict, errors.Unavailable, errors.StoreDamaged])
def test_errors_keep_their_kind_and_words(kind):
    error = error_of(failure_of(kind("what", where="where", remedy="do")))
    assert type(error) is kind
    assert (error.detail, error.where, error.remedy) == ("what", "where", "do")


def test_an_error_of_one_entry_or_of_no_known_kind_is_still_an_error_of_ours():
    refused = errors.EntryRefused("what", field="f", remedy="do")
    assert type(error_of(failure_of(refused))) is errors.BadInput
    assert type(error_of(Failed("KeyError", "what"))) is errors.HeadwaterError
    assert type(error_of(Failed("annotations", "what"))) is errors.HeadwaterError
