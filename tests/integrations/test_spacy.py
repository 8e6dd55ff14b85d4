"""The spaCy component: the same findings, on tokens, through processes and onto disk."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import vn_dx_ie.integrations.spacy  # registers the factory also where the entry point is not installed
from vn_dx_ie.extractor import Extractor, default_model_folder
from vn_dx_ie.integrations.spacy import KEY
from vn_dx_ie.records import Observation

TEXT = "Sáng 8-8, tại Hà Nội, Thủ tướng Phạm Minh Chính chủ trì hội nghị.\nTỷ lệ hồ sơ trực tuyến đạt 82,4%."
TEXTS = [
    TEXT,
    "",
    "Ông Nguyễn Văn Hoà, Giám đốc Sở Y tế tỉnh Cà Mau, dự họp.",
    "  \n ",
    "\ufeff😀 " + TEXT.replace(" ", "\u00a0"),
]

# Without pyvi: `spacy.blank("vi")` wants it unless told otherwise.
VIETNAMESE = {"nlp": {"tokenizer": {"use_pyvi": False}}}


@pytest.fixture(scope="module", params=["xx", "vi"])
def nlp(request: pytest.FixtureRequest) -> Language:
    pipeline = spacy.blank("xx") if request.param == "xx" else spacy.blank("vi", config=VIETNAMESE)
    pipeline.add_pipe("vn_dx_ie")
    return pipeline


def seen(doc: Doc) -> tuple[object, ...]:
    spans = [(span.label_, span.start_char, span.end_char, span.id_) for span in doc.spans[KEY]]
    ents = [(span.label_, span.start_char, span.end_char) for span in doc.ents]
    return doc.text, spans, ents, doc._.relations, doc._.records


def test_everything_is_filled(nlp: Language, extractor: Extractor) -> None:
    doc, found = nlp(TEXT), extractor(TEXT)
    assert found.entities
    assert found.relations
    assert doc.text == TEXT
    assert [(span.label_, span.id_) for span in doc.spans[KEY]] == [(e.label, e.id) for e in found.entities]
    for span, entity in zip(doc.spans[KEY], found.entities, strict=True):
        assert span.start_char <= entity.start
        assert entity.end <= span.end_char
    assert doc._.relations == found.relations
    assert doc._.records == found.records
    assert {type(record) for record in doc._.records} >= {Observation}


def test_ents_are_the_outermost_spans(nlp: Language) -> None:
    for doc in nlp.pipe(TEXTS):
        tokens = [token.i for span in doc.ents for token in span]
        assert len(tokens) == len(set(tokens))
        for span in doc.spans[KEY]:
            assert any(set(span) & set(outer) and len(span) <= len(outer) for outer in doc.ents)


def test_texts_are_not_changed(nlp: Language) -> None:
    assert [doc.text for doc in nlp.pipe(TEXTS)] == TEXTS


def test_pipe_gives_what_calls_give(nlp: Language) -> None:
    piped = list(nlp.pipe(TEXTS, batch_size=2))
    assert [seen(doc)[:3] for doc in piped] == [seen(nlp(text))[:3] for text in TEXTS]


def test_several_processes_give_the_same() -> None:
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("vn_dx_ie")
    alone = [seen(doc) for doc in pipeline.pipe(TEXTS, batch_size=2)]
    assert [seen(doc) for doc in pipeline.pipe(TEXTS, batch_size=2, n_process=2)] == alone


def test_docbin_brings_all_back(nlp: Language, tmp_path: Path) -> None:
    docs = [nlp(text) for text in TEXTS]
    DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "docs.spacy")
    read = DocBin().from_disk(tmp_path / "docs.spacy")
    assert [seen(doc) for doc in read.get_docs(nlp.vocab)] == [seen(doc) for doc in docs]


def test_a_pipeline_is_saved_and_loaded(tmp_path: Path) -> None:
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("vn_dx_ie", config={"batch_size": 3})
    pipeline.to_disk(tmp_path / "pipeline")
    assert seen(spacy.load(tmp_path / "pipeline")(TEXT)) == seen(pipeline(TEXT))


def test_a_pipeline_goes_through_bytes(nlp: Language) -> None:
    again = type(nlp).from_config(nlp.config).from_bytes(nlp.to_bytes())
    assert seen(again(TEXT)) == seen(nlp(TEXT))


def test_the_settings_are_those_of_load() -> None:
    pipeline = spacy.blank("xx")
    settings = {"model": str(default_model_folder()), "min_confidence": 0.96, "threads": 2}
    pipeline.add_pipe("vn_dx_ie", config=settings)
    sure = vn_dx_ie.load(min_confidence=0.96)(TEXT)
    assert 0 < len(sure.entities) < len(vn_dx_ie.load()(TEXT).entities)
    doc = pipeline(TEXT)
    assert [span._.entity for span in doc.spans[KEY]] == list(sure.entities)
    assert doc._.records == sure.records


def test_a_span_knows_its_entity(nlp: Language, extractor: Extractor) -> None:
    for doc, text in zip(nlp.pipe(TEXTS), TEXTS, strict=True):
        assert [span._.entity for span in doc.spans[KEY]] == list(extractor(text).entities)
        assert all(entity._.entity.label == entity.label_ for entity in doc.ents)
        assert doc[:1]._.entity is None


@pytest.mark.parametrize("options", [{"style": "ent"}, {"style": "span", "options": {"spans_key": KEY}}])
def test_displacy_draws_what_was_found(nlp: Language, options: dict[str, object]) -> None:
    page = displacy.render(nlp(TEXT), jupyter=False, **options)
    for found in ("Hà", "PROVINCE", "OFFICIAL", "EVENT"):
        assert found in page


def test_a_doc_that_never_met_the_component_holds_nothing() -> None:
    doc = spacy.blank("xx")("Hà Nội")
    assert (doc._.relations, doc._.records) == ((), ())
