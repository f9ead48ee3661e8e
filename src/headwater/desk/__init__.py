"""The use cases of a node: what a person wants done, as whom and for which purpose.

An `Actor` and plain values come in; the frozen views of `headwater.desk.views` go out, already filtered for that
actor and already in the audit. Read `desk` first (one method a use case), then `policy`, then `reading`.
"""

from headwater.desk.actors import Actor, Capability, Role, may, roles_named
from headwater.desk.desk import Desk
from headwater.desk.importing import Progress
from headwater.desk.purposes import PURPOSE_KINDS, kinds_for
from headwater.desk.views import ExportView as Export

__all__ = [
    "PURPOSE_KINDS",
    "Actor",
    "Capability",
    "Desk",
    "Export",
    "Progress",
    "Role",
    "kinds_for",
    "may",
    "roles_named",
]
