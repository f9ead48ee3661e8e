"""What is compared of an entity: its names, dates, numbers and places, whatever sources they came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from headwater import names
from headwater.model import schema

LISTED_BY = "listedBy"
"""The property under which a record says whose public list it stands on."""

WEAK_NAMES = frozenset({"weakAlias", "abbreviation"})
"""Properties whose names a source itself holds for weak: they may speak for, never against."""


@dataclass(frozen=True)
class Record:
    """An entity's values by property, as its viewer may see them.

    Attributes:
        id: Id of the entity, or of the cluster it stands in.
        schema: The narrowest schema stated of it.
        values: Values by property of the schema, in the order given. What a linked entity says (a passport, a phone)
            comes under the property one would look for: `passportNumber`, `idNumber`, `phone`, `email`, `address`.
    """

    id: str
    schema: str
    values: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, id_: str, schema_name: str, values: Iterable[tuple[str, str]]) -> Record:
        """A record of (property, value) pairs; a value said twice stands once."""
        by_prop: dict[str, dict[str, None]] = {}
        for prop, value in values:
            if value.strip():
                by_prop.setdefault(prop, {})[value] = None
        return cls(id_, schema_name, {prop: tuple(said) for prop, said in by_prop.items()})

    def get(self, *props: str) -> tuple[str, ...]:
        """The values of some properties, each once."""
        if len(props) == 1:
            return self.values.get(props[0], ())
        return tuple(dict.fromkeys(value for prop in props for value in self.values.get(prop, ())))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Whole names: the name first, then what else it is called; a name given in parts only is put together."""
        found = self.get("name", "alias", "previousName", "weakAlias", "abbreviation")
        if found:
            return found
        parts = self.get("firstName", "secondName", "middleName", "fatherName", "lastName")
        return (" ".join(parts),) if parts else ()

    @cached_property
    def strong_names(self) -> tuple[str, ...]:
        """Names that no source holds for weak; all of them if there is no other."""
        return self.get("name", "alias", "previousName") or self.names

    @cached_property
    def is_person(self) -> bool:
        """Whether it is a person (a LegalEntity may be one and is not counted)."""
        return schema.is_person(self.schema)

    @cached_property
    def keyed_names(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Each name, the main ones first, with the keys of its words."""
        return tuple((name, frozenset(names.name_index(name)[1])) for name in self.names)

    @cached_property
    def main_names(self) -> frozenset[str]:
        """Names that a source gives as the name, in whatever script."""
        return frozenset(self.get("name") or self.names[:1])

    @cached_property
    def name_keys(self) -> frozenset[str]:
        """Keys of all words of all names (`headwater.names.name_index`)."""
        return frozenset(key for name in self.names for key in names.name_index(name)[1])

    @cached_property
    def name_tokens(self) -> frozenset[str]:
        """Folded tokens of all names."""
        return frozenset(token for name in self.names for token in names.name_index(name)[0])
