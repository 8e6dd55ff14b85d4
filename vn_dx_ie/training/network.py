"""The network: an encoder of pieces, a tagger with one BIO layer a label, a classifier of pairs.

A readable tree of named parts. The tagger and the classifier share the vectors of
:class:`TokenEncoder`; both are exported to ONNX by :mod:`vn_dx_ie.training.export`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PretrainedConfig

from vn_dx_ie.neural.crf import FORBIDDEN, INSIDE, OUTSIDE, TAGS
from vn_dx_ie.neural.features import FEATURE_NAMES
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import PAIR_FEATURES
from vn_dx_ie.training.config import NetworkConfig

_REACH = 6  # tokens to either side of a pair whose words may name its relation


class TokenOutput(NamedTuple):
    """``emissions`` (windows, tokens, labels x 3) and ``vectors`` (windows, tokens, width).

    A token's vector is that of the word in its context, which tagging has shaped, beside that of
    the word itself, which tells relations apart (``phấn đấu`` a target, ``tăng`` a change).
    """

    emissions: Tensor
    vectors: Tensor


class PieceBackbone(nn.Module):
    """Any ``transformers`` encoder: (windows, pieces) ids and mask to (windows, pieces, width).

    Here and below, no mask means that there is no padding.
    """

    def __init__(self, config: PretrainedConfig) -> None:
        super().__init__()
        config._attn_implementation = "eager"  # the implementation that exports everywhere
        self.model: Any = AutoModel.from_config(config, **_without_pooler(config))
        self.width = int(config.hidden_size)

    @classmethod
    def from_pretrained(cls, name_or_path: str) -> PieceBackbone:
        """Return the encoder with its weights, from a folder or a hub."""
        backbone = cls(AutoConfig.from_pretrained(name_or_path))
        options = _without_pooler(backbone.model.config)
        backbone.model = AutoModel.from_pretrained(
            name_or_path, attn_implementation="eager", dtype=torch.float32, **options
        )
        return backbone

    def forget(self) -> None:
        """Draw all weights anew, as before any pretraining."""
        self.model = AutoModel.from_config(self.model.config, **_without_pooler(self.model.config))

    def forward(self, piece_ids: Tensor, piece_mask: Tensor | None) -> Tensor:
        vectors: Tensor = self.model(input_ids=piece_ids, attention_mask=piece_mask).last_hidden_state
        return vectors


def _without_pooler(config: PretrainedConfig) -> dict[str, bool]:
    """BERT-like models carry a pooling layer for whole texts, which nothing here uses."""
    pooled = ("bert", "roberta", "roberta-prelayernorm", "xlm-roberta", "camembert", "phobert")
    return {"add_pooling_layer": False} if config.model_type in pooled else {}


class BothWays(nn.Module):
    """A bidirectional LSTM that padding cannot reach: each sequence is reversed by itself."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.onward = nn.LSTM(width, hidden, batch_first=True)
        self.reverse = nn.LSTM(width, hidden, batch_first=True)

    def forward(self, vectors: Tensor, mask: Tensor | None) -> Tensor:
        onward, _ = self.onward(vectors)
        backward, _ = self.reverse(_reversed(vectors, mask))
        return torch.cat([onward, _reversed(backward, mask)], dim=-1)


def _reversed(vectors: Tensor, mask: Tensor | None) -> Tensor:
    """Reverse the unmasked part of each row of (windows, tokens, width), and leave the padding where it is."""
    if mask is None:
        return vectors.flip(1)
    positions = torch.arange(mask.shape[1], device=mask.device).unsqueeze(0).expand_as(mask)
    mirrored = mask.sum(dim=1, keepdim=True) - 1 - positions
    return _rows(vectors, torch.where(mirrored >= 0, mirrored, positions))


def _rows(vectors: Tensor, index: Tensor) -> Tensor:
    """Pick (windows, tokens) rows out of (windows, length, width)."""
    return torch.gather(vectors, 1, index.unsqueeze(-1).expand(-1, -1, vectors.shape[-1]))


