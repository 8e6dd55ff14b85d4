"""The labels that a model predicts: the library's own, or those of one's own annotations."""

from __future__ import annotations

from functools import cached_property

import msgspec

from vn_dx_ie.schema import ENTITY_LABELS, RELATION_SIGNATURES


class LabelSet(msgspec.Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """Entity labels, and for each relation the labels that its head and its tail may have."""

    entities: tuple[str, ...] = ENTITY_LABELS
    relations: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = msgspec.field(
        default_factory=lambda: dict(RELATION_SIGNATURES)
    )

    @cached_property
    def relation_names(self) -> tuple[str, ...]:
        """The relation labels in the order of the network's classes; class 0 is no relation."""
        return tuple(self.relations)

    @cached_property
    def allowed(self) -> dict[tuple[int, int], tuple[int, ...]]:
        """For each pair of entity label indices, the classes (from 1) that may join them."""
        table: dict[tuple[int, int], tuple[int, ...]] = {}
        for head_index, head in enumerate(self.entities):
            for tail_index, tail in enumerate(self.entities):
                classes = tuple(
                    number
                    for number, (heads, tails) in enumerate(self.relations.values(), start=1)
                    if head in heads and tail in tails
                )
                if classes:
                    table[head_index, tail_index] = classes
        return table
