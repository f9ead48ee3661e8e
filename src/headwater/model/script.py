"""The crime script of people smuggling: the roles a person can have in it and the stage each role serves."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The stages of the script in their order."""

    DIRECT = "direct"
    RECRUIT = "recruit"
    PAY = "pay"
    DOCUMENT = "document"
    HOUSE = "house"
    TRANSPORT = "transport"
    EQUIP = "equip"
    LAUNCH = "launch"
    CROSS = "cross"


class ScriptRole(StrEnum):
    """The value of `scriptRole` on a membership or a link."""

    ORGANISER = "organiser"
    RECRUITER = "recruiter"
    PAYMENT_BROKER = "payment-broker"
    MONEY_COURIER = "money-courier"
    DOCUMENT_SUPPLIER = "document-supplier"
    CORRUPTED_OFFICIAL = "corrupted-official"
    SAFE_HOUSE_KEEPER = "safe-house-keeper"
    DRIVER = "driver"
    BOAT_SUPPLIER = "boat-or-engine-supplier"
    LAUNCHER = "launcher"
    SKIPPER = "skipper"

    @property
    def words(self) -> str:
        """The role as it is printed: `Boat or engine supplier`."""
        text = self.value.replace("safe-house", "safe\0house").replace("-", " ").replace("\0", "-")
        return text[:1].upper() + text[1:]

    @property
    def stage(self) -> Stage:
        """The stage of the script this role serves."""
        return STAGE_OF[self]


STAGE_OF: dict[ScriptRole, Stage] = {
    ScriptRole.ORGANISER: Stage.DIRECT,
    ScriptRole.RECRUITER: Stage.RECRUIT,
    ScriptRole.PAYMENT_BROKER: Stage.PAY,
    ScriptRole.MONEY_COURIER: Stage.PAY,
    ScriptRole.DOCUMENT_SUPPLIER: Stage.DOCUMENT,
    ScriptRole.CORRUPTED_OFFICIAL: Stage.DOCUMENT,
    ScriptRole.SAFE_HOUSE_KEEPER: Stage.HOUSE,
    ScriptRole.DRIVER: Stage.TRANSPORT,
    ScriptRole.BOAT_SUPPLIER: Stage.EQUIP,
    ScriptRole.LAUNCHER: Stage.LAUNCH,
    ScriptRole.SKIPPER: Stage.CROSS,
}
