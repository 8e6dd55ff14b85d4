"""Runs the exported network with onnxruntime: no torch, no network access, thread-safe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from vn_dx_ie.errors import ModelError
from vn_dx_ie.neural.crf import Floats, unflattened
from vn_dx_ie.neural.folder import PAIRS, TOKENS
from vn_dx_ie.neural.pairs import Pairs
from vn_dx_ie.neural.windows import Batch

onnxruntime.disable_telemetry_events()  # for where others imported it before vn_dx_ie could turn all of it off


class OnnxScorer:
    """A :class:`vn_dx_ie.neural.predict.Scorer` over the two ONNX files of a model folder."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._tokens = _session(folder / TOKENS, threads)
        self._pairs = _session(folder / PAIRS, threads)

    def score_tokens(self, batch: Batch) -> tuple[Floats, Floats]:
        emissions, vectors = zip(*(self._tokens.run(None, feeds) for feeds in batch.alone()), strict=True)
        return unflattened(_padded(emissions)), _padded(vectors)

    def score_pairs(self, vectors: Floats, spans: NDArray[np.int64], pairs: Pairs) -> Floats:
        feeds = {
            "vectors": vectors,
            "span_begin": spans[:, 0],
            "span_end": spans[:, 1],
            "span_label": spans[:, 2],
            "pair_head": pairs.head,
            "pair_tail": pairs.tail,
            "pair_features": pairs.features,
        }
        logits: Floats = self._pairs.run(None, feeds)[0]
        return logits


def _padded(rows: Sequence[Floats]) -> Floats:
    """Return one array of rows of shape (1, tokens, width), with zeros behind the shorter ones."""
    longest = max(row.shape[1] for row in rows)
    return np.concatenate([np.pad(row, ((0, 0), (0, longest - row.shape[1]), (0, 0))) for row in rows])


def _session(path: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # it keeps a plan for each shape, and windows are of all sizes
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors share no base class
        raise ModelError(f"{path}: onnxruntime cannot load it: {error}") from error
