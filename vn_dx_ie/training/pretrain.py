"""Masked language modelling: begin, or continue, the pretraining of an encoder on plain text.

    python -m vn_dx_ie.training.pretrain CONFIG.toml

Texts are packed once into arrays of token ids; the run then reads random blocks of them. The schedule
follows the clock, so that a run fits the time that there is; a run that was interrupted goes on from its
last checkpoint. Every checkpoint is a complete ``transformers`` folder, which ``vn-dx-ie train
--encoder`` takes.
"""

from __future__ import annotations

import csv
import logging
import math
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import AutoModelForMaskedLM, RobertaPreLayerNormConfig

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.training.config import decode_config
from vn_dx_ie.training.packing import (
    IGNORED,
    MARKS,
    draw_blocks,
    make_tokenizer,
    mask_spans,
    opens_word,
    pack,
    read_texts,
)  # fmt: skip

log = logging.getLogger(__name__)
_now = time.monotonic
_STATE = "pretrain.pt"
_HELD_OUT = 64  # blocks that measure the run and are drawn from the end of the first corpus


class Corpus(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text file (``.txt``, ``.txt.xz``) or packed array (``.npy``), and its share of the blocks."""

    path: Path
    share: float = 1.0


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The encoder of a run that begins anew: layer norm comes first, which trains steadily."""

    vocabulary: int = 12_000
    layers: int = 6
    width: int = 256
    heads: int = 4
    feed_forward: int = 768
    positions: int = 512


class PretrainConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of one run.

    ``encoder`` is the folder of a checkpoint to continue; without one, an encoder of ``shape`` and a
    vocabulary are made. ``trained_positions`` is given when the encoder was pretrained on shorter
    blocks than ``length`` (see :func:`tile_positions`). ``length`` is in pieces, ``batch`` in blocks.
    """

    corpora: tuple[Corpus, ...]
    out: Path
    encoder: Path | None = None
    shape: Shape = Shape()
    minutes: float = 60.0
    length: int = 256
    batch: int = 32
    learning_rate: float = 8e-4
    warmup: float = 0.03
    masked: float = 0.25
    trained_positions: int | None = None
    save_every_minutes: float = 10.0
    threads: int = 0
    seed: int = 0


def pretrain(config: PretrainConfig) -> Path:
    """Train, log, save to ``config.out``; returns that folder.

    Raises:
        ConfigError: there is no text, or less of it than a block, or the encoder cannot be read.
        InputError: a text cannot be read.
    """
    if not config.corpora:
        raise ConfigError("corpora: expected at least one text, got none")
    if config.threads:
        torch.set_num_threads(config.threads)
    torch.manual_seed(config.seed)
    config.out.mkdir(parents=True, exist_ok=True)
    run = _Run(config)
    while run.progress < 1.0:
        saved = run.minutes
        while run.progress < 1.0 and run.minutes - saved < config.save_every_minutes:
            run.step()
        run.save()
    (config.out / _STATE).unlink()
    return config.out


class _Run:
    """Model, data and optimiser of a run, and how far it is."""

    def __init__(self, config: PretrainConfig) -> None:
        self._config = config
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._tokenizer = _tokenizer(config)
        self._corpora = [_packed(corpus.path, self._tokenizer, config) for corpus in config.corpora]
        self._model = _model(config, self._tokenizer).to(self._device).train()
        self._opens = torch.tensor(opens_word(self._tokenizer))
        self._noise = np.random.default_rng(config.seed)
        self._held_out = self._masked(np.random.default_rng(0), _HELD_OUT)
        self._optimiser = torch.optim.AdamW(
            self._model.parameters(), lr=config.learning_rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        self.minutes = 0.0
        self._steps = 0
        self._losses: list[float] = []
        self._restore()

    @property
    def progress(self) -> float:
        """How much of the time is over, in 0 to 1."""
        return self.minutes / self._config.minutes

    def step(self) -> None:
        """Learn from one batch."""
        started = _now()
        for group in self._optimiser.param_groups:
            group["lr"] = self._config.learning_rate * _schedule(self.progress, self._config.warmup)
        inputs, labels = self._masked(self._noise, self._config.batch)
        loss, _ = self._loss(inputs, labels)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimiser.step()
        self._losses.append(float(loss.detach()))
        self._steps += 1
        self.minutes += (_now() - started) / 60

    def save(self) -> None:
        """Write the encoder, the state to go on from, and a line of the log."""
        out = self._config.out
        self._model.save_pretrained(out)
        self._tokenizer.save(str(out / "tokenizer.json"))
        self._model.eval()
        with torch.no_grad():
            loss, right = self._loss(*self._held_out)
        self._model.train()
        row = {
            "steps": self._steps,
            "tokens": self._steps * self._config.batch * self._config.length,
            "minutes": round(self.minutes, 2),
            "loss": round(float(np.mean(self._losses[-500:])), 4),
            "held_out_loss": round(float(loss), 4),
            "held_out_accuracy": round(right, 4),
        }
        _append(out / "pretrain.csv", row)
        part = out / f"{_STATE}.part"
        torch.save(
            {
                "model": self._model.state_dict(),
                "optimiser": self._optimiser.state_dict(),
                "noise": msgspec.json.encode(self._noise.bit_generator.state).decode(),
                "torch": torch.get_rng_state(),
                "progress": (self._steps, self.minutes, self._losses[-500:]),
            },
            part,
        )
        part.replace(out / _STATE)
        log.info("saved %s: %s", out, row)

    def _restore(self) -> None:
        path = self._config.out / _STATE
        if not path.exists():
            (self._config.out / "pretrain.csv").unlink(missing_ok=True)
            return
        state = torch.load(path, map_location=self._device, weights_only=True)
        self._model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._noise.bit_generator.state = msgspec.json.decode(state["noise"])
        torch.set_rng_state(state["torch"].cpu())
        self._steps, self.minutes, losses = state["progress"]
        self._losses = list(losses)
        log.info("going on from %s, after %d steps", path, self._steps)

    def _masked(self, generator: np.random.Generator, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        shares = [corpus.share for corpus in self._config.corpora]
        blocks = draw_blocks(self._corpora, shares, (count, self._config.length), generator)
        return mask_spans(blocks, self._opens, self._config.masked, generator)

    def _loss(self, inputs: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, float]:
        """Return the mean loss of the masked pieces, and the share of them that is guessed right."""
        inputs, labels = inputs.to(self._device), labels.to(self._device)
        picked = labels != IGNORED
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            hidden = self._model.base_model(input_ids=inputs).last_hidden_state
            logits = self._model.lm_head(hidden[picked])
        right = (logits.argmax(-1) == labels[picked]).float().mean()
        return functional.cross_entropy(logits.float(), labels[picked]), float(right)


def tile_positions(model: Any, trained: int) -> None:
    """Repeat the first `trained` learned positions over the rest of the table, in place.

    An encoder pretrained on shorter blocks so starts from positions that it knows.
    """
    embeddings = model.base_model.embeddings
    weight = embeddings.position_embeddings.weight.data
    first = embeddings.padding_idx + 1
    rows = torch.arange(weight.shape[0] - first) % trained + first
    weight[first:] = weight[rows].clone()


def _tokenizer(config: PretrainConfig) -> Tokenizer:
    made = config.out / "tokenizer.json"
    source = config.encoder / "tokenizer.json" if config.encoder else made
    if source.is_file():
        return Tokenizer.from_file(str(source))
    if config.encoder:
        raise ConfigError(f"encoder: expected {source}, found none")
    texts = [corpus.path for corpus in config.corpora if corpus.path.suffix != ".npy"]
    if not texts:
        raise ConfigError("corpora: expected at least one text to make a vocabulary from, got packed arrays")
    tokenizer = make_tokenizer((text for path in texts for text in read_texts(path)), config.shape.vocabulary)
    tokenizer.save(str(made))
    return tokenizer


def _packed(path: Path, tokenizer: Tokenizer, config: PretrainConfig) -> NDArray[np.uint16]:
    """Return the ids of one corpus, packed beside the run where it is text."""
    array = path if path.suffix == ".npy" else config.out / f"{path.name}.npy"
    if not array.is_file():
        np.save(array, pack(read_texts(path), tokenizer))
    packed: NDArray[np.uint16] = np.load(array, mmap_mode="r")
    if len(packed) < config.length:
        raise ConfigError(f"{path}: expected at least {config.length} pieces, got {len(packed)}")
    return packed


def _model(config: PretrainConfig, tokenizer: Tokenizer) -> Any:
    if config.encoder is None:
        shape = config.shape
        fresh = RobertaPreLayerNormConfig(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=shape.width, num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads, intermediate_size=shape.feed_forward,
            max_position_embeddings=shape.positions + 2, type_vocab_size=1,
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
            pad_token_id=MARKS.index("[PAD]"), bos_token_id=MARKS.index("[CLS]"), eos_token_id=MARKS.index("[SEP]"),
        )  # fmt: skip
        return AutoModelForMaskedLM.from_config(fresh)
    try:
        model: Any = AutoModelForMaskedLM.from_pretrained(config.encoder, dtype=torch.float32)
    except (OSError, ValueError) as error:
        raise ConfigError(f"encoder: cannot load {config.encoder}: {str(error).splitlines()[0]}") from error
    if config.trained_positions is not None:
        tile_positions(model, config.trained_positions)
    return model


def _schedule(progress: float, warmup: float) -> float:
    if progress < warmup:
        return progress / warmup
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))


def _append(path: Path, row: dict[str, float]) -> None:
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(row))
        if new:
            writer.writeheader()
        writer.writerow(row)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if len(sys.argv) != 2:
        sys.exit("expected one argument, the configuration of the run")
    pretrain(decode_config(Path(sys.argv[1]), PretrainConfig))
