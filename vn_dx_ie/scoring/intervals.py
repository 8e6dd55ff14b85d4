"""How sure scores are: bootstrap intervals over documents, and two systems compared on the same ones.

Intervals are percentile bootstrap (Efron and Tibshirani, 1993); the p-value is that of approximate
randomisation (Noreen, 1989; Yeh, COLING 2000), which swaps the two systems' output document by document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.scoring.counts import Counts
from vn_dx_ie.scoring.evaluate import score_documents
from vn_dx_ie.scoring.scores import Scores

RESAMPLES: Final = 2000
_LEVEL: Final = 0.95
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Interval:
    """A score with the interval that holds 95 of 100 bootstrap resamples."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the three numbers under their names."""
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on one measure: their F1, how much B gains over A, and how likely chance gives as much."""

    a: float
    b: float
    difference: Interval
    p_value: float

    def to_dict(self) -> dict[str, Any]:
        """Return the parts under their names."""
        return {"a": self.a, "b": self.b, "difference": self.difference.to_dict(), "p_value": self.p_value}


def bootstrap(
    gold: Iterable[Document], predicted: Iterable[Document], resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Interval]:
    """Return the F1 of each measure with its 95% interval over documents.

    The measures are ``entities``, ``relations``, each label as ``entities.DATE`` or
    ``relations.HOLDS``, and ``meeting.found``, ``meeting.slots`` and so on, in so far as anything
    was there to be scored. With fewer than two documents there is no interval, and nothing is returned.

    Raises:
        InputError: the two sides are not the same documents with the same texts.
    """
    return intervals_of(score_documents(gold, predicted), resamples, seed)


def intervals_of(scores: Sequence[Scores], resamples: int = RESAMPLES, seed: int = 0) -> dict[str, Interval]:
    """Return what :func:`bootstrap` does, from the scores of each document."""
    if len(scores) < 2:
        return {}
    names, counts = _table([_measures(one) for one in scores])
    values = _f1(counts.sum(axis=0))
    samples = np.concatenate([_f1(_resampled(weights, counts)) for weights in _weights(len(scores), resamples, seed)])
    lows, highs = _limits(samples)
    return {name: Interval(*map(float, row)) for name, *row in zip(names, values, lows, highs, strict=True)}


def compare_systems(
    gold: Iterable[Document],
    a: Iterable[Document],
    b: Iterable[Document],
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, Comparison]:
    """Compare two systems on the same documents, measure by measure as in :func:`bootstrap`.

    Raises:
        InputError: the three sides are not the same documents with the same texts, or fewer than two.
    """
    wanted = list(gold)
    sides = [[_measures(one) for one in score_documents(wanted, side)] for side in (a, b)]
    if len(wanted) < 2:
        raise InputError(f"expected at least two documents to compare systems on, got {len(wanted)}")
    names, both = _table([*sides[0], *sides[1]])
    first, second = both[: len(wanted)], both[len(wanted) :]
    scores = [_f1(side.sum(axis=0)) for side in (first, second)]
    gains = np.concatenate(
        [
            _f1(_resampled(weights, second)) - _f1(_resampled(weights, first))
            for weights in _weights(len(wanted), resamples, seed)
        ]
    )
    lows, highs = _limits(gains)
    chances = _p_values(first, second, resamples, seed)
    return {
        name: Comparison(float(a), float(b), Interval(float(b - a), float(low), float(high)), float(p))
        for name, a, b, low, high, p in zip(names, *scores, lows, highs, chances, strict=True)
    }


def _measures(scores: Scores) -> dict[str, Counts]:
    """Return the counts behind each measure of one document."""
    named: dict[str, Counts] = {"entities": scores.entities.micro, "relations": scores.relations.micro}
    named |= {f"entities.{label}": counts for label, counts in scores.entities.by_label.items()}
    named |= {f"relations.{label}": counts for label, counts in scores.relations.by_label.items()}
    for kind, record in scores.records.items():
        named |= {f"{kind}.found": record.found, f"{kind}.slots": record.slots}
    return named


def _table(documents: Sequence[dict[str, Counts]]) -> tuple[list[str], NDArray[np.float64]]:
    """Return the measures that occur, and their counts as (documents, measures, 3): tp, fp, fn."""
    names = list(dict.fromkeys(name for document in documents for name in document))
    counts = np.zeros((len(documents), len(names), 3))
    for row, document in enumerate(documents):
        for column, name in enumerate(names):
            if found := document.get(name):
                counts[row, column] = found.tp, found.fp, found.fn
    kept = [column for column in range(len(names)) if counts[:, column].any()]
    return [names[column] for column in kept], counts[:, kept]


def _f1(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    right, wrong, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    both = 2 * right + wrong + missed
    return np.divide(2 * right, both, out=np.zeros_like(both), where=both > 0)


def _weights(documents: int, resamples: int, seed: int) -> Iterable[NDArray[np.float64]]:
    """Yield how often each document is drawn in each resample, some resamples at a time."""
    if resamples < 1:
        raise InputError(f"resamples: expected at least 1, got {resamples}")
    random = np.random.default_rng(seed)
    for start in range(0, resamples, _BATCH):
        drawn = random.multinomial(documents, np.full(documents, 1 / documents), min(_BATCH, resamples - start))
        yield drawn.astype(np.float64)


def _resampled(weights: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.tensordot(weights, counts, axes=1)


def _limits(samples: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(samples, (tail, 1 - tail), axis=0)
    return low, high


def _p_values(
    first: NDArray[np.float64], second: NDArray[np.float64], resamples: int, seed: int
) -> NDArray[np.float64]:
    random = np.random.default_rng(seed)
    wanted = np.abs(_f1(second.sum(axis=0)) - _f1(first.sum(axis=0)))
    sums, gap = first.sum(axis=0) + second.sum(axis=0), second - first
    as_large = np.zeros_like(wanted)
    for start in range(0, resamples, _BATCH):
        signs = random.choice((-1.0, 1.0), (min(_BATCH, resamples - start), len(first)))
        swing = _resampled(signs, gap)
        found = np.abs(_f1((sums + swing) / 2) - _f1((sums - swing) / 2))
        as_large += (found >= wanted - 1e-12).sum(axis=0)
    return (as_large + 1) / (resamples + 1)
