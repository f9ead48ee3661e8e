"""Alias fields of lists, which hold one name, several, or a name and a remark.

A semicolon outside brackets parts names. A comma does only where it is sure: between a name that begins like the
person's own and the next, between names in their natural order (`Dimitri SYTYI, Dmitry SYTIY`), and in rows of three
and more; `Majeed, Abdul` is one name with the family's first. Names of organisations, which have commas of their
own, are parted at them only in rows of four and more.
The whole field stays with each name as what the source wrote.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from headwater.errors import EntryRefused
from headwater.intake.scripts import has_other_script, is_latin

MAX_FIELD = 4000
"""Characters of an alias field; the longest of the lists that ship has under a thousand."""

_OUTSIDE = re.compile(r";(?![^(]*\))")
_COMMA_OUTSIDE = re.compile(r",(?![^(]*\))")
_BRACKET = re.compile(r"\A(?P<outer>[^()]*?)\s*\((?P<inner>.*)\)\s*\Z", re.DOTALL)
_AT_END = re.compile(r"\A(?P<outer>.+?)\s*\((?P<inner>[^()]+)\)\s*\Z")
_ORIGINAL_SCRIPT = re.compile(r"(?:original script|in arabic(?: script)?)\s*:\s*", re.IGNORECASE)
_FORMER = re.compile(r"(?:previously|formerly) listed as|formerly known as|f\.?k\.?a", re.IGNORECASE)
_REMARK = re.compile(
    r"[,;]?\s*(?:\bborn (?:in|on|\d)|\bdate of birth\b|\bDOB\b|\(?passport\b|\(?\w+ passport no|\(?false identity\b"
    r"|\bson of\b|\((?=[^)]*\d)(?=[^)]*:)).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_LABELS = re.compile(
    r"\s*\((?:(?:previously|formerly) listed as|birth name|combat name|nom de guerre|original script|initials)\)?\s*\Z"
    r"|\s+-\s+sub-unit name\s*\Z",
    re.IGNORECASE,
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PAIRS = (('"', '"'), ("'", "'"), ("\u2018", "\u2019"), ("\u201c", "\u201d"))


class Alias(NamedTuple):
    """One name out of an alias field."""

    name: str
    former: bool


def split_aliases(text: str, *, main_name: str, person: bool) -> list[Alias]:
    """The names an alias field holds, each once, in their order.

    Args:
        text: The field as the list writes it.
        main_name: The entry's own name; tells a second name from a family name that stands first.
        person: Whether the entry is a person.

    Raises:
        EntryRefused: The field is longer than `MAX_FIELD`: the patterns below would take too long over it.
    """
    text = " ".join(text.split())
    if len(text) > MAX_FIELD:
        raise EntryRefused(
            f"A field of names has {len(text):,} characters.", field="alias", remedy=f"Write at most {MAX_FIELD:,}."
        )
    text = _REMARK.sub("", text) or text
    found: list[Alias] = []
    for part in _OUTSIDE.split(text):
        former = bool(_FORMER.search(part))
        for piece in _pieces(part, main_name, person):
            found += [Alias(name, former) for name in _names(piece)]
    return list(dict.fromkeys(alias for alias in found if alias.name))


def _pieces(text: str, main_name: str, person: bool) -> list[str]:
    pieces = [piece.strip() for piece in _COMMA_OUTSIDE.split(text) if piece.strip()]
    if not person:
        return pieces if len(pieces) > 3 else [text]
    if len(pieces) < 2:
        return [text]
    if any(piece.lower().rstrip(".").split(" ")[0] in _SUFFIXES for piece in pieces[1:]):
        return [text]
    if len(pieces) > 2 or _begins_alike(pieces[0], main_name) or all(_in_order(piece) for piece in pieces):
        return pieces
    return [text]


def _begins_alike(piece: str, main_name: str) -> bool:
    ours, theirs = piece.casefold().split(), main_name.casefold().split()
    return len(ours) > 1 and bool(theirs) and ours[0] == theirs[0]


def _in_order(piece: str) -> bool:
    words = piece.split()
    return len(words) > 1 and not words[0].isupper() and words[-1].isupper()


def split_script(name: str) -> tuple[str, str]:
    """A name, and the same in another script where it stands in brackets at the end."""
    match = _AT_END.match(name)
    if match and has_other_script(match["inner"]) and is_latin(match["outer"]):
        return match["outer"].strip(), match["inner"].strip()
    return name, ""


def _names(piece: str) -> list[str]:
    piece = _LABELS.sub("", piece)
    outer, other = split_script(piece)
    if other:
        return [_clean(outer), _clean(_ORIGINAL_SCRIPT.sub("", other))]
    bracket = _BRACKET.match(piece)
    if bracket is None:
        return [_clean(piece)]
    outer, inner = _clean(bracket["outer"]), _ORIGINAL_SCRIPT.sub("", bracket["inner"])
    if outer and (has_other_script(inner) or (has_other_script(outer) and is_latin(inner))):
        inside = [_clean(_LABELS.sub("", name)) for name in _OUTSIDE.split(inner)]
        return [outer, *inside]
    return [_clean(piece) if outer else _clean(piece.replace("(", "").replace(")", ""))]


def _clean(name: str) -> str:
    name = " ".join(name.split()).removeprefix(")").strip(" ,;:")
    if name.endswith(")") and "(" not in name:
        name = name.rstrip(") ")
    for left, right in _PAIRS:
        # Only around the whole: a single left quote is the letter ayn ('Abd), an inner pair belongs to the name.
        if len(name) > 2 and name[0] == left and name[-1] == right and right not in name[1:-1]:
            return name[1:-1].strip(" ,;:")
    return name
