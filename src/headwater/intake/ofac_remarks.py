"""The remarks of an SDN entry: statements parted by semicolons, each begun by its kind.

`DOB 03 Aug 1974; alt. DOB 01 Jan 1973; Passport AC2499982 (Kyrgyzstan); a.k.a. 'KAMCHI'; Linked To: THIEVES-IN-LAW.`
Aliases in the remarks are OFAC's weak ones: the others stand in a file of their own. A statement that is not
understood goes to the notes as it is; none is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from headwater.intake.cells import add_phone
from headwater.intake.documents import Document, add_document
from headwater.intake.draft import DraftBuilder
from headwater.intake.written_names import family_first
from headwater.model.schema import is_a, schema_of

_ALT = re.compile(r"\Aalt\. ", re.IGNORECASE)
_ALIAS = re.compile(r"\A(?P<kind>[afn])\.?k\.?a\.?:? (?P<name>.+)\Z", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"(?:alt\. )?[afn]\.k\.a\. '")
_PARTS = re.compile(r";\s+")
_MAX_PATTERN = 500
_LINKED = re.compile(r"\ALinked To: (?P<name>.+)\Z", re.IGNORECASE | re.DOTALL)
_CURRENCY = re.compile(r"\ADigital Currency Address - (?P<symbol>[A-Z0-9]{2,8}) (?P<address>\S+)\Z")
_DOCUMENT = re.compile(
    r"\A(?P<kind>[A-Z][\w.,&'/ -]*?(?:\([^()]*\) ?)?)[#:]? "
    r"(?P<number>(?:[A-Z]{1,4} )?[\w./-]*\d[\w./-]*(?: \d[\w./-]*)*)"
    r"(?: \((?P<country>[^()]+)\))?(?P<rest>(?:;? ?(?:issued|expires|issue date)[^()]*)?)\Z"
)
_DATE_WORDS = re.compile(r"(?P<kind>issued|expires) (?P<when>\d{1,2} \w{3} \d{4}|\w{3} \d{4}|\d{4})")
_HOLDER_PROPS = (
    ("dunsCode", re.compile("D-U-N-S", re.IGNORECASE)),
    ("taxNumber", re.compile(r"\btax|V\.A\.T|\bVAT\b|R\.F\.C|\bNIT\b|\bRTN\b|\bRUC\b|fiscal", re.IGNORECASE)),
    ("uscCode", re.compile("social credit", re.IGNORECASE)),
    ("swiftBic", re.compile("SWIFT|BIC", re.IGNORECASE)),
    ("leiCode", re.compile(r"legal entity identifier|\bLEI\b", re.IGNORECASE)),
    ("imoNumber", re.compile(r"\bIMO\b")),
    ("mmsi", re.compile(r"\bMMSI\b|Maritime Mobile")),
    ("serialNumber", re.compile(r"serial number|construction number", re.IGNORECASE)),
    ("licenseNumber", re.compile("licen[sc]e", re.IGNORECASE)),
    ("registrationNumber", re.compile(r"regist|incorporation|company n|enterprise|C\.R\.|tail number", re.IGNORECASE)),
)
# What looks like a document by its form and is none.
_NO_DOCUMENT = re.compile(
    r"Executive Order|Secondary sanctions|Additional Sanctions|Vessel (?:Year|Type|Flag)|Aircraft (?:Model|Manufact"
    r"ure Date)|Target Type|Member of|Chinese Commercial Code|E\.O\.",
    re.IGNORECASE,
)
_PERSON_ONLY = frozenset({"POB", "nationality", "citizen", "Gender"})

Put = Callable[[DraftBuilder, str], None]


def split_remarks(remarks: str) -> list[str]:
    """The statements of a remark, without the full stop at its end; a quoted alias is never parted."""
    pieces: list[str] = []
    alias: list[str] = []  # the parts of an alias whose closing quote has not come yet
    for part in _PARTS.split(remarks.strip().removesuffix(".")):
        if alias or (_QUOTED.match(part) and not _closed(part)):
            alias.append(part)
            if part.endswith("'"):
                pieces.append("; ".join(alias))
                alias = []
        elif part.strip(" ;"):
            pieces.append(part.strip().removesuffix(";"))
    # A quote that never closes quotes nothing: its parts are statements like others.
    return pieces + [part.strip() for part in alias if part.strip()]


def _closed(part: str) -> bool:
    return part.endswith("'") and len(part) > len("a.k.a. '")


def linked_names(remarks: str) -> list[str]:
    """The names an entry is linked to, each once, in their order."""
    matches = (_LINKED.match(piece) for piece in split_remarks(remarks))
    return list(dict.fromkeys(match["name"].strip() for match in matches if match))


def add_remarks(builder: DraftBuilder, remarks: str, known: dict[str, str]) -> None:
    """Assert what the remarks say.

    Args:
        builder: The entry's draft.
        remarks: The remarks.
        known: Numbers of other entries by their names in capitals.
    """
    for piece in split_remarks(remarks):
        statement = _ALT.sub("", piece)
        if not _add_labelled(builder, statement) and not _add_patterned(builder, statement, known):
            builder.note(piece)


def _add_labelled(builder: DraftBuilder, statement: str) -> bool:
    for label, put in _LABELS:
        if statement.startswith(f"{label} "):
            if label in _PERSON_ONLY and builder.schema != "Person":
                return False
            put(builder, statement[len(label) :].strip())
            return True
    return False


def _dob(builder: DraftBuilder, text: str) -> None:
    if builder.schema == "Person":
        builder.add_date("birthDate", text, words="Date of birth")
    else:
        builder.note(f"DOB {text}")


def _pob(builder: DraftBuilder, text: str) -> None:
    builder.add("birthPlace", text)


def _nationality(builder: DraftBuilder, text: str) -> None:
    builder.add_country("nationality", text, words="Nationality")


def _citizen(builder: DraftBuilder, text: str) -> None:
    builder.add_country("citizenship", text, words="Citizen of")


def _gender(builder: DraftBuilder, text: str) -> None:
    builder.add_gender(text)


def _plain(prop: str) -> Put:
    def put(builder: DraftBuilder, text: str) -> None:
        if schema_of(builder.schema).get(prop) is None:
            builder.note(f"{prop}: {text}")
        else:
            builder.add(prop, text)

    return put


def _founded(builder: DraftBuilder, text: str) -> None:
    if is_a(builder.schema, "LegalEntity"):
        builder.add_date("incorporationDate", text, words="Organization Established Date")
    else:
        builder.note(f"Organization Established Date {text}")


def _flag(builder: DraftBuilder, text: str) -> None:
    prop = "flag" if builder.schema == "Vessel" else "country"
    builder.add_country(prop, text, words="Flag")


def _built(builder: DraftBuilder, text: str) -> None:
    if builder.schema in ("Vessel", "Airplane"):
        builder.add_date("buildDate", text, words="Built")
    else:
        builder.note(f"Built {text}")


_LABELS: tuple[tuple[str, Put], ...] = (
    ("DOB", _dob),
    ("POB", _pob),
    ("nationality", _nationality),
    ("citizen", _citizen),
    ("Gender", _gender),
    ("Email Address", _plain("email")),
    ("Email", _plain("email")),
    ("Phone Number", add_phone),
    ("Website", _plain("website")),
    ("Organization Established Date", _founded),
    ("Organization Type:", _plain("sector")),
    ("Target Type", _plain("classification")),
    ("Vessel Registration Identification IMO", _plain("imoNumber")),
    ("Vessel Flag", _flag),
    ("Vessel Type", _plain("type")),
    ("Vessel Year of Build", _built),
    ("Vessel Call Sign", _plain("callSign")),
    ("Aircraft Model", _plain("model")),
    ("Aircraft Type", _plain("type")),
    ("Aircraft Manufacture Date", _built),
)


def _add_patterned(builder: DraftBuilder, statement: str, known: dict[str, str]) -> bool:
    if match := _ALIAS.match(statement):
        _add_alias(builder, match["kind"].lower(), match["name"])
    elif match := _LINKED.match(statement):
        _add_link(builder, match["name"].strip(), known)
    elif match := _CURRENCY.match(statement):
        _add_wallet(builder, match["symbol"], match["address"])
    elif (
        len(statement) <= _MAX_PATTERN and (match := _DOCUMENT.match(statement)) and not _NO_DOCUMENT.search(statement)
    ):
        _add_document(builder, match, statement)
    else:
        return False
    return True


def _add_alias(builder: DraftBuilder, kind: str, written: str) -> None:
    name = written.strip()
    if len(name) > 2 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1]
    last, first = family_first(name) if builder.schema == "Person" else ("", "")
    prop = {"a": "weakAlias", "f": "previousName"}.get(kind, "alias")
    builder.add_name(prop, f"{first} {last}" if last else name, original=name if last else "")


def _add_link(builder: DraftBuilder, name: str, known: dict[str, str]) -> None:
    folded = " ".join(name.upper().split())
    other = known.get(folded, "")
    if not other:
        other = builder.thing("name", "LegalEntity", key=f"name:{folded}")
        builder.add_name("name", name, entity=other)
    link = builder.thing("link", "UnknownLink")
    builder.add("subject", builder.reference, entity=link)
    builder.add("object", other, original=name, entity=link)
    builder.add("role", "Linked To", entity=link)


def _add_wallet(builder: DraftBuilder, symbol: str, address: str) -> None:
    wallet = builder.thing("wallet", "CryptoWallet")
    builder.add("cryptoAddress", address, entity=wallet)
    builder.add("currencySymbol", symbol, entity=wallet)
    builder.add("holder", builder.reference, entity=wallet)


def _add_document(builder: DraftBuilder, match: re.Match[str], statement: str) -> None:
    dates = {found["kind"]: found["when"] for found in _DATE_WORDS.finditer(match["rest"])}
    kind = match["kind"].strip()
    document = Document(
        kind=kind,
        number=match["number"],
        passport="passport" in kind.lower(),
        country=match["country"] or "",
        issued=dates.get("issued", ""),
        expires=dates.get("expires", ""),
        note=statement if dates else "",
        holder_prop=_holder_prop(builder.schema, kind),
    )
    add_document(builder, document)


def _holder_prop(schema: str, kind: str) -> str:
    has = schema_of(schema).get
    if "passport" in kind.lower() and schema == "Person":
        return "passportNumber"
    for prop, words in _HOLDER_PROPS:
        if words.search(kind) and has(prop) is not None:
            return prop
    return next(prop for prop in ("idNumber", "registrationNumber") if has(prop) is not None)
