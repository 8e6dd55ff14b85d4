"""Scores during training: seqeval in strict mode for each tag layer, and end-to-end relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seqeval.metrics.v1 import precision_recall_fscore_support
from seqeval.scheme import IOB2

from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.predict import Decoding, Prediction, Scorer, predict
from vn_dx_ie.training.data import Example


@dataclass(frozen=True, slots=True)
class DevScores:
    """F1 scores in 0 to 1: micro over all layers, of each label, and of relations end to end."""

    entities: float
    by_label: dict[str, float]
    relations: float


def score_examples(examples: Sequence[Example], encoder: PieceEncoder, scorer: Scorer, decoding: Decoding) -> DevScores:
    """Predict the texts of `examples` and score spans and relations strictly."""
    predictions = predict([example.features.view.text for example in examples], encoder, scorer, decoding)
    return score_predictions(examples, predictions, decoding)


def score_predictions(examples: Sequence[Example], predictions: Sequence[Prediction], decoding: Decoding) -> DevScores:
    """Score `predictions` against `examples`, pairwise."""
    by_label: dict[str, float] = {}
    right = predicted = gold = 0.0
    for index, label in enumerate(decoding.labels.entities):
        rows_gold = [_layer(len(e.features.tokens), e.spans, index, label) for e in examples]
        rows_found = [
            _layer(len(e.features.tokens), [(s.begin, s.end, s.label) for s in p.spans], index, label)
            for e, p in zip(examples, predictions, strict=True)
        ]
        precision, recall, score, support = precision_recall_fscore_support(
            rows_gold, rows_found, scheme=IOB2, average="micro", zero_division=0
        )
        by_label[label] = float(score)
        hits = recall * support
        right, gold = right + hits, gold + support
        predicted += hits / precision if precision else sum(tag == f"B-{label}" for row in rows_found for tag in row)
    return DevScores(_f1(right, predicted, gold), by_label, relation_f1(examples, predictions))


def _layer(count: int, spans: Sequence[tuple[int, int, int]], index: int, label: str) -> list[str]:
    tags = ["O"] * count
    for begin, end, own in spans:
        if own == index:
            tags[begin] = f"B-{label}"
            tags[begin + 1 : end] = [f"I-{label}"] * (end - begin - 1)
    return tags


def relation_f1(examples: Sequence[Example], predictions: Sequence[Prediction]) -> float:
    """Return the strict end-to-end F1 of relations: both spans, both labels and the relation are right."""
    right = predicted = gold = 0
    for example, prediction in zip(examples, predictions, strict=True):
        wanted = {(example.spans[h], example.spans[t], relation) for (h, t), relation in example.edges.items()}
        spans = [(span.begin, span.end, span.label) for span in prediction.spans]
        found = {(spans[edge.head], spans[edge.tail], edge.relation) for edge in prediction.edges}
        right, predicted, gold = right + len(wanted & found), predicted + len(found), gold + len(wanted)
    return _f1(right, predicted, gold)


def _f1(right: float, predicted: float, gold: float) -> float:
    return float(2 * right / (predicted + gold)) if predicted + gold else 0.0
