"""A data protection officer answers a person in the browser, and looks after what is kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [True, False])
def test_an_officer_answers_a_person_from_the_asking_to_the_answer(open_page, script):
    page = open_page("officer", "/requests", script=script)
    page.get_by_label("Reference").fill(f"SYN-DSR-{int(script)}")
    page.get_by_label("Name of the person").fill("Marko Uzorak")
    page.get_by_label("Received on").fill("2026-11-02")
    page.get_by_label("What the person says").fill("He asks what is held.")
    page.get_by_role("button", name="Open the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we hold on Marko Uzorak")
    page.get_by_role("checkbox", name=re.compile("Marko Uzorak")).first.check()
    page.get_by_role("button", name="These records are theirs").click()
    expect(page.get_by_text("The records are chosen")).to_be_visible()
    page.locator("select[name=decision]:has(option[value=erase])").last.select_option("restrict")
    page.get_by_role("button", name="Keep these decisions").click()
    button = page.get_by_role("button", name="Restrict 1 value and answer")
    expect(button).to_be_visible()
    expect(page.get_by_label("What the person is told")).to_have_value(re.compile("limited the use of one entry"))
    page.get_by_label("Reason for the file").fill("He contests it.")
    button.click()
    expect(page.get_by_text("It is carried out")).to_be_visible()
    expect(page.locator(".tag").get_by_text("Restricted")).to_have_count(1)
    page.get_by_role("link", name="Retention").first.click()
    restriction = page.locator("#restrictions tbody tr").filter(has_text="He contests it.")
    restriction.first.get_by_role("button", name="Lift").click()
    expect(page.get_by_text("The restriction is lifted")).to_be_visible()


def test_what_is_decided_otherwise_is_read_again_before_it_is_carried_out(open_page, subject_path):
    page = open_page("officer", subject_path)
    button = page.locator("button[value=answer]")
    expect(button).to_have_text("Restrict 1 value, erase 1 value and answer")
    page.get_by_label("Reason for the file").fill("A reason.")
    page.locator("select[name=decision]:has(option[value=erase])").nth(1).select_option("erase")
    button.click()
    expect(page.get_by_text("Your decisions had changed")).to_be_visible()
    expect(button).to_have_text("Restrict 1 value, erase 2 values and answer")


def test_a_review_is_put_off_in_its_row(open_page):
    page = open_page("officer", "/retention")
    row = page.locator("section[aria-labelledby=queue] tbody tr").first
    row.get_by_text("Keep longer").click()
    row.get_by_label("Until").fill("2030-01-01")
    row.get_by_label("Reason").fill("The trial is later.")
    row.get_by_role("button", name="Keep until that day").click()
    expect(page.get_by_text("The report is kept until the new day")).to_be_visible()
    page.get_by_role("link", name="Kept longer").click()
    expect(page.locator("section[aria-labelledby=queue] tbody")).to_contain_text("The trial is later.")
