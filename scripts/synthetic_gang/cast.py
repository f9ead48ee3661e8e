"""The cast of the synthetic group: a dozen members over the whole crime script, a contact, a victim, a witness, things.

Every family name means "example", "sample", "specimen" or "test" in its language. Phone numbers are of the range that
Ofcom keeps for drama (07700 900000 to 900999); the passport is of Utopia, the country of Doc 9303's specimens.
"""

from __future__ import annotations

from collections.abc import Mapping

from headwater.model import Basis, ScriptRole, SubjectCategory
from synthetic_gang.saying import Lines, Said, Values, lines_of, thing, written

GROUP = "brook-group"
BESNIK, ARTA, DRAGAN, PETAR = "besnik", "arta", "dragan", "petar"
MARKO, ILIR, ZEF, LUAN = "marko", "ilir", "zef", "luan"
GORAN, HASAN, TRAJKO, KARWAN = "goran", "hasan", "trajko", "karwan"
EMINA, SAMIR, JELENA = "emina", "samir", "jelena"
COMPANY = "company-transporti"
VAN_142, VAN_087 = "van-142", "van-087"
BOAT, ENGINE = "boat-31", "engine-0087"
HOUSE, YARD = "house-skopje", "yard-dunkirk"
BANK, PASSPORT, ACCOUNT = "bank-142", "passport-142", "account-brook"

PEOPLE: dict[str, tuple[str, SubjectCategory]] = {
    BESNIK: ("Besnik Shembulli", SubjectCategory.SUSPECT),
    ARTA: ("Arta Mostra", SubjectCategory.CONTACT),
    DRAGAN: ("Dragan Primerović", SubjectCategory.CONVICTED),
    PETAR: ("Petar Obrazec", SubjectCategory.SUSPECT),
    MARKO: ("Marko Uzorak", SubjectCategory.SUSPECT),
    ILIR: ("Ilir Provaj", SubjectCategory.SUSPECT),
    ZEF: ("Zef Modeli", SubjectCategory.SUSPECT),
    LUAN: ("Luan Kampioni", SubjectCategory.SUSPECT),
    GORAN: ("Goran Probni", SubjectCategory.SUSPECT),
    HASAN: ("Hasan Örnek", SubjectCategory.SUSPECT),
    TRAJKO: ("Trajko Primerski", SubjectCategory.SUSPECT),
    KARWAN: ("Karwan Nimune", SubjectCategory.SUSPECT),
    EMINA: ("Emina Primjer", SubjectCategory.CONTACT),
    SAMIR: ("Samir Mithal", SubjectCategory.VICTIM),
    JELENA: ("Jelena Primerak", SubjectCategory.WITNESS),
}


_WHEN = {"since": "startDate", "until": "endDate", "on": "date", "place": "place"}


def person(key: str, /, category: SubjectCategory | None = None, **props: Values) -> Lines:
    """What a report says of a person of the cast; the name is always said, in the cast's spelling if not given."""
    name, usual = PEOPLE[key]
    return lines_of(key, "Person", {"name": name} | props, category=category or usual)


def group(**props: Values) -> Lines:
    """The group itself."""
    return lines_of(GROUP, "SmugglingGroup", {"name": "Brook group", "groupReference": "SYN-07"} | props)


def role(who: str, part: ScriptRole, *, basis: Basis = Basis.FACT, grade: str = "", **when: str) -> Lines:
    """A role of a person in the group; the same role said by two reports is the same membership."""
    props: dict[str, Values] = {"member": who, "organization": GROUP}
    props["scriptRole"] = Said(part.value, basis=basis, grade=grade)
    return group() + lines_of(f"{who}#{part.value}", "GangMembership", props | _when(when), basis=basis)


def link(
    subject: str, words: str, object: str, *, part: ScriptRole | None = None, basis: Basis = Basis.FACT, **when: str
) -> Lines:
    """A link between two of the cast: `paid`, `supplied`."""
    props: dict[str, Values] = {"subject": subject, "object": object, "role": words}
    if part:
        props["scriptRole"] = part.value
    return lines_of(_edge_key(subject, words, object), "GangLink", props | _when(when), basis=basis)


def use(user: str, words: str, item: str, *, basis: Basis = Basis.FACT, **when: str) -> Lines:
    """That somebody uses a thing, and as what: `subscriber`, `driver`."""
    props: dict[str, Values] = {"user": user, "item": item, "role": words}
    return lines_of(_edge_key(user, words, item), "Use", props | _when(when), basis=basis)


def _when(when: Mapping[str, str]) -> dict[str, Values]:
    return {_WHEN[name]: value for name, value in when.items()}


def _edge_key(source: str, words: str, target: str) -> str:
    return f"{source}#{words.replace(',', '').replace(' ', '-')}-{target}"


def phone(last: int) -> str:
    """The key of a phone by the last three digits of its number."""
    return f"phone-{last}"


def phone_lines(last: int, **props: Values) -> Lines:
    """A phone of the drama range 07700 900000 to 900999."""
    number = written(f"+447700900{last:03}", f"07700 900{last:03}")
    return lines_of(phone(last), "Phone", {"number": number} | props)


def van(key: str) -> Lines:
    """One of the two vans."""
    plates = {VAN_142: "ZZ 142 SY", VAN_087: "ZZ 087 SY"}
    return thing(key, "Vehicle", registrationNumber=plates[key], type="Van")


def house() -> Lines:
    """The safe house."""
    return thing(HOUSE, "Address", full="Example Street 14, Skopje", city="Skopje", country="mk")


def yard() -> Lines:
    """The yard where boats lie before a launch."""
    return thing(YARD, "Address", full="Example Yard 3, Dunkirk", city="Dunkirk", country="fr")


def boat(**props: Values) -> Lines:
    """The inflatable boat."""
    return lines_of(BOAT, "Boat", {"type": "Inflatable boat", "hullNumber": "SYN-HULL-0031"} | props)


def engine(**props: Values) -> Lines:
    """The outboard engine that was found."""
    return lines_of(ENGINE, "Engine", {"serialNumber": "SYN-0087"} | props)


def bank(**props: Values) -> Lines:
    """The bank account; `XX` is the code of no country."""
    named = {"iban": "XX00SYNT0000000000142", "bankName": "Example Bank"}
    return lines_of(BANK, "BankAccount", named | props)


def company(**props: Values) -> Lines:
    """The transport company."""
    return lines_of(COMPANY, "Company", {"name": "Shembulli Transporti Provë", "country": "al"} | props)
