"""Masked language modelling: continue, or begin, the pretraining of an encoder on plain text.

Text is packed once into a ``.npy`` file of token ids (:func:`pack`); :func:`pretrain` then reads
random blocks of it. The schedule follows the clock, so that a run fits the time that there is,
and every checkpoint is a complete ``transformers`` folder. The encoder is of the RoBERTa family, whose
language-modelling head is ``lm_head``.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import AutoModelForMaskedLM

from vn_dx_ie.text.unicode import normalise

log = logging.getLogger(__name__)

CLS, SEP, MASK, SPECIAL = 2, 3, 4, 5
_IGNORED = -100


@dataclass(frozen=True, slots=True)
class PretrainConfig:
    """Settings of one run.

    ``corpora`` pairs a packed file with its share of the blocks; ``trained_positions`` is
    given when the encoder was pretrained on shorter blocks than ``length`` (see :func:`tile_positions`).
    """

    encoder: Path
    corpora: tuple[tuple[Path, float], ...]
    out: Path
    minutes: float = 60.0
    length: int = 256
    batch: int = 32
    learning_rate: float = 8e-4
    warmup: float = 0.03
    masked: float = 0.25
    trained_positions: int | None = None
    save_every_minutes: float = 10.0
    seed: int = 0


def pack(documents: Iterable[str], tokenizer: Tokenizer) -> NDArray[np.uint16]:
    """Return the ids of `documents`: [CLS] opens a document, [SEP] closes each of its lines."""
    chunks: list[list[int]] = []
    for document in documents:
        lines = [line for line in normalise(document).split("\n") if line.strip()]
        chunks.append([CLS])
        chunks += [[*encoding.ids, SEP] for encoding in tokenizer.encode_batch(lines, add_special_tokens=False)]
    return np.fromiter((piece for chunk in chunks for piece in chunk), dtype=np.uint16)


def pretrain(config: PretrainConfig) -> Path:
    """Train, log the loss, save to ``config.out``; returns that folder."""
    torch.manual_seed(config.seed)
    generator = np.random.default_rng(config.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model: Any = AutoModelForMaskedLM.from_pretrained(config.encoder, dtype=torch.float32)
    if config.trained_positions is not None:
        tile_positions(model, config.trained_positions)
    model.to(device).train()
    tokenizer = Tokenizer.from_file(str(config.encoder / "tokenizer.json"))
    opens_word = torch.tensor(_opens_word(tokenizer))
    corpora = [np.load(path, mmap_mode="r") for path, _ in config.corpora]
    shares = [share for _, share in config.corpora]
    optimiser = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, betas=(0.9, 0.98), weight_decay=0.01)
    started = saved = time.monotonic()
    step, losses, progress = 0, [], 0.0
    while progress < 1.0:
        for group in optimiser.param_groups:
            group["lr"] = config.learning_rate * _schedule(progress, config.warmup)
        blocks = _sample(corpora, shares, config, generator)
        inputs, labels = mask_spans(blocks, opens_word, config.masked, generator)
        losses.append(_step(model, inputs.to(device), labels.to(device), optimiser))
        step += 1
        now = time.monotonic()
        progress = (now - started) / 60 / config.minutes
        if step % 100 == 0:
            log.info("step %d, %.1f min, loss %.3f", step, (now - started) / 60, float(np.mean(losses[-100:])))
        if now - saved > 60 * config.save_every_minutes:
            _save(model, tokenizer, config, step, losses)
            saved = now
    _save(model, tokenizer, config, step, losses)
    return config.out


def mask_spans(
    blocks: torch.Tensor, opens_word: torch.Tensor, share: float, generator: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mask whole runs of one to three words; returns inputs and labels, both shaped as `blocks`.

    Four masked words in five become [MASK], one in ten random pieces, one in ten stay
    (BERT's recipe; runs as in SpanBERT).
    """
    words = torch.cumsum(opens_word[blocks].int(), dim=1)
    count = int(words.max()) + 1
    shape = (blocks.shape[0], count)
    starts = generator.random(shape) < share / 1.8
    lengths = generator.choice([1, 2, 3], size=shape, p=[0.45, 0.35, 0.2])
    chosen = starts.copy()
    chosen[:, 1:] |= starts[:, :-1] & (lengths[:, :-1] >= 2)
    chosen[:, 2:] |= starts[:, :-2] & (lengths[:, :-2] >= 3)
    picked = torch.gather(torch.from_numpy(chosen), 1, words) & (blocks >= SPECIAL)
    fate = torch.gather(torch.from_numpy(generator.random(shape)), 1, words)
    labels = torch.where(picked, blocks, _IGNORED)
    random = torch.from_numpy(generator.integers(SPECIAL, len(opens_word), size=tuple(blocks.shape)))
    inputs = torch.where(picked & (fate < 0.8), MASK, blocks)
    inputs = torch.where(picked & (fate >= 0.9), random, inputs)
    return inputs, labels


def tile_positions(model: Any, trained: int) -> None:
    """Repeat the first `trained` learned positions over the rest of the table, in place.

    An encoder pretrained on shorter blocks so starts from positions that it knows.
    """
    embeddings = model.base_model.embeddings
    weight = embeddings.position_embeddings.weight.data
    first = embeddings.padding_idx + 1
    rows = torch.arange(weight.shape[0] - first) % trained + first
    weight[first:] = weight[rows].clone()


def _opens_word(tokenizer: Tokenizer) -> list[bool]:
    pieces = [tokenizer.id_to_token(index) or "" for index in range(tokenizer.get_vocab_size())]
    return [index < SPECIAL or piece.startswith("▁") or not piece[:1].isalnum() for index, piece in enumerate(pieces)]


def _sample(
    corpora: Sequence[NDArray[np.uint16]],
    shares: Sequence[float],
    config: PretrainConfig,
    generator: np.random.Generator,
) -> torch.Tensor:
    probabilities = np.asarray(shares) / np.sum(shares)
    rows = []
    for index in generator.choice(len(corpora), size=config.batch, p=probabilities):
        start = int(generator.integers(0, len(corpora[index]) - config.length + 1))
        rows.append(corpora[index][start : start + config.length].astype(np.int64))
    return torch.from_numpy(np.stack(rows))


def _step(model: Any, inputs: torch.Tensor, labels: torch.Tensor, optimiser: torch.optim.Optimizer) -> float:
    with torch.autocast(inputs.device.type, dtype=torch.bfloat16):
        hidden = model.base_model(input_ids=inputs).last_hidden_state
        picked = labels != _IGNORED
        logits = model.lm_head(hidden[picked])
    loss = functional.cross_entropy(logits.float(), labels[picked])
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _schedule(progress: float, warmup: float) -> float:
    if progress < warmup:
        return progress / warmup
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))


def _save(model: Any, tokenizer: Tokenizer, config: PretrainConfig, step: int, losses: list[float]) -> None:
    config.out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(config.out)
    tokenizer.save(str(config.out / "tokenizer.json"))
    report = {"steps": step, "tokens": step * config.batch * config.length, "loss": float(np.mean(losses[-500:]))}
    (config.out / "pretrain.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    log.info("saved %s: %s", config.out, report)
