"""Prediction: the same whatever the company of a text, and linear in its length."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.neural.fakes import FakePieces, FakeScorer, decoding
from tests.strategies import texts
from vn_dx_ie.neural.crf import decode
from vn_dx_ie.neural.features import extract_features
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.predict import Prediction, decode_edges, predict
from vn_dx_ie.neural.windows import WindowSizes

ENCODER = FakePieces()

Spans = list[tuple[int, int, int, float]]
Edges = list[tuple[tuple[int, ...], tuple[int, ...], int, float]]


def seen(prediction: Prediction) -> tuple[Spans, Edges]:
    """Return what was predicted, edges by the places of their spans, probabilities rounded."""
    spans = [(span.begin, span.end, span.label, round(span.probability, 3)) for span in prediction.spans]
    edges = [(spans[e.head][:3], spans[e.tail][:3], e.relation, round(e.probability, 3)) for e in prediction.edges]
    return spans, sorted(edges)


def run(many: list[str], windows: WindowSizes | None = None, scorer: FakeScorer | None = None) -> list[Prediction]:
    return predict(many, ENCODER, scorer or FakeScorer(), decoding(windows=windows))


@settings(deadline=None, max_examples=25)
@given(st.lists(texts(), max_size=6))
def test_texts_do_not_know_of_each_other(many: list[str]) -> None:
    together = run(many)
    assert len(together) == len(many)
    assert [seen(one) for one in together] == [seen(run([text])[0]) for text in many]


@settings(deadline=None, max_examples=25)
@given(st.lists(texts(), max_size=4).map("\n".join), st.integers(1, 40), st.integers(0, 9))
def test_windows_leave_no_trace(text: str, core: int, context: int) -> None:
    """A network that looks at single tokens gives the same through windows of any size."""
    assert seen(run([text], WindowSizes(core, context))[0]) == seen(run([text], WindowSizes(10_000, 0))[0])


@pytest.mark.parametrize("text", ["", " ", "\n\r\n \u00a0\u200b", "\ufeff"])
def test_texts_without_tokens_give_nothing(text: str) -> None:
    (prediction,) = run([text])
    assert (prediction.spans, prediction.edges) == ([], [])
    beside = run(["Hội nghị tại Hà Nội", text, "Thủ tướng"])
    assert [seen(one) for one in beside] == [seen(run([t])[0]) for t in ("Hội nghị tại Hà Nội", text, "Thủ tướng")]


def test_no_texts_give_no_predictions() -> None:
    assert run([]) == []


LINES = "\n".join(f"Hội nghị {i} tại Hà Nội. Tỷ lệ đạt {i},5%. Ông Trần Văn {i} dự." for i in range(40))


def test_every_token_is_scored_once() -> None:
    scorer = FakeScorer()
    (prediction,) = run([LINES], WindowSizes(24, 0), scorer)
    assert scorer.tokens_seen == len(prediction.features.tokens)


def test_batches_are_bounded() -> None:
    scorer = FakeScorer()
    run([LINES], WindowSizes(192, 48), scorer)
    assert scorer.widest <= 192 + 2 * 48 + 2 + 16  # rounded up


def test_a_megabyte_of_digits() -> None:
    labels = LabelSet(("VALUE",), {})
    scorer = FakeScorer(labels)
    (prediction,) = predict(["1234567890" * 100_000], ENCODER, scorer, decoding(labels, WindowSizes(192, 48)))
    assert len(prediction.features.tokens) == 15_625
    assert 15_625 <= scorer.tokens_seen <= 3 * 15_625
    assert prediction.edges == []


def test_a_very_long_line_is_cut_into_sentences_of_bounded_length() -> None:
    """Pairs grow with the square of a sentence: a table without a full stop must not take all memory."""
    line = "tỷ lệ 82,4% " * 4_000
    features = extract_features(line, ENCODER)
    assert max(end - begin for begin, end, _ in features.sentences) <= 1_000
    assert [i for begin, end, _ in features.sentences for i in range(begin, end)] == list(range(len(features.tokens)))


def test_edges_are_the_likeliest_allowed_classes() -> None:
    settings_ = decoding()
    scorer = FakeScorer()
    (prediction,) = run([LINES], scorer=scorer)
    assert prediction.edges
    for edge in prediction.edges:
        ends = prediction.spans[edge.head].label, prediction.spans[edge.tail].label
        assert edge.relation in settings_.labels.allowed[ends]
        # The likeliest of its classes, "none" included.
        assert 1 / (1 + len(settings_.labels.allowed[ends])) <= edge.probability <= 1


def test_edge_temperature_keeps_the_classes() -> None:
    (prediction,) = run([LINES[:400]])
    spans = [(span.begin, span.end, span.label) for span in prediction.spans]
    features = prediction.features
    scorer = FakeScorer()
    vectors = scorer._vectors[features.piece_ids[features.first_piece]]
    found = [
        decode_edges(spans, features.sentences, vectors, scorer, replace(decoding(), edge_temperature=value))
        for value in (0.5, 1.0, 4.0)
    ]
    assert len({tuple(edge[:3] for edge in edges) for edges in found}) == 1
    assert sum(edge.probability for edge in found[0]) > sum(edge.probability for edge in found[2])


def test_spans_are_those_of_the_decoder() -> None:
    text = "Hội nghị tại Hà Nội. Ông Trần Văn Ba dự."
    (prediction,) = run([text])
    features, settings_ = prediction.features, decoding()
    emissions = FakeScorer()._emissions[features.piece_ids[features.first_piece]]
    sentences = [(begin, end) for begin, end, _ in features.sentences]
    spans = decode(emissions, sentences, settings_.transitions, settings_.span_temperatures)
    assert [span[:3] for span in prediction.spans] == [span[:3] for span in spans]
