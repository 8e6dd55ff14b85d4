"""Relation counts of one document, label by label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.errors import InputError
from vn_dx_ie.scoring.counts import Counts, compare

Edge = tuple[str, Hashable]


def strict_counts(gold: Document, predicted: Document) -> dict[str, Counts]:
    """Count edges whose label and whose ends' spans and labels all agree."""
    wanted, found = _edges_by_label(gold, with_labels=True), _edges_by_label(predicted, with_labels=True)
    return {label: compare(wanted[label], found[label]) for label in {**wanted, **found}}


def boundary_counts(gold: Document, predicted: Document) -> Counts:
    """Count edges whose label and whose ends' spans agree, whatever the labels of the ends."""
    wanted, found = _edges_by_label(gold, with_labels=False), _edges_by_label(predicted, with_labels=False)
    return sum((compare(wanted[label], found[label]) for label in {**wanted, **found}), Counts())


def strict_edges(document: Document) -> list[Edge]:
    """Return what makes each relation the same as another: its label, and label and span of both ends.

    Raises:
        InputError: a relation to no entity.
    """
    return list(_edges(document, with_labels=True))


def check_ends(document: Document) -> None:
    """Make sure that relations hold between entities.

    Raises:
        InputError: a relation to no entity.
    """
    strict_edges(document)


def _edges_by_label(document: Document, *, with_labels: bool) -> defaultdict[str, list[Hashable]]:
    edges: defaultdict[str, list[Hashable]] = defaultdict(list)
    for label, ends in _edges(document, with_labels=with_labels):
        edges[label].append(ends)
    return edges


def _edges(document: Document, *, with_labels: bool) -> Iterator[Edge]:
    entities = document.entity_by_id()
    for index, relation in enumerate(document.relations):
        ends = []
        for side, key in (("head", relation.head), ("tail", relation.tail)):
            if key not in entities:
                place = f"document {document.id!r}: relations[{index}].{side}"
                raise InputError(f"{place}: expected the id of an entity, got {key!r}")
            ends.append(_end(entities[key], with_labels))
        yield relation.label, tuple(ends)


def _end(entity: Entity, with_labels: bool) -> Hashable:
    span = (entity.start, entity.end)
    return (entity.label, *span) if with_labels else span
