"""Random sequences of judgements, withdrawals, imports and undoing: what is withdrawn leaves no trace in any answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.worlds import NamedDraws, judge, person, take_in, view

from headwater.model import DraftReport, Judgement, Label, NewJudgement, Verdict, clusters_of
from headwater.settings import Settings
from headwater.store import Store, View

NAMES = ["Hashim Primer", "Хашим Пример", "Ana Exemplo", "Hashim Exemplo"]
KEYS = "pqrs"
START = datetime(2026, 3, 2, tzinfo=UTC)
bounded = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Step:
    """One thing that happens; what it is about is looked up when it does.

    `hidden` steps are those of AL, which the viewer of GB may not see; `number` chooses among what is there.
    """

    what: str
    left: str = "p"
    right: str = "q"
    verdict: Verdict = Verdict.POSITIVE
    by: str = "ana"
    number: int = 0
    hidden: bool = False


@dataclass
class World:
    """A node and what was done to it."""

    store: Store
    clock: list[datetime]
    entity: dict[str, str] = field(default_factory=dict)
    made: dict[int, Judgement] = field(default_factory=dict)
    imports: list[str] = field(default_factory=list)

    def do(self, place: int, step: Step) -> None:
        """Carry out a step; `place` in the sequence is its time."""
        self.clock[0] = START + timedelta(minutes=place)
        getattr(self, f"_{step.what}")(place, step)

    def _import(self, place: int, step: Step) -> None:
        agency = "AL" if step.hidden else "GB"
        drafts = [said(key, NAMES[(step.number + at) % 4], agency) for at, key in enumerate(step.left + step.right)]
        self.imports.append(take_in(self.store, drafts).id)
        self._know()

    def _know(self) -> None:
        with self.store.ledger.database.reading() as session:
            found = self.store.ledger.entities(session, [("L", key) for key in self.present()])
        self.entity |= {key: ext for (_, key), (_, ext) in found.items()}

    def present(self) -> list[str]:
        """The keys that the node has entities for."""
        macs = {self.store.ledger.keys.mac(b"entity", b"L", key.encode()): key for key in KEYS}
        with self.store.ledger.database.reading() as session:
            return sorted(macs[bytes(mac)] for (mac,) in session.rows("SELECT mac FROM entity") if bytes(mac) in macs)

    def _undo(self, place: int, step: Step) -> None:
        if self.imports:
            self.store.undo_import(self.imports.pop(step.number % len(self.imports)))

    def _judge(self, place: int, step: Step) -> None:
        seen = everyone(self.store) if step.hidden else of_gb(self.store)
        left, right = (self.entity.get(key, "") for key in (step.left, step.right))
        if len(self.store.assertions(seen, [left, right])) < 2:
            return
        if step.hidden:  # the judge saw something of AL
            labels = tuple(sorted(seen.allowed))
            self.made[place] = self.store.judge(NewJudgement(left, right, step.verdict, step.by, "Seen.", labels))
        else:
            self.made[place] = judge(self.store, seen, left, right, step.verdict, by=step.by)

    def _withdraw(self, place: int, step: Step) -> None:
        standing = [at for at, one in self.made.items() if one.stands]
        if standing:
            self.take_back(standing[step.number % len(standing)])

    def take_back(self, at: int) -> None:
        """Withdraw the judgement that was made at a place in the sequence."""
        self.made[at] = self.store.withdraw_judgement(self.made[at].id, "eva")

    def told(self, seen: View) -> bytes:
        """Every answer that a viewer gets, as bytes, without the ids of judgements."""
        store = self.store
        answers: list[object] = []
        for text in ("primer", "hashim", "ana exemplo", "hashim exemplo", "Xp", "brook"):
            answers += [store.search(seen, text, offset=offset, limit=2) for offset in (0, 2)]
            answers.append(store.search(seen, text, agencies=["GB"]))
        answers += [store.browse(seen), store.browse(seen, schemata=["Person"])]
        answers.append(list(store.all_records(seen)))
        known = sorted({id_ for id_, _ in store.all_records(seen)})
        answers += [store.assertions(seen, known), store.referencing_many(seen, known)]
        clusters = store.clusters(seen)
        answers.append([list(clusters), [clusters.separated(a, b) for a in known for b in known]])
        answers.append([[nameless(clusters.joined_by(group[0])) for group in clusters]])
        answers.append([[nameless(one.negatives), nameless(one.positives)] for one in clusters.in_question])
        answers.append(nameless(store.judgements(seen)))
        return msgspec.json.encode(answers, enc_hook=sorted)


def nameless(judgements: Sequence[Judgement]) -> list[Judgement]:
    return [msgspec.structs.replace(one, id="") for one in judgements]


def said(key: str, name: str, agency: str) -> DraftReport:
    return msgspec.structs.replace(
        person(key, name, agency=agency, group="Brook" if key in "pq" else ""), reference=f"{key}-{agency}"
    )


def everyone(store: Store) -> View:
    return view(store)


def of_gb(store: Store) -> View:
    def may(label: Label) -> bool:
        return label.agency == "GB"

    return view(store, may, key="gb")


@contextmanager
def world(where: Settings) -> Iterator[World]:
    """A node whose ids follow from what they are drawn for."""
    clock = [START]
    store = Store.open(where, random=NamedDraws(), now=lambda: clock[0])
    try:
        yield World(store, clock)
    finally:
        store.close()


def steps(hidden: st.SearchStrategy[bool]) -> st.SearchStrategy[list[Step]]:
    build: Callable[..., st.SearchStrategy[Step]] = st.builds
    step = build(
        lambda what, pair, *rest: Step(what, *pair, *rest),
        st.sampled_from(["judge", "judge", "judge", "judge", "import", "withdraw", "undo"]),
        st.sampled_from(list(itertools.permutations(KEYS, 2))),
        st.sampled_from([Verdict.POSITIVE, Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.UNSURE]),
        st.sampled_from(["ana", "ben"]),
        st.integers(0, 7),
        hidden,
    )
    first = [Step("import", "p", "q"), Step("import", "r", "s", number=1), Step("import", "r", "q", hidden=True)]
    return st.lists(step, min_size=4, max_size=14).map(lambda rest: [*first, *rest])


@bounded
@given(steps(st.booleans()), st.integers(0, 20))
def test_a_withdrawn_judgement_leaves_the_world_as_if_it_had_never_been_made(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[Step], chosen: int
) -> None:
    judging = [place for place, step in enumerate(sequence) if step.what == "judge"]
    if not judging:
        return
    gone = judging[chosen % len(judging)]
    # Withdrawals choose among what stands, so they are left to the end of both worlds.
    rest = [(place, step) for place, step in enumerate(sequence) if step.what != "withdraw"]
    with world(folder(tmp_path_factory)) as one, world(folder(tmp_path_factory)) as other:
        for place, step in rest:
            one.do(place, step)
            if place != gone:
                other.do(place, step)
        if gone in one.made:
            one.take_back(gone)
        for seen in (everyone, of_gb):
            assert one.told(seen(one.store)) == other.told(seen(other.store))


def folder(factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=Path(factory.mktemp("world")))


@bounded
@given(sequence=steps(st.booleans()))
def test_what_is_hidden_changes_nothing_that_its_viewer_is_told(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[Step]
) -> None:
    numbered = [(place, step) for place, step in enumerate(sequence) if step.what not in ("withdraw", "undo")]
    with world(folder(tmp_path_factory)) as one, world(folder(tmp_path_factory)) as other:
        for place, step in numbered:
            one.do(place, step)
            if not step.hidden:
                other.do(place, step)
        shown = [at for at, made in one.made.items() if not sequence[at].hidden]
        assert shown == list(other.made)
        for at in shown[::2]:
            one.take_back(at)
            other.take_back(at)
        for at in [at for at in one.made if sequence[at].hidden][::2]:
            one.take_back(at)
        assert one.told(of_gb(one.store)) == other.told(of_gb(other.store))


def check_from_scratch(one: World, seen: View) -> None:
    """The clusters are those of the judgements the viewer sees whose ends are there for the viewer."""
    present = {id_ for id_, _ in one.store.all_records(seen)}
    counted = [made for made in one.store.judgements(seen) if {made.left, made.right} <= present]
    assert one.store.clusters(seen) == clusters_of(counted)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=steps(st.booleans()))
def test_taking_everything_back_in_turn_restores_every_state_before(engine: Settings, sequence: list[Step]) -> None:
    """On each engine: judgements and imports, undone in the reverse order, each time to the very same answers."""
    clock = [START]
    store = Store.open(engine, now=lambda: clock[0])
    try:
        one = World(store, clock)
        before: list[tuple[int, bytes, bytes]] = []
        for place, step in enumerate(sequence):
            if step.what in ("judge", "import"):
                before.append((place, one.told(everyone(store)), one.told(of_gb(store))))
                one.do(place, step)
                check_from_scratch(one, everyone(store))
                check_from_scratch(one, of_gb(store))
        for place, all_told, gb_told in reversed(before):
            if place in one.made:
                one.take_back(place)
            elif sequence[place].what == "import":
                store.undo_import(one.imports.pop())
            assert one.told(everyone(store)) == all_told
            assert one.told(of_gb(store)) == gb_told
    finally:
        store.close()
