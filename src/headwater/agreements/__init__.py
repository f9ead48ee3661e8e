"""Agreements: who may receive what, for which purpose, until when, and by which clause.

Files come in; `Agreement`, `Profile` and `Decision` go out. Read `terms` first, then `register`.
"""

from headwater.agreements.canonical import canonical, digest
from headwater.agreements.changes import changes
from headwater.agreements.decision import (
    Asked,
    Cell,
    Change,
    Checked,
    Clause,
    Decision,
    Matrix,
    Opening,
    Part,
    Probe,
    Problem,
    Signing,
    Standing,
    Tried,
)
from headwater.agreements.reading import check, read
from headwater.agreements.register import Held, Register
from headwater.agreements.shipped import shipped
from headwater.agreements.signatures import (
    BadSignature,
    Key,
    KeyDirectory,
    PartyKey,
    PublicKey,
    Signature,
    make_key,
    party_key,
    sign,
    signer,
    verify,
)
from headwater.agreements.terms import PURPOSES, Agreement, Document, Profile

__all__ = [
    "PURPOSES",
    "Agreement",
    "Asked",
    "BadSignature",
    "Cell",
    "Change",
    "Checked",
    "Clause",
    "Decision",
    "Document",
    "Held",
    "Key",
    "KeyDirectory",
    "Matrix",
    "Opening",
    "Part",
    "PartyKey",
    "Probe",
    "Problem",
    "Profile",
    "PublicKey",
    "Register",
    "Signature",
    "Signing",
    "Standing",
    "Tried",
    "canonical",
    "changes",
    "check",
    "digest",
    "make_key",
    "party_key",
    "read",
    "shipped",
    "sign",
    "signer",
    "verify",
]
