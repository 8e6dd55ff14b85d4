"""What a check says: a mistake, or a notice where only a reader can tell."""

from __future__ import annotations

import msgspec

from vn_dx_ie.document import Entity


class Finding(msgspec.Struct, frozen=True):
    """Something to mend, or with `notice` something to look at; ``place`` is a path such as ``entities[3]``."""

    place: str
    message: str
    notice: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {'notice: ' if self.notice else ''}{self.message}"


def shown(entity: Entity) -> str:
    """Return an entity for a message: label, mention, id and place."""
    return f"{entity.label} {entity.text!r} ({entity.id}, at {entity.start})"
