"""What a system got wrong, one by one, with the sentences to read it in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any, Final

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.scoring.matching import Agreement, match_entities
from vn_dx_ie.scoring.pairing import pair_documents
from vn_dx_ie.scoring.relations import check_ends
from vn_dx_ie.text.segments import sentence_spans

_LAYERS: Final = ("entity", "relation")
Key = tuple[str, int, int]
Ends = tuple[Key, Key]


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that gold and predicted documents do not agree on.

    ``kind`` is ``missed``, ``spurious``, ``boundary`` (right label, wrong edges), ``label`` (right
    edges, wrong label) or ``boundary and label``; ``gold`` and ``predicted`` describe the two sides,
    None where there is none; ``start`` and ``end`` bound the ``sentence`` or sentences it is in.
    """

    document: str | None
    layer: str
    kind: str
    gold: str | None
    predicted: str | None
    start: int
    end: int
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """Return the parts under their names."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __str__(self) -> str:
        sides = [f"gold {self.gold}" if self.gold else "", f"predicted {self.predicted}" if self.predicted else ""]
        told = ", ".join(side for side in sides if side)
        return f"{self.document}: {self.layer} {self.kind}: {told}\n    {' '.join(self.sentence.split())}"


def find_errors(gold: Iterable[Document], predicted: Iterable[Document]) -> Iterator[Error]:
    """Yield, document by document, the errors of entities and then those of relations, each in text order.

    Relations are judged where both their ends were found; the others are gone with their ends.

    Raises:
        InputError: the two sides are not the same documents with the same texts.
    """
    for wanted, found in pair_documents(list(gold), list(predicted)):
        check_ends(wanted)
        check_ends(found)
        page = _Page(wanted)
        yield from _entity_errors(wanted, found, page)
        yield from sorted(_relation_errors(wanted, found, page), key=lambda error: (error.start, error.end))


class _Page:
    """The sentences of a document."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._spans = sentence_spans(document.text)
        self._starts = [start for start, _ in self._spans]

    def around(self, *entities: Entity) -> tuple[int, int, str]:
        """Return the stretch of whole sentences that holds all of `entities`."""
        first = min(entity.start for entity in entities)
        last = max(entity.end for entity in entities)
        index = bisect_right(self._starts, first) - 1
        start = self._spans[index][0] if index >= 0 else first
        index = bisect_right(self._starts, last - 1) - 1
        end = max(last, self._spans[index][1] if index >= 0 else last)
        return start, end, self._text[start:end]


def _entity_errors(gold: Document, predicted: Document, page: _Page) -> Iterator[Error]:
    for wanted, found, agreement in match_entities(gold, predicted):
        if agreement is not Agreement.STRICT:
            start, end, sentence = page.around(*(entity for entity in (wanted, found) if entity))
            kind, sides = agreement.value, (_describe(wanted), _describe(found))
            yield Error(gold.id, "entity", kind, *sides, start, end, sentence)


def _describe(entity: Entity | None) -> str | None:
    return f"{entity.label} {entity.text!r}" if entity else None


def _relation_errors(gold: Document, predicted: Document, page: _Page) -> Iterator[Error]:
    keys = [{_key(entity) for entity in side.entities} for side in (gold, predicted)]
    wanted, found = (_edges_between(document, keys[0] & keys[1]) for document in (gold, predicted))
    surplus: defaultdict[Ends, list[str]] = defaultdict(list)
    for label, ends in found.keys() - wanted.keys():
        surplus[ends].append(label)
    for (label, ends), (head, tail) in wanted.items():
        if (label, ends) not in found:
            others = sorted(surplus[ends])
            surplus[ends] = others[1:]
            yield _relation_error(gold, page, head, tail, label, others[0] if others else None)
    for (label, ends), (head, tail) in found.items():
        if label in surplus[ends]:
            yield _relation_error(gold, page, head, tail, None, label)


def _key(entity: Entity) -> Key:
    return entity.label, entity.start, entity.end


def _edges_between(document: Document, shared: Set[Key]) -> dict[tuple[str, Ends], tuple[Entity, Entity]]:
    """Return the edges of a document whose ends both sides have, with the entities at their ends."""
    entities = document.entity_by_id()
    edges = {}
    for relation in document.relations:
        head, tail = entities[relation.head], entities[relation.tail]
        if {_key(head), _key(tail)} <= shared:
            edges[relation.label, (_key(head), _key(tail))] = (head, tail)
    return edges


def _relation_error(
    document: Document, page: _Page, head: Entity, tail: Entity, gold: str | None, predicted: str | None
) -> Error:
    kind = "label" if gold and predicted else "missed" if gold else "spurious"
    between = f"from {_describe(head)} to {_describe(tail)}"
    sides = (f"{gold} {between}" if gold else None, f"{predicted} {between}" if predicted else None)
    start, end, sentence = page.around(head, tail)
    return Error(document.id, "relation", kind, *sides, start, end, sentence)


def count_errors(errors: Iterable[Error]) -> dict[str, dict[str, int]]:
    """Return how many errors of each kind there are, for entities and for relations."""
    counted = Counter((error.layer, error.kind) for error in errors)
    return {layer: {kind: n for (own, kind), n in sorted(counted.items()) if own == layer} for layer in _LAYERS}
