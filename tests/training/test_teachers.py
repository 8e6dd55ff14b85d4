"""Several models as one: an ensemble of equals is its member, and strangers are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.checkpoints import sample_documents
from tests.training.conftest import Exported
from vn_dx_ie.document import Document
from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.features import extract_features
from vn_dx_ie.neural.folder import CHECKSUMS, CONFIG, read_model_config, write_checksums
from vn_dx_ie.neural.pieces import load_pieces
from vn_dx_ie.neural.runtime import OnnxScorer
from vn_dx_ie.neural.windows import WindowSizes, cut_windows, make_batch
from vn_dx_ie.training.teachers import EnsembleScorer, annotate_with


def plain(document: Document) -> Document:
    return Document(id=document.id, text=document.text)


def test_one_model_twice_is_that_model(trained: Exported) -> None:
    documents = [plain(document) for document in sample_documents()]
    once = list(annotate_with([trained.folder], documents))
    twice = list(annotate_with([trained.folder] * 2, documents))
    assert [one.text for one in once] == [one.text for one in documents]
    assert any(one.relations for one in once)
    assert [one.relations for one in once] == [one.relations for one in twice]
    for one, other in zip(once, twice, strict=True):
        assert [(e.label, e.start, e.end) for e in one.entities] == [(e.label, e.start, e.end) for e in other.entities]
        assert one.problems() == ()


def test_scores_are_means_and_vectors_stand_side_by_side(trained: Exported) -> None:
    config = read_model_config(trained.folder)
    features = extract_features(sample_documents()[0].text, load_pieces(trained.folder, "fast", config.special))
    batch = make_batch([(features, window) for window in cut_windows(features, WindowSizes(12, 3))], config.special)
    member = OnnxScorer(trained.folder)
    emissions, vectors = member.score_tokens(batch)
    found = EnsembleScorer([member, _Shifted(member), member]).score_tokens(batch)
    assert found[0] == pytest.approx(emissions + 1.0, abs=1e-5)
    assert found[1].shape[-1] == 3 * vectors.shape[-1]


class _Shifted:
    """A member whose scores are all three higher."""

    def __init__(self, scorer: OnnxScorer) -> None:
        self._scorer = scorer
        self.score_pairs = scorer.score_pairs

    def score_tokens(self, batch: object) -> tuple[np.ndarray, np.ndarray]:
        emissions, vectors = self._scorer.score_tokens(batch)
        return emissions + 3.0, vectors


def test_strangers_are_refused(trained: Exported, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="at least one model"):
        list(annotate_with([], []))
    other = shutil.copytree(trained.folder, tmp_path / "other")
    settings = json.loads((other / CONFIG).read_text(encoding="utf-8"))
    settings["windows"]["core"] += 1
    (other / CONFIG).write_text(json.dumps(settings), encoding="utf-8")
    write_checksums(other, json.loads((other / CHECKSUMS).read_bytes()))
    with pytest.raises(ConfigError, match="expected the windows of"):
        list(annotate_with([trained.folder, other], []))
