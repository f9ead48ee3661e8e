"""The link chart of a group, drawn by the server: persons are circles, things are squares, dashed is assessment.

The desk has laid the nodes out; here they get room for their words. The drawing carries no style of its own (the
content policy forbids it): classes and presentation attributes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from headwater.desk.views import GroupView, LinkView, NodeView
from headwater.web.icons import paths_of

WIDTH, HEIGHT = 940, 560
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 90, 34, 54
RADIUS = 17
LINE_HEIGHT = 17
CHARACTER = 7.6  # mean advance of the chart's 15 px type; a label is only kept off its neighbours, so a mean will do
LONGEST = 30
STEP = 12
CLOSE = 0.01  # nodes no further apart than this stand in one line
Place = tuple[float, float]
LINE = Markup('<path class="{}" stroke-width="{:.1f}" d="M{:.0f} {:.0f}L{:.0f} {:.0f}"/>')
CIRCLE = Markup('<circle r="{0}"/>')
SQUARE = Markup('<rect x="-{0}" y="-{0}" width="{1}" height="{1}"/>')


@dataclass(frozen=True)
class Box:
    """A rectangle that a mark or a label takes up, in the chart's pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area that both take up."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


@dataclass(frozen=True)
class Label:
    """Words beside a node: where their baseline starts and how they are anchored."""

    x: float
    y: float
    anchor: str
    box: Box


def link_chart(group: GroupView) -> Markup:
    """The chart as one SVG element, its nodes links to their pages."""
    places = places_of(group.nodes)
    title = f"{group.entity.caption}: {len(group.nodes)} items, {len(group.links)} links. The table says the same."
    lines = Markup("").join(_line(link, places) for link in group.links if {link.source, link.target} <= places.keys())
    crossed = list(points_on(group.links, places))
    labels = dict(zip((node.id for node in group.nodes), labels_for(group.nodes, places, crossed), strict=True))
    nodes = Markup("").join(_node(node, places[node.id], labels[node.id]) for node in group.nodes)
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="group" aria-label="{}" font-size="15">{}{}</svg>'
    ).format(WIDTH, HEIGHT, title, lines, nodes)


def places_of(nodes: Sequence[NodeView]) -> dict[str, Place]:
    """Each node's place in the chart's pixels: the desk's layout, drawn out until it fills the sheet."""
    across = _spread([node.x for node in nodes], MARGIN_X, WIDTH - MARGIN_X)
    down = _spread([node.y for node in nodes], MARGIN_TOP, HEIGHT - MARGIN_BOTTOM)
    return {node.id: place for node, place in zip(nodes, zip(across, down, strict=True), strict=True)}


def _spread(values: list[float], first: float, last: float) -> list[float]:
    within = [min(1.0, max(0.0, value)) for value in values]
    low, high = min(within, default=0.0), max(within, default=0.0)
    if high - low < CLOSE:
        return [(first + last) / 2] * len(values)
    return [first + (value - low) / (high - low) * (last - first) for value in within]


def stroke_width(reports: int) -> float:
    """Width of a link: wider is more reports, up to eight."""
    return 1.5 + 0.8 * (min(max(reports, 1), 8) - 1)


def shortened(caption: str) -> str:
    """A caption that fits beside its node; the whole one stands in the node's name and in the table."""
    return caption if len(caption) <= LONGEST else f"{caption[: LONGEST - 1].rstrip()}…"


def points_on(links: Iterable[LinkView], places: dict[str, Place]) -> Iterator[Place]:
    """Points along the links, one every `STEP` pixels: what a label had better not lie on."""
    for link in links:
        if not {link.source, link.target} <= places.keys():
            continue
        (x1, y1), (x2, y2) = places[link.source], places[link.target]
        steps = int(max(abs(x2 - x1), abs(y2 - y1)) // STEP) or 1
        yield from ((x1 + (x2 - x1) * n / steps, y1 + (y2 - y1) * n / steps) for n in range(1, steps))


def labels_for(nodes: Sequence[NodeView], places: dict[str, Place], crossed: Sequence[Place] = ()) -> Iterator[Label]:
    """Put each label below, above, right or left of its node, where it covers least of what is there already."""
    taken = [_mark_box(places[node.id]) for node in nodes]
    for node in nodes:
        width = len(shortened(node.caption)) * CHARACTER
        best = min(_positions(places[node.id], width), key=lambda label: _cost(label.box, taken, crossed))
        label = _on_the_sheet(best)
        taken.append(label.box)
        yield label


def _on_the_sheet(label: Label) -> Label:
    """Move a label sideways by as much as it would stand over the edge."""
    box = label.box
    shift = max(0.0, -box.left) - max(0.0, box.right - WIDTH)
    if not shift:
        return label
    moved = Box(box.left + shift, box.top, box.right + shift, box.bottom)
    return Label(label.x + shift, label.y, label.anchor, moved)


def _positions(place: Place, width: float) -> Iterator[Label]:
    x, y = place
    below, above = y + RADIUS + LINE_HEIGHT, y - RADIUS - 7
    for baseline in (below, above):
        top = baseline - LINE_HEIGHT + 4
        yield Label(x, baseline, "middle", Box(x - width / 2, top, x + width / 2, baseline + 4))
    for anchor, start, left in (
        ("start", x + RADIUS + 6, x + RADIUS + 6),
        ("end", x - RADIUS - 6, x - RADIUS - 6 - width),
    ):
        yield Label(start, y + 5, anchor, Box(left, y - LINE_HEIGHT / 2, left + width, y + LINE_HEIGHT / 2))


def _cost(box: Box, taken: Iterable[Box], crossed: Iterable[Place]) -> float:
    on_lines = sum(box.left < x < box.right and box.top < y < box.bottom for x, y in crossed) * STEP * 8
    outside = max(0.0, -box.left) + max(0.0, box.right - WIDTH) + max(0.0, -box.top) + max(0.0, box.bottom - HEIGHT)
    return sum(box.overlap(other) for other in taken) + on_lines + outside * LINE_HEIGHT * 4


def _mark_box(place: Place) -> Box:
    x, y = place
    return Box(x - RADIUS - 2, y - RADIUS - 2, x + RADIUS + 2, y + RADIUS + 2)


def _line(link: LinkView, places: dict[str, Place]) -> Markup:
    (x1, y1), (x2, y2) = places[link.source], places[link.target]
    kind = "l-fact" if link.basis == "fact" else "l-assess"
    return LINE.format(kind, stroke_width(link.report_count), x1, y1, x2, y2)


def _node(node: NodeView, place: Place, label: Label) -> Markup:
    x, y = place
    mark = CIRCLE if node.person else SQUARE
    return Markup(
        '<a href="/entities/{}" aria-label="{}"><g class="chart-mark" transform="translate({:.0f} {:.0f})">{}'
        '<g class="chart-icon" transform="translate(-10 -10)">{}</g></g>'
        '<text class="halo" x="{:.0f}" y="{:.0f}" text-anchor="{}">{}</text></a>'
    ).format(
        node.id,
        node.caption,
        x,
        y,
        mark.format(RADIUS, 2 * RADIUS),
        paths_of(node.schema),
        label.x,
        label.y,
        label.anchor,
        shortened(node.caption),
    )
