"""Decoding of linear-chain conditional random fields, one BIO layer a label.

Every label has its own layer of tags O, B and I (so spans of different labels may nest) and its own
transitions; all layers of all sentences are decoded side by side. Source: Lafferty et al., 2001.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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
    longest_first = sorted((pair for pair in sentences if pair[1] > pair[0]), key=lambda pair: pair[0] - pair[1])
    tempered = transitions.scaled(np.reciprocal(temperatures))
    for start in range(0, len(longest_first), _GROUP):
        group = longest_first[start : start + _GROUP]
        lanes = _lay_out(emissions, group)
        spans = _spans(_best_tags(lanes, transitions))
        own, places = np.unique(spans.lane, return_inverse=True)
        softened = lanes.picked(own, np.reciprocal(temperatures))
        probabilities = _probabilities(softened, tempered, spans._replace(lane=places))
        offsets = np.array([begin for begin, _ in group])[spans.lane // lanes.labels]
        columns = (spans.begin + offsets, spans.end + offsets, spans.lane % lanes.labels, probabilities)
        found += map(ScoredSpan, *(column.tolist() for column in columns))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Layers of sentences side by side, those of the longest sentence first.

    ``scores`` has shape (steps, 3, lanes), ``label`` (lanes,); at step t the first ``running[t]`` lanes go on.
    """

    scores: NDArray[Any]
    label: NDArray[np.int64]
    running: list[int]
    labels: int

    def picked(self, lanes: NDArray[np.int64], factor: Floats) -> _Lanes:
        """Return some of the lanes, in double precision, their scores multiplied by the label's `factor`."""
        label = self.label[lanes]
        running: list[int] = np.searchsorted(lanes, self.running).tolist()
        return _Lanes(self.scores[:, :, lanes].astype(np.float64) * factor[label], label, running, self.labels)


class _Spans(NamedTuple):
    """Spans by column: the lane, and a half-open range of steps."""

    lane: NDArray[np.int64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]


def _lay_out(emissions: Floats, group: Sequence[tuple[int, int]]) -> _Lanes:
    labels = emissions.shape[1]
    lengths = np.array([end - begin for begin, end in group])
    steps = int(lengths[0])
    scores = np.zeros((steps, TAGS, len(group), labels), dtype=np.float32)
    for row, (begin, end) in enumerate(group):
        scores[: end - begin, :, row] = emissions[begin:end].swapaxes(1, 2)
    running = (lengths > np.arange(steps)[:, None]).sum(axis=1) * labels
    label = np.tile(np.arange(labels), len(group))
    return _Lanes(scores.reshape(steps, TAGS, -1), label, running.tolist(), labels)


def _best_tags(lanes: _Lanes, transitions: Transitions) -> NDArray[np.int64]:
    """Return the tags of the best paths (Viterbi, 1967), shape (steps, lanes); O after the end."""
    scores, running = lanes.scores, lanes.running
    between = np.ascontiguousarray(transitions.between[lanes.label].transpose(1, 2, 0))
    best = scores.copy()
    best[0] += transitions.start[lanes.label].T
    for step in range(1, len(scores)):
        going = running[step]
        best[step, :, :going] += (best[step - 1, :, None, :going] + between[..., :going]).max(axis=0)
    every = np.arange(scores.shape[2])
    tags = np.full((len(scores), len(every)), OUTSIDE)
    later = 0
    for step in range(len(scores) - 1, -1, -1):
        totals = best[step, :, : running[step]]
        totals[:, :later] += between[:, tags[step + 1, :later], every[:later]] if later else 0
        later = running[step]
        tags[step, :later] = totals.argmax(axis=0)
    return tags


def _spans(tags: NDArray[np.int64]) -> _Spans:
    """Return every B with the I's that follow it."""
    steps = len(tags)
    lane, begin = np.nonzero(tags.T == BEGIN)
    stops = np.where(tags == INSIDE, steps, np.arange(steps)[:, None])
    next_stop = np.append(np.minimum.accumulate(stops[::-1])[::-1], np.full((1, tags.shape[1]), steps), axis=0)
    return _Spans(lane, begin, next_stop[begin + 1, lane])


def _probabilities(lanes: _Lanes, transitions: Transitions, spans: _Spans) -> NDArray[np.float64]:
    """Return the posterior of each exact span: its two ends and everything between.

    Messages are scaled to sum to 1 at every step (Rabiner, 1989, section V.A).
    """
    lane, begin, end = spans
    logs = lanes.scores - lanes.scores.max(axis=1, keepdims=True)
    between = transitions.between[lanes.label].transpose(1, 2, 0).astype(np.float64)
    weights, moves = np.exp(logs), np.exp(between)
    forward, scales = _forward(lanes, weights, moves, np.exp(transitions.start[lanes.label].T.astype(np.float64)))
    backward = _backward(lanes, weights, moves, scales)
    stay = logs[:, INSIDE] + between[INSIDE, INSIDE] - np.log(scales)
    kept = np.cumsum(stay, axis=0)
    longer = end - begin > 1
    entry = np.where(longer, between[BEGIN, INSIDE, lane] - between[INSIDE, INSIDE, lane], 0.0)
    inside = np.exp(kept[end - 1, lane] - kept[begin, lane] + entry)
    last = np.where(longer, INSIDE, BEGIN)
    ahead = np.append(weights * backward / scales[:, None], np.zeros((1, *weights.shape[1:])), axis=0)
    after = sum(moves[last, tag, lane] * ahead[end, tag, lane] for tag in (OUTSIDE, BEGIN))
    lengths = (np.arange(len(logs[0, 0])) < np.array(lanes.running)[:, None]).sum(axis=0)
    found: NDArray[np.float64] = forward[begin, BEGIN, lane] * inside * np.where(end < lengths[lane], after, 1.0)
    return np.minimum(found, 1.0)


def _forward(
    lanes: _Lanes, weights: NDArray[np.float64], moves: NDArray[np.float64], start: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return scaled forward messages, as `weights`, and their scales (steps, lanes)."""
    forward, scales = np.zeros_like(weights), np.ones((len(weights), weights.shape[2]))
    message = start * weights[0]
    for step, going in enumerate(lanes.running):
        if step:
            message = (forward[step - 1, :, None, :going] * moves[..., :going]).sum(axis=0) * weights[step, :, :going]
        scales[step, :going] = message.sum(axis=0)
        forward[step, :, :going] = message / scales[step, :going]
    return forward, scales


def _backward(
    lanes: _Lanes, weights: NDArray[np.float64], moves: NDArray[np.float64], scales: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return backward messages of the same scale, as `weights`; 1 at the end of a lane."""
    backward = np.ones_like(weights)
    for step in range(len(weights) - 1, 0, -1):
        going = lanes.running[step]
        ahead = weights[step, :, :going] * backward[step, :, :going] / scales[step, :going]
        backward[step - 1, :, :going] = (moves[..., :going] * ahead).sum(axis=1)
    return backward
