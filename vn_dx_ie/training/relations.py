"""Training of the pair classifier: its loss inside the joint run, and its refinement afterwards.

Relations are sparser than tags and need more passes than the tags can bear. After the joint run the
token vectors stand still, so they are computed once and the small classifier alone goes on learning.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import make_pairs
from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.network import PairClassifier

log = logging.getLogger(__name__)
_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class PairBatch:
    """The candidate pairs of one document as the classifier takes them.

    ``inputs`` are span begins, ends and labels, pair heads, tails and features; ``allowed`` and
    ``gold`` are the classes that the signatures permit and the right one, a row a pair.
    """

    inputs: tuple[Tensor, ...]
    allowed: Tensor
    gold: Tensor


def make_pair_batch(spans: Sequence[tuple[int, int, int]], example: Example, labels: LabelSet) -> PairBatch | None:
    """Return the pairs over `spans`, which begin with the gold spans of `example`; None where there are none."""
    pairs = make_pairs(spans, example.features.sentences, labels)
    if not len(pairs.head):
        return None
    table = torch.tensor(np.array(spans, dtype=np.int64))
    ends = zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True)
    gold = torch.tensor([example.edges.get(pair, 0) for pair in ends])
    joined = (torch.from_numpy(array) for array in (pairs.head, pairs.tail, pairs.features))
    return PairBatch((table[:, 0], table[:, 1], table[:, 2], *joined), torch.from_numpy(pairs.allowed), gold)


def pair_losses(classifier: PairClassifier, vectors: Tensor, batch: PairBatch) -> Tensor:
    """Return the cross-entropy of each pair over token `vectors` (tokens, width)."""
    logits = classifier(vectors, *batch.inputs).masked_fill(~batch.allowed, _IMPOSSIBLE)
    return functional.cross_entropy(logits, batch.gold, reduction="none")


def refine(
    classifier: PairClassifier, vectors: Sequence[Tensor], batches: Sequence[PairBatch | None], config: TrainConfig
) -> None:
    """Train `classifier` in place for ``config.pair_epochs`` on fixed `vectors`, one tensor a document."""
    generator = random.Random(config.seed)
    documents = [(one, batch) for one, batch in zip(vectors, batches, strict=True) if batch is not None]
    size = config.documents_per_step
    steps = config.pair_epochs * -(-len(documents) // size)
    if not steps:
        return
    optimiser = torch.optim.AdamW(
        classifier.parameters(), lr=config.pair_learning_rate, weight_decay=config.weight_decay
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    classifier.train()
    for epoch in range(1, config.pair_epochs + 1):
        generator.shuffle(documents)
        total = 0.0
        for start in range(0, len(documents), size):
            losses = [
                pair_losses(classifier, functional.dropout(one, config.network.dropout), batch)
                for one, batch in documents[start : start + size]
            ]
            loss = torch.cat(losses).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(classifier.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        log.info("relations, epoch %d, loss %.4f", epoch, total / -(-len(documents) // size))
    classifier.eval()
