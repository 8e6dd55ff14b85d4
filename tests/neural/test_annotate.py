"""From token spans to entities: offsets of the text as given, outer before inner."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.neural.fakes import FakePieces, FakeScorer, decoding
from tests.strategies import texts
from vn_dx_ie.document import Document
from vn_dx_ie.neural.annotate import annotate
from vn_dx_ie.neural.crf import ScoredSpan
from vn_dx_ie.neural.features import extract_features
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.predict import Prediction, ScoredEdge, predict
from vn_dx_ie.schema import ENTITY_LABELS, RELATION_LABELS
from vn_dx_ie.text.unicode import normalise

LABELS = LabelSet()
OFFICIAL, POSITION, AGENCY = (ENTITY_LABELS.index(name) for name in ("OFFICIAL", "POSITION", "AGENCY"))
HOLDS = RELATION_LABELS.index("HOLDS") + 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_entities_have_the_offsets_of_the_given_text(form: str) -> None:
    text = unicodedata.normalize(form, "\ufeffÔng\u00a0Lê Hoà,\r\nGiám đốc Sở Y\u200b tế")
    features = extract_features(text, FakePieces())
    assert [token.text for token in features.tokens] == ["Ông", "Lê", "Hòa", ",", "Giám", "đốc", "Sở", "Y", "tế"]
    spans = [ScoredSpan(1, 3, OFFICIAL, 0.5), ScoredSpan(4, 9, POSITION, 0.123456), ScoredSpan(6, 9, AGENCY, 1.0)]
    entities, relations = annotate(text, Prediction(features, spans, [ScoredEdge(0, 1, HOLDS, 0.8)]), LABELS)
    surfaces = [
        unicodedata.normalize(form, surface) for surface in ("Lê Hoà", "Giám đốc Sở Y\u200b tế", "Sở Y\u200b tế")
    ]
    assert [entity.text for entity in entities] == surfaces
    assert all(text[entity.start : entity.end] == entity.text for entity in entities)
    assert [(entity.id, entity.label) for entity in entities] == [
        ("e1", "OFFICIAL"),
        ("e2", "POSITION"),
        ("e3", "AGENCY"),
    ]
    assert entities[1].confidence == 0.1235
    (relation,) = relations
    assert (relation.label, relation.head, relation.tail) == ("HOLDS", "e1", "e2")
    assert relation.confidence == pytest.approx(0.8 * 0.5 * 0.123456, abs=1e-4)


def test_outer_before_inner_and_edges_in_that_order() -> None:
    text = "a b c"
    features = extract_features(text, FakePieces())
    spans = [ScoredSpan(0, 1, AGENCY, 1.0), ScoredSpan(0, 3, POSITION, 1.0), ScoredSpan(2, 3, OFFICIAL, 1.0)]
    edges = [ScoredEdge(2, 1, HOLDS, 1.0), ScoredEdge(2, 0, 3, 1.0)]
    entities, relations = annotate(text, Prediction(features, spans, edges), LABELS)
    assert [(entity.id, entity.text) for entity in entities] == [("e1", "a b c"), ("e2", "a"), ("e3", "c")]
    assert [(relation.head, relation.tail) for relation in relations] == [("e3", "e1"), ("e3", "e2")]


@settings(deadline=None, max_examples=20)
@given(st.lists(texts(), min_size=1, max_size=3).map("\n".join))
def test_whatever_is_predicted_makes_a_sound_document(text: str) -> None:
    settings_ = decoding()
    (prediction,) = predict([text], FakePieces(), FakeScorer(), settings_)
    entities, relations = annotate(text, prediction, settings_.labels)
    assert Document(text=text, entities=entities, relations=relations).problems() == ()
    assert all(0 <= entity.confidence <= 1 for entity in entities)


@settings(deadline=None, max_examples=20)
@given(texts())
def test_both_forms_give_the_same_entities(text: str) -> None:
    settings_ = decoding()
    found = []
    for form in ("NFC", "NFD"):
        given_ = unicodedata.normalize(form, text)
        (prediction,) = predict([given_], FakePieces(), FakeScorer(), settings_)
        entities, relations = annotate(given_, prediction, settings_.labels)
        found.append(([(e.id, e.label, normalise(e.text), e.confidence) for e in entities], relations))
    assert found[0] == found[1]
