"""Agreements in a browser: the matrix by keyboard, a proposal from its file to its signature and back, why one sees."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.browser.test_access import found_by_axe, sideways

BANNER = "Illustrative: not the treaty."


def test_the_matrix_shows_at_a_glance_what_is_in_force_and_what_passes_nothing(open_page):
    page = open_page("analyst", "/agreements")
    expect(page.locator(".illustrative").first).to_contain_text(BANNER)
    cell = page.locator(".matrix tbody tr").filter(has=page.get_by_role("rowheader", name="FRONTEX")).locator("td")
    expect(cell.filter(has_text="FRONTEX → AL")).to_have_class("things")
    expect(cell.filter(has_text="FRONTEX → AL")).to_contain_text("nothing on a person")
    expect(page.locator("td", has_text="GB → AL")).to_have_class("passes")
    expect(page.locator("td", has_text="GB → BA")).to_have_class("none")
    sizes = page.locator(".matrix td a").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(sizes) >= 44


@pytest.mark.parametrize("script", [True, False])
def test_a_cell_opened_by_keyboard_explains_its_pair(open_page, script):
    page = open_page("analyst", "/agreements", script=script)
    page.get_by_role("link", name="FRONTEX → AL").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"from=FRONTEX&to=AL#pair$"))
    pair = page.locator("#pair")
    expect(pair.get_by_role("heading", name="Whose law keeps persons' data back")).to_be_in_viewport()
    expect(pair).to_contain_text("2019/1896, Art. 90")
    expect(page.locator(".matrix a[aria-current]")).to_contain_text("FRONTEX → AL")


def test_an_empty_cell_says_what_it_would_need(open_page):
    page = open_page("analyst", "/agreements?from=GB&to=BA")
    expect(page.locator("#pair")).to_contain_text("What it would need")
    expect(page.locator("#pair li").first).to_contain_text("An agreement")


def test_another_purpose_may_open_less(open_page):
    page = open_page("analyst", "/agreements/GB-AL?from=AL&to=GB")
    rows = page.locator(".openings tbody tr")
    expect(rows.first).to_contain_text("May pass")
    page.get_by_role("link", name="Inspect documents").click()
    expect(page).to_have_url(re.compile("purpose=inspect-documents"))
    expect(page.get_by_role("link", name="Inspect documents")).to_have_attribute("aria-current", "true")


def test_a_proposal_is_brought_in_compared_signed_and_taken_back(open_page, started, axe, tmp_path):
    admin = started.desk.actor_named("admin", "administer", via="page")
    text = started.desk.agreement(admin, "GB-AL", 1).text
    file = tmp_path / "gb-al-3.yaml"
    file.write_text(re.sub(r"(?m)^version: 1$", "version: 3", text), encoding="utf-8")
    page = open_page("admin", "/agreements/new", width=390)
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check the file and keep it").click()
    expect(page.get_by_role("status").first).to_contain_text("It opens nothing until every party has signed it.")
    expect(page.get_by_role("heading", name="What signing it would change")).to_be_visible()
    assert sideways(page) <= 0
    assert found_by_axe(page, axe) == []
    page.get_by_role("button", name="Sign version 3 for GB").click()
    expect(page.get_by_label("Signature", exact=True)).to_have_value(re.compile(r"^[\w-]+\.\.[\w-]+$"))
    page.get_by_role("button", name="Take back the proposal of version 3").click()
    expect(page.get_by_role("status").first).to_contain_text("The proposal is withdrawn.")
    page.goto("/agreements/GB-AL/text?version=3")
    expect(page.get_by_role("heading", level=1)).to_contain_text("There is nothing here for you")


def test_a_source_leads_to_why_one_can_see_it_and_who_else_may(open_page, person_path, axe):
    page = open_page("analyst", person_path, width=390)
    page.locator("button.source:visible").filter(has_text="AL").first.click()
    panel = page.locator("#source-panel")
    expect(panel.get_by_role("link", name="Who may see this")).to_have_count(0)
    panel.get_by_role("link", name="Why you can see this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why you can see this")
    expect(page.locator("main")).to_contain_text("GB-AL")
    expect(page.locator(".illustrative").first).to_contain_text(BANNER)
    page.goto(person_path)
    page.locator("button.source:visible").filter(has_text="GB").first.click()
    panel.get_by_role("link", name="Who may see this").click()
    others = page.locator("#others")
    expect(others.locator(".line").filter(has_text="FRONTEX")).to_contain_text("Stays")
    assert sideways(page) <= 0
    assert found_by_axe(page, axe) == []


def test_a_report_of_ones_own_says_line_by_line_what_goes(open_page, person_path):
    page = open_page("analyst", person_path, script=False)
    page.locator("button.source:visible").filter(has_text="GB").first.click()
    page.get_by_role("link", name="Open the report").click()
    page.get_by_role("link", name="What of it may go to whom").click()
    page.get_by_label("From GB to").select_option("AL")
    page.get_by_role("button", name="Show what would go").click()
    expect(page.locator(".lede")).to_contain_text("would go")
    expect(page.locator(".line.goes").first).to_contain_text("GB-AL")
