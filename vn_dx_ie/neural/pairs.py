"""Candidate pairs of spans for the relation classifier, and their features."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.neural.labels import LabelSet

_GAPS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)  # upper bounds, in tokens, of the distance classes
_COUNTS = 4
_RANKS = 4
PAIR_FEATURES = 4 + 2 * (len(_GAPS) + 1) + 2 * _COUNTS + 2 * _RANKS + 2


@dataclass(frozen=True, slots=True)
class Pairs:
    """Ordered pairs of spans that some relation may join.

    ``head``, ``tail`` (pairs,) index the spans; ``features`` has shape (pairs, PAIR_FEATURES);
    ``allowed`` (pairs, relations + 1) marks the classes of the signature table, "none" included.
    """

    head: NDArray[np.int64]
    tail: NDArray[np.int64]
    features: NDArray[np.float32]
    allowed: NDArray[np.bool_]


def make_pairs(
    spans: Sequence[tuple[int, int, int]], sentences: Sequence[tuple[int, int, int]], labels: LabelSet
) -> Pairs:
    """Return the candidate pairs of one sentence or of neighbouring ones.

    `spans` are (begin, end, label index) in tokens, `sentences` (begin, end, line) in tokens.
    """
    begins = [begin for begin, _, _ in sentences]
    place = [bisect_right(begins, span[0]) - 1 for span in spans]
    members: dict[int, list[int]] = defaultdict(list)
    for index, sentence in enumerate(place):
        members[sentence].append(index)
    found: list[tuple[int, int]] = []
    for head, sentence in enumerate(place):
        near = members.get(sentence - 1, []) + members[sentence] + members.get(sentence + 1, [])
        found += [(head, tail) for tail in near if tail != head and (spans[head][2], spans[tail][2]) in labels.allowed]
    features = np.zeros((len(found), PAIR_FEATURES), dtype=np.float32)
    allowed = np.zeros((len(found), len(labels.relation_names) + 1), dtype=np.bool_)
    allowed[:, 0] = True
    _fill_features(features, found, spans, place, [line for _, _, line in sentences])
    for row, (head, tail) in enumerate(found):
        allowed[row, list(labels.allowed[spans[head][2], spans[tail][2]])] = True
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Pairs(pairs[:, 0], pairs[:, 1], features, allowed)


def _fill_features(
    features: NDArray[np.float32],
    found: Sequence[tuple[int, int]],
    spans: Sequence[tuple[int, int, int]],
    place: Sequence[int],
    lines: Sequence[int],
) -> None:
    starts: dict[int, list[int]] = defaultdict(list)
    for begin, _, label in sorted(spans):
        starts[label].append(begin)
    tail_rank, head_rank = _ranks(found, spans, 0), _ranks(found, spans, 1)
    base_counts = 4 + 2 * (len(_GAPS) + 1)
    base_ranks = base_counts + 2 * _COUNTS
    for row, (head, tail) in enumerate(found):
        one, other = spans[head], spans[tail]
        values = features[row]
        values[1 + place[tail] - place[head]] = 1
        values[3] = lines[place[tail]] == lines[place[head]]
        forward = other[0] >= one[0]
        gap = bisect_left(_GAPS, max(0, max(one[0], other[0]) - min(one[1], other[1])))
        values[4 + gap + (len(_GAPS) + 1) * forward] = 1
        low, high = (one[1], other[0]) if forward else (other[1], one[0])
        for side, label in enumerate((one[2], other[2])):
            between = bisect_left(starts[label], high) - bisect_left(starts[label], low)
            values[base_counts + side * _COUNTS + min(max(between, 0), _COUNTS - 1)] = 1
        values[base_ranks + min(tail_rank[row], _RANKS - 1)] = 1
        values[base_ranks + _RANKS + min(head_rank[row], _RANKS - 1)] = 1
        values[-2] = one[0] <= other[0] and other[1] <= one[1]
        values[-1] = other[0] <= one[0] and one[1] <= other[1]


def _ranks(found: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, int]], side: int) -> list[int]:
    """For each pair: how many spans of the far side's label stand nearer to the span on `side`."""
    groups: dict[tuple[int, int], list[tuple[int, tuple[int, int, int], int]]] = defaultdict(list)
    for row, pair in enumerate(found):
        near, far = spans[pair[side]], spans[pair[1 - side]]
        distance = max(near[0], far[0]) - min(near[1], far[1])
        groups[pair[side], far[2]].append((distance, far, row))
    ranks = [0] * len(found)
    for group in groups.values():
        for rank, (_, _, row) in enumerate(sorted(group)):
            ranks[row] = rank
    return ranks
