"""The audit: on disk before the answer, refused when the disk refuses, whole after a kill."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from headwater.errors import BadInput, Conflict, NotFound, StoreDamaged, Unavailable
from headwater.store.audit import Audit, AuditEntry, Operation, State, verify

SEEN = AuditEntry(Operation.CONSULTATION, "account-1", "analyst", "purpose-1", "page", ("e1", "e2"), (), {"total": 2})
IMPORT = AuditEntry(Operation.COLLECTION, "operator", reason="import", records=("import-1",))


_opened: list[Audit] = []


def _open(data: Path, clock: Callable[[], datetime] | None = None) -> Audit:
    audit = Audit.open(data, clock=clock) if clock else Audit.open(data)
    _opened.append(audit)
    return audit


@pytest.fixture(autouse=True)
def _closing() -> Iterator[None]:
    yield
    while _opened:
        _opened.pop().close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


def _log(data: Path) -> Path:
    return data / "audit" / "log.jsonl"


def _numbers(data: Path) -> list[int]:
    return [msgspec.json.decode(line)["n"] for line in _log(data).read_bytes().splitlines()]


def test_an_entry_is_one_canonical_line_that_holds_the_hash_of_the_line_before(data: Path) -> None:
    audit = _open(data, clock=lambda: datetime(2026, 1, 31, 9, 30, 0, 5, tzinfo=UTC))
    assert (audit.append(SEEN), audit.append(SEEN)) == (1, 2)
    first, second = _log(data).read_bytes().splitlines()
    assert first == (
        b'{"at":"2026-01-31T09:30:00.000005Z","by":"account-1","counts":{"total":2},"n":1,"of":0,"op":"consultation",'
        b'"prev":"0000000000000000000000000000000000000000000000000000000000000000","purpose":"purpose-1",'
        b'"reason":"page","recipients":[],"records":["e1","e2"],"role":"analyst","state":""}'
    )
    assert msgspec.json.decode(second)["prev"] == hashlib.sha256(first).hexdigest()


def test_an_entry_is_on_disk_when_its_number_is_known(data: Path) -> None:
    audit = _open(data)
    for _ in range(3):
        assert audit.append(SEEN) == _numbers(data)[-1]


def test_numbers_and_chain_go_on_after_a_restart(data: Path) -> None:
    audit = _open(data)
    audit.append(SEEN)
    audit.close()
    again = _open(data)
    assert again.append(SEEN) == 2
    again.close()
    assert verify(data).entries == 2
    assert verify(data).ok


def test_threads_that_write_at_once_each_get_their_own_number(data: Path) -> None:
    audit = _open(data)
    mine = [msgspec.structs.replace(SEEN, by=f"account-{i}") for i in range(8)]

    def write(entry: AuditEntry) -> list[tuple[int, str]]:
        return [(audit.append(entry), entry.by) for _ in range(50)]

    with ThreadPoolExecutor(8) as pool:
        written = [pair for pairs in pool.map(write, mine) for pair in pairs]
    entries = [msgspec.json.decode(line) for line in _log(data).read_bytes().splitlines()]
    assert sorted(written) == [(entry["n"], entry["by"]) for entry in entries]
    assert len(written) == 400
    assert verify(data).ok


def test_one_waiting_group_costs_one_fdatasync(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = _open(data)
    begun, go_on, syncs = threading.Event(), threading.Event(), []
    real = os.fdatasync

    def slow(fd: int) -> None:
        syncs.append(fd)
        begun.set()
        assert go_on.wait(30)
        real(fd)

    monkeypatch.setattr(os, "fdatasync", slow)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(audit.append, SEEN)
        assert begun.wait(30)
        rest = [pool.submit(audit.append, SEEN) for _ in range(7)]
        while len(audit._queue) < 7:
            threading.Event().wait(0.001)
        go_on.set()
        assert first.result(30) == 1
        assert sorted(future.result(30) for future in rest) == [2, 3, 4, 5, 6, 7, 8]
    assert len(syncs) == 2


@pytest.mark.parametrize("call", ["pwrite", "fdatasync"])
def test_nothing_is_answered_when_the_disk_refuses_until_it_is_opened_again(
    data: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    audit = _open(data)
    audit.append(SEEN)
    before = _log(data).read_bytes()
    real_write = os.pwrite

    def full(fd: int, content: bytes = b"", *offset: int) -> int:
        if offset and offset[0] == len(before):  # half a line, then no room
            return real_write(fd, content[:40], *offset)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, call, full)
        with pytest.raises(Unavailable, match="No space left"):
            audit.append(SEEN)
    assert _log(data).read_bytes() == before
    with pytest.raises(Unavailable):
        audit.append(SEEN)
    audit.close()
    again = _open(data)
    assert again.append(SEEN) == 2
    again.close()
    assert verify(data).ok


def test_all_who_wait_learn_that_the_disk_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = _open(data)

    def broken(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", broken)
    with ThreadPoolExecutor(8) as pool:
        refused = [pool.submit(audit.append, SEEN) for _ in range(24)]
    assert all(isinstance(future.exception(), Unavailable) for future in refused)
    assert _log(data).read_bytes() == b""


def test_a_closed_audit_takes_nothing(data: Path) -> None:
    audit = _open(data)
    audit.close()
    audit.close()
    with pytest.raises(Unavailable, match="closed"):
        audit.append(SEEN)


def test_a_second_writer_is_refused(data: Path) -> None:
    audit = _open(data)
    with pytest.raises(Conflict, match="the writer of the audit"):
        _open(data)
    audit.close()
    _open(data).close()


def test_files_are_for_the_owner_alone(data: Path) -> None:
    audit = _open(data)
    audit.append(SEEN)
    audit.page()
    modes = {path.name: path.stat().st_mode & 0o777 for path in (data / "audit").iterdir()}
    assert {"log.jsonl", "head", "index.sqlite", "lock"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert (data / "audit").stat().st_mode & 0o777 == 0o700


# -- intents


def test_an_intent_stays_open_until_its_outcome(data: Path) -> None:
    audit = _open(data)
    number = audit.intent(IMPORT)
    assert [entry.records for entry in audit.open_intents().values()] == [("import-1",)]
    assert audit.outcome(number, "done", {"made": 7}) == 2
    assert audit.open_intents() == {}
    ((outcome, _), total) = audit.page()
    assert (total, outcome.of, outcome.state, outcome.counts) == (2, number, State.DONE, {"made": 7})
    assert (outcome.operation, outcome.by, outcome.reason) == (IMPORT.operation, IMPORT.by, IMPORT.reason)


def test_an_outcome_needs_an_open_intent(data: Path) -> None:
    audit = _open(data)
    plain, number = audit.append(SEEN), audit.intent(IMPORT)
    audit.outcome(number, "failed")
    for none in (plain, number, 99):
        with pytest.raises(NotFound):
            audit.outcome(none, "done")


def test_intents_that_a_restart_finds_open_can_be_reconciled(data: Path) -> None:
    audit = _open(data)
    first, second, third = (audit.intent(IMPORT) for _ in range(3))
    audit.outcome(second, "done")
    audit.append(SEEN)
    audit.close()
    again = _open(data)
    assert list(again.open_intents()) == [first, third]
    for number in again.open_intents():
        again.outcome(number, "reconciled")
    again.append(SEEN)
    again.close()
    assert _open(data).open_intents() == {}
    assert verify(data).ok


def test_an_intent_whose_outcome_did_not_reach_the_disk_stays_open(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = _open(data)
    number = audit.intent(IMPORT)

    def broken(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fdatasync", broken)
        with pytest.raises(Unavailable):
            audit.outcome(number, "done")
    assert list(audit.open_intents()) == [number]
    audit.close()
    assert list(_open(data).open_intents()) == [number]


# -- what a start finds


def test_a_half_line_is_put_aside_and_told(data: Path) -> None:
    audit = _open(data)
    audit.append(SEEN)
    audit.close()
    with _log(data).open("ab") as file:
        file.write(b'{"at":"2026-')
    again = _open(data)
    ((told, _), total) = again.page()
    assert (data / "audit" / "torn-2.bin").read_bytes() == b'{"at":"2026-'
    assert (total, told.operation, told.reason) == (2, Operation.ADMINISTRATION, "audit-torn-line-cut")
    assert told.counts == {"bytes": 12}
    assert verify(data).ok


def test_half_lines_put_aside_are_never_written_over(data: Path) -> None:
    _open(data).close()
    (data / "audit" / "torn-1.bin").write_bytes(b"from before")
    _log(data).write_bytes(b"half")
    _open(data).close()
    aside = {path.read_bytes() for path in (data / "audit").glob("torn-1*.bin")}
    assert aside == {b"from before", b"half"}


def test_whole_lines_that_the_head_does_not_know_yet_are_kept(data: Path) -> None:
    """A power cut may leave an older head on disk than the log."""
    audit = _open(data)
    audit.append(SEEN)
    older = (data / "audit" / "head").read_bytes()
    number = audit.intent(IMPORT)
    audit.append(SEEN)
    audit.close()
    (data / "audit" / "head").write_bytes(older)
    assert verify(data).ok
    again = _open(data)
    assert list(again.open_intents()) == [number]
    assert again.append(SEEN) == 4


def test_a_log_that_was_cut_is_refused(data: Path) -> None:
    audit = _open(data)
    audit.append(SEEN)
    audit.append(SEEN)
    audit.close()
    _log(data).write_bytes(_log(data).read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(StoreDamaged, match=r"cut off its end|is not"):
        _open(data)
    _log(data).unlink()
    with pytest.raises(StoreDamaged, match="cut off its end"):
        _open(data)


def test_a_changed_last_line_is_refused(data: Path) -> None:
    audit = _open(data)
    audit.append(SEEN)
    audit.append(SEEN)
    audit.close()
    held = _log(data).read_bytes()
    _log(data).write_bytes(held[:-300] + held[-300:].replace(b"account-1", b"account-9"))
    with pytest.raises(StoreDamaged, match="Entry 2"):
        _open(data)
    Path(data / "audit" / "log.jsonl").write_bytes(held)
    _open(data).close()


def test_a_refused_start_leaves_the_lock_free(data: Path) -> None:
    _open(data).close()
    (data / "audit" / "head").write_bytes(b"{")
    for _ in range(2):
        with pytest.raises(StoreDamaged, match="head"):
            _open(data)


def test_a_log_without_its_head_is_read_whole_and_that_is_told(data: Path) -> None:
    audit = _open(data)
    number = audit.intent(IMPORT)
    audit.append(SEEN)
    audit.close()
    (data / "audit" / "head").unlink()
    again = _open(data)
    assert list(again.open_intents()) == [number]
    assert again.page()[0][0].reason == "audit-head-made-anew"


_WRITE = """
import sys, threading
from pathlib import Path
from headwater.store.audit import Audit, AuditEntry, Operation
audit = Audit.open(Path(sys.argv[1]))
entry = AuditEntry(Operation.CONSULTATION, "account-1", records=("e1",) * 40)
def write():
    while True:
        number = audit.append(entry)
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
threads = [threading.Thread(target=write) for _ in range(4)]
for thread in threads:
    thread.start()
