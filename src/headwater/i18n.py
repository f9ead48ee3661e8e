"""Words in the reader's language, through gettext catalogues. English is what the code is written in.

A catalogue lies in `locale/<language>/LC_MESSAGES/headwater.mo`; the words to translate in `locale/headwater.pot`.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

DOMAIN = "headwater"
SOURCE_LANGUAGE = "en"
LOCALE = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Return the text as it is: it is translated where it is shown. Babel collects what is marked."""
    return text


@cache
def languages() -> tuple[str, ...]:
    """Language tags that have words here, the source language first."""
    found = sorted(path.parts[-3] for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (SOURCE_LANGUAGE, *(tag for tag in found if tag != SOURCE_LANGUAGE))


@cache
def translator(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; the words of the code where there is none."""
    return gettext.translation(DOMAIN, LOCALE, languages=[language], fallback=True)


def choose(accept_language: str) -> str:
    """The first language of an Accept-Language header that has words here (RFC 9110, 12.5.4).

    Args:
        accept_language: Value of the header, "" if there is none.
    """
    wanted: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:20]:
        tag, _, weight = part.partition(";")
        wanted.append((-_quality(weight), tag.strip().split("-")[0].lower()))
    known = languages()
    return next((tag for weight, tag in sorted(wanted, key=lambda w: w[0]) if weight < 0 and tag in known), known[0])


def _quality(weight: str) -> float:
    try:
        return float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0
