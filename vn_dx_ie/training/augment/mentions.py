"""The mentions of one label, and what it takes to put another name in their place."""

from __future__ import annotations

import random
from collections.abc import Container

from vn_dx_ie.document import Document, Entity


def labelled(document: Document, label: str) -> list[Entity]:
    """Return the entities of `label`."""
    return [entity for entity in document.entities if entity.label == label]


def flat(document: Document, label: str) -> list[Entity]:
    """Return the entities of `label` that hold no other."""
    return [
        entity
        for entity in labelled(document, label)
        if not any(entity.start <= o.start and o.end <= entity.end for o in document.entities if o is not entity)
    ]


def text_before(document: Document, entity: Entity, length: int) -> str:
    """Return the `length` characters before `entity`, fewer at the beginning of the text."""
    return document.text[max(0, entity.start - length) : entity.start]


def cased_as(surface: str, new: str) -> str:
    """Return `new` in capitals or small letters if `surface` is; abbreviations count as neither."""
    if surface.isupper() and len(surface) > 3 and "HCM" not in surface:
        return new.upper()
    return new.lower() if surface.islower() else new


def draw_unused(pool: list[str], taken: Container[str | None], rng: random.Random) -> str | None:
    """Draw a name of `pool` that is not `taken`; None if a few tries find none."""
    return next((name for name in rng.sample(pool, min(len(pool), 8)) if name not in taken), None)
