"""Windows over a text of any length, and checked batches of them.

Each token belongs to the core of exactly one window; the tokens around the core are context. A
window is bounded in pieces, so cost grows linearly with the text. Cores are filled anew from every
anchor, a sentence chosen by the text around it alone (content-defined chunking: Muthitacharoen et
al., 2001): what stands far away never moves a window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.neural.features import TextFeatures
from vn_dx_ie.neural.pieces import SpecialIds

_ANCHOR_REACH = 1  # cores to either side: further apart, anchors leave fewer cores half filled
_EVEN_STEP = 8
_MOST_EVENED = 12  # cores; of a longer stretch the end lies too far away to matter

Sentences = Sequence[tuple[int, int, int]]


class WindowSizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes in pieces: of a window's core, and of the context on either side of it."""

    core: int = 192
    context: int = 30


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open token ranges: ``core`` inside ``whole``."""

    whole: tuple[int, int]
    core: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows as the network takes them.

    Shapes: ``piece_ids``, ``piece_mask`` (windows, pieces); ``first``, ``last``, ``token_mask``
    (windows, tokens), piece positions within the window; ``flags`` (windows, tokens, features).
    """

    piece_ids: NDArray[np.int64]
    piece_mask: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    token_mask: NDArray[np.int64]
    flags: NDArray[np.float32]

    def __post_init__(self) -> None:
        windows, tokens = self.first.shape
        if self.piece_ids.shape != self.piece_mask.shape or self.piece_ids.shape[0] != windows:
            raise ValueError(f"expected pieces for {windows} windows, got {self.piece_ids.shape}")
        if not self.last.shape == self.token_mask.shape == self.flags.shape[:2] == (windows, tokens):
            raise ValueError(f"expected ({windows}, {tokens}) tokens, got {self.last.shape}, {self.flags.shape}")

    def feeds(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays under the names that the network gives its inputs."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def alone(self) -> Iterator[dict[str, NDArray[np.generic]]]:
        """Yield each window by itself without padding, under the names that the exported network gives its inputs."""
        counts = zip(self.piece_mask.sum(axis=1).tolist(), self.token_mask.sum(axis=1).tolist(), strict=True)
        for row, (pieces, tokens) in enumerate(counts):
            own = slice(row, row + 1)
            yield {
                "piece_ids": self.piece_ids[own, :pieces],
                "first": self.first[own, :tokens],
                "last": self.last[own, :tokens],
                "flags": self.flags[own, :tokens],
            }


def cut_windows(features: TextFeatures, sizes: WindowSizes) -> list[Window]:
    """Return the windows of a text; sentences stay whole where they fit."""
    count = len(features.tokens)
    windows = []
    for begin, end in _cores(features, sizes):
        left, right = begin, end
        while left > 0 and features.first_piece[begin] - features.first_piece[left - 1] <= sizes.context:
            left -= 1
        while right < count and features.last_piece[right] - features.last_piece[end - 1] <= sizes.context:
            right += 1
        windows.append(Window((left, right), (begin, end)))
    return windows


def find_anchors(features: TextFeatures, sizes: WindowSizes, cores: float = _ANCHOR_REACH) -> list[int]:
    """Return the indices of the sentences where windows begin whatever stands further away.

    Of the sentences that start within so many `cores` of an anchor, none has a lower hash; both
    ends of the text are as far away. With more `cores` there are fewer anchors, all of them among
    those with less. Sentences that open a line come first.
    """
    if not features.sentences:
        return []
    begins = [begin for begin, _, _ in features.sentences]
    starts, reach = features.first_piece[begins], int(cores * sizes.core)
    hashes = _hashes(features)
    low, high = np.searchsorted(starts, starts - reach), np.searchsorted(starts, starts + reach, side="right")
    least = np.minimum.reduceat(np.append(hashes, 0), np.stack([low, high], axis=1).ravel())[::2]
    last = features.last_piece[features.sentences[-1][1] - 1]
    inner = (starts - starts[0] >= reach) & (last - starts >= reach)
    chosen = np.flatnonzero((hashes == least) & inner & ~_repeats(hashes, starts, sizes.core // 2))
    found: list[int] = chosen.tolist()
    return found


def _hashes(features: TextFeatures) -> NDArray[np.int64]:
    hashes, before = [], -1
    for begin, end, line in features.sentences:
        text = features.view.text[features.tokens[begin].start : features.tokens[end - 1].end]
        hashes.append(crc32(text.encode()) + ((line == before) << 32))
        before = line
    return np.array(hashes, dtype=np.int64)


def _repeats(hashes: NDArray[np.int64], starts: NDArray[np.int64], reach: int) -> NDArray[np.bool_]:
    """Mark what was said shortly before: of a row of equal sentences only the first may be an anchor."""
    seen: dict[int, int] = {}
    found = np.zeros(len(hashes), dtype=np.bool_)
    for index, (key, start) in enumerate(zip(hashes.tolist(), starts.tolist(), strict=True)):
        found[index] = start - seen.get(key, start - reach) < reach
        seen[key] = start
    return found


def _cores(features: TextFeatures, sizes: WindowSizes) -> Iterator[tuple[int, int]]:
    """Yield the cores of the sentences between each two anchors."""
    bounds = [0, *find_anchors(features, sizes), len(features.sentences)]
    for low, high in pairwise(bounds):
        if low < high:
            yield from _even_cores(features, features.sentences[low:high], sizes.core)


def _even_cores(features: TextFeatures, sentences: Sentences, size: int) -> list[tuple[int, int]]:
    """Return as few cores as greed finds, of sizes as equal as their number allows."""
    cores = list(_filled(features, sentences, size, size))
    if len(cores) > _MOST_EVENED:
        return cores
    total = _pieces(features, sentences[0][0], sentences[-1][1])
    for limit in range(-(-total // len(cores)), size, _EVEN_STEP):
        even = list(_filled(features, sentences, size, limit))
        if len(even) == len(cores):
            return even
    return cores


def _filled(features: TextFeatures, sentences: Sentences, size: int, limit: int) -> Iterator[tuple[int, int]]:
    """Fill cores up to `limit`; no sentence is cut that has at most `size` pieces."""
    begin = end = sentences[0][0]
    for start, stop, _ in sentences:
        if _pieces(features, begin, stop) <= limit:
            end = stop
            continue
        if begin < end:
            yield begin, end
            begin = start
        while _pieces(features, start, stop) > size and _pieces(features, begin, stop) > limit:
            cut = int(np.searchsorted(features.last_piece, features.first_piece[begin] + limit))
            cut = min(max(cut, begin + 1), stop)
            yield begin, cut
            begin = cut
        end = stop
    if begin < end:
        yield begin, end


def _pieces(features: TextFeatures, begin: int, end: int) -> int:
    if begin >= end:
        return 0
    return int(features.last_piece[end - 1] - features.first_piece[begin]) + 1


def make_batch(windows: Sequence[tuple[TextFeatures, Window]], special: SpecialIds) -> Batch:
    """Return the padded arrays of some windows, of one text or of several."""
    ranges = [_piece_range(features, window) for features, window in windows]
    widest = max(stop - start for start, stop in ranges) + 1
    longest = max(window.whole[1] - window.whole[0] for _, window in windows)
    shape = (len(windows), longest)
    piece_ids = np.full((len(windows), widest), special.padding, dtype=np.int64)
    piece_mask = np.zeros((len(windows), widest), dtype=np.int64)
    first, last, token_mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    flags = np.zeros((*shape, windows[0][0].flags.shape[1]), dtype=np.float32)
    for row, ((features, window), (start, stop)) in enumerate(zip(windows, ranges, strict=True)):
        size = stop - start
        piece_ids[row, 0] = special.opening
        piece_ids[row, 1 : size + 1] = features.piece_ids[start:stop]
        piece_mask[row, : size + 1] = 1
        left, right = window.whole
        count = right - left
        first[row, :count] = np.minimum(features.first_piece[left:right], stop - 1) - start + 1
        last[row, :count] = np.minimum(features.last_piece[left:right], stop - 1) - start + 1
        token_mask[row, :count] = 1
        flags[row, :count] = features.flags[left:right]
    return Batch(piece_ids, piece_mask, first, last, token_mask, flags)


def _piece_range(features: TextFeatures, window: Window) -> tuple[int, int]:
    left, right = window.whole
    start, stop = int(features.first_piece[left]), int(features.last_piece[right - 1]) + 1
    closes_line = right == len(features.tokens) or features.first_piece[right] > stop
    return start, min(stop + int(closes_line), len(features.piece_ids))
