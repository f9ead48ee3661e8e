"""First start and the way in, in a real browser on a real node. The first start itself is done by `started`."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_link_of_the_first_start_works_once(open_page, started):
    page = open_page("", started.first_start)
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    expect(page.locator("form[action='/start']")).to_have_count(0)


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(open_page):
    said = []
    for name in ("analyst", "no-such-person"):
        page = open_page("", "/sign-in")
        page.get_by_label("User name").fill(name)
        page.get_by_label("Password").fill("not the password of anyone")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        said.append(page.get_by_role("alert").inner_text())
    assert said[0] == said[1]


def test_the_purpose_is_asked_once_and_stands_on_each_page(open_page):
    page = open_page("analyst", "/")
    expect(page.locator(".purpose")).to_contain_text("investigate case SYN-014")
    page.get_by_role("link", name="Groups", exact=True).first.click()
    expect(page.locator(".purpose")).to_contain_text("investigate case SYN-014")


def test_signing_out_ends_the_session(open_page, browser, started):
    page = open_page("liaison", "/")
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto("/groups")
    expect(page.get_by_role("heading", name="Sign in to the GB node")).to_be_visible()
    del started.states["liaison"]


def test_a_page_asked_for_before_signing_in_is_shown_after_it(open_page, group_path):
    page = open_page("", group_path)
    page.get_by_label("User name").fill("analyst")
    page.get_by_label("Password").fill("correct horse battery staple")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Investigate a case").check()
    page.get_by_role("button", name="Go on with this purpose").click()
    expect(page.get_by_role("heading", level=1, name="Brook group")).to_be_visible()
