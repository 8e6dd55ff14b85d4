"""Pair gold documents with predicted ones and add their scores up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from vn_dx_ie.document import Document
from vn_dx_ie.schema import ENTITY_LABELS, RELATION_LABELS
from vn_dx_ie.scoring import entities, relations
from vn_dx_ie.scoring.calibration import Calibration, reliability
from vn_dx_ie.scoring.counts import Counts
from vn_dx_ie.scoring.facts import KINDS, slot_names
from vn_dx_ie.scoring.layers import layer_counts
from vn_dx_ie.scoring.matching import match_entities
from vn_dx_ie.scoring.pairing import pair_documents
from vn_dx_ie.scoring.records import record_scores
from vn_dx_ie.scoring.schemes import scheme_counts
from vn_dx_ie.scoring.scores import EntityScores, RecordScores, RelationScores, Scores
from vn_dx_ie.scoring.slots import SlotCounts

T = TypeVar("T")


def evaluate(gold: Iterable[Document], predicted: Iterable[Document]) -> Scores:
    """Compare `predicted` with `gold`, document by document.

    Documents are paired by id, or by order where any of them has none. The order of documents,
    entities, relations and records makes no difference otherwise.

    Raises:
        InputError: the two sides are not the same documents with the same texts.
    """
    return add_up(score_documents(gold, predicted))


def add_up(scores: Iterable[Scores]) -> Scores:
    """Return the sum of the scores of documents, labels in the order of the schema."""
    return _in_schema_order(sum(scores, _no_scores()))


def score_documents(gold: Iterable[Document], predicted: Iterable[Document]) -> list[Scores]:
    """Return the scores of each document, in the order of `gold`; they add up to those of :func:`evaluate`.

    Raises:
        InputError: the two sides are not the same documents with the same texts.
    """
    return [score_pair(wanted, found) for wanted, found in pair_documents(list(gold), list(predicted))]


def score_pair(gold: Document, predicted: Document) -> Scores:
    """Return the scores of one document."""
    return Scores(
        1, _score_entities(gold, predicted), _score_relations(gold, predicted), record_scores(gold, predicted)
    )


def _score_entities(gold: Document, predicted: Document) -> EntityScores:
    return EntityScores(
        entities.strict_counts(gold, predicted),
        entities.overlap_counts(gold, predicted),
        scheme_counts(match_entities(gold, predicted)),
        layer_counts(gold, predicted),
        _calibration(gold, predicted),
    )


def _calibration(gold: Document, predicted: Document) -> Calibration:
    wanted = {(entity.label, entity.start, entity.end) for entity in gold.entities}
    return reliability(
        (entity.confidence, (entity.label, entity.start, entity.end) in wanted) for entity in predicted.entities
    )


def _score_relations(gold: Document, predicted: Document) -> RelationScores:
    wanted = set(relations.strict_edges(gold))
    found = zip(predicted.relations, relations.strict_edges(predicted), strict=True)
    return RelationScores(
        relations.strict_counts(gold, predicted),
        relations.boundary_counts(gold, predicted),
        reliability((relation.confidence, edge in wanted) for relation, edge in found),
    )


def _no_scores() -> Scores:
    records = {kind: RecordScores(Counts(), dict.fromkeys(slot_names(kind), SlotCounts())) for kind in KINDS}
    return Scores(0, EntityScores({}, schemes=scheme_counts([])), RelationScores({}), records)


def _in_schema_order(scores: Scores) -> Scores:
    own = scores.entities
    schemes = {scheme: _ordered(by_label, ENTITY_LABELS) for scheme, by_label in own.schemes.items()}
    return Scores(
        scores.documents,
        EntityScores(
            _ordered(own.by_label, ENTITY_LABELS),
            own.overlap,
            schemes,
            _ordered(own.layers, ENTITY_LABELS),
            own.calibration,
        ),
        RelationScores(
            _ordered(scores.relations.by_label, RELATION_LABELS),
            scores.relations.boundary,
            scores.relations.calibration,
        ),
        scores.records,
    )


def _ordered(by_label: Mapping[str, T], order: Sequence[str]) -> dict[str, T]:
    """Put the labels of the schema first, in its order, then users' own by name."""
    labels = [label for label in order if label in by_label] + sorted(set(by_label) - set(order))
    return {label: by_label[label] for label in labels}
