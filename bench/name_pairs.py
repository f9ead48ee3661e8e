"""Labelled synthetic pairs of names by rules of language: what one name becomes, and which other name looks like it.

`python -m bench.name_pairs > pairs.csv` writes rows `group,schema,name1,name2,is_match,kind`. Given names come from
the table that ships, family names from the lists below (the commonest of each country); people, firms and ships made of
them are synthetic. A pair of one person differs in script, habit, order, completeness or by a slip; a pair of two
differs in a given name, a family name or a father's name that looks alike.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rigour.text import levenshtein

SEED = 20_261_124
GIVEN = Path(__file__).parent.parent / "src/headwater/data/names/given_names.txt"

FAMILIES = {
    "sr": """Jovanović Petrović Nikolić Marković Đorđević Stojanović Ilić Stanković Pavlović Milošević Popović Janković
        Kovačević Živković Todorović Ristić Kostić Cvetković Mitrović Vasić Lazić Petković Jevtić Jokić
        Jović Stević Stojković Radović Radić Radulović Rakić Savić Simić Šarić Šabić Tasić Tešić Vuković
        Vučić Vukić Đurić Đukić Perić Pešić""".split(),
    "mk": """Стојановски Петровски Николовски Јовановски Трајковски Димовски Ѓорѓиевски Ивановски Костовски Ристовски
        Спасовски Стефановски Тодоровски Цветковски Атанасовски Богдановски Велковски Јанкуловски Милевски
        Митревски Наумовски Павловски Петрески Петрушевски Николоски Симоновски Симовски Ангеловски
        Ангелески Здравковски""".split(),
    "sq": """Hoxha Krasniqi Gashi Berisha Shala Morina Kelmendi Bytyqi Osmani Rexhepi Aliu Dervishi Shehu Prifti Dushku
        Leka Kola Gjoka Çela Xhafa Haxhiu Hysenaj Thaçi Zeqiri Mehmeti Ahmeti Selimi Sejdiu Halili Jashari
        Bajrami Beqiri Kurti Kurtaj Lika Lleshi Marku Ndoci Nikolli Qosja Rama Ramaj Ymeri Zogaj""".split(),
    "tr": """Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç
        Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğan Yavuz Can Acar Güneş Bulut Keskin Güler Kaplan Taş
        Tekin Avcı""".split(),
    "ku": """Barzanî Talabanî Zebarî Hekarî Bakuri Şêxanî Rojhilatî Kocerî Mîranî Bradostî Goranî Surçî Herkî Doskî
        Rekanî Kurdî Hewramî Kelhur Caf Sindî""".split(),
    "ar": """al-Rawi al-Jubouri al-Masri al-Tamimi al-Dulaimi al-Hashimi al-Shammari al-Obeidi al-Janabi
        al-Khatib al-Najjar al-Haddad al-Bakri al-Ansari al-Kubaisi al-Zubaidi al-Saadi al-Nasser al-Harbi
        al-Otaibi al-Qahtani al-Ghamdi Mansour Haddad Khoury Saleh Darwish Shaheen Awad Barakat""".split(),
    "fa": """Ahmadi Hosseini Mohammadi Karimi Rezaei Jafari Moradi Heidari Ghasemi Hashemi Sadeghi Rahimi Ebrahimi
        Najafi Akbari Amini Soltani Norouzi Tavakoli Shirazi Tehrani Kermani Esfahani Bagheri Bahrami Mousavi
        Rostami Nazari""".split(),
    "vi": "Nguyễn Trần Lê Phạm Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trịnh Đoàn Đinh Mai Trương Lâm Tạ".split(),
}  # fmt: skip
SECTIONS = {
    "sr": "# Serbian", "mk": "# Macedonian", "sq": "# Albanian", "tr": "# Turkish", "ku": "# Kurdish", "ar": "# Arabic",
    "fa": "# Arabic", "vi": "# Vietnamese",
}  # fmt: skip

_CYRILLIC = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
        strict=True,
    )
)
_CYRILLIC |= {"ѓ": "gj", "ќ": "kj", "ѕ": "dz"}
_MRZ = str.maketrans({"Đ": "D", "Ö": "OE", "Ü": "UE", "Ä": "AE", "Ğ": "G", "İ": "I", "Ş": "S", "ß": "SS", "Ø": "OE"})


def latin_of(text: str) -> str:
    """Serbian or Macedonian Cyrillic in Latin letters, as national rules have it."""
    read = "".join(_CYRILLIC.get(char.lower(), char) for char in text)
    return " ".join(word[:1].upper() + word[1:] for word in read.split())


def cyrillic_of(text: str) -> str:
    """Serbian Latin in Cyrillic."""
    low = text.lower()
    for letter, latin in sorted(_CYRILLIC.items(), key=lambda pair: -len(pair[1])):
        if letter not in "ѓќѕ":
            low = low.replace(latin, letter)
    return low.title()


def plain(text: str) -> str:
    """Letters without marks, as a keyboard that has none writes them."""
    import unicodedata

    text = text.replace("đ", "dj").replace("Đ", "Dj").replace("ı", "i").replace("ə", "e")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def mrz(given: str, family: str) -> str:
    """The name field of a machine-readable zone (ICAO Doc 9303-3, section 4.6 and 6 A)."""

    def field(text: str) -> str:
        import unicodedata

        text = unicodedata.normalize("NFKD", text.upper().translate(_MRZ))
        kept = "".join(char for char in text if not unicodedata.combining(char))
        return "".join(char if char.isalpha() else "<" for char in kept)

    return f"{field(family)}<<{field(given)}"


@dataclass(frozen=True)
class Person:
    """A synthetic person: a given name, perhaps a father's, a family name."""

    lang: str
    given: str
    father: str
    family: str

    @property
    def whole(self) -> str:
        """The name as it is written at home."""
        if self.lang == "vi":
            return f"{self.family} {self.father} {self.given}"
        if self.lang == "ar" and self.father:
            return f"{self.given} bin {self.father} {self.family}"
        return " ".join(part for part in (self.given, self.father, self.family) if part)


