"""Spans of one label as IOB2 tags over tokens, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def tag_layer(tokens: Sequence[Span], spans: Iterable[Span]) -> list[str]:
    """Return ``B``, ``I`` or ``O`` for each of the sorted `tokens`, given the spans of one label.

    A span that begins or ends inside a token takes the whole token; one over no token is lost.
    """
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    tags = ["O"] * len(tokens)
    for start, end in sorted(spans):
        first, stop = bisect_right(ends, start), bisect_left(starts, end)
        if first < stop:
            tags[first:stop] = ["B", *["I"] * (stop - first - 1)]
    return tags


def read_layer(tags: Sequence[str]) -> list[Span]:
    """Return the spans of tokens, end-exclusive, that IOB2 tags state; an ``I`` after an ``O`` is none."""
    spans: list[Span] = []
    for index, tag in enumerate(tags):
        if tag == "B":
            spans.append((index, index + 1))
        elif tag == "I" and spans and spans[-1][1] == index:
            spans[-1] = (spans[-1][0], index + 1)
    return spans
