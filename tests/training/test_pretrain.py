"""Pretraining: packed text, masked spans, and a run by the clock."""

from __future__ import annotations

import csv
import itertools
import lzma
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import AutoModel, AutoModelForMaskedLM

from tests.checkpoints import TEXTS
from vn_dx_ie.errors import ConfigError, InputError
from vn_dx_ie.training import pretrain as pretraining
from vn_dx_ie.training.config import decode_config
from vn_dx_ie.training.encoders import open_encoder
from vn_dx_ie.training.packing import CLS, MASK, SEP, SPECIAL, mask_spans, pack, read_texts
from vn_dx_ie.training.pretrain import Corpus, PretrainConfig, pretrain, tile_positions


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


def settings_of(tmp_path: Path, checkpoint: Path | None, **changes: object) -> PretrainConfig:
    fields: dict[str, Any] = {
        "encoder": checkpoint,
        "corpora": (Corpus(path=tmp_path / "text.txt"),),
        "out": tmp_path / "out",
        "minutes": 0.02,
        "length": 32,
        "batch": 4,
        **changes,
    }
    return PretrainConfig(**fields)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("\n\n".join(TEXTS * 5), encoding="utf-8")
    return path


def log_of(out: Path) -> list[dict[str, str]]:
    with (out / "pretrain.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_documents_of_a_text_file(tmp_path: Path) -> None:
    content = "Một\nhai\n\n\nBa \n"
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    with lzma.open(tmp_path / "a.txt.xz", "wt", encoding="utf-8") as stream:
        stream.write(content)
    for name in ("a.txt", "a.txt.xz"):
        assert list(read_texts(tmp_path / name)) == ["Một\nhai", "Ba"]
    (tmp_path / "b.txt.xz").write_bytes(b"no xz")
    for name in ("b.txt.xz", "gone.txt"):
        with pytest.raises(InputError, match=name):
            list(read_texts(tmp_path / name))


def test_a_run_by_the_clock_continues_an_encoder(tmp_path: Path, checkpoint: Path, text: Path) -> None:
    np.save(tmp_path / "packed.npy", pack(TEXTS * 5, tokenizer_of(checkpoint)))
    corpora = (Corpus(path=text, share=0.7), Corpus(path=tmp_path / "packed.npy", share=0.3))
    out = pretrain(settings_of(tmp_path, checkpoint, corpora=corpora, trained_positions=60))
    (row,) = log_of(out)
    assert int(row["steps"]) >= 1
    assert int(row["tokens"]) == int(row["steps"]) * 4 * 32
    assert 0 < float(row["loss"]) < 20
    assert 0 < float(row["held_out_loss"]) < 20
    assert 0 <= float(row["held_out_accuracy"]) <= 1
    assert (out / "tokenizer.json").read_bytes() == (checkpoint / "tokenizer.json").read_bytes()
    one, other = (AutoModel.from_pretrained(folder).state_dict() for folder in (checkpoint, out))
    assert one.keys() == other.keys()
    assert any(not torch.equal(one[key], other[key]) for key in one)


def test_a_run_that_begins_anew_makes_vocabulary_and_encoder(tmp_path: Path, text: Path) -> None:
    config = tmp_path / "run.toml"
    config.write_text(
        f'out = "{(tmp_path / "out").as_posix()}"\nminutes = 0.02\nlength = 16\nbatch = 2\n'
        f'corpora = [{{path = "{text.as_posix()}"}}]\n'
        "[shape]\nvocabulary = 90\nlayers = 1\nwidth = 16\nheads = 2\nfeed_forward = 16\npositions = 40\n",
        encoding="utf-8",
    )
    out = pretrain(decode_config(config, PretrainConfig))
    start = open_encoder(str(out), segmented=False, out=tmp_path)
    assert start.backbone.width == 16
    assert (start.pieces.special.opening, start.pieces.special.hiding) == (CLS, MASK)
    assert 50 < tokenizer_of(out).get_vocab_size() <= 90


def test_an_interrupted_run_goes_on(
    tmp_path: Path, checkpoint: Path, text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count()
    monkeypatch.setattr(pretraining, "_now", lambda: 0.6 * next(ticks))  # a step takes 0.01 minutes
    settings = {"minutes": 0.115, "save_every_minutes": 0.025}
    whole = pretrain(settings_of(tmp_path, checkpoint, out=tmp_path / "whole", **settings))
    broken = settings_of(tmp_path, checkpoint, out=tmp_path / "broken", **settings)
    step, taken = pretraining._Run.step, itertools.count(1)

    def step_five_times(run: Any) -> None:
        if next(taken) > 5:
            raise KeyboardInterrupt
        step(run)

    with monkeypatch.context() as patch:
        patch.setattr(pretraining._Run, "step", step_five_times)
        with pytest.raises(KeyboardInterrupt):
            pretrain(broken)
    out = pretrain(broken)
    assert log_of(out) == log_of(whole)
    assert len(log_of(out)) == 4
    one, other = (load_file(folder / "model.safetensors") for folder in (whole, out))
    assert all(torch.equal(one[key], other[key]) for key in one)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"corpora": ()}, "corpora: expected at least one text"),
        ({"length": 5000}, "expected at least 5000 pieces"),
        ({"encoder": Path("nowhere")}, "encoder: expected"),
        ({"encoder": None, "corpora": (Corpus(path=Path("x.npy")),)}, "to make a vocabulary from"),
    ],
)
def test_what_a_run_needs(
    tmp_path: Path, checkpoint: Path, text: Path, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        pretrain(settings_of(tmp_path, checkpoint, **changes))
