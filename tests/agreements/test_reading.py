"""A file in, a document out: keys, values, examples, and the digest of what it says."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.agreements.worlds import AGREEMENT, agreement_of, profile_of

from headwater.agreements import Agreement, Profile, canonical, check, digest, read
from headwater.agreements.clause_forms import ROLES
from headwater.errors import BadInput, HeadwaterError, UnreadableFile

TEXT = """\
# Invented for a test.
format: headwater-agreement/1
agreement: AA-NO
version: 1
title: Shembull and Primer
parties: [AA, NO]
in_force: {from: 2026-01-01}
purposes:
  - {clause: "2.1", purpose: investigate, sentence: "To investigate."}
may_share:
  - clause: "4.1"
    sentence: Who suspects are may pass.
    about: [suspect]
    groups: [identity]
examples:
  - what: A suspect's name goes
    from: AA
    to: NO
    purpose: investigate
    data: {schema: Person, property: name, category: suspect}
    outcome: goes
    clause: "4.1"
  - what: A contact's name stays
    from: AA
    to: NO
    purpose: investigate
    data: {schema: Person, property: name, category: contact}
    outcome: stays
"""


def problems_of(text: str, tmp_path: Path) -> list[tuple[str, str]]:
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    return [(one.where, one.detail) for one in check(path).problems]


def test_a_file_is_read():
    found = read(TEXT.encode(), "f.yaml")
    assert isinstance(found, Agreement)
    assert (found.id, found.version, found.parties, found.begins, found.ends) == (
        "AA-NO",
        1,
        ("AA", "NO"),
        "2026-01-01",
        "",
    )
    assert found.time_zone == "UTC"
    assert found.onward.rule == "never"
    assert found.text == TEXT
    assert found.plain["may_share"][0]["about"] == ["suspect"]
    assert found.examples[0].line == 16


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("title:", "titel:", "f.yaml:5", "has no key 'titel'"),
        ("version: 1", "version: one", "f.yaml:4", "no whole number"),
        ("version: 1", "version: true", "f.yaml:4", "no whole number"),
        ("version: 1", "version: 0", "f.yaml:4", "no whole number"),
        ("agreement: AA-NO", "agreement: aa", "f.yaml:3", "no code"),
        ("parties: [AA, NO]", "parties: [AA]", "f.yaml:6", "too few"),
        ("parties: [AA, NO]", "parties: [AA, NO, AA]", "f.yaml:6", "the same twice"),
        ("from: 2026-01-01", "from: 2026-02-30", "f.yaml:7", "no day"),
        ("from: 2026-01-01", "from: 2026-02-02, until: 2026-02-01", "f.yaml:7", "ends before it begins"),
        ("in_force:", "time_zone: Europe/Nowhere\nin_force:", "f.yaml:7", "no time zone"),
        ("in_force:", "time_zone: ../../etc/passwd\nin_force:", "f.yaml:7", "no time zone"),
        ("purpose: investigate, ", "purpose: investgate, ", "f.yaml:9", "none that it can be"),
        ('clause: "4.1"\n    sentence', "clause: 4.1\n    sentence", "f.yaml:11", "a number"),
        ("about: [suspect]", "about: [suspects]", "f.yaml:13", "'suspects'"),
        ("about: [suspect]", "about: []", "f.yaml:13", "too few"),
        ("about: [suspect]", "about: suspect", "f.yaml:13", "a text"),
        ("groups: [identity]", "groups: [identiy]", "f.yaml:14", "'identiy'"),
        ("groups: [identity]", "schemata: [Persona]", "f.yaml:14", "'Persona'"),
        ("groups: [identity]", "to: [ZZ]", "f.yaml:14", "ZZ is no party"),
        ("groups: [identity]", "purposes: [develop]", "f.yaml:14", "no purpose of it"),
        ("examples:", "never:\n  - {clause: a, sentence: b}\nexamples:", "f.yaml:16", "does not say what never"),
        ("examples:", "ceilings:\n  - {clause: a, sentence: b}\nexamples:", "f.yaml:16", "none of its marks"),
        (
            "examples:",
            "ceilings:\n  - {clause: a, sentence: b, tlp: RED, classification: SECRET}\nexamples:",
            "f.yaml:16",
            "or several",
        ),
        ("examples:", "retention:\n  - {clause: a, sentence: b}\nexamples:", "f.yaml:16", "neither keep nor review"),
        ("examples:", "retention:\n  - {clause: a, sentence: b, keep: P0D}\nexamples:", "f.yaml:16", "no period"),
        ("examples:", "retention:\n  - {clause: a, sentence: b, keep: PT5H}\nexamples:", "f.yaml:16", "no period"),
        ("examples:", "onward: {clause: a, sentence: b, rule: always}\nexamples:", "f.yaml:15", "'always'"),
        ("examples:", "readers: {clause: a, sentence: b, roles: [boss]}\nexamples:", "f.yaml:15", "'boss'"),
        ("examples:", "illustrative: yes\nexamples:", "f.yaml:15", "a text"),
        ("category: contact", "category: contact, property: phone", "f.yaml:27", "twice"),
        ("property: name, category: contact", "property: nome, category: contact", "f.yaml:27", "no property 'nome'"),
        ("property: name, category: contact", "property: name", "f.yaml:27", "has no category"),
        (
            "schema: Person, property: name, category: contact",
            "schema: Vehicle, property: registrationNumber, category: contact",
            "f.yaml:27",
            "no person",
        ),
        ("outcome: stays", "outcome: goes", "f.yaml:23", "lets the identity of contacts pass"),
        ("title: Shembull and Primer", "title: Shembull \u202eand", "f.yaml:5", "hidden"),
        ("title: Shembull and Primer", 'title: "Shembull \\u202e and"', "f.yaml:5", "U+202E"),
        ("title: Shembull and Primer", 'title: "Shembull \\ud800 and"', "f.yaml:5", "U+D800"),
        ("title: Shembull and Primer", 'title: "Shembull \\x07 and"', "f.yaml:5", "U+0007"),
        ("# Invented", "# Invented \u2066", "f.yaml:1", "hidden"),
        ("title: Shembull and Primer", "title:", "f.yaml:5", "still empty"),
        ("title: Shembull and Primer", "title: !!str x", "f.yaml:5", "A tag stands here"),
        ("format: headwater-agreement/1", "format: headwater-agreement/2", "f.yaml:2", "none of the formats"),
    ],
)
def test_each_mistake_has_its_line(old, new, where, said, tmp_path):
    assert old in TEXT
    problems = problems_of(TEXT.replace(old, new), tmp_path)
    assert where in [place for place, _ in problems]
    assert said in " ".join(detail for place, detail in problems if place == where)


def test_everything_wrong_is_told_at_once(tmp_path):
    text = TEXT.replace("title", "titel").replace("[suspect]", "[suspects]").replace("version: 1", "version: x")
    assert [where for where, _ in problems_of(text, tmp_path)] == [
        "f.yaml:2",
        "f.yaml:4",
        "f.yaml:5",
        "f.yaml:13",
    ]


def test_reading_says_the_first_of_them_and_how_many_more():
    with pytest.raises(BadInput, match="2 more") as caught:
        read(TEXT.replace("title", "titel").replace("[suspect]", "[suspects]").encode(), "f.yaml")
    assert caught.value.where == "f.yaml:2"
    assert caught.value.remedy


def test_an_example_that_rests_on_another_clause_is_refused():
    text = TEXT.replace('outcome: goes\n    clause: "4.1"', 'outcome: goes\n    clause: "4.9"')
    with pytest.raises(BadInput, match=r"not by 4\.9"):
        read(text.encode(), "f.yaml")


def test_examples_must_show_both_sides():
    text = TEXT.replace("category: contact", "category: suspect").replace("outcome: stays", "outcome: goes")
    with pytest.raises(BadInput, match="all of one kind"):
        read(text.encode(), "f.yaml")


def test_an_example_may_name_its_day():
    examples = deepcopy(AGREEMENT["examples"])
    examples[1] = deepcopy(examples[0]) | {"outcome": "stays", "on": "2025-12-31", "clause": "in_force"}
    assert agreement_of(examples=examples).examples[1].on == "2025-12-31"
    examples[1]["on"] = "2026-01-01"
    with pytest.raises(BadInput, match="passes"):
        agreement_of(examples=examples)


def test_an_example_may_pass_on_what_another_party_gave():
    examples = deepcopy(AGREEMENT["examples"])
    examples[1] = deepcopy(examples[0]) | {"outcome": "stays", "clause": "7.1"}
    examples[1]["data"]["passed_on_from"] = "CC"
    assert agreement_of(examples=examples)
    examples[1] |= {"outcome": "goes", "clause": "4.1"}
    examples.append(AGREEMENT["examples"][1])
    assert agreement_of(examples=examples, onward=AGREEMENT["onward"] | {"rule": "parties"})
    with pytest.raises(BadInput, match="originator's word"):
        agreement_of(examples=examples)


def test_a_profile_is_read_with_its_examples():
    example = {
        "what": "A suspect's name passes to BB alone",
        "direction": "pass",
        "to": "BB",
        "data": {"schema": "Person", "property": "name", "category": "suspect"},
        "outcome": "goes",
        "clause": "Art. 1",
    }
    passing = [{"clause": "Art. 1", "sentence": "Suspects' data may pass to BB.", "about": ["suspect"], "to": ["BB"]}]
    found = profile_of("AA", may_pass=passing, examples=[example])
    assert isinstance(found, Profile)
    assert found.called == "Party AA"
    with pytest.raises(BadInput, match="Nothing in the profile of AA lets suspects' data pass to CC"):
        profile_of("AA", may_pass=passing, examples=[example | {"to": "CC"}])
    with pytest.raises(BadInput, match="does not say from whom"):
        profile_of("AA", examples=[example | {"direction": "hold"}])
    with pytest.raises(BadInput, match="lets it hold"):
        profile_of("AA", may_hold=[], examples=[example | {"direction": "hold", "from": "BB"}])


def test_spaces_comments_and_the_order_of_keys_keep_the_digest():
    other = "# Another comment.\n" + TEXT.replace("parties: [AA, NO]", "parties:\n  - AA   # first\n  - 'NO'")
    lines = other.replace("title: Shembull and Primer\n", "")
    moved = lines.replace("version: 1\n", 'version: 1\ntitle: "Shembull and Primer"\n')
    assert read(moved.encode(), "f").digest == read(TEXT.encode(), "f").digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Shembull and", "Shembull or"),
        ("version: 1", "version: 2"),
        ("2026-01-01", "2026-01-02"),
        ("[AA, NO]", "[NO, AA]"),
    ],
)
def test_a_changed_value_changes_the_digest(old, new):
    assert read(TEXT.replace(old, new).encode(), "f").digest != read(TEXT.encode(), "f").digest


def test_the_canonical_form_is_that_of_rfc_8785():
    found = read(TEXT.encode(), "f")
    assert canonical(found).startswith(b'{"agreement":"AA-NO","examples":[{"clause":"4.1","data":{"category"')
    assert json.loads(canonical(found)) == found.plain
    assert digest(found) == found.digest
    assert len(found.digest) == 64


def test_check_never_raises_for_what_a_file_holds(tmp_path):
    path = tmp_path / "f.yaml"
    for data in (b"", b"\xff", b"a: [", b"a: 1\n---\nb: 2", b"format: x"):
        path.write_bytes(data)
        found = check(path)
        assert not found.ok
        assert found.problems
    assert not check(tmp_path / "nowhere.yaml").ok


def test_check_tells_each_example(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text(TEXT)
    found = check(path)
    assert (found.ok, found.kind, found.id, found.version, found.title) == (
        True,
        "agreement",
        "AA-NO",
        1,
        "Shembull and Primer",
    )
    assert found.sha256 == read(TEXT.encode(), "f").digest
    assert [(one.outcome, one.clause, one.passed) for one in found.examples] == [
        ("goes", "4.1", True),
        ("stays", "4.1", True),
    ]


def test_a_file_that_is_no_yaml_is_unreadable():
    with pytest.raises(UnreadableFile):
        read(b"a: [", "f")


def test_the_roles_that_read_are_the_desks():
    from headwater.desk.actors import READING_ROLES

    assert set(ROLES) == {role.value for role in READING_ROLES}


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just([]), st.just({}))


@given(st.sampled_from([key for key in AGREEMENT if key != "format"]), SCALARS)
def test_whatever_stands_at_a_key_is_read_or_refused_with_a_line(key, value):
    assert read_or_refused(json.dumps(AGREEMENT | {key: value}).encode())


def read_or_refused(data: bytes) -> bool:
    try:
        return isinstance(read(data, "f"), Agreement)
    except HeadwaterError as refused:
        return refused.where.startswith("f:")
