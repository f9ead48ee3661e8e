"""The files of an open node and the parts of the desk that work on them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from headwater.desk.accounts import Accounts
from headwater.desk.first_start import FirstStart
from headwater.desk.importing import Imports, Progress
from headwater.desk.job import LOCK
from headwater.desk.journal import Journal
from headwater.desk.purposes import Purposes
from headwater.desk.register import NodeRegister
from headwater.desk.retention_run import RetentionRun
from headwater.desk.suggesting import Suggesting
from headwater.errors import Conflict
from headwater.settings import Settings
from headwater.store import Store
from headwater.store.audit import Audit
from headwater.store.ledger import Random
from headwater.store.lock import NodeLock

ORPHAN_S = 20
"""An import process whose node was killed ends within this time."""


@dataclass(frozen=True)
class Parts:
    """What is open while a node is."""

    store: Store
    audit: Audit
    journal: Journal
    accounts: Accounts
    first_start: FirstStart
    purposes: Purposes
    imports: Imports
    suggesting: Suggesting
    register: NodeRegister
    retention_run: RetentionRun

    def close(self) -> None:
        """Stop what runs and close every file."""
        self.suggesting.stop()
        self.imports.stop()
        self.store.close()
        self.audit.close()


def open_parts(settings: Settings, progress: Progress, *, random: Random, now: Callable[[], datetime]) -> Parts:
    """Open the node in `settings.data`, whose lock the caller holds; what a crash left is taken back or finished.

    Raises:
        Conflict: An import process that was left behind does not end.
        StoreDamaged: A file is not what it should be.
    """
    _wait_for_orphan(settings)
    audit = Audit.open(settings.data, clock=now)
    try:
        store = Store.open(settings, progress=progress, random=random, now=now)
    except BaseException:
        audit.close()
        raise
    journal = Journal(audit)
    # The store has taken back or finished what was under way: the intents say so from now on.
    journal.reconcile()
    accounts = Accounts(store.vault, journal, node=settings.node, now=now)
    imports, suggesting = Imports(settings, store, journal), Suggesting(store)
    register = NodeRegister(store.vault, journal, settings.node, now, store.set_retention)
    return Parts(
        store=store,
        audit=audit,
        journal=journal,
        accounts=accounts,
        first_start=FirstStart(store.vault, accounts, journal),
        purposes=Purposes(store.vault),
        imports=imports,
        suggesting=suggesting,
        register=register,
        retention_run=RetentionRun(store, journal, imports, suggesting, register.follow),
    )


def _wait_for_orphan(settings: Settings) -> None:
    until = time.monotonic() + ORPHAN_S
    while True:
        try:
            NodeLock(settings.data, what="a node that starts", name=LOCK).release()
        except Conflict:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
