"""Smaller, faster networks: weights and activations in 8-bit integers, where that costs next to nothing.

The matrix products of the token network are quantised dynamically (Krishnamoorthi, 2018): weights once;
activations as they come, by window, so that a window's result depends on that window alone. The development
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

    Of two ways to scale the weights, the one is taken whose worst label loses less. Returns the change
    of F1 by label that it brings, and whether its outcome was kept.
    """
    before = score_examples(dev, encoder, OnnxScorer(folder), decoding).by_label
    best, chosen = dict[str, float](), folder
    with TemporaryDirectory() as place:
        for by_channel in (True, False):
            trial = Path(shutil.copytree(folder, Path(place) / f"model-{by_channel}"))
            quantise(folder / TOKENS, trial / TOKENS, by_channel=by_channel)
            after = score_examples(dev, encoder, OnnxScorer(trial), decoding).by_label
            changes = {label: round(after[label] - value, 4) for label, value in before.items()}
            if not best or min(changes.values()) > min(best.values()):
                best, chosen = changes, trial
        kept = min(best.values()) >= -LARGEST_LOSS
        log.info("8-bit network %s; change of F1 by label: %s", "kept" if kept else "left out", best)
        if kept:
            shutil.copyfile(chosen / TOKENS, folder / TOKENS)
            write_checksums(folder, msgspec.json.decode((folder / CHECKSUMS).read_bytes()))
    return best, kept


def quantise(source: Path, target: Path, *, by_channel: bool) -> None:
    """Write `source`, an ONNX file, to `target` with its matrix products in 8-bit integers.

    Weights have one scale a column where `by_channel`, else one a matrix.
    """
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # the quantiser advises on the root logger
    try:
        quantize_dynamic(
            str(source),
            str(target),
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=by_channel,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
    finally:
        root.setLevel(level)
