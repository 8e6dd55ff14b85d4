"""The network's way from texts to spans and edges, whatever runs the network.

A text is read unit by unit, as its reader would: spans are found at once, edges as soon as all is
known that their pairs can look at, and what no later pair looks at is forgotten. So a text of any
length costs linear time and bounded memory, and the borders of units leave no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.neural.crf import Floats, ScoredSpan, Transitions, decode
from vn_dx_ie.neural.features import TextFeatures, extract_features
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import Pairs, make_pairs
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.units import Unit, cut_units, margin_before, spans_before
from vn_dx_ie.neural.windows import Batch, Sentences, WindowSizes, make_batch

_PAIRS_AT_ONCE = 4_096


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

    ``columns`` are those of the token features that the network knows, where it does not know all.
    ``edge_bias`` is added to the scores of all relations: above 0 it finds more of them, and more
    wrong ones.
    """

    labels: LabelSet
    transitions: Transitions
    windows: WindowSizes
    span_temperatures: Floats
    edge_temperature: float
    edge_bias: float = 0.0
    columns: NDArray[np.int64] | None = None


def predict(texts: Sequence[str], encoder: PieceEncoder, scorer: Scorer, decoding: Decoding) -> list[Prediction]:
    """Return the prediction of each of `texts`, in order."""
    return [_predict(text, encoder, scorer, decoding) for text in texts]


def _predict(text: str, encoder: PieceEncoder, scorer: Scorer, decoding: Decoding) -> Prediction:
    features = extract_features(text, encoder)
    if decoding.columns is not None:
        features = replace(features, flags=features.flags[:, decoding.columns])
    reading = _Reading(Prediction(features, [], []), scorer, decoding)
    for unit in cut_units(features, decoding.windows):
        reading.add(unit, *_score(features, unit, encoder, scorer))
    return reading.prediction


def _score(features: TextFeatures, unit: Unit, encoder: PieceEncoder, scorer: Scorer) -> tuple[Floats, Floats]:
    """Return emissions and vectors of the tokens of a unit.

    Each window is scored by itself: together they are no faster on a CPU, need padding, and a
    network in 8-bit integers scales its activations to all that it sees at once.
    """
    emissions, vectors = [], []
    for window in unit.windows:
        scores, states = scorer.score_tokens(make_batch([(features, window)], encoder.special))
        core = slice(window.core[0] - window.whole[0], window.core[1] - window.whole[0])
        emissions.append(scores[0, core])
        vectors.append(states[0, core])
    return np.concatenate(emissions), np.concatenate(vectors)


@dataclass(slots=True)
class _Reading:
    """A text read up to some unit.

    ``vectors`` are those of the tokens read, from sentence ``first`` on; of spans before sentence
    ``decided`` all edges are found.
    """

    prediction: Prediction
    scorer: Scorer
    decoding: Decoding
    vectors: Floats = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    first: int = 0
    decided: int = 0

    def add(self, unit: Unit, emissions: Floats, vectors: Floats) -> None:
        """Read the unit that comes next: find its spans, and the edges that can be told now."""
        self.vectors = np.concatenate([self.vectors, vectors]) if len(self.vectors) else vectors
        self._find_spans(unit, emissions)
        sentences, spans = self.prediction.features.sentences, self.prediction.spans
        stop = unit.sentences[1]
        # A head pairs with tails of the sentence after its own, which are to look as far as it may itself.
        decided = stop if stop == len(sentences) else margin_before(sentences, spans, stop) - 1
        if decided > self.decided:
            self._find_edges(sentences[self.first : stop], (sentences[self.decided][0], sentences[decided - 1][1]))
            self.decided = decided
            self._forget(margin_before(sentences, spans, decided - 1))

    def _find_spans(self, unit: Unit, emissions: Floats) -> None:
        origin = unit.tokens[0]
        sentences = self.prediction.features.sentences[slice(*unit.sentences)]
        local = [(begin - origin, end - origin) for begin, end, _ in sentences]
        spans = decode(emissions, local, self.decoding.transitions, self.decoding.span_temperatures)
        self.prediction.spans.extend(span._replace(begin=span.begin + origin, end=span.end + origin) for span in spans)

    def _find_edges(self, sentences: Sentences, heads: tuple[int, int]) -> None:
        """Find the edges of the spans that begin within the tokens `heads`; `sentences` are those in memory."""
        origin, found = sentences[0][0], self.prediction.spans
        base = spans_before(found, origin)
        spans = [(span.begin - origin, span.end - origin, span.label) for span in found[base:]]
        local = [(begin - origin, end - origin, line) for begin, end, line in sentences]
        own = range(spans_before(found, heads[0]) - base, spans_before(found, heads[1]) - base)
        for edge in decode_edges(spans, local, self.vectors, self.scorer, self.decoding, own):
            self.prediction.edges.append(edge._replace(head=edge.head + base, tail=edge.tail + base))

    def _forget(self, first: int) -> None:
        """Keep nothing of the sentences before `first`."""
        sentences = self.prediction.features.sentences
        self.vectors = self.vectors[sentences[first][0] - sentences[self.first][0] :]
        self.first = first


def decode_edges(
    spans: Sequence[tuple[int, int, int]],
    sentences: Sentences,
    vectors: Floats,
    scorer: Scorer,
    decoding: Decoding,
    heads: range | None = None,
) -> list[ScoredEdge]:
    """Return the likeliest relation of each candidate pair of `spans`, where there is one.

    With `heads`, only pairs with a head among these spans are scored.
    """
    pairs = make_pairs(spans, sentences, decoding.labels)
    rows = np.arange(len(pairs.head))
    if heads is not None:
        rows = rows[(pairs.head >= heads.start) & (pairs.head < heads.stop)]
    table = np.array(spans, dtype=np.int64).reshape(-1, 3)
    found: list[ScoredEdge] = []
    for start in range(0, len(rows), _PAIRS_AT_ONCE):
        some = _picked(pairs, rows[start : start + _PAIRS_AT_ONCE])
        found += _likeliest(some, scorer.score_pairs(vectors, table, some), decoding)
    return found


def _picked(pairs: Pairs, rows: NDArray[np.int64]) -> Pairs:
    return Pairs(pairs.head[rows], pairs.tail[rows], pairs.features[rows], pairs.allowed[rows])


def _likeliest(pairs: Pairs, scores: Floats, decoding: Decoding) -> Iterator[ScoredEdge]:
    logits = scores.copy()
    logits[:, 1:] += decoding.edge_bias
    logits = np.where(pairs.allowed, logits, -np.inf)
    classes = logits.argmax(axis=1)
    tempered = np.exp((logits - logits.max(axis=1, keepdims=True)) / decoding.edge_temperature)
    probabilities = tempered.max(axis=1) / tempered.sum(axis=1)
    for row in np.flatnonzero(classes):
        yield ScoredEdge(int(pairs.head[row]), int(pairs.tail[row]), int(classes[row]), float(probabilities[row]))
