"""What the United Kingdom's synthetic reports say, in 3x5x2 with handling P or C."""

from __future__ import annotations

from headwater.model import Basis, ScriptRole, SubjectCategory
from synthetic_gang.cast import (
    ACCOUNT,
    ARTA,
    BANK,
    BESNIK,
    BOAT,
    DRAGAN,
    ENGINE,
    GORAN,
    GROUP,
    HASAN,
    ILIR,
    KARWAN,
    LUAN,
    MARKO,
    PASSPORT,
    SAMIR,
    TRAJKO,
    VAN_087,
    VAN_142,
    YARD,
    ZEF,
    bank,
    boat,
    engine,
    group,
    link,
    person,
    phone,
    phone_lines,
    role,
    use,
    van,
    yard,
)
from synthetic_gang.saying import assessed, handling, report, spelled, thing, uk, written

_GUESS = Basis.ASSESSMENT
_P = handling("P")
_ASK_FIRST = handling("C", conditions="Ask the originator before any use in evidence.")
_NO_TRACE = handling("C", conditions="Not to be used in a way that would show where the information came from.")

FIRST_HALF = (
    report(
        "SYN-GB-2026-0101", "2026-02-16", uk("2", "C"), _P,
        "A man known as Besnik arranges the whole way from the Balkans to the Channel. He calls it the brook, and so "
        "do those who work for him.",
        group(alias=spelled("Grupi i Përroit", "sqi"), route="Western Balkans to the Channel",
              activeSince=assessed("2026-02"), country=("al", "mk", "rs", "fr")),
        person(BESNIK, gender="male"),
        role(BESNIK, ScriptRole.ORGANISER, since="2026-02", basis=_GUESS),
    ),
    report(
        "SYN-GB-2026-0104", "2026-02-24", uk("1", "B"), _P,
        "Primerović makes passports for this group. He has a conviction of 2021 for forging travel documents.",
        person(DRAGAN, gender="male", nationality="rs", birthDate="1979-11-02",
               notes="Convicted in 2021 of forging travel documents."),
        role(DRAGAN, ScriptRole.DOCUMENT_SUPPLIER, since="2026-02", place="Novi Sad"),
    ),
    report(
        "SYN-GB-2026-0108", "2026-03-12", uk("2", "C"), _P,
        "A man called Ilir, perhaps Provaj, is said to buy boats and engines and to have them brought to the coast.",
        person(ILIR, gender="male"),
        role(ILIR, ScriptRole.BOAT_SUPPLIER, since="2026-03", basis=_GUESS),
    ),
    report(
        "SYN-GB-2026-0112", "2026-03-30", uk("2", "B"), _P,
        "The number ending in 158 is that of the man who receives boats at the yard near Dunkirk.",
        phone_lines(158, network="Example Mobile"), person(ZEF),
        use(ZEF, "user", phone(158), since="2026-03", basis=_GUESS),
    ),
    report(
        "SYN-GB-2026-0115", "2026-04-14", uk("2", "B"), _P,
        "The white van ZZ 142 SY has made the way north four times since the beginning of the month. Uzorak drove.",
        person(MARKO, gender="male"), van(VAN_142),
        role(MARKO, ScriptRole.DRIVER, since="2026-04", place="Belgrade"),
        use(MARKO, "driver", VAN_142, since="2026-04"),
    ),
    report(
        "SYN-GB-2026-0117", "2026-04-28", uk("1", "B"), _NO_TRACE,
        "Probni takes the cash. It goes with him on the bus, in an envelope, to the man who pays for the boats.",
        person(GORAN, gender="male", birthDate="1990-06-18"), phone_lines(151),
        role(GORAN, ScriptRole.MONEY_COURIER, since="2026-04"),
        use(GORAN, "subscriber", phone(151), since="2026-04"),
        link(GORAN, "carried money to", ILIR, on="2026-04-26", basis=_GUESS),
        sensitive=True,
    ),
    report(
        "SYN-GB-2026-0119", "2026-05-11", uk("2", "C"), _P,
        "An account named brook_crossing_example offers places in boats. A woman, Arta Mostra, answers the messages; "
        "it is not known whether she knows what they are for.",
        person(ARTA, gender="female"),
        thing(ACCOUNT, "OnlineAccount", username="brook_crossing_example", service="Example Messenger",
              accountNumber="SYN-ACC-0019"),
        role(ARTA, ScriptRole.RECRUITER, since="2026-05", basis=_GUESS),
        use(ARTA, "answers messages", ACCOUNT, since="2026-05"),
    ),
    report(
        "SYN-GB-2026-0121", "2026-05-27", uk("2", "C"), _P,
        "Modeli decides on the beach who goes and when. Nobody else was seen to do it.",
        person(ZEF, gender="male"), yard(),
        role(ZEF, ScriptRole.LAUNCHER, since="2026-05", place="Dunkirk", basis=_GUESS),
        use(ZEF, "keeps boats at", YARD, since="2026-05", basis=_GUESS),
        sensitive=True,
    ),
)  # fmt: skip

