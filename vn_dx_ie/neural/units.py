"""Units: parts of a text that are scored at a time, so that memory does not grow with the text.

A unit begins at an anchor, so that it holds the same as in any other text that reads alike there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vn_dx_ie.neural.crf import ScoredSpan
from vn_dx_ie.neural.features import TextFeatures
from vn_dx_ie.neural.windows import Sentences, Window, WindowSizes, cut_windows, find_anchors

_UNIT_REACH = 2  # cores on either side of the anchor of a unit
_UNIT_TOKENS = 6_000  # where there are no anchors
# What the network may look at around a pair, in the sentence of either span and the margin beyond.
_MARGIN_SENTENCES, _MARGIN_SPANS, _MARGIN_TOKENS = 2, 8, 16
_WIDEST_MARGIN = 1_000  # tokens; spans are not looked for further away


@dataclass(frozen=True, slots=True)
class Unit:
    """Half-open ranges of sentences and of their tokens, and the windows whose cores hold these."""

    sentences: tuple[int, int]
    tokens: tuple[int, int]
    windows: list[Window]


def cut_units(features: TextFeatures, sizes: WindowSizes) -> Iterator[Unit]:
    """Yield the units of a text; each holds whole sentences and at least one window."""
    index = {begin: number for number, (begin, _, _) in enumerate(features.sentences)}
    anchors = {features.sentences[number][0] for number in find_anchors(features, sizes, _UNIT_REACH)}
    windows: list[Window] = []
    first = 0
    for window in cut_windows(features, sizes):
        begin = window.core[0]
        full = bool(windows) and windows[-1].core[1] - windows[0].core[0] >= _UNIT_TOKENS
        if windows and (begin in anchors or (full and begin in index)):
            yield _unit(windows, first, index[begin])
            windows, first = [], index[begin]
        windows.append(window)
    if windows:
        yield _unit(windows, first, len(features.sentences))


def _unit(windows: list[Window], first: int, stop: int) -> Unit:
    return Unit((first, stop), (windows[0].core[0], windows[-1].core[1]), windows)


def margin_before(sentences: Sentences, spans: Sequence[ScoredSpan], end: int) -> int:
    """Return the first of the sentences before `end` that a pair may look at which lies from `end` on.

    Seen the other way round: a pair that lies before the returned sentence looks at nothing from
    `end` on. `spans` are in text order.
    """
    if not end:
        return 0
    edge = sentences[end - 1][1]
    after, first = spans_before(spans, edge), end
    while first > 0:
        first -= 1
        begin = sentences[first][0]
        if end - first < _MARGIN_SENTENCES or edge - begin < _MARGIN_TOKENS:
            continue
        if after - spans_before(spans, begin) >= _MARGIN_SPANS or edge - begin >= _WIDEST_MARGIN:
            break
    return first


def spans_before(spans: Sequence[ScoredSpan], token: int) -> int:
    """Return how many of `spans`, which are in text order, begin before `token`."""
    return bisect_left(spans, token, key=lambda span: span.begin)
