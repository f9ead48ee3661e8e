"""What Frontex's synthetic reports say, in the European 4x4: one on a suspect, one on things.

Regulation (EU) 2019/1896, Art. 90 has no way for a suspect's data to the United Kingdom: the first report is here so
that a node of GB holds something that nobody there may read.
"""

from __future__ import annotations

from headwater.model import Basis, ScriptRole
from synthetic_gang.cast import BOAT, ENGINE, HOUSE, PETAR, boat, engine, house, link, person, role, use
from synthetic_gang.saying import european, handling, report, thing

_GUESS = Basis.ASSESSMENT
_H0 = handling("H0")

REPORTS = (
    report(
        "SYN-FX-2026-0287", "2026-04-21", european("B", "3"), _H0,
        "People wait in a flat in Skopje for two or three nights. A man called Petar brings food and keeps the keys.",
        person(PETAR, gender="male"), house(),
        role(PETAR, ScriptRole.SAFE_HOUSE_KEEPER, since="2026-04", place="Skopje", basis=_GUESS),
        use(PETAR, "keeps keys of", HOUSE, since="2026-04", basis=_GUESS),
    ),
    report(
        "SYN-FX-2026-0318", "2026-08-24", european("A", "1"), _H0,
        "The engine on the cut boat bears the number SYN-0087. Its maker's plate was filed off and is still legible.",
        engine(make="Example Marine", model="EM 40", powerKw="29.4"), boat(lengthM="9.0", colour="Dark grey"),
        link(ENGINE, "was fitted to", BOAT, on="2026-08-01"),
        thing("find-august", "Event", name="Engine SYN-0087 found", date="2026-08-24", location="Dunkirk"),
    ),
)  # fmt: skip
