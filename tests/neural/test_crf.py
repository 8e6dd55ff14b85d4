"""Decoding against an enumeration of all tag paths."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.neural.fakes import transitions
from vn_dx_ie.neural.crf import BEGIN, INSIDE, OUTSIDE, TAGS, Floats, ScoredSpan, Transitions, decode, unflattened

Path = tuple[int, ...]


def spans_of(path: Path) -> set[tuple[int, int]]:
    found = set()
    for position, tag in enumerate(path):
        if tag == BEGIN:
            end = position + 1
            while end < len(path) and path[end] == INSIDE:
                end += 1
            found.add((position, end))
    return found


def scored_paths(emissions: Floats, between: Floats, start: Floats) -> dict[Path, float]:
    """Return the score of every legal path of one layer of one sentence, in double precision."""
    scores = {}
    for path in product(range(TAGS), repeat=len(emissions)):
        if path[0] == INSIDE or any(a == OUTSIDE and b == INSIDE for a, b in zip(path, path[1:], strict=False)):
            continue
        moves = sum(float(between[a, b]) for a, b in zip(path, path[1:], strict=False))
        scores[path] = (
            float(start[path[0]]) + moves + sum(float(row[tag]) for row, tag in zip(emissions, path, strict=True))
        )
    return scores


def enumerated(
    emissions: Floats, sentences: list[tuple[int, int]], potentials: Transitions, temperatures: Floats
) -> dict[tuple[int, int, int], float]:
    """Return what `decode` should: spans of the best path, with their posterior at the temperature."""
    found = {}
    for (begin, end), label in product(sentences, range(emissions.shape[1])):
        if begin == end:
            continue
        scores = scored_paths(emissions[begin:end, label], potentials.between[label], potentials.start[label])
        weights = {path: np.exp(score / float(temperatures[label])) for path, score in scores.items()}
        total = sum(weights.values())
        for span in spans_of(max(scores, key=lambda path: scores[path])):
            share = sum(weight for path, weight in weights.items() if span in spans_of(path)) / total
            found[begin + span[0], begin + span[1], label] = share
    return found


def random_case(
    seed: int, lengths: list[int], labels: int = 2
) -> tuple[Floats, list[tuple[int, int]], Transitions, Floats]:
    rng = np.random.default_rng(seed)
    bounds = np.cumsum([0, *lengths]).tolist()
    emissions = rng.normal(0, 2, (bounds[-1], labels, TAGS)).astype(np.float32)
    temperatures = rng.uniform(0.6, 3, labels).astype(np.float32)
    return emissions, list(zip(bounds, bounds[1:], strict=False)), transitions(labels, seed), temperatures


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_decoding_equals_enumeration(seed: int, lengths: list[int]) -> None:
    case = random_case(seed, lengths)
    expected = enumerated(*case)
    found = {(span.begin, span.end, span.label): span.probability for span in decode(*case)}
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected, abs=2e-5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 9), min_size=2, max_size=90))
def test_sentences_do_not_know_of_each_other(seed: int, lengths: list[int]) -> None:
    emissions, sentences, potentials, temperatures = random_case(seed, lengths, labels=3)
    together = decode(emissions, sentences, potentials, temperatures)
    alone = [span for sentence in sentences for span in decode(emissions, [sentence], potentials, temperatures)]
    assert without_probability(together) == without_probability(sorted(alone))
    assert [span.probability for span in together] == pytest.approx(
        [span.probability for span in sorted(alone)], abs=1e-5
    )
    assert decode(emissions, sentences[::-1], potentials, temperatures) == together


def without_probability(spans: list[ScoredSpan]) -> list[tuple[int, int, int]]:
    return [(span.begin, span.end, span.label) for span in spans]


def test_spans_come_in_text_order_and_never_overlap_within_a_label() -> None:
    spans = decode(*random_case(3, [40, 7, 1, 25], labels=4))
    assert spans == sorted(spans)
    for label in range(4):
        own = [span for span in spans if span.label == label]
        assert all(a.end <= b.begin for a, b in zip(own, own[1:], strict=False))
    assert all(0 < span.probability <= 1 for span in spans)


def test_temperature_softens_and_keeps_the_path() -> None:
    emissions, sentences, potentials, _ = random_case(5, [30, 30])
    cold, hot = (decode(emissions, sentences, potentials, np.full(2, t, dtype=np.float32)) for t in (0.5, 50.0))
    assert without_probability(cold) == without_probability(hot)
    assert sum(span.probability for span in hot) < sum(span.probability for span in cold)


def test_adjacent_spans_of_one_label_stay_apart() -> None:
    emissions = np.zeros((4, 1, TAGS), dtype=np.float32)
    for position, tag in enumerate((BEGIN, INSIDE, BEGIN, INSIDE)):
        emissions[position, 0, tag] = 20
    assert without_probability(decode(emissions, [(0, 4)], transitions(1), np.ones(1, dtype=np.float32))) == [
        (0, 2, 0),
        (2, 4, 0),
    ]


def test_very_long_sentences_keep_their_precision() -> None:
    emissions, sentences, potentials, temperatures = random_case(7, [4000], labels=1)
    spans = decode(emissions, sentences, potentials, temperatures)
    near = decode(emissions[:40], [(0, 40)], potentials, temperatures)
    early = [span for span in spans if span.end < 20]
    assert early
    assert [span.probability for span in early] == pytest.approx(
        [span.probability for span in near if span.end < 20], abs=0.02
    )


def test_nothing_in_nothing_out() -> None:
    emissions, _, potentials, temperatures = random_case(0, [3])
    assert decode(emissions[:0], [], potentials, temperatures) == []
    assert decode(emissions, [(2, 2)], potentials, temperatures) == []


def test_unflattened_scores_have_a_row_of_three_for_each_label() -> None:
    flat = np.arange(2 * 12, dtype=np.float32).reshape(1, 2, 12)
    assert unflattened(flat).shape == (1, 2, 4, TAGS)
    assert unflattened(flat)[0, 1, 2].tolist() == [18, 19, 20]
