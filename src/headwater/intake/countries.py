"""Country names as lists write them, to the codes FollowTheMoney uses.

The table of names is rigour's; what is added here are the adjectives and the spellings that lists use besides.
A name that is not in either is not guessed at.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rigour.territories import get_ftm_countries, get_territory, lookup_territory

_ADJECTIVES = {
    "afghan": "af",
    "albanian": "al",
    "algerian": "dz",
    "american": "us",
    "belarusian": "by",
    "bosnian": "ba",
    "british": "gb",
    "bulgarian": "bg",
    "burmese": "mm",
    "chinese": "cn",
    "egyptian": "eg",
    "eritrean": "er",
    "ethiopian": "et",
    "french": "fr",
    "georgian": "ge",
    "german": "de",
    "haitian": "ht",
    "indonesian": "id",
    "iranian": "ir",
    "iraqi": "iq",
    "irish": "ie",
    "israeli": "il",
    "italian": "it",
    "jordanian": "jo",
    "kosovan": "xk",
    "kuwaiti": "kw",
    "lebanese": "lb",
    "libyan": "ly",
    "macedonian": "mk",
    "montenegrin": "me",
    "moroccan": "ma",
    "north korean": "kp",
    "pakistani": "pk",
    "palestinian": "ps",
    "russian": "ru",
    "saudi": "sa",
    "serbian": "rs",
    "somali": "so",
    "south sudanese": "ss",
    "sudanese": "sd",
    "syrian": "sy",
    "tajik": "tj",
    "tunisian": "tn",
    "turkish": "tr",
    "ugandan": "ug",
    "ukrainian": "ua",
    "vietnamese": "vn",
    "yemeni": "ye",
}
_OTHERWISE = {
    "myanmar/burma": "mm",
    "sultanate of oman": "om",
    "occupied palestinian territories": "ps",
    "former soviet union": "suhh",
    "former ussr": "suhh",
    "congo": "cg",
    "uk": "gb",
}
_MAX_NAME = 100
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*\Z")


def country_code(text: str) -> str:
    """FollowTheMoney's code of a country named in words, by adjective or by ISO code, "" if it is not recognised.

    A bracket at the end (`Democratic People's Republic of Korea (DPRK)`) is left out when the whole says nothing.
    """
    # The bound comes before the cache, which would otherwise keep whatever a file holds.
    return _code(text) if len(text) <= _MAX_NAME else ""


@lru_cache(maxsize=4096)
def _code(text: str) -> str:
    text = " ".join(text.split()).strip(" .,;").replace("\u2019", "'")
    code = _lookup(text)
    shorter = _IN_BRACKETS.sub("", text)
    return code or (_lookup(shorter) if shorter != text else "")


def _lookup(text: str) -> str:
    folded = text.casefold()
    if folded in _ADJECTIVES or folded in _OTHERWISE:
        return _ADJECTIVES.get(folded) or _OTHERWISE[folded]
    # Two letters are a code in capitals or nothing: `na` in a list is "not available" and no Namibia.
    if len(text) == 2:
        return folded if text.isupper() and folded in _codes() else ""
    if folded in _own_names():
        return _own_names()[folded]
    territory = lookup_territory(text)
    # rigour also knows capitals: a city is where something is, it is not written for its country.
    if territory is None or folded in (place.casefold() for place in territory.places):
        return ""
    return territory.code if territory.code in _codes() else ""


@lru_cache(maxsize=1)
def _own_names() -> dict[str, str]:
    """Each country's own name; most lookups end here, and the whole table of names takes a second to build."""
    names = {}
    for territory in get_ftm_countries():
        names[territory.full_name.casefold()] = names[territory.name.casefold()] = territory.code
    return names


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(territory.code for territory in get_ftm_countries())


@lru_cache(maxsize=1024)
def country_name(code: str) -> str:
    """The name of a country by its code, "" if there is none."""
    territory = get_territory(code)
    return territory.name if territory else ""
