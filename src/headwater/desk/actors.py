"""Who asks, in which roles, and what a role may do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from headwater.desk.views import PurposeView
from headwater.errors import BadInput, Forbidden, PurposeNeeded


class Role(StrEnum):
    """What an account is for. An account without a role sees nothing."""

    ANALYST = "analyst"
    LIAISON = "liaison"
    BORDER = "border"
    PROTECTION = "protection"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        """The role as it is printed."""
        return {"border": "Border officer", "protection": "Data protection", "liaison": "Liaison officer"}.get(
            self.value, self.value.capitalize()
        )


class Capability(StrEnum):
    """What a role opens."""

    READ = "read"
    IMPORT = "import"
    EXPORT = "export"
    AUDIT = "audit"
    ACCOUNTS = "accounts"
    ERASE = "erase"
    JUDGE = "judge"
    AGREEMENTS = "agreements"
    AGREE = "agree"
    SUPERVISE = "supervise"


READING_ROLES = frozenset({Role.ANALYST, Role.LIAISON, Role.BORDER})
ROLES_OF: dict[Capability, frozenset[Role]] = {
    Capability.READ: READING_ROLES,
    Capability.IMPORT: frozenset({Role.ANALYST}),
    Capability.EXPORT: frozenset({Role.ANALYST, Role.LIAISON}),
    Capability.AUDIT: frozenset({Role.PROTECTION}),
    Capability.ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Capability.ERASE: frozenset({Role.PROTECTION}),
    Capability.JUDGE: frozenset({Role.ANALYST}),
    Capability.AGREEMENTS: frozenset(Role),
    Capability.AGREE: frozenset({Role.ADMINISTRATOR}),
    Capability.SUPERVISE: frozenset({Role.PROTECTION}),
}
GUEST_ROLES = READING_ROLES
"""Roles that an account of another agency may have: it reads what its agency may, and keeps nothing of this node."""
_NOT_FOR_GUESTS = frozenset({Capability.IMPORT, Capability.ERASE, Capability.AUDIT})
_WORDS = {
    Capability.READ: "read intelligence",
    Capability.IMPORT: "bring in or take back files",
    Capability.EXPORT: "export",
    Capability.AUDIT: "read the audit",
    Capability.ACCOUNTS: "administer accounts",
    Capability.ERASE: "erase reports",
    Capability.JUDGE: "review pairs of records",
    Capability.AGREEMENTS: "read agreements",
    Capability.AGREE: "add and sign agreements",
    Capability.SUPERVISE: "supervise data protection",
}
OPERATOR = "operator"
AGENCY = re.compile(r"[A-Z][A-Z0-9-]{1,31}\Z")
"""An agency's code: `GB`, `FRONTEX`."""
# The operator holds the folder and its keys: imports, accounts, erasure, agreements, never a reading under an own name.
_OPERATOR_MAY = frozenset(
    {Capability.IMPORT, Capability.ACCOUNTS, Capability.ERASE, Capability.AGREEMENTS, Capability.AGREE}
)


@dataclass(frozen=True)
class Actor:
    """Who asks something of the desk.

    Attributes:
        account_id: 24 hexadecimal digits, or `operator` for whoever runs the node at its command line.
        name: The account's name.
        roles: Roles of the account; none for the operator.
        purpose: Why the actor reads, None while nothing has been stated.
        via: `page`, `api` or `command line`.
        agency: Code of the agency the account is of; "" is the node's own.
        guest: Whether that is another agency than the node's.
    """

    account_id: str
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    purpose: PurposeView | None = None
    via: str = "page"
    agency: str = ""
    guest: bool = False

    @property
    def role_words(self) -> str:
        """The roles as the audit keeps them: codes in a fixed order, joined by commas."""
        return ",".join(role.value for role in Role if role in self.roles) or (
            OPERATOR if self.account_id == OPERATOR else ""
        )

    @property
    def purpose_id(self) -> str:
        """Id of the stated purpose, "" while there is none."""
        return self.purpose.id if self.purpose else ""


def may(actor: Actor, capability: Capability) -> bool:
    """Whether the actor's roles open this."""
    if actor.account_id == OPERATOR:
        return capability in _OPERATOR_MAY
    if actor.guest and capability in _NOT_FOR_GUESTS:
        return False
    return bool(actor.roles & ROLES_OF[capability])


def demand(actor: Actor, capability: Capability) -> None:
    """Return if the actor may do this.

    Raises:
        Forbidden: The roles do not include it.
    """
    if not may(actor, capability):
        roles = ", ".join(role.words.lower() for role in Role if role in ROLES_OF[capability])
        raise Forbidden(
            f"Your role does not include this: to {_WORDS[capability]}.",
            remedy=f"Ask someone whose role is: {roles}.",
        )


def demand_purpose(actor: Actor) -> PurposeView:
    """Return the stated purpose.

    Raises:
        PurposeNeeded: None was stated.
    """
    if actor.purpose is None:
        raise PurposeNeeded("No purpose has been stated.", remedy="Say why you read; it goes into the log.")
    return actor.purpose


def check_roles(roles: frozenset[Role]) -> frozenset[Role]:
    """Return the roles if one account may hold them together.

    Raises:
        BadInput: Administrator together with data protection, or with a role that reads.
    """
    if Role.ADMINISTRATOR in roles and roles != {Role.ADMINISTRATOR}:
        other = ", ".join(role.value for role in Role if role in roles and role is not Role.ADMINISTRATOR)
        raise BadInput(
            f"An administrator administers and reads nothing: the role does not go with {other}.",
            where="roles",
            remedy="Make two accounts.",
        )
    return roles


def check_agency(agency: str, roles: frozenset[Role]) -> None:
    """Return if an account of that agency may hold these roles together.

    Args:
        agency: Code of the agency, "" for the node's own.
        roles: What the account is for.

    Raises:
        BadInput: The agency is no code, or the roles do not go together or not with another agency's account.
    """
    if agency and not AGENCY.match(agency):
        raise BadInput(
            f"{agency[:40]!r} is no agency's code.", where="agency", remedy="Write capitals and digits: AL, FRONTEX."
        )
    kept = ", ".join(role.value for role in Role if role in roles - GUEST_ROLES)
    if agency and kept:
        raise BadInput(
            f"An account of another agency reads and keeps nothing of this node: not as {kept}.",
            where="roles",
            remedy=f"Use one of: {', '.join(role.value for role in Role if role in GUEST_ROLES)}.",
        )
    check_roles(roles)


def roles_named(names: tuple[str, ...]) -> frozenset[Role]:
    """The roles of these codes.

    Raises:
        BadInput: A code is no role, or the roles do not go together.
    """
    for name in names:
        if name not in tuple(Role):
            raise BadInput(f"{name!r} is no role.", where="roles", remedy=f"Use one of: {', '.join(Role)}.")
    return check_roles(frozenset(Role(name) for name in names))
