"""What the page shows, as plain values: spans, edges and records of each side, and how they agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.records import Record
from vn_dx_ie.scoring import SpanAgreement, check_ends, match_entities, match_records, strict_edges

PLAIN: Final = "plain"
RIGHT: Final = "right"
MISSED: Final = "missed"
SPURIOUS: Final = "spurious"
# Every way in which something of one side may stand to the other.
SLOTS: Final = "slots"  # the same record, but not in every slot
KINDS: Final = (RIGHT, MISSED, SPURIOUS, "boundary", "label", "boundary and label", SLOTS)
_HIDDEN: Final = frozenset({"evidence", "kind", "slots"})


class Side(msgspec.Struct, frozen=True):
    """One side of a document: entities as [start, end, label, kind, confidence], relations as
    [label, head, tail, kind, confidence] with indices of entities, and records."""

    entities: list[tuple[int, int, str, str, float]]
    relations: list[tuple[str, int, int, str, float]]
    records: list[dict[str, Any]]


class Page(msgspec.Struct, frozen=True):
    """One document: its sides are gold and predicted, or only one."""

    id: str
    text: str
    published: str | None
    sides: list[Side]
    counts: dict[str, int]


def single_page(document: Document, number: int) -> Page:
    """Return a document by itself."""
    check_ends(document)
    entity_kinds = [PLAIN] * len(document.entities)
    side = _side(document, entity_kinds, [PLAIN] * len(document.relations), [PLAIN] * len(document.records))
    return _page(document, number, [side])


def paired_page(gold: Document, predicted: Document, number: int) -> Page:
    """Return a document as both sides have it."""
    kinds: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for wanted, found, agreement in match_entities(gold, predicted):
        kind = RIGHT if agreement is SpanAgreement.STRICT else agreement.value
        for entity, side in ((wanted, kinds[0]), (found, kinds[1])):
            if entity is not None:
                side[id(entity)] = kind
    edges = [strict_edges(document) for document in (gold, predicted)]
    pairs = match_records(gold, predicted)
    sides = []
    for index, (document, absent) in enumerate(((gold, MISSED), (predicted, SPURIOUS))):
        matched = {pair[index]: RIGHT if pair[2] else SLOTS for pair in pairs}
        others = set(edges[1 - index])
        sides.append(
            _side(
                document,
                [kinds[index][id(entity)] for entity in document.entities],
                [RIGHT if edge in others else absent for edge in edges[index]],
                [matched.get(place, absent) for place in range(len(document.records))],
            )
        )
    return _page(gold, number, sides)


def _page(document: Document, number: int, sides: list[Side]) -> Page:
    counts: dict[str, int] = {}
    for kind in _kinds(sides):
        counts[kind] = counts.get(kind, 0) + 1
    published = document.published.isoformat() if document.published else None
    return Page(document.id or f"document {number}", document.text, published, sides, counts)


def _kinds(sides: list[Side]) -> Iterator[str]:
    """Yield the kind of all that gold has, and of what predicted has without a counterpart there."""
    for index, side in enumerate(sides):
        kinds = [kind for *_, kind, _ in (*side.entities, *side.relations)]
        kinds += [record["kind"] for record in side.records]
        yield from (kind for kind in kinds if index == 0 or kind == SPURIOUS)


def _side(document: Document, entities: list[str], relations: list[str], records: list[str]) -> Side:
    places = {entity.id: index for index, entity in enumerate(document.entities)}
    return Side(
        [
            (entity.start, entity.end, entity.label, kind, entity.confidence)
            for entity, kind in zip(document.entities, entities, strict=True)
        ],
        [
            (edge.label, places[edge.head], places[edge.tail], kind, edge.confidence)
            for edge, kind in zip(document.relations, relations, strict=True)
        ],
        [_record(record, kind) for record, kind in zip(document.records, records, strict=True)],
    )


def _record(record: Record, kind: str) -> dict[str, Any]:
    values = msgspec.to_builtins(record)
    slots = {
        name: value
        for name, value in values.items()
        if name not in _HIDDEN and value not in (None, [], ()) and not (name == "confidence" and value == 1.0)
    }
    return {"type": values["kind"], "kind": kind, "slots": slots}
