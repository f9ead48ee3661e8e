"""What a new node opens with: the smuggling and organised-crime entries of the public lists, and a synthetic group."""

from __future__ import annotations

from headwater.desk.actors import Actor
from headwater.desk.importing import Progress
from headwater.desk.parts import Parts
from headwater.settings import Settings


def load_demo(settings: Settings, parts: Parts, operator: Actor, progress: Progress) -> None:
    """Take in what ships with Headwater, once in a node's life."""
    progress(0.0, "taking in what ships")
