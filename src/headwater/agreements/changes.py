"""What another version of a document says otherwise: what it opens and closes, keeps longer, adds and words anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from headwater.agreements.decision import Change, Probe
from headwater.agreements.differing import differences
from headwater.agreements.marks import differing_marks
from headwater.agreements.terms import ABOUT, Agreement, Document, Keeping, Onward
from headwater.agreements.words import ABOUT_WORDS, as_sentence, many, period_words
from headwater.errors import BadInput
from headwater.model.dates import in_words
from headwater.model.retention import after

_CLAUSES = ("purposes", "may_share", "never", "ceilings", "conditions", "onward", "readers", "retention", "recall")
_PROFILE_CLAUSES = ("may_hold", "may_pass", "never_hold", "never_pass", "conditions", "onward", "retention")
_WIDER = {"never": 0, "consent": 1, "parties": 2}
_A_DAY = date(2001, 1, 1)


def changes(old: Document, new: Document) -> tuple[Change, ...]:
    """What `new` opens, closes, keeps longer or shorter, adds, removes or words otherwise, against `old`.

    Raises:
        BadInput: They are not of one agreement, or not of one party's profile.
    """
    if _of(old) != _of(new):
        raise BadInput(
            f"{old.name} and {new.name} are not two versions of one document.",
            where="version",
            remedy="Compare two versions of one agreement, or of one party's profile.",
        )
    found = [*differences(old, new), *_days(old, new), *_onward(old, new), *_kept(old, new)]
    if isinstance(old, Agreement) and isinstance(new, Agreement):
        found += [*differing_marks(old, new), *_readers(old, new)]
    said = {change.clause for change in found}
    return (*found, *(change for change in _reworded(old, new) if change.clause not in said))


def _of(document: Document) -> tuple[str, str]:
    if isinstance(document, Agreement):
        return "agreement", document.id
    return "profile", document.party


def _everything(document: Document) -> tuple[Probe, ...]:
    """What came between the parties, under this agreement or under none that it names."""
    if isinstance(document, Agreement):
        return (Probe(senders=document.parties, agreement=document.id),)
    return (Probe(senders=(document.party,)),)


def _days(old: Document, new: Document) -> Iterator[Change]:
    if not isinstance(old, Agreement) or not isinstance(new, Agreement):
        return
    if old.ends != new.ends:
        kind = "longer" if (new.ends or "9999") > (old.ends or "9999") else "shorter"
        until, before = (f"until {in_words(day)}" if day else "without an end" for day in (new.ends, old.ends))
        yield Change(kind, "in_force", f"It is in force {until}; before, {before}.", _everything(new))
    if old.begins != new.begins:
        sentence = f"It begins on {in_words(new.begins)}; before, on {in_words(old.begins)}."
        yield Change("changed", "in_force", sentence, _everything(new))
    if old.time_zone != new.time_zone:
        sentence = f"Its days are those of {new.time_zone}; before, of {old.time_zone}."
        yield Change("changed", "time_zone", sentence, _everything(new))


def _onward(old: Document, new: Document) -> Iterator[Change]:
    was, now = _rule(old), _rule(new)
    if was.rule != now.rule:
        kind = "opened" if _WIDER[now.rule] > _WIDER[was.rule] else "closed"
        words = {"never": "to nobody", "consent": "with the originator's word", "parties": "among the parties"}
        sentence = f"It may be passed on {words[now.rule]}; before, {words[was.rule]}."
        yield Change(kind, now.clause or was.clause, sentence, _everything(new))


def _rule(document: Document) -> Onward:
    if isinstance(document, Agreement):
        return document.onward
    return next(iter(document.onward), Onward("", "", "parties"))


def _readers(old: Agreement, new: Agreement) -> Iterator[Change]:
    was, now = (frozenset(role for one in each.readers for role in one.roles) for each in (old, new))
    if was == now:
        return
    clause = next(one.clause for one in (*new.readers, *old.readers))
    kind = "opened" if not now or (was and was < now) else "closed" if not was or now < was else "changed"
    said, before = (many(sorted(roles)) if roles else "every role that reads" for roles in (now, was))
    yield Change(kind, clause, f"It is read by {said}; before, by {before}.", _everything(new))


def _kept(old: Document, new: Document) -> Iterator[Change]:
    """Longer or shorter limits, put together by clause; a limit for all categories is said once."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for name, verb in (("keep", "kept"), ("review", "reviewed after")):
        for about in ABOUT:
            was, now = _shortest(old.retention, about, name), _shortest(new.retention, about, name)
            if _length(was, name) != _length(now, name):
                kind = "longer" if _length(now, name) > _length(was, name) else "shorter"
                sentence = f"is {verb} {_said(now, name)}; before, {_said(was, name)}."
                found.setdefault((kind, (*now, *was)[0].clause, sentence), []).append(about)
    for (kind, clause, sentence), abouts in found.items():
        whom = "everything" if len(abouts) == len(ABOUT) else f"data on {many([ABOUT_WORDS[one] for one in abouts])}"
        yield Change(kind, clause, as_sentence(f"{whom} {sentence}"), _about(new, abouts))


def _about(document: Document, abouts: Sequence[str]) -> tuple[Probe, ...]:
    (every,) = _everything(document)
    return (Probe(every.senders, tuple(abouts), agreement=every.agreement),)


def _shortest(retention: Sequence[Keeping], about: str, name: str) -> tuple[Keeping, ...]:
    fitting = [one for one in retention if getattr(one, name) and (not one.about or about in one.about)]
    return tuple(sorted(fitting, key=lambda one: after(_A_DAY, getattr(one, name)))[:1])


def _length(found: Sequence[Keeping], name: str) -> str:
    """The day that a period from a fixed day ends on, for comparing; later than any where there is none."""
    return next((after(_A_DAY, getattr(one, name)) for one in found), "") or "9999-12-31"


def _said(found: Sequence[Keeping], name: str) -> str:
    return next((period_words(getattr(one, name)) for one in found), "without a limit")


def _reworded(old: Document, new: Document) -> Iterator[Change]:
    for name in _CLAUSES if isinstance(new, Agreement) else _PROFILE_CLAUSES:
        was, now = _numbered(getattr(old, name)), _numbered(getattr(new, name))
        for number in dict.fromkeys((*now, *was)):
            if number not in was:
                yield Change("added", number[0], as_sentence(now[number].sentence))
            elif number not in now:
                yield Change("removed", number[0], as_sentence(was[number].sentence))
            elif was[number] != now[number]:
                yield Change("changed", number[0], as_sentence(now[number].sentence))
    if isinstance(old, Agreement) and isinstance(new, Agreement) and old.title != new.title:
        yield Change("changed", "title", as_sentence(new.title))


def _numbered(clauses: Any) -> dict[tuple[str, int], Any]:
    """Clauses by their number, and by which of those with the same number they are."""
    listed = clauses if isinstance(clauses, tuple) else (clauses,)
    numbers = [one.clause for one in listed]
    return {(one.clause, numbers[:place].count(one.clause)): one for place, one in enumerate(listed)}
