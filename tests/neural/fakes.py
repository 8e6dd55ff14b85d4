"""A piece encoder and a network of a few lines: every score depends on the token itself alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.neural.crf import FORBIDDEN, INSIDE, OUTSIDE, TAGS, Floats, Transitions
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import Pairs
from vn_dx_ie.neural.pieces import Pieces, SpecialIds
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.neural.windows import Batch, WindowSizes

SPECIAL = SpecialIds(opening=1, closing=2, padding=0, hiding=3)
VOCABULARY, WIDTH = 997, 6
_PIECE = re.compile(r"[^\W\d_]{1,3}|\S")


class FakePieces:
    """Pieces of up to three letters, or one other visible character; ids are a hash of the piece."""

    special = SPECIAL

    def encode(self, lines: Sequence[str]) -> list[Pieces]:
        found = []
        for line in lines:
            pieces = list(_PIECE.finditer(line))
            ids = [4 + crc32(piece[0].encode()) % (VOCABULARY - 4) for piece in pieces]
            found.append(Pieces(ids, [piece.start() for piece in pieces], [piece.end() for piece in pieces]))
        return found


class FakeScorer:
    """Looks every token's first piece up in random tables; counts the tokens that it is shown."""

    def __init__(self, labels: LabelSet | None = None, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.labels = labels or LabelSet()
        self._emissions = rng.normal(0, 2, (VOCABULARY, len(self.labels.entities), TAGS)).astype(np.float32)
        self._emissions[..., OUTSIDE] += 3  # few spans, as in real texts
        self._vectors = rng.normal(0, 1, (VOCABULARY, WIDTH)).astype(np.float32)
        self._classes = rng.normal(0, 1, (2 * WIDTH, len(self.labels.relation_names) + 1)).astype(np.float32)
        self.tokens_seen = self.widest = 0

    def score_tokens(self, batch: Batch) -> tuple[Floats, Floats]:
        self.tokens_seen += int(batch.token_mask.sum())
        self.widest = max(self.widest, batch.piece_ids.shape[1])
        ids = np.take_along_axis(batch.piece_ids, batch.first, axis=1)
        return self._emissions[ids], self._vectors[ids]

    def score_pairs(self, vectors: Floats, spans: NDArray[np.int64], pairs: Pairs) -> Floats:
        heads, tails = vectors[spans[pairs.head, 0]], vectors[spans[pairs.tail, 0]]
        logits: Floats = np.concatenate([heads, tails], axis=1) @ self._classes
        return logits


def transitions(labels: int, seed: int = 0) -> Transitions:
    """Random potentials under the constraints of BIO."""
    rng = np.random.default_rng(seed)
    between = rng.normal(0, 1, (labels, TAGS, TAGS)).astype(np.float32)
    start = rng.normal(0, 1, (labels, TAGS)).astype(np.float32)
    between[:, OUTSIDE, INSIDE] = FORBIDDEN
    start[:, INSIDE] = FORBIDDEN
    return Transitions(between, start)


def decoding(labels: LabelSet | None = None, windows: WindowSizes | None = None) -> Decoding:
    """Decoding settings around :func:`transitions`."""
    labels = labels or LabelSet()
    count = len(labels.entities)
    temperatures = np.linspace(0.8, 2.0, count, dtype=np.float32)
    return Decoding(labels, transitions(count), windows or WindowSizes(24, 6), temperatures, 1.5)
