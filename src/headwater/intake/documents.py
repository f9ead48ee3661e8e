"""Documents that lists describe, in fields or in a sentence: `Libya number FK117RK0, issued on 25 Nov. 2018`.

A document is an entity of its own with a `holder`; its number is also said of the holder, so that whoever looks for
a number finds the person. A number is taken out of a sentence only where a word announces it or it stands alone;
the sentence is kept.
"""

from __future__ import annotations

import re

from headwater.intake.countries import country_code
from headwater.intake.dates import find_dates
from headwater.intake.draft import DraftBuilder

_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9 ./\u00b0-]{0,39}", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"(?:number|no\.?:?|nos?\.|card|code|SSN|n\u00b0)\s*:?\s*"
    r"(?P<number>N?\u00b0?(?:[A-Z]{1,4}[ -]{0,2})?[A-Z0-9/-]*\d[A-Z0-9/.-]*(?: \d[A-Z0-9/-]*)*)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\A\W*(?P<number>[A-Z]{0,4}[ -]?[A-Z0-9/-]*\d[A-Z0-9/-]*(?: \d[A-Z0-9/-]*)*)")
_EXPIRY = re.compile(
    r"(?:expir\w*|exp\.|valid until|validity)(?: date)?(?: on)?:?\s*(?:date:?\s*)?(?P<when>[^,;()]{4,24})",
    re.IGNORECASE,
)
_ISSUE = re.compile(r"(?:issue[ds]?|date of issue)(?: date)?(?: on| in)?:?\s*(?P<when>[^,;()]{4,20})", re.IGNORECASE)
_ISSUE_PLACE = re.compile(r"issued (?:in|at) (?P<place>[A-Z][\w' -]+)")
_LAST = re.compile(r"(?P<number>(?:[A-Z]{1,2} )?[A-Z]{0,3}\d{5,}[A-Z0-9]*)\Z")
_BRACKET = re.compile(r"\((?P<inner>[^()]*)\)")


def number_in(text: str) -> str:
    """The document number in a text: the whole if it is plain, else what a word announces, else what stands first."""
    text = text.strip(" .,;\"'")
    if _PLAIN.fullmatch(text) and any(c.isdigit() for c in text) and not re.search(r"[a-z]{3}", text):
        return text
    first, _, rest = text.partition(" ")
    if rest and country_code(first):
        return number_in(rest)
    found = _ANNOUNCED.search(text) or _FIRST.match(text) or _LAST.search(text)
    return found["number"].strip(" .,;") if found else ""


def expiry_in(text: str) -> str:
    """The date of expiry that a text announces, as an ISO prefix, "" if it announces none."""
    return _announced(_EXPIRY, text)


def issue_in(text: str) -> str:
    """The date of issue that a text announces, as an ISO prefix, "" if it announces none."""
    return _announced(_ISSUE, text)


def _announced(pattern: re.Pattern[str], text: str) -> str:
    for match in pattern.finditer(text):
        found = find_dates(match["when"])
        if found:
            return found[0]
    return ""


def add_document(
    builder: DraftBuilder,
    *,
    kind: str,
    number: str,
    passport: bool,
    country: str = "",
    issued: str = "",
    place: str = "",
    note: str = "",
) -> str:
    """Add a document of the entry's main entity and return its key.

    Args:
        builder: The entry's draft.
        kind: The kind of document in the list's words.
        number: The number, or the sentence that holds it.
        passport: Whether it is a passport; else it is an identification of another kind.
        country: Country of issue in words.
        issued: Date of issue in words.
        place: Place of issue.
        note: What else is said of it.
    """
    document = builder.thing("passport" if passport else "document", "Passport" if passport else "Identification")
    written = number or (note if number_in(note) else kind)
    token = number_in(written)
    builder.add("holder", builder.reference, entity=document)
    builder.add("type", kind, entity=document)
    builder.add("number", token, original=written, entity=document)
    builder.add_country("country", country or _country_in(number), words="Country of issue", entity=document)
    start = issued or issue_in(f"{number} {note}")
    builder.add_date("startDate", start, words="Issued on", original=issued, entity=document)
    builder.add("endDate", expiry_in(f"{number} {note}"), original=note or number, entity=document)
    builder.add("authority", place, entity=document)
    builder.note(note or ("" if token == number else number), entity=document)
    builder.add(_holder_prop(builder.schema, passport), token, original=written)
    return document


def _holder_prop(schema: str, passport: bool) -> str:
    return "passportNumber" if passport and schema == "Person" else "idNumber"


def _country_in(text: str) -> str:
    bracket = _BRACKET.search(text)
    candidates = (bracket["inner"] if bracket else "", text.rpartition(", ")[2], text.partition(" ")[0])
    return next((name for name in candidates if name != text and country_code(name)), "")
