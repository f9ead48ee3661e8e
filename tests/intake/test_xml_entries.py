"""XML from outside: bombs, bounds and encodings."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from headwater.errors import EntryRefused, UnreadableFile
from headwater.intake import MAX_ENTRY_BYTES, Refusal
from headwater.intake.xml_entries import MAX_DEPTH, XMLEntries, XMLEntry, parse_entry

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def entries(path: Path, content: str | bytes) -> XMLEntries:
    path = path / "list.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return XMLEntries(path, "list", frozenset({"entry"}))


def found(path: Path, content: str | bytes) -> list[XMLEntry | Refusal]:
    return list(entries(path, content))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE list [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE list [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE list SYSTEM "http://127.0.0.1:9/list.dtd">',
        '<!DOCTYPE list [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
        f'<!DOCTYPE list [<!ENTITY q "{"q" * 50_000}">]>',
        "<!DOCTYPE list>",
    ],
    ids=["billion laughs", "external file", "external DTD", "parameter entity", "quadratic", "bare"],
)
def test_a_document_type_is_refused_before_it_is_used(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        found(tmp_path, f"{doctype}<list><entry>{'&q;' * 1000}</entry></list>")


def test_an_entity_without_a_document_type_breaks_the_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="undefined entity"):
        found(tmp_path, "<list><entry>&laugh;</entry></list>")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    depth = MAX_DEPTH + 1
    with pytest.raises(UnreadableFile, match="nested deeper"):
        found(tmp_path, "<list>" + "<a>" * depth + "</a>" * depth + "</list>")


def test_an_entry_over_the_bound_is_refused_and_the_file_goes_on(tmp_path: Path) -> None:
    big = "x" * (MAX_ENTRY_BYTES + 1)
    first, second = found(tmp_path, f"<list>\n<entry>{big}</entry>\n<entry>small</entry></list>")
    assert isinstance(first, Refusal)
    assert (first.line, first.raw) == (2, "")
    assert second == XMLEntry(3, "<entry>small</entry>")


def test_a_hundred_megabytes_in_one_entry_need_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    with path.open("wb") as file:
        file.write(b"<list><entry>")
        for _ in range(100):
            file.write(b"x" * 1024 * 1024)
        file.write(b"</entry><entry>small</entry></list>")
    tracemalloc.start()
    try:
        first, second = XMLEntries(path, "list", frozenset({"entry"}))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(first, Refusal)
    assert isinstance(second, XMLEntry)
    assert peak < 64 * 1024 * 1024


def test_one_endless_tag_is_refused_before_it_is_held(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="One tag"):
        found(tmp_path, f'<list><entry name="{"x" * (MAX_ENTRY_BYTES + 200_000)}"/></list>')


def test_many_entries_are_no_endless_tag(tmp_path: Path) -> None:
    one = f"<entry>{'x' * 1000}</entry>"
    assert len(found(tmp_path, f"<list>{one * 12_000}</list>")) == 12_000


def test_an_entry_is_written_anew_without_prefixes(tmp_path: Path) -> None:
    content = (
        '<n:list xmlns:n="urn:x"><n:entry n:a="1 &amp; &quot;2&quot;">&lt;<n:b/><![CDATA[<c>]]></n:entry></n:list>'
    )
    (entry,) = found(tmp_path, content)
    assert isinstance(entry, XMLEntry)
    element = parse_entry(entry.raw)
    assert (element.tag, element.get("a"), element[0].tag) == ("entry", '1 & "2"', "b")
    assert "".join(str(text) for text in element.itertext()) == "<<c>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_encoding_is_the_one_that_is_declared(tmp_path: Path, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><list><entry>Shembëll é</entry></list>'
    (entry,) = found(tmp_path, content.encode(encoding))
    assert isinstance(entry, XMLEntry)
    assert entry.raw == "<entry>Shembëll é</entry>"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<list><entry>\xe9</entry></list>",
        b"<list><entry>\x00</entry></list>",
        b"<list><entry>",
        b"<other/>",
        b'<?xml version="1.0" encoding="klingon"?><list/>',
        b"<list/><list/>",
    ],
    ids=["empty", "text", "latin-1 bytes", "NUL", "truncated", "other root", "unknown encoding", "two roots"],
)
def test_what_is_no_list_is_unreadable(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        found(tmp_path, content)
    assert "list.xml" in caught.value.where


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        XMLEntries(tmp_path / "none.xml", "list", frozenset({"entry"}))


def test_the_part_read_grows_to_one(tmp_path: Path) -> None:
    opened = entries(tmp_path, f"<list>{'<entry>x</entry>' * 20_000}</list>")
    fractions = [opened.fraction() for _ in opened]
    assert 0 < fractions[0] < 1
    assert fractions == sorted(fractions)
    assert opened.fraction() == 1.0


@pytest.mark.parametrize(
    "raw", ["<entry>" + "<a>" * 300 + "</a>" * 300 + "</entry>", "<entry", "<a/><b/>", "<!--x--><a/>"]
)
def test_an_edited_entry_is_held_to_the_same(raw: str) -> None:
    with pytest.raises(EntryRefused):
        parse_entry(raw)
