"""Documents that lists describe, in fields or in a sentence: `Libya number FK117RK0, issued on 25 Nov. 2018`.

A document is an entity of its own with a `holder`; its number is also said of the holder, so that whoever looks for
a number finds the person. A number is taken out of a sentence only where a word announces it or it stands alone;
the sentence is kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from headwater.intake.countries import country_code
from headwater.intake.dates import find_dates
from headwater.intake.draft import DraftBuilder

_MAX_SENTENCE = 1000
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
    """The document number in a text: the whole if it is plain, else what a word announces, else what stands first.

    A text of more than a thousand characters is no sentence about a document; it gives none.
    """
    text = text.strip(" .,;\"'")
    if len(text) > _MAX_SENTENCE:
        return ""
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


class Document(NamedTuple):
    """A document as a list describes it, in its own words.

    Attributes:
        kind: The kind of document.
        number: The number, or the sentence that holds it.
        passport: Whether it is a passport; else it is an identification of another kind.
        country: Country of issue.
        issued: Date of issue.
        expires: Date of expiry.
        place: Place or office of issue.
        note: What else is said of it.
        holder_prop: Property of the holder that takes the number; "" for the passport's or the identification's.
    """

    kind: str
    number: str
    passport: bool
    country: str = ""
    issued: str = ""
    expires: str = ""
    place: str = ""
    note: str = ""
    holder_prop: str = ""


def add_document(builder: DraftBuilder, document: Document) -> str:
    """Add a document of the entry's main entity and return its key."""
    schema = "Passport" if document.passport else "Identification"
    key = builder.thing("passport" if document.passport else "document", schema)
    written = document.number or (document.note if number_in(document.note) else document.kind)
    token = number_in(written)
    builder.add("holder", builder.reference, entity=key)
    builder.add("type", document.kind, entity=key)
    builder.add("number", token, original=written, entity=key)
    country = document.country or _country_in(document.number)
    builder.add_country("country", country, words="Country of issue", entity=key)
    _add_dates(builder, document, key)
    builder.add("authority", document.place, entity=key)
    builder.note(document.note or ("" if token == document.number else document.number), entity=key)
    builder.add(document.holder_prop or _holder_prop(builder.schema, document.passport), token, original=written)
    return key


def _add_dates(builder: DraftBuilder, document: Document, key: str) -> None:
    said = f"{document.number} {document.note}"
    start, end = document.issued or issue_in(said), document.expires or expiry_in(said)
    builder.add_date("startDate", start, words="Issued on", original=document.issued, entity=key)
    whole = document.expires or document.note or document.number
    builder.add_date("endDate", end, words="Expires on", original=whole, entity=key)


def _holder_prop(schema: str, passport: bool) -> str:
    return "passportNumber" if passport and schema == "Person" else "idNumber"


def _country_in(text: str) -> str:
    bracket = _BRACKET.search(text)
    candidates = (bracket["inner"] if bracket else "", text.rpartition(", ")[2], text.partition(" ")[0])
    return next((name for name in candidates if name != text and country_code(name)), "")
