"""Silver annotations: several trained models as one, and what they find in unlabelled texts.

A model that learns from what an ensemble finds in more text than anybody annotated comes near the
ensemble at a fraction of its cost (knowledge distillation: Hinton et al., 2015; self-training:
Yarowsky, 1995).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.document import Document
from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.annotate import annotate
from vn_dx_ie.neural.crf import Floats, Transitions
from vn_dx_ie.neural.folder import ModelConfig, read_model_config
from vn_dx_ie.neural.pairs import Pairs
from vn_dx_ie.neural.pieces import load_pieces
from vn_dx_ie.neural.predict import Decoding, Scorer, predict
from vn_dx_ie.neural.runtime import OnnxScorer
from vn_dx_ie.neural.windows import Batch

_BATCH = 32


class EnsembleScorer:
    """Networks of one vocabulary as one: the mean of their scores; a token's vectors stand side by side."""

    def __init__(self, scorers: Sequence[Scorer]) -> None:
        self._scorers = scorers
        self._cuts: list[int] = []

    def score_tokens(self, batch: Batch) -> tuple[Floats, Floats]:
        emissions, vectors = zip(*(scorer.score_tokens(batch) for scorer in self._scorers), strict=True)
        self._cuts = np.cumsum([one.shape[-1] for one in vectors])[:-1].tolist()
        return np.mean(emissions, axis=0), np.concatenate(vectors, axis=-1)

    def score_pairs(self, vectors: Floats, spans: NDArray[np.int64], pairs: Pairs) -> Floats:
        parts = np.split(vectors, self._cuts, axis=-1)
        logits = [
            scorer.score_pairs(np.ascontiguousarray(part), spans, pairs)
            for scorer, part in zip(self._scorers, parts, strict=True)
        ]
        mean: Floats = np.mean(logits, axis=0)
        return mean


def annotate_with(folders: Sequence[Path], documents: Iterable[Document], threads: int = 1) -> Iterator[Document]:
    """Yield `documents` with the entities and relations that the models in `folders` find together.

    Raises:
        ConfigError: there is no model, or the models differ in labels, windows or tokenizer.
        ModelError: a folder is missing, incomplete or altered.
    """
    if not folders:
        raise ConfigError("teachers: expected at least one model folder, got none")
    configs = [read_model_config(folder) for folder in folders]
    _check_alike(folders, configs)
    encoder = load_pieces(folders[0], configs[0].tokenizer, configs[0].special)
    scorer = EnsembleScorer([OnnxScorer(folder, threads) for folder in folders])
    decoding = _mean_decoding([config.decoding() for config in configs])
    stream = iter(documents)
    while batch := list(islice(stream, _BATCH)):
        for document, found in zip(batch, predict([one.text for one in batch], encoder, scorer, decoding), strict=True):
            entities, relations = annotate(document.text, found, decoding.labels)
            yield msgspec.structs.replace(document, entities=entities, relations=relations, records=())


def _check_alike(folders: Sequence[Path], configs: Sequence[ModelConfig]) -> None:
    for folder, config in zip(folders[1:], configs[1:], strict=True):
        for name in ("labels", "features", "windows", "tokenizer", "special"):
            if getattr(config, name) != getattr(configs[0], name):
                raise ConfigError(f"{folder}: expected the {name} of {folders[0]}, found others")
        vocabularies = [one / "tokenizer.json" for one in (folders[0], folder)]
        if all(path.is_file() for path in vocabularies) and len({path.read_bytes() for path in vocabularies}) > 1:
            raise ConfigError(f"{folder}: expected the vocabulary of {folders[0]}, found another")


def _mean_decoding(settings: Sequence[Decoding]) -> Decoding:
    first = settings[0]
    return Decoding(
        first.labels,
        Transitions(
            np.mean([one.transitions.between for one in settings], axis=0),
            np.mean([one.transitions.start for one in settings], axis=0),
        ),
        first.windows,
        np.mean([one.span_temperatures for one in settings], axis=0),
        float(np.mean([one.edge_temperature for one in settings])),
        float(np.mean([one.edge_bias for one in settings])),
        first.columns,
    )
