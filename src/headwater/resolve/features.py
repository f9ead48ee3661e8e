"""The features: what is compared of two records, each a function whose docstring says to an analyst what it looks at.

Each gives a finding, or nothing where there is nothing to compare. Weights are bits of evidence: log2 of how much
oftener two records of one person show this than two records of two (Fellegi and Sunter 1969, eq. 2 to 4). How they were
set stands in `docs/explanation/resolve.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from headwater import names
from headwater.model import dates
from headwater.resolve.best_names import best_names
from headwater.resolve.finding import Finding
from headwater.resolve.name_evidence import NameEvidence, explain, person_evidence
from headwater.resolve.rarity import Rarity
from headwater.resolve.record import LISTED_BY, Record
from headwater.resolve.shipped import ShippedRarity

Feature = Callable[[Record, Record, Rarity], Finding | None]


def name(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Names, word by word: spellings, order, titles, initials, slips, and words that contradict each other.

    A word that is rare among the records you may see says more than a common one.
    """
    if not left.names or not right.names:
        return None
    found, bits = best_names(left, right, rarity)
    said = explain(found)
    sentence = _sentence(found, said.clauses, rarity)
    first, second = _first(found.left, left.names), _first(found.right, right.names)
    return Finding("name", round(bits, 1), sentence, first, second, said.left_marks, said.right_marks)


def _first(chosen: str, every: tuple[str, ...]) -> tuple[str, ...]:
    return (chosen, *(name for name in every if name != chosen))


def _sentence(found: NameEvidence, clauses: tuple[str, ...], rarity: Rarity) -> str:
    said = "; ".join(clauses[:3])
    sentence = said[:1].upper() + said[1:] + "."
    if not found.agreeing or found.bits < 0 or (found.kind != "person" and isinstance(rarity, ShippedRarity)):
        return sentence
    count, word = min((max(map(rarity.count, words)), words[0]) for words in found.agreeing)
    where = "records of the lists" if isinstance(rarity, ShippedRarity) else "records"
    times = f"in {count:,} of {rarity.records:,} {where}" if count else f"in none of {rarity.records:,} {where}"
    return f"{sentence} The rarest word, {word.capitalize()}, stands {times}."


