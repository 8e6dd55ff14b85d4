"""The saved model folder, described as a frozen type, and its checksums.

``model.json`` (this file's :class:`ModelConfig`), ``tokens.onnx`` and ``pairs.onnx`` (the two parts
of the network), the tokenizer, and ``checksums.json`` with the SHA-256 of each of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np

from vn_dx_ie.errors import ModelError
from vn_dx_ie.neural.crf import Transitions
from vn_dx_ie.neural.features import FEATURE_NAMES
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pieces import SpecialIds
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.neural.windows import WindowSizes

FORMAT = 2
CONFIG, CHECKSUMS, TOKENS, PAIRS = "model.json", "checksums.json", "tokens.onnx", "pairs.onnx"


class ModelConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What decoding needs beside the network; nested lists are the arrays of :class:`Decoding`."""

    name: str
    version: str
    format: int = FORMAT
    tokenizer: str = "fast"
    special: SpecialIds
    labels: LabelSet
    windows: WindowSizes
    features: tuple[str, ...]
    transitions: list[list[list[float]]]
    starts: list[list[float]]
    span_temperatures: list[float]
    edge_temperature: float
    edge_bias: float = 0.0

    def decoding(self) -> Decoding:
        """Return the settings as arrays."""
        transitions = Transitions(np.array(self.transitions, dtype=np.float32), np.array(self.starts, dtype=np.float32))
        temperatures = np.array(self.span_temperatures, dtype=np.float32)
        columns = None
        if self.features != FEATURE_NAMES:
            columns = np.array([FEATURE_NAMES.index(name) for name in self.features], dtype=np.int64)
        return Decoding(
            self.labels, transitions, self.windows, temperatures, self.edge_temperature, self.edge_bias, columns
        )


def read_model_config(folder: Path) -> ModelConfig:
    """Read and check a model folder: every file is there, unaltered, and of this library's format.

    Raises:
        ModelError: what is wrong with the folder, by file.
    """
    if not folder.is_dir():
        raise ModelError(f"{folder}: expected a model folder, found none")
    _check_sums(folder)
    try:
        config = msgspec.json.decode((folder / CONFIG).read_bytes(), type=ModelConfig)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(f"{folder / CONFIG}: {error}") from error
    if config.format != FORMAT:
        raise ModelError(f"{folder / CONFIG}: expected format {FORMAT}, got {config.format}")
    # Features are only ever added, so a model knows all of them or those of its time.
    if unknown := sorted(set(config.features) - set(FEATURE_NAMES))[:5]:
        raise ModelError(f"{folder / CONFIG}: trained with token features unknown here ({', '.join(unknown)})")
    return config


def write_model_config(folder: Path, config: ModelConfig) -> None:
    """Write ``model.json``."""
    (folder / CONFIG).write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=1))


def write_checksums(folder: Path, names: Iterable[str]) -> None:
    """Write the checksums of the files `names`, given relative to `folder`."""
    sums = {name: _digest(folder / name) for name in sorted(names)}
    (folder / CHECKSUMS).write_bytes(msgspec.json.format(msgspec.json.encode(sums), indent=1))


def _check_sums(folder: Path) -> None:
    try:
        sums = msgspec.json.decode((folder / CHECKSUMS).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(f"{folder / CHECKSUMS}: expected the checksums of a model folder: {error}") from error
    if missing := {CONFIG, TOKENS, PAIRS} - sums.keys():
        raise ModelError(f"{folder / CHECKSUMS}: expected a checksum of {', '.join(sorted(missing))}")
    for name, expected in sums.items():
        if not (folder / name).is_file():
            raise ModelError(f"{folder / name}: the file is missing")
        if (found := _digest(folder / name)) != expected:
            raise ModelError(
                f"{folder / name}: expected SHA-256 {expected[:12]}…, got {found[:12]}…: altered or damaged"
            )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
