"""The link chart: all lies on the sheet, a label avoids what is there, and no caption breaks the drawing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from headwater.desk.views import EntityView, GroupView, LinkView, NodeView
from headwater.model import Basis
from headwater.web import chart

SVG = "{http://www.w3.org/2000/svg}"
EMPTY = EntityView(
    id="g",
    schema="SmugglingGroup",
    schema_words="Smuggling group",
    caption="Brook group",
    caption_lang="",
    categories=(),
    agencies=(),
    report_count=0,
    last_reported="",
    synthetic=True,
    press=False,
    listed=False,
    ended=False,
    marking="OFFICIAL",
    groups=(),
)
PERSON = NodeView("a", "Person", "Primer Probni", True, 0.2, 0.2)
PHONE = NodeView("b", "Phone", "07700 900142", False, 0.8, 0.2)
USES = LinkView("l", "a", "b", "uses", Basis.FACT, 3, "", "", ())


def group(*nodes: NodeView, links: tuple[LinkView, ...] = ()) -> GroupView:
    return GroupView(EMPTY, (), (), nodes, links, len(nodes), len(links), (), "")


def drawn(view: GroupView) -> ET.Element:
    """The chart as a tree; it is XML or the test fails."""
    text = str(chart.link_chart(view)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ET.fromstring(text)


def test_persons_are_circles_and_things_are_squares():
    svg = drawn(group(PERSON, PHONE))
    marks = {a.get("aria-label"): next(e.tag for e in a.find(f"{SVG}g")) for a in svg.iter(f"{SVG}a")}
    assert marks == {"Primer Probni": f"{SVG}circle", "07700 900142": f"{SVG}rect"}


def test_a_node_leads_to_its_page():
    assert [a.get("href") for a in drawn(group(PERSON)).iter(f"{SVG}a")] == ["/entities/a"]


@pytest.mark.parametrize(("basis", "name"), [(Basis.FACT, "l-fact"), (Basis.ASSESSMENT, "l-assess")])
def test_an_assessment_is_dashed_by_its_class(basis, name):
    svg = drawn(group(PERSON, PHONE, links=(replace(USES, basis=basis),)))
    assert svg.find(f"{SVG}path").get("class") == name


def test_wider_is_more_reports_up_to_a_bound():
    widths = [chart.stroke_width(n) for n in (1, 2, 8, 100)]
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2] == widths[3]


def test_a_link_to_what_is_not_drawn_is_not_drawn():
    svg = drawn(group(PERSON, links=(USES,)))
    assert svg.find(f"{SVG}path") is None


def test_the_chart_says_how_much_it_shows():
    name = drawn(group(PERSON, PHONE, links=(USES,))).get("aria-label")
    assert name == "Brook group: 2 items, 1 links. The table says the same."


def test_a_long_caption_is_cut_beside_the_node_and_whole_in_its_name():
    caption = "Shembulli Transporti Provë and Sons, Carriers"
    link = next(drawn(group(replace(PERSON, caption=caption))).iter(f"{SVG}a"))
    assert link.get("aria-label") == caption
    assert link.find(f"{SVG}text").text == "Shembulli Transporti Provë an…"


def test_the_drawing_carries_no_style_of_its_own():
    assert all("style" not in element.attrib for element in drawn(group(PERSON, PHONE, links=(USES,))).iter())


def test_the_layout_is_drawn_out_until_it_fills_the_sheet():
    inner = [replace(PERSON, id=str(n), x=x, y=y) for n, (x, y) in enumerate([(0.4, 0.4), (0.5, 0.5), (0.6, 0.6)])]
    first, middle, last = chart.places_of(inner).values()
    assert first == (chart.MARGIN_X, chart.MARGIN_TOP)
    assert last == pytest.approx((chart.WIDTH - chart.MARGIN_X, chart.HEIGHT - chart.MARGIN_BOTTOM))
    assert middle == pytest.approx(((first[0] + last[0]) / 2, (first[1] + last[1]) / 2))


def test_a_label_keeps_off_a_neighbour():
    below = replace(PHONE, id="c")
    places = {PERSON.id: (400.0, 200.0), below.id: (400.0, 242.0)}
    labels = list(chart.labels_for((PERSON, below), places))
    assert labels[0].box.overlap(labels[1].box) == 0


def test_a_label_keeps_off_a_line():
    places = {PERSON.id: (400.0, 100.0), PHONE.id: (400.0, 400.0)}
    crossed = list(chart.points_on((USES,), places))
    label = next(iter(chart.labels_for((PERSON,), places, crossed)))
    assert not any(label.box.left < x < label.box.right and label.box.top < y < label.box.bottom for x, y in crossed)


# What XML 1.0 cannot hold at all is no matter of escaping.
CAPTIONS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=60)
PLACES = st.floats(allow_nan=False, allow_infinity=True)


@given(CAPTIONS, PLACES, PLACES)
def test_any_caption_at_any_place_is_one_node_on_the_sheet(caption, x, y):
    svg = drawn(group(replace(PERSON, caption=caption, x=x, y=y)))
    (link,) = svg.iter(f"{SVG}a")
    assert link.get("aria-label") == caption
    (across, down) = chart.places_of([replace(PERSON, x=x, y=y), PHONE])[PERSON.id]
    assert 0 <= across <= chart.WIDTH
    assert 0 <= down <= chart.HEIGHT


@example(places=[(1.0, 0.0), (0.1875, 0.0), (0.1875, 0.0), (0.171875, 0.0), (0.1875, 0.0)])
@given(places=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=12))
def test_each_node_has_one_label_on_the_sheet(places):
    nodes = [replace(PERSON, id=str(n), x=x, y=y) for n, (x, y) in enumerate(places)]
    labels = list(chart.labels_for(nodes, chart.places_of(nodes)))
    assert len(labels) == len(nodes)
    for label in labels:
        assert label.box.left >= -1
        assert label.box.right <= chart.WIDTH + 1
