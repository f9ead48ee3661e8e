"""Headwater: the joint desk of an operation against people-smuggling gangs.

Floors, from the ground: `errors`, `classification`, `settings`, `i18n`; `model`, `names`; `intake`; `store`; `desk`;
`web`; `cli`.
"""

__version__ = "0.1.0"
