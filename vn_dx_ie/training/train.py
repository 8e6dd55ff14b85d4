"""The training loop: all tag layers and the relations at once, on whole documents."""

from __future__ import annotations

import csv
import logging
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from vn_dx_ie.neural.crf import TAGS, Transitions, decode
from vn_dx_ie.neural.features import FEATURE_NAMES
from vn_dx_ie.neural.pairs import make_pairs
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.neural.windows import Batch, cut_windows, make_batch
from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.evaluation import DevScores, score_examples
from vn_dx_ie.training.network import Network
from vn_dx_ie.training.scorer import TorchScorer, transitions_of

log = logging.getLogger(__name__)
_LEXICON_COLUMNS = np.array([name.startswith(("opens:", "inside:")) for name in FEATURE_NAMES])


class Losses(NamedTuple):
    """Mean losses of one step."""

    tags: Tensor
    pairs: Tensor


@dataclass(frozen=True, slots=True)
class Step:
    """A few documents as one batch: windows, and where their core tokens go in the joined text.

    ``source`` and ``target`` (core tokens,) are flat positions in (windows x tokens) and in the
    joined documents; ``origins`` says where each document starts there.
    """

    batch: Batch
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    origins: list[int]
    examples: Sequence[Example]


def make_step(examples: Sequence[Example], encoder: PieceEncoder, config: TrainConfig) -> Step:
    """Join `examples` into one step; they must hold tokens."""
    windows = [(example.features, window) for example in examples for window in cut_windows(example.features, config.windows)]
    batch = make_batch(windows, encoder.special)
    origins = np.concatenate([[0], np.cumsum([len(example.features.tokens) for example in examples])]).tolist()
    origin_of = {id(example.features): origin for example, origin in zip(examples, origins, strict=False)}
    source, target = [], []
    for row, (features, window) in enumerate(windows):
        core = np.arange(*window.core)
        source.append(row * batch.first.shape[1] + core - window.whole[0])
        target.append(origin_of[id(features)] + core)
    return Step(batch, np.concatenate(source), np.concatenate(target), origins, examples)


def compute_losses(network: Network, step: Step, config: TrainConfig, with_predicted: bool) -> Losses:
    """Return the losses of one step; with predicted spans, wrong ones join the candidate pairs."""
    feeds = {name: torch.from_numpy(array) for name, array in step.batch.feeds().items()}
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = network.tokens(**feeds)
    emissions = _joined(output.emissions.float(), step).unflatten(-1, (-1, TAGS))
    vectors = _joined(output.vectors.float(), step)
    tag_loss = _tag_loss(network, emissions, step)
    pair_losses = []
    transitions = transitions_of(network)
    for example, origin in zip(step.examples, step.origins, strict=False):
        size = len(example.features.tokens)
        own = slice(origin, origin + size)
        spans = list(example.spans)
        if with_predicted:
            spans += _wrong_spans(emissions[own].detach().numpy(), example, transitions)
        pair_losses.append(_pair_loss(network, vectors[own], spans, example, config))
    return Losses(tag_loss, torch.cat(pair_losses).mean())


def _joined(values: Tensor, step: Step) -> Tensor:
    flat = values.flatten(0, 1)
    joined = flat.new_zeros((step.origins[-1], *flat.shape[1:]))
    return joined.index_copy(0, torch.from_numpy(step.target), flat[torch.from_numpy(step.source)])


def _tag_loss(network: Network, emissions: Tensor, step: Step) -> Tensor:
    """Return the CRF loss over all sentences, summed over the layers."""
    ranges = [
        (origin + begin, origin + end)
        for example, origin in zip(step.examples, step.origins, strict=False)
        for begin, end, _ in example.features.sentences
    ]
    tags = torch.from_numpy(np.concatenate([example.tags for example in step.examples]))
    ranges.sort(key=lambda pair: pair[1] - pair[0])
    losses = []
    for start in range(0, len(ranges), 32):
        group = ranges[start : start + 32]
        longest = max(end - begin for begin, end in group)
        index = torch.tensor([[min(begin + i, end - 1) for i in range(longest)] for begin, end in group])
        mask = torch.tensor([[begin + i < end for i in range(longest)] for begin, end in group])
        losses.append(network.crf.loss(emissions[index], tags[index], mask) * len(group))
    return torch.stack(losses).sum() / len(ranges) * emissions.shape[1]


def _wrong_spans(emissions: NDArray[np.float32], example: Example, transitions: Transitions) -> list[tuple[int, int, int]]:
    sentences = [(begin, end) for begin, end, _ in example.features.sentences]
    ones = np.ones(emissions.shape[1], dtype=np.float32)
    gold = set(example.spans)
    predicted = ((span.begin, span.end, span.label) for span in decode(emissions, sentences, transitions, ones))
    return [span for span in predicted if span not in gold]


