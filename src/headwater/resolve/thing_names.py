"""Two names of firms, bodies or ships: words, forms of law, numbers and places, as rigour's analysis tells them apart.

A form of law may be written out, shortened or left out; two forms of different kinds contradict each other. So do two
numbers (sister ships, series of funds) and two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rigour.names import Name, NamePartTag, NameTypeTag, Symbol, SymbolCategory, analyze_names
from rigour.text import levenshtein

from headwater import names
from headwater.names.known_words import known_word
from headwater.resolve.words import Likeness, Word, joined, vowels_agree, word_of

LEGAL_FORMS = {
    "LLC": """dooel eood ood tnhh şti sti jdoo doo shpk ltd limited llc gmbh srl sarl spzoo дооел доо еоод ооо оод
        kft ehf oy fze fzco""".split(),
    "SOE": "jp јп kjp jkp ндп".split(),
    "JSC": "aş as ad sha jsc ojsc pjsc oao zao pao ag sa spa plc nv ead ао оао зао пао ад еад".split(),
}  # fmt: skip
"""Forms of law that rigour does not know, or knows in one script only, by the kind it gives the others."""

_FORM_OF = {form: kind for kind, forms in LEGAL_FORMS.items() for form in forms}
_APART = re.compile(r"\b(\w{1,2})\.\s?(?=(?:\w{1,2}\.\s?)*\w{1,3}\b)")
_JOINED_FORM = re.compile(r"(?<=[a-zà-ÿ])(?=(?:AG|GmbH|LLC|Ltd|SA|DOO|SHPK)$)")
_TURKISH = re.compile(r"\b(limited|ltd\.?|anonim)\s+(?:şirketi|sirketi|şti|sti)\b\.?", re.IGNORECASE)
_SHIP = re.compile(r"^(?:m[./]?[vty]|s[./]?s|f[./]?v)\.?\s+", re.IGNORECASE)
_SAINT = re.compile(r"\bst\.?\s", re.IGNORECASE)
_GENERIC = (SymbolCategory.DOMAIN, SymbolCategory.SYMBOL)
_WHOLE = (SymbolCategory.NUMERIC, SymbolCategory.LOCATION)
_ROMAN = re.compile("(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_SPELLED_OUT = frozenset(
    """one two three four five six seven eight nine ten eleven twelve twenty thirty forty fourty fifty first
    second third fortyfour""".split()
)
_SMALL = frozenset("""the of and for de la di du des und i y e a an company co corp corporation""".split())


@dataclass(frozen=True, eq=False)
class Part:
    """A word of the name that carries it, with what rigour says it stands for."""

    word: Word
    symbols: frozenset[str]
    number: int | None = None
    place: frozenset[str] = frozenset()
    generic: bool = False


@dataclass(frozen=True, eq=False)  # made once each by `thing_name`
class ThingName:
    """A name taken apart: its words, its form of law, and its capital letters in a row if it may be an abbreviation."""

    parts: tuple[Part, ...]
    legal: frozenset[str]
    initials: str
    abbreviation: str = field(default="")


@lru_cache(maxsize=65_536)
def thing_name(name: str, kind: str) -> ThingName:
    """Take a name apart.

    Args:
        name: As a source writes it.
        kind: "organisation" or "vessel".
    """
    tag = NameTypeTag.OBJ if kind == "vessel" else NameTypeTag.ORG
    read = _JOINED_FORM.sub(" ", _SHIP.sub("", name) if kind == "vessel" else name)
    read = _TURKISH.sub(lambda found: " ltd" if found[1].lower().startswith("l") else " as", read)
    read = _SAINT.sub("saint ", read)
    read = _APART.sub(r"\1", read).replace("&", " and ").replace("%", " per cent ")
    found = sorted(analyze_names(NameTypeTag.ORG, [read]) or analyze_names(tag, [read]), key=lambda one: one.form)
    legal: set[str] = set()
    parts: list[Part] = []
    for one in found[:1]:
        for forms, symbols, is_legal in _grouped(one):
            _take(forms, symbols, is_legal, legal, parts, kind)
    carrying = [part for part in parts if part.number is not None or part.word.token not in _SMALL] or parts
    initials = "".join(part.word.token[0] for part in carrying)
    bare = re.sub(r"[^A-Za-z]", "", read)
    short = bare.lower() if bare.isupper() and 2 < len(bare) < 7 else ""
    return ThingName(tuple(carrying), frozenset(legal), initials, short)


def _grouped(name: Name) -> Iterator[tuple[list[str], list[Symbol], bool]]:
    """The words of an analysed name, those together that stand for one number or one place (forty four)."""
    spans = sorted(name.spans, key=lambda span: -len(span.parts))
    together = {}
    for span in spans:
        indices = tuple(part.index for part in span.parts)
        if len(indices) > 1 and span.symbol.category in _WHOLE and not any(index in together for index in indices):
            together.update(dict.fromkeys(indices, indices))
    done: set[int] = set()
    for part in name.parts:
        if part.index in done:
            continue
        indices = together.get(part.index, (part.index,))
        done.update(indices)
        symbols = [span.symbol for span in spans if tuple(part.index for part in span.parts) == indices]
        yield [name.parts[index].form for index in indices], symbols, part.tag == NamePartTag.LEGAL


def _take(
    forms: list[str], symbols: list[Symbol], is_legal: bool, legal: set[str], parts: list[Part], kind: str
) -> None:
    """Put a word with the form of law or with the words that carry the name."""
    form = " ".join(forms).casefold()
    own = _FORM_OF.get(form)
    roman = len(forms) == 1 and bool(_ROMAN.fullmatch(form)) and bool(parts)
    if kind != "vessel" and not roman and (own or (is_legal and (parts or len(form) > 1))):
        classes = {symbol.id for symbol in symbols if symbol.category == SymbolCategory.ORG_CLASS}
        legal.update(classes or ({own} if own else ()))
        return
    word = word_of(form.replace(" ", ""))
    if word.token:
        kept = frozenset(str(symbol) for symbol in symbols if symbol.category != SymbolCategory.ORG_CLASS)
        places = frozenset(symbol.id for symbol in symbols if symbol.category == SymbolCategory.LOCATION)
        generic = any(symbol.category in _GENERIC for symbol in symbols)
        parts.append(Part(word, kept, _number(word.token, symbols, roman=roman), places, generic))


def _number(token: str, symbols: list[Symbol], *, roman: bool) -> int | None:
    if token.isdigit():
        return int(token)
    if roman:
        return _roman(token)
    found = [int(symbol.id) for symbol in symbols if symbol.category == SymbolCategory.NUMERIC and symbol.id.isdigit()]
    return found[0] if found and token in _SPELLED_OUT else None


def _roman(token: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in token]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


@dataclass(frozen=True)
class ThingAlignment:
    """Two names laid side by side, counted.

    Attributes:
        likenesses: One for each pair of words that agree.
        left_over: Words of the left name that nothing stands for.
        right_over: The same of the right.
        numbers: Whether both have numbers that differ, or one has a number more.
        places: Whether both name a place, and not the same.
        legal: "same", "other" or "" where one says nothing.
        abbreviated: Whether one is the first letters of the other.
    """

    likenesses: tuple[Likeness, ...]
    left_over: tuple[Part, ...]
    right_over: tuple[Part, ...]
    numbers: bool
    places: bool
    legal: str
    abbreviated: bool


@lru_cache(maxsize=262_144)
def part_likeness(left: Part, right: Part) -> Likeness:
    """How a word of one thing's name stands to one of another's."""
    one, other = left.word, right.word
    if one.token == other.token and left.number is None and right.number is None:
        return Likeness.SAME
    if left.number is not None or right.number is not None:
        same = left.number == right.number or bool({s for s in left.symbols & right.symbols if s.startswith("[NUM")})
        return Likeness.SAME if same else Likeness.OTHER
    if not _two_names(one.token, other.token) and left.symbols & right.symbols:
        return Likeness.FORM
    if _two_names(one.token, other.token) or (left.place and right.place):
        return Likeness.NEAR
    if _spelled_alike(one, other):
        return Likeness.SPELLING if min(len(one.token), len(other.token)) > 4 else Likeness.TWIN
    return _thing_slip(one.token, other.token, generic=left.generic and right.generic)


def _spelled_alike(one: Word, other: Word) -> bool:
    if min(len(one.token), len(other.token)) < 3 or one.keys.isdisjoint(other.keys):
        return False
    return not one.voweled or not other.voweled or vowels_agree(one.token, other.token)


def _two_names(left: str, right: str) -> bool:
    """Whether our tables know both words, for two names of persons: Lady Maria is not Lady Marina."""
    ours, theirs = known_word(left).lines, known_word(right).lines
    return bool(ours) and bool(theirs) and not ours & theirs


def _thing_slip(left: str, right: str, *, generic: bool) -> Likeness:
    short, long = sorted((left, right), key=len)
    apart = levenshtein(short, long)
    if generic or apart > 2 or len(short) < 4:
        return Likeness.OTHER
    if apart == 1 and len(long) > 4:
        first = short[0] != long[0] and len(short) == len(long)
        return Likeness.TWIN if first else Likeness.SLIP
    swapped = sorted(short) == sorted(long) and apart == 2 and len(short) > 4
    if swapped:
        return Likeness.SLIP
    return Likeness.TWO_SLIPS if len(short) > 6 and short[0] == long[0] else Likeness.NEAR


@lru_cache(maxsize=65_536)
def align_things(left: ThingName, right: ThingName) -> ThingAlignment:
    """Lay two names side by side, the closest words first."""
    possible: list[tuple[float, int, tuple[int, ...], tuple[int, ...], Likeness]] = [
        (kind.value, -abs(a - b), (a,), (b,), kind)
        for a, one in enumerate(left.parts)
        for b, other in enumerate(right.parts)
        if (kind := part_likeness(one, other)).matches
    ]
    possible += _joined(left.parts, right.parts, swapped=False) + _joined(right.parts, left.parts, swapped=True)
    possible.sort(key=lambda item: item[:2], reverse=True)
    ours: set[int] = set()
    theirs: set[int] = set()
    kinds = []
    for _, _, a_places, b_places, kind in possible:
        if ours.isdisjoint(a_places) and theirs.isdisjoint(b_places):
            ours.update(a_places)
            theirs.update(b_places)
            kinds.append(kind)
    left_over = tuple(part for place, part in enumerate(left.parts) if place not in ours)
    right_over = tuple(part for place, part in enumerate(right.parts) if place not in theirs)
    return ThingAlignment(
        tuple(kinds),
        left_over,
        right_over,
        any(part.number is not None for part in (*left_over, *right_over)),
        any(part.place for part in left_over) and any(part.place for part in right_over),
        "" if not left.legal or not right.legal else "same" if left.legal & right.legal else "other",
        (bool(left.abbreviation) and left.abbreviation == right.initials)
        or (bool(right.abbreviation) and right.abbreviation == left.initials),
    )


def _joined(
    apart: tuple[Part, ...], whole: tuple[Part, ...], *, swapped: bool
) -> list[tuple[float, int, tuple[int, ...], tuple[int, ...], Likeness]]:
    found = []
    for a in range(len(apart) - 1):
        both = _joined_part(apart[a].word, apart[a + 1].word)
        for b, other in enumerate(whole):
            if len(other.word.token) <= max(len(apart[a].word.token), len(apart[a + 1].word.token)):
                continue
            kind = part_likeness(both, other)
            if kind.value >= Likeness.TWO_SLIPS.value:
                places = ((b,), (a, a + 1)) if swapped else ((a, a + 1), (b,))
                found.append((kind.value + 0.02, -abs(a - b), *places, kind))
    return found


@lru_cache(maxsize=65_536)
def _joined_part(first: Word, second: Word) -> Part:
    return Part(joined(first, second, names.keys(first.token + second.token)), frozenset())


def forget() -> None:
    """Empty every cache that holds names."""
    for cached in (thing_name, part_likeness, align_things, _joined_part):
        cached.cache_clear()
