"""A real node on a loopback port with the shipped lists in it, and browsers of the people who use it.

The node is started once and its first start is done in a browser, as a person does it. Each person signs in once; a
page of theirs begins with what the sign-in left. `wait_for_function` and the like need `eval`, which the content policy
forbids: tests wait with `expect(locator)`.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from headwater.desk import Desk
from headwater.settings import Settings
from headwater.web import create_app
from headwater.web.limits import Limits, Rate

expect.set_options(timeout=20_000)  # the machine may be busy
PASSWORD = "correct horse battery staple"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
NO_BROWSER = "Chromium is not installed: the browser tests were SKIPPED. Install the package chromium to run them."
UNHURRIED = Limits(requests=Rate(per_s=1e6, burst=1_000_000), sign_ins=Rate(per_s=1e6, burst=1_000_000))
CASE = "SYN-014"


@dataclass
class Node:
    """A running node: its address, its app and desk, and the address of its first start."""

    address: str
    app: FastAPI
    desk: Desk
    first_start: str
    states: dict[str, StorageState] = field(default_factory=dict)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """The node, loaded, before anybody has an account."""
    settings = Settings(data=tmp_path_factory.mktemp("node"), port=0)
    desk = Desk.open(settings)
    desk.load_demo()
    app = create_app(desk, settings, limits=UNHURRIED)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    yield Node(address, app, desk, f"{address}/start?token={desk.first_link()}")
    server.should_exit = True
    thread.join()
    desk.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, which as root runs without its sandbox."""
    if CHROMIUM is None:
        if IN_CI:
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def started(node: Node, browser: Browser) -> Node:
    """The node after its first start, done in a browser, with the other people that the administrator then added."""
    page = browser.new_page()
    page.goto(node.first_start)
    for who in ("administrator", "analyst"):
        page.locator(f"#{who}_name").fill("admin" if who == "administrator" else who)
        page.locator(f"#{who}_password").fill(PASSWORD)
    page.get_by_role("button", name="Make both accounts and use up the link").click()
    expect(page.get_by_role("status").first).to_contain_text("Both accounts are made")
    page.close()
    administrator = sign_in(browser, node, "admin", "administer")
    page = administrator.new_page()
    for name, role in (("officer", "Data protection"), ("liaison", "Liaison officer"), ("nobody", "")):
        page.goto(f"{node.address}/accounts")
        form = page.locator("form[action='/accounts']")
        form.get_by_label("User name").fill(name)
        form.get_by_label("First password").fill(PASSWORD)
        if role:
            form.get_by_label(role).check()
        form.get_by_role("button", name="Add the account").click()
        expect(page.get_by_text("The account is there.")).to_be_visible()
    administrator.close()
    return node


def sign_in(browser: Browser, node: Node, name: str, kind: str = "", case: str = "") -> BrowserContext:
    """A new context in which somebody has signed in and, if they have a role, stated a purpose."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{node.address}/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{node.address}/purpose?next={HOMES.get(name, '/')}")
    if kind:
        page.locator(f"input[name=kind][value={kind}]").check()
        page.get_by_label("Case reference").fill(case)
        page.get_by_role("button", name="Go on with this purpose").click()
        expect(page.locator(".purpose")).to_contain_text("Purpose:")
    page.close()
    return context


HOMES = {"admin": "/accounts", "officer": "/audit", "nobody": "/purpose"}
PURPOSES = {
    "analyst": ("investigate", CASE),
    "liaison": ("develop", ""),
    "officer": ("supervise", ""),
    "admin": ("administer", ""),
    "nobody": ("", ""),
}

Opener = Callable[..., Page]


@pytest.fixture
def open_page(started: Node, browser: Browser) -> Iterator[Opener]:
    """Open a page as somebody: `open_page("analyst", "/groups", width=390, dark=True, script=False)`.

    A page that logs an error to its console fails the test that opened it.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opener(who: str, path: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> Page:
        if who and who not in started.states:
            signed_in = sign_in(browser, started, who, *PURPOSES[who])
            started.states[who] = signed_in.storage_state()
            signed_in.close()
        options: dict[str, Any] = {"storage_state": started.states[who]} if who else {}
        context = browser.new_context(
            base_url=started.address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",  # colours are measured, and not on their way from one to another
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()
    # Chromium logs an answer of 400 and above as an error of the page; that is no fault of the page.
    assert [error for error in errors if "Failed to load resource" not in error] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core (MPL-2.0, see its licence beside it), as the front end's build laid it down."""
    return (Path(__file__).parents[1] / "web" / "axe" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def group_path(started: Node) -> str:
    """The address of the synthetic group."""
    analyst = started.desk.actor_named("analyst", f"investigate:{CASE}", via="page")
    lines, _ = started.desk.groups(analyst)
    return next(f"/groups/{line.id}" for line in lines if line.synthetic)


@pytest.fixture(scope="session")
def person_path(started: Node) -> str:
    """The address of the synthetic group's organiser, about whom sources disagree."""
    analyst = started.desk.actor_named("analyst", f"investigate:{CASE}", via="page")
    return f"/entities/{started.desk.search(analyst, 'Besnik Shembulli').hits[0].id}"


@pytest.fixture(scope="session")
def listed_path(started: Node) -> str:
    """The address of somebody on the United Nations' list."""
    analyst = started.desk.actor_named("analyst", f"investigate:{CASE}", via="page")
    return f"/entities/{started.desk.search(analyst, 'LYi.026').hits[0].id}"


@pytest.fixture(scope="session")
def subject_path(started: Node) -> str:
    """The address of a person's request, with the person's records chosen and each value decided."""
    desk, officer = started.desk, started.desk.actor_named("officer", "supervise", via="page")
    opened = desk.open_request(officer, reference="SYN-DSR-0012", name="Arta Mostra", asked_on="2026-11-02")
    (found, *_), _ = desk.find_records(officer, opened.id)
    held = desk.choose_records(officer, opened.id, [found.id])
    own = [value for value in held.values if value.own]
    decisions = {value.assertion_id: {"decision": "keep"} for value in held.values}
    decisions[own[-1].assertion_id] = {"decision": "erase"}
    decisions[own[0].assertion_id] = {"decision": "correct", "correction": "Arta Mostër"}
    desk.decide_request(officer, opened.id, decisions)
    return f"/requests/{opened.id}"
