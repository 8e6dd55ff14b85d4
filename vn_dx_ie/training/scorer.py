"""Runs the network in torch behind the interface that the exported one has too."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from vn_dx_ie.neural.crf import Floats, Transitions, unflattened
from vn_dx_ie.neural.pairs import Pairs
from vn_dx_ie.neural.windows import Batch
from vn_dx_ie.training.network import Network


def transitions_of(network: Network) -> Transitions:
    """Return the network's transitions as arrays."""
    between, start = network.crf.potentials()
    return Transitions(between.detach().numpy(), start.detach().numpy())


class TorchScorer:
    """A :class:`vn_dx_ie.neural.predict.Scorer` over a network in evaluation mode."""

    def __init__(self, network: Network) -> None:
        self._network = network.eval()

    @torch.inference_mode()
    def score_tokens(self, batch: Batch) -> tuple[Floats, Floats]:
        feeds = {name: torch.from_numpy(array) for name, array in batch.feeds().items()}
        output = self._network.tokens(**feeds)
        return unflattened(output.emissions.numpy()), output.vectors.numpy()

    @torch.inference_mode()
    def score_pairs(self, vectors: Floats, spans: NDArray[np.int64], pairs: Pairs) -> Floats:
        table = torch.from_numpy(spans)
        logits: Floats = self._network.pairs(
            torch.from_numpy(vectors), table[:, 0], table[:, 1], table[:, 2],
            torch.from_numpy(pairs.head), torch.from_numpy(pairs.tail), torch.from_numpy(pairs.features),
        ).numpy()  # fmt: skip
        return logits
