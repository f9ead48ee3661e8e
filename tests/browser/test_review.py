"""An analyst reviews pairs by keyboard, by mouse, without script, on a phone and in the dark, on a small node."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import PASSWORD, UNHURRIED
from tests.browser.test_access import COLOURS, found_by_axe, sideways
from tests.web import review_cases as cases
from tests.web.conftest import SYNTHETIC

from headwater.desk import Actor, Desk
from headwater.desk.demonstration import install_agreements
from headwater.desk.review_views import JudgementView
from headwater.settings import Settings
from headwater.web import create_app
from headwater.web.sessions import cookie_name

Opener = Callable[..., Page]
ASKED = re.compile("^Are these the same")


class Reviewed:
    """A running node in which one analyst reviews."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self.app = create_app(desk, settings, limits=UNHURRIED)
        self.actor: Actor = desk.actor_named("analyst", "investigate:SYN-014", via="page")
        self.cookie = cookie_name(settings)
        self.address = ""

    def session(self) -> str:
        """The token of a new session that has stated its purpose."""
        token, session = self.app.state.sessions.begin(self.actor.account_id)
        session.purpose_id = self.actor.purpose_id
        return str(token)

    def standing(self) -> list[JudgementView]:
        """The judgements that stand, newest first."""
        return [one for one in self.desk.judgements(self.actor)[0] if not one.withdrawn_at]

    def pair(self, place: int = 0) -> str:
        """The address of a pair of the queue."""
        line = self.desk.suggestions(self.actor).lines[place]
        return f"/review/{line.left.id}/{line.right.id}"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewed]:
    """The node, with the synthetic group and records of other agencies."""
    folder = tmp_path_factory.mktemp("reviewed")
    settings = Settings(data=folder / "node", port=0, demo=False)
    desk = Desk.open(settings)
    desk.redeem_link(desk.first_link(), ("admin", PASSWORD), ("analyst", PASSWORD))
    install_agreements(desk._parts, desk.operator())
    node = Reviewed(desk, settings)
    desk.import_file(node.actor, SYNTHETIC, format="headwater", agency="SYN")
    cases.seed(desk, node.actor, folder)
    desk.suggestions(node.actor, progress=lambda fraction, words: None)
    server = uvicorn.Server(uvicorn.Config(node.app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    node.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield node
    server.should_exit = True
    thread.join()
    desk.close()


@pytest.fixture
def open_review(reviewed: Reviewed, browser: Browser) -> Iterator[Opener]:
    """Open a page as the analyst; nothing is decided yet, and a page that logs an error fails its test."""
    for judgement in reviewed.standing():
        reviewed.desk.withdraw(reviewed.actor, judgement.id)
    contexts, errors = [], []

    def opener(path: str = "/review", *, width: int = 1280, dark: bool = False, script: bool = True) -> Page:
        options: dict[str, Any] = {"color_scheme": "dark" if dark else "light", "java_script_enabled": script}
        context = browser.new_context(
            base_url=reviewed.address, viewport={"width": width, "height": 800}, reduced_motion="reduce", **options
        )
        context.add_cookies([{"name": reviewed.cookie, "value": reviewed.session(), "url": reviewed.address}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


@pytest.fixture
def hand_made(reviewed: Reviewed) -> Iterator[cases.HandMade]:
    """The node's desk with hand-made answers of the review."""
    made = reviewed.app.state.desk = cases.HandMade.over(reviewed.desk)
    yield made
    reviewed.app.state.desk = reviewed.desk


# -- by keyboard


@pytest.mark.parametrize(("key", "verdict"), [("y", "positive"), ("n", "negative"), ("u", "unsure")])
def test_a_key_decides_and_the_next_pair_opens_with_its_heading_in_focus(open_review, reviewed, key, verdict):
    page = open_review()
    action = page.locator("#decide").get_attribute("action")
    page.keyboard.press(key)
    expect(page.locator("#told")).to_contain_text("You said")
    expect(page.get_by_role("heading", level=1, name=ASKED)).to_be_focused()
    expect(page.locator("#said")).to_contain_text("You said")
    [judged] = reviewed.standing()
    assert (f"/review/{judged.left.id}/{judged.right.id}", judged.verdict) == (action, verdict)
    assert page.locator("#decide").get_attribute("action") != action


def test_z_undoes_and_the_pair_is_there_again(open_review, reviewed):
    page = open_review()
    action = page.locator("#decide").get_attribute("action")
    page.keyboard.press("n")
    expect(page.locator("#told")).to_contain_text("You said different")
    page.keyboard.press("z")
    expect(page.locator("#told")).to_contain_text("Withdrawn: different")
    expect(page.locator("#decide")).to_have_attribute("action", action)
    assert reviewed.standing() == []
    page.keyboard.press("z")
    expect(page.get_by_text("There is no decision of yours to undo.")).to_be_visible()


def test_what_was_said_stays_until_it_is_closed(open_review):
    page = open_review()
    page.keyboard.press("u")
    expect(page.locator("#told")).to_be_visible()
    page.reload()
    expect(page.locator("#told")).to_be_visible()
    page.get_by_role("link", name="Close this message").click()
    expect(page.locator("#told")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#told")).to_have_count(0)


def test_keys_are_letters_in_a_field_and_enter_there_decides_nothing(open_review, reviewed):
    page = open_review()
    field = page.get_by_label("Reason")
    field.press_sequentially("yn uz")
    page.keyboard.press("Enter")
    expect(field).to_have_value("yn uz")
    page.get_by_label("Case").focus()
    page.keyboard.press("n")
    assert reviewed.standing() == []
    page.get_by_role("button", name="Cannot say").click()
    expect(page.locator("#told")).to_be_visible()
    assert [judged.reason for judged in reviewed.standing()] == ["yn uz"]


@pytest.mark.parametrize("chord", ["Control+y", "Alt+n", "Meta+u"])
def test_a_key_with_another_held_is_not_ours(open_review, reviewed, chord):
    page = open_review()
    page.keyboard.press(chord)
    page.get_by_role("link", name="How weights are set").focus()
    assert reviewed.standing() == []


def test_the_keys_can_be_switched_off(open_review, reviewed):
    page = open_review()
    expect(page.locator("#decide kbd").first).to_be_visible()
    page.get_by_role("button", name="Switch the keys off").click()
    expect(page.get_by_text("The keys y, n, u and z are off.")).to_be_visible()
    expect(page.locator("#decide kbd").first).to_be_hidden()
    for key in "ynuz":
        page.keyboard.press(key)
    page.goto("/review")
    page.keyboard.press("y")
    page.get_by_role("button", name="Switch the keys on").click()
    expect(page.get_by_role("button", name="Switch the keys off")).to_be_visible()
    assert reviewed.standing() == []
    page.keyboard.press("n")
    expect(page.locator("#told")).to_contain_text("You said different")


def test_a_key_that_is_held_decides_once(open_review, reviewed):
    page = open_review()
    page.locator("body").dispatch_event("keydown", {"key": "n", "bubbles": True})
    page.keyboard.down("n")
    expect(page.locator("#told")).to_be_visible()
    page.keyboard.up("n")
    assert len(reviewed.standing()) == 1


def test_a_source_opens_under_its_row_and_escape_leads_back(open_review):
    page = open_review()
    source = page.locator(".compare button.source").first
    source.focus()
    page.keyboard.press("Enter")
    panel = page.locator("tr.opened #source-panel")
    expect(panel.get_by_role("heading", name=re.compile("^Report from"))).to_be_focused()
    expect(page.locator(".compare tr:has(button[aria-pressed=true]) + tr.opened")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(source).to_be_focused()
    expect(page.locator("tr.opened")).to_have_count(0)
    page.locator(".compare button.source").nth(1).click()
    expect(page.locator("tr.opened #source-panel dl")).to_be_visible()


# -- without script, on a phone, in the dark


def test_without_script_a_pair_is_decided_undone_and_filtered(open_review, reviewed):
    page = open_review(script=False)
    expect(page.get_by_role("button", name="Switch the keys off")).to_be_hidden()
    expect(page.locator("#decide kbd").first).to_be_hidden()
    action = page.locator("#decide").get_attribute("action")
    page.get_by_label("Reason").fill("the same number")
    page.get_by_role("button", name="Same").click()
    expect(page.locator("#told")).to_contain_text("You said same person")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert [judged.reason for judged in reviewed.standing()] == ["the same number"]
    page.locator("#told").get_by_role("button", name="Undo").click()
    expect(page.locator("#decide")).to_have_attribute("action", action)
    page.get_by_role("link", name="Close this message").click()
    expect(page.locator("#told")).to_have_count(0)
    page.locator(".compare button.source").first.click()
    expect(page.locator("tr.opened #source-panel").get_by_role("heading")).to_contain_text("Report from")
    page.get_by_label("Gang").select_option(index=1)
    page.get_by_role("button", name="Show these pairs").click()
    expect(page).to_have_url(re.compile("gang="))
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".queue li")).to_have_count(reviewed.desk.suggestions(reviewed.actor).waiting)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["pair", "told", "source", "joined", "judgements", "weights", "entity"])
def test_axe_finds_nothing_in_either_mode_and_nothing_runs_over(open_review, reviewed, axe, name, width):
    path = reviewed.pair()
    record = path.split("/")[2]
    if name in ("joined", "judgements", "entity"):
        reviewed.desk.judge(reviewed.actor, *path.split("/")[2:], "positive", "a reason that has some words in it")
    paths = {"judgements": "/review/judgements", "weights": "/help/weights", "entity": f"/entities/{record}"}
    page = open_review(paths.get(name, path), width=width)
    if name == "told":
        page.get_by_role("button", name="Different").click()
        expect(page.locator("#told")).to_be_visible()
    if name == "source":
        page.locator(".compare button.source").first.click()
        expect(page.locator("tr.opened #source-panel dl")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.locator("[style], style, script:not([src])").count() == 0
    assert sideways(page) <= 0
    assert found_by_axe(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert found_by_axe(page, axe, COLOURS) == []


STATES = {
    "in question": (cases.queue(cases.lines()), cases.QUESTION),
    "no pairs yet": (cases.queue(), cases.PAIR),
    "all judged": (cases.queue(judged=3), cases.PAIR),
    "a long queue": (cases.queue(cases.lines(), total=400, waiting=400), cases.PAIR),
    "working": (cases.queue(fraction=0.43), cases.PAIR),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_the_rarer_states(open_review, hand_made, axe, name, width):
    hand_made.answer(*STATES[name])
    page = open_review(width=width)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert sideways(page) <= 0
    assert found_by_axe(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert found_by_axe(page, axe, COLOURS) == []


def test_a_page_that_waits_for_the_pairs_goes_on_by_itself(open_review, hand_made):
    hand_made.answer(cases.queue(fraction=0.43))
    page = open_review()
    expect(page.get_by_role("progressbar", name="How far the pairs are worked out")).to_have_attribute("value", "43")
    hand_made.answer(cases.queue(fraction=0.87))
    expect(page.get_by_text("87 in 100.")).to_be_visible()
    hand_made.answer(cases.queue(cases.lines()))
    expect(page.get_by_role("heading", level=1, name="Are these the same person?")).to_be_visible()


def test_for_and_against_differ_by_side_and_by_hatching(open_review, hand_made):
    hand_made.answer(cases.queue(cases.lines()))
    page = open_review()
    middle = page.locator("svg.weight").first.bounding_box()
    bars = {kind: page.locator(f".weight .{kind}").first.bounding_box() for kind in ("for", "against")}
    assert bars["for"]["x"] >= middle["x"] + middle["width"] / 2 - 1
    assert bars["against"]["x"] + bars["against"]["width"] <= middle["x"] + middle["width"] / 2 + 1
    fill = page.locator(".weight .against").first.evaluate("drawn => getComputedStyle(drawn).fill")
    assert "#hatched" in fill


def test_on_a_phone_the_two_records_stand_side_by_side_and_the_queue_comes_after(open_review):
    page = open_review(width=390)
    left, right = (page.locator(".compare tbody tr").first.locator("td.rec").nth(place) for place in (0, 1))
    boxes = [cell.bounding_box() for cell in (left, right)]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1
    decide, queue = page.locator("#decide").bounding_box(), page.locator(".queue").bounding_box()
    assert decide["y"] < queue["y"]
    sizes = page.locator("main :is(button:visible, .btn:visible)").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(sizes) >= 32


def test_what_the_decision_bar_covers_can_be_scrolled_into_view(open_review, hand_made):
    findings = tuple(replace(finding, feature=f"{n}") for n in range(4) for finding in cases.FINDINGS)
    hand_made.answer(cases.queue(cases.lines()), replace(cases.PAIR, findings=findings))
    page = open_review()
    sources = page.locator(".compare button.source")
    sources.nth(sources.count() // 2).focus()
    focused, bar = sources.nth(sources.count() // 2).bounding_box(), page.locator("#decide").bounding_box()
    assert focused["y"] + focused["height"] <= bar["y"] + 1


# -- the entity


def test_an_entity_leads_to_the_comparison_of_its_records_and_back_apart(open_review, reviewed):
    page = open_review()
    page.keyboard.press("y")
    expect(page.locator("#told")).to_contain_text("You said same person")
    [judged] = reviewed.standing()
    page.goto(f"/entities/{judged.left.id}")
    page.get_by_role("link", name="See which, or withdraw one").click()
    section = page.get_by_role("region", name="Records")
    expect(section.locator(".records > li")).to_have_count(2)
    section.get_by_role("link", name=re.compile("^Compare the two")).first.click()
    expect(page.get_by_role("heading", name="What was said of these two")).to_be_visible()
    page.go_back()
    section.get_by_role("button", name=re.compile("^Withdraw “same person”")).first.click()
    expect(page.get_by_text("The decision is withdrawn")).to_be_visible()
    assert reviewed.standing() == []
