"""The tagger as a model for token classification: nested layers flattened to one tag a piece."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec
import torch
from torch import Tensor, nn
from transformers import AutoConfig, PreTrainedConfig, PreTrainedModel
from transformers.modeling_outputs import TokenClassifierOutput

from vn_dx_ie.neural.crf import ScoredSpan, decode, unflattened
from vn_dx_ie.neural.folder import ModelConfig
from vn_dx_ie.training.config import NetworkConfig
from vn_dx_ie.training.network import PieceBackbone, TokenEncoder

_LEAST = 1e-6  # what a probability keeps from 0 and 1, so that its logarithm is finite


class TaggerConfig(PreTrainedConfig):
    """``encoder`` is the encoder's own configuration, ``network`` the widths above it, ``model`` the ``model.json``."""

    model_type = "vn_dx_ie"

    def __init__(
        self,
        encoder: dict[str, Any] | None = None,
        network: dict[str, Any] | None = None,
        model: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.encoder, self.network, self.model = encoder or {}, network or {}, model or {}


class TaggerForTokenClassification(PreTrainedModel):
    """The encoder, the features of words and the layers of tags, for reading alone: it has no loss.

    Relations and nested entities are left out: a piece has the tag of the outermost entity around it.
    """

    config_class = TaggerConfig

    def __init__(self, config: TaggerConfig) -> None:
        super().__init__(config)
        model = msgspec.convert(config.model, ModelConfig)
        network = msgspec.convert(config.network, NetworkConfig)
        backbone = PieceBackbone(AutoConfig.for_model(**config.encoder))
        self.decoding = model.decoding()
        self.tokens = TokenEncoder(backbone, network, len(model.labels.entities))
        self.tokens.flags = nn.Linear(len(model.features), network.flag_width)  # an older model knows fewer
        self.post_init()  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        first: Tensor,
        last: Tensor,
        token_mask: Tensor,
        flags: Tensor,
        sentence_ids: Tensor,
        **unused: Any,
    ) -> TokenClassifierOutput:
        """Return ``logits`` (rows, pieces, tags), made from the entities that decoding finds.

        At the pieces of an outermost entity the softmax gives its tag the calibrated probability of
        the entity, and the rest to all other tags alike; elsewhere it gives (nearly) all to ``O``.
        """
        scores = self.tokens(input_ids, attention_mask, first, last, token_mask, flags).emissions
        emissions = unflattened(scores.float().cpu().numpy())
        tags = 1 + 2 * len(self.decoding.labels.entities)
        logits = torch.full((*input_ids.shape, tags), _rest(1.0, tags))
        logits[..., 0] = math.log1p(-_LEAST)
        for row, numbers in enumerate(sentence_ids.tolist()):
            decoding = self.decoding
            spans = decode(emissions[row], _ranges(numbers), decoding.transitions, decoding.span_temperatures)
            for span in _outermost(spans):
                begin, end = int(first[row, span.begin]), int(last[row, span.end - 1]) + 1
                _mark(logits[row, begin:end], span)
        return TokenClassifierOutput(logits=logits)


def tag_names(labels: Sequence[str]) -> dict[int, str]:
    """Return the names of the tags in the order of the logits: O, then B and I of each label."""
    return dict(enumerate(["O", *(f"{tag}-{label}" for label in labels for tag in "BI")]))


def _ranges(sentences: Sequence[int]) -> list[tuple[int, int]]:
    """Return the token range of each sentence; tokens with 0 belong to none."""
    edges = [0, *(i for i in range(1, len(sentences)) if sentences[i] != sentences[i - 1]), len(sentences)]
    return [(begin, end) for begin, end in pairwise(edges) if sentences[begin]]


def _outermost(spans: Sequence[ScoredSpan]) -> list[ScoredSpan]:
    """Return the spans that lie in no longer one; of those that overlap, the longest and then the likeliest."""
    kept: list[ScoredSpan] = []
    for span in sorted(spans, key=lambda span: (span.begin - span.end, -span.probability)):
        if all(span.end <= other.begin or other.end <= span.begin for other in kept):
            kept.append(span)
    return kept


def _mark(logits: Tensor, span: ScoredSpan) -> None:
    """Write an entity into the logits of its pieces, shape (pieces, tags)."""
    logits[:] = _rest(span.probability, logits.shape[1])
    probability = math.log(min(max(span.probability, _LEAST), 1 - _LEAST))
    logits[0, 1 + 2 * span.label] = probability
    logits[1:, 2 + 2 * span.label] = probability


def _rest(probability: float, tags: int) -> float:
    """Return the log probability of each of the other tags."""
    return math.log(max(1 - probability, _LEAST) / (tags - 1))
