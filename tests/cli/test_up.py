"""A running node: one writer, and the other commands go through its socket."""

from __future__ import annotations

import re
import signal
import stat

import httpx
import pytest

from headwater.cli.node import SOCKET
from headwater.intake.selection import SHIPPED

SYNTHETIC = str(SHIPPED["synthetic"].path)


@pytest.fixture
def node(start, node_folder):
    process = start("up", "--port", "0")
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", line)
    if address is None:
        process.kill()
        raise AssertionError(line + process.communicate()[1])
    link = process.stdout.readline()
    yield process, address.group(), link
    process.kill()
    process.communicate()


@pytest.mark.slow
def test_commands_go_through_the_socket_of_a_running_node(node, run, node_folder, start, tmp_path):
    process, address, link = node
    assert httpx.get(address + "/healthz").status_code == 200
    assert re.search(r"Sign in once, within ten minutes: (http://127\.0\.0\.1:\d+)/start\?token=\S{43}\s", link)
    assert stat.S_IMODE((node_folder / SOCKET).stat().st_mode) == 0o600

    again = start("up", "--port", "0")
    assert "in use by process" in again.communicate(timeout=60)[1]
    assert again.returncode == 1

    assert address in run("link", "--json").json["address"]
    added = run("account", "add", "ána", "--role", "analyst", "--password-stdin", given="four words for tests\n")
    assert added.code == 0
    assert run("link").code == 1
    taken = run("import", SYNTHETIC, "--agency", "SYN", "--json")
    assert (taken.code, taken.json["made"]) == (0, 41)
    reader = ("--as", "ána", "--purpose", "investigate case SYN-014, ilegal ulazak čuvar")
    found = run("search", "Бесник", *reader, "--json")
    assert found.json["total"] == 1
    assert run("show", found.json["hits"][0]["id"], *reader, "--json").json["caption"] == "Besnik Shembulli"
    assert run("groups", *reader, "--json").json["total"] == 1
    assert run("search", "Бесник").code == 1
    exported = run("export", "--query", "Бесник", *reader, "--output", str(tmp_path / "out"), "--json")
    assert exported.json["count"] == len((tmp_path / "out").read_bytes().splitlines())
    missing = run("import", str(tmp_path / "none"), "--agency", "GB", "--json")
    assert missing.code == 1
    assert "no such file" in missing.json["error"]["detail"]
    assert run("undo", taken.json["import"], "--json").json["state"] == "undone"
    assert run("rebuild").code == 0
    assert run("audit", "verify").code == 0
    assert run("status", "--json").json["accounts"] == 1

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert not (node_folder / SOCKET).exists()
    assert [view["state"] for view in run("imports", "--json").json] == ["undone"]


@pytest.mark.slow
def test_a_killed_node_leaves_a_folder_that_opens(node, run, node_folder):
    process, _, _ = node
    process.kill()
    process.wait()
    assert (node_folder / SOCKET).exists()
    assert run("status").code == 0
    assert run("import", SYNTHETIC, "--agency", "SYN", "--json").json["made"] == 41


def test_a_port_that_is_taken(start):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = start("up", "--port", str(other.getsockname()[1]))
        assert "cannot listen" in process.communicate(timeout=60)[1]
        assert process.returncode == 1
