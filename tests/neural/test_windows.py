"""Windows hold every token once, stay small, and make sound batches."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.neural.fakes import SPECIAL, FakePieces
from tests.strategies import texts
from vn_dx_ie.neural.features import TextFeatures, extract_features
from vn_dx_ie.neural.windows import Batch, Window, WindowSizes, cut_windows, find_anchors, make_batch

few = settings(deadline=None, max_examples=40)
fewer = settings(deadline=None, max_examples=10)

LONGEST = 64  # pieces that one token of the fake encoder may hold
sizes = st.builds(WindowSizes, st.integers(1, 30), st.integers(0, 12))
long_texts = st.lists(texts(), min_size=1, max_size=4).map("\n".join)


def features_of(text: str) -> TextFeatures:
    return extract_features(text, FakePieces())


def pieces_of(features: TextFeatures, begin: int, end: int) -> int:
    return int(features.last_piece[end - 1] - features.first_piece[begin]) + 1


@few
@given(long_texts, sizes)
def test_every_token_is_in_one_core(text: str, size: WindowSizes) -> None:
    features = features_of(text)
    windows = cut_windows(features, size)
    assert [i for window in windows for i in range(*window.core)] == list(range(len(features.tokens)))
    for window in windows:
        assert window.core[0] < window.core[1]
        assert 0 <= window.whole[0] <= window.core[0]
        assert window.core[1] <= window.whole[1] <= len(features.tokens)


@few
@given(long_texts, sizes)
def test_windows_are_bounded_in_pieces(text: str, size: WindowSizes) -> None:
    features = features_of(text)
    for window in cut_windows(features, size):
        core, whole = pieces_of(features, *window.core), pieces_of(features, *window.whole)
        assert core <= size.core or window.core[1] - window.core[0] == 1
        assert core <= max(size.core, LONGEST)
        assert whole <= core + 2 * size.context


@few
@given(long_texts, sizes)
def test_sentences_that_fit_are_never_cut(text: str, size: WindowSizes) -> None:
    features = features_of(text)
    cuts = {window.core[0] for window in cut_windows(features, size)}
    for begin, end, _ in features.sentences:
        if pieces_of(features, begin, end) <= size.core:
            assert not cuts & set(range(begin + 1, end))


@few
@given(long_texts, sizes, st.data())
def test_windows_of_a_part_hold_the_tokens_of_that_part(text: str, size: WindowSizes, data: st.DataObject) -> None:
    features = features_of(text)
    if not features.sentences:
        return
    low = data.draw(st.integers(0, len(features.sentences) - 1))
    high = data.draw(st.integers(low + 1, len(features.sentences)))
    part = replace(features, sentences=features.sentences[low:high])
    expected = range(part.sentences[0][0], part.sentences[-1][1])
    assert [i for window in cut_windows(part, size) for i in range(*window.core)] == list(expected)


def article(seed: int, sentences: int) -> str:
    """Return sentences and paragraphs of all lengths; the same seed gives the same."""
    rng = random.Random(seed)
    made = (" ".join(f"từ{rng.randrange(99)}" for _ in range(rng.randrange(1, 20))) for _ in range(sentences))
    return "".join(f"X {one}." + rng.choice((" ", " ", "\n", "\n\n")) for one in made)


def windows_from(text: str, start: int, size: WindowSizes) -> list[tuple[int, int, int, int]]:
    """Return the windows that lie from the character `start` on, in tokens after it."""
    features = features_of(text)
    first = bisect_left([token.start for token in features.tokens], start)
    windows = [(*window.whole, *window.core) for window in cut_windows(features, size)]
    return [tuple(place - first for place in window) for window in windows if window[0] >= first]  # type: ignore[misc]


@fewer
@given(st.integers(0, 99), st.one_of(st.just("\n"), st.integers(0, 99).map(lambda seed: article(seed, 30) + "\n")))
def test_what_stands_before_moves_no_window_past_the_first_anchor(seed: int, before: str) -> None:
    size, text = WindowSizes(32, 6), article(seed, 120)
    alone, beside = windows_from(text, 0, size), windows_from(before + text, len(before), size)
    same = sum(window in beside for window in alone)
    assert alone[-same:] == beside[-same:]
    features = features_of(text)
    anchor = features.sentences[find_anchors(features, size)[0]][0]
    assert alone[-same][2] <= anchor
    assert pieces_of(features, 0, anchor) < 12 * size.core


@fewer
@given(st.integers(0, 99))
def test_what_stands_behind_moves_only_the_last_windows(seed: int) -> None:
    size, text = WindowSizes(32, 6), article(seed, 120) + "\n"
    alone, beside = windows_from(text, 0, size), windows_from(text + article(seed + 1, 30), 0, size)
    same = next(index for index, pair in enumerate(zip(alone, beside, strict=False)) if pair[0] != pair[1])
    assert len(alone) - same < 12


@few
@given(long_texts, sizes, st.floats(0.5, 3), st.floats(1, 4))
def test_anchors_that_reach_further_are_anchors_too(text: str, size: WindowSizes, cores: float, more: float) -> None:
    features = features_of(text * 3)
    assert set(find_anchors(features, size, cores * more)) <= set(find_anchors(features, size, cores))


def test_anchors_open_lines_where_there_are_some_near() -> None:
    features = features_of(article(5, 400))
    opening = {sentence[2]: number for number, sentence in reversed(list(enumerate(features.sentences)))}
    anchors = find_anchors(features, WindowSizes())
    assert anchors
    assert set(anchors) <= set(opening.values())


def greedy(features: TextFeatures, size: int) -> int:
    """Return how many cores greed makes of sentences that all fit."""
    count, begin = 1, 0
    for start, stop, _ in features.sentences:
        if pieces_of(features, begin, stop) > size:
            count, begin = count + 1, start
    return count


@few
@given(st.integers(0, 99), st.integers(1, 12))
def test_a_short_text_has_as_few_windows_as_it_can(seed: int, sentences: int) -> None:
    features, size = features_of(article(seed, sentences)), WindowSizes(192, 30)
    assert find_anchors(features, size) == []
    assert len(cut_windows(features, size)) == greedy(features, 192)


def test_anchors_cost_few_windows() -> None:
    features = features_of(article(5, 600))
    assert len(find_anchors(features, WindowSizes())) > 15
    assert len(cut_windows(features, WindowSizes())) < 1.25 * greedy(features, 192)


def test_cores_are_of_like_size() -> None:
    features = features_of("Một hai. " * 10)  # three pieces a sentence
    assert [window.core for window in cut_windows(features, WindowSizes(24, 0))] == [(0, 15), (15, 30)]


def test_a_row_of_equal_sentences_fills_its_windows() -> None:
    windows = cut_windows(features_of("Một hai. " * 1_000), WindowSizes(24, 6))
    assert len(windows) == 125


@pytest.mark.parametrize("seed", [3, 9, 18, 28])
def test_a_text_said_again_has_the_same_windows_again(seed: int) -> None:
    size = WindowSizes(96, 6)
    features = features_of(6 * (article(seed, 6) + "\n"))
    tokens = len(features.tokens) // 6
    cores = {window.core for window in cut_windows(features, size)}
    inner = [core for core in cores if 2 * tokens <= core[0] < 3 * tokens]
    assert len(inner) > 1
    assert {(begin + tokens, end + tokens) for begin, end in inner} <= cores


def test_a_long_sentence_is_cut_with_context_on_both_sides() -> None:
    features = features_of(" ".join(f"từ{i}" for i in range(100)))
    assert len(features.sentences) == 1
    windows = cut_windows(features, WindowSizes(20, 5))
    assert len(windows) > 9
    for before, window in zip(windows, windows[1:], strict=False):
        assert window.whole[0] < window.core[0] == before.core[1] < before.whole[1]


def test_a_text_without_tokens_has_no_windows() -> None:
    assert cut_windows(features_of(" \n "), WindowSizes()) == []


@few
@given(st.lists(long_texts, min_size=1, max_size=3), sizes)
def test_batches_show_each_window_as_it_is(many: list[str], size: WindowSizes) -> None:
    jobs = [(f, window) for f in map(features_of, many) for window in cut_windows(f, size)]
    if not jobs:
        return
    batch = make_batch(jobs, SPECIAL)
    for row, (features, window) in enumerate(jobs):
        left, right = window.whole
        count, length = right - left, int(batch.piece_mask[row].sum())
        assert batch.token_mask[row].tolist() == [1] * count + [0] * (batch.first.shape[1] - count)
        assert batch.piece_ids[row, 0] == SPECIAL.opening
        assert (batch.piece_ids[row, length:] == SPECIAL.padding).all()
        assert (batch.piece_mask[row, :length] == 1).all()
        assert (batch.first[row] <= batch.last[row]).all()
        assert (batch.last[row] < length).all()
        # Counted from the opening mark, a token's pieces are those that it has in the text.
        own = [batch.piece_ids[row, a : b + 1].tolist() for a, b in zip(batch.first[row], batch.last[row], strict=True)]
        given_ = [
            features.piece_ids[a : b + 1].tolist()
            for a, b in zip(features.first_piece[left:right], features.last_piece[left:right], strict=True)
        ]
        assert own[:count] == given_
        assert (batch.flags[row, :count] == features.flags[left:right]).all()
        assert not batch.flags[row, count:].any()


def test_the_closing_mark_of_the_last_line_is_in_the_window() -> None:
    features = features_of("một hai\nba")
    batch = make_batch([(features, Window((0, 2), (0, 2))), (features, Window((0, 3), (0, 3)))], SPECIAL)
    assert batch.piece_ids[0].tolist()[3:6] == [SPECIAL.closing, SPECIAL.padding, SPECIAL.padding]
    assert batch.piece_ids[1].tolist()[3] == batch.piece_ids[1].tolist()[5] == SPECIAL.closing


def test_a_token_without_pieces_still_has_a_place() -> None:
    class Mute(FakePieces):
        def encode(self, lines):  # type: ignore[no-untyped-def]
            return super().encode(["" for _ in lines])

    features = extract_features("\ufffd x", Mute())
    batch = make_batch([(features, window) for window in cut_windows(features, WindowSizes())], SPECIAL)
    assert not batch.first.any()
    assert not batch.last.any()


def arrays(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "piece_ids": np.zeros((2, 5), dtype=np.int64),
        "piece_mask": np.zeros((2, 5), dtype=np.int64),
        "first": np.zeros((2, 3), dtype=np.int64),
        "last": np.zeros((2, 3), dtype=np.int64),
        "token_mask": np.zeros((2, 3), dtype=np.int64),
        "flags": np.zeros((2, 3, 4), dtype=np.float32),
    }
    return {**whole, **changes}


def test_a_batch_names_its_arrays_as_the_network_does() -> None:
    given_ = arrays()
    assert Batch(**given_).feeds() == given_


@pytest.mark.parametrize(
    ("name", "shape"),
    [("piece_ids", (1, 5)), ("piece_mask", (2, 4)), ("last", (2, 2)), ("token_mask", (1, 3)), ("flags", (2, 4, 4))],
)
def test_a_batch_refuses_arrays_that_do_not_fit(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Batch(**arrays(**{name: np.zeros(shape, dtype=np.int64)}))
