"""One step of the joint training: a few whole documents, and the losses of tags and relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vn_dx_ie.neural.crf import TAGS, Transitions, decode
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.windows import Batch, cut_windows, make_batch
from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.network import Network
from vn_dx_ie.training.relations import make_pair_batch, pair_losses
from vn_dx_ie.training.scorer import transitions_of


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
    windows = [
        (example.features, window) for example in examples for window in cut_windows(example.features, config.windows)
    ]
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
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = network.tokens(**tensors(step))
    emissions = joined(output.emissions.float(), step).unflatten(-1, (-1, TAGS))
    vectors = joined(output.vectors.float(), step)
    tag_loss = _tag_loss(network, emissions, step)
    found: list[Tensor] = []
    transitions = transitions_of(network)
    for example, origin in zip(step.examples, step.origins, strict=False):
        own = slice(origin, origin + len(example.features.tokens))
        spans = list(example.spans)
        if with_predicted:
            spans += wrong_spans(emissions[own].detach().numpy(), example, transitions)
        if batch := make_pair_batch(spans, example, config.labels):
            found.append(pair_losses(network.pairs, vectors[own], batch))
    return Losses(tag_loss, torch.cat(found).mean() if found else vectors.new_zeros(()))


def joined(values: Tensor, step: Step) -> Tensor:
    """Return per-token `values` of the windows' cores (windows, tokens, …) as (tokens of all documents, …)."""
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


def wrong_spans(
    emissions: NDArray[np.float32], example: Example, transitions: Transitions
) -> list[tuple[int, int, int]]:
    """Return the spans that the tagger predicts and gold has not."""
    sentences = [(begin, end) for begin, end, _ in example.features.sentences]
    ones = np.ones(emissions.shape[1], dtype=np.float32)
    gold = set(example.spans)
    predicted = ((span.begin, span.end, span.label) for span in decode(emissions, sentences, transitions, ones))
    return [span for span in predicted if span not in gold]


def tensors(step: Step) -> dict[str, Tensor]:
    """Return the arrays of a step as the token encoder's arguments."""
    return {name: torch.from_numpy(array) for name, array in step.batch.feeds().items()}
