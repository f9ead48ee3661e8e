"""Identifiers: the forms under which a phone, a document number or an address on a network is found.

Sources: ITU-T E.164 and its list of assigned country codes (one, two or three digits); RFC 5321 for mail addresses.
"""

from __future__ import annotations

import re
import unicodedata

from headwater.names.characters import MAX_TEXT, clean

_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r"[;,/]|\bor\b|\band\b")
_TRUNK = re.compile(r"\(\s*0\s*\)")
_EXTENSION = re.compile(r"(?i)(?:ext|extension|poste|x)\.?\s*\d{1,6}\s*$")
_NOT_PLAIN = re.compile("[^a-z0-9]+")
_RUN = re.compile("[a-z0-9]+")

_TWO_DIGITS = frozenset(
    [str(code) for code in (20, 27, 36, 39, 40, 41, 81, 82, 84, 86, 98)]
    + [
        str(code)
        for first, last in ((30, 34), (43, 49), (51, 58), (60, 66), (90, 95))
        for code in range(first, last + 1)
    ]
)
"""E.164 country codes of two digits; 1 and 7 have one digit, all others three."""

# Letters of plates and document numbers that Cyrillic and Greek share with Latin in form.
_LOOK_ALIKES = str.maketrans("авекмнорстухіјѕαβεζηικμνορτυχ", "abekmhopctyxijsabezhikmnoptyx")

MIN_TAIL = 6
"""Digits that a phone number needs for a tail key: shorter ones are extensions and service numbers."""


def identifier_tokens(kind: str, value: str) -> tuple[str, ...]:
    """The normalised forms under which an identifier is found; the first is its own, the last the loosest.

    Args:
        kind: "phone", "email", "url" or "account"; anything else is read as a document or registration number.
        value: The identifier as a source wrote it, digits of any script.

    Returns:
        Forms in small letters; () if nothing is left of it.

    Examples:
        >>> identifier_tokens("phone", "+44 7700 900142")
        ('447700900142', '07700900142', 'p:700900142')
        >>> identifier_tokens("identifier", "AB-123 456")
        ('ab123456',)
    """
    value = value[:MAX_TEXT]
    if kind == "phone":
        return _phone(value)
    if kind == "email":
        return _email(value)
    if kind in ("url", "account"):
        return _account(value)
    return _number(value)


def _plain(value: str) -> str:
    """Small letters, compatibility forms resolved, digits of any script as ASCII, marks and controls gone."""
    kept = unicodedata.normalize("NFKC", value)
    shown = "".join([_sign(char) for char in kept if unicodedata.category(char) not in ("Cf", "Cs", "Mn", "Cc")])
    return shown.lower().strip()


def _sign(char: str) -> str:
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


def country_code(digits: str) -> str:
    """The E.164 country code at the head of an international number.

    Args:
        digits: The number without + or 00.
    """
    if digits[:1] in ("1", "7"):
        return digits[:1]
    return digits[:2] if digits[:2] in _TWO_DIGITS else digits[:3]


def _phone(value: str) -> tuple[str, ...]:
    """Forms of a phone number, or of each of several in one field; `0171/123 456` is one number."""
    text = _plain(value)
    several = _BETWEEN.split(text)
    if len(several) > 1 and all(len("".join(_DIGITS.findall(one))) > MIN_TAIL for one in several):
        return tuple(dict.fromkeys([form for one in several for form in _one_phone(one)]))
    return _one_phone(text)


def _one_phone(text: str) -> tuple[str, ...]:
    text = _EXTENSION.sub("", _TRUNK.sub("", text))
    digits = "".join(_DIGITS.findall(text))
    if text.startswith("+") or digits.startswith("00"):
        return _international(digits.removeprefix("00") if digits.startswith("00") else digits)
    if len(digits) < MIN_TAIL:
        return (digits,) if digits else ()
    if digits.startswith("0"):
        return digits, _tail(digits)
    if len(digits) > 10:
        return _international(digits)  # too long for a national number: the + was left out
    return digits, "0" + digits, _tail(digits)


def _international(digits: str) -> tuple[str, ...]:
    national = digits[len(country_code(digits)) :].removeprefix("0")
    if len(national) < MIN_TAIL:
        return (digits,) if digits else ()
    return digits, "0" + national, _tail(national)


def _tail(national: str) -> str:
    """The key of the last nine digits of a number without its trunk prefix."""
    return "p:" + national.lstrip("0")[-9:]


def _email(value: str) -> tuple[str, ...]:
    address = "".join(_plain(value).removeprefix("mailto:").split())
    local, at, _ = address.rpartition("@")
    return tuple(dict.fromkeys([form for form in (address, local if at else "") if form]))


def _account(value: str) -> tuple[str, ...]:
    address = _plain(value).rstrip("/")
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://(?:www\.)?|^www\.", "", address)
    handle = bare.rpartition("/")[2].lstrip("@")
    return tuple(dict.fromkeys([form for form in (bare.lstrip("@"), handle) if form]))


def _number(value: str) -> tuple[str, ...]:
    text = _plain(value).translate(_LOOK_ALIKES)
    joined = _NOT_PLAIN.sub("", text)
    if not joined:
        return tuple([word for word in ["".join(clean(value).lower().split())] if word])
    numbers = [run for run in _RUN.findall(text) if len(run) > 4 and any(char.isdigit() for char in run)]
    return tuple(dict.fromkeys([joined, *numbers]))
