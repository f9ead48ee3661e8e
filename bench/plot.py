"""Plots for the docs, as SVG that reads in light and in dark."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

WIDTH, HEIGHT, LEFT, TOP, SIDE = 760, 470, 64, 92, 320
COLOURS = ("#0b5870", "#b4530c")
Z = 1.96


@dataclass(frozen=True)
class Reliability:
    """Pairs of one tenth of the score: how many, their mean score, and the share that are one."""

    count: int
    score: float
    share: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 in 100 of the share, after Wilson (1927)."""
        n, p = self.count, self.share
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def _x(p: float) -> float:
    return LEFT + SIDE * p


def _y(p: float) -> float:
    return TOP + SIDE * (1 - p)


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{words}</text>'


def _axes(threshold: float) -> list[str]:
    found = [f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" class="field"/>']
    for tenth in range(0, 11, 2):
        p = tenth / 10
        found.append(f'<line x1="{_x(p)}" x2="{_x(p)}" y1="{TOP}" y2="{TOP + SIDE}" class="grid"/>')
        found.append(f'<line y1="{_y(p)}" y2="{_y(p)}" x1="{LEFT}" x2="{LEFT + SIDE}" class="grid"/>')
        found.append(_text(_x(p), TOP + SIDE + 20, f"{p:.1f}", 'text-anchor="middle"'))
        found.append(_text(LEFT - 10, _y(p) + 5, f"{p:.1f}", 'text-anchor="end"'))
    found.append(f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" class="ideal"/>')
    found.append(f'<line x1="{_x(threshold)}" x2="{_x(threshold)}" y1="{TOP}" y2="{TOP + SIDE}" class="threshold"/>')
    found.append(_text(_x(threshold) + 6, TOP + SIDE - 8, "suggested from here", 'class="small"'))
    found.append(_text(LEFT + SIDE / 2, TOP + SIDE + 44, "score", 'text-anchor="middle"'))
    found.append(_text(LEFT, TOP - 12, "share of pairs that are one"))
    return found


def _series(found: list[Reliability], place: int) -> list[str]:
    colour, shift = COLOURS[place], (-3, 3)[place]
    marks = []
    for one in found:
        low, high = one.interval
        x, y = _x(one.score) + shift, _y(one.share)
        marks.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_y(low):.1f}" y2="{_y(high):.1f}" stroke="{colour}" '
            'stroke-width="2"/>'
        )
        radius = 3 + min(5.0, sqrt(one.count) / 6)
        if place:
            marks.append(
                f'<rect x="{x - radius:.1f}" y="{y - radius:.1f}" width="{2 * radius:.1f}" height="{2 * radius:.1f}" '
                f'fill="{colour}"/>'
            )
        else:
            marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"/>')
    return marks


def reliability_svg(tables: dict[str, list[Reliability]], threshold: float) -> str:
    """Draw score against share for two sets of pairs.

    Args:
        tables: By the name of the set, its pairs by tenths of the score.
        threshold: Where suggestions begin.
    """
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-labelledby="t d">',
        '<title id="t">Of pairs scored above nine tenths, more than nine in ten are one</title>',
        '<desc id="d">Mean score of each tenth against the share of its pairs that are one.</desc>',
        "<style>text{font:15px 'Source Sans 3',system-ui,sans-serif;fill:#1b242c}.title{font-size:19px;font-weight:600}"
        ".small{font-size:13px}.field{fill:#fff;stroke:#8a949c}.grid{stroke:#e3e7ea}.ideal{stroke:#8a949c;"
        "stroke-dasharray:6 5}.threshold{stroke:#1b242c;stroke-dasharray:2 4}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f6f7f8"/>',
        _text(24, 36, "Of pairs scored above nine tenths, more than nine in ten are one", 'class="title"'),
        _text(24, 58, "Each mark is a tenth of the score; its size grows with the pairs in it, the bar is 95 in 100."),
        *_axes(threshold),
    ]
    for place, (name, found) in enumerate(tables.items()):
        lines += _series(found, place)
        y = TOP + 24 + 150 * place
        mark = f'<rect x="408" y="{y - 11}" width="12" height="12" fill="{COLOURS[place]}"/>'
        lines.append(mark if place else f'<circle cx="414" cy="{y - 5}" r="6" fill="{COLOURS[place]}"/>')
        head, _, tail = name.partition(" (")
        lines.append(_text(430, y, head))
        lines.append(_text(430, y + 20, tail.rstrip(")"), 'class="small"'))
        top = found[-1]
        lines.append(_text(430, y + 46, f"{top.count:,} pairs scored {top.score:.2f} in the mean:", 'class="small"'))
        lines.append(_text(430, y + 66, f"{top.share:.1%} of them are one", 'class="small"'))
    lines.append(_text(430, TOP + SIDE - 6, "Dashed: a score that is what it says", 'class="small"'))
    return "\n".join([*lines, "</svg>"]) + "\n"
