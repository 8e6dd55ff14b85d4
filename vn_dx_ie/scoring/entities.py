"""Entity counts of one document, label by label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from vn_dx_ie.document import Document
from vn_dx_ie.scoring.counts import Counts, compare

Span = tuple[int, int]


def strict_counts(gold: Document, predicted: Document) -> dict[str, Counts]:
    """Count entities whose label, start and end all agree."""
    wanted, found = _spans_by_label(gold), _spans_by_label(predicted)
    return {label: compare(wanted[label], found[label]) for label in {**wanted, **found}}


def overlap_counts(gold: Document, predicted: Document) -> Counts:
    """Count entities of one label that share a character, each matched with at most one other."""
    wanted, found = _spans_by_label(gold), _spans_by_label(predicted)
    counts = Counts()
    for label in {**wanted, **found}:
        shared = _overlapping_pairs(sorted(wanted[label]), sorted(found[label]))
        counts += Counts(shared, len(found[label]) - shared, len(wanted[label]) - shared)
    return counts


def _spans_by_label(document: Document) -> defaultdict[str, list[Span]]:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for entity in document.entities:
        spans[entity.label].append((entity.start, entity.end))
    return spans


def _overlapping_pairs(left: Sequence[Span], right: Sequence[Span]) -> int:
    """Match sorted spans in one sweep; as spans of one label are disjoint, no matching has more pairs."""
    pairs = i = j = 0
    while i < len(left) and j < len(right):
        if left[i][0] < right[j][1] and right[j][0] < left[i][1]:
            pairs, i, j = pairs + 1, i + 1, j + 1
        elif left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return pairs
