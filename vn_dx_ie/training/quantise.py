"""Smaller, faster networks: weights and activations in 8-bit integers, where that costs next to nothing.

The matrix products of the token network are quantised dynamically (Krishnamoorthi, 2018): weights once, by
channel; activations as they come, by window, so that a window's result depends on that window alone. The development
set decides whether the outcome is kept.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from onnxruntime.quantization import QuantType, quantize_dynamic

from vn_dx_ie.neural.folder import CHECKSUMS, TOKENS, write_checksums
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.neural.runtime import OnnxScorer
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.evaluation import score_examples

log = logging.getLogger(__name__)
LARGEST_LOSS = 0.003  # of F1, in 0 to 1, that any label may lose


def quantise_where_it_is_free(
    folder: Path, dev: Sequence[Example], encoder: PieceEncoder, decoding: Decoding
) -> tuple[dict[str, float], bool]:
    """Replace the token network in `folder` by a quantised one if no label loses more than LARGEST_LOSS on `dev`.

    Returns the change of F1 by label that quantisation brings, and whether its outcome was kept.
    """
    before = score_examples(dev, encoder, OnnxScorer(folder), decoding).by_label
    with TemporaryDirectory() as place:
        trial = Path(shutil.copytree(folder, Path(place) / "model"))
        quantise(folder / TOKENS, trial / TOKENS)
        after = score_examples(dev, encoder, OnnxScorer(trial), decoding).by_label
        changes = {label: round(after[label] - value, 4) for label, value in before.items()}
        kept = min(changes.values()) >= -LARGEST_LOSS
        log.info("8-bit network %s; change of F1 by label: %s", "kept" if kept else "left out", changes)
        if kept:
            shutil.copyfile(trial / TOKENS, folder / TOKENS)
            write_checksums(folder, msgspec.json.decode((folder / CHECKSUMS).read_bytes()))
    return changes, kept


def quantise(source: Path, target: Path) -> None:
    """Write `source`, an ONNX file, to `target` with its matrix products in 8-bit integers."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # the quantiser advises on the root logger
    try:
        quantize_dynamic(
            str(source),
            str(target),
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
    finally:
        root.setLevel(level)
