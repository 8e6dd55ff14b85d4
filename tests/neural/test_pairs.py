"""Candidate pairs: those that the signatures and the distance allow, whatever the order of spans."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import PAIR_FEATURES, make_pairs
from vn_dx_ie.schema import ENTITY_LABELS, RELATION_LABELS, allowed_relations

LABELS = LabelSet()
Span = tuple[int, int, int]
Sentences = list[tuple[int, int, int]]


@st.composite
def marked(draw: st.DrawFn) -> tuple[list[Span], Sentences]:
    """Sentences, some on one line, and spans inside them."""
    sentences: Sentences = []
    begin = line = 0
    for _ in range(draw(st.integers(1, 6))):
        end = begin + draw(st.integers(1, 9))
        line += draw(st.integers(0, 2))
        sentences.append((begin, end, line))
        begin = end
    spans = []
    for _ in range(draw(st.integers(0, 12))):
        low, high, _ = draw(st.sampled_from(sentences))
        start = draw(st.integers(low, high - 1))
        spans.append((start, draw(st.integers(start + 1, high)), draw(st.integers(0, len(ENTITY_LABELS) - 1))))
    return sorted(set(spans)), sentences


def sentence_of(span: Span, sentences: Sentences) -> int:
    return next(i for i, (begin, end, _) in enumerate(sentences) if begin <= span[0] < end)


@settings(deadline=None, max_examples=60)
@given(marked())
def test_pairs_are_those_of_the_signature_table_in_neighbouring_sentences(case: tuple[list[Span], Sentences]) -> None:
    spans, sentences = case
    place = [sentence_of(span, sentences) for span in spans]
    expected = {
        (head, tail)
        for head in range(len(spans))
        for tail in range(len(spans))
        if head != tail
        and abs(place[head] - place[tail]) <= 1
        and allowed_relations(ENTITY_LABELS[spans[head][2]], ENTITY_LABELS[spans[tail][2]])
    }
    pairs = make_pairs(spans, sentences, LABELS)
    found = list(zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True))
    assert set(found) == expected
    assert len(found) == len(expected)
    assert pairs.features.shape == (len(found), PAIR_FEATURES)
    assert pairs.allowed.shape == (len(found), len(RELATION_LABELS) + 1)
    for row, (head, tail) in enumerate(found):
        names = allowed_relations(ENTITY_LABELS[spans[head][2]], ENTITY_LABELS[spans[tail][2]])
        assert {RELATION_LABELS[i - 1] for i in np.flatnonzero(pairs.allowed[row]) if i} == set(names)
        assert pairs.allowed[row, 0]


@settings(deadline=None, max_examples=60)
@given(marked(), st.randoms(use_true_random=False))
def test_the_order_of_spans_does_not_matter(case: tuple[list[Span], Sentences], chance: object) -> None:
    spans, sentences = case
    shuffled = list(spans)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert by_span(spans, sentences) == by_span(shuffled, sentences)


def by_span(spans: list[Span], sentences: Sentences) -> dict[tuple[Span, Span], list[float]]:
    pairs = make_pairs(spans, sentences, LABELS)
    return {
        (spans[head], spans[tail]): row.tolist()
        for head, tail, row in zip(pairs.head, pairs.tail, pairs.features, strict=True)
    }


@settings(deadline=None, max_examples=60)
@given(marked())
def test_features_mark_one_class_of_each_kind(case: tuple[list[Span], Sentences]) -> None:
    features = make_pairs(*case, LABELS).features
    assert set(np.unique(features)) <= {0.0, 1.0}
    assert (features[:, :3].sum(axis=1) == 1).all()  # the sentence before, the same, the next
    assert (features[:, 4:26].sum(axis=1) == 1).all()  # distance, by direction


def test_a_lone_span_has_no_pair() -> None:
    assert len(make_pairs([(0, 1, 0)], [(0, 3, 0)], LABELS).head) == 0
    assert make_pairs([], [], LABELS).features.shape == (0, PAIR_FEATURES)


def test_nesting_and_lines_are_features() -> None:
    position, agency = ENTITY_LABELS.index("INDICATOR"), ENTITY_LABELS.index("VALUE")
    spans = [(0, 5, position), (1, 3, agency), (7, 8, agency)]
    rows = by_span(spans, [(0, 6, 0), (6, 9, 1)])
    inside, below = rows[spans[0], spans[1]], rows[spans[0], spans[2]]
    assert (inside[-2], inside[-1], inside[3]) == (1, 0, 1)
    assert (below[-2], below[-1], below[3]) == (0, 0, 0)


def test_labels_of_ones_own() -> None:
    labels = LabelSet(("CROP", "PEST"), {"EATS": (("PEST",), ("CROP",))})
    pairs = make_pairs([(0, 1, 0), (2, 3, 1)], [(0, 4, 0)], labels)
    assert (pairs.head.tolist(), pairs.tail.tolist()) == ([1], [0])
    assert pairs.allowed.tolist() == [[True, True]]


@pytest.mark.parametrize("relation", RELATION_LABELS)
def test_classes_count_from_one_in_the_order_of_the_schema(relation: str) -> None:
    assert LABELS.relation_names[RELATION_LABELS.index(relation)] == relation
    number = RELATION_LABELS.index(relation) + 1
    heads, tails = LABELS.relations[relation]
    joined = {(a, b) for (a, b), classes in LABELS.allowed.items() if number in classes}
    assert joined == {(ENTITY_LABELS.index(a), ENTITY_LABELS.index(b)) for a in heads for b in tails}
