"""Scripts whose characters say more than their reading: two Chinese or Korean names may sound alike and be two."""

from __future__ import annotations

from functools import lru_cache

from headwater.names import script_of

_BY_CHARACTER = frozenset({"Hani", "Hang", "Hira", "Kana"})


@lru_cache(maxsize=65_536)
def _letters(name: str) -> tuple[str, str]:
    return script_of(name), "".join(char for char in name if char.isalpha())


def characters_differ(left: str, right: str) -> bool:
    """Whether both names are in one such script and are not written with the same characters.

    Args:
        left: A whole name.
        right: Another.
    """
    ours, theirs = _letters(left), _letters(right)
    if ours[0] not in _BY_CHARACTER or ours[0] != theirs[0]:
        return False
    return ours[1] not in theirs[1] and theirs[1] not in ours[1]


def forget() -> None:
    """Empty the cache."""
    _letters.cache_clear()