def _pair_loss(
    network: Network, vectors: Tensor, spans: list[tuple[int, int, int]], example: Example, config: TrainConfig
) -> Tensor:
    pairs = make_pairs(spans, example.features.sentences, config.labels)
    if not len(pairs.head):
        return vectors.new_zeros(0)
    table = torch.tensor(spans)
    logits = network.pairs(
        vectors, table[:, 0], table[:, 1], table[:, 2],
        torch.from_numpy(pairs.head), torch.from_numpy(pairs.tail), torch.from_numpy(pairs.features),
    )  # fmt: skip
    logits = logits.masked_fill(~torch.from_numpy(pairs.allowed), -1e4)
    gold = torch.tensor(
        [example.edges.get(pair, 0) for pair in zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True)]
    )
    return functional.cross_entropy(logits, gold, reduction="none")


@dataclass(frozen=True, slots=True)
class Trained:
    """The result of a run: the averaged network and its scores on the development set."""

    network: Network
    scores: DevScores | None


def train(
    network: Network, encoder: PieceEncoder, examples: list[Example], dev: list[Example], config: TrainConfig, log_path: Path
) -> Trained:
    """Train `network`; returns the moving average of its weights. Progress goes to the log and a CSV."""
    generator = random.Random(config.seed)
    rng = np.random.default_rng(config.seed)
    examples = [example for example in examples if example.features.tokens]
    optimiser = _optimiser(network, config)
    total = math.ceil(len(examples) / config.documents_per_step) * config.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, total, config.warmup))
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(config.average))
    mean = cast(Network, averaged.module)
    scores: DevScores | None = None
    started = time.monotonic()
    with log_path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["epoch", "seconds", "tag_loss", "pair_loss", "entity_f1", "relation_f1"])
        for epoch in range(1, config.epochs + 1):
            network.train()
            losses = []
            for group in _shuffled(examples, config.documents_per_step, generator):
                step = _corrupt(make_step(group, encoder, config), encoder, config, rng)
                found = compute_losses(network, step, config, epoch >= config.predicted_spans_from)
                optimiser.zero_grad(set_to_none=True)
                (found.tags + config.relation_weight * found.pairs).backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
                optimiser.step()
                schedule.step()
                averaged.update_parameters(network)
                losses.append((float(found.tags.detach()), float(found.pairs.detach())))
            means = np.mean(losses, axis=0)
            if dev and (epoch % config.evaluate_every == 0 or epoch == config.epochs):
                scores = score_examples(dev, encoder, TorchScorer(mean), _decoding(mean, config))
            row = [epoch, round(time.monotonic() - started), *means.round(4).tolist()]
            row += [round(scores.entities, 4), round(scores.relations, 4)] if scores else []
            writer.writerow(row)
            stream.flush()
            log.info("epoch %s, %s s, losses %s %s, dev %s", *row[:4], row[4:])
    return Trained(mean, scores)


def _decoding(network: Network, config: TrainConfig) -> Decoding:
    ones = np.ones(len(config.labels.entities), dtype=np.float32)
    return Decoding(config.labels, transitions_of(network), config.windows, ones, 1.0)


def _optimiser(network: Network, config: TrainConfig) -> torch.optim.Optimizer:
    backbone = list(network.tokens.backbone.parameters())
    known = {id(parameter) for parameter in backbone}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in known]
    return torch.optim.AdamW(
        [{"params": backbone, "lr": config.encoder_learning_rate}, {"params": rest, "lr": config.learning_rate}],
        weight_decay=config.weight_decay,
    )


def _rate(step: int, total: int, warmup: float) -> float:
    progress = step / max(1, total)
    if progress < warmup:
        return progress / warmup + 1e-3
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup)))) + 1e-3


def _shuffled(examples: Sequence[Example], size: int, generator: random.Random) -> Iterator[list[Example]]:
    order = list(examples)
    generator.shuffle(order)
    for start in range(0, len(order), size):
        yield order[start : start + size]


def _corrupt(step: Step, encoder: PieceEncoder, config: TrainConfig, rng: np.random.Generator) -> Step:
    """Hide some pieces, and some windows' lexicon matches, so that nothing is leant on alone."""
    hidden = (rng.random(step.batch.piece_ids.shape) < config.piece_dropout) & (step.batch.piece_mask == 1)
    hidden[:, 0] = False
    step.batch.piece_ids[hidden] = encoder.special.hiding
    blind = rng.random(len(step.batch.flags)) < config.flag_dropout
    step.batch.flags[blind] *= ~_LEXICON_COLUMNS
    return step