class Names:
    """The table of given names by language."""

    def __init__(self) -> None:
        self.lines: dict[str, list[list[str]]] = {}
        section = ""
        for line in GIVEN.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                section = line
            elif line:
                self.lines.setdefault(section, []).append(line.split())

    def of(self, lang: str) -> list[list[str]]:
        """The names of a language, each with its spellings."""
        return next(lines for section, lines in self.lines.items() if section.startswith(SECTIONS[lang]))


def persons(rng: random.Random, table: Names, lang: str) -> Iterator[Person]:
    """Synthetic persons of a language, without end."""
    lines = table.of(lang)
    while True:
        given, father = rng.choice(lines)[0], rng.choice(lines)[0]
        keep_father = lang == "vi" or rng.random() < {"ar": 0.7, "fa": 0.2, "ku": 0.2}.get(lang, 0.15)
        if given == father:
            continue
        if lang == "vi":
            father = rng.choice(["Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc"])
        yield Person(lang, given, father if keep_father else "", rng.choice(FAMILIES[lang]))


Change = Callable[[random.Random, Names, Person], str]


def _written(person: Person) -> str:
    return latin_of(person.whole) if person.lang == "mk" else person.whole


def _other_script(rng: random.Random, table: Names, person: Person) -> str:
    if person.lang == "sr":
        return cyrillic_of(person.whole)
    return person.whole if person.lang == "mk" else plain(person.whole)


def _plain(rng: random.Random, table: Names, person: Person) -> str:
    return plain(_written(person))


def _order(rng: random.Random, table: Names, person: Person) -> str:
    rest = " ".join(part for part in (person.given, person.father) if part)
    return _written(Person(person.lang, "", "", "")) + f"{_cased(person.family, person.lang)}, {rest}"


def _cased(text: str, lang: str) -> str:
    return latin_of(text) if lang == "mk" else text


def _mrz(rng: random.Random, table: Names, person: Person) -> str:
    return mrz(person.given, _cased(person.family, person.lang))


def _spelling(rng: random.Random, table: Names, person: Person) -> str:
    line = next(line for line in table.of(person.lang) if line[0] == person.given)
    return _written(Person(person.lang, rng.choice(line), person.father, person.family))


def _no_father(rng: random.Random, table: Names, person: Person) -> str:
    return _written(Person(person.lang, person.given, "", person.family)).strip()


def _title(rng: random.Random, table: Names, person: Person) -> str:
    return rng.choice(["Dr.", "Mr", "Prof.", "Haji", "Eng."]) + " " + _written(person)


