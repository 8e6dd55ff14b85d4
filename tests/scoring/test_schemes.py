"""The MUC schemes by hand, beside nervaluate, and over tokens beside seqeval."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval.metrics.v1 import precision_recall_fscore_support
from seqeval.scheme import IOB2

from tests.strategies import documents
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.scoring import SCHEMES, Counts, SchemeCounts, evaluate
from vn_dx_ie.scoring.matching import Agreement, match_entities
from vn_dx_ie.text.segments import token_spans
from vn_dx_ie.text.tagging import read_layer, tag_layer

TEXT = "x" * 400
LABELS = ("AGENCY", "DATE", "EVENT")
OUTCOMES = ("correct", "incorrect", "partial", "missed", "spurious")


def annotated(*spans: tuple[int, int, str], text: str = TEXT) -> Document:
    entities = (Entity(f"e{n}", label, a, b, text[a:b]) for n, (a, b, label) in enumerate(spans))
    return Document(id="a", text=text, entities=tuple(entities))


def outcomes(gold: Document, predicted: Document) -> dict[str, dict[str, int]]:
    schemes = evaluate([gold], [predicted]).entities.schemes
    return {
        scheme: {name: getattr(sum(by_label.values(), SchemeCounts()), name) for name in OUTCOMES}
        for scheme, by_label in schemes.items()
    }


def nervaluated(gold: Document, predicted: Document) -> dict[str, dict[str, int]]:
    """Return nervaluate's counts; its ends are inclusive, and it calls the schemes the same but for type."""
    evaluator = pytest.importorskip("nervaluate.evaluator")
    sides = [
        [[{"label": one.label, "start": one.start, "end": one.end - 1} for one in side.entities]]
        for side in (gold, predicted)
    ]
    found = evaluator.Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()["overall"]
    names = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
    return {scheme: {name: getattr(found[theirs], name) for name in OUTCOMES} for scheme, theirs in names.items()}


def test_each_kind_of_pair_under_each_scheme() -> None:
    gold = annotated((0, 10, "AGENCY"), (20, 30, "AGENCY"), (40, 50, "AGENCY"), (60, 70, "AGENCY"), (80, 90, "DATE"))
    predicted = annotated((0, 10, "AGENCY"), (20, 31, "AGENCY"), (40, 50, "EVENT"), (61, 70, "EVENT"), (95, 99, "DATE"))
    found = evaluate([gold], [predicted]).entities.schemes
    assert found["strict"]["AGENCY"] == SchemeCounts(correct=1, incorrect=3)
    assert found["exact"]["AGENCY"] == SchemeCounts(correct=2, incorrect=2)
    assert found["partial"]["AGENCY"] == SchemeCounts(correct=2, partial=2)
    assert found["type"]["AGENCY"] == SchemeCounts(correct=2, incorrect=2)
    for scheme in SCHEMES:
        assert found[scheme]["DATE"] == SchemeCounts(missed=1, spurious=1)
    assert found["partial"]["AGENCY"].precision == pytest.approx(3 / 4)
    assert found["partial"]["DATE"].f1 == 0


def test_a_nested_span_answers_the_one_of_its_label() -> None:
    gold = annotated((0, 20, "EVENT"), (8, 20, "AGENCY"))
    predicted = annotated((8, 20, "AGENCY"), (0, 19, "EVENT"))
    kinds = {(g.label, p.label): kind for g, p, kind in match_entities(gold, predicted) if g and p}
    assert kinds == {("EVENT", "EVENT"): Agreement.BOUNDARY, ("AGENCY", "AGENCY"): Agreement.STRICT}


@st.composite
def separate_pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    """Two sides on which every span overlaps at most one of the other side and none of its own."""
    sides: tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]] = ([], [])
    for place in range(0, 400, 40):
        spans = [(draw(st.integers(0, 8)), draw(st.integers(20, 30)), draw(st.sampled_from(LABELS))) for _ in sides]
        for side, (start, end, label) in zip(sides, spans, strict=True):
            if draw(st.booleans()):
                side.append((place + start, place + end, label))
    return annotated(*sides[0]), annotated(*sides[1])


@given(separate_pairs())
@settings(max_examples=100, deadline=None)
def test_nervaluate_agrees_where_no_span_has_a_choice(pair: tuple[Document, Document]) -> None:
    assert outcomes(*pair) == nervaluated(*pair)