SECOND_HALF = (
    report(
        "SYN-GB-2026-0123", "2026-06-15", uk("2", "C"), _P,
        "Payment is left with an office in Istanbul that is run by a man named Örnek. It is released when a person "
        "has arrived.",
        person(HASAN, gender="male"),
        role(HASAN, ScriptRole.PAYMENT_BROKER, since="2026-05", place="Istanbul", basis=_GUESS),
    ),
    report(
        "SYN-GB-2026-0125", "2026-07-09", uk("1", "A"), _ASK_FIRST,
        "Kampioni steered the boat that came in on 8 July. He was the only one on board with a phone that worked.",
        person(LUAN, gender="male", birthDate="1998-01-30", nationality="al"), phone_lines(163),
        role(LUAN, ScriptRole.SKIPPER, since="2026-07", on="2026-07-08", place="The Channel"),
        use(LUAN, "user", phone(163), on="2026-07-08"),
    ),
    report(
        "SYN-GB-2026-0126", "2026-07-20", uk("3", "D"), _P,
        "There is a second van, ZZ 087 SY. A Kurdish driver, Karwan, takes it from Frankfurt to the coast.",
        person(KARWAN, gender="male"), van(VAN_087),
        role(KARWAN, ScriptRole.DRIVER, since="2026-07", place="Frankfurt", basis=_GUESS),
        use(KARWAN, "driver", VAN_087, since="2026-07", basis=_GUESS),
    ),
    report(
        "SYN-GB-2026-0127", "2026-08-02", uk("1", "A"), _P,
        "A grey inflatable without registration was found cut open on the sand. Its hull number is SYN-HULL-0031.",
        boat(colour="Grey", material="PVC", lengthM="9.2"), engine(make="Example Marine"),
        link(ENGINE, "was fitted to", BOAT, on="2026-08-01"),
        link(BOAT, "was launched for", GROUP, on="2026-08-01", basis=_GUESS),
    ),
    report(
        "SYN-GB-2026-0128", "2026-08-19", uk("1", "A"),
        handling("C", conditions="Not to be passed on. The person is under eighteen and a victim."),
        "He says that he is sixteen and that he was told to bail water for the whole way, for his place was not paid.",
        person(SAMIR, name=("Samir Mithal", spelled("سمير مثال", "ara")), gender="male",
               birthDate=written("2010-05", "May 2010"),
               notes="In the care of a local authority since 19 August 2026."),
        sensitive=True,
    ),
    report(
        "SYN-GB-2026-0129", "2026-09-04", uk("3", "E"), _P,
        "That an officer named Primerski lets vans pass comes from one person who owes him money. It is suspected to "
        "be false.",
        person(TRAJKO, category=SubjectCategory.CONTACT, gender="male"),
        role(TRAJKO, ScriptRole.CORRUPTED_OFFICIAL, basis=_GUESS),
    ),
    report(
        "SYN-GB-2026-0131", "2026-09-30", uk("1", "A"), _P,
        "The subscriber of the number ending in 142 is Besnik Shembulli, since January 2026.",
        person(BESNIK), phone_lines(142, imsi="001010000000142"),
        use(BESNIK, "subscriber", phone(142), since="2026-01"),
    ),
    report(
        "SYN-GB-2026-0138", "2026-10-05", uk("1", "B"), _ASK_FIRST,
        "Two transfers went from the account at the Example Bank to Provaj, on 12 June and on 3 August.",
        person(BESNIK), person(ILIR), bank(accountType="Current account"),
        use(BESNIK, "account holder", BANK, since="2026-02"),
        thing("payment-june", "Payment", payer=BESNIK, payerAccount=BANK, beneficiary=ILIR, date="2026-06-12",
              amount="4200", currency="EUR", purpose="Engine"),
        thing("payment-august", "Payment", payer=BESNIK, payerAccount=BANK, beneficiary=ILIR, date="2026-08-03",
              amount="3900", currency="EUR", purpose=assessed("Engine or boat")),
        sensitive=True,
    ),
    report(
        "SYN-GB-2026-0142", "2026-10-12", uk("2", "B"), handling("C", "TLP:AMBER", conditions="For the partners only."),
        "Two payments for an engine, SYN-0087, by the same account. Whoever takes Shembulli's calls hears where the "
        "next van is.",
        person(BESNIK, gender="male", birthDate="1984-03-14", nationality="Utopia"), person(ILIR), engine(),
        role(BESNIK, ScriptRole.ORGANISER, since="2026-02", basis=_GUESS, grade="C"),
        link(BESNIK, "paid", ILIR, since="2026-06", until="2026-08"),
        sensitive=True,
    ),
    report(
        "SYN-GB-2026-0163", "2026-10-20", uk("1", "A"), _ASK_FIRST,
        "The page says 30 June 2028, the chip says 30 June 2024. The passport was shown at a hotel by the man on its "
        "picture.",
        person(BESNIK, nationality="Utopia", passportNumber="X000142S7"),
        thing(PASSPORT, "Passport", holder=BESNIK, number="X000142S7", country="Utopia", type="Passport",
              surname="SHEMBULLI", givenName="BESNIK", birthDate="1984-03-14",
              endDate=(written("2024-06-30", "by its chip"), written("2028-06-30", "by its page")),
              summary=assessed("The data page was altered.")),
        link(DRAGAN, "supplied document to", BESNIK, basis=_GUESS), person(DRAGAN),
        sensitive=True,
    ),
)  # fmt: skip

REPORTS = FIRST_HALF + SECOND_HALF
