"""How a comparison is written and drawn: scores, weights with their sign, bars, the parts of a value that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

MINUS = "\N{MINUS SIGN}"
BAR_WIDTH, BAR_HEIGHT = 144, 12
FULL_BITS = 10.0
"""A weight of so many bits, for or against, fills its half of the bar; a heavier one is drawn as long."""

_FOR = Markup('<rect class="for" x="{:g}" y="0" width="{:g}" height="{}"/>')
_AGAINST = Markup('<rect class="against" fill="url(#hatched)" x="{:g}" y="0" width="{:g}" height="{}"/>')


def score(p_match: float) -> str:
    """A probability with two digits, never rounded up to certainty.

    >>> score(0.908), score(0.9989), score(0.002)
    ('0.91', 'over 0.99', 'under 0.01')
    """
    if p_match > 0.99:
        return "over 0.99"
    return "under 0.01" if p_match < 0.01 else f"{p_match:.2f}"


def signed(bits: float) -> str:
    """A weight with its sign and one digit.

    >>> signed(6.24), signed(-2.8), signed(0)
    ('+6.2', '−2.8', '0')
    """
    rounded = round(bits, 1)
    if not rounded:
        return "0"
    return f"+{rounded:.1f}" if rounded > 0 else f"{MINUS}{-rounded:.1f}"


def bar(bits: float) -> Markup:
    """A weight as a bar from the middle: to the right for, to the left and hatched against.

    It repeats the number beside it and is hidden from screen readers. The hatching is the page's pattern `hatched`.
    """
    middle = BAR_WIDTH / 2
    length = round(min(abs(bits) / FULL_BITS, 1.0) * middle, 1)
    drawn = (_FOR if bits > 0 else _AGAINST).format(middle if bits > 0 else middle - length, length, BAR_HEIGHT)
    return Markup(
        '<svg class="weight" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">'
        '<rect class="track" width="{0}" height="{1}"/>{2}<path class="middle" d="M{3:g} 0v{1}"/></svg>'
    ).format(BAR_WIDTH, BAR_HEIGHT, drawn if length else "", middle)


def marked(text: str, parts: Sequence[str]) -> Markup:
    """The text with each of these parts of it marked once, in the order in which they stand.

    >>> marked("Besnik Shembuli", ["Shembuli"])
    Markup('Besnik <mark>Shembuli</mark>')
    """
    pieces: list[Markup] = []
    end = 0
    for start, stop in _places(text, parts):
        pieces += [escape(text[end:start]), Markup("<mark>{}</mark>").format(text[start:stop])]
        end = stop
    return Markup("").join([*pieces, escape(text[end:])])


def _places(text: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    end = 0
    for start, stop in sorted(_found(text, parts)):
        if start >= end:
            yield start, stop
            end = stop


def _found(text: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    after = 0
    for part in filter(None, parts):
        start = text.find(part, after)
        start = text.find(part) if start < 0 else start
        if start >= 0:
            after = start + len(part)
            yield start, after
