"""The columns of the UK Sanctions List's CSV and the words in its cells that have a meaning of their own.

Source of the columns: the list's header of 8 October 2026. The words are not from a published table: they are those
of the list's guidance as it is quoted elsewhere, and a word that is not here is kept as a note.
"""

from __future__ import annotations

COLUMNS = (
    "Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1", "Name 2", "Name 3",
    "Name 4", "Name 5", "Name type", "Alias strength", "Title", "Name non-latin script", "Non-latin script type",
    "Non-latin script language", "Regime Name", "Designation Type", "Designation source", "Sanctions Imposed",
    "Other Information", "UK Statement of Reasons", "Address Line 1", "Address Line 2", "Address Line 3",
    "Address Line 4", "Address Line 5", "Address Line 6", "Address Postal Code", "Address Country", "Phone number",
    "Website", "Email address", "Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number",
    "National Identifier additional information", "Passport number", "Passport additional information", "Position",
    "Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries", "Parent company",
    "Business registration number (s)", "IMO number", "Current owner/operator (s)", "Previous owner/operator (s)",
    "Current believed flag of ship", "Previous flags", "Type of ship", "Tonnage of ship", "Length of ship",
    "Year Built", "Hull identification number (HIN)",
)  # fmt: skip
GIVEN_NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5")
ADDRESS_LINES = tuple(f"Address Line {n}" for n in range(1, 7))
SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}

PLAIN = (
    ("Title", "title"),
    ("Position", "position"),
    ("Website", "website"),
    ("Email address", "email"),
    ("Type of entity", "legalForm"),
    ("Business registration number (s)", "registrationNumber"),
    ("IMO number", "imoNumber"),
    ("Type of ship", "type"),
)
"""Columns whose values go to a property as they are, where the entity's schema has it."""

COUNTRIES = (
    ("Nationality(/ies)", "nationality"),
    ("Country of birth", "birthCountry"),
    ("Current believed flag of ship", "flag"),
    ("Previous flags", "pastFlags"),
)
RELATED = (
    ("Subsidiaries", "subsidiary"),
    ("Parent company", "parent company"),
    ("Current owner/operator (s)", "current owner or operator"),
    ("Previous owner/operator (s)", "previous owner or operator"),
)
DOCUMENTS = (
    ("Passport number", "Passport additional information", "Passport", True),
    ("National Identifier number", "National Identifier additional information", "National identifier", False),
)
NOTES = ("Length of ship", "Hull identification number (HIN)")

LANGUAGES = {
    "albanian": "sqi",
    "amharic": "amh",
    "arabic": "ara",
    "armenian": "hye",
    "belarusian": "bel",
    "bulgarian": "bul",
    "burmese": "mya",
    "chinese": "zho",
    "dari": "prs",
    "english": "eng",
    "farsi": "fas",
    "georgian": "kat",
    "hebrew": "heb",
    "japanese": "jpn",
    "korean": "kor",
    "kurdish": "kur",
    "macedonian": "mkd",
    "pashto": "pus",
    "persian": "fas",
    "russian": "rus",
    "serbian": "srp",
    "thai": "tha",
    "tigrinya": "tir",
    "turkish": "tur",
    "ukrainian": "ukr",
    "urdu": "urd",
    "vietnamese": "vie",
}
"""ISO 639-3 codes of the languages a name in another script is said to be in."""