def test_nervaluate_depends_on_the_order_of_gold_and_this_does_not() -> None:
    spans = ((0, 10, "AGENCY"), (10, 20, "AGENCY"))
    predicted = annotated((5, 15, "AGENCY"), (0, 9, "AGENCY"))
    there, back = annotated(*spans), annotated(*reversed(spans))
    assert nervaluated(there, predicted)["partial"] != nervaluated(back, predicted)["partial"]
    assert outcomes(there, predicted) == outcomes(back, predicted)
    assert outcomes(there, predicted)["partial"]["partial"] == 2, "each of the two has a counterpart"


def test_nervaluate_misses_an_overlap_under_one_per_cent() -> None:
    gold, predicted = annotated((0, 300, "AGENCY")), annotated((298, 400, "AGENCY"))
    assert nervaluated(gold, predicted)["partial"]["missed"] == 1
    assert outcomes(gold, predicted)["partial"]["partial"] == 1


@given(documents(), documents(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_spans_makes_no_difference(gold: Document, other: Document, random: Random) -> None:
    entities = [e for e in other.entities if e.end <= len(gold.text)]
    predicted = msgspec.structs.replace(gold, relations=(), records=(), entities=tuple(entities))
    expected = outcomes(gold, predicted)
    shuffled = []
    for document in (gold, predicted):
        mixed = list(document.entities)
        random.shuffle(mixed)
        shuffled.append(msgspec.structs.replace(document, relations=(), records=(), entities=tuple(mixed)))
    assert outcomes(msgspec.structs.replace(shuffled[0], records=()), shuffled[1]) == expected
    for counts in expected.values():
        assert sum(counts[name] for name in OUTCOMES[:4]) == len(gold.entities)
        assert sum(counts[name] for name in (*OUTCOMES[:3], "spurious")) == len(entities)


@given(documents(), documents())
@settings(max_examples=60, deadline=None)
def test_layers_are_what_seqeval_counts_strictly(gold: Document, other: Document) -> None:
    spans = [e for e in other.entities if e.end <= len(gold.text)]
    predicted = msgspec.structs.replace(gold, relations=(), records=(), entities=(*gold.entities[::2], *spans))
    predicted = msgspec.structs.replace(predicted, entities=_unlike(predicted.entities))
    layers = evaluate([gold], [predicted]).entities.layers
    tokens = token_spans(gold.text)
    for label, counts in layers.items():
        rows = []
        for document in (gold, predicted):
            tags = tag_layer(tokens, [(e.start, e.end) for e in document.entities if e.label == label])
            rows.append([[tag if tag == "O" else f"{tag}-{label}" for tag in tags]])
        if not any(tag != "O" for row in rows for tag in row[0]):
            assert counts == Counts()
            continue
        precision, recall, f1, support = precision_recall_fscore_support(
            *rows, mode="strict", scheme=IOB2, average="micro", zero_division=0
        )
        assert (counts.precision, counts.recall, counts.f1) == pytest.approx((precision, recall, f1))
        assert counts.tp + counts.fn == support


def _unlike(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Keep of entities of one label those that overlap none before."""
    kept: list[Entity] = []
    for entity in entities:
        if not any(e.label == entity.label and e.start < entity.end and entity.start < e.end for e in kept):
            kept.append(entity)
    return tuple(kept)


@given(st.lists(st.booleans(), max_size=12), st.randoms(use_true_random=False))
def test_tags_give_their_spans_back(starts: list[bool], random: Random) -> None:
    tokens = [(2 * index, 2 * index + 1) for index in range(len(starts))]
    spans: list[tuple[int, int]] = []
    for index, begins in enumerate(starts):
        if begins and (not spans or spans[-1][1] <= index):
            spans.append((index, random.randint(index + 1, len(starts))))
    tags = tag_layer(tokens, [(tokens[a][0], tokens[b - 1][1]) for a, b in spans])
    assert read_layer(tags) == spans


def test_a_span_inside_a_token_takes_the_whole_of_it() -> None:
    assert tag_layer([(0, 4), (5, 9)], [(1, 3)]) == ["B", "O"]
    assert tag_layer([(0, 4), (5, 9)], [(3, 6)]) == ["B", "I"]
    assert tag_layer([(0, 4), (5, 9)], [(4, 5)]) == ["O", "O"]
    assert read_layer(["I", "O", "B", "B", "I"]) == [(2, 3), (3, 5)]
