"""What the page shows, as plain values: what each side has, as in a document's JSON, and how the sides agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.formats.tables import TABLES, document_key
from vn_dx_ie.scoring import SpanAgreement, check_ends, match_entities, match_records, strict_edges

RIGHT: Final = "right"
MISSED: Final = "missed"
SPURIOUS: Final = "spurious"
# Every way in which something of one side may stand to the other.
SLOTS: Final = "slots"  # the same record, but not in every slot
KINDS: Final = (RIGHT, MISSED, SPURIOUS, "boundary", "label", "boundary and label", SLOTS)


class Kinds(msgspec.Struct, frozen=True):
    """How each entity, relation and record of a side stands to the other side, in their order."""

    entities: list[str]
    relations: list[str]
    records: list[str]


class Side(msgspec.Struct, frozen=True):
    """One side of a document: its entities, relations and records as in its JSON; ``kinds`` where there are two."""

    entities: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    records: list[dict[str, Any]]
    kinds: Kinds | None = None


class Page(msgspec.Struct, frozen=True):
    """One document: its sides are gold and predicted, or only one.

    ``id`` is the document's own, ``key`` the one that tables have, ``name`` the one that is shown.
    """

    id: str | None
    key: str
    name: str
    text: str
    published: str | None
    sides: list[Side]
    counts: dict[str, int]


class Columns(msgspec.Struct, frozen=True):
    """A table of records and its columns in CSV."""

    name: str
    columns: list[str]


def table_columns() -> list[Columns]:
    """Return the tables that records go into."""
    return [Columns(table.name, [column.name for column in table.columns]) for table in TABLES]


def single_page(document: Document, number: int) -> Page:
    """Return a document by itself."""
    check_ends(document)
    return _page(document, number, [_side(document)])


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
                Kinds(
                    [kinds[index][id(entity)] for entity in document.entities],
                    [RIGHT if edge in others else absent for edge in edges[index]],
                    [matched.get(place, absent) for place in range(len(document.records))],
                ),
            )
        )
    return _page(gold, number, sides)


def _page(document: Document, number: int, sides: list[Side]) -> Page:
    return Page(
        document.id,
        document_key(document),
        document.id or f"document {number}",
        document.text,
        document.published.isoformat() if document.published else None,
        sides,
        dict(Counter(_counted(sides))),
    )


def _counted(sides: list[Side]) -> Iterator[str]:
    """Yield the kind of all that gold has, and of what predicted has without a counterpart there."""
    for index, side in enumerate(sides):
        kinds = [*side.kinds.entities, *side.kinds.relations, *side.kinds.records] if side.kinds else []
        yield from (kind for kind in kinds if index == 0 or kind == SPURIOUS)


def _side(document: Document, kinds: Kinds | None = None) -> Side:
    values = document.to_dict()
    return Side(values["entities"], values["relations"], values["records"], kinds)
