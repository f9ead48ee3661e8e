"""Addresses with a query: the same filters always give the same address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode


def query(fields: Iterable[tuple[str, object]]) -> str:
    """Fields as a query string, empty ones left out.

    >>> query([("q", "Бесник"), ("agency", ""), ("offset", 0)])
    'q=%D0%91%D0%B5%D1%81%D0%BD%D0%B8%D0%BA'
    """
    return urlencode([(name, value) for name, value in fields if value not in ("", 0, None)])
