"""Examples, scores in training and calibration, against what one can count by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checkpoints import sample_documents, write_documents
from tests.neural.fakes import FakePieces, FakeScorer, decoding
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.neural.crf import BEGIN, INSIDE, OUTSIDE, ScoredSpan
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.predict import Prediction, ScoredEdge, predict
from vn_dx_ie.training.calibrate import calibrate, calibration_error, edge_outcomes, span_outcomes
from vn_dx_ie.training.data import Example, documents_of, make_examples, read_dataset
from vn_dx_ie.training.evaluation import score_predictions

LABELS = LabelSet()
ENCODER = FakePieces()


def examples_of(documents: list[Document]) -> list[Example]:
    return make_examples(documents, ENCODER, LABELS)


def test_a_dataset_gives_back_its_documents(tmp_path: Path) -> None:
    documents = [*sample_documents(), Document(id=None, text="", entities=(), relations=())]
    path = write_documents(tmp_path / "d.jsonl", documents)
    assert documents_of(read_dataset([path, path])) == documents * 2
    assert documents_of(read_dataset([])) == []


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text('{"text": "a"}\n{"text": 3}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"d\.jsonl:2"):
        read_dataset([path])


@pytest.mark.parametrize("spelling", ["plain", "decomposed"])
def test_tags_follow_the_entities(spelling: str) -> None:
    text = "Ông Lê Hoà, Giám đốc Sở Y tế." if spelling == "plain" else "Ông Lê Hoa\u0300, Giám đốc Sở Y tế."
    marks = [("OFFICIAL", text[4 : text.index(",")]), ("POSITION", "Giám đốc Sở Y tế"), ("AGENCY", "Sở Y tế")]
    entities = tuple(
        Entity(f"e{i}", label, text.index(word), text.index(word) + len(word), word)
        for i, (label, word) in enumerate(marks)
    )
    (example,) = examples_of([Document(text=text, entities=entities, relations=(Relation("HOLDS", "e0", "e1"),))])
    official, position, agency = (LABELS.entities.index(label) for label, _ in marks)
    assert example.spans == [(1, 3, official), (4, 9, position), (6, 9, agency)]
    assert example.edges == {(0, 1): LABELS.relation_names.index("HOLDS") + 1}
    assert example.tags[:, official].tolist() == [OUTSIDE, BEGIN, INSIDE, *[OUTSIDE] * 7]
    assert example.tags[:, position].tolist() == [*[OUTSIDE] * 4, BEGIN, *[INSIDE] * 4, OUTSIDE]
    assert example.tags[:, agency].tolist() == [*[OUTSIDE] * 6, BEGIN, INSIDE, INSIDE, OUTSIDE]


def test_a_span_over_a_sentence_end_opens_anew() -> None:
    text = "Hội nghị. Đại biểu"
    (example,) = examples_of([Document(text=text, entities=(Entity("e", "EVENT", 0, len(text), text),))])
    event = LABELS.entities.index("EVENT")
    assert example.tags[:, event].tolist() == [BEGIN, INSIDE, INSIDE, BEGIN, INSIDE]


def test_unknown_labels_are_named() -> None:
    entity = Entity("e", "PEST", 0, 1, "a")
    with pytest.raises(InputError, match=r"document 'x'.*PEST"):
        examples_of([Document(id="x", text="a", entities=(entity,))])
    known = (Entity("a", "VALUE", 0, 1, "a"), Entity("b", "DATE", 2, 3, "b"))
    for edge in (Relation("EATS", "a", "b"), Relation("DATED", "a", "gone")):
        with pytest.raises(InputError, match=r"document 'x'.*(EATS|gone)"):
            examples_of([Document(id="x", text="a b", entities=known, relations=(edge,))])


def hand_case() -> tuple[list[Example], list[Prediction]]:
    """Gold: 4 spans and 2 edges; found: 4 spans of which 2 are right, 2 edges of which 1 is."""
    text = "a b c d e f"
    spots = [("OFFICIAL", 0, 3), ("POSITION", 4, 5), ("POSITION", 6, 7), ("DATE", 8, 11)]
    entities = tuple(Entity(f"e{i}", label, a, b, text[a:b]) for i, (label, a, b) in enumerate(spots))
    edges = (Relation("HOLDS", "e0", "e1"), Relation("HOLDS", "e0", "e2"))
    (example,) = examples_of([Document(text=text, entities=entities, relations=edges)])
    official, position, date = (LABELS.entities.index(name) for name in ("OFFICIAL", "POSITION", "DATE"))
    spans = [
        ScoredSpan(0, 2, official, 0.9),  # right
        ScoredSpan(2, 3, position, 0.8),  # right
        ScoredSpan(4, 5, date, 0.7),  # too short
        ScoredSpan(5, 6, official, 0.6),  # of another label
    ]
    holds = LABELS.relation_names.index("HOLDS") + 1
    found = [ScoredEdge(0, 1, holds, 0.5), ScoredEdge(3, 1, holds, 0.4)]
    return [example], [Prediction(example.features, spans, found)]


def test_scores_equal_the_count_by_hand() -> None:
    scores = score_predictions(*hand_case(), decoding())
    assert scores.entities == pytest.approx(2 * 2 / (4 + 4))
    assert scores.relations == pytest.approx(2 * 1 / (2 + 2))
    named = {label: score for label, score in scores.by_label.items() if score}
    assert named == pytest.approx({"OFFICIAL": 2 / 3, "POSITION": 2 / 3})
    assert set(scores.by_label) == set(LABELS.entities)
    assert all(type(value) is float for value in (scores.entities, scores.relations, *scores.by_label.values()))


def test_adjacent_spans_count_apart() -> None:
    text = "a b"
    entities = (Entity("x", "DATE", 0, 1, "a"), Entity("y", "DATE", 2, 3, "b"))
    (example,) = examples_of([Document(text=text, entities=entities)])
    date = LABELS.entities.index("DATE")
    apart = [ScoredSpan(0, 1, date, 1.0), ScoredSpan(1, 2, date, 1.0)]
    joined = [ScoredSpan(0, 2, date, 1.0)]
    found = [score_predictions([example], [Prediction(example.features, s, [])], decoding()) for s in (apart, joined)]
    assert [one.entities for one in found] == [1.0, 0.0]


def test_perfect_and_empty_predictions() -> None:
    examples = examples_of(sample_documents())
    perfect = [
        Prediction(
            e.features,
            [ScoredSpan(*span, 1.0) for span in e.spans],
            [ScoredEdge(*pair, relation, 1.0) for pair, relation in e.edges.items()],
        )
        for e in examples
    ]
    best = score_predictions(examples, perfect, decoding())
    assert (best.entities, best.relations) == (1.0, 1.0)
    none = score_predictions(examples, [Prediction(e.features, [], []) for e in examples], decoding())
    assert (none.entities, none.relations) == (0.0, 0.0)


def test_outcomes_of_spans_and_edges() -> None:
    examples, predictions = hand_case()
    assert span_outcomes(examples, predictions) == [(0.9, True), (0.8, True), (0.7, False), (0.6, False)]
    official = LABELS.entities.index("OFFICIAL")
    assert span_outcomes(examples, predictions, official) == [(0.9, True), (0.6, False)]
    (right, wrong) = edge_outcomes(examples, predictions)
    assert (right[1], wrong[1]) == (True, False)
    assert (right[0], wrong[0]) == pytest.approx((0.5 * 0.9 * 0.8, 0.4 * 0.6 * 0.8))


ERRORS: list[tuple[list[tuple[float, bool]], float]] = [
    ([], 0.0),
    ([(1.0, True)] * 3, 0.0),
    ([(1.0, False)] * 3, 1.0),
    ([(0.5, True), (0.5, False)], 0.0),
    ([(0.8, True), (0.8, False)], 0.3),
    ([(0.95, True), (0.05, True)], (0.05 + 0.95) / 2),
    ([(0.72, True), (0.78, False)], 0.25),  # one bin: 1.5 expected of two, 1 right
]


@pytest.mark.parametrize(("outcomes", "error"), ERRORS)
def test_calibration_error(outcomes: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(outcomes) == pytest.approx(error)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30))
def test_calibration_error_is_a_share(outcomes: list[tuple[float, bool]]) -> None:
    assert 0 <= calibration_error(outcomes) <= 1 + 1e-9
    assert calibration_error(outcomes) == pytest.approx(calibration_error(outcomes[::-1]))


def test_calibration_moves_confidence_and_no_span() -> None:
    documents = sample_documents()
    examples, scorer, before = examples_of(documents), FakeScorer(), decoding()
    fitted = calibrate(examples, ENCODER, scorer, before)
    assert np.isfinite(fitted.decoding.span_temperatures).all()
    assert (fitted.decoding.span_temperatures >= 0.5).all()
    assert (fitted.decoding.span_temperatures <= 4.0).all()
    assert 0.5 <= fitted.decoding.edge_temperature <= 4.0
    texts = [document.text for document in documents]
    old, new = (predict(texts, ENCODER, FakeScorer(), settings) for settings in (before, fitted.decoding))
    assert [[span[:3] for span in one.spans] for one in old] == [[span[:3] for span in one.spans] for one in new]
    assert [[edge[:3] for edge in one.edges] for one in old] == [[edge[:3] for edge in one.edges] for one in new]
    assert fitted.entity_error == pytest.approx(calibration_error(span_outcomes(examples, new)))
    assert fitted.relation_error_before == pytest.approx(calibration_error(edge_outcomes(examples, old)))


def test_random_guesses_lose_their_confidence() -> None:
    """Nearly every guess of a random network is wrong: the fit goes to the soft end."""
    examples, before = examples_of(sample_documents()), decoding()
    before = replace(before, span_temperatures=np.ones_like(before.span_temperatures))
    fitted = calibrate(examples, ENCODER, FakeScorer(), before)
    assert fitted.decoding.span_temperatures.mean() > 1.5
    assert fitted.entity_error < fitted.entity_error_before


def test_what_is_never_predicted_keeps_its_temperature() -> None:
    class Silent(FakeScorer):
        def __init__(self) -> None:
            super().__init__()
            self._emissions[..., OUTSIDE] += 1000

    before = replace(decoding(), span_temperatures=np.full(10, 1.25, dtype=np.float32), edge_temperature=1.75)
    fitted = calibrate(examples_of(sample_documents()), ENCODER, Silent(), before)
    assert fitted.decoding.span_temperatures.tolist() == [1.25] * 10
    assert fitted.decoding.edge_temperature == 1.75