def _initial(rng: random.Random, table: Names, person: Person) -> str:
    return f"{person.given[0]}. {_cased(person.family, person.lang)}"


def _second_family(rng: random.Random, table: Names, person: Person) -> str:
    return f"{_written(person)}-{_cased(rng.choice(FAMILIES[person.lang]), person.lang)}"


def _slip(rng: random.Random, table: Names, person: Person) -> str:
    family = _cased(person.family, person.lang)
    place = rng.randrange(1, max(2, len(family) - 1))
    ways = [
        family[:place] + family[place + 1 :],
        family[:place] + family[place] + family[place:],
        family[:place] + family[place + 1 : place + 2] + family[place] + family[place + 2 :],
        family[:place] + rng.choice("eiaotnrls") + family[place + 1 :],
    ]
    return _written(person).replace(family, rng.choice(ways))


def _near(rng: random.Random, options: list[str], name: str) -> str:
    """Another name that looks like this one, if there is one."""
    others = [other for other in options if plain(other).lower() != plain(name).lower()]
    near = [other for other in others if levenshtein(plain(other).lower(), plain(name).lower()) <= 2]
    return rng.choice(near or others)


def _other_given(rng: random.Random, table: Names, person: Person) -> str:
    lines = table.of(person.lang)
    own = next(line for line in lines if line[0] == person.given)
    near = _near(rng, [line[0] for line in lines if line is not own], person.given)
    return _written(Person(person.lang, near, person.father, person.family))


def _other_family(rng: random.Random, table: Names, person: Person) -> str:
    return _written(Person(person.lang, person.given, person.father, _near(rng, FAMILIES[person.lang], person.family)))


def _other_father(rng: random.Random, table: Names, person: Person) -> str:
    father = person.father or person.given
    near = _near(rng, [line[0] for line in table.of(person.lang) if father not in line], father)
    return _written(Person(person.lang, person.given, near, person.family))


def _turned(rng: random.Random, table: Names, person: Person) -> str:
    return _written(Person(person.lang, person.father, person.given, person.family))


SAME: dict[str, Change] = {
    "other script": _other_script, "no marks": _plain, "order": _order, "MRZ": _mrz, "spelling": _spelling,
    "no father's name": _no_father, "title": _title, "second family name": _second_family, "slip": _slip,
}  # fmt: skip
OTHER: dict[str, Change] = {
    "another given name": _other_given, "another family name": _other_family, "another father's name": _other_father,
    "father and son": _turned,
}  # fmt: skip


def person_pairs(rng: random.Random, table: Names, lang: str, count: int) -> Iterator[tuple[str, str, str, bool, str]]:
    """(schema, name, name, one person?, kind), half of one person."""
    people = persons(rng, table, lang)
    for place in range(count):
        person = next(people)
        same = place % 2 == 0
        kind, change = rng.choice(list((SAME if same else OTHER).items()))
        if kind in ("another father's name", "father and son"):
            while not person.father or (kind == "father and son" and lang not in ("ar",)):
                kind, change = ("another given name", _other_given) if lang != "ar" else (kind, change)
                if kind == "another given name":
                    break
                person = next(people)
        yield "Person", _written(person), change(rng, table, person), same, kind


FIRMS = """Primer Trgovina|Uzorak Gradnja|Ogled Transport|Shembull Ndërtim|Provë Tregti|Пример Трговија
Образец Инженеринг|Örnek İnşaat|Numune Nakliyat|Deneme Tekstil|Example Logistics|Sample Shipping|Specimen Marine
Primjer Inženjering|Obrazac Komerc|Exemple Voyages|Beispiel Handel|Esempio Costruzioni|Shembulli Group
Prova Invest""".replace("\n", "|").split("|")
FORMS = (
    ("d.o.o.", "DOO", "д.о.о.", "Ltd", "društvo sa ograničenom odgovornošću"), ("Sh.p.k.", "SHPK", "Sh.P.K", "Ltd"),
    ("ДООЕЛ", "DOOEL", "d.o.o.e.l.", "Ltd"), ("Ltd", "Limited", "Ltd.", "LTD"), ("a.d.", "AD", "АД", "JSC"),
    ("Ltd. Şti.", "Limited Şirketi", "LTD STI"), ("GmbH", "G.m.b.H.", "Gesellschaft mit beschränkter Haftung"),
    ("LLC", "L.L.C.", "Limited Liability Company"), ("S.r.l.", "SRL", "Srl"), ("A.Ş.", "AS", "Anonim Şirketi"),
)  # fmt: skip
PLACES = ("Beograd", "Skopje", "Tirana", "Prishtina", "Sarajevo", "Podgorica", "Istanbul", "Niš")
WORDS = ("Trans", "Invest", "Holding", "Export", "Marine", "Oil", "Agro", "Metal")


