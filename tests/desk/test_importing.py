"""Taking in files through the import process: counts, editions, refusals, mending, undoing, and everything refused."""

from __future__ import annotations

import errno
import os
import signal
import threading

import msgspec
import pytest

from headwater.desk import Desk, Role
from headwater.errors import (
    BadInput,
    Conflict,
    EntryRefused,
    Forbidden,
    NotFound,
    PurposeNeeded,
    Unavailable,
    UnreadableFile,
)
from headwater.intake.selection import SHIPPED
from headwater.model import Classification

COUNTS = ("read", "made", "changed", "unchanged", "ended", "refused")


def take_in(desk, path, **said):
    return desk.import_file(desk.operator(), path, **({"format": "headwater", "agency": "GB"} | said))


def counts(view):
    return tuple(getattr(view, name) for name in COUNTS)


@pytest.fixture
def three(draft_of):
    return [draft_of(number) for number in range(3)]


def test_the_same_file_twice_changes_nothing(empty_desk, write_reports, three):
    path = write_reports(three)
    assert counts(take_in(empty_desk, path)) == (3, 3, 0, 0, 0, 0)
    assert counts(take_in(empty_desk, path)) == (3, 0, 0, 3, 0, 0)


def test_a_new_edition_shows_added_changed_and_ended(desk, write_reports, three, draft_of, analyst):
    take_in(desk, write_reports(three), full=True)
    later = [three[0], draft_of(1, position="Example driver"), draft_of(7)]
    view = desk.import_file(
        analyst, write_reports(later, edition_date="2026-02-01"), format="headwater", agency="GB", full=True
    )
    assert counts(view) == (3, 1, 1, 1, 1, 0)
    assert [(change.kind, change.reference) for change in view.changes] == [
        ("added", "SYN-7"),
        ("changed", "SYN-1"),
        ("ended", "SYN-2"),
    ]
    assert view.changes[0].caption == "Primjer Uzorak7"
    ended = desk.search(analyst, "Uzorak2").hits[0]
    assert ended.ended
    page = desk.entity(analyst, ended.id)
    assert page.ended
    assert page.groups[0].properties[0].values[0].sources[0].ended_on == "2026-02-01"


def test_an_older_edition_is_refused(empty_desk, write_reports, three):
    take_in(empty_desk, write_reports(three, edition_date="2026-02-01"))
    with pytest.raises(Conflict, match="2026-02-01"):
        take_in(empty_desk, write_reports(three, edition_date="2026-01-01"))
    assert len(empty_desk.imports(empty_desk.operator())) == 1


def test_undoing_brings_back_what_stood_before(desk, write_reports, three, draft_of, analyst):
    before = desk.search(analyst, "Uzorak").total
    take_in(desk, write_reports(three), full=True)
    page = desk.search(analyst, "Uzorak1")
    second = take_in(desk, write_reports([draft_of(1, position="x")], edition_date="2026-02-01"), full=True)
    assert second.may_undo
    assert desk.undo_import(desk.operator(), second.id).state == "undone"
    assert desk.search(analyst, "Uzorak1") == page
    first = desk.imports(desk.operator())[1]
    desk.undo_import(desk.operator(), first.id)
    assert desk.search(analyst, "Uzorak").total == before
    with pytest.raises(Conflict):
        desk.undo_import(desk.operator(), first.id)
    with pytest.raises(NotFound):
        desk.undo_import(desk.operator(), "0" * 24)


def test_refused_entries_are_kept_and_can_be_mended(desk, write_reports, three, draft_of, analyst):
    broken = msgspec.json.encode(draft_of(5)).decode().replace('"category":"suspect"', '"category":"villain"')
    secret = msgspec.structs.replace(draft_of(6), classification=Classification.SECRET)
    view = desk.import_file(
        analyst, write_reports([*three, broken, secret, "no json"]), format="headwater", agency="GB"
    )
    assert counts(view) == (6, 3, 0, 0, 0, 3)
    assert all(refusal.reason and refusal.remedy and refusal.line > 1 for refusal in view.refusals)
    classified = next(refusal for refusal in view.refusals if refusal.field == "classification")
    assert "SECRET" in classified.reason

    refusal = next(refusal for refusal in view.refusals if "villain" in refusal.raw)
    with pytest.raises((EntryRefused, BadInput)):
        desk.mend(analyst, refusal.id, refusal.raw)
    with pytest.raises(EntryRefused, match="SECRET"):
        desk.mend(analyst, classified.id, classified.raw)
    mended = desk.mend(analyst, refusal.id, refusal.raw.replace("villain", "suspect"))
    assert mended.state == "mended"
    assert desk.search(analyst, "Uzorak5").total == 1
    with pytest.raises(Conflict):
        desk.mend(analyst, refusal.id, refusal.raw.replace("villain", "suspect"))
    assert desk.drop_refusal(analyst, classified.id).state == "dropped"
    after = desk.import_run(analyst, view.id)
    assert counts(after)[:2] == (6, 4)
    assert after.refused == 2


