"""Putting a draft report of a public list together, one assertion after the other.

What every list has in common lives here: a person's assertions carry a category, the same thing said twice in one
entry is kept once, a value that could not be made canonical goes to the entity's notes with the name of its field,
and whatever the source wrote besides the value stays in `original_value`.
"""

from __future__ import annotations

from headwater.errors import EntryRefused
from headwater.intake.countries import country_code
from headwater.intake.dates import find_dates
from headwater.intake.reader import Source
from headwater.intake.scripts import language_of
from headwater.model.category import Basis, SubjectCategory
from headwater.model.report import DraftAssertion, DraftReport
from headwater.model.schema import is_link, is_person

MAX_ASSERTIONS = 20_000
"""Of one entry; the longest of the lists that ship has about a hundred."""

GENDERS = {"male": "male", "m": "male", "female": "female", "f": "female", "other": "other"}


def one_line(text: str) -> str:
    """The text with every run of white space, line ends included, as one space."""
    return " ".join(text.split())


class DraftBuilder:
    """The draft of one entry: its main entity is named by the entry's reference, its own things after it.

    Args:
        source: The file's source; gives the agency, the list and the edition.
        reference: The entry's reference, key of the main entity.
        schema: Schema of the main entity.
        category: Category of every person in the entry.
    """

    def __init__(
        self,
        source: Source,
        reference: str,
        schema: str,
        *,
        category: SubjectCategory = SubjectCategory.LISTED,
    ) -> None:
        if not reference:
            raise EntryRefused("The entry has no reference.", field="reference", remedy="Give it the list's reference.")
        self.source = source
        self.reference = reference
        self._category = category
        self._schemata = {reference: schema}
        self._counts: dict[str, int] = {}
        self._assertions: dict[tuple[str, str, str], DraftAssertion] = {}

    @property
    def schema(self) -> str:
        """Schema of the main entity."""
        return self._schemata[self.reference]

    def has(self, prop: str) -> bool:
        """Whether the main entity has a value of this property already."""
        return any(entity == self.reference and own == prop for entity, own, _ in self._assertions)

    def thing(self, kind: str, schema: str, *, key: str = "") -> str:
        """The key of a new entity of this entry: `<reference>#<kind>-<n>`, or the key that is given."""
        if not key:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            key = f"{self.reference}#{kind}-{self._counts[kind]}"
        self._schemata[key] = schema
        return key

    def add(
        self, prop: str, value: str, *, original: str = "", lang: str = "", entity: str = "", basis: Basis = Basis.FACT
    ) -> None:
        """Assert a value; an empty one is left out, and so is one that the entry has asserted before.

        Args:
            prop: Property of the entity's schema.
            value: Canonical value; white space is folded.
            original: What the source wrote, kept where it differs.
            lang: ISO 639-3 code, where known.
            entity: Key of the entity, "" for the main one.
            basis: Fact or assessment.

        Raises:
            EntryRefused: The entry has more than `MAX_ASSERTIONS`.
        """
        value, original, entity = one_line(value), original.strip(), entity or self.reference
        if not value or (entity, prop, value) in self._assertions:
            return
        if len(self._assertions) >= MAX_ASSERTIONS:
            remedy = "Part the entry, or look at the file in an editor."
            raise EntryRefused(f"The entry says more than {MAX_ASSERTIONS:,} things.", field=prop, remedy=remedy)
        schema = self._schemata[entity]
        self._assertions[entity, prop, value] = DraftAssertion(
            entity,
            schema,
            prop,
            value,
            original_value="" if one_line(original) == value else original,
            lang=lang,
            basis=basis,
            category=self._category if is_person(schema) else None,
        )

    def add_name(self, prop: str, value: str, *, original: str = "", entity: str = "") -> None:
        """Assert a name, with its language where its script belongs to one language only."""
        self.add(prop, value, original=original, lang=language_of(value), entity=entity)

    def add_country(self, prop: str, text: str, *, words: str, original: str = "", entity: str = "") -> None:
        """Assert a country by its code; a name that is not recognised goes to the notes under `words`."""
        text = one_line(text)
        if not text:
            return
        code = country_code(text)
        if code:
            self.add(prop, code, original=original or text, entity=entity)
        else:
            self.note(f"{words}, as written: {original or text}", entity=entity)

    def add_date(self, prop: str, text: str, *, words: str, original: str = "", entity: str = "") -> None:
        """Assert every date in a text as an ISO prefix; a text without any goes to the notes under `words`."""
        text = one_line(text)
        if not text:
            return
        found = find_dates(text)
        for value in found:
            self.add(prop, value, original=original or text, entity=entity)
        if not found:
            self.note(f"{words}, as written: {original or text}", entity=entity)

    def add_gender(self, text: str) -> None:
        """Assert a gender; a word that is not known goes to the notes."""
        word = GENDERS.get(text.strip().lower(), "")
        if word:
            self.add("gender", word, original=text)
        elif text.strip():
            self.note(f"Gender, as written: {text}")

    def note(self, text: str, *, entity: str = "") -> None:
        """Keep a text with an entity: `notes` of a thing, `summary` of a link or a document."""
        schema = self._schemata[entity or self.reference]
        self.add("summary" if is_link(schema) else "notes", text, entity=entity)

    def build(self, *, narrative: str = "", reported_at: str = "") -> DraftReport:
        """The finished draft.

        Raises:
            EntryRefused: The main entity has no name.
        """
        names = ("name", "alias", "weakAlias", "previousName")
        if not any(a.entity == self.reference and a.prop in names for a in self._assertions.values()):
            raise EntryRefused("The entry has no name.", field="name", remedy="Give the entry a name.")
        return DraftReport(
            agency=self.source.agency,
            list_id=self.source.list_id,
            reference=self.reference,
            assertions=tuple(self._assertions.values()),
            reported_at=reported_at,
            edition=self.source.edition,
            narrative=narrative,
            published=True,
        )