class TokenEncoder(nn.Module):
    """Pieces and flags to token vectors and tag scores."""

    def __init__(self, backbone: PieceBackbone, config: NetworkConfig, labels: int) -> None:
        super().__init__()
        self.backbone = backbone
        self.flags = nn.Linear(len(FEATURE_NAMES), config.flag_width)
        width = backbone.width + config.flag_width
        self.norm = nn.LayerNorm(backbone.width)
        self.dropout = nn.Dropout(config.dropout)
        self.mix = BothWays(width, config.hidden)
        self.tags = nn.Linear(2 * config.hidden, labels * TAGS)
        self.words = nn.Linear(width, config.word_width)

    def forward(
        self,
        piece_ids: Tensor,
        piece_mask: Tensor | None,
        first: Tensor,
        last: Tensor,
        token_mask: Tensor | None,
        flags: Tensor,
    ) -> TokenOutput:
        pieces = self.norm(self.backbone(piece_ids, piece_mask).float())
        joined = torch.cat([_averaged(pieces, first, last), torch.relu(self.flags(flags))], dim=-1)
        joined = self.dropout(joined)
        context = self.dropout(self.mix(joined, token_mask))
        vectors = torch.cat([context, torch.relu(self.words(joined))], dim=-1)
        return TokenOutput(self.tags(context), vectors)


