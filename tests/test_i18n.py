"""Words in the reader's language: which one is chosen, and that a catalogue that is there is used."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from headwater import i18n


@pytest.fixture
def albanian(tmp_path, monkeypatch):
    """A catalogue with one word in it, where the package's own are looked for."""
    words = Catalog(locale="sq")
    words.add("Search", "Kërko")
    words.add(("%(n)s report", "%(n)s reports"), ("%(n)s raport", "%(n)s raporte"))
    folder = tmp_path / "sq" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    compiled = io.BytesIO()
    write_mo(compiled, words)
    (folder / "headwater.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    i18n.languages.cache_clear()
    i18n.translator.cache_clear()
    yield
    i18n.languages.cache_clear()
    i18n.translator.cache_clear()


def test_without_a_catalogue_the_words_are_those_of_the_code():
    assert i18n.translator("xx").gettext("Search") == "Search"


def test_marking_a_word_leaves_it_as_it_is():
    assert i18n.mark("Search") == "Search"


def test_a_catalogue_is_found_and_used(albanian):
    assert i18n.languages() == ("en", "sq")
    assert i18n.translator("sq").gettext("Search") == "Kërko"
    assert i18n.translator("sq").ngettext("%(n)s report", "%(n)s reports", 2) == "%(n)s raporte"
    assert i18n.translator("sq").gettext("Groups") == "Groups"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "en"),
        ("sq", "sq"),
        ("sq-AL,en;q=0.5", "sq"),
        ("en;q=0.4,sq;q=0.9", "sq"),
        ("de,fr;q=0.9", "en"),
        ("sq;q=0,en;q=0.1", "en"),
        ("sq;q=nonsense", "en"),
    ],
)
def test_the_best_language_that_has_words_is_chosen(albanian, header, chosen):
    assert i18n.choose(header) == chosen


@given(st.text(max_size=300))
def test_any_header_gives_a_language_that_is_there(header):
    assert i18n.choose(header) in i18n.languages()
