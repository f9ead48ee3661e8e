"""What Albania's and North Macedonia's synthetic reports say, in the European 4x4."""

from __future__ import annotations

from headwater.model import Basis, ScriptRole, SubjectCategory
from synthetic_gang.cast import (
    ACCOUNT,
    ARTA,
    BANK,
    BESNIK,
    BOAT,
    COMPANY,
    DRAGAN,
    EMINA,
    ENGINE,
    GORAN,
    HASAN,
    HOUSE,
    ILIR,
    JELENA,
    LUAN,
    PETAR,
    TRAJKO,
    VAN_142,
    ZEF,
    bank,
    boat,
    company,
    engine,
    house,
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
_H1 = handling("H1")
_PARTNERS = ("AL", "GB", "MK", "RS")

ALBANIA = (
    report(
        "SYN-AL-2026-0011", "2026-02-20", european("A", "2"), _H1,
        "The transport company was registered in January. Its owner of record is Shembulli; no lorry was ever seen.",
        person(BESNIK, name=written("Besnik Shembulli", "SHEMBULLI, Besnik")),
        company(registrationNumber="SYN-L-0142", incorporationDate="2026-01-19"),
        thing(f"{BESNIK}#owner", "Ownership", owner=BESNIK, asset=COMPANY, startDate="2026-01-19",
              role="Owner of record"),
    ),
    report(
        "SYN-AL-2026-0018", "2026-03-18", european("B", "2"), _H1,
        "Provaj bought three outboard engines in two weeks and paid in cash each time.",
        person(ILIR, gender="male", nationality="al", birthDate=written("1981", "rreth 1981", "sqi")),
        role(ILIR, ScriptRole.BOAT_SUPPLIER, since="2026-03", place="Durrës"),
    ),
    report(
        "SYN-AL-2026-0023", "2026-04-09", european("B", "3"), _H1,
        "Mostra speaks to people at the bus station. She names the price and writes down their numbers.",
        person(ARTA, category=SubjectCategory.SUSPECT, gender="female", birthDate="1993-09-27", nationality="al"),
        role(ARTA, ScriptRole.RECRUITER, since="2026-04", place="Tirana"),
    ),
    report(
        "SYN-AL-2026-0031", "2026-05-06", european("C", "4"), _H1,
        "Zef, whose family name may be Modeli or Model, went to France in spring to look after the boats.",
        person(ZEF, name=("Zef Modeli", assessed("Zef Model")), gender="male", nationality="al",
               birthDate=assessed("1987")),
        role(ZEF, ScriptRole.LAUNCHER, since="2026-05", place="Dunkirk", basis=_GUESS),
    ),
    report(
        "SYN-AL-2026-0037", "2026-05-22", european("B", "2"), _H1,
        "The money waits with Ornek in Istanbul. He takes five in a hundred for himself.",
        person(HASAN, name=written("Hasan Örnek", "Hasan Ornek"), birthDate="1972-12-05", nationality="tr"),
        role(HASAN, ScriptRole.PAYMENT_BROKER, since="2026-04", place="Istanbul"),
        link(HASAN, "paid", GORAN, since="2026-05", basis=_GUESS), person(GORAN),
        sensitive=True,
    ),
    report(
        "SYN-AL-2026-0044", "2026-06-11", european("A", "2"), _H1,
        "On 4 June he paid for the van and for two places in it. One payment was seen, not more.",
        person(BESNIK, name=written("Besnik Shembulli", "SHEMBULLI, Besnik")),
        role(BESNIK, ScriptRole.PAYMENT_BROKER, on="2026-06-04", place="Tirana"),
        sensitive=True,
    ),
    report(
        "SYN-AL-2026-0052", "2026-06-26", european("A", "1"), handling("H0", "H2"),
        "She saw people climb into the van behind the petrol station. She asks not to be named.",
        person(JELENA, gender="female", notes="Heard on 25 June 2026; asks not to be named."),
        sensitive=True,
    ),
    report(
        "SYN-AL-2026-0061", "2026-07-08", european("A", "2"), _H1,
        "The hire papers of the van name Shembulli as its driver on 4 June.",
        person(BESNIK, name=written("Besnik Shembulli", "SHEMBULLI, Besnik")), van(VAN_142),
        use(BESNIK, "driver", VAN_142, on="2026-06-04"),
        use(COMPANY, "hirer", VAN_142, since="2026-04"), company(),
    ),
    report(
        "SYN-AL-2026-0066", "2026-07-21", european("B", "3"), _H1,
        "Luan learned to steer on his uncle's fishing boat. He was promised a free place for steering.",
        person(LUAN, gender="male", birthDate=written("1999-01-30", "30.01.1999")),
        role(LUAN, ScriptRole.SKIPPER, since="2026-06", basis=_GUESS),
    ),
    report(
        "SYN-AL-2026-0070", "2026-08-05", european("C", "3"), _H1,
        "Drivers say that a shift leader at the crossing, Primerski, is told beforehand which van is coming.",
        person(TRAJKO, name=("Trajko Primerski", spelled("Trajko Primerskij", "sqi")), gender="male",
               position="Shift leader at a border crossing"),
        role(TRAJKO, ScriptRole.CORRUPTED_OFFICIAL, since="2026-06", basis=_GUESS),
        sensitive=True,
    ),
    report(
        "SYN-AL-2026-0079", "2026-08-20", european("B", "2"), _H1,
        "Provaj sent the boat and the engine together, on a trailer, to Modeli.",
        person(ILIR), person(ZEF), boat(), engine(make="Example Marine", powerKw="30"),
        link(ILIR, "supplied", ZEF, on="2026-07-24", place="Dunkirk", part=ScriptRole.BOAT_SUPPLIER),
        link(ILIR, "bought", ENGINE, on="2026-06-13"), link(ILIR, "bought", BOAT, basis=_GUESS),
    ),
    report(
        "SYN-AL-2026-0087", "2026-09-03", european("A", "2"), _H1,
        "The lessee gave an identity card in the name Besnik Shembulli, born 14 March 1984, when he paid for the van "
        "on 4 June.",
        person(BESNIK, name=written("Besnik Shembulli", "SHEMBULLI, Besnik"), gender="male",
               birthDate=written("1984-03-14", "14.03.1984")),
        role(BESNIK, ScriptRole.PAYMENT_BROKER, on="2026-06-04", place="Tirana"),
        person(ILIR), bank(), link(BESNIK, "paid", ILIR, since="2026-06", until="2026-08"),
        use(BESNIK, "account holder", BANK, since="2026-02"),
        sensitive=True,
        releasable_to=_PARTNERS,
    ),
    report(
        "SYN-AL-2026-0094", "2026-10-08", european("B", "3"), _H1,
        "Primerović brought the documents to Mostra, who handed them out. His year of birth is given as 1980.",
        person(DRAGAN, name=("Dragan Primerović", spelled("Dragan Primeroviq", "sqi")), birthDate="1980"),
        person(ARTA, category=SubjectCategory.SUSPECT),
        role(DRAGAN, ScriptRole.DOCUMENT_SUPPLIER, since="2026-03", place="Novi Sad"),
        link(DRAGAN, "supplied", ARTA, since="2026-09", part=ScriptRole.DOCUMENT_SUPPLIER),
        use(ARTA, "owner", ACCOUNT, basis=_GUESS),
        thing(ACCOUNT, "OnlineAccount", username="brook_crossing_example", service="Example Messenger"),
    ),
)  # fmt: skip

NORTH_MACEDONIA = (
    report(
        "SYN-MK-2026-0019", "2026-06-21", european("X", "4"), _H0,
        "A caller who did not give a name says that Besnik has the number ending in 142. The year of birth is a guess.",
        person(BESNIK, name=spelled("Бесник Шембули", "mkd"), birthDate=assessed("1984", "околу 1984")),
        phone_lines(142),
        use(BESNIK, "subscriber", phone(142), basis=_GUESS),
    ),
    report(
        "SYN-MK-2026-0020", "2026-06-21", european("A", "1"), _H0,
        "The flat in Example Street has been let to Obrazec since March. The landlady, Primjer, was paid for a year.",
        person(PETAR, name=("Petar Obrazec", spelled("Петар Образец", "mkd")), gender="male",
               birthDate="1976-04-11", nationality="mk"),
        person(EMINA, gender="female", notes="Landlady; nothing says that she knew what the flat was for."),
        house(), role(PETAR, ScriptRole.SAFE_HOUSE_KEEPER, since="2026-03", place="Skopje"),
        use(PETAR, "tenant", HOUSE, since="2026-03"),
        use(BESNIK, "pays rent of", HOUSE, since="2026-03", basis=_GUESS),
        person(BESNIK, name=spelled("Бесник Шембули", "mkd")),
        link(EMINA, "let a flat to", PETAR, since="2026-03"),
    ),
)  # fmt: skip

REPORTS = ALBANIA + NORTH_MACEDONIA
