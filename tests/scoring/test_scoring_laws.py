"""What holds for the scores of any documents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from random import Random
from typing import TypeVar

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import documents
from vn_dx_ie.document import Document
from vn_dx_ie.scoring import Counts, evaluate
from vn_dx_ie.scoring.alignment import align
from vn_dx_ie.scoring.entities import overlap_counts
from vn_dx_ie.scoring.facts import Facts

T = TypeVar("T")

DOCUMENT_SETS = st.lists(documents(with_id=True), max_size=4, unique_by=lambda document: document.id)


def other_opinion(document: Document, other: Document) -> Document:
    """Return `document` with the records of another and some of its own entities gone."""
    kept = document.entities[::2]
    ids = {entity.id for entity in kept}
    edges = tuple(edge for edge in document.relations if {edge.head, edge.tail} <= ids)
    records = other.records + document.records[1:]
    return msgspec.structs.replace(document, entities=kept, relations=edges, records=records)


@given(DOCUMENT_SETS)
@settings(max_examples=40, deadline=None)
def test_a_set_agrees_with_itself(gold: list[Document]) -> None:
    scores = evaluate(gold, gold)
    for counts in (
        scores.entities.micro,
        scores.entities.overlap,
        scores.relations.micro,
        scores.relations.boundary,
        *(record.slots for record in scores.records.values()),
        *(record.found for record in scores.records.values()),
    ):
        assert counts.fp == counts.fn == 0
        assert counts.f1 == (1.0 if counts.tp else 0.0)


@given(documents(with_id=True), documents(), documents(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_makes_no_difference(gold: Document, other: Document, third: Document, random: Random) -> None:
    sides = [
        [gold, msgspec.structs.replace(other, id="an id of its own")],
        [other_opinion(gold, other), msgspec.structs.replace(other_opinion(other, third), id="an id of its own")],
    ]
    expected = evaluate(*sides)
    shuffled = []
    for side in sides:
        mixed = [
            msgspec.structs.replace(
                document,
                entities=shuffle(random, document.entities),
                relations=shuffle(random, document.relations),
                records=shuffle(random, document.records),
            )
            for document in side
        ]
        shuffled.append(shuffle(random, mixed))
    assert evaluate(*shuffled).to_dict() == expected.to_dict()


def shuffle(random: Random, items: Iterable[T]) -> tuple[T, ...]:
    mixed = list(items)
    random.shuffle(mixed)
    return tuple(mixed)


@given(documents(), documents())
@settings(max_examples=40, deadline=None)
def test_swapping_sides_swaps_precision_and_recall(gold: Document, other: Document) -> None:
    predicted = other_opinion(gold, other)
    there, back = evaluate([gold], [predicted]), evaluate([predicted], [gold])
    assert there.entities.micro == swapped(back.entities.micro)
    assert there.relations.micro == swapped(back.relations.micro)
    for kind in there.records:
        assert there.records[kind].found == swapped(back.records[kind].found)


def swapped(counts: Counts) -> Counts:
    return Counts(counts.tp, counts.fn, counts.fp)


@given(documents(with_id=True), documents(with_id=True))
@settings(max_examples=30, deadline=None)
def test_scores_of_parts_add_up(left: Document, right: Document) -> None:
    right = msgspec.structs.replace(right, id="an id of its own")
    gold = [left, right]
    predicted = [other_opinion(left, right), other_opinion(right, left)]
    parts = evaluate(gold[:1], predicted[:1]) + evaluate(gold[1:], predicted[1:])
    whole = evaluate(gold, predicted)
    assert parts.documents == whole.documents == 2
    assert parts.to_dict() == whole.to_dict()  # dicts compare without order


@given(documents())
@settings(max_examples=40, deadline=None)
def test_overlap_is_never_stricter_than_strict(gold: Document) -> None:
    predicted = msgspec.structs.replace(
        gold, relations=(), entities=tuple(msgspec.structs.replace(e, end=e.end + 1) for e in gold.entities[::2])
    )
    strict = evaluate([gold], [predicted]).entities.micro
    loose = overlap_counts(gold, predicted)
    assert loose.tp >= strict.tp
    assert loose.tp + loose.fn == strict.tp + strict.fn == len(gold.entities)
    assert loose.tp + loose.fp == len(predicted.entities)


FACTS = st.lists(st.frozensets(st.sampled_from("abcd"), max_size=3), max_size=4).map(
    lambda sets: [Facts({"slot": values}) for values in sets]
)


@given(FACTS, FACTS)
@settings(max_examples=80, deadline=None)
def test_alignment_is_the_best_of_all(gold: list[Facts], predicted: list[Facts]) -> None:
    def may_match(left: Facts, right: Facts) -> bool:
        return left == right or bool(left.slots["slot"] & right.slots["slot"])

    def equal(left: Facts, right: Facts) -> int:
        return len(left.slots["slot"] & right.slots["slot"])

    def gain(pairs: list[tuple[int, int]]) -> tuple[int, int]:
        return len(pairs), sum(equal(gold[i], predicted[j]) for i, j in pairs)

    size = max(len(gold), len(predicted))
    every = (
        [(i, j) for i, j in enumerate(order) if i < len(gold) and j < len(predicted)]
        for order in permutations(range(size))
    )
    best = max(gain([(i, j) for i, j in pairs if may_match(gold[i], predicted[j])]) for pairs in every)
    found = align(gold, predicted, may_match, equal)
    assert gain(found) == best
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
