"""The answer to a person, drafted from what was decided; the officer changes its words.

What is left out leaves no trace in the text: a person of whom nothing can be told is answered in the same words as one
of whom nothing is held (Data Protection Act 2018, s.45(6)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from headwater.desk.retention_views import HeldValueView
from headwater.desk.words import joined
from headwater.model.dates import in_words

NOTHING = "We have looked. There is no data on you that we can give you."
RIGHTS = "You can ask us to correct data on you, to erase them or to limit their use."
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def drafted(values: Sequence[HeldValueView], recipients: Sequence[str], authority: str) -> str:
    """The text that follows from the decisions, paragraph by paragraph.

    Args:
        values: All that is held, each with its decision; one without counts as kept.
        recipients: Codes of the agencies that data on the person were given to.
        authority: Whom the person can complain to, "" if the node's profile does not say.
    """
    told = [value for value in values if not value.left_out]
    parts = [*_held(told), *_done(told)] if told else [NOTHING]
    if told and len(told) == len(values) and recipients:
        parts.append(f"We gave data on you to: {joined(sorted(recipients))}.")
    parts += [RIGHTS, f"You can complain to the {authority or 'data protection authority'}, and you can go to court."]
    return "\n\n".join(parts)


def _held(told: Sequence[HeldValueView]) -> Iterable[str]:
    """What stays here: as whom, the values, on which basis, and until when."""
    kept = [value for value in told if value.decision != "erase"]
    if not kept:
        return
    as_whom = joined(list(dict.fromkeys(value.category.lower() for value in kept if value.category)), "and as")
    yield f"We hold data on you{f' as {as_whom}' if as_whom else ''}:"
    yield "\n".join(dict.fromkeys(f"- {value.label}: {_told(value)}" for value in kept))
    if bases := list(dict.fromkeys(value.legal_basis for value in kept if value.legal_basis)):
        yield f"Basis in law: {'; '.join(bases)}."
    days = [value.erase_by for value in kept]
    if all(days):
        yield f"We keep them until {in_words(max(days))} at the latest."


def _told(value: HeldValueView) -> str:
    """A value as the person is told it; whom else it names is left to the officer (DPA 2018, s.45(4)(e))."""
    return "another person" if value.names_other else value.text


def _done(told: Sequence[HeldValueView]) -> Iterable[str]:
    """What was decided: restricted, corrected, erased."""
    done = Counter((value.decision, value.ground) for value in told)
    if number := done["restrict", "contested"]:
        yield f"We have limited the use of {entries(number)} while {_their(number)} source checks {_them(number)}."
    if number := done["restrict", "evidence"]:
        yield f"We have limited the use of {entries(number)}, which may be needed as evidence."
    if number := sum(count for (what, _), count in done.items() if what == "correct"):
        yield (
            f"We have noted for {_their(number)} source what you say is right about {entries(number)}, "
            f"and have limited the use of {_them(number)} until the source corrects {_them(number)}."
        )
    if number := sum(count for (what, _), count in done.items() if what == "erase"):
        yield f"We have erased {entries(number)}."


def _their(number: int) -> str:
    return "its" if number == 1 else "their"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def entries(number: int) -> str:
    """`one entry`, `2 entries` in words as far as words are short.

    >>> entries(1), entries(3), entries(12)
    ('one entry', 'three entries', '12 entries')
    """
    words = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{words} {'entry' if number == 1 else 'entries'}"


def button_words(counts: Sequence[tuple[str, int]]) -> str:
    """What carrying out does, as its button says it.

    >>> button_words([("keep", 2), ("restrict", 1), ("correct", 0), ("erase", 2)])
    'Restrict 1 value, erase 2 values and answer'
    >>> button_words([("keep", 2)])
    'Answer'
    """
    number = dict(counts)
    restricted = number.get("restrict", 0) + number.get("correct", 0)
    parts = [("restrict", restricted), ("erase", number.get("erase", 0))]
    said = [f"{verb} {count:,} {'value' if count == 1 else 'values'}" for verb, count in parts if count]
    words = f"{', '.join(said)} and answer" if said else "answer"
    return words[0].upper() + words[1:]
