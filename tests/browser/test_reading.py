"""An analyst reads: search in three scripts, an entity, its sources by keyboard, a group."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Abd al-Rahman al-Milad", "AL-MILAD"),  # LYi.026, United Nations consolidated list of 2025-04-19
        ("Эрмиас Гермай", "Ermias"),  # LYi.025 of the same list
        ("عبد الرحمن الميلاد", "AL-MILAD"),
        ("Бесник Шембули", "Besnik Shembulli"),  # the synthetic group
        ("07700 900142", "447700900142"),
        ("LYi.026", "AL-MILAD"),
    ],
)
def test_search_finds_a_name_in_any_script_and_a_number(open_page, words, found):
    page = open_page("analyst", "/")
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("result")
    expect(page.locator(".results h3").filter(has_text=found).first).to_be_visible()


def test_a_filter_narrows_the_results_to_the_count_it_showed(open_page):
    page = open_page("analyst", "/search?q=Example")
    choice = page.locator("label.choice").filter(has_text="GB").first
    count = choice.locator(".num").inner_text()
    choice.locator("input").check()
    page.get_by_role("button", name="Show only what is ticked").click()
    expect(page).to_have_url(re.compile("agency=GB"))
    expect(page.locator("#count b")).to_have_text(re.compile(rf"^{count} results?$"))
    page.get_by_role("link", name="Show all").click()
    expect(page).not_to_have_url(re.compile("agency="))


def test_nothing_found_says_so_and_what_next(open_page):
    page = open_page("analyst", "/search?q=Qwxzzq Vvkkq")
    expect(page.get_by_role("heading", name="Nothing found for “Qwxzzq Vvkkq”")).to_be_visible()


def test_a_listed_person_is_designated_and_never_suspected(open_page, listed_path):
    page = open_page("analyst", listed_path)
    expect(page.locator(".meta")).to_contain_text("Designated by UN")
    expect(page.get_by_text("may have been delisted since").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(re.compile("suspect(?!ed|ion)", re.IGNORECASE))
    expect(page.get_by_text("Synthetic demonstration data")).to_have_count(0)


def test_sources_that_disagree_stand_side_by_side(open_page, person_path):
    page = open_page("analyst", person_path)
    born = page.locator(".prop.disagree").filter(has_text="Date of birth")
    expect(born).to_contain_text("Sources disagree")
    expect(born.locator(".v")).to_have_text(["14 March 1984", "14 March 1985", "1984"])
    expect(page.get_by_text("Synthetic demonstration data")).to_be_visible()


def test_a_name_in_another_script_says_which_language_it_is(open_page, person_path):
    page = open_page("analyst", person_path)
    expect(page.locator("main [lang]").filter(has_text="Бесник").first).to_have_attribute("lang", re.compile("mk|sr"))


def test_the_source_panel_opens_by_keyboard_and_escape_leads_back(open_page, person_path):
    page = open_page("analyst", person_path)
    source = page.locator(".disagree button.source").filter(has_text=re.compile(r"\bRS\b"))
    source.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#source-panel")
    expect(panel.get_by_role("heading")).to_have_text("Report from RS")
    expect(panel.get_by_role("heading")).to_be_focused()
    expect(panel).to_contain_text("Mostly reliable")
    expect(source).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(source).to_be_focused()
    expect(source).to_have_attribute("aria-pressed", "false")


def test_on_a_phone_the_report_opens_under_its_line(open_page, person_path):
    page = open_page("analyst", person_path, width=390)
    source = page.locator(".disagree button.source").filter(has_text=re.compile(r"\bRS\b"))
    source.click()
    panel = page.locator("#source-panel")
    expect(panel.get_by_role("heading")).to_have_text("Report from RS")
    above, below = source.bounding_box(), panel.bounding_box()
    assert above is not None
    assert below is not None
    assert 0 <= below["y"] - (above["y"] + above["height"]) < 40


def test_the_report_behind_a_value_opens_as_a_page(open_page, person_path):
    page = open_page("analyst", person_path)
    page.locator(".disagree button.source").filter(has_text="AL").click()
    page.get_by_role("link", name="Open the report").click()
    expect(page.get_by_role("heading", level=1, name="Report from AL")).to_be_visible()
    expect(page.locator("tbody tr").first).to_be_visible()


def test_a_group_shows_stages_members_and_links_of_which_all_are_counted(open_page, group_path):
    page = open_page("analyst", group_path)
    expect(page.get_by_role("table", name="Members by stage of the crime script")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Showing \d+ of \d+ items"))).to_be_visible()
    drawn = page.locator("svg.chart a").count()
    expect(page.get_by_text(re.compile(rf"Showing {drawn} of \d+ items"))).to_be_visible()
    page.get_by_role("link", name="As a table").click()
    expect(page.locator("#links-table tbody tr").first).to_be_visible()
    expect(page.locator("section[aria-labelledby=members] tbody tr")).to_have_count(12)


def test_a_node_of_the_chart_leads_to_its_page_by_keyboard(open_page, group_path):
    page = open_page("analyst", group_path)
    page.locator("svg.chart a[aria-label='Ilir Provaj']").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Ilir Provaj")).to_be_visible()


def test_a_victim_is_shown_only_for_the_case(open_page, started):
    page = open_page("liaison", "/search?q=Samir Mithal")
    expect(page.get_by_role("heading", name=re.compile("Nothing found"))).to_be_visible()
    page = open_page("analyst", "/search?q=Samir Mithal")
    expect(page.locator(".results")).to_contain_text("Samir Mithal")


def test_the_skip_link_is_first_and_leads_to_the_content(open_page):
    page = open_page("analyst", "/groups")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
