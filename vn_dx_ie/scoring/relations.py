"""Relation counts of one document, label by label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.errors import InputError
from vn_dx_ie.scoring.counts import Counts, compare


def strict_counts(gold: Document, predicted: Document) -> dict[str, Counts]:
    """Count edges whose label and whose ends' spans and labels all agree."""
    wanted, found = _edges_by_label(gold, with_labels=True), _edges_by_label(predicted, with_labels=True)
    return {label: compare(wanted[label], found[label]) for label in {**wanted, **found}}


def boundary_counts(gold: Document, predicted: Document) -> Counts:
    """Count edges whose label and whose ends' spans agree, whatever the labels of the ends."""
    wanted, found = _edges_by_label(gold, with_labels=False), _edges_by_label(predicted, with_labels=False)
    return sum((compare(wanted[label], found[label]) for label in {**wanted, **found}), Counts())


def _edges_by_label(document: Document, *, with_labels: bool) -> defaultdict[str, list[Hashable]]:
    entities = document.entity_by_id()
    edges: defaultdict[str, list[Hashable]] = defaultdict(list)
    for index, relation in enumerate(document.relations):
        ends = []
        for side, key in (("head", relation.head), ("tail", relation.tail)):
            if key not in entities:
                place = f"document {document.id!r}: relations[{index}].{side}"
                raise InputError(f"{place}: expected the id of an entity, got {key!r}")
            ends.append(_end(entities[key], with_labels))
        edges[relation.label].append(tuple(ends))
    return edges


def _end(entity: Entity, with_labels: bool) -> Hashable:
    span = (entity.start, entity.end)
    return (entity.label, *span) if with_labels else span
