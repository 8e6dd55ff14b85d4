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
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.crf import TAGS
from vn_dx_ie.neural.features import FEATURE_NAMES
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.evaluation import DevScores, score_examples
from vn_dx_ie.training.losses import Step, compute_losses, joined, make_step, tensors, wrong_spans
from vn_dx_ie.training.network import Network
from vn_dx_ie.training.relations import PairBatch, make_pair_batch, refine
from vn_dx_ie.training.scorer import TorchScorer, transitions_of

log = logging.getLogger(__name__)
_LEXICON_COLUMNS = np.array([name.startswith(("opens:", "inside:")) for name in FEATURE_NAMES])


@dataclass(frozen=True, slots=True)
class Trained:
    """The result of a run: the averaged network and its scores on the development set."""

    network: Network
    scores: DevScores | None


def train(
    network: Network,
    encoder: PieceEncoder,
    examples: Sequence[Example],
    dev: Sequence[Example],
    config: TrainConfig,
    log_path: Path,
) -> Trained:
    """Train `network`; returns the moving average of its weights. Progress goes to the log and a CSV."""
    examples = [example for example in examples if example.features.tokens]
    if not examples:
        raise ConfigError("train: expected documents with text, found none")
    run = _Run(network, encoder, config, steps=math.ceil(len(examples) / config.documents_per_step) * config.epochs)
    scores: DevScores | None = None
    started = time.monotonic()
    with log_path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["epoch", "seconds", "tag_loss", "pair_loss", "entity_f1", "relation_f1"])
        for epoch in range(1, config.epochs + 1):
            losses = run.epoch(examples, with_predicted=epoch >= config.predicted_spans_from)
            row = [epoch, round(time.monotonic() - started), *(round(loss, 4) for loss in losses)]
            if dev and (epoch % config.evaluate_every == 0 or epoch == config.epochs):
                scores = _score(run.mean, encoder, dev, config)
                row += [round(scores.entities, 4), round(scores.relations, 4)]
            writer.writerow(row)
            stream.flush()
            log.info("epoch %s, %s s, losses %s %s, dev %s", *row[:4], row[4:])
    if config.pair_epochs:
        refine_relations(run.mean, encoder, examples, config)
        scores = _score(run.mean, encoder, dev, config) if dev else None
    return Trained(run.mean, scores)


class _Run:
    """The state of the joint training: optimiser, schedule, moving average and sources of chance."""

    def __init__(self, network: Network, encoder: PieceEncoder, config: TrainConfig, steps: int) -> None:
        self._network, self._encoder, self._config = network, encoder, config
        self._optimiser = _optimiser(network, config)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: _rate(step, steps, config.warmup)
        )
        self._averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(config.average))
        self._order = random.Random(config.seed)
        self._noise = np.random.default_rng(config.seed)

    @property
    def mean(self) -> Network:
        """The network with the moving average of the weights."""
        return cast(Network, self._averaged.module)

    def epoch(self, examples: Sequence[Example], with_predicted: bool) -> tuple[float, float]:
        """Pass once over `examples`; returns the mean losses of tags and of pairs."""
        self._network.train()
        losses = []
        for group in _shuffled(examples, self._config.documents_per_step, self._order):
            step = _corrupt(make_step(group, self._encoder, self._config), self._encoder, self._config, self._noise)
            found = compute_losses(self._network, step, self._config, with_predicted)
            self._optimiser.zero_grad(set_to_none=True)
            (found.tags + self._config.relation_weight * found.pairs).backward()
            torch.nn.utils.clip_grad_norm_(self._network.parameters(), 5.0)
            self._optimiser.step()
            self._schedule.step()
            self._averaged.update_parameters(self._network)
            losses.append((float(found.tags.detach()), float(found.pairs.detach())))
        tags, pairs = np.mean(losses, axis=0).tolist()
        return tags, pairs


def _score(network: Network, encoder: PieceEncoder, dev: Sequence[Example], config: TrainConfig) -> DevScores:
    return score_examples(dev, encoder, TorchScorer(network), plain_decoding(network, config))


def refine_relations(network: Network, encoder: PieceEncoder, examples: Sequence[Example], config: TrainConfig) -> None:
    """Train the pair classifier of `network` further, in place, over what its tagger now sees."""
    network.eval()
    transitions = transitions_of(network)
    vectors: list[Tensor] = []
    batches: list[PairBatch | None] = []
    for example in examples:
        with torch.no_grad():
            output = network.tokens(**tensors(step := make_step([example], encoder, config)))
        vectors.append(joined(output.vectors, step))
        emissions = joined(output.emissions, step).unflatten(-1, (-1, TAGS)).numpy()
        spans = [*example.spans, *wrong_spans(emissions, example, transitions)]
        batches.append(make_pair_batch(spans, example, config.labels))
    refine(network.pairs, vectors, batches, config)


def plain_decoding(network: Network, config: TrainConfig) -> Decoding:
    """Return the decoding settings of a network whose confidences are not fitted yet."""
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
