"""A page that waits for the node: it says so, shows how far the work is, and goes on by itself when it is done."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import expect

from headwater.desk import Desk
from headwater.desk.views import StatusView


class Opening(Desk):
    """A desk whose index is being rebuilt, for as long as a test wants."""

    fraction = 0.43

    def status(self) -> StatusView:
        return replace(super().status(), index_fraction=self.fraction)


def test_a_page_waits_for_the_index_and_goes_on_by_itself(open_page, started, group_path):
    page = open_page("analyst", "/")  # signed in before the node is opened anew
    stands_in = Opening(started.app.state.settings)
    started.app.state.desk = stands_in
    try:
        page.goto(group_path)
        expect(page.get_by_role("heading", level=1)).to_have_text("The index is being rebuilt")
        expect(page.get_by_text("43 in 100.")).to_be_visible()
        expect(page.get_by_role("progressbar", name="The index is being rebuilt")).to_have_attribute("value", "43")
        stands_in.fraction = 0.87
        expect(page.get_by_text("87 in 100.")).to_be_visible()
    finally:
        started.app.state.desk = started.desk
    expect(page.get_by_role("heading", level=1)).to_have_text("Brook group")


def test_without_script_the_page_asks_again_by_itself(open_page, started, group_path):
    page = open_page("analyst", "/", script=False)
    started.app.state.desk = Opening(started.app.state.settings)
    try:
        page.goto(group_path)
        expect(page.get_by_role("heading", level=1)).to_have_text("The index is being rebuilt")
    finally:
        started.app.state.desk = started.desk
    expect(page.get_by_role("heading", level=1)).to_have_text("Brook group")
