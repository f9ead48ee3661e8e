"""Pairs of names in a CSV file, each scored without a node: words are as rare as the shipped statistics say.

A row is `schema,name1,name2` under a header that names the columns in any order; further columns are passed over,
but for `is_match` or `label`, which say what is right, and `group` or `case_group`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from headwater.errors import BadInput, NotFound, UnreadableFile
from headwater.model import schema
from headwater.resolve import Finding, Record
from headwater.resolve.comparable import comparable
from headwater.resolve.scoring import THRESHOLD, compare, feature_words

COLUMNS = ("schema", "name1", "name2")
_RIGHT = ("is_match", "label")
_GROUP = ("case_group", "group")
_TRUE = frozenset({"true", "1", "yes", "y", "t", "match", "positive"})
_FALSE = frozenset({"false", "0", "no", "n", "f", "non-match", "no match", "negative"})
NAME_LENGTH = 1000
"""Letters of a name at most; a longer one is no name."""

__all__ = ["THRESHOLD", "Counts", "ScoredPair", "Tally", "checked_file", "scored"]


@dataclass(frozen=True)
class ScoredPair:
    """A row of the file and its score.

    Attributes:
        line: Line of the file on which the row begins, from 1.
        score: Probability that the two are one, None where the row cannot be used.
        match: Whether that is at or above the threshold.
        features: What speaks for and against.
        error: Why the row cannot be used, "" if it can.
        right: Whether the two are one as the file says, None where it says nothing.
    """

    line: int
    schema: str
    name1: str
    name2: str
    score: float | None
    match: bool
    features: tuple[Finding, ...] = ()
    error: str = ""
    right: bool | None = None
    group: str = ""

    def plain(self) -> dict[str, object]:
        """The pair as JSON prints it."""
        features = [
            {
                "feature": one.feature,
                "words": feature_words(one.feature),
                "weight": one.weight,
                "sentence": one.sentence,
            }
            for one in self.features
        ]
        said: dict[str, object] = {"score": self.score, "match": self.match, "features": features}
        return said | {"error": self.error} if self.error else said


def checked_file(path: Path) -> Path:
    """Return the path of a file that can be read to its end: UTF-8, with the columns that are needed.

    Raises:
        NotFound: There is no such file.
        UnreadableFile: It is no file, or not UTF-8.
        BadInput: It is empty, or a column is missing.
    """
    if not path.exists():
        raise NotFound("There is no such file.", where=str(path), remedy="Check the path.")
    if not path.is_file():
        raise UnreadableFile("That is no file.", where=str(path), remedy="Name a CSV file.")
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                raise UnreadableFile(
                    "The file is not UTF-8.", where=f"{path}, line {number}", remedy="Save it as UTF-8."
                ) from None
    with path.open(encoding="utf-8-sig", newline="") as file:
        _places(_header(csv.reader(file), path), path)
    return path


def scored(path: Path, threshold: float = THRESHOLD) -> Iterator[ScoredPair]:
    """Every row of a checked file in its order, read and scored one by one; empty lines are no rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = _header(reader, path)
        places = _places(header, path)
        after = reader.line_num
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield _unusable(after + 1, f"The row cannot be read: {error}.")
            else:
                if row:
                    yield _pair(after + 1, row, places, threshold)
            after = reader.line_num


def _header(reader: Iterator[list[str]], path: Path) -> list[str]:
    try:
        header = next((row for row in reader if any(cell.strip() for cell in row)), None)
    except csv.Error as error:
        raise UnreadableFile(f"The file is no CSV: {error}.", where=str(path)) from None
    if header is None:
        raise BadInput("The file is empty.", where=str(path), remedy=f"Begin it with a line {','.join(COLUMNS)}.")
    return [cell.strip().casefold() for cell in header]


def _places(header: list[str], path: Path) -> dict[str, int]:
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise BadInput(
            f"The file has no column {' and no column '.join(missing)}.",
            where=f"{path}, line 1",
            remedy=f"Name the columns {', '.join(COLUMNS)} in the first line.",
        )
    return {name: header.index(name) for name in (*COLUMNS, *_RIGHT, *_GROUP) if name in header}


def _unusable(line: int, error: str, said: tuple[str, str, str] = ("", "", "")) -> ScoredPair:
    return ScoredPair(line, *said, None, False, error=f"Line {line}: {error}")


def _pair(line: int, row: list[str], places: dict[str, int], threshold: float) -> ScoredPair:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    said = cells["schema"], cells["name1"], cells["name2"]
    kind = _schema_named(cells["schema"])
    error = _wrong(cells, kind)
    if error:
        return _unusable(line, error, said)
    one, other = (Record.of(name, kind, [("name", cells[name])]) for name in ("name1", "name2"))
    found = compare(one, other)
    right = next((_truth(cells[name]) for name in _RIGHT if name in cells), None)
    group = next((cells[name] for name in _GROUP if name in cells), "")
    return ScoredPair(
        line, kind, *said[1:], found.p_match, found.p_match >= threshold, found.findings, "", right, group
    )


def _wrong(cells: dict[str, str], kind: str) -> str:
    """What is wrong with a row, "" if nothing is."""
    if not cells["schema"]:
        return "it names no schema."
    if not kind:
        return f"there is no schema {cells['schema'][:80]!r}."
    if not comparable(kind, kind):
        return f"{kind} is of no kind that is compared."
    for name in ("name1", "name2"):
        if not cells[name]:
            return f"{name} is empty."
        if len(cells[name]) > NAME_LENGTH:
            return f"{name} is longer than {NAME_LENGTH:,} letters."
    return ""


def _schema_named(name: str) -> str:
    return _schemata().get(name.casefold(), "")


@cache
def _schemata() -> dict[str, str]:
    return {name.casefold(): name for name in schema.schemata()}


def _truth(cell: str) -> bool | None:
    word = cell.casefold()
    return True if word in _TRUE else False if word in _FALSE else None


@dataclass
class Counts:
    """How often the score was right, of pairs of which the file says what is right."""

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    true_negatives: int = 0

    def add(self, pair: ScoredPair) -> None:
        """Count a pair."""
        name = ("true" if pair.match == pair.right else "false") + ("_positives" if pair.match else "_negatives")
        setattr(self, name, getattr(self, name) + 1)

    @property
    def pairs(self) -> int:
        """How many pairs."""
        return self.true_positives + self.false_positives + self.false_negatives + self.true_negatives

    @property
    def precision(self) -> float:
        """How many of those called one are; 1 where none is."""
        said = self.true_positives + self.false_positives
        return self.true_positives / said if said else 1.0

    @property
    def recall(self) -> float:
        """How many of those that are one are called so; 1 where none is."""
        are = self.true_positives + self.false_negatives
        return self.true_positives / are if are else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing was found."""
        wrong = self.false_positives + self.false_negatives
        return 2 * self.true_positives / (2 * self.true_positives + wrong) if self.true_positives or wrong else 1.0


@dataclass
class Tally:
    """Counts of all pairs, by schema and by group."""

    all: Counts = field(default_factory=Counts)
    by_schema: dict[str, Counts] = field(default_factory=dict)
    by_group: dict[str, Counts] = field(default_factory=dict)

    def add(self, pair: ScoredPair) -> None:
        """Count a pair where the file says what is right."""
        if pair.right is None or pair.score is None:
            return
        self.all.add(pair)
        self.by_schema.setdefault(pair.schema, Counts()).add(pair)
        if pair.group:
            self.by_group.setdefault(pair.group, Counts()).add(pair)
