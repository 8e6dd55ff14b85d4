"""From predicted token spans back to entities and relations in the offsets of the given text."""

from __future__ import annotations

from vn_dx_ie.document import Entity, Relation
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.predict import Prediction

_DIGITS = 4  # of a confidence: more would only show the order in which floats were added


def annotate(text: str, prediction: Prediction, labels: LabelSet) -> tuple[tuple[Entity, ...], tuple[Relation, ...]]:
    """Return the entities in text order, outer before inner, and the relations between them.

    A relation's confidence is that of the edge times those of its two spans, for it can only be
    right where both are.
    """
    view, tokens = prediction.features.view, prediction.features.tokens
    places = [view.to_source(tokens[span.begin].start, tokens[span.end - 1].end) for span in prediction.spans]
    order = sorted(range(len(places)), key=lambda i: (places[i][0], -places[i][1], prediction.spans[i].label))
    ids = {index: f"e{number}" for number, index in enumerate(order, start=1)}
    entities = tuple(
        Entity(
            ids[index],
            labels.entities[prediction.spans[index].label],
            *places[index],
            text[slice(*places[index])],
            round(prediction.spans[index].probability, _DIGITS),
        )
        for index in order
    )
    rank = {index: number for number, index in enumerate(order)}
    edges = sorted(prediction.edges, key=lambda edge: (rank[edge.head], rank[edge.tail]))
    relations = tuple(
        Relation(
            labels.relation_names[edge.relation - 1],
            ids[edge.head],
            ids[edge.tail],
            round(
                edge.probability * prediction.spans[edge.head].probability * prediction.spans[edge.tail].probability,
                _DIGITS,
            ),
        )
        for edge in edges
    )
    return entities, relations
