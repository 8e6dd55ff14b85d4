"""Training end to end: from a configuration to a folder that extracts, with and without torch alike."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoConfig

import vn_dx_ie
from tests.checkpoints import TEXTS, sample_documents, write_documents
from tests.training.conftest import SIZES, Exported, write_config
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import ConfigError, InputError
from vn_dx_ie.extractor import default_model_folder
from vn_dx_ie.neural.features import FEATURE_NAMES, TextFeatures, extract_features
from vn_dx_ie.neural.folder import read_model_config
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import make_pairs
from vn_dx_ie.neural.pieces import FastPieces, SpecialIds, load_pieces
from vn_dx_ie.neural.predict import Decoding, predict
from vn_dx_ie.neural.runtime import OnnxScorer
from vn_dx_ie.neural.windows import Window, WindowSizes, cut_windows, make_batch
from vn_dx_ie.schema import ENTITY_LABELS
from vn_dx_ie.training import export
from vn_dx_ie.training.encoders import open_encoder
from vn_dx_ie.training.export import load_weights
from vn_dx_ie.training.network import Network, PieceBackbone
from vn_dx_ie.training.run import run_training
from vn_dx_ie.training.scorer import TorchScorer

LONG = "\n".join(TEXTS * 2)
Handed = list[tuple[Network, Decoding]]


def log_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "training.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def features_for(folder: Path, text: str = LONG) -> tuple[TextFeatures, SpecialIds]:
    config = read_model_config(folder)
    return extract_features(text, load_pieces(folder, config.tokenizer, config.special)), config.special


def test_the_losses_fall(trained: Exported) -> None:
    rows = log_of(trained.folder)
    assert [int(row["epoch"]) for row in rows] == list(range(1, 61))
    assert float(rows[-1]["tag_loss"]) < 0.3 * float(rows[0]["tag_loss"])
    assert float(rows[-1]["pair_loss"]) < 0.6 * float(rows[0]["pair_loss"])


def test_what_was_learnt_by_heart_is_extracted(trained: Exported) -> None:
    extractor = vn_dx_ie.load(trained.folder)
    right = wanted = 0
    for gold in sample_documents():
        found = extractor(gold.text)
        assert found.problems() == ()
        spans = {(entity.label, entity.start, entity.end) for entity in gold.entities}
        right += len(spans & {(entity.label, entity.start, entity.end) for entity in found.entities})
        wanted += len(spans)
    assert right >= 0.5 * wanted


def test_the_report_says_what_was_measured(trained: Exported) -> None:
    report = json.loads((trained.folder / "training.json").read_bytes())
    assert set(report["by_label"]) == set(ENTITY_LABELS)
    assert 0.5 < report["entities"] <= 1
    assert 0 <= report["relations"] <= 1
    assert 0 <= report["entity_calibration_error"] <= 1
    last = log_of(trained.folder)[-1]
    assert float(last["entity_f1"]) == pytest.approx(report["entities"], abs=1e-3)


def test_the_folder_is_whole(trained: Exported) -> None:
    names = {path.name for path in trained.folder.iterdir()}
    files = ("model.json", "checksums.json", "tokens.onnx", "pairs.onnx", "tokenizer.json", "weights.safetensors")
    assert set(files) <= names
    config = read_model_config(trained.folder)
    assert config.features == FEATURE_NAMES
    assert config.windows == WindowSizes(24, 6)
    decoding = config.decoding()
    assert decoding.transitions.between == pytest.approx(trained.decoding.transitions.between, abs=1e-4)
    assert decoding.span_temperatures == pytest.approx(trained.decoding.span_temperatures, abs=1e-3)
    assert decoding.edge_temperature == trained.decoding.edge_temperature


def windows_of_many_shapes(features: TextFeatures) -> list[list[Window]]:
    small = cut_windows(features, WindowSizes(10, 3))
    first, whole = Window((0, 1), (0, 1)), Window((0, len(features.tokens)), (0, len(features.tokens)))
    return [[first], [first] * 5, [whole], small[:1], small[:7], small, cut_windows(features, WindowSizes(192, 48))]


def test_torch_and_onnx_score_tokens_alike(trained: Exported) -> None:
    features, special = features_for(trained.folder)
    one, other = TorchScorer(trained.network), OnnxScorer(trained.folder)
    for windows in windows_of_many_shapes(features):
        batch = make_batch([(features, window) for window in windows], special)
        shown = batch.token_mask == 1  # the scores of padding are nobody's
        for a, b in zip(one.score_tokens(batch), other.score_tokens(batch), strict=True):
            assert a.shape == b.shape
            assert a[shown] == pytest.approx(b[shown], abs=1e-4)


@pytest.mark.parametrize("tokens", [1, 2, 50])
@pytest.mark.parametrize("count", [2, 3, 30])
def test_torch_and_onnx_score_pairs_alike(trained: Exported, tokens: int, count: int) -> None:
    rng = np.random.default_rng(count)
    begins = rng.integers(0, tokens, count)
    ends = np.minimum(begins + rng.integers(1, 5, count), tokens)
    spans = np.stack([begins, ends, rng.integers(0, 10, count)], axis=1)
    spans[:2, 2] = (0, 1)  # OFFICIAL and POSITION: at least one pair
    pairs = make_pairs([(b, e, label) for b, e, label in spans.tolist()], [(0, tokens, 0)], trained.decoding.labels)
    vectors = rng.normal(0, 1, (tokens, trained.network.pairs.between.in_features)).astype(np.float32)
    one, other = (
        s.score_pairs(vectors, spans, pairs) for s in (TorchScorer(trained.network), OnnxScorer(trained.folder))
    )
    assert one.shape == (len(pairs.head), 15)
    assert one == pytest.approx(other, abs=1e-4)


def test_padding_changes_no_score(trained: Exported) -> None:
    features, special = features_for(trained.folder)
    windows, scorer = cut_windows(features, WindowSizes(10, 3)), OnnxScorer(trained.folder)
    together = scorer.score_tokens(make_batch([(features, window) for window in windows], special))
    for row, window in enumerate(windows):
        alone = scorer.score_tokens(make_batch([(features, window)], special))
        count = window.whole[1] - window.whole[0]
        for a, b in zip(alone, together, strict=True):
            assert a[0, :count] == pytest.approx(b[row, :count], abs=1e-4)


def test_a_text_that_the_tokenizer_does_not_see(trained: Exported) -> None:
    """A window may hold the opening mark alone."""
    found = vn_dx_ie.load(trained.folder)("\ud800 \udfff")
    assert found.problems() == ()


def test_weights_come_back(trained: Exported, checkpoint: Path) -> None:
    network = Network(PieceBackbone(AutoConfig.from_pretrained(str(checkpoint))), SIZES, LabelSet())
    load_weights(network, trained.folder)
    for key, value in trained.network.state_dict().items():
        assert torch.allclose(network.state_dict()[key], value, rtol=2e-3, atol=1e-3)


def test_a_seed_gives_one_model(tmp_path: Path, corpus: Path, checkpoint: Path, unexported: Handed) -> None:
    path = write_config(tmp_path / "run.toml", corpus, checkpoint, tmp_path / "m", epochs=1, dev="[]")
    for seed in (5, 5, 6):
        run_training(path, seed=seed)
    one, again, other = (network.state_dict() for network, _ in unexported)
    assert all(torch.equal(one[key], again[key]) for key in one)
    assert any(not torch.equal(one[key], other[key]) for key in one)


def test_labels_of_ones_own(tmp_path: Path, checkpoint: Path, unexported: Handed) -> None:
    text = "Sâu đục thân hại lúa. Rầy nâu hại ngô."
    crops = [("PEST", "Sâu đục thân"), ("CROP", "lúa"), ("PEST", "Rầy nâu"), ("CROP", "ngô")]
    entities = tuple(
        Entity(f"e{i}", label, text.index(mention), text.index(mention) + len(mention), mention)
        for i, (label, mention) in enumerate(crops)
    )
    document = Document(id="own", text=text, entities=entities, relations=(Relation("EATS", "e0", "e1"),))
    corpus = write_documents(tmp_path / "own.jsonl", [document] * 2)
    path = write_config(
        tmp_path / "own.toml", corpus, checkpoint, tmp_path / "own", epochs=40, learning_rate=0.05, average=0.5
    )
    own = '[labels]\nentities = ["PEST", "CROP"]\n[labels.relations]\nEATS = [["PEST"], ["CROP"]]\n'
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    run_training(path)
    network, decoding = unexported[0]
    assert decoding.labels == LabelSet(("PEST", "CROP"), {"EATS": (("PEST",), ("CROP",))})
    encoder = FastPieces(checkpoint / "tokenizer.json", SpecialIds(2, 3, 0, 4))
    (prediction,) = predict([text], encoder, TorchScorer(network), decoding)
    assert [span[:3] for span in prediction.spans] == [(0, 3, 0), (4, 5, 1), (6, 8, 0), (9, 10, 1)]
    assert {(edge.head, edge.tail) for edge in prediction.edges} <= {(0, 1), (0, 3), (2, 1), (2, 3)}


def test_without_relations_and_without_a_development_set(tmp_path: Path, checkpoint: Path, unexported: Handed) -> None:
    bare = [Document(text=d.text, entities=d.entities) for d in sample_documents()]
    corpus = write_documents(tmp_path / "bare.jsonl", [*bare, Document(text=" ")])
    run_training(write_config(tmp_path / "run.toml", corpus, checkpoint, tmp_path / "m", epochs=1, dev="[]"))
    assert unexported[0][1].edge_temperature == 1.0
    assert float(log_of(tmp_path / "m")[0]["pair_loss"]) >= 0


def test_steps_without_any_pair_have_a_loss(tmp_path: Path, checkpoint: Path, unexported: Handed) -> None:
    corpus = write_documents(tmp_path / "t.jsonl", [Document(text="Hội nghị.")])
    run_training(
        write_config(tmp_path / "t.toml", corpus, checkpoint, tmp_path / "m", epochs=1, predicted_spans_from=9)
    )
    assert float(log_of(tmp_path / "m")[0]["pair_loss"]) == 0.0
    assert all(torch.isfinite(value).all() for value in unexported[0][0].state_dict().values())


def test_word_segmented_encoders(
    tmp_path: Path, corpus: Path, segmented_checkpoint: Path, trained: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The export takes longest and is tested above: a network of the same shapes stands in for this one's.
    monkeypatch.setattr(export, "_export", lambda *given: shutil.copyfile(trained.folder / given[-1].name, given[-1]))
    out = tmp_path / "model"
    run_training(write_config(tmp_path / "s.toml", corpus, segmented_checkpoint, out, segmented=True, dev="[]"))
    assert read_model_config(out).tokenizer == "segmented"
    rows = log_of(out)
    assert float(rows[1]["tag_loss"]) < float(rows[0]["tag_loss"])
    extractor = vn_dx_ie.load(out)
    text = "\ufeff" + TEXTS[0].replace(" ", "\u00a0")
    assert extractor(text).problems() == ()
    assert extractor(TEXTS[0]) == extractor(TEXTS[0])


def test_an_encoder_without_offsets_must_be_called_segmented(
    tmp_path: Path, corpus: Path, segmented_checkpoint: Path
) -> None:
    with pytest.raises(ConfigError, match="segmented = true"):
        run_training(write_config(tmp_path / "s.toml", corpus, segmented_checkpoint, tmp_path / "m"))


def test_arguments_stand_in_for_the_file(tmp_path: Path, corpus: Path, checkpoint: Path, unexported: Handed) -> None:
    path = write_config(tmp_path / "r.toml", corpus, tmp_path / "nowhere", tmp_path / "unused", epochs=1, dev="[]")
    run_training(path, encoder=str(checkpoint), out=tmp_path / "m")
    assert (tmp_path / "m" / "training.json").is_file()
    assert not (tmp_path / "unused").exists()
    assert len(unexported) == 1


def test_a_run_needs_documents(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="train: expected"):
        run_training(None, encoder="nowhere", out=tmp_path / "m")


def test_an_encoder_that_is_not_there_is_named(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(ConfigError, match="encoder: cannot load"):
        run_training(None, train=(corpus,), encoder=str(tmp_path / "gone"), out=tmp_path / "m")


def test_a_run_starts_from_the_shipped_encoder(tmp_path: Path, corpus: Path, unexported: Handed) -> None:
    config = tmp_path / "r.toml"
    config.write_text(f'out = "{(tmp_path / "m").as_posix()}"\nepochs = 1\npair_epochs = 1\n', encoding="utf-8")
    run_training(config, train=(corpus,))
    ((network, _),) = unexported
    assert network.tokens.backbone.width == 256


def test_a_model_folder_gives_its_encoder(tmp_path: Path) -> None:
    folder = default_model_folder()
    start = open_encoder(str(folder), segmented=False, out=tmp_path)
    weights = load_file(folder / "weights.safetensors")
    for name, value in start.backbone.state_dict().items():
        assert torch.equal(value, weights[f"tokens.backbone.{name}"].float())
    assert start.pieces.special == read_model_config(folder).special


def test_a_model_folder_without_weights_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(default_model_folder(), tmp_path / "model")
    (folder / "weights.safetensors").unlink()
    with pytest.raises(ConfigError, match=r"weights\.safetensors"):
        open_encoder(str(folder), segmented=False, out=tmp_path / "m")


def test_missing_data_are_named(tmp_path: Path, checkpoint: Path) -> None:
    path = write_config(tmp_path / "r.toml", tmp_path / "gone.jsonl", checkpoint, tmp_path / "m")
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        run_training(path)


def test_empty_data_are_refused(tmp_path: Path, checkpoint: Path) -> None:
    corpus = write_documents(tmp_path / "empty.jsonl", [])
    with pytest.raises(ConfigError, match="train: expected documents"):
        run_training(write_config(tmp_path / "r.toml", corpus, checkpoint, tmp_path / "m"))
