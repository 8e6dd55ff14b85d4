"""The network in transformers: the encoder as a stock model, the tagger behind a pipeline."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from hypothesis import given, settings
from transformers import AutoModel, AutoModelForTokenClassification, AutoTokenizer, pipeline

from tests.strategies import texts
from vn_dx_ie.document import Entity
from vn_dx_ie.errors import InputError, ModelError
from vn_dx_ie.extractor import Extractor
from vn_dx_ie.integrations.transformers import TaggerForTokenClassification, export_for_transformers
from vn_dx_ie.neural.folder import CONFIG, PAIRS, TOKENS, read_model_config, write_checksums, write_model_config
from vn_dx_ie.neural.pieces import load_pieces
from vn_dx_ie.training.encoders import open_encoder

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "default"
PRETRAINED = ROOT / "models" / "encoder"
TEXT = "Sáng 8-8, tại Hà Nội, Thủ tướng Chính phủ Phạm Minh Chính chủ trì phiên họp."
TEXTS = [TEXT, "", f"Họp tại Huế.\r\n\u200b😀 {TEXT}\n" * 12, " \n ", "Ông Nguyễn Văn Hoà, Giám đốc Sở Y tế, dự họp."]
SPECIAL = read_model_config(MODEL).special

torch.set_num_threads(1)  # short texts: threads would only wait for each other


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    export_for_transformers(MODEL, out := tmp_path_factory.mktemp("exported"))
    return out


@pytest.fixture(scope="module")
def tagger(exported: Path) -> Any:
    return pipeline("token-classification", model=str(exported), aggregation_strategy="simple")


def outermost(entities: tuple[Entity, ...]) -> list[tuple[str, int, int]]:
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda entity: (entity.start - entity.end, -entity.confidence)):
        if all(entity.end <= other.start or other.end <= entity.start for other in kept):
            kept.append(entity)
    return sorted((entity.label, entity.start, entity.end) for entity in kept)


def tagged(found: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return sorted((one["entity_group"], one["start"], one["end"]) for one in found)


def test_the_pipeline_finds_the_outermost_entities(tagger: Any, extractor: Extractor) -> None:
    documents = [extractor(text) for text in TEXTS]
    assert len(documents[2].entities) > 60  # more than one window
    for size in (1, 3):
        assert [tagged(found) for found in tagger(TEXTS, batch_size=size)] == [
            outermost(document.entities) for document in documents
        ]
    scores = {(one["start"], one["end"]): one["score"] for one in tagger(TEXT)}
    for entity in documents[0].entities:
        assert scores.get((entity.start, entity.end), entity.confidence) == pytest.approx(entity.confidence, abs=0.02)


def test_a_seed_gives_nearly_the_same(tagger: Any, extractor: Extractor) -> None:
    text = (ROOT / "seeds" / "004_97638ece97064784.txt").read_bytes().decode()
    expected, found = set(outermost(extractor(text).entities)), set(tagged(tagger(text)))
    assert len(expected & found) >= 0.98 * max(len(expected), len(found))


def test_rows_of_several_texts_say_whose_they_are(exported: Path) -> None:
    rows = AutoTokenizer.from_pretrained(exported)(TEXTS)
    assert rows["overflow_to_sample_mapping"].tolist() == [0, 1, *[2] * (len(rows["input_ids"]) - 4), 3, 4]


def test_what_is_no_text_is_refused(exported: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(exported)
    with pytest.raises(InputError, match="got words"):
        tokenizer(["Hà", "Nội"], is_split_into_words=True)
    with pytest.raises(InputError, match="got none"):
        tokenizer([])


def test_saving_and_loading_again_changes_nothing(exported: Path, tagger: Any, tmp_path: Path) -> None:
    model = AutoModelForTokenClassification.from_pretrained(exported)
    assert isinstance(model, TaggerForTokenClassification)
    assert [(model.config.label2id or {})[name] for name in ("O", "B-OFFICIAL", "I-DOCUMENT")] == [0, 1, 20]
    model.save_pretrained(tmp_path)
    AutoTokenizer.from_pretrained(exported).save_pretrained(tmp_path)
    again = pipeline("token-classification", model=str(tmp_path), aggregation_strategy="simple")
    assert again(TEXT) == tagger(TEXT)


def test_the_exported_encoder_is_that_of_the_model(exported: Path, tmp_path: Path) -> None:
    encoder = AutoModel.from_pretrained(exported / "encoder", add_pooling_layer=False).eval()
    inputs = AutoTokenizer.from_pretrained(exported / "encoder")(TEXT, return_tensors="pt")
    assert inputs["input_ids"][0, [0, -1]].tolist() == [SPECIAL.opening, SPECIAL.closing]
    backbone = open_encoder(str(MODEL), False, tmp_path).backbone.eval()
    with torch.no_grad():
        expected = backbone(inputs["input_ids"], inputs["attention_mask"])
        assert torch.allclose(encoder(**inputs).last_hidden_state, expected, atol=1e-5)


@pytest.mark.parametrize("folder", [PRETRAINED, "encoder"], ids=["pretrained", "exported"])
def test_the_tokenizer_gives_our_pieces(folder: Path | str, exported: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(exported / folder, split_special_tokens=True)
    pieces = load_pieces(MODEL, "fast", SPECIAL)

    @given(texts())
    @settings(max_examples=60)
    def check(text: str) -> None:
        assert tokenizer(text, add_special_tokens=False).input_ids == pieces.encode([text])[0].ids

    check()
    assert tokenizer("[SEP]", add_special_tokens=False).input_ids == pieces.encode(["[SEP]"])[0].ids
    marks = [tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id, tokenizer.mask_token_id]
    assert marks == [SPECIAL.opening, SPECIAL.closing, SPECIAL.padding, SPECIAL.hiding]


def test_the_pretrained_encoder_starts_training_as_before(tmp_path: Path) -> None:
    start = open_encoder(str(PRETRAINED), False, tmp_path)
    assert start.pieces.special == SPECIAL
    assert start.pieces.encode([TEXT]) == load_pieces(MODEL, "fast", SPECIAL).encode([TEXT])
    marked = AutoTokenizer.from_pretrained(PRETRAINED, add_bos_token=True, add_eos_token=True)("họp").input_ids
    assert marked[:: len(marked) - 1] == [SPECIAL.opening, SPECIAL.closing]


def test_a_model_that_cannot_be_exported_is_named(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors"))
    with pytest.raises(ModelError, match=r"weights\.safetensors: the weights to export are missing"):
        export_for_transformers(tmp_path / "model", tmp_path / "out")
    config = msgspec.structs.replace(read_model_config(MODEL), tokenizer="segmented")
    write_model_config(tmp_path / "model", config)
    write_checksums(tmp_path / "model", [CONFIG, TOKENS, PAIRS])
    with pytest.raises(ModelError, match="kind fast, got segmented"):
        export_for_transformers(tmp_path / "model", tmp_path / "out")
