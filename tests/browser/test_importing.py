"""An analyst brings a file in: a refused row, mended; what changed; the whole taken back. With and without script."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect


def line(reference: str, name: str) -> str:
    return json.dumps({"id": reference, "schema": "Person", "properties": {"name": [name]}}, ensure_ascii=False)


def file_with_a_broken_row(folder: Path, mark: str) -> Path:
    """Three invented persons in FollowTheMoney lines; the second line breaks off."""
    path = folder / f"synthetic-{mark}.jsonl"
    rows = [
        line(f"SYN-{mark}-1", f"Specimen {mark}one"),
        line(f"SYN-{mark}-2", f"Specimen {mark}two")[:-1],
        line(f"SYN-{mark}-3", f"Specimen {mark}three"),
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def bring_in(page: Page, path: Path) -> None:
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_label("Format", exact=True).select_option("ftm")
    page.get_by_label("Agency", exact=True).fill("GB")
    page.get_by_label("List", exact=True).fill(f"synthetic-{path.stem}")
    page.get_by_label("Persons in it are").select_option("contact")
    page.get_by_role("button", name="Bring the file in").click()
    # With script the page goes on by itself; without, it asks again by itself. Either way the end is shown.
    expect(page.get_by_role("heading", name="Done", exact=True)).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_row_is_mended_and_the_whole_is_taken_back(open_page, tmp_path, script):
    mark = "Skriptoj" if script else "Senskripta"
    page = open_page("analyst", "/imports/new", script=script)
    bring_in(page, file_with_a_broken_row(tmp_path, mark))
    counts = page.locator(".stats")
    expect(counts).to_contain_text(re.compile(r"Made\s*2"))
    expect(counts).to_contain_text(re.compile(r"Refused\s*1"))
    refusal = page.locator("article.refusal")
    expect(refusal).to_have_count(1)

    # Read again as it is, it is refused again, with the text kept.
    refusal.get_by_role("button", name=re.compile("^Read .* again$")).click()
    expect(page.locator("article.refusal").get_by_role("alert")).to_be_visible()
    text = page.locator("article.refusal").get_by_label("Text of the entry")
    text.fill(text.input_value().strip() + "}")
    page.get_by_role("button", name=re.compile("^Read .* again$")).click()
    expect(page.get_by_text("The entry was read again and kept.")).to_be_visible()
    expect(page.locator("article.refusal")).to_have_count(0)

    address = page.url
    page.goto(f"/search?q=Specimen {mark}two")
    expect(page.locator(".results")).to_contain_text(f"Specimen {mark}two")
    page.goto(address)
    page.get_by_role("button", name=re.compile("^Take back [23] made, 0 changed and 0 ended$")).click()
    expect(page.get_by_text("The import is taken back.")).to_be_visible()
    page.goto(f"/search?q=Specimen {mark}two")
    expect(page.get_by_role("heading", name=re.compile("Nothing found"))).to_be_visible()


def test_a_refused_row_can_be_dropped(open_page, tmp_path):
    page = open_page("analyst", "/imports/new")
    bring_in(page, file_with_a_broken_row(tmp_path, "Faligita"))
    page.get_by_role("button", name=re.compile("^Drop ")).click()
    expect(page.get_by_text("The entry was dropped.")).to_be_visible()
    expect(page.get_by_text("1 refused entry is settled")).to_be_visible()


def test_a_file_that_cannot_be_read_leaves_nothing(open_page, tmp_path):
    path = tmp_path / "torn.xml"
    path.write_text(
        "<CONSOLIDATED_LIST dateGenerated='2025-04-19T00:00:00Z'><INDIVIDUALS><INDIVIDUAL>", encoding="utf-8"
    )
    page = open_page("analyst", "/imports/new")
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_label("Format", exact=True).select_option("un")
    page.get_by_label("Agency", exact=True).fill("UN")
    page.get_by_role("button", name="Bring the file in").click()
    expect(page.get_by_text(re.compile("Failed: nothing was kept|cannot be read")).first).to_be_visible(timeout=30_000)


def test_an_export_is_taken_after_its_purpose_was_shown(open_page, person_path):
    page = open_page("analyst", person_path)
    page.get_by_role("link", name="Export", exact=True).last.click()
    expect(page.locator("main")).to_contain_text("investigate case SYN-014")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Log the disclosure and take the file").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert "Besnik Shembulli" in text
    assert "analyst" in text
