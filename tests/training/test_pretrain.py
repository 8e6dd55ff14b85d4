"""Pretraining: packed text, masked spans, and a run by the clock."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from transformers import AutoModel, AutoModelForMaskedLM

from tests.checkpoints import TEXTS
from vn_dx_ie.training.pretrain import (
    CLS,
    MASK,
    SEP,
    SPECIAL,
    PretrainConfig,
    mask_spans,
    pack,
    pretrain,
    tile_positions,
)


def tokenizer_of(checkpoint: Path) -> Tokenizer:
    return Tokenizer.from_file(str(checkpoint / "tokenizer.json"))


def test_packed_text_has_a_mark_before_each_document_and_after_each_line(checkpoint: Path) -> None:
    tokenizer = tokenizer_of(checkpoint)
    packed = pack(["Hội nghị\n\nHà Nội", "", "Hoà"], tokenizer)
    encoded = [tokenizer.encode(line, add_special_tokens=False).ids for line in ("Hội nghị", "Hà Nội", "Hòa")]
    assert packed.tolist() == [CLS, *encoded[0], SEP, *encoded[1], SEP, CLS, CLS, *encoded[2], SEP]
    assert packed.dtype == np.uint16


@settings(max_examples=30)
@given(st.integers(0, 1000), st.floats(0.05, 0.6))
def test_masks_hide_whole_words_and_labels_keep_them(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    vocabulary = 60
    opens = torch.from_numpy(rng.random(vocabulary) < 0.5)
    opens[:SPECIAL] = True
    blocks = torch.from_numpy(rng.integers(0, vocabulary, (4, 50)))
    inputs, labels = mask_spans(blocks, opens, share, rng)
    assert inputs.shape == labels.shape == blocks.shape
    picked = labels != -100
    assert torch.equal(labels[picked], blocks[picked])
    assert torch.equal(inputs[~picked], blocks[~picked])
    assert (blocks[picked] >= SPECIAL).all()
    assert ((inputs[picked] == MASK) | (inputs[picked] >= SPECIAL)).all()
    for row in range(4):
        word = torch.cumsum(opens[blocks[row]].int(), dim=0)
        for number in word.unique():
            own = picked[row][(word == number) & (blocks[row] >= SPECIAL)]
            assert own.all() or not own.any()


def test_about_the_wanted_share_is_masked() -> None:
    rng = np.random.default_rng(0)
    blocks = torch.from_numpy(rng.integers(SPECIAL, 100, (200, 128)))
    inputs, labels = mask_spans(blocks, torch.ones(100, dtype=torch.bool), 0.25, rng)
    picked = labels != -100
    assert float(picked.float().mean()) == pytest.approx(0.25, abs=0.05)
    assert float((inputs[picked] == MASK).float().mean()) == pytest.approx(0.8, abs=0.03)


def test_positions_repeat(checkpoint: Path) -> None:
    model = AutoModelForMaskedLM.from_pretrained(checkpoint)
    embeddings = model.base_model.embeddings
    first = embeddings.padding_idx + 1
    before = embeddings.position_embeddings.weight.detach().clone()
    tile_positions(model, 10)
    after = embeddings.position_embeddings.weight.detach()
    assert torch.equal(after[: first + 10], before[: first + 10])
    for row in range(first, len(after)):
        assert torch.equal(after[row], before[first + (row - first) % 10])


def test_a_run_by_the_clock_writes_a_checkpoint(tmp_path: Path, checkpoint: Path) -> None:
    np.save(tmp_path / "text.npy", pack(TEXTS * 5, tokenizer_of(checkpoint)))
    out = pretrain(
        PretrainConfig(
            encoder=checkpoint,
            corpora=((tmp_path / "text.npy", 0.7), (tmp_path / "text.npy", 0.3)),
            out=tmp_path / "out",
            minutes=0.03,
            length=32,
            batch=4,
            trained_positions=60,
        )
    )
    report = json.loads((out / "pretrain.json").read_text(encoding="utf-8"))
    assert report["steps"] >= 1
    assert report["tokens"] == report["steps"] * 4 * 32
    assert 0 < report["loss"] < 20
    assert (out / "tokenizer.json").read_bytes() == (checkpoint / "tokenizer.json").read_bytes()
    one, other = (AutoModel.from_pretrained(folder).state_dict() for folder in (checkpoint, out))
    assert one.keys() == other.keys()
    assert any(not torch.equal(one[key], other[key]) for key in one)
