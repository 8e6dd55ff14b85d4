"""The training loop: all tag layers and the relations at once, on whole documents."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from vn_dx_ie.neural.crf import TAGS
from vn_dx_ie.neural.features import FEATURE_NAMES
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.training.checkpoints import Checkpoint
from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.course import Course, progress
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.evaluation import DevScores, score_examples
from vn_dx_ie.training.losses import Step, compute_losses, joined, make_step, tensors, wrong_spans
from vn_dx_ie.training.material import Material
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
    material: Material,
    dev: Sequence[Example],
    config: TrainConfig,
    log_path: Path,
) -> Trained:
    """Train `network` on `material`; returns the moving average of its weights. Progress goes to the log and a CSV.

    A run that was interrupted goes on after its last whole epoch; its checkpoint is the caller's to remove.

    Raises:
        ConfigError: the folder holds a checkpoint of another run.
    """
    run = _Run(network, encoder, config, material.steps())
    course, checkpoint = Course(), Checkpoint(config)
    if (saved := checkpoint.load()) is not None:
        run.restore(saved["run"])
        course = Course(**saved["course"])
    while not course.ended(config):
        started = time.monotonic()
        number = len(course.rows) + 1
        losses = run.epoch(material.epoch(number), number)
        scores = _score(run.mean, encoder, dev, config) if dev and course.wants_scores(config) else None
        course.add(time.monotonic() - started, losses, scores, run.mean.state_dict())
        course.write(log_path)
        checkpoint.save({"run": run.state(), "course": vars(course)})
    if config.patience and course.best:
        run.mean.load_state_dict(course.best)
    if config.pair_epochs:
        refine_relations(run.mean, encoder, material.gold, config)
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
        self._noise = np.random.default_rng(config.seed)

    @property
    def mean(self) -> Network:
        """The network with the moving average of the weights."""
        return cast(Network, self._averaged.module)

    def state(self) -> dict[str, Any]:
        """Return what a later process needs to go on, chance included."""
        return {
            **{name: part.state_dict() for name, part in self._parts().items()},
            "noise": msgspec.json.encode(self._noise.bit_generator.state).decode(),
            "torch": torch.get_rng_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what :meth:`state` returned."""
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        self._noise.bit_generator.state = msgspec.json.decode(state["noise"])
        torch.set_rng_state(state["torch"])

    def _parts(self) -> dict[str, Any]:
        return {
            "network": self._network,
            "averaged": self._averaged,
            "optimiser": self._optimiser,
            "schedule": self._schedule,
        }

    def epoch(self, examples: Sequence[Example], number: int) -> tuple[float, float]:
        """Pass over `examples`, the epoch `number`; returns the mean losses of tags and of pairs."""
        self._network.train()
        with_predicted = number >= self._config.predicted_spans_from
        losses = []
        size = self._config.documents_per_step
        groups = [examples[start : start + size] for start in range(0, len(examples), size)]
        for group in progress(groups, f"epoch {number} of {self._config.epochs}"):
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


def blind_to_lexicon(network: Network) -> None:
    """Set the weights of lexicon matches to zero; a run without ``lexicon`` never gives them a gradient."""
    with torch.no_grad():
        network.tokens.flags.weight[:, torch.from_numpy(_LEXICON_COLUMNS)] = 0.0


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


def _corrupt(step: Step, encoder: PieceEncoder, config: TrainConfig, rng: np.random.Generator) -> Step:
    """Hide some pieces, and some windows' lexicon matches, so that nothing is leant on alone."""
    hidden = (rng.random(step.batch.piece_ids.shape) < config.piece_dropout) & (step.batch.piece_mask == 1)
    hidden[:, 0] = False
    step.batch.piece_ids[hidden] = encoder.special.hiding
    blind = rng.random(len(step.batch.flags)) < (config.flag_dropout if config.lexicon else 1.0)
    step.batch.flags[blind] *= ~_LEXICON_COLUMNS
    return step
