"""Templates: dates and numbers in words, languages of names, refusals as pages, and no template that does not stand."""

from __future__ import annotations

import re

import pytest
from starlette.requests import Request

from headwater import errors
from headwater.i18n import translator
from headwater.web import icons, rendering
from headwater.web.addresses import query
from headwater.web.frame import Frame, highest
from headwater.web.rendering import TEMPLATES


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-09-03", "3 Sep 2026"),
        ("2026-05", "May 2026"),
        ("2026-09-03T10:11:12+00:00", "3 Sep 2026"),
        ("1984", "1984"),
        ("", ""),
        ("about 1984", "about 1984"),
    ],
)
def test_a_date_of_a_source_line_is_short_and_no_more_exact_than_it_was(value, words):
    assert rendering.day_short(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-11-24T09:20:31.123456+00:00", "24 November 2026, 09:20 UTC"),
        ("2026-11-24T10:20:31+01:00", "24 November 2026, 09:20 UTC"),
        ("2026-11-24T09:20:31", "24 November 2026, 09:20 UTC"),
        ("2026-11-24", "24 November 2026"),
        ("T", "T"),
        ("", ""),
    ],
)
def test_a_moment_is_told_in_utc(value, words):
    assert rendering.moment(value) == words


def test_dates_inside_words_are_told_in_words():
    assert rendering.dated("UN list, 2025-04-19") == "UN list, 19 April 2025"
    assert rendering.dated("EU list under 32016R0044") == "EU list under 32016R0044"


def test_thousands_have_a_comma():
    assert rendering.number(148203, language="en") == "148,203"


@pytest.mark.parametrize(("code", "tag"), [("mkd", "mk"), ("mk", "mk"), ("kmr", "kmr"), ("", "")])
def test_a_language_is_marked_by_its_shortest_tag(code, tag):
    assert rendering.language_tag(code) == tag


def test_an_address_leaves_empty_filters_out():
    assert query([("q", "a b"), ("kind", "Person"), ("kind", "Phone"), ("offset", 0), ("by", "")]) == (
        "q=a+b&kind=Person&kind=Phone"
    )


@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.glob("*.html")))
def test_a_template_can_be_read(name):
    rendering.environment("en").get_template(name)


def test_no_template_carries_a_style_or_a_script_of_its_own():
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=|<script(?![^>]*\bsrc=)|\|\s*safe\b", text), path.name


def test_each_form_that_changes_something_carries_the_token():
    for path in TEMPLATES.glob("*.html"):
        for form in re.findall(r'<form[^>]*method="post".*?</form>', path.read_text(encoding="utf-8"), re.DOTALL):
            assert "marks.secret()" in form, path.name


@pytest.mark.parametrize("schema", ["Person", "SmugglingGroup", "Phone", "Boat", "Engine", "Address", "Passport"])
def test_a_kind_of_entity_has_a_drawing_that_a_screen_reader_skips(schema):
    assert icons.kind_of(schema) != "thing"
    assert 'aria-hidden="true"' in icons.icon_of(schema)


def test_an_unknown_schema_has_a_plain_drawing():
    assert icons.kind_of("NoSuchSchema") == "thing"


def test_the_highest_marking_stands_on_the_page():
    assert highest(["OFFICIAL", "SECRET", "OFFICIAL-SENSITIVE"]) == "SECRET"
    assert highest(["OFFICIAL", "MARKED OTHERWISE"]) == "MARKED OTHERWISE"
    assert highest([]) == "OFFICIAL"


def test_what_a_catalogue_says_is_what_a_page_says(monkeypatch):
    spoken = translator("mt")
    monkeypatch.setattr(spoken, "gettext", lambda text: {"Groups": "Grupet"}.get(text, text))
    page = rendering.render("groups.html", Frame(language="mt"), groups=(), total=0, offset=0, limit=50)
    assert "<h1>Grupet</h1>" in page
    assert '<html lang="mt">' in page


HEADINGS = {
    errors.BadInput: "That cannot be read",
    errors.SignInNeeded: "Sign in first",
    errors.Forbidden: "This is not open to you",
    errors.NotFound: "There is nothing here for you",
    errors.Conflict: "That cannot be done now",
    errors.TooLarge: "That is too large",
    errors.TooMany: "Too many requests",
    errors.Unavailable: "The node is not ready",
    errors.HeadwaterError: "Something broke",
}


@pytest.mark.parametrize(("kind", "heading"), HEADINGS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_refusal_says_what_was_wrong_and_what_to_do(app, kind, heading):
    error = kind("What was <wrong>.", where="a field", remedy="What to do.")
    request = Request(
        {"type": "http", "method": "GET", "path": "/x", "headers": [], "query_string": b"", "app": app, "state": {}}
    )
    answer = rendering.error_page(request, error, error.status)
    page = bytes(answer.body).decode()
    assert answer.status_code == error.status
    assert f"<h1>{heading}</h1>" in page
    assert "What was &lt;wrong&gt;." in page
    assert "What to do." in page
    assert "a field" in page