def birth_date(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Dates of birth: how far they agree, as far as each is known; years apart speak against."""
    ours, theirs = left.get("birthDate"), right.get("birthDate")
    if not ours or not theirs:
        return None
    weight, sentence, one, other = max(
        (*_dates(a, b), a, b)
        for a in ours
        for b in theirs  # the best of what the sources give
    )
    several = " One of several dates given." if len(ours) > 1 or len(theirs) > 1 else ""
    shown = [
        tuple(dates.in_words(date) for date in _first(chosen, every))
        for chosen, every in ((one, ours), (other, theirs))
    ]
    return Finding("birth_date", weight, sentence + several, *shown)


@lru_cache(maxsize=131_072)
def _dates(left: str, right: str) -> tuple[float, str]:
    short, long = sorted((left, right), key=len)
    if len(short) < 4 or not short[:4].isdigit() or not long[:4].isdigit():
        return 0.0, "A date that cannot be compared."
    if short == long:
        return {4: (2.4, "The same year."), 7: (4.0, "The same month.")}.get(len(short), (6.0, "The same day."))
    if long.startswith(short):
        return (2.2, "The year agrees; one source has the day too.") if len(short) == 4 else (3.6, "The month agrees.")
    apart = abs(int(short[:4]) - int(long[:4]))
    if apart == 0:
        return _same_year(short, long)
    if len(short) == len(long) == 10 and short[4:] == long[4:] and apart <= 10:
        return 1.5, "The same day of another year."
    return _years_apart(apart)


def _same_year(short: str, long: str) -> tuple[float, str]:
    if len(short) == 10 and short[5:7] == long[8:10] and short[8:10] == long[5:7]:
        return 4.0, "The same date with day and month the other way round."
    if "01-01" in (short[5:], long[5:]):
        return 1.5, "The same year; the first of January often stands for a day not known."
    return 0.5, "The same year, another day."


def _years_apart(apart: int) -> tuple[float, str]:
    if apart == 1:
        return -0.3, "A year apart."
    if apart <= 3:
        return -1.5, f"{apart} years apart."
    if apart <= 9:
        return -4.0, f"{apart} years apart."
    return -7.0, f"{apart} years apart."


def sex(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Sex: speaks against if the sources say two; agreement says little."""
    ours, theirs = left.get("gender"), right.get("gender")
    known = ({"male", "female"} & set(ours), {"male", "female"} & set(theirs))
    if not known[0] or not known[1]:
        return Finding("sex", 0.0, "Nothing to compare.", ours, theirs) if ours or theirs else None
    if known[0] & known[1]:
        return Finding("sex", 0.2, "The same in both.", ours, theirs)
    return Finding("sex", -5.0, "The sources say two.", ours, theirs)


def father_name(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Father's or mother's name, where both sources give it."""
    for prop, words in (("fatherName", "father"), ("motherName", "mother")):
        ours, theirs = left.get(prop), right.get(prop)
        if ours and theirs:
            best = max((person_evidence(a, b) for a in ours for b in theirs), key=lambda found: found.bits)
            if best.bits > 0:
                return Finding("parents", 2.5, f"The {words}'s name agrees.", ours, theirs)
            return Finding("parents", -3.0, f"The {words}s have two names.", ours, theirs)
    return None


def birth_place(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Places of birth: a place both name; the same place is often named by village, town or country."""
    ours, theirs = left.get("birthPlace"), right.get("birthPlace")
    if not ours or not theirs:
        return None
    shared = _places(ours) & _places(theirs)
    if shared:
        weight = 1.5 if any(len(key) > 3 for key in shared) else 0.8
        return Finding("birth_place", weight, "The same place.", ours, theirs)
    return Finding("birth_place", -0.3, "Two places; one may lie in the other.", ours, theirs)


_GENERAL = frozenset(
    """province district city village region state town governorate municipality area of the near north south east west
    oblast raion republic county""".split()
)


def _places(values: Iterable[str]) -> frozenset[str]:
    """Keys of the words of places, those left out that only say what kind of place it is."""
    return frozenset().union(*map(_place, values))


@lru_cache(maxsize=65_536)
def _place(value: str) -> frozenset[str]:
    return frozenset(
        key for word in names.tokens(value) if word not in _GENERAL and len(word) > 2 for key in names.keys(word)
    )


def address(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Addresses: the same street and number, however shortened, or the same town."""
    ours, theirs = left.get("address"), right.get("address")
    if not ours or not theirs:
        return None
    best = max((_address(a, b) for a in ours for b in theirs), key=lambda pair: pair[0])
    return Finding("address", best[0], best[1], ours, theirs)


@lru_cache(maxsize=65_536)
def _address(left: str, right: str) -> tuple[float, str]:
    one, other = set(names.tokens(left)), set(names.tokens(right))
    numbers = {word for word in one & other if any(map(str.isdigit, word))}
    shared = _place(left) & _place(right)
    if numbers and len(shared) > 1:
        return 2.4, "The same address, perhaps shortened."
    if len(shared) > 2:
        return 1.2, "Addresses that share several words."
    return (0.4, "The same town or country.") if shared else (0.0, "Two addresses; people move.")


def _numbers(values: Iterable[str], kind: str) -> dict[str, str]:
    """The normalised form of each number, with how it is written."""
    found: dict[str, str] = {}
    for value in values:
        tokens = names.identifier_tokens(kind, value)
        if tokens and len(tokens[0]) > 3:
            found.setdefault(tokens[-1] if kind == "phone" else tokens[0], value)
    return found


def _shared_number(
    feature: str, props: tuple[str, ...], kind: str, weights: tuple[float, float], said: tuple[str, str]
) -> Feature:
    """A feature that compares numbers: what one in common says, and what none in common says."""

    def compare(left: Record, right: Record, rarity: Rarity) -> Finding | None:
        ours, theirs = left.get(*props), right.get(*props)
        if not ours or not theirs:
            return None
        one, other = _numbers(ours, kind), _numbers(theirs, kind)
        shared = sorted(one.keys() & other.keys())
        if shared:
            return Finding(feature, weights[0], said[0], _first(one[shared[0]], ours), _first(other[shared[0]], theirs))
        if not one or not other:
            return None
        return Finding(feature, weights[1], said[1], ours, theirs)

    return compare


_IDENTITY = ("idNumber", "taxNumber", "socialSecurityNumber", "innCode", "vatCode")
_REGISTRATION = (
    "registrationNumber", "imoNumber", "mmsi", "vin", "hullNumber", "callSign", "leiCode", "ogrnCode", "swiftBic",
)  # fmt: skip
_SERIAL = ("imei", "imsi", "serialNumber")
_ACCOUNT = ("username", "accountNumber", "iban", "publicKey", "cryptoAddress", "accountId")
_FOUNDED = ("incorporationDate", "buildDate")

passport = _shared_number(
    "passport",
    ("passportNumber",),
    "identifier",
    (8.0, -1.2),
    (
        "The same passport number.",
        "Two numbers of one type speak against. They do not rule it out: passports are renewed, lost and forged.",
    ),
)
passport.__doc__ = "Passport numbers: one in common says much; two valid numbers of one type speak a little against."
identity_number = _shared_number(
    "identity_number",
    _IDENTITY,
    "identifier",
    (9.0, -1.0),
    ("The same identity or tax number.", "Two numbers; they may be of two kinds."),
)
identity_number.__doc__ = "National identity and tax numbers: one in common says much."
registration = _shared_number(
    "registration",
    _REGISTRATION,
    "identifier",
    (10.0, -4.0),
    ("The same registration.", "Two registrations."),
)
registration.__doc__ = "Registrations of firms, vehicles and ships (plate, IMO, MMSI, hull): made to be one of a kind."
device = _shared_number(
    "device",
    ("number",),
    "phone",
    (10.0, -6.0),
    ("The same number.", "Two numbers."),
)
device.__doc__ = "The number of a phone itself."
serial = _shared_number(
    "serial", _SERIAL, "identifier", (10.0, -6.0), ("The same serial number.", "Two serial numbers.")
)
serial.__doc__ = "Serial numbers of a phone or an engine itself, letters included."
phone = _shared_number(
    "phone", ("phone",), "phone", (6.0, 0.0), ("The same phone.", "Two phones; people have several.")
)
phone.__doc__ = "Phones: one in common says much, though phones are shared and passed on; two say nothing."
email = _shared_number(
    "email", ("email",), "email", (7.0, 0.0), ("The same mail address.", "Two mail addresses; people have several.")
)
email.__doc__ = "Mail addresses: one in common says much."
account = _shared_number(
    "account",
    _ACCOUNT,
    "account",
    (7.0, 0.0),
    ("The same account.", "Two accounts; people have several."),
)
account.__doc__ = "Accounts: online, at a bank or a wallet."


thing_number = _shared_number(
    "thing_number",
    ("thingNumber",),
    "identifier",
    (6.0, 0.0),
    ("The same thing used by both.", "Two things; people use several."),
)
thing_number.__doc__ = "Plates, hulls, engines and devices of what a person uses: one in common says much."


def incorporation(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Dates on which a firm was founded or a ship was built."""
    ours, theirs = left.get(*_FOUNDED), right.get(*_FOUNDED)
    if not ours or not theirs:
        return None
    weight, sentence = max(_dates(a, b) for a in ours for b in theirs)
    return Finding("incorporation", weight / 2, sentence, ours, theirs)


def listing(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Public lists: whoever publishes a list holds its entries for as many persons, firms or ships."""
    ours, theirs = left.get(LISTED_BY), right.get(LISTED_BY)
    if not ours or not theirs:
        return None
    if set(ours) & set(theirs):
        return Finding("listing", -3.0, "Two entries of one publisher's lists, who holds them for two.", ours, theirs)
    return Finding("listing", 0.0, "Listed by two publishers.", ours, theirs)


def nationality(left: Record, right: Record, rarity: Rarity) -> Finding | None:
    """Nationality and country: shown to you, never counted."""
    props = ("nationality", "citizenship", "country", "jurisdiction", "flag", "birthCountry")
    ours, theirs = left.get(*props), right.get(*props)
    if not ours and not theirs:
        return None
    return Finding("nationality", 0.0, "Shown to you. Never counted.", ours, theirs)


FEATURES: dict[str, tuple[str, Feature]] = {
    "name": ("Name", name),
    "birth_date": ("Date of birth", birth_date),
    "birth_place": ("Place of birth", birth_place),
    "parents": ("Parents", father_name),
    "passport": ("Passport", passport),
    "identity_number": ("Identity number", identity_number),
    "registration": ("Registration", registration),
    "device": ("Number", device),
    "serial": ("Serial number", serial),
    "phone": ("Phone", phone),
    "email": ("Mail", email),
    "account": ("Account", account),
    "thing_number": ("Things used", thing_number),
    "address": ("Address", address),
    "incorporation": ("Founded or built", incorporation),
    "sex": ("Sex", sex),
    "listing": ("Listed by", listing),
    "nationality": ("Nationality", nationality),
}
"""Features in the order of the page: code, words, function."""


PROPS_OF: dict[str, tuple[str, ...]] = {
    "birth_date": ("birthDate",),
    "birth_place": ("birthPlace",),
    "parents": ("fatherName", "motherName"),
    "passport": ("passportNumber",),
    "identity_number": _IDENTITY,
    "registration": _REGISTRATION,
    "device": ("number",),
    "serial": _SERIAL,
    "phone": ("phone",),
    "email": ("email",),
    "account": _ACCOUNT,
    "thing_number": ("thingNumber",),
    "address": ("address",),
    "incorporation": _FOUNDED,
    "sex": ("gender",),
    "listing": (LISTED_BY,),
    "nationality": (),
}
"""Properties of which both records must have one for a feature to count; nationality never counts."""


def feature_words(code: str) -> str:
    """A feature's name as the page has it."""
    return FEATURES[code][0]


def feature_explanation(code: str) -> str:
    """What a feature looks at, in the words of its docstring."""
    return " ".join((FEATURES[code][1].__doc__ or "").split())


def forget() -> None:
    """Empty every cache that holds values of records."""
    for cached in (_dates, _place, _address):
        cached.cache_clear()