"""


def test_every_number_that_was_given_out_is_in_the_log_after_a_kill(data: Path) -> None:
    given: list[int] = []
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", _WRITE, str(data)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        given += [int(process.stdout.readline()) for _ in range(60)]
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        given += [int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    assert len(set(given)) == len(given) >= 300
    _open(data).close()
    assert set(given) <= set(_numbers(data))
    assert _numbers(data) == list(range(1, len(_numbers(data)) + 1))
    assert verify(data).ok


# -- what an entry may hold


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("by", ""),
        ("by", "x" * 129),
        ("by", "line\nbreak"),
        ("by", "\ud800"),
        ("role", "the analyst"),
        ("purpose", "he was seen in a car"),
        ("reason", "Because"),
        ("reason", "x" * 65),
        ("records", ("a name",)),
        ("records", ("",)),
        ("records", ("x" * 65,)),
        ("records", ("e1\n",)),
        ("recipients", ("Beispiel, Example",)),
        ("counts", {"total": -1}),
        ("counts", {"total": 2**53}),
        ("counts", {"a name": 1}),
    ],
)
def test_an_entry_has_no_room_for_words(field: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        msgspec.structs.replace(SEEN, **{field: value})
    assert field in refused.value.where


def test_the_longest_codes_fit(data: Path) -> None:
    entry = AuditEntry(
        Operation.DISCLOSURE, "Ж" * 128, "analyst,liaison", "p" * 64, "r" * 64, ("0aZ:._-" * 9,), ("GB",)
    )
    audit = _open(data)
    audit.append(entry)
    assert audit.page()[0][0].by == "Ж" * 128
    assert verify(data).ok


# -- questions


@pytest.fixture
def asked(data: Path) -> Audit:
    """Nine consultations on three days of January 2026 by three accounts, of records r0 to r8 and `all`."""
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    times = iter([start + timedelta(days=i // 3, hours=i % 3) for i in range(9)])
    audit = _open(data, clock=lambda: next(times))
    for i in range(9):
        audit.append(
            AuditEntry(Operation.CONSULTATION, f"account-{i % 3}", purpose=f"p{i // 3}", records=(f"r{i}", "all"))
        )
    return audit


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ({}, [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ({"record": "r4"}, [5]),
        ({"record": "r"}, []),
        ({"record": "all", "by": "account-0"}, [7, 4, 1]),
        ({"purpose": "p1"}, [6, 5, 4]),
        ({"operation": "erasure"}, []),
        ({"operation": "consultation", "since": "2026-01-03"}, [9, 8, 7]),
        ({"until": "2026-01-01"}, [3, 2, 1]),
        ({"since": "2026-01-02", "until": "2026-01-02T13:00:00Z"}, [5, 4]),
        ({"since": "2026-01-02T14:00:00+01:00", "until": "2026-01-02T13:00"}, [5]),
        ({"limit": 2, "offset": 3}, [6, 5]),
        ({"limit": 0}, []),
        ({"offset": 40}, []),
    ],
)
def test_a_page_is_newest_first_with_the_exact_total(
    asked: Audit, question: dict[str, str], numbers: list[int]
) -> None:
    entries, total = asked.page(**question)  # type: ignore[arg-type]
    assert [entry.number for entry in entries] == numbers
    paged = {"limit", "offset"} & question.keys()
    assert total == (9 if paged else len(numbers))


def test_a_time_that_is_none_is_refused(asked: Audit) -> None:
    for wrong in ("yesterday", "2026-13-01", "2026-1-1"):
        with pytest.raises(BadInput, match="YYYY-MM-DD"):
            asked.page(since=wrong)


def test_the_index_catches_up_with_what_was_written_since(asked: Audit, data: Path) -> None:
    assert asked.page(record="r3")[1] == 1
    asked.close()
    again = _open(data)
    again.append(SEEN)
    assert [entry.number for entry in again.page(record="e2")[0]] == [10]
    assert again.page()[1] == 10


@pytest.mark.parametrize("harm", ["missing", "garbage", "other log"])
def test_an_index_that_does_not_fit_the_log_is_made_again(asked: Audit, data: Path, tmp_path: Path, harm: str) -> None:
    asked.page()
    asked.close()
    index = data / "audit" / "index.sqlite"
    if harm == "missing":
        index.unlink()
    elif harm == "garbage":
        index.write_bytes(b"no database" * 1000)
    else:
        other = _open(tmp_path / "other")
        for _ in range(12):
            other.append(SEEN)
        other.page()
        other.close()
        (tmp_path / "other" / "audit" / "index.sqlite").replace(index)
    again = _open(data)
    assert again.page()[1] == 9
    assert [entry.number for entry in again.page(record="r4")[0]] == [5]


def test_pages_can_be_asked_while_others_write(data: Path) -> None:
    audit = _open(data)
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(lambda: [audit.append(SEEN) for _ in range(100)]) for _ in range(3)]
        totals = [audit.page(record="e1", limit=1)[1] for _ in range(20)]
        for future in writing:
            future.result()
    assert totals == sorted(totals)
    assert audit.page(record="e1")[1] == 300