def test_the_operator_sees_reasons_and_no_text(desk, write_reports, three):
    view = take_in(desk, write_reports([*three, '{"agency":"GB","secret":"word"}']))
    assert view.refused == 1
    assert view.refusals[0].reason
    assert all(refusal.raw == "" for refusal in view.refusals)
    assert desk.drop_refusal(desk.operator(), view.refusals[0].id).raw == ""
    assert all(change.caption == "" for change in view.changes)


def test_a_look_at_a_run_is_written_with_its_records(desk, write_reports, three, analyst, protection):
    view = desk.import_file(analyst, write_reports(three), format="headwater", agency="GB")
    shown = desk.import_run(analyst, view.id)
    page = desk.audit_page(protection, operation="consultation", record=shown.changes[0].entity_id)
    assert page.entries[0].reason == "Looked at an import"


def test_a_run_is_there_for_whoever_began_it_and_for_the_operator(desk, acting, analyst, write_reports, three):
    view = desk.import_file(analyst, write_reports(three), format="headwater", agency="GB")
    refused = desk.import_file(analyst, write_reports(["no json"], name="other"), format="headwater", agency="GB")
    desk.add_account(desk.operator(), "ivo", "four words for tests", frozenset({Role.ANALYST}))
    other = acting("ivo", "investigate case SYN-014")
    for reader in (desk.operator(), analyst):
        assert {view.id, refused.id} <= {run.id for run in desk.imports(reader)}
        assert desk.import_run(reader, view.id).id == view.id
    assert desk.imports(other) == ()
    for ask in (
        lambda id_: desk.import_run(other, id_),
        lambda id_: desk.undo_import(other, id_),
    ):
        answers = set()
        for run in (view.id, "0" * 24):
            with pytest.raises(NotFound) as hidden:
                ask(run)
            answers.add(str(hidden.value))
        assert len(answers) == 1
    for ask in (lambda id_: desk.mend(other, id_, "x"), lambda id_: desk.drop_refusal(other, id_)):
        answers = set()
        for refusal in (refused.refusals[0].id, "0" * 24):
            with pytest.raises(NotFound) as hidden:
                ask(refusal)
            answers.add(str(hidden.value))
        assert len(answers) == 1


def test_a_run_of_a_published_list_is_there_for_every_analyst(desk, analyst):
    listed = SHIPPED["uk-press"]
    view = desk.import_file(desk.operator(), listed.path, format="uk-press", agency="GB")
    assert view.id in {run.id for run in desk.imports(analyst)}
    assert counts(desk.import_run(analyst, view.id)) == counts(view)


def test_whoever_brings_reports_of_a_partner_that_nobody_may_read_is_told(desk, analyst, write_reports, draft_of):
    unread = msgspec.structs.replace(draft_of(7), agency="BA")
    read = msgspec.structs.replace(draft_of(8), agency="AL")
    view = desk.import_file(analyst, write_reports([unread, read], name="mixed"), format="headwater", agency="GB")
    (note,) = view.notes
    assert note.startswith("Reports of BA are kept and nobody of GB can read them. ")
    assert "agreement" in note
    assert [change.caption for change in view.changes] == ["Primjer Uzorak8"]
    own = desk.import_file(analyst, write_reports([draft_of(9)], name="own"), format="headwater", agency="GB")
    assert own.notes == ()


def test_each_import_has_its_intent_and_its_outcome(desk, write_reports, three, protection):
    view = take_in(desk, write_reports(three))
    desk.undo_import(desk.operator(), view.id)
    page = desk.audit_page(protection, by="operator")
    reasons = [entry.reason for entry in page.entries][:4]
    assert reasons == [
        "Import taken back: done",
        "Import taken back: begun",
        "Import of a file: done",
        "Import of a file: begun",
    ]
    assert page.entries[3].records == (view.id,)


UNREADABLE = {
    "": [b"", b"\0\1\2", b"not,a,list\n", b"\xff\xfe<\0"],
    "un": [b"", b"<xml", b"\0\1\2", b"\xff\xfe<\0"],
    "headwater": [b"", b"{", b'{"format":"headwater-reports","version":9}\n', b"\xff\xfe<\0"],
}


@pytest.mark.parametrize("format", UNREADABLE)
def test_an_unreadable_file_leaves_nothing(empty_desk, tmp_path, format):
    path = tmp_path / "file"
    for content in UNREADABLE[format]:
        path.write_bytes(content)
        with pytest.raises(BadInput) as refused:
            take_in(empty_desk, path, format=format)
        assert refused.value.detail
        assert refused.value.remedy
    assert all(view.state == "failed" and view.made == 0 for view in empty_desk.imports(empty_desk.operator()))


