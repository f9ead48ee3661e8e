"""The tree of errors: as it is drawn, with a status each and words for a person."""

import re

import pytest

from headwater import errors
from headwater.errors import EntryRefused, HeadwaterError


def tree(base: type[HeadwaterError], depth: int = 0) -> list[tuple[int, str, int]]:
    rows = [(depth, base.__name__, base.status)]
    for below in base.__subclasses__():
        if below.__module__ == errors.__name__:
            rows += tree(below, depth + 1)
    return rows


def test_the_tree_is_drawn_as_it_is():
    rows = re.findall(r"^    ([│├└─ ]*)(\w+) +(\d{3})\b", errors.__doc__ or "", re.MULTILINE)
    drawn = [(len(branch) // 4, name, int(status)) for branch, name, status in rows]
    assert sorted(drawn) == sorted(tree(HeadwaterError))


def test_an_error_says_what_where_and_what_to_do():
    error = HeadwaterError("The port is taken.", where="127.0.0.1:8700", remedy="Set HEADWATER_PORT.")
    assert str(error) == "127.0.0.1:8700: The port is taken. Set HEADWATER_PORT."
    assert str(HeadwaterError("It failed.")) == "It failed."


def test_a_refused_entry_names_its_field():
    refused = EntryRefused("No name.", field="NAME_1", remedy="Add one.")
    assert (refused.field, refused.where, refused.status) == ("NAME_1", "NAME_1", 400)


@pytest.mark.parametrize("kind", [kind for _, name, _ in tree(HeadwaterError) if (kind := getattr(errors, name))])
def test_every_error_has_a_status_of_http_and_a_sentence(kind):
    assert 400 <= kind.status <= 599
    assert (kind.__doc__ or "").strip().splitlines()[0].endswith(".")
