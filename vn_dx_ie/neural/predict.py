"""The network's way from texts to spans and edges, whatever runs the network.

Texts are cut into units of bounded size, the windows of many units share batches, and the scores
are decoded unit by unit: a text of any length costs linear time and bounded memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.neural.crf import Floats, ScoredSpan, Transitions, decode
from vn_dx_ie.neural.features import TextFeatures, extract_features
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import Pairs, make_pairs
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.windows import Batch, Window, WindowSizes, cut_windows, make_batch

_UNIT_TOKENS = 6_000
_BATCH_PIECES = 4_096


class Scorer(Protocol):
    """Runs the two parts of the network."""

    def score_tokens(self, batch: Batch) -> tuple[Floats, Floats]:
        """Return emissions (windows, tokens, labels, 3) and vectors (windows, tokens, width)."""
        ...

    def score_pairs(self, vectors: Floats, spans: NDArray[np.int64], pairs: Pairs) -> Floats:
        """Return logits (pairs, classes); `spans` has rows (begin, end, label index)."""
        ...


class ScoredEdge(NamedTuple):
    """A predicted relation: indices of two spans, class (from 1), and its probability given them."""

    head: int
    tail: int
    relation: int
    probability: float


class Prediction(NamedTuple):
    """What was found in one text: ``spans`` in text order, ``edges`` between them."""

    features: TextFeatures
    spans: list[ScoredSpan]
    edges: list[ScoredEdge]


@dataclass(frozen=True, slots=True)
class Decoding:
    """What decoding needs beside the scores; temperatures are one a label, and one for edges.

    ``edge_bias`` is added to the scores of all relations: above 0 it finds more of them, and more
    wrong ones.
    """

    labels: LabelSet
    transitions: Transitions
    windows: WindowSizes
    span_temperatures: Floats
    edge_temperature: float
    edge_bias: float = 0.0


def predict(texts: Sequence[str], encoder: PieceEncoder, scorer: Scorer, decoding: Decoding) -> list[Prediction]:
    """Return the prediction of each of `texts`, in order."""
    features = [extract_features(text, encoder) for text in texts]
    predictions = [Prediction(one, [], []) for one in features]
    units = [(index, unit) for index, one in enumerate(features) for unit in _units(one)]
    for group in _groups(units):
        parts = [(features[index], unit) for index, unit in group]
        for (index, unit), (emissions, vectors) in zip(group, _score(parts, encoder, scorer, decoding), strict=True):
            _decode_unit(predictions[index], unit, emissions, vectors, scorer, decoding)
    return predictions


def _units(features: TextFeatures) -> Iterator[tuple[int, int]]:
    """Yield half-open sentence ranges of bounded size, ending with a line where they can."""
    begin, line_begin = 0, 0
    sentences = features.sentences
    for index, (_, end, line) in enumerate(sentences):
        if index and line != sentences[index - 1][2]:
            line_begin = index
        if end - sentences[begin][0] > _UNIT_TOKENS and index > begin:
            cut = line_begin if line_begin > begin else index
            yield begin, cut
            begin = cut
    if begin < len(sentences):
        yield begin, len(sentences)


def _groups(units: Sequence[tuple[int, tuple[int, int]]]) -> Iterator[list[tuple[int, tuple[int, int]]]]:
    """Join small units, so that short texts share batches."""
    group: list[tuple[int, tuple[int, int]]] = []
    sentences = 0
    for index, unit in units:
        group.append((index, unit))
        sentences += unit[1] - unit[0]
        if sentences >= 400:
            yield group
            group, sentences = [], 0
    if group:
        yield group


def _score(
    parts: Sequence[tuple[TextFeatures, tuple[int, int]]], encoder: PieceEncoder, scorer: Scorer, decoding: Decoding
) -> list[tuple[Floats, Floats]]:
    """Return emissions and vectors of the tokens of each part."""
    jobs: list[tuple[int, TextFeatures, Window]] = []
    results: list[tuple[Floats, Floats] | None] = [None] * len(parts)
    for number, (features, unit) in enumerate(parts):
        scoped = replace(features, sentences=features.sentences[unit[0] : unit[1]])
        jobs += [(number, features, window) for window in cut_windows(scoped, decoding.windows)]
    jobs.sort(key=_size)
    for chunk in _chunks(jobs):
        batch = make_batch([(features, window) for _, features, window in chunk], encoder.special)
        emissions, vectors = scorer.score_tokens(batch)
        for row, (number, features, window) in enumerate(chunk):
            unit = parts[number][1]
            origin, end = features.sentences[unit[0]][0], features.sentences[unit[1] - 1][1]
            if (target := results[number]) is None:
                target = _empty(end - origin, emissions, vectors)
                results[number] = target
            core, left = window.core, window.whole[0]
            place = slice(core[0] - origin, core[1] - origin)
            source = slice(core[0] - left, core[1] - left)
            target[0][place] = emissions[row, source]
            target[1][place] = vectors[row, source]
    return [result for result in results if result is not None]


def _empty(count: int, emissions: Floats, vectors: Floats) -> tuple[Floats, Floats]:
    return (
        np.zeros((count, *emissions.shape[2:]), dtype=np.float32),
        np.zeros((count, vectors.shape[2]), dtype=np.float32),
    )


def _chunks(
    jobs: Sequence[tuple[int, TextFeatures, Window]],
) -> Iterator[list[tuple[int, TextFeatures, Window]]]:
    """Cut jobs, sorted by length, into batches of bounded padded size."""
    chunk: list[tuple[int, TextFeatures, Window]] = []
    for job in jobs:
        if chunk and _size(job) * (len(chunk) + 1) > _BATCH_PIECES:
            yield chunk
            chunk = []
        chunk.append(job)
    if chunk:
        yield chunk


def _size(job: tuple[int, TextFeatures, Window]) -> int:
    """Return the pieces of a window, or its tokens where these are more."""
    _, features, window = job
    left, right = window.whole
    return max(right - left, int(features.last_piece[right - 1] - features.first_piece[left]) + 1)


def _decode_unit(
    prediction: Prediction,
    unit: tuple[int, int],
    emissions: Floats,
    vectors: Floats,
    scorer: Scorer,
    decoding: Decoding,
) -> None:
    """Append the spans and edges of one unit to `prediction`."""
    sentences = prediction.features.sentences[unit[0] : unit[1]]
    origin = sentences[0][0]
    local = [(begin - origin, end - origin, line) for begin, end, line in sentences]
    spans = decode(
        emissions, [(begin, end) for begin, end, _ in local], decoding.transitions, decoding.span_temperatures
    )
    base = len(prediction.spans)
    prediction.spans.extend(span._replace(begin=span.begin + origin, end=span.end + origin) for span in spans)
    for edge in decode_edges([(span.begin, span.end, span.label) for span in spans], local, vectors, scorer, decoding):
        prediction.edges.append(edge._replace(head=edge.head + base, tail=edge.tail + base))


def decode_edges(
    spans: Sequence[tuple[int, int, int]],
    sentences: Sequence[tuple[int, int, int]],
    vectors: Floats,
    scorer: Scorer,
    decoding: Decoding,
) -> list[ScoredEdge]:
    """Return the likeliest relation of each candidate pair of `spans`, where there is one."""
    pairs = make_pairs(spans, sentences, decoding.labels)
    if not len(pairs.head):
        return []
    logits = scorer.score_pairs(vectors, np.array(spans, dtype=np.int64), pairs).copy()
    logits[:, 1:] += decoding.edge_bias
    logits = np.where(pairs.allowed, logits, -np.inf)
    classes = logits.argmax(axis=1)
    tempered = np.exp((logits - logits.max(axis=1, keepdims=True)) / decoding.edge_temperature)
    probabilities = tempered.max(axis=1) / tempered.sum(axis=1)
    return [
        ScoredEdge(int(pairs.head[row]), int(pairs.tail[row]), int(classes[row]), float(probabilities[row]))
        for row in np.flatnonzero(classes)
    ]
