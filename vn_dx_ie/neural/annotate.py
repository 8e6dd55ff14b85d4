"""From predicted token spans back to entities and relations in the offsets of the given text."""

from __future__ import annotations

from vn_dx_ie.document import Entity, Relation
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.predict import Prediction, ScoredEdge

_DIGITS = 4  # of a confidence: more would only show the order in which floats were added


def annotate(
    text: str, prediction: Prediction, labels: LabelSet, min_confidence: float = 0.0
) -> tuple[tuple[Entity, ...], tuple[Relation, ...]]:
    """Return the entities in text order, outer before inner, and the relations between them.

    A relation's confidence is that of the edge times those of its two spans, for it can only be
    right where both are. What is below `min_confidence` is left out, and so are the relations of
    an entity that is.
    """
    view, tokens = prediction.features.view, prediction.features.tokens
    kept = [index for index, span in enumerate(prediction.spans) if round(span.probability, _DIGITS) >= min_confidence]
    places = {
        index: view.to_source(tokens[span.begin].start, tokens[span.end - 1].end)
        for index in kept
        for span in [prediction.spans[index]]
    }
    order = sorted(kept, key=lambda index: (places[index][0], -places[index][1], prediction.spans[index].label))
    rank = {index: number for number, index in enumerate(order, start=1)}
    entities = tuple(
        Entity(
            f"e{rank[index]}",
            labels.entities[prediction.spans[index].label],
            *places[index],
            text[slice(*places[index])],
            round(prediction.spans[index].probability, _DIGITS),
        )
        for index in order
    )
    edges = [edge for edge in prediction.edges if edge.head in rank and edge.tail in rank]
    relations = tuple(
        Relation(labels.relation_names[edge.relation - 1], f"e{rank[edge.head]}", f"e{rank[edge.tail]}", confidence)
        for edge in sorted(edges, key=lambda edge: (rank[edge.head], rank[edge.tail]))
        if (confidence := _confidence(edge, prediction)) >= min_confidence
    )
    return entities, relations


def _confidence(edge: ScoredEdge, prediction: Prediction) -> float:
    head, tail = prediction.spans[edge.head], prediction.spans[edge.tail]
    return round(edge.probability * head.probability * tail.probability, _DIGITS)
