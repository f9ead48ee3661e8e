"""What Serbia's synthetic reports say, in the European 4x4."""

from __future__ import annotations

from headwater.model import Basis, ScriptRole
from synthetic_gang.cast import (
    BESNIK,
    DRAGAN,
    GORAN,
    HASAN,
    ILIR,
    KARWAN,
    MARKO,
    PETAR,
    VAN_087,
    VAN_142,
    ZEF,
    link,
    person,
    phone,
    phone_lines,
    role,
    use,
    van,
)
from synthetic_gang.saying import assessed, european, handling, report, spelled, thing, written

_GUESS = Basis.ASSESSMENT
_H0 = handling("H0")
_AMBER = handling("H0", "TLP:AMBER")
_PERMISSION = handling("H1", "H3", conditions="Not to be quoted in a public document.")

REPORTS = (
    report(
        "SYN-RS-2026-0295", "2026-06-05", european("A", "2"), _AMBER,
        "The van left Skopje in the night of 4 June and was in Subotica by the morning. Uzorak drove it alone.",
        person(MARKO, name=("Marko Uzorak", spelled("Марко Узорак", "srp")), birthDate="1988-08-08"), van(VAN_142),
        thing("trip-june", "Trip", name="Skopje to Subotica", date="2026-06-04", vehicle=VAN_142, involved=MARKO),
        role(MARKO, ScriptRole.DRIVER, since="2026-05", place="Skopje to Subotica"),
    ),
    report(
        "SYN-RS-2026-0303", "2026-07-16", european("C", "4"), _H0,
        "The one who pushed the boat out was young and spoke Kurdish. Others called him Karwan.",
        person(KARWAN, name=("Karwan Nimune", spelled("کاروان نموونە", "ckb")), alias="Karvan Nimuna"),
        role(KARWAN, ScriptRole.LAUNCHER, on="2026-07-08", place="Dunkirk", basis=_GUESS),
        link(ZEF, "gives orders to", KARWAN, since="2026-07", basis=_GUESS), person(ZEF),
    ),
    report(
        "SYN-RS-2026-0311", "2026-08-08", european("B", "3"), _AMBER,
        "Two people who do not know each other name Shembulli as the one who decides. He uses a second phone that is "
        "not in his name.",
        person(BESNIK, birthDate=written("1985-03-14", "14/03/1985"), gender="male"), phone_lines(143),
        role(BESNIK, ScriptRole.ORGANISER, since="2026-02", basis=_GUESS),
        use(BESNIK, "user, not subscriber", phone(143), since="2026-06", basis=_GUESS),
        sensitive=True,
    ),
    report(
        "SYN-RS-2026-0325", "2026-09-11", european("B", "2"), _PERMISSION,
        "Probni was seen to hand an envelope to Provaj at a motorway stop. He came from Örnek.",
        person(GORAN, name=("Goran Probni", spelled("Горан Пробни", "srp")), birthDate="1991-06-18"), person(ILIR),
        person(HASAN),
        role(GORAN, ScriptRole.MONEY_COURIER, since="2026-05"),
        link(GORAN, "carried money to", ILIR, on="2026-09-09"), link(HASAN, "paid", GORAN, on="2026-09-08"),
        sensitive=True,
    ),
    report(
        "SYN-RS-2026-0331", "2026-09-27", european("A", "1"), _H0,
        "Uzorak was arrested at the wheel of ZZ 142 SY. The van was empty.",
        person(MARKO, name="Marko Uzorak"), van(VAN_142),
        role(MARKO, ScriptRole.DRIVER, since="2026-05", until="2026-09-26"),
        use(MARKO, "driver", VAN_142, on="2026-09-26"),
        thing("arrest-september", "Event", name="Marko Uzorak arrested", date="2026-09-26", location="Subotica",
              involved=MARKO),
    ),
    report(
        "SYN-RS-2026-0340", "2026-10-14", european("B", "4"), _AMBER,
        "Obrazec no longer keeps the flat. It is thought that he drives the second van, with papers by Primerović.",
        person(PETAR, name=("Petar Obrazec", spelled("Petar Obrazets", "mkd")), birthDate=assessed("1974")),
        person(DRAGAN, name=("Dragan Primerović", spelled("Драган Примеровић", "srp"))), van(VAN_087),
        role(PETAR, ScriptRole.DRIVER, since="2026-09", basis=_GUESS),
        role(PETAR, ScriptRole.SAFE_HOUSE_KEEPER, until="2026-08", place="Skopje", basis=_GUESS),
        use(PETAR, "driver", VAN_087, since="2026-09", basis=_GUESS),
        link(DRAGAN, "supplied document to", PETAR, since="2026-09", basis=_GUESS),
    ),
)  # fmt: skip
