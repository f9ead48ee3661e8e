"""What each role sees and does not see: data protection, administrator, liaison, an account without a role."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

ROOMS = {
    "analyst": ["Search", "Review", "Groups", "Imports", "Export", "Agreements"],
    "liaison": ["Search", "Groups", "Export", "Agreements"],
    "officer": ["Audit", "Requests", "Retention", "Agreements"],
    "admin": ["Accounts", "Agreements"],
    "nobody": [],
}


@pytest.mark.parametrize(("who", "rooms"), ROOMS.items())
def test_the_header_names_the_rooms_of_the_role_and_no_others(open_page, who, rooms):
    page = open_page(who, "/purpose")
    expect(page.get_by_role("navigation", name="Rooms", exact=True).get_by_role("link")).to_have_text(rooms)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("analyst", "/audit"),
        ("analyst", "/accounts"),
        ("liaison", "/imports"),
        ("liaison", "/imports/new"),
        ("liaison", "/review"),
        ("admin", "/review"),
        ("officer", "/groups"),
        ("officer", "/export"),
        ("analyst", "/agreements/new"),
        ("admin", "/search?q=Besnik"),
        ("admin", "/groups"),
        ("admin", "/audit"),
    ],
)
def test_a_room_of_another_role_says_whose_it_is(open_page, who, path):
    page = open_page(who, path)
    expect(page.get_by_role("heading", level=1, name="This is not open to you")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Your role")
    expect(page.locator("main .btn").first).to_have_text(ROOMS[who][0])


def test_an_account_without_a_role_sees_nothing(open_page, person_path):
    page = open_page("nobody", "/purpose")
    expect(page.get_by_role("heading", name="Your account has no role")).to_be_visible()
    page = open_page("nobody", person_path)
    expect(page.locator("main")).not_to_contain_text("Shembulli")


def test_a_record_that_is_not_there_looks_like_one_that_is_hidden(open_page, started):
    page = open_page("analyst", "/search?q=Samir Mithal")
    page.locator(".results h3 a").first.click()
    hidden = page.url.removeprefix(started.address)
    told = []
    for path in (hidden, "/entities/000000000000000000000000"):
        page = open_page("liaison", path)
        expect(page.get_by_role("heading", level=1, name="There is nothing here for you")).to_be_visible()
        told.append(page.locator("main").inner_text())
    assert told[0] == told[1]


def test_data_protection_asks_who_saw_a_record(open_page, person_path):
    record = person_path.rsplit("/", 1)[1]
    open_page("analyst", person_path)
    page = open_page("officer", "/audit")
    page.get_by_label("Number of the record or report").fill(record)
    page.get_by_role("button", name="Show who saw it, when and why").click()
    expect(page.get_by_text(re.compile("On this page by: .*analyst"))).to_be_visible()
    row = page.locator("table.audit tbody tr").first
    expect(row).to_contain_text(record)
    expect(row).to_contain_text("investigate case SYN-014")
    expect(page.locator("main")).not_to_contain_text("Shembulli")


def test_data_protection_checks_the_whole_log(open_page):
    page = open_page("officer", "/audit")
    page.get_by_role("button", name="Check the whole log").click()
    expect(page.get_by_role("heading", name="The log is whole")).to_be_visible()
    expect(page.locator(".outcome")).to_have_text("Passed")


def test_the_log_can_be_filtered_by_operation(open_page, person_path):
    open_page("analyst", person_path)
    page = open_page("officer", "/audit?operation=consultation")
    cells = page.locator("table.audit tbody tr td:nth-child(2)").all_inner_texts()
    assert set(cells) == {"Consultation"}


def test_nobody_can_be_administrator_and_data_protection(open_page):
    page = open_page("admin", "/accounts")
    form = page.locator("form[action='/accounts']")
    form.get_by_label("User name").fill("both")
    form.get_by_label("First password").fill("four words that do not belong")
    form.get_by_label("Data protection").check()
    form.get_by_label("Administrator").check()
    form.get_by_role("button", name="Add the account").click()
    expect(page.get_by_role("alert")).to_contain_text("Make two accounts")


def test_an_account_that_is_shut_out_is_out_at_once(open_page):
    page = open_page("admin", "/accounts")
    form = page.locator("form[action='/accounts']")
    form.get_by_label("User name").fill("leaver")
    form.get_by_label("First password").fill("correct horse battery staple")
    form.get_by_label("Border officer").check()
    form.get_by_role("button", name="Add the account").click()
    page.get_by_role("button", name="Shut out leaver").click()
    expect(page.get_by_text("The account is shut out")).to_be_visible()
    other = open_page("", "/sign-in")
    other.get_by_label("User name").fill("leaver")
    other.get_by_label("Password").fill("correct horse battery staple")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("alert")).to_be_visible()