def test_a_file_that_is_not_there(empty_desk, tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(UnreadableFile, match="no such file"):
            take_in(empty_desk, path)


def test_a_file_that_breaks_off_is_taken_back_whole(empty_desk, tmp_path):
    whole = SHIPPED["un"].path.read_bytes()
    path = tmp_path / "un.xml"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile):
        take_in(empty_desk, path, format="un", agency="UN")
    (view,) = empty_desk.imports(empty_desk.operator())
    assert view.state == "failed"
    assert view.error
    assert view.id in {change.id for change in empty_desk.imports(empty_desk.operator())}
    store = empty_desk._parts.store
    everything = store.view(lambda labels: [True] * len(labels), "all")
    assert store.browse(everything, schemata=["Person", "Organization"]).total == 0


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"agency": "gb"}, "agency"),
        ({"agency": ""}, "agency"),
        ({"agency": "G" * 33}, "agency"),
        ({"format": "pdf"}, "format"),
        ({"edition_date": "2026-13-01"}, "date"),
        ({"edition_date": "2026-01"}, "edition"),
        ({"category": "villain"}, "category"),
    ],
)
def test_what_the_importer_says_is_checked(empty_desk, tmp_path, said, where):
    with pytest.raises(BadInput) as refused:
        take_in(empty_desk, tmp_path / "none", **said)
    assert refused.value.where == where


def test_who_may_import(desk, acting, tmp_path):
    for name, purpose in (
        ("lia", "test"),
        ("bo", "test"),
        ("dora", "supervise"),
        ("adam", "administer"),
        ("nobody", ""),
    ):
        actor = acting(name, purpose)
        with pytest.raises(Forbidden):
            desk.import_file(actor, tmp_path / "none", agency="GB")
        with pytest.raises(Forbidden):
            desk.imports(actor)
        with pytest.raises(Forbidden):
            desk.undo_import(actor, "0" * 24)
    with pytest.raises(PurposeNeeded):
        desk.import_file(acting("ana"), tmp_path / "none", agency="GB")


def slow_file(write_reports, draft_of):
    return write_reports([draft_of(number) for number in range(4000)], name="slow")


def wait_for_end(desk, import_id):
    turned = threading.Event()
    while (view := desk.import_run(desk.operator(), import_id)).state == "running":
        turned.wait(0.05)
    return view


def test_a_run_that_goes_on_by_itself_and_one_at_a_time(desk, write_reports, draft_of, three, analyst):
    view = take_in(desk, slow_file(write_reports, draft_of), wait=False)
    assert view.state == "running"
    assert 0 <= view.fraction <= 1
    assert not view.refusals
    with pytest.raises(Conflict, match="under way"):
        take_in(desk, write_reports(three))
    with pytest.raises(Conflict):
        desk.undo_import(desk.operator(), view.id)
    assert desk.search(analyst, "Besnik").total == 1  # readers go on
    assert wait_for_end(desk, view.id).made == 4000
    assert take_in(desk, write_reports(three, edition_date="2026-01-02")).unchanged == 3


def test_a_killed_process_is_told_and_taken_back(desk, write_reports, draft_of, analyst, protection):
    view = take_in(desk, slow_file(write_reports, draft_of), wait=False)
    os.kill(desk._parts.imports._process.pid, signal.SIGKILL)
    ended = wait_for_end(desk, view.id)
    assert ended.state == "failed"
    assert "stopped before it was finished" in ended.error
    assert desk.search(analyst, "Uzorak1").total == 0
    # The next one comes as if nothing had been.
    assert take_in(desk, slow_file(write_reports, draft_of)).made == 4000
    reasons = [entry.reason for entry in desk.audit_page(protection, operation="collection").entries]
    assert "Import of a file: not done" in reasons


def test_without_its_intent_on_disk_nothing_is_taken_in(desk, settings, write_reports, three, analyst, monkeypatch):
    def full(fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", full)
        with pytest.raises(Unavailable):
            take_in(desk, write_reports(three))
    (newest, *_) = desk.imports(desk.operator())
    assert (newest.state, newest.made) == ("failed", 0)
    desk.close()
    again = Desk.open(settings)
    try:
        assert again.search(analyst, "Uzorak1").total == 0
    finally:
        again.close()


def test_closing_the_node_takes_a_running_import_back(desk, settings, write_reports, draft_of):
    take_in(desk, slow_file(write_reports, draft_of), wait=False)
    desk.close()
    again = Desk.open(settings)
    try:
        assert again.imports(again.operator())[0].state == "failed"
        actor = again.actor_named("ana", "test", via="api")
        assert again.search(actor, "Uzorak1").total == 0
    finally:
        again.close()


def test_a_file_that_came_over_the_page_is_removed_after_its_run(empty_desk, settings, write_reports, three):
    folder = settings.data / "incoming" / "0123"
    folder.mkdir(parents=True)
    path = write_reports(three).rename(folder / "list.jsonl")
    take_in(empty_desk, path)
    assert not folder.exists()
