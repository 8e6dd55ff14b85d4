"""Smaller, faster networks: weights and activations in 8-bit integers, where that costs next to nothing.

The matrix products of the token network, and its recurrent layers, are quantised dynamically (Krishnamoorthi,
2018): weights once; activations as they come, by window, so that a window's result depends on that window alone.
The development set decides whether the outcome is kept.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

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

    With the recurrent layers it is the faster, and tried first; of two ways to scale the weights, the one is
    taken whose worst label loses less. Returns the change of F1 by label of the last one tried, and whether its
    outcome was kept.
    """
    before = score_examples(dev, encoder, OnnxScorer(folder), decoding).by_label
    changes, kept = dict[str, float](), False
    with TemporaryDirectory() as place:
        for recurrent in (True, False):
            trials = []
            for by_channel in (True, False):
                trial = Path(place) / f"{recurrent}-{by_channel}"
                after = _scores_of_trial(folder, trial, dev, encoder, decoding, by_channel, recurrent)
                trials.append(({label: round(after[label] - value, 4) for label, value in before.items()}, trial))
            changes, chosen = max(trials, key=lambda pair: min(pair[0].values()))
            kept = min(changes.values()) >= -LARGEST_LOSS
            layers, outcome = "with" if recurrent else "without", "kept" if kept else "left out"
            log.info("8-bit network %s recurrent layers %s; change of F1 by label: %s", layers, outcome, changes)
            if kept:
                shutil.copyfile(chosen / TOKENS, folder / TOKENS)
                write_checksums(folder, msgspec.json.decode((folder / CHECKSUMS).read_bytes()))
                break
    return changes, kept


def _scores_of_trial(
    folder: Path,
    trial: Path,
    dev: Sequence[Example],
    encoder: PieceEncoder,
    decoding: Decoding,
    by_channel: bool,
    recurrent: bool,
) -> dict[str, float]:
    """Make `trial`, a copy of `folder` with a quantised token network, and return its F1 by label."""
    shutil.copytree(folder, trial)
    quantise(folder / TOKENS, trial / TOKENS, by_channel=by_channel, recurrent=recurrent)
    return score_examples(dev, encoder, OnnxScorer(trial), decoding).by_label


def quantise(source: Path, target: Path, *, by_channel: bool, recurrent: bool) -> None:
    """Write `source`, an ONNX file, to `target` with its matrix products in 8-bit integers.

    Weights have one scale a column where `by_channel`, else one a matrix; LSTM layers are among them where
    `recurrent`.
    """
    with TemporaryDirectory() as place, _quiet_root_logger():
        folded = Path(place) / "folded.onnx"  # only there are the weights of an LSTM constants, and all types known
        quant_pre_process(str(source), str(folded))
        quantize_dynamic(
            str(folded),
            str(target),
            op_types_to_quantize=["MatMul", "Gemm", *(["LSTM"] if recurrent else [])],
            per_channel=by_channel,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
    _drop_unused_domains(target)


def _drop_unused_domains(path: Path) -> None:
    """The optimiser names every set of operators that it knows; a runtime must know those in use alone."""
    model = onnx.load(str(path))
    domains = {node.domain for node in model.graph.node}
    used = [sets for sets in model.opset_import if sets.domain in domains]
    del model.opset_import[:]
    model.opset_import.extend(used)
    onnx.save(model, str(path))


@contextmanager
def _quiet_root_logger() -> Iterator[None]:
    """The quantiser advises on the root logger."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)
