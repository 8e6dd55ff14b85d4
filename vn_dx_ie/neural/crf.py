"""Decoding of linear-chain conditional random fields, one BIO layer a label.

Every label has its own layer of tags O, B and I (so spans of different labels may nest) and its own
transitions; all layers and sentences are decoded side by side. Source: Lafferty et al., 2001.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
TAGS = 3
FORBIDDEN = -1e4  # log potential of O before I, and of I at the start of a sentence
_GROUP = 64  # sentences decoded together: padding stays small, memory bounded


class ScoredSpan(NamedTuple):
    """A predicted span: half-open token range, index of its label, probability of the exact span."""

    begin: int
    end: int
    label: int
    probability: float


@dataclass(frozen=True, slots=True)
class Transitions:
    """Log potentials: ``between[label, from, to]`` and ``start[label, tag]``."""

    between: Floats
    start: Floats

    def scaled(self, factor: Floats) -> Transitions:
        """Return the potentials multiplied by a `factor` for each label, shape (labels,)."""
        return Transitions(self.between * factor[:, None, None], self.start * factor[:, None])


def unflattened(emissions: Floats) -> Floats:
    """Return scores of shape (…, labels, 3) from the network's (…, labels x 3)."""
    return emissions.reshape(*emissions.shape[:-1], -1, TAGS)


def decode(
    emissions: Floats, sentences: Sequence[tuple[int, int]], transitions: Transitions, temperatures: Floats
) -> list[ScoredSpan]:
    """Return the spans of the best tag path of each sentence and layer, in text order.

    `emissions` has shape (tokens, labels, 3); `sentences` are half-open token ranges;
    `temperatures`, one a label, soften the probabilities and leave the path as it is.
    """
    found: list[ScoredSpan] = []
    by_length = sorted((pair for pair in sentences if pair[1] > pair[0]), key=lambda pair: pair[1] - pair[0])
    tempered = transitions.scaled(np.reciprocal(temperatures))
    for start in range(0, len(by_length), _GROUP):
        group = by_length[start : start + _GROUP]
        scores, lengths = _padded(emissions, group)
        paths = _viterbi(scores, lengths, transitions)
        spans = _spans(paths, lengths)
        probabilities = _probabilities(scores / temperatures[:, None], lengths, tempered, spans)
        for (row, label, begin, end), probability in zip(spans, probabilities, strict=True):
            offset = group[row][0]
            found.append(ScoredSpan(offset + begin, offset + end, label, probability))
    return sorted(found)


def _padded(emissions: Floats, group: Sequence[tuple[int, int]]) -> tuple[Floats, NDArray[np.int64]]:
    lengths = np.array([end - begin for begin, end in group])
    scores = np.zeros((len(group), int(lengths.max()), *emissions.shape[1:]), dtype=np.float32)
    for row, (begin, end) in enumerate(group):
        scores[row, : end - begin] = emissions[begin:end]
    return scores, lengths


def _viterbi(scores: Floats, lengths: NDArray[np.int64], transitions: Transitions) -> NDArray[np.int8]:
    """Return the best tags, shape (sentences, tokens, labels)."""
    sentences, steps, labels, _ = scores.shape
    best = scores[:, 0] + transitions.start
    back = np.zeros((steps, sentences, labels, TAGS), dtype=np.int8)
    for step in range(1, steps):
        candidates = best[..., :, None] + transitions.between
        back[step] = candidates.argmax(axis=2)
        advanced = candidates.max(axis=2) + scores[:, step]
        best = np.where((step < lengths)[:, None, None], advanced, best)
    paths = np.zeros((sentences, steps, labels), dtype=np.int8)
    tags = best.argmax(axis=2)
    for step in range(steps - 1, -1, -1):
        paths[:, step] = np.where((step < lengths)[:, None], tags, OUTSIDE)
        if step:
            previous = np.take_along_axis(back[step], tags[..., None], axis=2)[..., 0]
            tags = np.where((step < lengths)[:, None], previous, tags)
    return paths


def _spans(paths: NDArray[np.int8], lengths: NDArray[np.int64]) -> list[tuple[int, int, int, int]]:
    """Return (sentence, label, begin, end) of every B and the I's that follow it."""
    spans = []
    for row, position, label in np.argwhere(paths == BEGIN).tolist():
        end = position + 1
        while end < lengths[row] and paths[row, end, label] == INSIDE:
            end += 1
        spans.append((row, label, position, end))
    return spans


def _probabilities(
    scores: Floats,
    lengths: NDArray[np.int64],
    transitions: Transitions,
    spans: Sequence[tuple[int, int, int, int]],
) -> list[float]:
    """Return the posterior of each exact span: its two ends and everything between."""
    if not spans:
        return []
    forward, backward, total = _forward_backward(scores, lengths, transitions)
    probabilities = []
    for row, label, begin, end in spans:
        between = transitions.between[label]
        inside = scores[row, begin + 1 : end, label, INSIDE].sum()
        last = BEGIN
        if end - begin > 1:
            inside += between[BEGIN, INSIDE] + between[INSIDE, INSIDE] * (end - begin - 2)
            last = INSIDE
        after = 0.0
        if end < lengths[row]:
            stop = [OUTSIDE, BEGIN]
            after = np.logaddexp.reduce(
                between[last, stop] + scores[row, end, label, stop] + backward[row, end, label, stop]
            )
        log_probability = forward[row, begin, label, BEGIN] + inside + after - total[row, label]
        probabilities.append(float(np.exp(min(0.0, float(log_probability)))))
    return probabilities


def _forward_backward(
    scores: Floats, lengths: NDArray[np.int64], transitions: Transitions
) -> tuple[Floats, Floats, Floats]:
    """Return log forward and backward messages (as `scores`) and log totals (sentences, labels)."""
    steps = scores.shape[1]
    forward = np.empty_like(scores)
    forward[:, 0] = scores[:, 0] + transitions.start
    for step in range(1, steps):
        message = _log_sum(forward[:, step - 1][..., :, None] + transitions.between, axis=2)
        forward[:, step] = message + scores[:, step]
    rows = np.arange(len(scores))
    total = _log_sum(forward[rows, lengths - 1], axis=2)
    backward = np.zeros_like(scores)
    for step in range(steps - 2, -1, -1):
        ahead = scores[:, step + 1] + backward[:, step + 1]
        message = _log_sum(transitions.between + ahead[..., None, :], axis=3)
        backward[:, step] = np.where((step + 1 < lengths)[:, None, None], message, 0.0)
    return forward, backward, total


def _log_sum(values: Floats, axis: int) -> Floats:
    peak = values.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(values - peak).sum(axis=axis)) + peak.squeeze(axis)
    return summed
