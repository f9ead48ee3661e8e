"""The settings of a node: one frozen object, built in `cli` and passed down.

Nothing reads the environment at import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from headwater.classification import Classification
from headwater.errors import BadInput


@dataclass(frozen=True)
class Settings:
    """What a node needs to know.

    Attributes:
        data: Folder of the node; made with mode 0700 if it is not there.
        node: Agency code of the node's owner.
        host: Address the desk listens on.
        port: Port the desk listens on.
        database: "" for SQLite files in `data`, else a PostgreSQL address `postgresql://user@host/name`.
        ceiling: The node refuses what is classified higher.
        allowed_hosts: Values of the Host header (without port) that are answered.
        max_body_bytes: Largest request body; also the largest file taken in over the page.
        demo: Load the shipped lists and the synthetic group at first start.
    """

    data: Path
    node: str = "GB"
    host: str = "127.0.0.1"
    port: int = 8700
    database: str = ""
    ceiling: Classification = Classification.OFFICIAL_SENSITIVE
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    max_body_bytes: int = 256 * 1024 * 1024
    demo: bool = True


ENVIRONMENT = {
    "HEADWATER_NODE": "Agency code of the node (default GB)",
    "HEADWATER_HOST": "Address the desk listens on (default 127.0.0.1)",
    "HEADWATER_PORT": "Port the desk listens on (default 8700)",
    "HEADWATER_DATABASE": "PostgreSQL address; empty for SQLite files in the data folder",
    "HEADWATER_CEILING": "Highest classification taken in: OFFICIAL, OFFICIAL_SENSITIVE, SECRET, TOP_SECRET",
    "HEADWATER_ALLOWED_HOSTS": "Host names answered besides the loopback ones, comma-separated",
    "HEADWATER_DEMO": "0 to start without the shipped lists and the synthetic group",
}


def settings_from(environment: Mapping[str, str], data: Path) -> Settings:
    """Build the settings from environment variables (see `ENVIRONMENT`) and the data folder.

    Raises:
        BadInput: A variable has a value that cannot be used.
    """
    plain = Settings(data=data)
    try:
        port = int(environment.get("HEADWATER_PORT", plain.port))
        if not 0 <= port <= 65535:
            raise ValueError
    except ValueError:
        raise BadInput("The port is no number from 0 to 65535.", where="HEADWATER_PORT") from None
    ceiling = environment.get("HEADWATER_CEILING", plain.ceiling.name)
    if ceiling not in Classification.__members__:
        known = ", ".join(Classification.__members__)
        raise BadInput(f"{ceiling!r} is no classification.", where="HEADWATER_CEILING", remedy=f"Use one of: {known}.")
    more_hosts = tuple(h.strip() for h in environment.get("HEADWATER_ALLOWED_HOSTS", "").split(",") if h.strip())
    return Settings(
        data=data,
        node=environment.get("HEADWATER_NODE", plain.node),
        host=environment.get("HEADWATER_HOST", plain.host),
        port=port,
        database=environment.get("HEADWATER_DATABASE", ""),
        ceiling=Classification[ceiling],
        allowed_hosts=plain.allowed_hosts + more_hosts,
        demo=environment.get("HEADWATER_DEMO", "1") != "0",
    )
