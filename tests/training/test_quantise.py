"""8-bit networks: near the original, and kept only where the development set loses nothing by them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import vn_dx_ie
from tests.checkpoints import sample_documents
from tests.training.conftest import Exported
from vn_dx_ie.neural.features import extract_features
from vn_dx_ie.neural.folder import TOKENS, read_model_config
from vn_dx_ie.neural.pieces import load_pieces
from vn_dx_ie.neural.runtime import OnnxScorer
from vn_dx_ie.neural.windows import cut_windows, make_batch
from vn_dx_ie.schema import ENTITY_LABELS
from vn_dx_ie.training import quantise
from vn_dx_ie.training.data import make_examples


@pytest.fixture
def folder(trained: Exported, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained.folder, tmp_path / "model"))


@pytest.mark.parametrize("recurrent", [True, False])
@pytest.mark.parametrize("by_channel", [True, False])
def test_scores_stay_near(folder: Path, by_channel: bool, recurrent: bool) -> None:
    config = read_model_config(folder)
    features = extract_features(sample_documents()[0].text, load_pieces(folder, "fast", config.special))
    batch = make_batch([(features, window) for window in cut_windows(features, config.windows)], config.special)
    exact, _ = OnnxScorer(folder).score_tokens(batch)
    quantise.quantise(folder / TOKENS, folder / TOKENS, by_channel=by_channel, recurrent=recurrent)
    near, _ = OnnxScorer(folder).score_tokens(batch)
    assert near.shape == exact.shape
    assert 0 < abs(near - exact).mean() < 0.05 * exact.std()


@pytest.mark.parametrize(("loss", "kept"), [(1.0, True), (-1.0, False)])
def test_the_development_set_decides(folder: Path, monkeypatch: pytest.MonkeyPatch, loss: float, kept: bool) -> None:
    monkeypatch.setattr(quantise, "LARGEST_LOSS", loss)
    config = read_model_config(folder)
    encoder = load_pieces(folder, "fast", config.special)
    dev = make_examples(sample_documents(), encoder, config.labels)
    before = (folder / TOKENS).read_bytes()
    changes, told = quantise.quantise_where_it_is_free(folder, dev, encoder, config.decoding())
    assert set(changes) == set(ENTITY_LABELS)
    assert told is kept
    assert ((folder / TOKENS).read_bytes() != before) is kept
    assert vn_dx_ie.load(folder)("Sáng 8/8, tại Hà Nội.").problems() == (), "the folder is still whole"