def _averaged(pieces: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Average pieces ``first`` to ``last`` (both included) of each token, by running sums."""
    sums = torch.cumsum(torch.nn.functional.pad(pieces, (0, 0, 1, 0)), dim=1)
    total = _rows(sums, last + 1) - _rows(sums, first)
    return total / (last - first + 1).unsqueeze(-1).to(total.dtype)


class Crf(nn.Module):
    """Transitions of the tag layers, and the loss of gold paths under them."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.forbidden: Tensor
        self.opening: Tensor
        self.between = nn.Parameter(torch.zeros(labels, TAGS, TAGS))
        self.start = nn.Parameter(torch.zeros(labels, TAGS))
        forbidden = torch.zeros(labels, TAGS, TAGS)
        forbidden[:, OUTSIDE, INSIDE] = FORBIDDEN
        self.register_buffer("forbidden", forbidden)
        opening = torch.zeros(labels, TAGS)
        opening[:, INSIDE] = FORBIDDEN
        self.register_buffer("opening", opening)

    def potentials(self) -> tuple[Tensor, Tensor]:
        """Return the constrained (labels, from, to) and (labels, tag) log potentials."""
        return self.between + self.forbidden, self.start + self.opening

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Return the mean negative log-likelihood of a sentence's layer.

        `emissions` (sentences, tokens, labels, 3), `tags` (sentences, tokens, labels), `mask`
        (sentences, tokens).
        """
        between, start = self.potentials()
        return (
            self._total(emissions, mask, between, start) - _path_score(emissions, tags, mask, between, start)
        ).mean()

    @staticmethod
    def _total(emissions: Tensor, mask: Tensor, between: Tensor, start: Tensor) -> Tensor:
        state = emissions[:, 0] + start
        for step in range(1, emissions.shape[1]):
            advanced = torch.logsumexp(state.unsqueeze(-1) + between, dim=2) + emissions[:, step]
            state = torch.where(mask[:, step, None, None], advanced, state)
        return torch.logsumexp(state, dim=-1)


def _path_score(emissions: Tensor, tags: Tensor, mask: Tensor, between: Tensor, start: Tensor) -> Tensor:
    layers = torch.arange(tags.shape[2], device=tags.device)
    emitted = torch.gather(emissions, 3, tags.unsqueeze(-1)).squeeze(-1) * mask.unsqueeze(-1)
    moved = between[layers, tags[:, :-1], tags[:, 1:]] * mask[:, 1:].unsqueeze(-1)
    return emitted.sum(dim=1) + moved.sum(dim=1) + start[layers, tags[:, 0]]


class PairClassifier(nn.Module):
    """Scores the relation of candidate pairs of spans; class 0 is none."""

    def __init__(self, config: NetworkConfig, labels: LabelSet) -> None:
        super().__init__()
        width, size = 2 * config.hidden + config.word_width, config.pair_width
        self.label = nn.Embedding(len(labels.entities), 32)
        self.head = nn.Linear(3 * width + 32, size)
        self.tail = nn.Linear(3 * width + 32, size)
        self.between = nn.Linear(width, size)
        self.around = nn.Linear(2 * width, size)
        self.features = nn.Linear(PAIR_FEATURES, size)
        self.dropout = nn.Dropout(config.dropout)
        self.hidden = nn.Linear(3 * size, size)
        self.classes = nn.Linear(size, len(labels.relation_names) + 1)

    def forward(
        self,
        vectors: Tensor,
        span_begin: Tensor,
        span_end: Tensor,
        span_label: Tensor,
        pair_head: Tensor,
        pair_tail: Tensor,
        pair_features: Tensor,
    ) -> Tensor:
        """Return logits (pairs, classes) over token `vectors` (tokens, width)."""
        mean = _mean(_sums(vectors), span_begin, span_end)
        spans = torch.cat([vectors[span_begin], vectors[span_end - 1], mean, self.label(span_label)], dim=-1)
        head = self.head(spans)[pair_head]
        tail = self.tail(spans)[pair_tail]
        context = self._context(
            vectors,
            (span_begin[pair_head], span_begin[pair_tail]),
            (span_end[pair_head], span_end[pair_tail]),
        )
        context = context + self.features(pair_features)
        joined = torch.relu(torch.cat([head + tail + context, head * tail, context], dim=-1))
        logits: Tensor = self.classes(torch.relu(self.hidden(self.dropout(joined))))
        return logits

    def _context(self, vectors: Tensor, begins: tuple[Tensor, Tensor], ends: tuple[Tensor, Tensor]) -> Tensor:
        """Return what stands between and around the two spans of each pair, shape (pairs, size).

        The layers are applied to the tokens, of which there are fewer than pairs, before they are averaged.
        """
        start, end = torch.minimum(*begins), torch.maximum(*ends)
        left, right = self.around.weight.chunk(2, dim=1)
        middle = _mean(_sums(vectors @ self.between.weight.t()), torch.minimum(*ends), torch.maximum(*begins))
        before = _mean(_sums(vectors @ left.t()), torch.clamp(start - _REACH, min=0), start)
        after = _mean(_sums(vectors @ right.t()), end, torch.clamp(end + _REACH, max=vectors.shape[0]))
        return middle + before + after + self.between.bias + self.around.bias


def _sums(vectors: Tensor) -> Tensor:
    """Return running sums of (tokens, width), with a row of zeros first."""
    return torch.cumsum(torch.nn.functional.pad(vectors, (0, 0, 1, 0)), dim=0)


def _mean(sums: Tensor, begin: Tensor, end: Tensor) -> Tensor:
    """Average token vectors ``begin`` to ``end`` (not included) by running sums; of none it is 0."""
    count = torch.clamp(end - begin, min=0).unsqueeze(-1)
    return torch.where(count > 0, (sums[end] - sums[begin]) / torch.clamp(count, min=1), 0.0)


class Network(nn.Module):
    """The whole: token encoder, CRF transitions and pair classifier."""

    def __init__(self, backbone: PieceBackbone, config: NetworkConfig, labels: LabelSet) -> None:
        super().__init__()
        self.tokens = TokenEncoder(backbone, config, len(labels.entities))
        self.crf = Crf(len(labels.entities))
        self.pairs = PairClassifier(config, labels)


__all__ = ["Network", "PieceBackbone", "TokenOutput"]
