"""What is fitted on the development set after training: how readily relations are predicted, and
temperatures that make confidences honest.

The bias of relations is the one of best F1. There is one temperature for each label's layer and one
for edges (temperature scaling: Guo et al., 2017, here on the posterior of a whole span); their fit
minimises the log loss of "this prediction is right".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.neural.crf import Floats
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import Pairs
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.predict import Decoding, Prediction, Scorer, predict
from vn_dx_ie.neural.windows import Batch
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.evaluation import DevScores, relation_f1, score_predictions

_GRID = np.round(np.geomspace(0.6, 4.0, 16), 3)
_BIASES = np.round(np.arange(0.0, 1.5, 0.15), 2)
_BINS = 10

Outcomes = list[tuple[float, bool]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted settings, the scores that they give, and the expected calibration errors.

    The errors are those after the fit, and before it (all temperatures 1).
    """

    decoding: Decoding
    scores: DevScores
    entity_error: float
    entity_error_before: float
    relation_error: float
    relation_error_before: float


class _Tape(Generic[T]):
    """Results of a sequence of calls, computed the first time and played back after a rewind."""

    def __init__(self) -> None:
        self._results: list[T] = []
        self._position = 0

    def rewind(self) -> None:
        self._position = 0

    def play(self, compute: Callable[[], T]) -> T:
        if self._position == len(self._results):
            self._results.append(compute())
        self._position += 1
        return self._results[self._position - 1]


class _Remembering:
    """A scorer that runs the network once for each call of a repeated sequence of calls."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._tokens: _Tape[tuple[Floats, Floats]] = _Tape()
        self._pairs: _Tape[Floats] = _Tape()

    def rewind(self) -> None:
        self._tokens.rewind()
        self._pairs.rewind()

    def score_tokens(self, batch: Batch) -> tuple[Floats, Floats]:
        return self._tokens.play(lambda: self._scorer.score_tokens(batch))

    def score_pairs(self, vectors: Floats, spans: NDArray[np.int64], pairs: Pairs) -> Floats:
        return self._pairs.play(lambda: self._scorer.score_pairs(vectors, spans, pairs))


def calibrate(examples: Sequence[Example], encoder: PieceEncoder, scorer: Scorer, decoding: Decoding) -> Calibration:
    """Return `decoding` with bias and temperatures fitted on `examples`."""
    memory = _Remembering(scorer)
    texts = [example.features.view.text for example in examples]

    def run(settings: Decoding) -> list[Prediction]:
        memory.rewind()
        return predict(texts, encoder, memory, settings)

    labels = len(decoding.labels.entities)
    biased = [replace(decoding, edge_bias=float(bias)) for bias in _BIASES]
    decoding = max(biased, key=lambda settings: relation_f1(examples, run(settings)))
    before = run(decoding)
    spans_only = replace(decoding, labels=LabelSet(decoding.labels.entities, {}))
    losses = np.array([_span_losses(examples, run(_with_span(spans_only, value)), labels) for value in _GRID])
    # What the development set holds no prediction of keeps its temperature.
    best = np.where(losses.any(axis=0), _GRID[losses.argmin(axis=0)], decoding.span_temperatures)
    fitted = replace(decoding, span_temperatures=best.astype(np.float32))
    edge_losses = [
        _log_loss(edge_outcomes(examples, run(replace(fitted, edge_temperature=float(value))))) for value in _GRID
    ]
    if any(edge_losses):
        fitted = replace(fitted, edge_temperature=float(_GRID[int(np.argmin(edge_losses))]))
    after = run(fitted)
    return Calibration(
        fitted,
        score_predictions(examples, after, fitted),
        calibration_error(span_outcomes(examples, after)),
        calibration_error(span_outcomes(examples, before)),
        calibration_error(edge_outcomes(examples, after)),
        calibration_error(edge_outcomes(examples, before)),
    )


def calibration_error(outcomes: Outcomes) -> float:
    """Return the expected calibration error over ten equal bins (Naeini et al., 2015)."""
    if not outcomes:
        return 0.0
    confidence = np.array([probability for probability, _ in outcomes])
    right = np.array([outcome for _, outcome in outcomes], dtype=np.float64)
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(confidence[bins == b].sum() - right[bins == b].sum()) for b in range(_BINS)]
    return float(sum(gaps) / len(outcomes))


def span_outcomes(examples: Sequence[Example], predictions: Sequence[Prediction], label: int | None = None) -> Outcomes:
    """Return confidence and correctness of every predicted span (of one label)."""
    return [
        (span.probability, (span.begin, span.end, span.label) in gold)
        for example, prediction in zip(examples, predictions, strict=True)
        for gold in [set(example.spans)]
        for span in prediction.spans
        if label is None or span.label == label
    ]


def edge_outcomes(examples: Sequence[Example], predictions: Sequence[Prediction]) -> Outcomes:
    """Return confidence and end-to-end correctness of every predicted edge."""
    outcomes: Outcomes = []
    for example, prediction in zip(examples, predictions, strict=True):
        gold = {(example.spans[h], example.spans[t], relation) for (h, t), relation in example.edges.items()}
        spans = prediction.spans
        for edge in prediction.edges:
            ends = tuple((spans[i].begin, spans[i].end, spans[i].label) for i in (edge.head, edge.tail))
            probability = edge.probability * spans[edge.head].probability * spans[edge.tail].probability
            outcomes.append((probability, (*ends, edge.relation) in gold))
    return outcomes


def _span_losses(examples: Sequence[Example], predictions: Sequence[Prediction], labels: int) -> list[float]:
    return [_log_loss(span_outcomes(examples, predictions, label)) for label in range(labels)]


def _with_span(decoding: Decoding, temperature: float) -> Decoding:
    return replace(decoding, span_temperatures=np.full_like(decoding.span_temperatures, temperature))


def _log_loss(outcomes: Outcomes) -> float:
    clipped = [(min(max(probability, 1e-6), 1 - 1e-6), right) for probability, right in outcomes]
    return -float(np.sum([np.log(p if right else 1 - p) for p, right in clipped])) if clipped else 0.0
