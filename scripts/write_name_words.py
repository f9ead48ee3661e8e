"""Write the table of name words: which words are names, which are forms of one name, how often they stand on lists.

    python scripts/write_name_words.py FAKER LISTS... > src/headwater/data/names/words.tsv

FAKER is an unpacked `faker` package (MIT; its person providers give given and family names by country). LISTS are the
Security Council's consolidated XML and tables with the columns `record`, `name_a` and `name_b`, whose words are counted
by record. `rigour` (MIT), by Wikidata (CC0), says which words are forms of one name. Words that only a list has are
written with their count and no form: they may be misspelled.
"""

from __future__ import annotations

import csv
import importlib
import inspect
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from rigour.names import NameTypeTag, SymbolCategory, analyze_names

from headwater import names
from headwater.names.folding import words

FOLDER = Path(__file__).parent.parent / "src/headwater/data/names"
FORMS = (SymbolCategory.NAME, SymbolCategory.NICK)


def written_lines() -> Iterator[list[str]]:
    """The spellings of each line of the tables of given and of family names."""
    for table in ("given_names.txt", "family_names.txt"):
        for line in (FOLDER / table).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line.split()


def faker_names(folder: Path) -> Iterator[str]:
    """Every given and family name of Faker's person providers."""
    sys.path.insert(0, str(folder))
    for place in sorted((folder / "faker/providers/person").iterdir()):
        if not (place / "__init__.py").exists():
            continue
        provider = importlib.import_module(f"faker.providers.person.{place.name}").Provider
        for name, value in inspect.getmembers(provider):
            if ("first_name" in name or "last_name" in name) and isinstance(value, (tuple, list, dict)):
                yield from (str(one) for one in value)


def list_names(path: Path) -> Iterator[tuple[str, str]]:
    """(record, name) of a list."""
    if path.suffix == ".xml":
        for person in etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).iter("INDIVIDUAL"):
            record = person.findtext("REFERENCE_NUMBER", "")
            parts = [person.findtext(f"{place}_NAME", "") for place in ("FIRST", "SECOND", "THIRD", "FOURTH")]
            yield record, " ".join(parts)
            yield from ((record, alias.text or "") for alias in person.iter("ALIAS_NAME"))
        return
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["record"], row["name_a"]
            yield row["record"], row["name_b"]


def spelled(name: str) -> Iterator[tuple[str, str]]:
    """(folded token, spelling) of each word of a name."""
    for word in words(name):
        yield from ((token, word) for token in names.tokens(word))


def symbols(word: str) -> set[str]:
    """Ids of the names that a word is a form of."""
    found = set()
    for name in analyze_names(NameTypeTag.PER, [word]):
        for span in name.spans:
            if span.symbol.category in FORMS:
                found.add(str(span.symbol))
    return found


class Table:
    """What is known of each folded word."""

    def __init__(self) -> None:
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.known: set[str] = set()
        self.lines_of: dict[str, set[int]] = defaultdict(set)
        self.spellings: dict[str, set[str]] = defaultdict(set)
        self.records: dict[str, set[str]] = defaultdict(set)

    def take_written(self) -> None:
        """Our own tables: each line is one name."""
        for number, line in enumerate(written_lines()):
            for token, word in (pair for spelling in line for pair in spelled(spelling)):
                self.lines_of[token].add(number)
                self.spellings[token].add(word)

    def take_faker(self, folder: Path) -> None:
        """Words that are names somewhere."""
        for token, word in (pair for name in faker_names(folder) for pair in spelled(name)):
            self.spellings[token].add(word)
            self.known.add(token)

    def take_list(self, path: Path) -> None:
        """Words of a list, to be counted."""
        for record, name in list_names(path):
            for token, word in spelled(name):
                self.spellings[token].add(word)
                self.records[token].add(record)

    def take_forms(self) -> None:
        """Which name each word is a form of."""
        for token, spellings in self.spellings.items():
            plain = {word for word in spellings if names.script_of(word) in ("Latn", "Cyrl")}
            found = set().union(*(symbols(word) for word in {*plain, token}))
            self.forms[token] |= found
            if found:
                self.known.add(token)

    def lines(self) -> Iterator[str]:
        """The lines of the file; a form that only one word has tells nothing and is left out."""
        shared = Counter(form for found in self.forms.values() for form in found)
        several = sorted(form for form, count in shared.items() if count > 1)
        numbers = {form: place for place, form in enumerate(several)}
        yield f"# records\t{len(set().union(*self.records.values()))}"
        for token in sorted(self.known | set(self.lines_of) | set(self.records)):
            if len(token) > 1 and token.isalpha():
                known = "1" if token in self.known or token in self.lines_of else ""
                ids = ",".join(str(numbers[form]) for form in sorted(self.forms[token]) if form in numbers)
                places = ",".join(map(str, sorted(self.lines_of[token])))
                yield f"{token}\t{len(self.records[token]) or ''}\t{known}\t{ids}\t{places}"


def main() -> None:
    """Print the table."""
    table = Table()
    table.take_written()
    table.take_faker(Path(sys.argv[1]))
    for path in sys.argv[2:]:
        table.take_list(Path(path))
    table.take_forms()
    for line in table.lines():
        print(line)


if __name__ == "__main__":
    main()