def company_pairs(rng: random.Random, count: int) -> Iterator[tuple[str, str, str, bool, str]]:
    """Firms: forms of law written otherwise, scripts, slips; and others of the same words."""
    for place in range(count):
        core, forms = rng.choice(FIRMS), rng.choice(FORMS)
        name = f"{core} {forms[0]}"
        if place % 2 == 0:
            kind = rng.choice(["legal form", "no legal form", "no marks", "slip", "script"])
            other = {
                "legal form": f"{core} {rng.choice(forms[1:])}",
                "no legal form": core,
                "no marks": plain(core) + " " + forms[0],
                "slip": _word_slip(rng, core) + " " + forms[0],
                "script": f"{_other_letters(core)} {forms[1]}",
            }[kind]
        else:
            kind = rng.choice(["another place", "another word", "a word more", "a number"])
            first, second = rng.sample(PLACES, 2)
            one, two = rng.sample(WORDS, 2)
            name, other = {
                "another place": (f"{core} {first} {forms[0]}", f"{core} {second} {forms[0]}"),
                "another word": (name, f"{core.split()[0]} {one} {forms[0]}"),
                "a word more": (f"{core.split()[0]} {one} {forms[0]}", f"{core.split()[0]} {two} {forms[0]}"),
                "a number": (f"{core} 1 {forms[0]}", f"{core} 2 {forms[0]}"),
            }[kind]
        yield "Company", name, other, place % 2 == 0, kind


def _other_letters(core: str) -> str:
    if core[0] in "ПО":
        return latin_of(core)
    return cyrillic_of(core) if core.isascii() else plain(core)


def _word_slip(rng: random.Random, text: str) -> str:
    place = rng.randrange(1, len(text) - 1)
    return text[:place] + text[place + 1 :] if text[place] != " " else text + text[-1]


SHIPS = """Sea Example|Blue Sample|Morning Specimen|Lady Primer|Star Uzorak|Golden Shembull|Ocean Obrazec
Northern Numune""".replace("\n", "|").split("|")


def vessel_pairs(rng: random.Random, count: int) -> Iterator[tuple[str, str, str, bool, str]]:
    """Ships: prefixes, numbers written otherwise; and sister ships."""
    roman = ["I", "II", "III", "IV", "V", "VI"]
    for place in range(count):
        name, number = rng.choice(SHIPS), rng.randrange(1, 6)
        if place % 2 == 0:
            kind, other = rng.choice(
                [
                    ("prefix", f"{rng.choice(['M/V', 'MV', 'MT', 'M/T'])} {name} {number}"),
                    ("number", f"{name} {roman[number - 1]}"),
                    ("capitals", f"{name} {number}".upper()),
                    ("slip", f"{_word_slip(rng, name)} {number}"),
                ]
            )
        else:
            kind, other = rng.choice(
                [
                    ("sister ship", f"{name} {number + 1}"),
                    ("another word", f"{name.split()[0]} {rng.choice(WORDS)} {number}"),
                ]
            )
        yield "Vessel", f"{name} {number}", other, place % 2 == 0, kind


def pairs(seed: int = SEED, each: int = 60) -> Iterator[tuple[str, str, str, str, bool, str]]:
    """(group, schema, name, name, one?, kind): `each` of every language, twice as many firms, as many ships."""
    rng = random.Random(seed)
    table = Names()
    for lang in FAMILIES:
        yield from ((lang, *pair) for pair in person_pairs(rng, table, lang, each))
    yield from (("firms", *pair) for pair in company_pairs(rng, 2 * each))
    yield from (("ships", *pair) for pair in vessel_pairs(rng, each))


def main() -> None:
    """Write the pairs."""
    out = csv.writer(sys.stdout)
    out.writerow(["group", "schema", "name1", "name2", "is_match", "kind"])
    for group, schema, one, other, same, kind in pairs():
        out.writerow([group, schema, one, other, "true" if same else "false", kind])


if __name__ == "__main__":
    main()
