"""The store: reports, labels and questions come in; what a reader may see goes out, and every read is accounted for.

Read `store` first (what may be asked), then `tables` (what is kept), `importing` and `reading`. Only this room speaks
SQL.
"""

from headwater.store.following import Mark
from headwater.store.holding import Due, Opened
from headwater.store.importing import ImportInfo, ImportPlan, ImportRun, KeptRefusal
from headwater.store.mending import RefusalRecord
from headwater.store.reading import ReportInfo, Row
from headwater.store.rulings import Extension, Restriction
from headwater.store.searching import Hit, SearchResult
from headwater.store.store import Store
from headwater.store.undoing import Change
from headwater.store.vault import Vault
from headwater.store.views import View

__all__ = [
    "Change",
    "Due",
    "Extension",
    "Hit",
    "ImportInfo",
    "ImportPlan",
    "ImportRun",
    "KeptRefusal",
    "Mark",
    "Opened",
    "RefusalRecord",
    "ReportInfo",
    "Restriction",
    "Row",
    "SearchResult",
    "Store",
    "Vault",
    "View",
]
